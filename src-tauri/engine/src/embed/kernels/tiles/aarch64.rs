//! Arm.
#![expect(unsafe_code, reason = "loads through pointers, and instructions that the processor must be known to have")]

use std::arch::aarch64::{int8x16_t, int32x4_t, vdupq_n_s32, vld1q_s8, vst1q_s32};
use std::arch::{asm, is_aarch64_feature_detected};

use super::{Line, PANEL, Sums};

/// Rows at once: four registers of sums each, of the thirty-two there are, beside weights and rows.
const ROWS_AT_ONCE: usize = 4;

pub(super) fn has_dot_products() -> bool {
    is_aarch64_feature_detected!("dotprod")
}

/// As [`super::Tile::multiply`] says, for signed rows and groups of four.
pub(super) fn multiply(rows: &[u8], stride: usize, count: usize, panel: &[Line], sums: &mut Sums) {
    for first in (0..count).step_by(ROWS_AT_ONCE) {
        let (rows, sums, count) = (&rows[first * stride..], &mut sums[first..], (count - first).min(ROWS_AT_ONCE));
        for half in 0..2 {
            let rows = rows.as_ptr().cast();
            // SAFETY: the tile is only given where the instructions are, and `Tile::multiply` has checked that all
            // rows are as long as the panel, which has a multiple of 16 inputs.
            unsafe {
                match count {
                    1 => dot::<1>(rows, stride, panel, half, sums),
                    2 => dot::<2>(rows, stride, panel, half, sums),
                    3 => dot::<3>(rows, stride, panel, half, sums),
                    _ => dot::<4>(rows, stride, panel, half, sums),
                }
            }
        }
    }
}

/// # Safety
/// Each of `ROWS` rows, `stride` bytes apart, must have two bytes for each line of the panel, a multiple of eight.
#[target_feature(enable = "neon,dotprod")]
unsafe fn dot<const ROWS: usize>(
    rows: *const i8,
    stride: usize,
    panel: &[Line],
    half: usize,
    sums: &mut [[i32; PANEL]],
) {
    let mut totals = [[vdupq_n_s32(0); 4]; ROWS];
    for (step, lines) in panel.as_chunks::<8>().0.iter().enumerate() {
        // SAFETY: by this function's own condition; eight lines are sixteen inputs.
        let inputs: [int8x16_t; ROWS] = std::array::from_fn(|row| unsafe {
            vld1q_s8(rows.wrapping_add(row.wrapping_mul(stride).wrapping_add(step.wrapping_mul(16))))
        });
        for group in 0..4 {
            let line = lines[group * 2 + half].0.as_ptr();
            for quarter in 0..4 {
                // SAFETY: a line has 64 bytes.
                let weights = unsafe { vld1q_s8(line.wrapping_add(quarter * 16)) };
                for row in 0..ROWS {
                    totals[row][quarter] = add_products(totals[row][quarter], weights, inputs[row], group);
                }
            }
        }
    }
    for (totals, sums) in totals.iter().zip(sums) {
        for (quarter, total) in totals.iter().enumerate() {
            let target = &mut sums[half * PANEL / 2 + quarter * 4..][..4];
            // SAFETY: a quarter has four numbers.
            unsafe { vst1q_s32(target.as_mut_ptr(), *total) };
        }
    }
}

/// Adds to each of four sums the products of its four weights with the four inputs of a group. Assembly, since the
/// compiler's own name for the instruction is not stable yet.
#[inline]
#[target_feature(enable = "neon,dotprod")]
fn add_products(mut totals: int32x4_t, weights: int8x16_t, inputs: int8x16_t, group: usize) -> int32x4_t {
    macro_rules! dot {
        ($instruction:literal) => {
            // SAFETY: it reads and writes registers only.
            unsafe {
                asm!($instruction, totals = inout(vreg) totals, weights = in(vreg) weights,
                    inputs = in(vreg) inputs, options(pure, nomem, nostack, preserves_flags));
            }
        };
    }
    match group {
        0 => dot!("sdot {totals:v}.4s, {weights:v}.16b, {inputs:v}.4b[0]"),
        1 => dot!("sdot {totals:v}.4s, {weights:v}.16b, {inputs:v}.4b[1]"),
        2 => dot!("sdot {totals:v}.4s, {weights:v}.16b, {inputs:v}.4b[2]"),
        _ => dot!("sdot {totals:v}.4s, {weights:v}.16b, {inputs:v}.4b[3]"),
    }
    totals
}
