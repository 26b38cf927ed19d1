//! Where a source says what a sentence says: the fewest of its sentences that have the most of the words.

use super::claimed::{Claimed, Terms};
use super::corpus::Corpus;

/// More sentences prove little: the words of any claim are somewhere on a page.
const MOST_SENTENCES: usize = 3;

/// A further sentence must bring at least this weighted share of the claim's words.
const LEAST_GAIN: f32 = 0.06;

/// A further sentence must bring at least so many of the claim's words: any single word is somewhere in a paragraph.
const LEAST_TERMS: u32 = 2;

/// What a sentence beside the best one counts more than one elsewhere in the source: what belongs together stands
/// together.
const BESIDE: f32 = 1.3;

/// The sentences of one source that come nearest to a claim.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Evidence {
    /// Which source, by its place in the list.
    pub(super) source: usize,
    /// The best sentence first.
    pub(super) sentences: Vec<usize>,
    /// Which of the claim's terms they have.
    pub(super) terms: Terms,
    /// The weighted share of the claim's terms that they have.
    pub(super) coverage: f32,
}

impl Evidence {
    /// The sentence that has the most.
    pub(super) fn core(&self) -> usize {
        self.sentences[0]
    }
}

/// Which of a claim's terms each sentence of the corpus has.
pub(super) fn found_terms(claim: &Claimed<'_>, corpus: &Corpus<'_>) -> Vec<Terms> {
    let mut found: Vec<Terms> = vec![0; corpus.sentences.len()];
    for (at, (stem, _)) in claim.terms.iter().enumerate() {
        for sentence in corpus.having(*stem) {
            found[*sentence as usize] |= 1 << at;
        }
    }
    found
}

/// The best sentences of a source; none if it has no word of the claim.
pub(super) fn best(claim: &Claimed<'_>, corpus: &Corpus<'_>, found: &[Terms], source: usize) -> Option<Evidence> {
    let range = corpus.of_source[source].clone();
    let weights = range.clone().map(|sentence| (sentence, claim.weight(found[sentence])));
    // Of equal ones the shorter: it says the same and less else.
    let length = |sentence: usize| corpus.sentences[sentence].words.len();
    let (core, weight) =
        weights.max_by(|one, other| one.1.total_cmp(&other.1).then_with(|| length(other.0).cmp(&length(one.0))))?;
    if weight <= 0.0 {
        return None;
    }
    let facts = claim.facts();
    let mut chosen = vec![core];
    let mut terms = found[core];
    while chosen.len() < MOST_SENTENCES {
        let gain = |sentence: usize| {
            // A sentence that has a name and nothing else of the claim vouches for nothing.
            let brought = found[sentence] & !terms;
            if brought.count_ones() < LEAST_TERMS || brought & !facts == 0 {
                return 0.0;
            }
            let beside = if sentence.abs_diff(core) == 1 { BESIDE } else { 1.0 };
            claim.share(found[sentence] & !terms) * beside
        };
        let Some(next) = range.clone().max_by(|one, other| gain(*one).total_cmp(&gain(*other))) else { break };
        if gain(next) < LEAST_GAIN {
            break;
        }
        terms |= found[next];
        chosen.push(next);
    }
    Some(Evidence { source, sentences: chosen, terms, coverage: claim.share(terms) })
}
