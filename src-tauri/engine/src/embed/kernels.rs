//! The loops that embedding spends its time in.
//!
//! Matrices are row-major. The loops over plain slices are written so that the compiler turns them into vector
//! instructions; hence the arithmetic `exp` in place of the library's.

use gemm::Parallelism;

/// A matrix laid over a slice: element (row, column) is at `row * row_step + column * column_step`.
#[derive(Clone, Copy)]
pub(super) struct Matrix<'a> {
    data: &'a [f32],
    rows: usize,
    columns: usize,
    row_step: usize,
    column_step: usize,
}

impl<'a> Matrix<'a> {
    /// Rows of `columns` numbers each, whose beginnings are `row_step` apart.
    ///
    /// # Panics
    /// If the slice is too short.
    pub(super) fn new(data: &'a [f32], rows: usize, columns: usize, row_step: usize) -> Self {
        assert!(rows == 0 || (rows - 1) * row_step + columns <= data.len(), "the slice must hold the last row");
        Self { data, rows, columns, row_step, column_step: 1 }
    }

    /// The same numbers with rows and columns exchanged.
    pub(super) fn transposed(self) -> Self {
        Self { rows: self.columns, columns: self.rows, row_step: self.column_step, column_step: self.row_step, ..self }
    }
}

/// Writes `factor * left * right` to `target`, rows `row_step` apart. With `add`, adds to what is there.
///
/// # Panics
/// If the inner sizes differ or the target is too short.
#[expect(unsafe_code, reason = "the matrix product takes pointers and strides")]
pub(super) fn multiply(
    target: &mut [f32],
    row_step: usize,
    factor: f32,
    left: Matrix<'_>,
    right: Matrix<'_>,
    add: bool,
) {
    let (rows, inner, columns) = (left.rows, left.columns, right.columns);
    assert_eq!(inner, right.rows, "the inner sizes of a product must agree");
    assert!(columns <= row_step || rows == 1, "rows of the target must not overlap");
    assert!(rows == 0 || (rows - 1) * row_step + columns <= target.len(), "the target must hold the last row");
    // SAFETY: `Matrix::new` and the assertions above hold every element inside its slice, and the target is
    // borrowed mutably, so it does not overlap the others.
    unsafe {
        gemm::gemm(
            rows,
            columns,
            inner,
            target.as_mut_ptr(),
            1,
            row_step as isize,
            add,
            left.data.as_ptr(),
            left.column_step as isize,
            left.row_step as isize,
            right.data.as_ptr(),
            right.column_step as isize,
            right.row_step as isize,
            1.0,
            factor,
            false,
            false,
            false,
            Parallelism::None,
        );
    }
}

/// Sets every row of `target` to `row`.
pub(super) fn fill_rows(target: &mut [f32], row: &[f32]) {
    target.chunks_exact_mut(row.len()).for_each(|target| target.copy_from_slice(row));
}

/// Adds `other` to `target`, element by element.
pub(super) fn add(target: &mut [f32], other: &[f32]) {
    target.iter_mut().zip(other).for_each(|(target, other)| *target += other);
}

/// Layer normalisation of each row (Ba, Kiros and Hinton 2016), in place.
pub(super) fn layer_norm(rows: &mut [f32], scale: &[f32], shift: &[f32], epsilon: f32) {
    let columns = scale.len() as f32;
    for row in rows.chunks_exact_mut(scale.len()) {
        let mean = sum(row) / columns;
        row.iter_mut().for_each(|x| *x -= mean);
        let variance = dot(row, row) / columns;
        let factor = 1.0 / (variance + epsilon).sqrt();
        for ((x, scale), shift) in row.iter_mut().zip(scale).zip(shift) {
            *x = *x * factor * scale + shift;
        }
    }
}

/// Softmax of each row of `columns` numbers, in place.
pub(super) fn softmax(rows: &mut [f32], columns: usize) {
    for row in rows.chunks_exact_mut(columns) {
        let most = row.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        row.iter_mut().for_each(|x| *x = exp(*x - most));
        let factor = 1.0 / sum(row);
        row.iter_mut().for_each(|x| *x *= factor);
    }
}

/// The Gaussian error linear unit, x Φ(x) (Hendrycks and Gimpel 2016), in place. Not its tanh approximation:
/// the model was trained with the error function.
pub(super) fn gelu(numbers: &mut [f32]) {
    numbers.iter_mut().for_each(|x| *x = 0.5 * *x * (1.0 + erf(*x * std::f32::consts::FRAC_1_SQRT_2)));
}

/// Scales to length one. A vector of zeros stays as it is.
pub(super) fn normalize(vector: &mut [f32]) {
    let length = dot(vector, vector).sqrt();
    if length > 0.0 {
        vector.iter_mut().for_each(|x| *x /= length);
    }
}

/// Sums in eight lanes, which the compiler may keep in one register; a single running sum it may not reorder.
fn sum(numbers: &[f32]) -> f32 {
    let (chunks, rest) = numbers.as_chunks::<8>();
    let mut lanes = [0.0f32; 8];
    for chunk in chunks {
        lanes.iter_mut().zip(chunk).for_each(|(lane, x)| *lane += x);
    }
    lanes.iter().sum::<f32>() + rest.iter().sum::<f32>()
}

/// The inner product, in eight lanes.
fn dot(left: &[f32], right: &[f32]) -> f32 {
    let ((a, a_rest), (b, b_rest)) = (left.as_chunks::<8>(), right.as_chunks::<8>());
    let mut lanes = [0.0f32; 8];
    for (a, b) in a.iter().zip(b) {
        for lane in 0..8 {
            lanes[lane] += a[lane] * b[lane];
        }
    }
    lanes.iter().sum::<f32>() + a_rest.iter().zip(b_rest).map(|(a, b)| a * b).sum::<f32>()
}

/// The error function to 1.5e-7 (Abramowitz and Stegun, Handbook of Mathematical Functions, 7.1.26).
#[inline(always)]
#[expect(clippy::inline_always, reason = "a call in the loop would keep it from being vectorised")]
fn erf(x: f32) -> f32 {
    let magnitude = x.abs();
    let t = 1.0 / (1.0 + 0.327_591_1 * magnitude);
    let series = ((((1.061_405_4 * t - 1.453_152_1) * t + 1.421_413_8) * t - 0.284_496_72) * t + 0.254_829_6) * t;
    (1.0 - series * exp(-magnitude * magnitude)).copysign(x)
}

/// e to the power x, to two units in the last place for x from -87 to 88 and clamped to that range: 2 to the
/// whole part by its exponent bits, the rest by a polynomial (Cephes, `expf`).
#[inline(always)]
fn exp(x: f32) -> f32 {
    /// Adding and subtracting it rounds to the nearest whole number without a call.
    const ROUND: f32 = 12_582_912.0;
    let x = x.clamp(-87.0, 88.0);
    let whole = (x * std::f32::consts::LOG2_E + ROUND) - ROUND;
    let rest = x - whole * 0.693_359_4 + whole * 2.121_944_4e-4;
    let series = ((((1.987_569_1e-4 * rest + 1.398_2e-3) * rest + 8.333_452e-3) * rest + 4.166_579_6e-2) * rest
        + 1.666_666_5e-1)
        * rest
        + 0.5;
    let power = series * rest * rest + rest + 1.0;
    power * f32::from_bits((((whole as i32) + 127) << 23) as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers between -4 and 4 that look random and repeat.
    fn numbers(count: usize) -> Vec<f32> {
        (0..count).map(|at| ((at * 7919 + 13) % 1009) as f32 / 126.0 - 4.0).collect()
    }

    fn assert_close(found: &[f32], expected: &[f32], tolerance: f32) {
        assert_eq!(found.len(), expected.len());
        for (found, expected) in found.iter().zip(expected) {
            assert!((found - expected).abs() <= tolerance, "{found} is not {expected}");
        }
    }

    #[test]
    fn products_agree_with_the_definition() {
        let (left, right) = (numbers(3 * 5), numbers(4 * 5));
        let mut found = vec![1.0; 3 * 4];
        multiply(&mut found, 4, 0.5, Matrix::new(&left, 3, 5, 5), Matrix::new(&right, 4, 5, 5).transposed(), true);
        let expected: Vec<f32> = (0..12)
            .map(|at| 1.0 + 0.5 * (0..5).map(|k| left[at / 4 * 5 + k] * right[at % 4 * 5 + k]).sum::<f32>())
            .collect();
        assert_close(&found, &expected, 1e-5);
    }

    #[test]
    fn exp_and_gelu_agree_with_the_library() {
        for step in -8700..=8800 {
            let x = step as f32 / 100.0;
            let (found, expected) = (exp(x), f64::from(x).exp() as f32);
            assert!((found - expected).abs() <= expected * 1e-6, "exp({x}) is {found} and not {expected}");
        }
        // Φ at these points from a table of the normal distribution.
        let mut found = [-3.0, -1.0, 0.0, 0.5, 2.0];
        gelu(&mut found);
        assert_close(&found, &[-3.0 * 0.001_349_9, -0.158_655_3, 0.0, 0.5 * 0.691_462_5, 2.0 * 0.977_249_9], 1e-6);
    }

    #[test]
    fn softmax_sums_to_one_even_where_numbers_are_large() {
        let mut rows = vec![1000.0, 1000.0, -1000.0, 0.0];
        softmax(&mut rows, 2);
        assert_close(&rows, &[0.5, 0.5, 0.0, 1.0], 1e-6);
    }

    #[test]
    fn layer_norm_has_mean_shift_and_deviation_scale() {
        let mut row = numbers(37);
        layer_norm(&mut row, &[2.0; 37], &[3.0; 37], 1e-12);
        let mean = row.iter().sum::<f32>() / 37.0;
        let variance = row.iter().map(|x| (x - mean).powi(2)).sum::<f32>() / 37.0;
        assert_close(&[mean, variance], &[3.0, 4.0], 1e-3);
    }

    #[test]
    fn a_vector_of_zeros_stays_finite() {
        let mut vector = [0.0; 4];
        normalize(&mut vector);
        assert_close(&vector, &[0.0; 4], 0.0);
    }
}
