//! Which documents were accepted and imported, and when.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use super::client::Events;
use super::papers::Paper;

/// All that were sent, from one moment on.
pub(super) struct Progress<'a> {
    pub(super) papers: &'a [Paper],
    known: Mutex<Known<'a>>,
}

/// What became of them so far.
struct Known<'a> {
    /// When they were accepted, and in how many milliseconds.
    accepted: HashMap<String, (Instant, f64)>,
    /// When they were imported.
    imported: HashMap<String, Instant>,
    /// Those that a search must find by now.
    findable: Vec<&'a Paper>,
}

impl<'a> Progress<'a> {
    /// Nothing of it is done, but for the first.
    pub(super) fn new(first: &'a Paper, papers: &'a [Paper]) -> Self {
        let known = Known { accepted: HashMap::new(), imported: HashMap::new(), findable: vec![first] };
        Self { papers, known: Mutex::new(known) }
    }

    /// A document was accepted.
    pub(super) fn accepted(&self, id: &str, began: Instant) {
        let now = Instant::now();
        self.known().accepted.insert(id.to_owned(), (now, (now - began).as_secs_f64() * 1000.0));
    }

    /// Listens until all are imported.
    pub(super) fn listen(&self, events: Events) {
        for event in events {
            assert_ne!(event["type"], "missed", "who listens must not fall behind: {event}");
            if event["type"] != "document" {
                continue;
            }
            assert_eq!(event["status"], "added", "every file is new and can be read: {event}");
            let id = event["id"].as_str().unwrap();
            let paper = self.papers.iter().find(|paper| paper.id == id).expect("it was sent");
            let mut known = self.known();
            known.findable.push(paper);
            let before = known.imported.insert(id.to_owned(), Instant::now());
            assert!(before.is_none(), "{} was imported twice", paper.name);
            if known.imported.len() == self.papers.len() {
                return;
            }
        }
        panic!("the server hung up");
    }

    /// Whether some are still to be imported.
    pub(super) fn is_under_way(&self) -> bool {
        self.known().imported.len() < self.papers.len()
    }

    /// One that a search must find from now on, by turns.
    pub(super) fn findable(&self, turn: usize) -> &'a Paper {
        let known = self.known();
        known.findable[turn % known.findable.len()]
    }

    /// Milliseconds from the beginning of a request to its answer.
    pub(super) fn accepted_within(&self) -> Vec<f64> {
        self.known().accepted.values().map(|(_, took)| *took).collect()
    }

    /// Milliseconds from the answer until all of the document could be searched; none for one that was quicker.
    pub(super) fn searchable_within(&self) -> Vec<f64> {
        let known = self.known();
        let took =
            |(id, at): (&String, &Instant)| at.saturating_duration_since(known.accepted[id].0).as_secs_f64() * 1000.0;
        known.imported.iter().map(took).collect()
    }

    fn known(&self) -> MutexGuard<'_, Known<'a>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
