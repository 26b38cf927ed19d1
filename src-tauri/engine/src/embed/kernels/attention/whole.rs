//! Attention in fp32.

use std::f32::consts::LOG2_E;
use std::ops::Range;

use pulp::{Simd, WithSimd};

use super::super::elementwise::power_of_two;
use super::super::instructions::dispatch;
use super::super::lanes::{greatest, total};
use super::Attention;

/// Queries that are computed at once, so that each number of a key or value is loaded once for all of them.
const QUERIES: usize = 6;

/// Numbers of a row of keys are padded to a multiple of this: two of the widest vectors.
const STEP: usize = 32;

/// What it writes to, kept so that it is allocated once.
#[derive(Default)]
pub(in crate::embed) struct Scratch {
    /// `[tokens, 3 · hidden]`.
    pub(super) projected: Vec<f32>,
    /// The keys of a head, `[width, tokens]`, rows padded.
    keys: Vec<f32>,
    /// `[QUERIES, tokens]`, rows padded.
    scores: Vec<f32>,
}

/// As [`Attention::mix`] says.
pub(super) fn mix(sizes: Attention, tokens: Range<usize>, mixed: &mut [f32], scratch: &mut Scratch) {
    dispatch(None, Mix { sizes, tokens, mixed, scratch });
}

struct Mix<'a> {
    sizes: Attention,
    tokens: Range<usize>,
    mixed: &'a mut [f32],
    scratch: &'a mut Scratch,
}

impl WithSimd for Mix<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let Self { sizes: Attention { heads, width }, tokens: mixing, mixed, scratch } = self;
        let projected = &scratch.projected;
        let hidden = heads * width;
        let tokens = projected.len() / hidden / 3;
        let padded = tokens.next_multiple_of(STEP);
        scratch.keys.resize(width * padded, 0.0);
        scratch.scores.resize(QUERIES * padded, 0.0);
        for head in 0..heads {
            let [query, key, value] = [0, 1, 2].map(|part| &projected[part * hidden + head * width..]);
            for (token, key) in key.chunks(3 * hidden).enumerate() {
                key[..width].iter().zip(scratch.keys.chunks_exact_mut(padded)).for_each(|(x, row)| row[token] = *x);
            }
            for first in mixing.clone().step_by(QUERIES) {
                // The last queries are computed twice where there are fewer than a block's.
                let at: [usize; QUERIES] = std::array::from_fn(|number| (first + number).min(mixing.end - 1));
                let queries = at.map(|token| &query[token * 3 * hidden..][..width]);
                score(simd, queries, &scratch.keys, padded, &mut scratch.scores);
                let mut factors = [0.0; QUERIES];
                for (row, factor) in scratch.scores.chunks_exact_mut(padded).zip(&mut factors) {
                    *factor = weigh(simd, &mut row[..tokens], LOG2_E / (width as f32).sqrt());
                }
                let at = at.map(|token| token - mixing.start);
                let targets = (at, &mut mixed[head * width..], hidden, width);
                let (scores, values) = (&scratch.scores[..], (value, 3 * hidden));
                if width.is_multiple_of(2 * S::F32_LANES) {
                    gather::<S, 2>(simd, scores, padded, values, factors, targets);
                } else {
                    gather::<S, 1>(simd, scores, padded, values, factors, targets);
                }
            }
        }
    }
}

/// The products of queries with all keys.
#[inline(always)]
fn score<S: Simd>(simd: S, queries: [&[f32]; QUERIES], keys: &[f32], padded: usize, scores: &mut [f32]) {
    for column in (0..padded).step_by(2 * S::F32_LANES) {
        let mut totals = [[simd.splat_f32s(0.0); 2]; QUERIES];
        for (number, row) in keys.chunks_exact(padded).enumerate() {
            let (keys, _) = S::as_simd_f32s(&row[column..][..2 * S::F32_LANES]);
            let [left, right] = [keys[0], keys[1]];
            for (totals, query) in totals.iter_mut().zip(queries) {
                let query = simd.splat_f32s(query[number]);
                totals[0] = simd.mul_add_e_f32s(query, left, totals[0]);
                totals[1] = simd.mul_add_e_f32s(query, right, totals[1]);
            }
        }
        for (totals, row) in totals.iter().zip(scores.chunks_exact_mut(padded)) {
            let (targets, _) = S::as_mut_simd_f32s(&mut row[column..][..2 * S::F32_LANES]);
            (targets[0], targets[1]) = (totals[0], totals[1]);
        }
    }
}

/// Turns scores into weights whose sum is one when multiplied by what is returned.
#[inline(always)]
fn weigh<S: Simd>(simd: S, scores: &mut [f32], factor: f32) -> f32 {
    let most = greatest(simd, scores);
    scores.iter_mut().for_each(|score| *score = power_of_two::<S>((*score - most) * factor));
    1.0 / total(simd, scores)
}

/// The sums of values by weights, `VECTORS` vectors of a head at a time.
#[inline(always)]
fn gather<S: Simd, const VECTORS: usize>(
    simd: S,
    weights: &[f32],
    padded: usize,
    (values, value_stride): (&[f32], usize),
    factors: [f32; QUERIES],
    (at, mixed, hidden, width): ([usize; QUERIES], &mut [f32], usize, usize),
) {
    let step = VECTORS * S::F32_LANES;
    let tokens = values.len().div_ceil(value_stride);
    let rows: [&[f32]; QUERIES] = std::array::from_fn(|number| &weights[number * padded..][..tokens]);
    for column in (0..width).step_by(step) {
        let mut totals = [[simd.splat_f32s(0.0); VECTORS]; QUERIES];
        for (token, value) in values.chunks(value_stride).enumerate() {
            let (value, _) = S::as_simd_f32s(&value[column..][..step]);
            let value: [S::f32s; VECTORS] = std::array::from_fn(|vector| value[vector]);
            for (totals, row) in totals.iter_mut().zip(rows) {
                let weight = simd.splat_f32s(row[token]);
                for vector in 0..VECTORS {
                    totals[vector] = simd.mul_add_e_f32s(weight, value[vector], totals[vector]);
                }
            }
        }
        for ((totals, factor), token) in totals.iter().zip(factors).zip(at) {
            let (targets, _) = S::as_mut_simd_f32s(&mut mixed[token * hidden + column..][..step]);
            let factor = simd.splat_f32s(factor);
            targets.iter_mut().zip(totals).for_each(|(target, total)| *target = simd.mul_f32s(*total, factor));
        }
    }
}
