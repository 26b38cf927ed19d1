//! Every stage of a search, measured by itself: how good its hits are and how long they take.

use std::time::Instant;

use paperside_engine::messages::{SearchRequest, SearchStages};
use serde_json::{Value, json};

use crate::measures::{DEPTH, DOCUMENT_MEASURES, PAGE_MEASURES, means, of_documents, of_pages, percentile, sample};
use crate::sets::Documents;
use crate::shelf::{Asked, Shelf};
use crate::table::Table;

/// How many questions are asked one after the other, for the time it takes.
const TIMED: usize = 200;

/// Every choice of stages with its name.
const STAGES: [(SearchStages, &str); 4] = [
    (SearchStages::Dense, "dense"),
    (SearchStages::Keyword, "keyword"),
    (SearchStages::Fused, "fused"),
    (SearchStages::Full, "fused, re-ranked"),
];

/// A search as a face would ask for it.
fn request(query: &str, stages: SearchStages) -> SearchRequest {
    SearchRequest { query: query.to_owned(), limit: 3 * DEPTH as u32, stages, ..SearchRequest::default() }
}

/// What was measured of one choice of stages.
struct Ranked {
    scores: Vec<f64>,
    /// Milliseconds of a search: the median, and what one in twenty exceeds.
    p50: f64,
    p95: f64,
}

/// Prints a row for each choice of stages, and returns the same numbers.
pub async fn measure(shelf: &Shelf, documents: &Documents, questions: &[&Asked]) -> Value {
    let measures = match documents {
        Documents::Texts(_) => DOCUMENT_MEASURES.as_slice(),
        Documents::Pdfs(_) => PAGE_MEASURES.as_slice(),
    };
    let mut table = Table::new([&["stages"], measures, &["p50 ms", "p95 ms"]].concat());
    let mut values = serde_json::Map::new();
    for (stages, name) in STAGES {
        let ranked = rank(shelf, documents, questions, stages).await;
        table.row(name, ranked.cells());
        values.insert(name.to_owned(), ranked.value(measures));
    }
    println!("{table}");
    Value::Object(values)
}

async fn rank(shelf: &Shelf, documents: &Documents, questions: &[&Asked], stages: SearchStages) -> Ranked {
    let scores = two_at_a_time(questions, async |question| {
        let found = shelf.library.search(request(&question.text, stages)).await.unwrap();
        match documents {
            Documents::Texts(_) => of_documents(&found.hits, &question.gold),
            Documents::Pdfs(_) => of_pages(&found.hits, &question.gold),
        }
    });
    let scores = means(&scores.await);
    let mut took = Vec::new();
    for question in sample(questions, TIMED) {
        let began = Instant::now();
        shelf.library.search(request(&question.text, stages)).await.unwrap();
        took.push(began.elapsed().as_secs_f64() * 1000.0);
    }
    Ranked { scores, p50: percentile(&mut took, 0.5), p95: percentile(&mut took, 0.95) }
}

impl Ranked {
    fn cells(&self) -> impl Iterator<Item = String> {
        let milliseconds = [self.p50, self.p95].into_iter().map(|milliseconds| format!("{milliseconds:.1}"));
        self.scores.iter().map(|score| format!("{score:.3}")).chain(milliseconds)
    }

    fn value(&self, measures: &[&str]) -> Value {
        let mut value = json!({ "p50_ms": self.p50, "p95_ms": self.p95 });
        measures.iter().zip(&self.scores).for_each(|(measure, score)| value[measure] = json!(score));
        value
    }
}

/// Does the work for each item, two at a time; the results are in the order of the items.
pub async fn two_at_a_time<I, O>(items: &[I], work: impl AsyncFn(&I) -> O) -> Vec<O> {
    let lane = async |first: usize| {
        let mut done = Vec::new();
        for item in items.iter().skip(first).step_by(2) {
            done.push(work(item).await);
        }
        done
    };
    let (even, odd) = tokio::join!(lane(0), lane(1));
    let mut odd = odd.into_iter();
    even.into_iter().flat_map(|even| std::iter::once(even).chain(odd.next())).collect()
}
