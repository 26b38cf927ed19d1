//! The sentences of the hits, and how well each fits the question.

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

use crate::index::Keywords;
use crate::passage::sentences;
use crate::search::Found;

/// A sentence of a hit.
#[derive(Debug, Clone)]
pub(super) struct Sentence {
    /// Which hit, by its place in the list.
    pub(super) hit: usize,
    /// Its bytes in the text of the hit's passage.
    pub(super) range: Range<usize>,
    /// Its distinct terms.
    pub(super) terms: BTreeSet<u32>,
    /// The share of the question's terms it has, rare ones weighing more; 0 to 1.
    pub(super) coverage: f32,
}

/// The question's terms, each weighed by how few of the hits have it.
pub(super) struct QuestionTerms {
    weights: HashMap<u32, f32>,
    total: f32,
    /// The terms of each hit.
    passages: Vec<BTreeSet<u32>>,
}

impl QuestionTerms {
    /// Weighs a term by inverse document frequency among the hits (Spärck Jones 1972, with one added so that a
    /// term which all hits have still counts a little). A term that no hit has weighs most: its absence says
    /// that the question is about something else.
    pub(super) fn new(question: &str, found: &[Found], keywords: &Keywords) -> Self {
        let passages: Vec<BTreeSet<u32>> =
            found.iter().map(|found| keywords.terms(&found.passage.passage.text)).collect();
        let weigh = |term: u32| {
            let having = passages.iter().filter(|terms| terms.contains(&term)).count() as f32;
            (1.0 + passages.len() as f32 / (1.0 + having)).ln()
        };
        let weights: HashMap<u32, f32> = keywords.terms(question).into_iter().map(|term| (term, weigh(term))).collect();
        let total = weights.values().sum();
        Self { weights, total, passages }
    }

    /// The best coverage of a whole hit.
    pub(super) fn best_coverage(&self) -> f32 {
        self.passages.iter().map(|terms| self.coverage(terms)).fold(0.0, f32::max)
    }

    /// The weighted share of the question's terms that are among these; 0 for a question without terms.
    pub(super) fn coverage(&self, terms: &BTreeSet<u32>) -> f32 {
        let had: f32 = terms.iter().filter_map(|term| self.weights.get(term)).sum();
        if self.total > 0.0 { had / self.total } else { 0.0 }
    }
}

/// All sentences of the hits, in the order of the hits and of their texts.
pub(super) fn candidates(found: &[Found], question: &QuestionTerms, keywords: &Keywords) -> Vec<Sentence> {
    let mut candidates = Vec::new();
    for (hit, found) in found.iter().enumerate() {
        let text = &found.passage.passage.text;
        for range in sentences(text) {
            let terms = keywords.terms(&text[range.clone()]);
            let coverage = question.coverage(&terms);
            candidates.push(Sentence { hit, range, terms, coverage });
        }
    }
    candidates
}
