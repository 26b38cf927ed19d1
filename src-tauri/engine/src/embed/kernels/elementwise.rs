//! What is done to each number or row by itself.
//!
//! The loops are written so that the compiler turns them into vector instructions, and compiled for the vectors of
//! the processor at hand; hence the arithmetic `exp` in place of the library's.

use pulp::{Scalar, Simd, WithSimd};

use super::instructions::{InstructionSet, dispatch};

/// Adds `other` to `target`, element by element.
pub(in crate::embed) fn add(target: &mut [f32], other: &[f32]) {
    target.iter_mut().zip(other).for_each(|(target, other)| *target += other);
}

/// Layer normalisation of each row (Ba, Kiros and Hinton 2016), in place.
pub(in crate::embed) fn layer_norm(
    rows: &mut [f32],
    scale: &[f32],
    shift: &[f32],
    epsilon: f32,
    set: Option<InstructionSet>,
) {
    dispatch(set, Normalize { rows, scale, shift, epsilon });
}

struct Normalize<'a> {
    rows: &'a mut [f32],
    scale: &'a [f32],
    shift: &'a [f32],
    epsilon: f32,
}

impl WithSimd for Normalize<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        let columns = self.scale.len() as f32;
        for row in self.rows.chunks_exact_mut(self.scale.len()) {
            let mean = sum(row) / columns;
            row.iter_mut().for_each(|x| *x -= mean);
            let variance = dot::<S>(row, row) / columns;
            let factor = 1.0 / (variance + self.epsilon).sqrt();
            for ((x, scale), shift) in row.iter_mut().zip(self.scale).zip(self.shift) {
                *x = fused::<S>(*x * factor, *scale, *shift);
            }
        }
    }
}

/// The Gaussian error linear unit, x Φ(x) (Hendrycks and Gimpel 2016), in place. Not its tanh approximation:
/// the model was trained with the error function.
pub(in crate::embed) fn gelu(numbers: &mut [f32], set: Option<InstructionSet>) {
    dispatch(set, Gelu { numbers });
}

struct Gelu<'a> {
    numbers: &'a mut [f32],
}

impl WithSimd for Gelu<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        for x in self.numbers {
            let half = 0.5 * *x;
            *x = fused::<S>(half, erf::<S>(*x * std::f32::consts::FRAC_1_SQRT_2), half);
        }
    }
}

/// Scales to length one. A vector of zeros stays as it is.
pub(in crate::embed) fn normalize(vector: &mut [f32]) {
    let length = dot::<Scalar>(vector, vector).sqrt();
    if length > 0.0 {
        vector.iter_mut().for_each(|x| *x /= length);
    }
}

/// Sums in sixteen lanes, which the compiler may keep in one register; a single running sum it may not reorder.
#[inline(always)]
fn sum(numbers: &[f32]) -> f32 {
    let (chunks, rest) = numbers.as_chunks::<16>();
    let mut lanes = [0.0f32; 16];
    for chunk in chunks {
        lanes.iter_mut().zip(chunk).for_each(|(lane, x)| *lane += x);
    }
    lanes.iter().sum::<f32>() + rest.iter().sum::<f32>()
}

/// The inner product, in sixteen lanes.
#[inline(always)]
fn dot<S: Simd>(left: &[f32], right: &[f32]) -> f32 {
    let ((a, a_rest), (b, b_rest)) = (left.as_chunks::<16>(), right.as_chunks::<16>());
    let mut lanes = [0.0f32; 16];
    for (a, b) in a.iter().zip(b) {
        for lane in 0..16 {
            lanes[lane] = fused::<S>(a[lane], b[lane], lanes[lane]);
        }
    }
    lanes.iter().sum::<f32>() + a_rest.iter().zip(b_rest).map(|(a, b)| a * b).sum::<f32>()
}

/// Adding it rounds to the nearest whole number without a call, which is then in the lowest bits; taking it away again
/// leaves that number.
pub(super) const ROUND: f32 = 12_582_912.0;

/// `a · b + c`, by one instruction where vectors are wide: every processor that has those has it.
#[inline(always)]
pub(super) fn fused<S: Simd>(a: f32, b: f32, c: f32) -> f32 {
    if S::F32_LANES > 1 { a.mul_add(b, c) } else { a * b + c }
}

/// A polynomial, its highest coefficient first.
#[inline(always)]
fn polynomial<S: Simd, const COUNT: usize>(x: f32, coefficients: [f32; COUNT]) -> f32 {
    coefficients.into_iter().fold(0.0, |sum, coefficient| fused::<S>(sum, x, coefficient))
}

/// The error function to 3e-7: a quotient of polynomials (the minimax fit of Eigen and XLA, `erf` in fp32), which is
/// one to the last bit beyond 4.
#[inline(always)]
fn erf<S: Simd>(x: f32) -> f32 {
    let x = x.clamp(-4.0, 4.0);
    let square = x * x;
    let above = polynomial::<S, 7>(
        square,
        [
            -2.726_142_3e-10,
            2.770_681_4e-8,
            -2.101_024_1e-6,
            -5.692_506_5e-5,
            -7.349_906_4e-4,
            -2.954_6e-3,
            -1.609_603_3e-2,
        ],
    );
    let below =
        polynomial::<S, 5>(square, [-1.456_607_2e-5, -2.133_740_5e-4, -1.682_827e-3, -7.373_329_2e-3, -1.426_473_9e-2]);
    x * above / below
}

/// e to the power x, to two units in the last place for x from -87 to 88 and clamped to that range: 2 to the
/// whole part by its exponent bits, the rest by a polynomial (Cephes, `expf`).
#[inline(always)]
pub(super) fn exp<S: Simd>(x: f32) -> f32 {
    let x = x.clamp(-87.0, 88.0);
    let rounded = fused::<S>(x, std::f32::consts::LOG2_E, ROUND);
    let whole = rounded - ROUND;
    let rest = fused::<S>(whole, 2.121_944_4e-4, fused::<S>(whole, -0.693_359_4, x));
    let series =
        polynomial::<S, 6>(rest, [1.987_569_1e-4, 1.398_2e-3, 8.333_452e-3, 4.166_579_6e-2, 1.666_666_5e-1, 0.5]);
    let power = fused::<S>(series * rest, rest, rest) + 1.0;
    // The whole part stands in the lowest bits of the number it was rounded with.
    power * f32::from_bits((rounded.to_bits() << 23).wrapping_add(127 << 23))
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
    fn exp_and_gelu_agree_with_the_library() {
        for step in -8700..=8800 {
            let x = step as f32 / 100.0;
            let (found, expected) = (exp::<Scalar>(x), f64::from(x).exp() as f32);
            assert!((found - expected).abs() <= expected * 1e-6, "exp({x}) is {found} and not {expected}");
        }
        // The series of the error function (Abramowitz and Stegun, 7.1.6), which all of its digits are right of.
        for step in -600..=600 {
            let x = f64::from(step) / 100.0;
            let mut term = x;
            let series = (1..300).fold(x, |sum, n| {
                term *= 2.0 * x * x / f64::from(2 * n + 1);
                sum + term
            });
            let expected = std::f64::consts::FRAC_2_SQRT_PI * (-x * x).exp() * series;
            let found = f64::from(erf::<Scalar>(x as f32));
            assert!((found - expected).abs() < 4e-7, "erf({x}) is {found} and not {expected}");
        }
        // Φ at these points from a table of the normal distribution.
        let mut found = [-3.0, -1.0, 0.0, 0.5, 2.0];
        gelu(&mut found, None);
        assert_close(&found, &[-3.0 * 0.001_349_9, -0.158_655_3, 0.0, 0.5 * 0.691_462_5, 2.0 * 0.977_249_9], 1e-6);
    }

    #[test]
    fn layer_norm_has_mean_shift_and_deviation_scale() {
        let mut row = numbers(37);
        layer_norm(&mut row, &[2.0; 37], &[3.0; 37], 1e-12, None);
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
