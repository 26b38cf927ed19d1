//! From scores to weights.
//!
//! A weight takes twelve bits: in eight, the many small weights of a token that looks at everything would be rounded to
//! nothing, which costs .0003 of the cosine. Where tiles take bytes, it is cut into a high and a low part.

use pulp::{Simd, WithSimd};

use super::super::elementwise::power_of_two;
use super::super::lanes::{ROUND, fused, greater, greatest, total};
use super::super::tiles::{Form, MOST_ROWS, PANEL, Sums};

/// The largest weight.
pub(super) const MOST: i32 = 4095;

/// Bits of the low part.
pub(super) const LOW_BITS: u32 = 4;

/// Turns the sums of a tile of queries and keys into scores.
pub(super) struct Score<'a> {
    pub(super) sums: &'a Sums,
    /// Of each query.
    pub(super) zeros: &'a [i32],
    /// Of each key of the panel.
    pub(super) totals: &'a [i32; PANEL],
    /// Of each key of the panel.
    pub(super) scales: &'a [f32; PANEL],
    /// Begins with the first key of the panel; rows are `padded` apart.
    pub(super) scores: &'a mut [f32],
    pub(super) padded: usize,
}

impl WithSimd for Score<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        let Self { sums, zeros, totals, scales, scores, padded } = self;
        for ((sums, zero), row) in sums.iter().zip(zeros).zip(scores.chunks_mut(padded)) {
            for (at, score) in row[..PANEL].iter_mut().enumerate() {
                *score = sums[at].wrapping_sub(zero.wrapping_mul(totals[at])) as f32 * scales[at];
            }
        }
    }
}

/// Turns the scores of a block of queries into weights of the tokens' values.
pub(super) struct Weigh<'a> {
    /// `[queries, padded]`.
    pub(super) scores: &'a mut [f32],
    pub(super) padded: usize,
    pub(super) tokens: usize,
    /// What the scores of each query are to be multiplied by, times log₂ e.
    pub(super) factors: &'a [f32],
    /// What the weight of each value is to be multiplied by, padded with zeros.
    pub(super) of_values: &'a [f32],
    pub(super) form: Form,
    /// The high parts of all weights, `[queries, padded]`; where rows are wide, the weights.
    pub(super) high: &'a mut [u8],
    /// The low parts, empty where rows are wide.
    pub(super) low: &'a mut [u8],
    /// What the weights of each query add up to before they are multiplied.
    pub(super) sums: &'a mut [f32],
}

impl WithSimd for Weigh<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let Self { scores, padded, tokens, factors, of_values, form, high, low, sums } = self;
        let stride = padded * form.width();
        // One thing after the other for all queries, so that none of them waits for the lanes of a vector to be put
        // together.
        let mut shifts = [0.0; MOST_ROWS];
        for ((row, factor), shift) in scores.chunks_exact_mut(padded).zip(factors).zip(&mut shifts) {
            row[tokens..].fill(f32::MIN);
            *shift = -greatest(simd, row) * least_factor(*factor);
        }
        for (query, (row, factor)) in scores.chunks_exact_mut(padded).zip(factors).enumerate() {
            let (factor, shift) = (least_factor(*factor), shifts[query]);
            for panel in row.as_chunks_mut::<PANEL>().0 {
                for score in panel {
                    *score = power_of_two::<S>(fused::<S>(*score, factor, shift));
                }
            }
            let high = &mut high[query * stride..][..stride];
            match form {
                Form::Wide => whole::<S>(row, of_values, high),
                Form::Unsigned => parts::<S>(row, of_values, 0, high, &mut low[query * stride..][..stride]),
                Form::Signed => parts::<S>(row, of_values, 0x80, high, &mut low[query * stride..][..stride]),
            }
        }
        for (row, sum) in scores.chunks_exact(padded).zip(sums) {
            *sum = total(simd, row);
        }
    }
}

/// A factor that is not zero, so that what is beyond the tokens stays without weight.
#[inline(always)]
fn least_factor(factor: f32) -> f32 {
    greater(factor, 1e-30)
}

/// A weight, rounded.
#[inline(always)]
fn rounded<S: Simd>(power: f32, of_value: f32) -> u32 {
    fused::<S>(power, of_value, ROUND).to_bits() & 0xffff
}

/// Writes weights in two parts, with some bits turned.
#[inline(always)]
fn parts<S: Simd>(row: &[f32], of_values: &[f32], turned: u8, high: &mut [u8], low: &mut [u8]) {
    for ((power, of_value), (high, low)) in row.iter().zip(of_values).zip(high.iter_mut().zip(low)) {
        let weight = rounded::<S>(*power, *of_value);
        *high = (weight >> LOW_BITS) as u8 ^ turned;
        *low = (weight & 15) as u8 ^ turned;
    }
}

/// Writes weights in 16 bits.
#[inline(always)]
fn whole<S: Simd>(row: &[f32], of_values: &[f32], target: &mut [u8]) {
    let (targets, _) = target.as_chunks_mut::<2>();
    for ((power, of_value), target) in row.iter().zip(of_values).zip(targets) {
        *target = (rounded::<S>(*power, *of_value) as u16).to_le_bytes();
    }
}
