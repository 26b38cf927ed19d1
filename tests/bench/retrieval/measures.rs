//! How good a ranking is, and how quick.

use std::collections::{BTreeMap, BTreeSet};

use paperside_engine::messages::{Citation, PageSpan, SearchHit};

/// How deep a ranking is looked at.
pub const DEPTH: usize = 10;

/// What is measured of hits that are right or wrong as documents.
pub const DOCUMENT_MEASURES: [&str; 5] = ["R@1", "R@5", "R@10", "MRR@10", "nDCG@10"];

/// What is measured of hits that are right or wrong as pages.
pub const PAGE_MEASURES: [&str; 2] = ["page hit@1", "page hit@5"];

/// The documents that answer a question, by id, with the pages that do; no pages where any will do.
pub struct Gold(pub BTreeMap<String, Vec<u32>>);

impl Gold {
    /// Whether a hit is where an answer is.
    pub fn has_hit(&self, hit: &SearchHit) -> bool {
        self.has(&hit.document.id, hit.page, &hit.spans)
    }

    /// Whether a citation is.
    pub fn has_citation(&self, citation: &Citation) -> bool {
        self.has(&citation.document.id, citation.page, &citation.spans)
    }

    fn has(&self, document: &str, page: u32, spans: &[PageSpan]) -> bool {
        let Some(pages) = self.0.get(document) else { return false };
        let touches = |page: u32| pages.contains(&page);
        pages.is_empty() || if spans.is_empty() { touches(page) } else { spans.iter().any(|span| touches(span.0)) }
    }
}

/// In the order of [`DOCUMENT_MEASURES`]. Only the best hit of each document counts.
pub fn of_documents(hits: &[SearchHit], gold: &Gold) -> Vec<f64> {
    let mut seen = BTreeSet::new();
    let is_right: Vec<bool> =
        hits.iter().filter(|hit| seen.insert(&hit.document.id)).map(|hit| gold.has_hit(hit)).take(DEPTH).collect();
    let relevant = gold.0.len();
    let recall =
        |depth: usize| is_right.iter().take(depth).filter(|is_right| **is_right).count() as f64 / relevant as f64;
    let reciprocal_rank = is_right.iter().position(|is_right| *is_right).map_or(0.0, |at| 1.0 / (at + 1) as f64);
    vec![recall(1), recall(5), recall(DEPTH), reciprocal_rank, gain(&is_right) / gain(&vec![true; relevant.min(DEPTH)])]
}

/// Discounted cumulative gain; a right hit is worth 1 at the first rank and less further down.
fn gain(is_right: &[bool]) -> f64 {
    let worth = |at: usize| 1.0 / ((at + 2) as f64).log2();
    is_right.iter().enumerate().filter(|(_, is_right)| **is_right).map(|(at, _)| worth(at)).sum()
}

/// In the order of [`PAGE_MEASURES`].
pub fn of_pages(hits: &[SearchHit], gold: &Gold) -> Vec<f64> {
    let found = |depth: usize| f64::from(u8::from(hits.iter().take(depth).any(|hit| gold.has_hit(hit))));
    vec![found(1), found(5)]
}

/// The mean of each measure over all questions.
pub fn means(scores: &[Vec<f64>]) -> Vec<f64> {
    let measures = scores.first().map_or(0, Vec::len);
    let mean = |measure: usize| scores.iter().map(|score| score[measure]).sum::<f64>() / scores.len() as f64;
    (0..measures).map(mean).collect()
}

/// At most this many of the items, evenly spread, the same in every run.
pub fn sample<T>(items: &[T], most: usize) -> Vec<&T> {
    let count = items.len().min(most);
    (0..count).map(|number| &items[number * items.len() / count]).collect()
}

/// The value that this share of the values does not exceed.
pub fn percentile(values: &mut [f64], share: f64) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get((values.len().saturating_sub(1) as f64 * share) as usize).copied().unwrap_or(f64::NAN)
}
