//! From scores to weights.
//!
//! A weight takes twelve bits: in eight, the many small weights of a token that looks at everything would be rounded to
//! nothing, which costs .0003 of the cosine. Where tiles take bytes, it is cut into a high and a low part.

use pulp::{Simd, WithSimd};

use super::super::elementwise::short_power_of_two;
use super::super::lanes::{ROUND, fused, greater, greatest, total};
use super::super::tiles::{Form, MOST_ROWS, PANEL, Sums};

/// The largest weight.
pub(super) const MOST: i32 = 4095;

/// Bits of the low part.
pub(super) const LOW_BITS: u32 = 4;

/// Numbers of which the greatest are kept side by side, and sums.
pub(super) const LANES: usize = 16;

/// The greatest scores of each query so far, each of every sixteenth token.
pub(super) type Greatest = [[f32; LANES]; MOST_ROWS];

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
    /// Keys of the panel that there are.
    pub(super) width: usize,
    pub(super) greatest: &'a mut Greatest,
}

impl WithSimd for Score<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let Self { sums, zeros, totals, scales, scores, padded, width, greatest } = self;
        let rows = sums.iter().zip(zeros).zip(greatest).zip(scores.chunks_mut(padded));
        for (((sums, zero), greatest), row) in rows {
            let Some(row) = row.first_chunk_mut::<PANEL>() else { continue };
            for at in 0..PANEL {
                row[at] = sums[at].wrapping_sub(zero.wrapping_mul(totals[at])) as f32 * scales[at];
            }
            if width < PANEL {
                row[width..].fill(f32::MIN);
            }
            let (most, vectors) = (S::as_mut_simd_f32s(greatest).0, S::as_simd_f32s(row).0);
            for (at, vector) in vectors.iter().enumerate() {
                let most = &mut most[at % (LANES / S::F32_LANES)];
                *most = simd.max_f32s(*vector, *most);
            }
        }
    }
}

/// Turns the scores of a block of queries into weights of the tokens' values.
pub(super) struct Weigh<'a> {
    /// `[queries, padded]`.
    pub(super) scores: &'a mut [f32],
    pub(super) padded: usize,
    /// Of the scores of each query.
    pub(super) greatest: &'a Greatest,
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
        match self.form {
            Form::Unsigned => self.parts(simd, 0),
            Form::Signed => self.parts(simd, 0x80),
            Form::Wide => self.whole(simd),
        }
    }
}

impl Weigh<'_> {
    /// Writes weights in two parts, with some bits turned.
    #[inline(always)]
    fn parts<S: Simd>(self, simd: S, turned: u8) {
        let Self { scores, padded, greatest, factors, of_values, high, low, sums, .. } = self;
        let targets = high.chunks_exact_mut(padded).zip(low.chunks_exact_mut(padded));
        let rows = scores.chunks_exact_mut(padded).zip(targets).zip(factors.iter().zip(greatest));
        for ((row, (high, low)), (factor, most)) in rows {
            let powers = Powers::of(simd, *factor, most);
            let targets = high.as_chunks_mut::<PANEL>().0.iter_mut().zip(low.as_chunks_mut::<PANEL>().0);
            let values = of_values.as_chunks::<PANEL>().0;
            for ((scores, of_values), (high, low)) in row.as_chunks_mut::<PANEL>().0.iter_mut().zip(values).zip(targets)
            {
                for score in scores.iter_mut() {
                    *score = powers.at::<S>(*score);
                }
                for at in 0..PANEL {
                    let weight = rounded::<S>(scores[at], of_values[at]);
                    high[at] = (weight >> LOW_BITS) as u8 ^ turned;
                    low[at] = (weight & 15) as u8 ^ turned;
                }
            }
        }
        add_up(simd, scores, padded, sums);
    }

    /// Writes weights in 16 bits.
    #[inline(always)]
    fn whole<S: Simd>(self, simd: S) {
        let Self { scores, padded, greatest, factors, of_values, high, sums, .. } = self;
        let targets = high.as_chunks_mut::<2>().0.chunks_exact_mut(padded);
        let rows = scores.chunks_exact_mut(padded).zip(targets).zip(factors.iter().zip(greatest));
        for ((row, target), (factor, most)) in rows {
            let powers = Powers::of(simd, *factor, most);
            for score in &mut *row {
                *score = powers.at::<S>(*score);
            }
            for ((power, of_value), target) in row.iter().zip(of_values).zip(target) {
                *target = (rounded::<S>(*power, *of_value) as u16).to_le_bytes();
            }
        }
        add_up(simd, scores, padded, sums);
    }
}

/// The sums of all rows, one after the other, so that none of them waits for the lanes of a vector to be put together.
#[inline(always)]
fn add_up<S: Simd>(simd: S, rows: &[f32], padded: usize, sums: &mut [f32]) {
    for (row, sum) in rows.chunks_exact(padded).zip(sums) {
        *sum = total(simd, row);
    }
}

/// Turns the scores of a query into powers, the greatest of which is one.
struct Powers {
    /// What scores are multiplied by, times log₂ e.
    factor: f32,
    /// What is added, so that the greatest comes to zero.
    shift: f32,
}

impl Powers {
    /// For a query of which the greatest scores are known.
    #[inline(always)]
    fn of<S: Simd>(simd: S, factor: f32, most: &[f32; LANES]) -> Self {
        let factor = least_factor(factor);
        Self { factor, shift: -greatest(simd, most) * factor }
    }

    /// That of a score.
    #[inline(always)]
    fn at<S: Simd>(&self, score: f32) -> f32 {
        short_power_of_two::<S>(fused::<S>(score, self.factor, self.shift))
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
