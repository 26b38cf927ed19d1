//! What is done to each number or row by itself.
//!
//! The loops are written so that the compiler turns them into vector instructions, and compiled for the vectors of
//! the processor at hand; hence the arithmetic `exp` in place of the library's.

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
    dispatch(set, || normalize_rows(rows, scale, shift, epsilon));
}

#[inline(always)]
fn normalize_rows(rows: &mut [f32], scale: &[f32], shift: &[f32], epsilon: f32) {
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

/// The Gaussian error linear unit, x Φ(x) (Hendrycks and Gimpel 2016), in place. Not its tanh approximation:
/// the model was trained with the error function.
pub(in crate::embed) fn gelu(numbers: &mut [f32], set: Option<InstructionSet>) {
    dispatch(set, || {
        numbers.iter_mut().for_each(|x| *x = 0.5 * *x * (1.0 + erf(*x * std::f32::consts::FRAC_1_SQRT_2)));
    });
}

/// Scales to length one. A vector of zeros stays as it is.
pub(in crate::embed) fn normalize(vector: &mut [f32]) {
    let length = dot(vector, vector).sqrt();
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
fn dot(left: &[f32], right: &[f32]) -> f32 {
    let ((a, a_rest), (b, b_rest)) = (left.as_chunks::<16>(), right.as_chunks::<16>());
    let mut lanes = [0.0f32; 16];
    for (a, b) in a.iter().zip(b) {
        for lane in 0..16 {
            lanes[lane] += a[lane] * b[lane];
        }
    }
    lanes.iter().sum::<f32>() + a_rest.iter().zip(b_rest).map(|(a, b)| a * b).sum::<f32>()
}

/// The error function to 1.5e-7 (Abramowitz and Stegun, Handbook of Mathematical Functions, 7.1.26).
#[inline(always)]
fn erf(x: f32) -> f32 {
    let magnitude = x.abs();
    let t = 1.0 / (1.0 + 0.327_591_1 * magnitude);
    let series = ((((1.061_405_4 * t - 1.453_152_1) * t + 1.421_413_8) * t - 0.284_496_72) * t + 0.254_829_6) * t;
    (1.0 - series * exp(-magnitude * magnitude)).copysign(x)
}

/// e to the power x, to two units in the last place for x from -87 to 88 and clamped to that range: 2 to the
/// whole part by its exponent bits, the rest by a polynomial (Cephes, `expf`).
#[inline(always)]
pub(super) fn exp(x: f32) -> f32 {
    /// Adding and subtracting it rounds to the nearest whole number without a call.
    const ROUND: f32 = 12_582_912.0;
    let x = x.clamp(-87.0, 88.0);
    let rounded = x * std::f32::consts::LOG2_E + ROUND;
    let whole = rounded - ROUND;
    let rest = x - whole * 0.693_359_4 + whole * 2.121_944_4e-4;
    let series = ((((1.987_569_1e-4 * rest + 1.398_2e-3) * rest + 8.333_452e-3) * rest + 4.166_579_6e-2) * rest
        + 1.666_666_5e-1)
        * rest
        + 0.5;
    let power = series * rest * rest + rest + 1.0;
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
            let (found, expected) = (exp(x), f64::from(x).exp() as f32);
            assert!((found - expected).abs() <= expected * 1e-6, "exp({x}) is {found} and not {expected}");
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
