//! Attention with its products in eight bits, by the tiles of the linear layers: queries are rows and keys a panel,
//! then weights are rows and values a panel. So all instruction sets get the same sums here too.

use std::ops::Range;

use pulp::{Simd, WithSimd};

use super::super::aligned::{Aligned, OnLine};
use super::super::instructions::{InstructionSet, dispatch};
use super::super::packed::spread;
use super::super::part::Part;
use super::super::rows::Rows;
use super::super::tiles::{Form, Line, MOST_ROWS, PANEL, Sums, Tile};
use super::Attention;
use super::panels::{Keys, Values};
use super::weigh::{Greatest, LANES, LOW_BITS, Score, Weigh};

/// How wide the heads of most small models are.
const WIDTH: usize = 32;

/// What it writes to, kept so that it is allocated once.
pub(in crate::embed) struct Scratch {
    set: InstructionSet,
    tile: Tile,
    /// Queries, keys or values of some heads for a block of tokens.
    pub(super) projected: Aligned<f32>,
    heads: Vec<Head>,
    /// Of a block of queries, `[queries, tokens]`, rows padded.
    scores: Aligned<f32>,
    /// The same as rows of the tile, the high parts.
    high: Vec<u8>,
    /// The low parts; none where rows are wide.
    low: Vec<u8>,
    sums: OnLine<Sums>,
    low_sums: OnLine<Sums>,
    greatest: OnLine<Greatest>,
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
            projected: Aligned::default(),
            heads: Vec::new(),
            scores: Aligned::default(),
            high: Vec::new(),
            low: Vec::new(),
            sums: OnLine([[0; PANEL]; MOST_ROWS]),
            low_sums: OnLine([[0; PANEL]; MOST_ROWS]),
            greatest: OnLine([[f32::MIN; LANES]; MOST_ROWS]),
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
        self.scores.resize(tile.block * padded);
        self.high.resize(tile.block * padded * tile.form.width(), 0);
        self.low.resize(if tile.form == Form::Wide { 0 } else { tile.block * padded }, 0);
        (self.tokens, self.padded) = (tokens, padded);
    }

    /// Takes some columns of what is projected of some tokens.
    pub(super) fn take(&mut self, sizes: Attention, tokens: Range<usize>, columns: Range<usize>) {
        let is_last = tokens.end == self.tokens && columns.end == 3 * sizes.heads * sizes.width;
        let (first_head, columns) = (columns.start / sizes.width, columns.len());
        let Self { set, tile, projected, heads, sums, .. } = self;
        for (first, projected) in tokens.step_by(MOST_ROWS).zip(projected.chunks(MOST_ROWS * columns)) {
            dispatch(Some(*set), Take { sizes, projected, columns, heads, first_head, first, tile: *tile });
        }
        if is_last {
            heads.iter_mut().for_each(|head| {
                head.keys.finish(tile, &mut sums.0);
                head.values.finish();
            });
        }
    }

    /// As [`Attention::mix`] says.
    pub(super) fn mix(&mut self, Attention { heads, width }: Attention, tokens: Range<usize>, mixed: &mut [f32]) {
        let hidden = heads * width;
        // Head by head, so that keys and values stay in the nearest cache.
        for head in 0..heads {
            for queries in spread(tokens.len(), self.tile.block) {
                let mixed = &mut mixed[queries.start * hidden + head * width..];
                let queries = tokens.start + queries.start..tokens.start + queries.end;
                self.mix_head(head, &queries, width, mixed, hidden);
            }
        }
    }

    /// Mixes the values of a head for some queries. `target` begins with what is mixed for the first of them, and its
    /// rows are `hidden` apart.
    fn mix_head(&mut self, head: usize, tokens: &Range<usize>, width: usize, target: &mut [f32], hidden: usize) {
        let Self { set, tile, heads, scores, high, low, sums, low_sums, greatest, padded, .. } = self;
        let (Head { queries, keys, values }, padded, count) = (&heads[head], *padded, tokens.len());
        let (sums, low_sums, greatest) = (&mut sums.0, &mut low_sums.0, &mut greatest.0);
        let bytes = &queries.bytes[tokens.start * queries.stride..];
        let (zeros, scales) = (&queries.zeros[tokens.clone()], &queries.scales[tokens.clone()]);
        let scores = &mut scores[..count * padded];
        greatest[..count].fill([f32::MIN; LANES]);
        for (panel, lines) in keys.lines.chunks_exact(keys.lines_of_panel).enumerate() {
            tile.multiply(bytes, queries.stride, count, lines, sums);
            let (totals, key_scales) = (chunk(&keys.totals, panel), chunk(&keys.scales, panel));
            let scores = &mut scores[panel * PANEL..];
            let width = PANEL.min(self.tokens - panel * PANEL);
            let score = Score { sums, zeros, totals, scales: key_scales, scores, padded, width, greatest };
            dispatch(Some(*set), score);
        }
        // Some tiles take more inputs at once than a panel has outputs; what is beyond the keys has no weight.
        for row in scores.chunks_exact_mut(padded) {
            row[keys.scales.len()..].fill(f32::MIN);
        }
        let mut factors = [0.0; MOST_ROWS];
        let factor = std::f32::consts::LOG2_E / (width as f32).sqrt();
        factors.iter_mut().zip(scales).for_each(|(target, scale)| *target = factor * scale);
        let mut weights = [0.0; MOST_ROWS];
        let weigh = Weigh {
            scores,
            padded,
            greatest,
            factors: &factors[..count],
            of_values: &values.factors,
            form: tile.form,
            high,
            low,
            sums: &mut weights,
        };
        dispatch(Some(*set), weigh);
        let stride = padded * tile.form.width();
        let lines_of_tokens = self.tokens.next_multiple_of(tile.step) * PANEL / size_of::<Line>();
        for (panel, lines) in values.lines.chunks_exact(values.lines_of_panel).enumerate() {
            let lines = &lines[..lines_of_tokens];
            tile.multiply(high, stride, count, lines, sums);
            let low_sums = if tile.form == Form::Wide {
                None
            } else {
                tile.multiply(low, stride, count, lines, low_sums);
                Some(&*low_sums)
            };
            let column = panel * PANEL;
            let mix = Mix {
                sums,
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

/// Takes queries, keys or values of some heads for at most [`MOST_ROWS`] tokens.
struct Take<'a> {
    sizes: Attention,
    /// `[tokens, columns]`.
    projected: &'a [f32],
    columns: usize,
    heads: &'a mut [Head],
    /// Of the queries', the keys' and the values', counted one after the other.
    first_head: usize,
    /// The first token.
    first: usize,
    tile: Tile,
}

impl WithSimd for Take<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(mut self, simd: S) {
        // The compiler makes better code of heads if it knows how wide they are.
        if self.sizes.width == WIDTH { self.take(simd, WIDTH) } else { self.take(simd, self.sizes.width) }
    }
}

impl Take<'_> {
    /// For heads of a width.
    #[inline(always)]
    fn take<S: Simd>(&mut self, simd: S, width: usize) {
        let Self { projected, columns, heads, first_head, first, tile: Tile { form, group, .. }, .. } = self;
        let (columns, first) = (*columns, *first);
        for (number, column) in (*first_head..).zip((0..columns).step_by(width)) {
            let part = Part::new(projected, columns, column..column + width);
            let head = &mut heads[number % self.sizes.heads];
            match (number / self.sizes.heads, *group) {
                (0, _) => head.queries.take_part(simd, first, part),
                (1, 2) => head.keys.take::<S, 2>(simd, first, part),
                (1, _) => head.keys.take::<S, 4>(simd, first, part),
                (_, 2) => head.values.take::<S, 2>(simd, first, part, *form),
                _ => head.values.take::<S, 4>(simd, first, part, *form),
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
