//! Keys and values of a head in eight bits, laid out for the tiles.
//!
//! Each key and each value has a scale of its own, symmetric about zero: a number is `scale · byte`.

use std::ops::{BitOr, Shl};

use bytemuck::Pod;
use pulp::Simd;

use super::super::aligned::Aligned;
use super::super::lanes::{ROUND, furthest, fused, greater};
use super::super::part::Part;
use super::super::rows::STEP;
use super::super::tiles::{Form, Line, MOST_ROWS, PANEL, Sums, Tile};
use super::HEAD_STEP;
use super::weigh::MOST;

/// Keys: outputs are the tokens, inputs the numbers of a head.
#[derive(Default)]
pub(super) struct Keys {
    /// Panel after panel of tokens.
    pub(super) lines: Vec<Line>,
    pub(super) lines_of_panel: usize,
    /// Of each token, padded to whole panels with zeros.
    pub(super) scales: Aligned<f32>,
    /// The bytes of each token added up, padded as well.
    pub(super) totals: Aligned<i32>,
    /// A row of ones.
    ones: Vec<u8>,
}

/// Values: outputs are the numbers of a head, inputs the tokens.
#[derive(Default)]
pub(super) struct Values {
    /// Panel after panel of numbers.
    pub(super) lines: Vec<Line>,
    pub(super) lines_of_panel: usize,
    /// What the weight of each token is to be multiplied by, so that all have the same scale and none is beyond
    /// [`MOST`]; padded with zeros.
    pub(super) factors: Aligned<f32>,
    /// What the sums are to be multiplied by afterwards.
    pub(super) scale: f32,
    /// The bytes of each number added up, padded to whole panels; zeros where no tile needs them.
    pub(super) totals: Aligned<i32>,
}

impl Keys {
    /// Makes room for those of so many tokens, all zero.
    pub(super) fn make_room(&mut self, tokens: usize, width: usize, tile: &Tile) {
        let padded = tokens.next_multiple_of(PANEL);
        self.lines_of_panel = width.next_multiple_of(tile.step) * PANEL / size_of::<Line>();
        clear(&mut self.lines, padded / PANEL * self.lines_of_panel);
        self.scales.clear(padded);
        self.totals.clear(padded);
        self.ones.clear();
        self.ones.extend(
            [1, 0].iter().take(tile.form.width()).cycle().take(width.next_multiple_of(tile.step) * tile.form.width()),
        );
    }

    /// Takes the keys of at most [`MOST_ROWS`] tokens from `first` on, in groups of so many numbers.
    #[inline(always)]
    pub(super) fn take<S: Simd, const GROUP: usize>(&mut self, simd: S, first: usize, part: Part<'_>) {
        let scalings = scalings(simd, part);
        for ((token, key), (scale, inverse)) in (first..).zip(part.rows()).zip(scalings) {
            self.scales[token] = scale;
            let lines = &mut self.lines[token / PANEL * self.lines_of_panel..][..self.lines_of_panel];
            let (groups, _) = bytemuck::cast_slice_mut::<_, i8>(lines).as_chunks_mut::<GROUP>();
            let mut places = groups[token % PANEL..].iter_mut().step_by(PANEL);
            for numbers in key.as_chunks::<HEAD_STEP>().0 {
                let mut bytes = [0i8; HEAD_STEP];
                for (byte, number) in bytes.iter_mut().zip(numbers) {
                    *byte = self::byte::<S>(*number, inverse);
                }
                bytes.as_chunks::<GROUP>().0.iter().zip(&mut places).for_each(|(group, place)| *place = *group);
            }
        }
    }

    /// Adds up the bytes of each, when all are taken: as products with a row of ones. What is in `sums` is lost.
    pub(super) fn finish(&mut self, tile: &Tile, sums: &mut Sums) {
        for (lines, totals) in self.lines.chunks_exact(self.lines_of_panel).zip(self.totals.as_chunks_mut().0) {
            tile.multiply(&self.ones, self.ones.len(), 1, lines, sums);
            *totals = sums[0];
        }
    }
}

impl Values {
    /// Makes room for those of so many tokens, all zero.
    pub(super) fn make_room(&mut self, padded: usize, width: usize) {
        let outputs = width.next_multiple_of(PANEL);
        self.lines_of_panel = padded * PANEL / size_of::<Line>();
        clear(&mut self.lines, outputs / PANEL * self.lines_of_panel);
        self.factors.clear(padded);
        self.totals.clear(outputs);
    }

    /// Takes the values of at most [`MOST_ROWS`] tokens from `first` on, in groups of so many tokens; they are taken one
    /// after the other from the first. Totals are only added up where a tile needs them.
    #[inline(always)]
    pub(super) fn take<S: Simd, const GROUP: usize>(&mut self, simd: S, first: usize, part: Part<'_>, form: Form) {
        let scalings = scalings(simd, part);
        for ((token, value), (scale, inverse)) in (first..).zip(part.rows()).zip(scalings) {
            self.factors[token] = scale;
            let (group, shift) = (token / GROUP, 8 * (token % GROUP) as u32);
            for (chunk, numbers) in value.as_chunks::<HEAD_STEP>().0.iter().enumerate() {
                let column = chunk * HEAD_STEP;
                let lines = &mut self.lines[column / PANEL * self.lines_of_panel..][..self.lines_of_panel];
                let place = group * PANEL + column % PANEL;
                if GROUP == 2 {
                    put::<S, _>(&mut bytemuck::cast_slice_mut::<_, u16>(lines)[place..], numbers, inverse, shift);
                } else {
                    put::<S, _>(&mut bytemuck::cast_slice_mut::<_, u32>(lines)[place..], numbers, inverse, shift);
                }
                if form.zero() != 0 {
                    let totals = self.totals[column..].iter_mut().zip(numbers);
                    for (total, number) in totals {
                        *total = total.wrapping_add(byte::<S>(*number, inverse).into());
                    }
                }
            }
        }
    }

    /// Gets ready for as many tokens as before: what is beyond them is zero, all else will be taken anew.
    pub(super) fn forget(&mut self) {
        self.totals.fill(0);
    }

    /// Makes factors of the scales, when all are taken.
    pub(super) fn finish(&mut self) {
        // No sum overflows, however many tokens there are. As many as the widest tile pads them to, so that weights are
        // rounded alike by all.
        let tokens = self.factors.len().next_multiple_of(STEP);
        let most_weight = (i32::MAX / 127 / tokens as i32).min(MOST) as f32;
        let most = self.factors.iter().copied().fold(0.0, greater);
        self.scale = most / most_weight;
        self.factors.iter_mut().for_each(|factor| *factor *= most_weight / most);
    }
}

/// Makes room for so many, all of them zero.
fn clear<T: Default + Clone>(numbers: &mut Vec<T>, count: usize) {
    numbers.clear();
    numbers.resize(count, T::default());
}

/// For each row a scale that puts the largest number at 127, and its inverse. All quotients are computed at once, in
/// vectors.
#[inline(always)]
fn scalings<S: Simd>(simd: S, part: Part<'_>) -> [(f32, f32); MOST_ROWS] {
    let mut most = [0.0; MOST_ROWS];
    for (most, row) in most.iter_mut().zip(part.rows()) {
        *most = furthest(simd, row);
    }
    let mut scalings = [(0.0, 0.0); MOST_ROWS];
    for (scaling, most) in scalings.iter_mut().zip(most) {
        // Numbers so small that the inverse of the scale were infinite count as zeros.
        let most = greater(most, 1e-30);
        *scaling = (most / 127.0, 127.0 / most);
    }
    scalings
}

/// Puts the bytes of numbers in their places of groups of tokens: those of the first token of a group take the place of
/// what was there.
#[inline(always)]
fn put<S: Simd, T: Pod + BitOr<Output = T> + From<u8> + Shl<u32, Output = T>>(
    places: &mut [T],
    numbers: &[f32; HEAD_STEP],
    inverse: f32,
    shift: u32,
) {
    let places = places.first_chunk_mut::<HEAD_STEP>().expect("heads are a multiple of a step wide");
    if shift == 0 {
        for (place, number) in places.iter_mut().zip(numbers) {
            *place = T::from(byte::<S>(*number, inverse) as u8);
        }
    } else {
        for (place, number) in places.iter_mut().zip(numbers) {
            *place = *place | T::from(byte::<S>(*number, inverse) as u8) << shift;
        }
    }
}

/// A number from -127 to 127, rounded.
#[inline(always)]
fn byte<S: Simd>(number: f32, inverse: f32) -> i8 {
    fused::<S>(number, inverse, ROUND).to_bits() as i8
}
