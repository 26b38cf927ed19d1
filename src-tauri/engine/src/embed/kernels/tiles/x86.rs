//! Intel and AMD.
#![expect(unsafe_code, reason = "loads through pointers, and instructions that the processor must be known to have")]

use std::arch::is_x86_feature_detected;
#[allow(clippy::wildcard_imports, reason = "an instruction is known by its name")]
use std::arch::x86_64::*;

use super::{Line, PANEL, Sums};

/// Rows of the 512-bit tile: two registers of sums each, of the thirty-two there are, beside weights and a row.
pub(super) const WIDE_BLOCK: usize = 14;

/// Rows of the 256-bit tiles, twice as many as are computed at once.
pub(super) const BLOCK: usize = 12;

/// Rows that they compute at once: two registers of sums each, of the sixteen there are, beside weights and a row.
const HALF_BLOCK: usize = BLOCK / 2;

/// Calls the function compiled for this many rows, so that their sums have registers of their own.
macro_rules! for_rows {
    ($count:expr, $function:ident $arguments:tt, $($rows:literal)*) => {
        match $count {
            $($rows => $function::<$rows> $arguments,)*
            _ => unreachable!("a tile has no more rows"),
        }
    };
}

pub(super) fn has_avx512_vnni() -> bool {
    is_x86_feature_detected!("avx512f")
        && is_x86_feature_detected!("avx512bw")
        && is_x86_feature_detected!("avx512vl")
        && is_x86_feature_detected!("avx512dq")
        && is_x86_feature_detected!("avx512vnni")
}

pub(super) fn has_avx_vnni() -> bool {
    is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma") && is_x86_feature_detected!("avxvnni")
}

pub(super) fn has_avx2() -> bool {
    is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma")
}

/// As [`super::Tile::multiply`] says, for unsigned rows and groups of four.
pub(super) fn multiply_avx512_vnni(rows: &[u8], stride: usize, count: usize, panel: &[Line], sums: &mut Sums) {
    let rows = rows.as_ptr();
    // SAFETY: the tile is only given where the instructions are, and `Tile::multiply` has checked that all rows are
    // as long as the panel.
    unsafe { for_rows!(count, avx512_vnni(rows, stride, panel, sums), 1 2 3 4 5 6 7 8 9 10 11 12 13 14) }
}

/// # Safety
/// Each of `ROWS` rows, `stride` bytes apart, must have two bytes for each line of the panel.
#[target_feature(enable = "avx512f,avx512bw,avx512vnni")]
unsafe fn avx512_vnni<const ROWS: usize>(rows: *const u8, stride: usize, panel: &[Line], sums: &mut Sums) {
    let mut totals = [[_mm512_setzero_si512(); 2]; ROWS];
    for (group, [left, right]) in panel.as_chunks::<2>().0.iter().enumerate() {
        // SAFETY: a line has 64 bytes and is aligned to as many.
        let weights = unsafe { [left, right].map(|line| _mm512_load_si512(std::ptr::from_ref(line).cast())) };
        for (row, totals) in totals.iter_mut().enumerate() {
            // SAFETY: by this function's own condition.
            let four = unsafe { _mm512_set1_epi32(four(rows, row, stride, group)) };
            totals[0] = _mm512_dpbusd_epi32(totals[0], four, weights[0]);
            totals[1] = _mm512_dpbusd_epi32(totals[1], four, weights[1]);
        }
    }
    for (totals, sums) in totals.iter().zip(sums) {
        let (left, right) = sums.split_at_mut(PANEL / 2);
        // SAFETY: each half has sixteen numbers.
        unsafe {
            _mm512_storeu_si512(left.as_mut_ptr().cast(), totals[0]);
            _mm512_storeu_si512(right.as_mut_ptr().cast(), totals[1]);
        }
    }
}

/// As [`super::Tile::multiply`] says, for unsigned rows and groups of four.
pub(super) fn multiply_avx_vnni(rows: &[u8], stride: usize, count: usize, panel: &[Line], sums: &mut Sums) {
    by_halves(rows, stride, count, sums, |rows, count, half, sums| {
        // SAFETY: as for the 512-bit tile.
        unsafe { for_rows!(count, avx_vnni(rows.as_ptr(), stride, panel, half, sums), 1 2 3 4 5 6) }
    });
}

/// # Safety
/// Each of `ROWS` rows, `stride` bytes apart, must have two bytes for each line of the panel.
#[target_feature(enable = "avx2,avxvnni")]
unsafe fn avx_vnni<const ROWS: usize>(
    rows: *const u8,
    stride: usize,
    panel: &[Line],
    half: usize,
    sums: &mut [[i32; PANEL]],
) {
    let mut totals = [[_mm256_setzero_si256(); 2]; ROWS];
    for (group, lines) in panel.as_chunks::<2>().0.iter().enumerate() {
        let (left, right) = lines[half].0.split_at(32);
        // SAFETY: a line has 64 bytes and is aligned to as many, each half of it to 32.
        let weights = unsafe { [left, right].map(|half| _mm256_load_si256(half.as_ptr().cast())) };
        for (row, totals) in totals.iter_mut().enumerate() {
            // SAFETY: by this function's own condition.
            let four = unsafe { _mm256_set1_epi32(four(rows, row, stride, group)) };
            totals[0] = _mm256_dpbusd_avx_epi32(totals[0], four, weights[0]);
            totals[1] = _mm256_dpbusd_avx_epi32(totals[1], four, weights[1]);
        }
    }
    store_half(&totals, half, sums);
}

/// As [`super::Tile::multiply`] says, for wide rows and groups of two.
pub(super) fn multiply_avx2(rows: &[u8], stride: usize, count: usize, panel: &[Line], sums: &mut Sums) {
    by_halves(rows, stride, count, sums, |rows, count, half, sums| {
        // SAFETY: as for the 512-bit tile; wide rows have twice as many bytes.
        unsafe { for_rows!(count, avx2(rows.as_ptr(), stride, panel, half, sums), 1 2 3 4 5 6) }
    });
}

/// # Safety
/// Each of `ROWS` rows, `stride` bytes apart, must have four bytes for each line of the panel.
#[target_feature(enable = "avx2")]
unsafe fn avx2<const ROWS: usize>(
    rows: *const u8,
    stride: usize,
    panel: &[Line],
    half: usize,
    sums: &mut [[i32; PANEL]],
) {
    let mut totals = [[_mm256_setzero_si256(); 2]; ROWS];
    for (group, line) in panel.iter().enumerate() {
        let (left, right) = line.0[half * 32..][..32].split_at(16);
        // SAFETY: a line has 64 bytes and is aligned to as many, each quarter of it to 16.
        let weights =
            unsafe { [left, right].map(|quarter| _mm256_cvtepi8_epi16(_mm_load_si128(quarter.as_ptr().cast()))) };
        for (row, totals) in totals.iter_mut().enumerate() {
            // SAFETY: by this function's own condition.
            let two = unsafe { _mm256_set1_epi32(four(rows, row, stride, group)) };
            totals[0] = _mm256_add_epi32(totals[0], _mm256_madd_epi16(two, weights[0]));
            totals[1] = _mm256_add_epi32(totals[1], _mm256_madd_epi16(two, weights[1]));
        }
    }
    store_half(&totals, half, sums);
}

/// Has some of the rows at a time multiplied with each half of a panel: what there are registers for in 256 bits.
#[inline(always)]
fn by_halves(
    rows: &[u8],
    stride: usize,
    count: usize,
    sums: &mut Sums,
    multiply: impl Fn(&[u8], usize, usize, &mut [[i32; PANEL]]),
) {
    for first in (0..count).step_by(HALF_BLOCK) {
        for half in 0..2 {
            multiply(&rows[first * stride..], (count - first).min(HALF_BLOCK), half, &mut sums[first..]);
        }
    }
}

/// Four bytes of a group of a row, as they stand. The arithmetic wraps, and so is not checked in builds for development,
/// where that would take longer than all the rest.
///
/// # Safety
/// They must be there.
#[inline(always)]
unsafe fn four(rows: *const u8, row: usize, stride: usize, group: usize) -> i32 {
    let at = row.wrapping_mul(stride).wrapping_add(group.wrapping_mul(4));
    // SAFETY: the caller's.
    unsafe { rows.wrapping_add(at).cast::<i32>().read_unaligned() }
}

#[target_feature(enable = "avx2")]
fn store_half(totals: &[[__m256i; 2]], half: usize, sums: &mut [[i32; PANEL]]) {
    for (totals, sums) in totals.iter().zip(sums) {
        let (left, right) = sums[half * PANEL / 2..][..PANEL / 2].split_at_mut(PANEL / 4);
        // SAFETY: each quarter has eight numbers.
        unsafe {
            _mm256_storeu_si256(left.as_mut_ptr().cast(), totals[0]);
            _mm256_storeu_si256(right.as_mut_ptr().cast(), totals[1]);
        }
    }
}
