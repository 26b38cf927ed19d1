//! Re-ranking by late interaction: each token of the question is compared with each of the passage.
//!
//! The likeness of a question to a passage is the mean, over the question's tokens, of the best match among the
//! passage's tokens (`MaxSim`, Khattab and Zaharia 2020, "`ColBERT`"), here with the embedding model's own token
//! vectors, those of the passage as signs only. A token that few candidates have says more than one that all have.

use std::collections::HashMap;

use super::Scale;
use crate::embed::{QuestionToken, TokenSigns};

/// What a filler word of a question counts beside one that carries meaning.
const FILLER: f32 = 0.3;

/// The share of late interaction in the last score; the rest is the fused score. `nDCG@10` on the `SQuAD` half with
/// 0.35, 0.5, 0.65: .929, .939, .940; Cranfield .412, .407, .400; CISI .447, .459, .462.
const SHARE: f32 = 0.5;

/// Comparisons of two tokens that a search may make, some 40 ms on one core. Fifty passages of the usual length and a
/// question of twenty tokens make 55,000; a page pasted as a question makes more than it could gain.
const MOST_COMPARISONS: usize = 1_000_000;

/// The likeness of a question to each candidate, about -1 to 1; none for candidates without tokens, and for those that
/// the question is too long to be compared with.
pub(super) fn likenesses(question: &[QuestionToken], candidates: &[Option<TokenSigns>]) -> Vec<Option<f32>> {
    let weights = weights(question, candidates);
    let total: f32 = weights.iter().sum();
    let mut room = MOST_COMPARISONS;
    let compared: Vec<Option<Vec<&[u8]>>> = candidates
        .iter()
        .map(|candidate| {
            let signs: Vec<&[u8]> = candidate.as_ref()?.iter().map(|(_, signs)| signs).collect();
            room = room.checked_sub(signs.len() * question.len())?;
            (!signs.is_empty() && total > 0.0).then_some(signs)
        })
        .collect();
    let mut sums: Vec<Option<f32>> = compared.iter().map(|signs| signs.as_ref().map(|_| 0.0)).collect();
    for (token, weight) in question.iter().zip(&weights) {
        let table = Table::new(&token.vector);
        for (sum, signs) in sums.iter_mut().zip(&compared) {
            if let (Some(sum), Some(signs)) = (sum, signs) {
                let best = signs.iter().map(|signs| table.likeness(signs)).fold(f32::MIN, f32::max);
                *sum += best * weight / total;
            }
        }
    }
    sums
}

/// A candidate before it is ranked again.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ranked {
    /// Its fused score.
    pub(super) fused: f32,
    /// Its likeness to the question, if it was compared with it.
    pub(super) likeness: Option<f32>,
    /// Whether it has a vector; those of its tokens come with that.
    pub(super) is_embedded: bool,
}

/// The last score of each candidate, of its fused score and its likeness. One without a likeness keeps the place that its
/// fused score gives it.
///
/// While some candidates are not embedded yet, likeness tells in which order the others come, and no more: the most alike
/// of a few need not be more so than those that could not be compared.
pub(super) fn scores(candidates: &[Ranked]) -> Vec<f32> {
    let fused = Scale::of(candidates.iter().map(|candidate| candidate.fused));
    let late = Scale::of(candidates.iter().filter_map(|candidate| candidate.likeness));
    let compared = candidates.iter().filter(|candidate| candidate.likeness.is_some());
    let (worst, best) = if candidates.iter().all(|candidate| candidate.is_embedded) {
        (0.0, 1.0)
    } else {
        let places = compared.map(|candidate| fused.place(candidate.fused));
        places.fold((1.0, 0.0), |(worst, best), place| (place.min(worst), place.max(best)))
    };
    let score = |candidate: &Ranked| {
        let by_fusion = fused.place(candidate.fused);
        let by_tokens = |likeness| worst + (best - worst) * late.place(likeness);
        (1.0 - SHARE) * by_fusion + SHARE * candidate.likeness.map_or(by_fusion, by_tokens)
    };
    candidates.iter().map(score).collect()
}

/// Inverse frequency among the candidates, less for fillers.
fn weights(question: &[QuestionToken], candidates: &[Option<TokenSigns>]) -> Vec<f32> {
    let mut having: HashMap<u32, usize> = question.iter().map(|token| (token.number, 0)).collect();
    for candidate in candidates.iter().flatten() {
        let mut seen: Vec<u32> = candidate.iter().map(|(number, _)| number).collect();
        seen.sort_unstable();
        seen.dedup();
        for number in seen {
            if let Some(count) = having.get_mut(&number) {
                *count += 1;
            }
        }
    }
    let weigh = |token: &QuestionToken| {
        let rarity = (1.0 + candidates.len() as f32 / (1.0 + having[&token.number] as f32)).ln();
        if token.is_filler { FILLER * rarity } else { rarity }
    };
    question.iter().map(weigh).collect()
}

/// For each byte of signs and each value it can have, what it adds to the product with a vector: so a product of 384
/// numbers takes 48 look-ups.
struct Table {
    sums: Vec<[f32; 256]>,
    /// Vectors of signs are longer than one.
    scale: f32,
}

impl Table {
    fn new(vector: &[f32]) -> Self {
        let sums = vector.chunks(8).map(|numbers| {
            let mut sums = [0.0; 256];
            sums[0] = -numbers.iter().sum::<f32>();
            for value in 1..256_usize {
                // With the lowest positive sign turned, the sum is one that is known.
                let lowest = value.trailing_zeros() as usize;
                sums[value] = sums[value & (value - 1)] + 2.0 * numbers.get(lowest).copied().unwrap_or(0.0);
            }
            sums
        });
        Self { sums: sums.collect(), scale: 1.0 / (vector.len().max(1) as f32).sqrt() }
    }

    fn likeness(&self, signs: &[u8]) -> f32 {
        let sum: f32 = self.sums.iter().zip(signs).map(|(sums, signs)| sums[*signs as usize]).sum();
        sum * self.scale
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token(number: u32, vector: [f32; 8], is_filler: bool) -> QuestionToken {
        QuestionToken { number, is_filler, vector: vector.to_vec() }
    }

    fn signs(tokens: &[(u32, u8)]) -> Option<TokenSigns> {
        let bytes = tokens.iter().flat_map(|(number, signs)| number.to_le_bytes().into_iter().chain([*signs]));
        TokenSigns::from_bytes(bytes.collect(), 8)
    }

    #[test]
    fn a_product_by_look_up_is_the_product() {
        let vector = [0.5, -0.25, 0.125, 1.0, -2.0, 0.0, 3.0, -4.0];
        let table = Table::new(&vector);
        for value in 0..=255_u8 {
            let sign = |bit: usize| if value >> bit & 1 == 1 { 1.0 } else { -1.0 };
            let product: f32 = vector.iter().enumerate().map(|(bit, number)| number * sign(bit)).sum();
            assert!((table.likeness(&[value]) - product / 8.0_f32.sqrt()).abs() < 1e-5);
        }
    }

    #[test]
    fn the_passage_that_has_the_rare_word_is_liked_best() {
        let (kettle, harbour) = ([1.0, 1.0, 1.0, 1.0, -1.0, -1.0, -1.0, -1.0], [1.0; 8]);
        let question = [token(1, kettle, false), token(2, harbour, false)];
        let candidates = [signs(&[(2, 0xff)]), signs(&[(2, 0xff), (1, 0x0f)]), None, signs(&[(2, 0xff)]), signs(&[])];
        let likenesses = likenesses(&question, &candidates);
        assert!(likenesses[1] > likenesses[0]);
        assert_eq!(likenesses[0], likenesses[3]);
        assert_eq!((likenesses[2], likenesses[4]), (None, None));
        assert!((likenesses[1].expect("it has tokens") - 8.0_f32.sqrt()).abs() < 1e-5, "each token is met in full");
    }

    fn ranked(candidates: &[(f32, Option<f32>, bool)]) -> Vec<f32> {
        let ranked = |&(fused, likeness, is_embedded): &_| Ranked { fused, likeness, is_embedded };
        scores(&candidates.iter().map(ranked).collect::<Vec<_>>())
    }

    #[test]
    fn likeness_and_fusion_each_give_half_of_the_score() {
        let embedded = [(0.9, Some(0.2), true), (0.5, Some(0.6), true), (0.1, Some(0.4), true), (0.7, None, true)];
        let scores = ranked(&embedded);
        let expected = [0.5, 0.75, 0.25, 0.75];
        assert!(scores.iter().zip(expected).all(|(score, expected)| (score - expected).abs() < 1e-6), "{scores:?}");
        assert_eq!(ranked(&[(0.3, Some(0.1), true), (0.3, Some(0.2), true)]), [0.5, 1.0], "likeness tells them apart");
    }

    #[test]
    fn the_most_alike_of_a_few_does_not_pass_what_is_not_embedded_yet() {
        let scores = ranked(&[(1.0, None, false), (0.7, None, false), (0.5, Some(0.3), true), (0.0, None, false)]);
        assert_eq!(scores, [1.0, 0.7, 0.5, 0.0], "the only one that could be compared gains nothing by it");
        let scores = ranked(&[(1.0, Some(0.1), true), (0.9, None, false), (0.5, Some(0.3), true), (0.0, None, false)]);
        assert!(
            (scores[0] - 0.75).abs() < 1e-6 && (scores[2] - 0.75).abs() < 1e-6,
            "they share what they have: {scores:?}"
        );
        assert_eq!((scores[1], scores[3]), (0.9, 0.0), "the others stay in their places");
    }

    #[test]
    fn an_endless_question_is_not_compared_for_ever() {
        let question = vec![token(1, [1.0; 8], false); 5000];
        let passage = signs(&[(1, 0xff); 150]);
        let likenesses = likenesses(&question, &[passage.clone(), passage]);
        assert!(likenesses[0].is_some() && likenesses[1].is_none());
    }
}
