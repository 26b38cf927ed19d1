//! Weights in eight bits, laid out for the tiles.

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
                dispatch(Some(self.set), || self.finish(rows, first, count, panel * PANEL, &sums, target, add));
            }
        }
    }

    /// Turns the sums of some rows with a panel into numbers.
    #[inline(always)]
    #[expect(clippy::too_many_arguments, reason = "they are the place of a tile in the product")]
    fn finish(
        &self,
        rows: &Rows,
        first: usize,
        count: usize,
        column: usize,
        sums: &Sums,
        target: &mut [f32],
        add: bool,
    ) {
        let columns = (self.outputs - column).min(PANEL);
        let scales: &[f32; PANEL] = self.scales[column..].first_chunk().expect("padded to whole panels");
        let totals: &[i32; PANEL] = self.totals[column..].first_chunk().expect("padded to whole panels");
        let bias: &[f32; PANEL] = self.bias[column..].first_chunk().expect("padded to whole panels");
        for (row, sums) in sums.iter().enumerate().take(count) {
            let (scale, zero) = (rows.scales[first + row], rows.zeros[first + row]);
            let target = &mut target[(first + row) * self.outputs + column..][..columns];
            let mut numbers = [0.0; PANEL];
            for at in 0..PANEL {
                numbers[at] = (sums[at] - zero * totals[at]) as f32 * (scale * scales[at]) + bias[at];
            }
            if add {
                target.iter_mut().zip(numbers).for_each(|(target, number)| *target += number);
            } else {
                target.copy_from_slice(&numbers[..columns]);
            }
        }
    }
}
