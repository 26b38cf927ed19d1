//! Ranked candidates to hits: what says the same is told once, what stands side by side is shown as one.

use std::collections::BTreeSet;

use uuid::Uuid;

use super::{Candidate, Found};
use crate::catalog::StoredPassage;
use crate::index::Keywords;
use crate::messages::LeftOutReason;
use crate::passage::{Passage, Span};

/// Two passages that share this part of the terms of both say the same: another version of a document, or a page that
/// is repeated. Passages on one subject seldom share half.
const SAME: f32 = 0.85;

/// More passages are not joined into one hit: it would be the page itself.
const MOST_JOINED: usize = 3;

/// How many of the candidates behind the last hit are told of.
const TOLD: usize = 10;

/// A candidate that is no hit of its own, and why.
#[derive(Debug, Clone)]
pub(crate) struct Rejected {
    pub(super) candidate: Candidate,
    pub(super) reason: LeftOutReason,
}

/// The best `limit` hits, best first, and what became of the candidates behind them.
pub(super) fn assemble(
    candidates: Vec<Candidate>,
    limit: usize,
    joins: bool,
    keywords: &Keywords,
) -> (Vec<Found>, Vec<Rejected>) {
    let mut hits: Vec<Hit> = Vec::new();
    let mut left_out = Vec::new();
    for candidate in candidates {
        if left_out.len() >= TOLD && hits.len() >= limit {
            break;
        }
        let terms = keywords.terms(&candidate.passage.passage.text);
        let same = hits.iter().position(|hit| hit.says(&terms));
        let beside = hits.iter().position(|hit| joins && hit.is_beside(&candidate.passage));
        let reason = match (same, beside) {
            (Some(hit), _) => {
                hits[hit].found.copies.push(candidate.passage.clone());
                LeftOutReason::SaysTheSame { hit: hit as u32 + 1 }
            }
            (None, Some(hit)) => {
                hits[hit].join(candidate.passage.clone(), terms);
                LeftOutReason::Joined { hit: hit as u32 + 1 }
            }
            (None, None) if hits.len() < limit => {
                hits.push(Hit::new(candidate, terms));
                continue;
            }
            (None, None) => LeftOutReason::BelowTheLast,
        };
        left_out.push(Rejected { candidate, reason });
    }
    (hits.into_iter().map(|hit| hit.found).collect(), left_out)
}

struct Hit {
    found: Found,
    /// The passages it is made of, by their ordinals, each with its terms.
    parts: Vec<(StoredPassage, BTreeSet<u32>)>,
}

impl Hit {
    fn new(candidate: Candidate, terms: BTreeSet<u32>) -> Self {
        let Candidate { passage, score, scores, ranks, .. } = candidate;
        let page = passage.passage.spans.first().map_or(0, |span| span.page);
        let parts = vec![(passage.clone(), terms)];
        Self { found: Found { passage, page, score, scores, ranks, copies: Vec::new() }, parts }
    }

    /// Whether a passage comes right before or behind on the same page, and there is room for it. Over the end of a page
    /// nothing is joined, so that a hit stays where it is shown.
    fn is_beside(&self, other: &StoredPassage) -> bool {
        let ordinals = || self.parts.iter().map(|(part, _)| part.passage.ordinal);
        let first = ordinals().min().unwrap_or_default();
        let last = ordinals().max().unwrap_or_default();
        let ordinal = other.passage.ordinal;
        let is_here = |passage: &StoredPassage| passage.passage.spans.iter().all(|span| span.page == self.found.page);
        self.found.passage.document == other.document
            && self.parts.len() < MOST_JOINED
            && is_here(&self.found.passage)
            && is_here(other)
            && (ordinal + 1 == first || ordinal == last + 1)
    }

    /// Whether one of its passages has nearly these terms.
    fn says(&self, terms: &BTreeSet<u32>) -> bool {
        self.parts.iter().any(|(_, own)| shares(own, terms) >= SAME)
    }

    fn join(&mut self, other: StoredPassage, terms: BTreeSet<u32>) {
        self.parts.push((other, terms));
        self.parts.sort_by_key(|(part, _)| part.passage.ordinal);
        let parts: Vec<&StoredPassage> = self.parts.iter().map(|(part, _)| part).collect();
        self.found.passage = joined(self.found.passage.id, &parts);
    }
}

/// Passages that follow each other as one. Its id is that of the best of them.
fn joined(id: Uuid, parts: &[&StoredPassage]) -> StoredPassage {
    let spans: Vec<Span> = parts.iter().flat_map(|part| part.passage.spans.iter().copied()).collect();
    let texts: Vec<&str> = parts.iter().map(|part| part.passage.text.as_str()).collect();
    let first = &parts[0].passage;
    // Spans are told apart by one character, see `Passage::locate`.
    let passage = Passage { ordinal: first.ordinal, text: texts.join("\n"), context: first.context.clone(), spans };
    StoredPassage { id, document: parts[0].document.clone(), passage }
}

/// The part of the terms of both that both have.
fn shares(a: &BTreeSet<u32>, b: &BTreeSet<u32>) -> f32 {
    let both = a.intersection(b).count() as f32;
    let all = (a.len() + b.len()) as f32 - both;
    if all > 0.0 { both / all } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn candidate(document: &str, ordinal: u32, text: &str) -> Candidate {
        let spans = vec![Span { page: ordinal / 2, start: ordinal * 100, end: ordinal * 100 + text.len() as u32 }];
        let passage = Passage { ordinal, text: text.to_owned(), context: String::new(), spans };
        let id = Uuid::from_u128(u128::from(ordinal));
        Candidate {
            passage: StoredPassage { id, document: document.to_owned(), passage },
            score: 0.5,
            scores: crate::messages::HitScores::default(),
            ranks: crate::messages::LegRanks::default(),
            is_embedded: true,
        }
    }

    #[test]
    fn neighbours_are_shown_as_one_and_copies_once() {
        let candidates = vec![
            candidate("a", 4, "The kettle whistles on the stove."),
            candidate("b", 9, "Rails and sleepers of the harbour railway."),
            candidate("a", 5, "Then the tea is made with it."),
            candidate("c", 1, "The kettle whistles on the stove!"),
            candidate("a", 8, "Lanterns hang in the meadow."),
            candidate("d", 2, "Nothing of the kind."),
        ];
        let (hits, left_out) = assemble(candidates, 3, true, &Keywords::new());
        assert_eq!(hits.len(), 3);
        assert_eq!(hits[0].passage.passage.text, "The kettle whistles on the stove.\nThen the tea is made with it.");
        let tea = hits[0].passage.passage.text.find("tea").expect("it was joined");
        assert_eq!(hits[0].passage.passage.locate(tea..tea + 3), [Span { page: 2, start: 509, end: 512 }]);
        assert_eq!((hits[0].page, hits[0].copies.len()), (2, 1));
        let reasons: Vec<_> = left_out.iter().map(|left_out| left_out.reason).collect();
        let expected =
            [LeftOutReason::Joined { hit: 1 }, LeftOutReason::SaysTheSame { hit: 1 }, LeftOutReason::BelowTheLast];
        assert_eq!(reasons, expected);
    }
}
