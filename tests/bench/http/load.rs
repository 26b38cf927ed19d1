//! Searches on a schedule, and a look at the server now and then.

use std::sync::Mutex;
use std::time::{Duration, Instant};

use serde_json::json;

use super::client::{Reply, Served};
use super::papers::Paper;
use super::process::Taken;
use super::progress::Progress;

/// Hits of a search.
const HITS: u32 = 10;

/// Every so many searches one looks for no document in particular, as people do.
const OPEN_EVERY: usize = 5;

/// Seconds between two looks at the server's health.
const LOOK_EVERY: u32 = 1;

/// A search and its answer.
pub(super) struct Asked {
    /// From when it was due.
    pub(super) milliseconds: f64,
    /// Whether files were still to be imported then.
    pub(super) is_meanwhile: bool,
    /// Whether it was for a document that was imported, and found it.
    pub(super) is_for_a_document: bool,
}

/// All that was asked, and how it went.
#[derive(Default)]
pub(super) struct Load {
    pub(super) asked: Vec<Asked>,
    /// Milliseconds of each look at the health.
    pub(super) health: Vec<f64>,
    /// What the server took when it took most.
    pub(super) most: Taken,
}

impl Load {
    /// Asks so often a second for so long, and as long as something goes on. No request waits for one before it.
    pub(super) fn ask(
        &mut self,
        served: &Served,
        progress: &Progress<'_>,
        rate: u32,
        long: Duration,
        goes_on: impl Fn() -> bool,
    ) {
        let (asked, health) = (Mutex::new(Vec::new()), Mutex::new(Vec::new()));
        let from = self.asked.len();
        let began = Instant::now();
        std::thread::scope(|scope| {
            for number in 0_u32.. {
                let due = began + Duration::from_secs(1) * number / rate;
                if due - began >= long || !goes_on() {
                    break;
                }
                std::thread::sleep(due.saturating_duration_since(Instant::now()));
                let (asked, health) = (&asked, &health);
                let turn = from + number as usize;
                scope.spawn(move || {
                    let one = one(served, progress, turn, due);
                    asked.lock().unwrap().push(one);
                });
                if number.is_multiple_of(rate * LOOK_EVERY) {
                    self.most = self.most.max(Taken::by(served.process()));
                    scope.spawn(move || {
                        let look = look(served, due);
                        health.lock().unwrap().push(look);
                    });
                }
            }
        });
        self.asked.extend(asked.into_inner().unwrap());
        self.health.extend(health.into_inner().unwrap());
    }
}

/// A search for a document that must be found, or for none in particular.
fn one(served: &Served, progress: &Progress<'_>, turn: usize, due: Instant) -> Asked {
    let (is_meanwhile, paper) = (progress.is_under_way(), progress.findable(turn));
    let is_for_a_document = !turn.is_multiple_of(OPEN_EVERY);
    let reply = if is_for_a_document {
        search(served, paper)
    } else {
        let query = json!({"query": "What was painted green after the flood?", "limit": HITS});
        served.post("/v1/search", &query)
    };
    let milliseconds = due.elapsed().as_secs_f64() * 1000.0;
    assert_eq!(reply.status, 200, "{}", reply.text());
    if is_for_a_document {
        assert!(is_found(&reply, paper), "{} is imported, and must be found: {}", paper.name, reply.text());
    }
    Asked { milliseconds, is_meanwhile, is_for_a_document }
}

fn look(served: &Served, due: Instant) -> f64 {
    let reply = served.get("/v1/health");
    assert_eq!((reply.status, &reply.json()["status"]), (200, &json!("ok")));
    due.elapsed().as_secs_f64() * 1000.0
}

/// Searches for the word of a document.
pub(super) fn search(served: &Served, paper: &Paper) -> Reply {
    let query = format!("What became of the things of \"{}\"?", paper.word);
    served.post("/v1/search", &json!({"query": query, "limit": HITS}))
}

/// Whether a search has found a document, and first of all.
pub(super) fn is_found(reply: &Reply, paper: &Paper) -> bool {
    reply.json()["hits"][0]["document"]["id"] == paper.id.as_str()
}
