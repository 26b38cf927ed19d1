//! Which tokens look at which: scaled dot-product attention (Vaswani et al. 2017) with several heads.
//!
//! # Layout
//! - [`whole`]: in fp32
//! - [`in_eight`]: its products in eight bits
//! - [`panels`]: keys and values in eight bits, laid out for the tiles
//! - [`weigh`]: from scores to weights

mod in_eight;
mod panels;
mod weigh;
mod whole;

use std::ops::Range;

use super::instructions::InstructionSet;
use super::tiles::PANEL;

/// Heads must be a multiple of this wide: the widest vector.
const HEAD_STEP: usize = 16;

/// Panels of queries, keys and values that are computed before they are taken, at the least: what comes of them stays
/// in the nearest cache.
const PANELS_OF_CALL: usize = 4;

/// The sizes of an attention.
#[derive(Debug, Clone, Copy)]
pub(in crate::embed) struct Attention {
    heads: usize,
    /// Numbers of a head.
    width: usize,
}

/// What it writes to, kept so that it is allocated once.
pub(in crate::embed) enum AttentionScratch {
    /// For attention in fp32.
    Whole(whole::Scratch),
    /// For attention in eight bits.
    InEight(Box<in_eight::Scratch>),
}

impl AttentionScratch {
    /// For an instruction set, or for fp32.
    ///
    /// # Panics
    /// If the processor does not have the instruction set.
    pub(in crate::embed) fn new(set: Option<InstructionSet>) -> Self {
        set.map_or_else(
            || Self::Whole(whole::Scratch::default()),
            |set| Self::InEight(Box::new(in_eight::Scratch::new(set))),
        )
    }
}

impl Attention {
    /// That of so many heads of so many numbers; none if it cannot be computed.
    pub(in crate::embed) fn new(heads: usize, width: usize) -> Option<Self> {
        (width > 0 && width.is_multiple_of(HEAD_STEP)).then_some(Self { heads, width })
    }

    /// Makes room for so many tokens.
    pub(in crate::embed) fn begin(self, tokens: usize, scratch: &mut AttentionScratch) {
        match scratch {
            AttentionScratch::Whole(scratch) => scratch.projected.resize(tokens * 3 * self.heads * self.width, 0.0),
            AttentionScratch::InEight(scratch) => scratch.begin(self, tokens),
        }
    }

    /// Has the queries, keys and values of some tokens written, and takes them. They stand beside each other in each row
    /// of `[tokens, 3 · heads · width]`; `write` is asked for some columns of it after the other, which begin with a
    /// panel, so that what it writes is still in the nearest cache when it is taken.
    ///
    /// # Panics
    /// If there is no room for them.
    pub(in crate::embed) fn take(
        self,
        tokens: Range<usize>,
        scratch: &mut AttentionScratch,
        mut write: impl FnMut(Range<usize>, &mut [f32]),
    ) {
        let columns = 3 * self.heads * self.width;
        match scratch {
            AttentionScratch::Whole(scratch) => {
                write(0..columns, &mut scratch.projected[tokens.start * columns..tokens.end * columns]);
            }
            AttentionScratch::InEight(scratch) => {
                let step = self.columns_at_once();
                for first in (0..columns).step_by(step) {
                    let columns = first..columns.min(first + step);
                    scratch.projected.resize(tokens.len() * columns.len());
                    write(columns.clone(), &mut scratch.projected);
                    scratch.take(self, tokens.clone(), columns);
                }
            }
        }
    }

    /// As few columns as are both whole panels and whole heads, and so many times as many that they are worth a call.
    fn columns_at_once(self) -> usize {
        let are_whole = |columns: &usize| columns.is_multiple_of(self.width);
        let columns = (1..=self.width).map(|panels| panels * PANEL).find(are_whole).unwrap_or(self.width * PANEL);
        columns * (PANELS_OF_CALL * PANEL).div_ceil(columns)
    }

    /// For some tokens the values of all tokens, mixed as their queries like the keys, when all are taken. `mixed` is
    /// `[tokens, heads · width]`.
    ///
    /// # Panics
    /// If they are not among those that were taken.
    pub(in crate::embed) fn mix(self, tokens: Range<usize>, mixed: &mut [f32], scratch: &mut AttentionScratch) {
        assert_eq!(mixed.len(), tokens.len() * self.heads * self.width, "each token has all heads");
        match scratch {
            AttentionScratch::Whole(scratch) => whole::mix(self, tokens, mixed, scratch),
            AttentionScratch::InEight(scratch) => scratch.mix(self, tokens, mixed),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers between -2 and 2 that look random and repeat.
    fn numbers(count: usize) -> Vec<f32> {
        (0..count).map(|at| ((at * 7919 + 13) % 1009) as f32 / 252.0 - 2.0).collect()
    }

    /// The definition.
    fn expected(heads: usize, width: usize, projected: &[f32]) -> Vec<f32> {
        let hidden = heads * width;
        let rows: Vec<&[f32]> = projected.chunks(3 * hidden).collect();
        let mut mixed = vec![0.0; rows.len() * hidden];
        for (row, mixed) in rows.iter().zip(mixed.chunks_mut(hidden)) {
            for head in 0..heads {
                let part = |row: &[f32], part: usize| row[part * hidden + head * width..][..width].to_vec();
                let score = |other: &&[f32]| -> f32 {
                    let products = part(row, 0).into_iter().zip(part(other, 1)).map(|(query, key)| query * key);
                    (products.sum::<f32>() / (width as f32).sqrt()).exp()
                };
                let scores: Vec<f32> = rows.iter().map(score).collect();
                let sum: f32 = scores.iter().sum();
                for (score, other) in scores.iter().zip(&rows) {
                    let target = mixed[head * width..][..width].iter_mut();
                    target.zip(part(other, 2)).for_each(|(target, value)| *target += score / sum * value);
                }
            }
        }
        mixed
    }

    fn found(sizes: Attention, projected: &[f32], scratch: &mut AttentionScratch) -> Vec<f32> {
        let columns = 3 * sizes.heads * sizes.width;
        let tokens = projected.len() / columns;
        sizes.begin(tokens, scratch);
        // In two parts of any sizes.
        for part in [0..tokens / 3, tokens / 3..tokens] {
            sizes.take(part.clone(), scratch, |some, target| {
                let rows = projected[part.start * columns..part.end * columns].chunks(columns);
                let rows = rows.zip(target.chunks_mut(some.len()));
                rows.for_each(|(row, target)| target.copy_from_slice(&row[some.clone()]));
            });
        }
        let mut mixed = vec![0.0; projected.len() / 3];
        let (left, right) = mixed.split_at_mut(tokens / 2 * columns / 3);
        sizes.mix(0..tokens / 2, left, scratch);
        sizes.mix(tokens / 2..tokens, right, scratch);
        mixed
    }

    #[test]
    fn mixed_values_agree_with_the_definition() {
        for (heads, width) in [(2, 32), (1, 64), (3, 16), (1, 48)] {
            let sizes = Attention::new(heads, width).expect("a known width");
            for set in std::iter::once(None).chain(InstructionSet::available().map(Some)) {
                // The same scratch for all: nothing of a text may be left over for the next.
                let mut scratch = AttentionScratch::new(set);
                let long: &[usize] = if (heads, width) == (2, 32) { &[203, 256, 512] } else { &[] };
                for tokens in [1, 2, 15, 16, 17, 33, 70, 7, 7, 64].iter().chain(long).copied() {
                    let projected = numbers(tokens * 3 * heads * width);
                    let expected = expected(heads, width, &projected);
                    let tolerance = if set.is_some() { 0.03 } else { 1e-4 };
                    for (found, expected) in found(sizes, &projected, &mut scratch).iter().zip(&expected) {
                        assert!((found - expected).abs() < tolerance, "{set:?} {width}: {found} is not {expected}");
                    }
                }
            }
        }
    }

    #[test]
    fn parts_of_a_text_come_out_as_the_whole() {
        let sizes = Attention::new(2, 32).expect("a known width");
        for set in InstructionSet::available() {
            for tokens in [1, 17, 45] {
                let projected = numbers(tokens * 3 * 64);
                let in_parts = found(sizes, &projected, &mut AttentionScratch::new(Some(set)));
                let mut scratch = AttentionScratch::new(Some(set));
                sizes.begin(tokens, &mut scratch);
                sizes.take(0..tokens, &mut scratch, |some, target| {
                    let rows = projected.chunks(192).zip(target.chunks_mut(some.len()));
                    rows.for_each(|(row, target)| target.copy_from_slice(&row[some.clone()]));
                });
                let mut whole = vec![0.0; tokens * 64];
                sizes.mix(0..tokens, &mut whole, &mut scratch);
                let is_same = whole.iter().zip(&in_parts).all(|(a, b)| a.to_bits() == b.to_bits());
                assert!(is_same, "{}: {tokens} tokens", set.name());
            }
        }
    }

    #[test]
    fn scores_far_from_zero_keep_their_weights() {
        // All scores of a query are alike and far below or above zero, so that all values count the same.
        let sizes = Attention::new(1, 32).expect("a known width");
        for set in InstructionSet::available() {
            for (query, tokens) in [(-9.0, 33), (9.0, 33), (-1e-3, 5), (1e3, 64), (-1e3, 65)] {
                let row = |token: usize| {
                    let value = if token.is_multiple_of(2) { 1.0 } else { 0.5 };
                    [vec![query; 32], vec![1.0; 32], vec![value; 32]].concat()
                };
                let projected: Vec<f32> = (0..tokens).flat_map(row).collect();
                let expected = (tokens.div_ceil(2) as f32 + (tokens / 2) as f32 / 2.0) / tokens as f32;
                for found in found(sizes, &projected, &mut AttentionScratch::new(Some(set))) {
                    assert!((found - expected).abs() < 0.01, "{} {query}: {found} is not {expected}", set.name());
                }
            }
        }
    }

    #[test]
    fn all_instruction_sets_mix_alike() {
        let sizes = Attention::new(2, 32).expect("a known width");
        let projected = numbers(41 * 3 * 64);
        let expected = found(sizes, &projected, &mut AttentionScratch::new(Some(InstructionSet::Portable)));
        for set in InstructionSet::available() {
            let found = found(sizes, &projected, &mut AttentionScratch::new(Some(set)));
            for (found, expected) in found.iter().zip(&expected) {
                assert!((found - expected).abs() < 1e-3, "{}: {found} is not {expected}", set.name());
            }
        }
    }

    #[test]
    fn a_text_of_zeros_stays_finite() {
        let sizes = Attention::new(1, 32).expect("a known width");
        for set in std::iter::once(None).chain(InstructionSet::available().map(Some)) {
            let found = found(sizes, &[0.0; 5 * 96], &mut AttentionScratch::new(set));
            assert!(found.iter().all(|number| number.abs() < 1e-20), "{set:?}");
        }
    }
}
