//! From the sums of a tile to numbers.

use pulp::{Simd, WithSimd};

use super::elementwise::short_gelu;
use super::lanes::fused;
use super::tiles::{PANEL, Sums};

/// What becomes of the numbers of a product.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::embed) enum Finish {
    /// They take the place of what is in the target.
    Set,
    /// They are added to what is in the target.
    Add,
    /// They go through the Gaussian error linear unit and take the place of what is in the target.
    Gelu,
}

/// What makes numbers of the sums of a panel.
pub(super) struct OfPanel<'a> {
    /// Of each output.
    pub(super) scales: &'a [f32; PANEL],
    /// The weights of each output added up.
    pub(super) totals: &'a [i32; PANEL],
    /// Of each output.
    pub(super) bias: &'a [f32; PANEL],
}

/// Turns the sums of a tile into numbers while they are in the nearest cache.
pub(super) struct FinishTile<'a> {
    /// Of each row and output of the tile.
    pub(super) sums: &'a Sums,
    /// Of each row.
    pub(super) scales: &'a [f32],
    /// Of each row.
    pub(super) zeros: &'a [i32],
    pub(super) of: OfPanel<'a>,
    /// Begins with the first number of the tile; its rows are `outputs` apart.
    pub(super) target: &'a mut [f32],
    pub(super) outputs: usize,
    /// Outputs of the panel that there are.
    pub(super) width: usize,
    pub(super) finish: Finish,
}

impl WithSimd for FinishTile<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        match self.finish {
            Finish::Set => self.put::<S, SetTo>(),
            Finish::Add => self.put::<S, AddTo>(),
            Finish::Gelu => self.put::<S, SetToGelu>(),
        }
    }
}

impl FinishTile<'_> {
    #[inline(always)]
    fn put<S: Simd, P: Put>(self) {
        let Self { sums, scales, zeros, of, target, outputs, width, .. } = self;
        let rows = sums.iter().zip(scales.iter().zip(zeros)).zip(target.chunks_mut(outputs));
        for ((sums, (scale, zero)), target) in rows {
            // So that the compiler knows how many numbers there are in all panels but the last.
            if width == PANEL
                && let Some(target) = target.first_chunk_mut::<PANEL>()
            {
                for (at, target) in target.iter_mut().enumerate() {
                    P::put::<S>(target, of.number::<S>(at, sums[at], *scale, *zero));
                }
            } else {
                for (at, target) in target[..width].iter_mut().enumerate() {
                    P::put::<S>(target, of.number::<S>(at, sums[at], *scale, *zero));
                }
            }
        }
    }
}

impl OfPanel<'_> {
    /// The number of an output's sum.
    #[inline(always)]
    fn number<S: Simd>(&self, at: usize, sum: i32, scale: f32, zero: i32) -> f32 {
        // No sum overflows; unchecked, so that it can be computed in vectors in builds for development too.
        let sum = sum.wrapping_sub(zero.wrapping_mul(self.totals[at]));
        fused::<S>(sum as f32, scale * self.scales[at], self.bias[at])
    }
}

/// What becomes of a number. A type for each, so that the loop is compiled for each.
trait Put {
    fn put<S: Simd>(target: &mut f32, number: f32);
}

struct SetTo;
struct AddTo;
struct SetToGelu;

impl Put for SetTo {
    #[inline(always)]
    fn put<S: Simd>(target: &mut f32, number: f32) {
        *target = number;
    }
}

impl Put for AddTo {
    #[inline(always)]
    fn put<S: Simd>(target: &mut f32, number: f32) {
        *target += number;
    }
}

impl Put for SetToGelu {
    #[inline(always)]
    fn put<S: Simd>(target: &mut f32, number: f32) {
        *target = short_gelu::<S>(number);
    }
}
