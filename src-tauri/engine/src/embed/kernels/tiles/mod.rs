//! The innermost loops: sums of products of bytes, for some rows and a panel of outputs at once.
//!
//! The numbers of a tile stay in registers while it runs over the inputs. Its code is written with the processor's
//! own instructions, for no compiler finds them by itself; hence the `unsafe`, all of it in this folder. Every tile
//! is compared with the plain one in [`portable`], number by number.

#[cfg(target_arch = "aarch64")]
mod aarch64;
#[cfg(target_arch = "x86_64")]
mod amx;
mod portable;
#[cfg(target_arch = "x86_64")]
mod x86;

use std::time::Instant;

use bytemuck::{Pod, Zeroable};

use super::InstructionSet;

/// Outputs that are computed at once.
pub(super) const PANEL: usize = 32;

/// Rows that any tile computes at once, at the most.
pub(super) const MOST_ROWS: usize = 32;

/// Inputs of which all tiles but the widest take a multiple.
const SHORT_STEP: usize = 16;

/// A sum for each row and output.
pub(super) type Sums = [[i32; PANEL]; MOST_ROWS];

/// Weights as they are loaded at once, aligned so that no load crosses a cache line.
#[derive(Debug, Clone, Copy, Pod, Zeroable)]
#[repr(C, align(64))]
pub(super) struct Line([i8; 64]);

impl Default for Line {
    fn default() -> Self {
        Self([0; 64])
    }
}

/// How a tile takes the bytes of rows, 0 to 255.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// As they are.
    Unsigned,
    /// Less 128.
    Signed,
    /// In 16 bits, little-endian.
    Wide,
}

impl Form {
    /// Bytes that a number takes.
    pub(super) fn width(self) -> usize {
        if self == Self::Wide { 2 } else { 1 }
    }

    /// What stands for a byte; kernels take it as bits of their own, and tests compare.
    #[cfg(test)]
    pub(super) fn of_byte(self, byte: u8) -> u8 {
        if self == Self::Signed { byte ^ 0x80 } else { byte }
    }

    /// The number that a byte of zero is taken as.
    pub(super) fn zero(self) -> i32 {
        if self == Self::Signed { -128 } else { 0 }
    }
}

/// The innermost loop of an instruction set.
#[derive(Clone, Copy)]
pub(super) struct Tile {
    /// How it takes rows.
    pub(super) form: Form,
    /// How many rows it computes at once, at the most.
    pub(super) block: usize,
    /// How many inputs of an output stand beside each other in a panel.
    pub(super) group: usize,
    /// It takes a multiple of so many inputs.
    pub(super) step: usize,
    multiply: Multiply,
}

/// Takes rows, the bytes from one to the next, how many there are, a panel, and where the sums go.
type Multiply = fn(&[u8], usize, usize, &[Line], &mut Sums);

impl Tile {
    /// That of an instruction set, if the processor has it.
    pub(super) fn of(set: InstructionSet) -> Option<Self> {
        match set {
            InstructionSet::Portable => {
                Some(Self { form: Form::Unsigned, block: 12, group: 4, step: SHORT_STEP, multiply: portable::multiply })
            }
            #[cfg(target_arch = "x86_64")]
            InstructionSet::Amx if amx::is_available() => {
                Some(Self { form: Form::Unsigned, block: 32, group: 4, step: 64, multiply: amx::multiply })
            }
            #[cfg(target_arch = "x86_64")]
            InstructionSet::Avx512Vnni if x86::has_avx512_vnni() => Some(Self {
                form: Form::Unsigned,
                block: x86::WIDE_BLOCK,
                group: 4,
                step: SHORT_STEP,
                multiply: x86::multiply_avx512_vnni,
            }),
            #[cfg(target_arch = "x86_64")]
            InstructionSet::AvxVnni if x86::has_avx_vnni() => Some(Self {
                form: Form::Unsigned,
                block: x86::BLOCK,
                group: 4,
                step: SHORT_STEP,
                multiply: x86::multiply_avx_vnni,
            }),
            #[cfg(target_arch = "x86_64")]
            InstructionSet::Avx2 if x86::has_avx2() => Some(Self {
                form: Form::Wide,
                block: x86::BLOCK,
                group: 2,
                step: SHORT_STEP,
                multiply: x86::multiply_avx2,
            }),
            #[cfg(target_arch = "aarch64")]
            InstructionSet::NeonDot if aarch64::has_dot_products() => {
                Some(Self { form: Form::Signed, block: 12, group: 4, step: SHORT_STEP, multiply: aarch64::multiply })
            }
            _ => None,
        }
    }

    /// That of an instruction set that is known to be there.
    ///
    /// # Panics
    /// If it is not.
    pub(super) fn expect(set: InstructionSet) -> Self {
        Self::of(set).unwrap_or_else(|| panic!("this processor has no {}", set.name()))
    }

    /// Sums the products of `count` rows, which begin `stride` bytes apart, with a panel. Rows have as many numbers as
    /// the panel has inputs; sums of further rows are left as they were.
    ///
    /// # Panics
    /// If there are no rows, more than its block, or fewer bytes than they need, or if the panel is empty or no whole
    /// number of its steps.
    pub(super) fn multiply(&self, rows: &[u8], stride: usize, count: usize, panel: &[Line], sums: &mut Sums) {
        let inputs = size_of_val(panel) / PANEL;
        assert!((1..=self.block).contains(&count), "a tile takes 1 to {} rows", self.block);
        // The widest tile asks whether there is more after each step, and so takes one in any case.
        assert!(inputs > 0, "a panel has inputs");
        assert!(inputs.is_multiple_of(self.step), "rows are padded");
        assert!((count - 1) * stride + inputs * self.form.width() <= rows.len(), "rows must be as long as the panel");
        (self.multiply)(rows, stride, count, panel, sums);
    }
}

/// Products a second of a tile whose numbers stay in the processor's nearest cache.
pub(super) fn peak(set: InstructionSet) -> Option<f64> {
    /// As wide as the layers of small models, so that a panel of it is 12 KB.
    const INPUTS: usize = 384;
    let tile = Tile::of(set)?;
    let stride = INPUTS * tile.form.width();
    let (rows, panel) = (vec![1; tile.block * stride], vec![Line::default(); INPUTS * PANEL / size_of::<Line>()]);
    let mut sums = [[0; PANEL]; MOST_ROWS];
    let mut most = 0.0f64;
    for _ in 0..50 {
        let began = Instant::now();
        for _ in 0..100 {
            tile.multiply(&rows, stride, tile.block, std::hint::black_box(&panel), &mut sums);
        }
        most = most.max((100 * tile.block * PANEL * INPUTS) as f64 / began.elapsed().as_secs_f64());
    }
    Some(most)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Bytes that look random and repeat, the extremes among them.
    fn bytes(count: usize, seed: usize) -> Vec<u8> {
        let byte = |at: usize| match (at * 2_654_435_761 + seed * 40_503) >> 7 & 1023 {
            0..16 => 0,
            16..32 => 255,
            other => other as u8,
        };
        (0..count).map(byte).collect()
    }

    /// Lays out plain bytes as a tile takes them, rows and a panel.
    fn laid_out(tile: &Tile, rows: &[u8], weights: &[i8], inputs: usize) -> (Vec<u8>, Vec<Line>) {
        let rows = rows.iter().flat_map(|byte| {
            let bytes = [tile.form.of_byte(*byte), 0];
            bytes.into_iter().take(tile.form.width())
        });
        let mut lines = vec![Line::default(); inputs * PANEL / 64];
        let panel: &mut [i8] = bytemuck::cast_slice_mut(&mut lines);
        for (at, weight) in weights.iter().enumerate() {
            let (output, input) = (at / inputs, at % inputs);
            panel[input / tile.group * PANEL * tile.group + output * tile.group + input % tile.group] = *weight;
        }
        (rows.collect(), lines)
    }

    #[test]
    fn every_tile_gets_the_sums_of_the_definition() {
        for set in InstructionSet::available() {
            let tile = Tile::expect(set);
            for (inputs, seed) in [(tile.step, 1), (3 * tile.step, 2), (384, 3), (1536, 4)] {
                let plain = bytes(tile.block * inputs, seed);
                let weights: Vec<i8> =
                    bytes(PANEL * inputs, seed + 9).into_iter().map(|byte| (byte as i8).max(-127)).collect();
                let (rows, panel) = laid_out(&tile, &plain, &weights, inputs);
                for count in 1..=tile.block {
                    let mut sums = [[i32::MIN; PANEL]; MOST_ROWS];
                    tile.multiply(&rows, inputs * tile.form.width(), count, &panel, &mut sums);
                    for row in 0..tile.block {
                        for output in 0..PANEL {
                            let byte = |input: usize| {
                                let byte = i32::from(plain[row * inputs + input]);
                                if tile.form == Form::Signed { byte - 128 } else { byte }
                            };
                            let product = |input| byte(input) * i32::from(weights[output * inputs + input]);
                            let expected = if row < count { (0..inputs).map(product).sum() } else { i32::MIN };
                            assert_eq!(sums[row][output], expected, "{} {inputs} {count} {row} {output}", set.name());
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn the_largest_sums_there_are_do_not_overflow() {
        for set in InstructionSet::available() {
            let tile = Tile::expect(set);
            // Ten times as many inputs as the widest layer of the largest model in common use.
            let inputs = 40_960;
            for (byte, weight) in [(255, 127), (255, -127), (0, 127)] {
                let (rows, panel) = laid_out(&tile, &vec![byte; inputs], &vec![weight; inputs * PANEL], inputs);
                let mut sums = [[0; PANEL]; MOST_ROWS];
                tile.multiply(&rows, inputs * tile.form.width(), 1, &panel, &mut sums);
                let byte = i32::from(byte) - if tile.form == Form::Signed { 128 } else { 0 };
                assert_eq!(sums[0], [inputs as i32 * byte * i32::from(weight); PANEL], "{}", set.name());
            }
        }
    }

    #[test]
    #[should_panic(expected = "rows must be as long as the panel")]
    fn rows_that_are_too_short_are_refused() {
        let tile = Tile::expect(InstructionSet::Portable);
        tile.multiply(&[0; 127], 64, 2, &[Line::default(); 32], &mut [[0; PANEL]; MOST_ROWS]);
    }

    #[test]
    #[should_panic(expected = "a panel has inputs")]
    fn an_empty_panel_is_refused() {
        let set = InstructionSet::available().next().expect("the portable one at least");
        Tile::expect(set).multiply(&[0; 64], 64, 1, &[], &mut [[0; PANEL]; MOST_ROWS]);
    }
}
