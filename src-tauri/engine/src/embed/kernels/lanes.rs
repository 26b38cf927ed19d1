//! What the loops over numbers are made of.
//!
//! Numbers that are turned into as many others are written as plain loops, which the compiler turns into vectors by
//! itself. Where they are put together into one it may not, for the order of additions is not its to change; those are
//! written with vectors here, in sixteen lanes on every processor, so that their sums are the same everywhere: one that
//! is rounded otherwise turns a byte of the next layer now and then, and that is seen in a text's vector.

use pulp::Simd;

/// Numbers that are added up side by side: those of the widest vector.
const LANES: usize = 16;

/// Adding it rounds to the nearest whole number without a call, which is then in the lowest bits; taking it away again
/// leaves that number.
pub(super) const ROUND: f32 = 12_582_912.0;

/// `a · b + c`, rounded once: by one instruction where vectors are wide, for every processor that has those has it; in
/// twice the precision elsewhere, which comes to the same.
#[inline(always)]
pub(super) fn fused<S: Simd>(a: f32, b: f32, c: f32) -> f32 {
    if S::F32_LANES > 1 { a.mul_add(b, c) } else { (f64::from(a) * f64::from(b) + f64::from(c)) as f32 }
}

/// A polynomial, its highest coefficient first.
#[inline(always)]
pub(super) fn polynomial<S: Simd, const COUNT: usize>(x: f32, coefficients: [f32; COUNT]) -> f32 {
    let mut sum = coefficients[0];
    for coefficient in &coefficients[1..] {
        sum = fused::<S>(sum, x, *coefficient);
    }
    sum
}

/// The greater of two numbers by one instruction, the second if one of them is none; `f32::max` takes several.
#[inline(always)]
pub(super) fn greater(a: f32, b: f32) -> f32 {
    if a > b { a } else { b }
}

/// The lesser of two numbers, the second if one of them is none.
#[inline(always)]
pub(super) fn lesser(a: f32, b: f32) -> f32 {
    if a < b { a } else { b }
}

/// The sum.
#[inline(always)]
pub(super) fn total<S: Simd>(simd: S, numbers: &[f32]) -> f32 {
    let (chunks, rest) = numbers.as_chunks::<LANES>();
    let mut sums = [simd.splat_f32s(0.0); LANES];
    for chunk in chunks {
        for (sum, vector) in sums.iter_mut().zip(S::as_simd_f32s(chunk).0) {
            *sum = simd.add_f32s(*sum, *vector);
        }
    }
    together(simd, sums) + rest.iter().sum::<f32>()
}

/// The inner product.
#[inline(always)]
pub(super) fn dot<S: Simd>(simd: S, left: &[f32], right: &[f32]) -> f32 {
    let ((left, left_rest), (right, right_rest)) = (left.as_chunks::<LANES>(), right.as_chunks::<LANES>());
    let mut sums = [simd.splat_f32s(0.0); LANES];
    for (left, right) in left.iter().zip(right) {
        for ((sum, a), b) in sums.iter_mut().zip(S::as_simd_f32s(left).0).zip(S::as_simd_f32s(right).0) {
            *sum = simd.mul_add_f32s(*a, *b, *sum);
        }
    }
    together(simd, sums) + left_rest.iter().zip(right_rest).map(|(a, b)| a * b).sum::<f32>()
}

/// The sum of sixteen lanes, which are the first of these vectors, by halves.
#[inline(always)]
fn together<S: Simd>(simd: S, mut sums: [S::f32s; LANES]) -> f32 {
    let mut half = LANES / S::F32_LANES / 2;
    while half > 0 {
        for at in 0..half {
            sums[at] = simd.add_f32s(sums[at], sums[at + half]);
        }
        half /= 2;
    }
    if let [a, b, c, d] = *bytemuck::cast_slice::<_, f32>(&sums[..1]) {
        // Arm's own instruction takes them in another order.
        return (a + c) + (b + d);
    }
    simd.reduce_sum_f32s(sums[0])
}

/// The least and the greatest, zero among them.
#[inline(always)]
pub(super) fn extremes<S: Simd>(simd: S, numbers: &[f32]) -> (f32, f32) {
    let (vectors, rest) = S::as_simd_f32s(numbers);
    let (mut least, mut most) = (simd.splat_f32s(0.0), simd.splat_f32s(0.0));
    for vector in vectors {
        least = simd.min_f32s(*vector, least);
        most = simd.max_f32s(*vector, most);
    }
    let (mut least, mut most) = (simd.reduce_min_f32s(least), simd.reduce_max_f32s(most));
    for number in rest {
        (least, most) = (lesser(*number, least), greater(*number, most));
    }
    (least, most)
}

/// How far the number is from zero that is furthest from it.
#[inline(always)]
pub(super) fn furthest<S: Simd>(simd: S, numbers: &[f32]) -> f32 {
    let (vectors, rest) = S::as_simd_f32s(numbers);
    let mut most = simd.splat_f32s(0.0);
    for vector in vectors {
        most = simd.max_f32s(simd.abs_f32s(*vector), most);
    }
    let mut most = simd.reduce_max_f32s(most);
    for number in rest {
        most = greater(number.abs(), most);
    }
    most
}

/// The greatest.
#[inline(always)]
pub(super) fn greatest<S: Simd>(simd: S, numbers: &[f32]) -> f32 {
    let (vectors, rest) = S::as_simd_f32s(numbers);
    let mut most = simd.splat_f32s(f32::MIN);
    for vector in vectors {
        most = simd.max_f32s(*vector, most);
    }
    rest.iter().copied().fold(simd.reduce_max_f32s(most), greater)
}

#[cfg(test)]
mod tests {
    use pulp::{Scalar, WithSimd};

    use super::super::instructions::dispatch;
    use super::*;

    struct All<'a>(&'a [f32]);

    impl WithSimd for All<'_> {
        type Output = [f32; 6];

        #[inline(always)]
        fn with_simd<S: Simd>(self, simd: S) -> [f32; 6] {
            let (least, most) = extremes(simd, self.0);
            let [total, dot] = [total(simd, self.0), dot(simd, self.0, self.0)];
            [total, dot, least, most, furthest(simd, self.0), greatest(simd, self.0)]
        }
    }

    #[test]
    fn numbers_are_put_together_as_one_by_one() {
        let numbers: Vec<f32> = (0..37).map(|at| ((at * 7 + 3) % 37) as f32 - 5.0).collect();
        for numbers in [&numbers[..], &numbers[..3], &numbers[..16], &[]] {
            let squares = numbers.iter().map(|x| x * x).sum();
            let (least, most) = numbers.iter().fold((0.0f32, 0.0f32), |(least, most), x| (least.min(*x), most.max(*x)));
            let greatest = numbers.iter().copied().fold(f32::MIN, f32::max);
            let furthest = most.max(-least);
            let expected = [numbers.iter().sum(), squares, least, most, furthest, greatest];
            for found in [dispatch(None, All(numbers)), Simd::vectorize(Scalar::new(), All(numbers))] {
                let is_same = |(found, expected): (&f32, &f32)| (found - expected).abs() < 1e-3;
                assert!(found.iter().zip(&expected).all(is_same), "{found:?} are not {expected:?}");
            }
        }
    }
}
