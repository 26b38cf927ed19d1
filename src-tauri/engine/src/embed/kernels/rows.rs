//! Numbers of tokens in eight bits.

use pulp::{Simd, WithSimd};

use super::instructions::{InstructionSet, dispatch};
use super::lanes::{ROUND, extremes, fused, greater, lesser};
use super::tiles::{Form, Tile};

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

/// Numbers of a head in most small models.
const HEAD: usize = 32;

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

    /// Takes a row in place of another.
    #[inline(always)]
    pub(super) fn take_row<S: Simd>(&mut self, simd: S, row: usize, numbers: &[f32]) {
        let target = &mut self.bytes[row * self.stride..][..self.stride];
        (self.scales[row], self.zeros[row]) = put_row(simd, numbers, self.form, target);
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
            self.rows.take_row(simd, row, numbers);
        }
    }
}

/// Writes a row's bytes, and says its scale and its zero.
#[inline(always)]
fn put_row<S: Simd>(simd: S, row: &[f32], form: Form, target: &mut [u8]) -> (f32, i32) {
    let (least, most) = extremes(simd, row);
    let range = most - least;
    if range < LEAST_RANGE {
        target.fill(form.of_byte(0));
        return (0.0, 0);
    }
    let inverse = 255.0 / range;
    let zero = (-least * inverse + ROUND) - ROUND;
    match form {
        Form::Unsigned => bytes::<S>(row, inverse, zero, 0, target),
        Form::Signed => bytes::<S>(row, inverse, zero, 0x80, target),
        Form::Wide => {
            let (targets, _) = target.as_chunks_mut::<2>();
            targets.iter_mut().zip(row).for_each(|(target, number)| *target = [byte::<S>(*number, inverse, zero), 0]);
        }
    }
    (range / 255.0, zero as i32 + form.zero())
}

/// The bytes of numbers, with some bits turned.
#[inline(always)]
fn bytes<S: Simd>(numbers: &[f32], inverse: f32, zero: f32, turned: u8, target: &mut [u8]) {
    // The compiler makes better code of the rows of a head if it knows how many there are.
    if let (Some(target), Ok(numbers)) = (target.first_chunk_mut::<HEAD>(), <&[f32; HEAD]>::try_from(numbers)) {
        for at in 0..HEAD {
            target[at] = byte::<S>(numbers[at], inverse, zero) ^ turned;
        }
        return;
    }
    for (target, number) in target.iter_mut().zip(numbers) {
        *target = byte::<S>(*number, inverse, zero) ^ turned;
    }
}

#[inline(always)]
fn byte<S: Simd>(number: f32, inverse: f32, zero: f32) -> u8 {
    (lesser(greater(fused::<S>(number, inverse, zero), 0.0), 255.0) + ROUND).to_bits() as u8
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
}
