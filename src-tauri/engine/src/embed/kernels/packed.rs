//! Weights in eight bits, laid out for the tiles.

use pulp::{Simd, WithSimd};

use super::instructions::{InstructionSet, dispatch};
use super::rows::{Rows, STEP};
use super::tiles::{Line, MOST_ROWS, PANEL, Sums, Tile};

/// A linear layer in eight bits, as it is stored: a weight is `scale · byte`, with a scale for each output.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::embed) struct LinearInEight {
    /// `[outputs, inputs]`, row-major, each from -127 to 127.
    pub(in crate::embed) weights: Vec<i8>,
    /// Of each output.
    pub(in crate::embed) scales: Vec<f32>,
    /// Of each output.
    pub(in crate::embed) bias: Vec<f32>,
}

/// The same, laid out in panels of [`PANEL`] outputs.
pub(in crate::embed) struct PackedWeights {
    tile: Tile,
    set: InstructionSet,
    /// Panel after panel; in each, group after group of inputs; in each, the inputs of a group for each output.
    lines: Vec<Line>,
    lines_of_panel: usize,
    outputs: usize,
    /// Of each output, padded to whole panels.
    scales: Vec<f32>,
    /// The weights of each output added up: what a row's zero adds to every sum.
    totals: Vec<i32>,
    bias: Vec<f32>,
}

impl PackedWeights {
    /// Lays weights out for an instruction set.
    ///
    /// # Panics
    /// If the processor does not have it.
    pub(in crate::embed) fn new(layer: &LinearInEight, set: InstructionSet) -> Self {
        let tile = Tile::expect(set);
        let outputs = layer.scales.len();
        let inputs = layer.weights.len() / outputs.max(1);
        let padded = outputs.next_multiple_of(PANEL);
        let lines_of_panel = inputs.next_multiple_of(STEP) * PANEL / size_of::<Line>();
        let mut lines = vec![Line::default(); padded / PANEL * lines_of_panel];
        for (output, weights) in layer.weights.chunks_exact(inputs).enumerate() {
            let panel = &mut lines[output / PANEL * lines_of_panel..][..lines_of_panel];
            let panel: &mut [i8] = bytemuck::cast_slice_mut(panel);
            let groups = panel.chunks_exact_mut(PANEL * tile.group);
            for (group, weights) in groups.zip(weights.chunks(tile.group)) {
                group[output % PANEL * tile.group..][..weights.len()].copy_from_slice(weights);
            }
        }
        let total = |weights: &[i8]| weights.iter().map(|weight| i32::from(*weight)).sum();
        let mut totals: Vec<i32> = layer.weights.chunks_exact(inputs).map(total).collect();
        let (mut scales, mut bias) = (layer.scales.clone(), layer.bias.clone());
        totals.resize(padded, 0);
        scales.resize(padded, 0.0);
        bias.resize(padded, 0.0);
        Self { tile, set, lines, lines_of_panel, outputs, scales, totals, bias }
    }

    /// `rows · weightsᵀ + bias`, `[rows, outputs]`, in place of what is in `target` or, with `add`, on top of it.
    ///
    /// # Panics
    /// If the rows are shorter than the weights or of another instruction set, or the target is of another size.
    pub(in crate::embed) fn multiply(&self, rows: &Rows, target: &mut [f32], add: bool) {
        assert_eq!(target.len(), rows.count() * self.outputs, "the target has a number for each row and output");
        let mut sums: Sums = [[0; PANEL]; MOST_ROWS];
        let block = self.tile.block;
        for (panel, lines) in self.lines.chunks_exact(self.lines_of_panel).enumerate() {
            for first in (0..rows.count()).step_by(block) {
                let count = (rows.count() - first).min(block);
                self.tile.multiply(&rows.bytes[first * rows.stride..], rows.stride, count, lines, &mut sums);
                let place = Place { first, count, column: panel * PANEL };
                dispatch(Some(self.set), Finish { weights: self, rows, place, sums: &sums, target, add });
            }
        }
    }
}

/// Where a tile is in a product.
#[derive(Clone, Copy)]
struct Place {
    /// Its first row.
    first: usize,
    /// Its rows.
    count: usize,
    /// Its first output.
    column: usize,
}

/// Turns the sums of a tile into numbers.
struct Finish<'a> {
    weights: &'a PackedWeights,
    rows: &'a Rows,
    place: Place,
    sums: &'a Sums,
    target: &'a mut [f32],
    add: bool,
}

impl WithSimd for Finish<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        let Self { weights, rows, place: Place { first, count, column }, sums, target, add } = self;
        let part = |numbers: &[f32]| *numbers[column..].first_chunk::<PANEL>().expect("padded to whole panels");
        let (scales, bias) = (part(&weights.scales), part(&weights.bias));
        let totals = weights.totals[column..].first_chunk::<PANEL>().expect("padded to whole panels");
        for (row, sums) in sums.iter().enumerate().take(count) {
            let (scale, zero) = (rows.scales[first + row], rows.zeros[first + row]);
            let target = &mut target[(first + row) * weights.outputs..][..weights.outputs][column..];
            let mut numbers = [0.0; PANEL];
            for at in 0..PANEL {
                // No sum overflows; unchecked, so that it can be computed in vectors in builds for development too.
                let sum = sums[at].wrapping_sub(zero.wrapping_mul(totals[at]));
                numbers[at] = sum as f32 * (scale * scales[at]) + bias[at];
            }
            // All panels but the last, so that the compiler knows how many numbers there are.
            if let Some(target) = target.first_chunk_mut::<PANEL>() {
                for at in 0..PANEL {
                    target[at] = if add { target[at] + numbers[at] } else { numbers[at] };
                }
            } else {
                for (target, number) in target.iter_mut().zip(numbers) {
                    *target = if add { *target + number } else { number };
                }
            }
        }
    }
}
