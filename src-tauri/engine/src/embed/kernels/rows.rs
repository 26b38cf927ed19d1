//! Numbers of tokens in eight bits.

use pulp::{Simd, WithSimd};

use super::elementwise::ROUND;
use super::instructions::{InstructionSet, dispatch};
use super::tiles::{Form, Tile};

/// Rows of numbers, each in eight bits with a scale and a zero of its own: a number is `scale · (byte − zero)`, for
/// bytes from 0 to 255. Measured on the reference texts, a zero of its own for each row halves the error against
/// rows that are symmetric about zero.
pub(in crate::embed) struct Rows {
    set: InstructionSet,
    /// In the form that the instruction set takes.
    pub(super) bytes: Vec<u8>,
    /// Bytes from the beginning of a row to that of the next.
    pub(super) stride: usize,
    /// Of each row.
    pub(super) scales: Vec<f32>,
    /// Of each row.
    pub(super) zeros: Vec<i32>,
}

/// Rows begin at multiples of so many numbers, which is what the widest tile takes at once. What is beyond a row's
/// end meets weights that are zero.
pub(super) const STEP: usize = 64;

impl Rows {
    /// None yet, for an instruction set.
    pub(in crate::embed) fn new(set: InstructionSet) -> Self {
        Self { set, bytes: Vec::new(), stride: 0, scales: Vec::new(), zeros: Vec::new() }
    }

    /// Takes the rows of a `[rows, columns]` matrix in place of those that were there.
    ///
    /// # Panics
    /// If the processor does not have the instruction set.
    pub(in crate::embed) fn take(&mut self, numbers: &[f32], columns: usize) {
        let form = Tile::expect(self.set).form;
        let count = numbers.len() / columns;
        self.stride = columns.next_multiple_of(STEP) * form.width();
        self.bytes.resize(count * self.stride, 0);
        self.scales.resize(count, 0.0);
        self.zeros.resize(count, 0);
        dispatch(Some(self.set), Take { numbers, columns, form, rows: self });
    }

    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.scales.len()
    }
}

struct Take<'a> {
    numbers: &'a [f32],
    columns: usize,
    form: Form,
    rows: &'a mut Rows,
}

impl WithSimd for Take<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        let Rows { bytes, stride, scales, zeros, .. } = self.rows;
        let targets = bytes.chunks_exact_mut(*stride).zip(scales.iter_mut().zip(zeros.iter_mut()));
        for (row, (target, (scale, zero))) in self.numbers.chunks_exact(self.columns).zip(targets) {
            (*scale, *zero) = take_row(row, self.form, target);
        }
    }
}

#[inline(always)]
fn take_row(row: &[f32], form: Form, target: &mut [u8]) -> (f32, i32) {
    let (least, most) = extremes(row);
    // Zero is always within, so that it is kept exactly.
    let (least, most) = (least.min(0.0), most.max(0.0));
    let scale = (most - least) / 255.0;
    if scale <= 0.0 {
        target.fill(form.of_byte(0));
        return (0.0, 0);
    }
    let (inverse, zero) = (1.0 / scale, (-least / scale).round());
    match form {
        Form::Unsigned => {
            target.iter_mut().zip(row).for_each(|(target, number)| *target = byte(*number, inverse, zero));
            (scale, zero as i32)
        }
        Form::Signed => {
            target.iter_mut().zip(row).for_each(|(target, number)| *target = byte(*number, inverse, zero) ^ 0x80);
            (scale, zero as i32 - 128)
        }
        Form::Wide => {
            let (targets, _) = target.as_chunks_mut::<2>();
            targets.iter_mut().zip(row).for_each(|(target, number)| *target = [byte(*number, inverse, zero), 0]);
            (scale, zero as i32)
        }
    }
}

#[inline(always)]
fn byte(number: f32, inverse: f32, zero: f32) -> u8 {
    ((number * inverse + zero).clamp(0.0, 255.0) + ROUND).to_bits() as u8
}

/// The least and the greatest, in sixteen lanes so that the compiler may keep them in registers.
#[inline(always)]
fn extremes(row: &[f32]) -> (f32, f32) {
    let (chunks, rest) = row.as_chunks::<16>();
    let (mut least, mut most) = ([0.0f32; 16], [0.0f32; 16]);
    for chunk in chunks {
        for lane in 0..16 {
            least[lane] = if chunk[lane] < least[lane] { chunk[lane] } else { least[lane] };
            most[lane] = if chunk[lane] > most[lane] { chunk[lane] } else { most[lane] };
        }
    }
    let least = least.iter().chain(rest).copied().fold(0.0, f32::min);
    (least, most.iter().chain(rest).copied().fold(0.0, f32::max))
}
