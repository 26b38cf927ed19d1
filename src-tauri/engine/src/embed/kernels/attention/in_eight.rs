//! Attention with its products in eight bits, by the tiles of the linear layers: queries are rows and keys a panel,
//! then weights are rows and values a panel. So all instruction sets get the same sums here too.

use std::ops::Range;

use pulp::{Simd, WithSimd};

use super::super::instructions::{InstructionSet, dispatch};
use super::super::packed::spread;
use super::super::rows::Rows;
use super::super::tiles::{Form, MOST_ROWS, PANEL, Sums, Tile};
use super::Attention;
use super::panels::{Keys, Values};
use super::weigh::{LOW_BITS, Score, Weigh};

/// What it writes to, kept so that it is allocated once.
pub(in crate::embed) struct Scratch {
    set: InstructionSet,
    tile: Tile,
    /// Queries, keys and values of a block of tokens, `[tokens, 3 · hidden]`.
    pub(super) projected: Vec<f32>,
    heads: Vec<Head>,
    /// Of a block of queries, `[queries, tokens]`, rows padded.
    scores: Vec<f32>,
    /// The same as rows of the tile, the high parts.
    high: Vec<u8>,
    /// The low parts; none where rows are wide.
    low: Vec<u8>,
    tokens: usize,
    /// Tokens as they are padded.
    padded: usize,
}

/// All tokens of a head.
struct Head {
    queries: Rows,
    keys: Keys,
    values: Values,
}

impl Scratch {
    /// For an instruction set.
    ///
    /// # Panics
    /// If the processor does not have it.
    pub(super) fn new(set: InstructionSet) -> Self {
        Self {
            set,
            tile: Tile::expect(set),
            projected: Vec::new(),
            heads: Vec::new(),
            scores: Vec::new(),
            high: Vec::new(),
            low: Vec::new(),
            tokens: 0,
            padded: 0,
        }
    }

    /// As [`Attention::begin`] says.
    pub(super) fn begin(&mut self, Attention { heads, width }: Attention, tokens: usize) {
        let (set, tile) = (self.set, self.tile);
        let padded = tokens.next_multiple_of(PANEL.max(tile.step));
        let head = || Head { queries: Rows::new(set), keys: Keys::default(), values: Values::default() };
        self.heads.resize_with(heads, head);
        for head in &mut self.heads {
            head.queries.make_room(tokens, width);
            if tokens == self.tokens {
                head.values.forget();
            } else {
                head.keys.make_room(tokens, width, &tile);
                head.values.make_room(padded, width);
            }
        }
        self.scores.resize(tile.block * padded, 0.0);
        self.high.resize(tile.block * padded * tile.form.width(), 0);
        self.low.resize(if tile.form == Form::Wide { 0 } else { tile.block * padded }, 0);
        (self.tokens, self.padded) = (tokens, padded);
    }

    /// Takes what is projected of the tokens from `first` on.
    pub(super) fn take(&mut self, sizes: Attention, first: usize) {
        let Self { set, tile, projected, heads, tokens, .. } = self;
        dispatch(Some(*set), Take { sizes, projected, heads, first, tile: *tile });
        if first + projected.len() / (3 * sizes.heads * sizes.width) == *tokens {
            heads.iter_mut().for_each(|head| head.values.finish());
        }
    }

    /// As [`Attention::mix`] says.
    pub(super) fn mix(&mut self, Attention { heads, width }: Attention, tokens: Range<usize>, mixed: &mut [f32]) {
        let hidden = heads * width;
        for queries in spread(tokens.len(), self.tile.block) {
            let mixed = &mut mixed[queries.start * hidden..queries.end * hidden];
            let queries = tokens.start + queries.start..tokens.start + queries.end;
            for head in 0..heads {
                self.mix_head(head, &queries, width, &mut mixed[head * width..], hidden);
            }
        }
    }

    /// Mixes the values of a head for some queries. `target` begins with what is mixed for the first of them, and its
    /// rows are `hidden` apart.
    fn mix_head(&mut self, head: usize, tokens: &Range<usize>, width: usize, target: &mut [f32], hidden: usize) {
        let Self { set, tile, heads, scores, high, low, padded, .. } = self;
        let (Head { queries, keys, values }, padded, count) = (&heads[head], *padded, tokens.len());
        let mut sums: Sums = [[0; PANEL]; MOST_ROWS];
        let bytes = &queries.bytes[tokens.start * queries.stride..];
        let (zeros, scales) = (&queries.zeros[tokens.clone()], &queries.scales[tokens.clone()]);
        let scores = &mut scores[..count * padded];
        for (panel, lines) in keys.lines.chunks_exact(keys.lines_of_panel).enumerate() {
            tile.multiply(bytes, queries.stride, count, lines, &mut sums);
            let (totals, key_scales) = (chunk(&keys.totals, panel), chunk(&keys.scales, panel));
            let scores = &mut scores[panel * PANEL..];
            dispatch(Some(*set), Score { sums: &sums, zeros, totals, scales: key_scales, scores, padded });
        }
        let mut factors = [0.0; MOST_ROWS];
        let factor = std::f32::consts::LOG2_E / (width as f32).sqrt();
        factors.iter_mut().zip(scales).for_each(|(target, scale)| *target = factor * scale);
        let mut weights = [0.0; MOST_ROWS];
        let weigh = Weigh {
            scores,
            padded,
            tokens: self.tokens,
            factors: &factors[..count],
            of_values: &values.factors,
            form: tile.form,
            high,
            low,
            sums: &mut weights,
        };
        dispatch(Some(*set), weigh);
        let mut low_sums: Sums = [[0; PANEL]; MOST_ROWS];
        let stride = padded * tile.form.width();
        for (panel, lines) in values.lines.chunks_exact(values.lines_of_panel).enumerate() {
            tile.multiply(high, stride, count, lines, &mut sums);
            let low_sums = if tile.form == Form::Wide {
                None
            } else {
                tile.multiply(low, stride, count, lines, &mut low_sums);
                Some(&low_sums)
            };
            let column = panel * PANEL;
            let mix = Mix {
                sums: &sums,
                low_sums,
                zero: tile.form.zero(),
                totals: chunk(&values.totals, panel),
                scale: values.scale,
                weights: &weights[..count],
                target: &mut target[column..],
                hidden,
                width: PANEL.min(width - column),
            };
            dispatch(Some(*set), mix);
        }
    }
}

/// The numbers of a panel.
fn chunk<T>(numbers: &[T], panel: usize) -> &[T; PANEL] {
    &numbers.as_chunks().0[panel]
}

/// Takes queries, keys and values of some tokens, token by token as they are in memory.
struct Take<'a> {
    sizes: Attention,
    /// `[tokens, 3 · hidden]`.
    projected: &'a [f32],
    heads: &'a mut [Head],
    first: usize,
    tile: Tile,
}

impl WithSimd for Take<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let Self { sizes: Attention { heads: count, width }, projected, heads, first, tile: Tile { form, group, .. } } =
            self;
        let hidden = count * width;
        for (token, row) in (first..).zip(projected.chunks_exact(3 * hidden)) {
            let (queries, others) = row.split_at(hidden);
            let (keys, values) = others.split_at(hidden);
            let parts = queries.chunks_exact(width).zip(keys.chunks_exact(width).zip(values.chunks_exact(width)));
            for (head, (query, (key, value))) in heads.iter_mut().zip(parts) {
                head.queries.take_row(simd, token, query);
                if group == 2 {
                    head.keys.take::<S, 2>(simd, token, key);
                    head.values.take::<S, 2>(simd, token, value, form);
                } else {
                    head.keys.take::<S, 4>(simd, token, key);
                    head.values.take::<S, 4>(simd, token, value, form);
                }
            }
        }
    }
}

/// Turns the sums of a tile of weights and values into mixed values.
struct Mix<'a> {
    /// Of the high parts, or of the weights where rows are wide.
    sums: &'a Sums,
    low_sums: Option<&'a Sums>,
    /// What stands for no weight in a row.
    zero: i32,
    /// Of each number of the panel.
    totals: &'a [i32; PANEL],
    /// Of the values.
    scale: f32,
    /// What the weights of each query add up to.
    weights: &'a [f32],
    target: &'a mut [f32],
    hidden: usize,
    /// Numbers of the panel that there are.
    width: usize,
}

impl WithSimd for Mix<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        let Self { sums, low_sums, zero, totals, scale, weights, target, hidden, width } = self;
        for (row, (weight, target)) in weights.iter().zip(target.chunks_mut(hidden)).enumerate() {
            let factor = scale / weight;
            let mut numbers = [0.0; PANEL];
            for at in 0..PANEL {
                let excess = zero.wrapping_mul(totals[at]);
                let mut sum = sums[row][at].wrapping_sub(excess);
                if let Some(low) = low_sums {
                    sum = (sum << LOW_BITS).wrapping_add(low[row][at].wrapping_sub(excess));
                }
                numbers[at] = sum as f32 * factor;
            }
            match target.first_chunk_mut::<PANEL>() {
                Some(target) if width == PANEL => *target = numbers,
                _ => target[..width].copy_from_slice(&numbers[..width]),
            }
        }
    }
}
