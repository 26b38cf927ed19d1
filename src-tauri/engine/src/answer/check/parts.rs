//! Sentences with a citation for each of their parts: "born in 1483 \[1\] and ordained in 1507 \[2\]".
//!
//! As a whole such a sentence is carried by both sources even if the model took one number for the other. So each
//! part is also judged by its own number.

use super::claimed::Claimed;
use super::corpus::Corpus;
use super::evidence::found_terms;
use super::finding::{Problem, Thresholds};
use super::judge::judge;
use super::lexicon::Lexicon;
use super::{Likeness, carried::Trial};

/// A part with fewer content words may be in any source.
const LEAST_TERMS: usize = 3;

/// The numbers that stand at a part of a sentence which another of its numbers carries. `breaks` are the bytes of the
/// claim behind which numbers stand.
pub(super) fn exchanged(
    claim: &str,
    breaks: &[(usize, Vec<u32>)],
    corpus: &Corpus<'_>,
    lexicon: &mut Lexicon<'_>,
    (likeness, thresholds): (Likeness<'_>, &Thresholds),
) -> Vec<Problem> {
    let cited: Vec<u32> = breaks.iter().flat_map(|(_, numbers)| numbers.iter().copied()).collect();
    let among = |problem: &Problem| match problem {
        Problem::WrongSource { better, .. } => better.is_some_and(|better| cited.contains(&better)),
        _ => false,
    };
    let mut problems = Vec::new();
    for (part, numbers) in parts(claim, breaks) {
        let read = Claimed::read(part, corpus, lexicon);
        if read.terms.len() < LEAST_TERMS {
            continue;
        }
        let found = found_terms(&read, corpus);
        let trial = Trial { claim: &read, corpus, found: &found, lexicon, thresholds, likeness };
        problems.extend(judge(&trial, numbers).2.into_iter().filter(among));
    }
    problems
}

/// Each stretch of the claim with the numbers behind it; none if there is only one. What follows the last number
/// belongs to the last part.
fn parts<'a>(claim: &'a str, breaks: &'a [(usize, Vec<u32>)]) -> Vec<(&'a str, &'a [u32])> {
    let mut parts = Vec::new();
    let mut start = 0;
    for (at, (end, numbers)) in breaks.iter().enumerate() {
        let end = if at + 1 == breaks.len() { claim.len() } else { *end };
        let part = claim.get(start..end).unwrap_or_default();
        parts.push((part, numbers.as_slice()));
        start = end;
    }
    if parts.len() > 1 { parts } else { Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_cut_a_sentence() {
        let breaks = [(5, vec![1]), (11, vec![2, 3])];
        assert_eq!(parts("A did and B did.", &breaks), [("A did", &[1][..]), (" and B did.", &[2, 3][..])]);
        assert_eq!(parts("A did.", &breaks[..1]), []);
        assert_eq!(parts("", &breaks).len(), 2, "bytes that are not there do no harm");
    }
}
