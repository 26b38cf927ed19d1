//! Numbers of tokens in eight bits.

use pulp::{Simd, WithSimd};

use super::instructions::{InstructionSet, dispatch};
use super::lanes::{ROUND, extremes, fused};
use super::part::Part;
use super::tiles::{Form, MOST_ROWS, Tile};

/// Rows of numbers, each in eight bits with a scale and a zero of its own: a number is `scale · (byte − zero)`, for
/// bytes from 0 to 255. Measured on the reference texts, a zero of its own for each row halves the error against
/// rows that are symmetric about zero.
pub(in crate::embed) struct Rows {
    set: InstructionSet,
    form: Form,
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

/// Rows whose numbers are no further apart than this are rows of zeros: its quotients would not be finite.
const LEAST_RANGE: f32 = 1e-30;

/// Steps from the least number of a row to the greatest. A little less than there are from byte to byte, so that with
/// [`MARGIN`] no number is rounded beyond them and none has to be held back.
const STEPS: f32 = 254.999;

/// What a zero is moved up by before it is rounded: more than all errors of rounding on the way, so that the least number
/// is never rounded to a byte below zero.
const MARGIN: f32 = 1.0 / 4096.0;

impl Rows {
    /// None yet, for an instruction set.
    ///
    /// # Panics
    /// If the processor does not have it.
    pub(in crate::embed) fn new(set: InstructionSet) -> Self {
        let form = Tile::expect(set).form;
        Self { set, form, bytes: Vec::new(), stride: 0, scales: Vec::new(), zeros: Vec::new() }
    }

    /// Makes room for `count` rows of so many columns, to be taken in any order.
    pub(in crate::embed) fn make_room(&mut self, count: usize, columns: usize) {
        self.stride = columns.next_multiple_of(STEP) * self.form.width();
        self.bytes.resize(count * self.stride, 0);
        self.scales.resize(count, 0.0);
        self.zeros.resize(count, 0);
    }

    /// Takes rows of a `[rows, columns]` matrix in place of those from `first` on.
    ///
    /// # Panics
    /// If there is no room for them.
    pub(in crate::embed) fn take(&mut self, first: usize, numbers: &[f32], columns: usize) {
        dispatch(Some(self.set), Take { numbers, columns, first, rows: self });
    }

    /// Takes what a head has of at most [`MOST_ROWS`] tokens in place of the rows from `first` on.
    #[inline(always)]
    pub(super) fn take_part<S: Simd>(&mut self, simd: S, first: usize, part: Part<'_>) {
        // One thing after the other for all rows, so that none waits for the lanes of a vector to be put together, and
        // the quotients are computed in vectors.
        let mut bounds = [(0.0, 0.0); MOST_ROWS];
        for (bounds, row) in bounds.iter_mut().zip(part.rows()) {
            *bounds = extremes(simd, row);
        }
        let mut scalings = [Scaling::default(); MOST_ROWS];
        for (scaling, bounds) in scalings.iter_mut().zip(bounds) {
            *scaling = Scaling::between(bounds);
        }
        for (row, (numbers, scaling)) in (first..).zip(part.rows().zip(scalings)) {
            self.put::<S>(row, numbers, scaling);
        }
    }

    /// Writes a row in place of another.
    #[inline(always)]
    fn put<S: Simd>(&mut self, row: usize, numbers: &[f32], Scaling { inverse, scale, zero }: Scaling) {
        let target = &mut self.bytes[row * self.stride..][..numbers.len() * self.form.width()];
        let shift = zero + ROUND;
        match self.form {
            Form::Unsigned => bytes::<S>(numbers, inverse, shift, 0, target),
            Form::Signed => bytes::<S>(numbers, inverse, shift, 0x80, target),
            Form::Wide => {
                let (targets, _) = target.as_chunks_mut::<2>();
                for (target, number) in targets.iter_mut().zip(numbers) {
                    *target = [byte::<S>(*number, inverse, shift), 0];
                }
            }
        }
        (self.scales[row], self.zeros[row]) = (scale, zero as i32 + self.form.zero());
    }

    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.scales.len()
    }
}

struct Take<'a> {
    numbers: &'a [f32],
    columns: usize,
    first: usize,
    rows: &'a mut Rows,
}

impl WithSimd for Take<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        for (row, numbers) in (self.first..).zip(self.numbers.chunks_exact(self.columns)) {
            self.rows.put::<S>(row, numbers, Scaling::between(extremes(simd, numbers)));
        }
    }
}

/// How the numbers of a row become bytes.
#[derive(Clone, Copy, Default)]
struct Scaling {
    /// Steps of a byte in one.
    inverse: f32,
    /// What a step is worth.
    scale: f32,
    /// The byte that stands for zero, a whole number.
    zero: f32,
}

impl Scaling {
    /// For numbers between two, zero among them.
    #[inline(always)]
    fn between((least, most): (f32, f32)) -> Self {
        let range = most - least;
        let (inverse, scale) = if range < LEAST_RANGE { (0.0, 0.0) } else { (STEPS / range, range / STEPS) };
        Self { inverse, scale, zero: ((MARGIN - least * inverse) + ROUND) - ROUND }
    }
}

/// The bytes of numbers, with some bits turned.
#[inline(always)]
fn bytes<S: Simd>(numbers: &[f32], inverse: f32, shift: f32, turned: u8, target: &mut [u8]) {
    for (target, number) in target.iter_mut().zip(numbers) {
        *target = byte::<S>(*number, inverse, shift) ^ turned;
    }
}

/// The byte of a number, by one instruction: `shift` is that of zero and [`ROUND`].
#[inline(always)]
fn byte<S: Simd>(number: f32, inverse: f32, shift: f32) -> u8 {
    fused::<S>(number, inverse, shift).to_bits() as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_comes_back_to_half_a_step_and_zero_exactly() {
        for set in InstructionSet::available() {
            // As wide as a head, as a row that ends in the middle of a vector, and as a layer.
            for columns in [32, 45, 384] {
                let row = |shift: f32| (0..columns).map(move |at| ((at * 7919 + 13) % 1009) as f32 / 126.0 - shift);
                let numbers: Vec<f32> = row(4.0).chain(row(0.0)).chain(row(8.1)).chain(vec![0.0; columns]).collect();
                let mut rows = Rows::new(set);
                rows.make_room(5, columns);
                rows.take(1, &numbers, columns);
                assert_eq!((rows.count(), rows.stride), (5, columns.next_multiple_of(STEP) * rows.form.width()));
                for (at, number) in numbers.iter().enumerate() {
                    let (row, column) = (1 + at / columns, at % columns);
                    let byte = rows.bytes[row * rows.stride + column * rows.form.width()];
                    let byte = i32::from(rows.form.of_byte(byte)) + rows.form.zero();
                    let found = rows.scales[row] * (byte - rows.zeros[row]) as f32;
                    let step = rows.scales[row];
                    assert!((found - number).abs() <= step * 0.51, "{}: {found} is not {number}", set.name());
                    assert!(*number != 0.0 || found == 0.0, "{}: zero stays zero", set.name());
                }
            }
        }
    }

    #[test]
    fn the_ends_of_a_row_never_turn_into_each_other() {
        for set in InstructionSet::available() {
            let mut rows = Rows::new(set);
            rows.make_room(1, 16);
            for step in 0..4000 {
                // Ranges of all magnitudes with zero anywhere in them.
                let size = 10f32.powi(step % 60 - 28);
                let share = (step * 7919 % 4001) as f32 / 4000.0;
                let mut numbers = [0.0; 16];
                (numbers[3], numbers[9]) = (-size * share, size * (1.0 - share));
                rows.take(0, &numbers, 16);
                let byte = |at: usize| rows.form.of_byte(rows.bytes[at * rows.form.width()]);
                let (least, zero, most) = (byte(3), byte(0), byte(9));
                assert!(least <= 1 && most >= 254, "{}: {least} to {most} for {numbers:?}", set.name());
                assert_eq!(i32::from(zero), rows.zeros[0] - rows.form.zero(), "{}", set.name());
            }
        }
    }

    #[test]
    fn rows_of_no_range_are_zeros() {
        for set in InstructionSet::available() {
            let mut rows = Rows::new(set);
            rows.make_room(1, 16);
            for number in [0.0, -0.0, 1e-38, -1e-45] {
                rows.take(0, &[number; 16], 16);
                assert!(rows.scales[0].abs() < 1e-30, "{}", set.name());
            }
        }
    }
}
