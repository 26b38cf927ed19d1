//! The product in fp32.

use gemm::Parallelism;

/// A linear layer in fp32.
pub(in crate::embed) struct WholeWeights {
    /// `[outputs, inputs]`, row-major.
    weights: Vec<f32>,
    /// Of each output.
    bias: Vec<f32>,
}

impl WholeWeights {
    /// Takes `[outputs, inputs]` weights and a bias for each output.
    ///
    /// # Panics
    /// If the weights are no whole number of rows.
    pub(in crate::embed) fn new(weights: Vec<f32>, bias: Vec<f32>) -> Self {
        assert!(weights.len().is_multiple_of(bias.len()), "each output has as many weights");
        Self { weights, bias }
    }

    /// `rows · weightsᵀ + bias`, `[rows, outputs]`, in place of what is in `target` or, with `add`, on top of it.
    ///
    /// # Panics
    /// If the sizes do not agree.
    #[expect(unsafe_code, reason = "the matrix product takes pointers and strides")]
    pub(in crate::embed) fn multiply(&self, rows: &[f32], target: &mut [f32], add: bool) {
        let outputs = self.bias.len();
        let inputs = self.weights.len() / outputs;
        let count = target.len() / outputs;
        assert_eq!((rows.len(), target.len()), (count * inputs, count * outputs), "the sizes of a product must agree");
        for row in target.chunks_exact_mut(outputs) {
            if add {
                row.iter_mut().zip(&self.bias).for_each(|(number, bias)| *number += bias);
            } else {
                row.copy_from_slice(&self.bias);
            }
        }
        // SAFETY: the assertion above holds every element inside its slice, and the target is borrowed mutably, so it
        // does not overlap the others.
        unsafe {
            gemm::gemm(
                count,
                outputs,
                inputs,
                target.as_mut_ptr(),
                1,
                outputs as isize,
                true,
                rows.as_ptr(),
                1,
                inputs as isize,
                self.weights.as_ptr(),
                inputs as isize,
                1,
                1.0,
                1.0,
                false,
                false,
                false,
                Parallelism::None,
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn products_agree_with_the_definition() {
        let numbers = |count: usize| (0..count).map(|at| ((at * 7919 + 13) % 1009) as f32 / 126.0 - 4.0);
        let (rows, weights, bias): (Vec<_>, Vec<_>, Vec<_>) =
            (numbers(3 * 5).collect(), numbers(4 * 5).collect(), numbers(4).collect());
        let layer = WholeWeights::new(weights.clone(), bias.clone());
        let mut found = vec![1.0; 3 * 4];
        layer.multiply(&rows, &mut found, true);
        layer.multiply(&rows, &mut found, true);
        for (at, found) in found.iter().enumerate() {
            let sum: f32 = (0..5).map(|k| rows[at / 4 * 5 + k] * weights[at % 4 * 5 + k]).sum();
            let expected = 1.0 + 2.0 * (sum + bias[at % 4]);
            assert!((found - expected).abs() < 1e-3, "{found} is not {expected}");
        }
        layer.multiply(&rows, &mut found, false);
        assert!((found[0] - bias[0] - (0..5).map(|k| rows[k] * weights[k]).sum::<f32>()).abs() < 1e-4);
    }
}
