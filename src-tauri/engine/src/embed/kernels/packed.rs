//! Weights in eight bits, laid out for the tiles.

use std::ops::Range;

use super::aligned::{Aligned, OnLine};
use super::finish::{Finish, FinishTile, OfPanel};
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
    scales: Aligned<f32>,
    /// The weights of each output added up: what a row's zero adds to every sum.
    totals: Aligned<i32>,
    bias: Aligned<f32>,
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
        let (scales, totals, bias) = (Aligned::copy(&scales), Aligned::copy(&totals), Aligned::copy(&bias));
        Self { tile, set, lines, lines_of_panel, outputs, scales, totals, bias }
    }

    /// How many outputs there are.
    pub(in crate::embed) fn outputs(&self) -> usize {
        self.outputs
    }

    /// Some outputs, which begin with a panel, of `rows · weightsᵀ + bias` for some rows from `first` on, as many as the
    /// target, `[rows, outputs]`, has room for.
    ///
    /// # Panics
    /// If there are fewer outputs or rows, or they are shorter than the weights or of another instruction set.
    pub(in crate::embed) fn multiply(
        &self,
        rows: &Rows,
        first: usize,
        outputs: Range<usize>,
        target: &mut [f32],
        finish: Finish,
    ) {
        let (stride, count) = (outputs.len(), target.len() / outputs.len());
        assert_eq!(target.len(), count * stride, "the target has a number for each row and output");
        assert!(first + count <= rows.count(), "there are as many rows");
        assert!(outputs.start.is_multiple_of(PANEL) && outputs.end <= self.outputs, "there are such outputs");
        let mut sums = OnLine::<Sums>([[0; PANEL]; MOST_ROWS]);
        for column in outputs.clone().step_by(PANEL) {
            let lines = &self.lines[column / PANEL * self.lines_of_panel..][..self.lines_of_panel];
            let width = PANEL.min(outputs.end - column);
            for block in spread(count, self.tile.block) {
                let bytes = &rows.bytes[(first + block.start) * rows.stride..];
                self.tile.multiply(bytes, rows.stride, block.len(), lines, &mut sums.0);
                let of_rows = first + block.start..first + block.end;
                let (scales, zeros) = (&rows.scales[of_rows.clone()], &rows.zeros[of_rows]);
                let target = &mut target[block.start * stride + column - outputs.start..];
                let (of, outputs) = (self.part(column), stride);
                dispatch(
                    Some(self.set),
                    FinishTile { sums: &sums.0, scales, zeros, of, target, outputs, width, finish },
                );
            }
        }
    }

    /// What makes numbers of the sums of the panel that begins with an output.
    fn part(&self, column: usize) -> OfPanel<'_> {
        let padded = "padded to whole panels";
        OfPanel {
            scales: self.scales[column..].first_chunk().expect(padded),
            totals: self.totals[column..].first_chunk().expect(padded),
            bias: self.bias[column..].first_chunk().expect(padded),
        }
    }
}

/// Parts of so many things, each of at most `most` and all about as large as each other: a tile of one row takes as
/// long as one of four.
pub(in crate::embed) fn spread(count: usize, most: usize) -> impl Iterator<Item = Range<usize>> {
    let parts = count.div_ceil(most);
    (0..parts).map(move |part| part * count / parts..(part + 1) * count / parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers between -4 and 4 that look random and repeat.
    fn numbers(count: usize, seed: usize) -> Vec<f32> {
        (0..count).map(|at| ((at * 7919 + seed * 31 + 13) % 1009) as f32 / 126.0 - 4.0).collect()
    }

    #[test]
    fn products_agree_with_fp32() {
        // The last panel is full in one of them and begun in the other.
        for (inputs, outputs) in [(96, 64), (45, 45)] {
            let weights: Vec<i8> = numbers(inputs * outputs, 1).iter().map(|x| (x * 31.0) as i8).collect();
            let (scales, bias) = (vec![1.0 / 127.0; outputs], numbers(outputs, 2));
            let layer = LinearInEight { weights, scales, bias };
            let (rows, before) = (numbers(29 * inputs, 3), numbers(26 * outputs, 4));
            for set in InstructionSet::available() {
                let packed = PackedWeights::new(&layer, set);
                let mut taken = Rows::new(set);
                taken.make_room(29, inputs);
                taken.take(0, &rows, inputs);
                for finish in [Finish::Set, Finish::Add, Finish::Gelu] {
                    let mut found = before.clone();
                    packed.multiply(&taken, 3, 0..outputs, &mut found, finish);
                    for (at, found) in found.iter().enumerate() {
                        let (row, output) = (at / outputs + 3, at % outputs);
                        let product =
                            |k| rows[row * inputs + k] * f32::from(layer.weights[output * inputs + k]) / 127.0;
                        let sum = layer.bias[output] + (0..inputs).map(product).sum::<f32>();
                        let expected = match finish {
                            Finish::Add => before[at] + sum,
                            Finish::Gelu if sum < 0.0 => 0.0,
                            Finish::Set | Finish::Gelu => sum,
                        };
                        assert!((found - expected).abs() < 0.3, "{} {finish:?}: {found} not {expected}", set.name());
                    }
                }
            }
        }
    }

    #[test]
    fn a_part_of_the_outputs_comes_out_as_in_the_whole() {
        let (inputs, outputs) = (45, 109);
        let weights: Vec<i8> = numbers(inputs * outputs, 1).iter().map(|x| (x * 31.0) as i8).collect();
        let layer = LinearInEight { weights, scales: vec![0.01; outputs], bias: numbers(outputs, 2) };
        for set in InstructionSet::available() {
            let packed = PackedWeights::new(&layer, set);
            for count in [1, 2, 13, 15, 16, 17, 33] {
                let mut taken = Rows::new(set);
                taken.make_room(count, inputs);
                taken.take(0, &numbers(count * inputs, 3), inputs);
                let mut whole = vec![0.0; count * outputs];
                packed.multiply(&taken, 0, 0..outputs, &mut whole, Finish::Gelu);
                for part in [0..32, 32..96, 64..109, 96..109] {
                    let mut found = vec![0.0; count * part.len()];
                    packed.multiply(&taken, 0, part.clone(), &mut found, Finish::Gelu);
                    for (found, whole) in found.chunks(part.len()).zip(whole.chunks(outputs)) {
                        assert_eq!(*found, whole[part.clone()], "{} {count} {part:?}", set.name());
                    }
                }
            }
        }
    }

    #[test]
    fn parts_are_about_as_large_as_each_other() {
        let parts = |count, most| spread(count, most).map(|part| part.len()).collect::<Vec<_>>();
        assert_eq!(parts(25, 12), [8, 8, 9]);
        assert_eq!(parts(24, 12), [12, 12]);
        assert_eq!(parts(1, 12), [1]);
        assert_eq!(parts(0, 12), [0; 0]);
    }
}
