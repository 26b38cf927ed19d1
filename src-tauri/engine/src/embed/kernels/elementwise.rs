//! What is done to each number or row by itself.
//!
//! The loops are written so that the compiler turns them into vector instructions, and compiled for the vectors of
//! the processor at hand; hence the arithmetic `exp` in place of the library's.

use pulp::{Scalar, Simd, WithSimd};

use super::instructions::{InstructionSet, dispatch};
use super::lanes::{ROUND, dot, fused, greater, lesser, polynomial, total};

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
    fn with_simd<S: Simd>(self, simd: S) {
        let columns = self.scale.len() as f32;
        for row in self.rows.chunks_exact_mut(self.scale.len()) {
            let mean = total(simd, row) / columns;
            row.iter_mut().for_each(|x| *x -= mean);
            let variance = dot(simd, row, row) / columns;
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
    let length = dot(Scalar::new(), vector, vector).sqrt();
    if length > 0.0 {
        vector.iter_mut().for_each(|x| *x /= length);
    }
}

/// The same unit to 5e-4, a twentieth of a step of the eight bits that the result is put in, without a division:
/// Φ − ½ by an odd polynomial, its minimax fit by the error of the unit, which is a half from 3.7 on.
#[inline(always)]
pub(super) fn short_gelu<S: Simd>(x: f32) -> f32 {
    let near = lesser(greater(x, -3.7), 3.7);
    let slope = polynomial::<S, 6>(
        near * near,
        [-4.899_746e-7, 2.688_880_3e-5, -6.175_024_1e-4, 7.848_701e-3, -6.258_773e-2, 3.964_751e-1],
    );
    x * fused::<S>(slope, near, 0.5)
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

/// 2 to the power x, to 3e-7 of it, for x from -126 to 127 and what is below as if it were -126: the whole part goes to
/// the exponent's bits, the rest through a polynomial, the minimax fit from -½ to ½.
#[inline(always)]
pub(super) fn power_of_two<S: Simd>(x: f32) -> f32 {
    let x = greater(x, -126.0);
    let rounded = x + ROUND;
    let rest = x - (rounded - ROUND);
    let power = polynomial::<S, 6>(
        rest,
        [1.327_648_2e-3, 9.675_546e-3, 5.550_713_3e-2, 2.402_212e-1, 6.931_469_7e-1, 1.000_000_1],
    );
    // The whole part stands in the lowest bits of the number it was rounded with.
    f32::from_bits(power.to_bits().wrapping_add(rounded.to_bits() << 23))
}

/// The same to 3e-6 of it, a fiftieth of a step of what is put in twelve bits.
#[inline(always)]
pub(super) fn short_power_of_two<S: Simd>(x: f32) -> f32 {
    let x = greater(x, -126.0);
    let rounded = x + ROUND;
    let rest = x - (rounded - ROUND);
    let power = polynomial::<S, 5>(rest, [9.570_104e-3, 5.591_790_4e-2, 2.402_474_5e-1, 6.931_218e-1, 9.999_993e-1]);
    f32::from_bits(power.to_bits().wrapping_add(rounded.to_bits() << 23))
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
    fn powers_and_gelu_agree_with_the_library() {
        for step in -12_600..=12_700 {
            let x = step as f32 / 100.0;
            let (found, expected) = (power_of_two::<Scalar>(x), f64::from(x).exp2() as f32);
            assert!((found - expected).abs() <= expected * 3e-7, "2^{x} is {found} and not {expected}");
        }
        assert!((0.0..1e-37).contains(&power_of_two::<Scalar>(f32::MIN)), "what is far below is next to nothing");
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
            // The unit of x √2.
            let (whole, expected) =
                (x * std::f64::consts::SQRT_2, x * std::f64::consts::FRAC_1_SQRT_2 * (1.0 + expected));
            let found = f64::from(short_gelu::<Scalar>(whole as f32));
            assert!((found - expected).abs() < 5.1e-4, "the unit of {whole} is {found} and not {expected}");
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
