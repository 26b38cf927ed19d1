//! Linear layers and norms, in whichever arithmetic.

use std::ops::Range;

use super::{Arithmetic, EmbedError, Shape, Weights};
use crate::embed::kernels::{Aligned, Finish, LinearInEight, PackedWeights, Rows, WholeWeights, gelu, layer_norm};

/// A linear layer.
pub(super) enum Linear {
    /// With weights in eight bits.
    InEight(PackedWeights),
    /// In fp32.
    Whole(WholeWeights),
}

/// A norm over each token's numbers (Ba et al. 2016).
pub(super) struct Norm {
    scale: Aligned<f32>,
    shift: Aligned<f32>,
    epsilon: f32,
}

/// What a linear layer takes of a block of tokens.
pub(super) enum Input<'a> {
    /// `[tokens, inputs]`.
    Whole(&'a [f32]),
    /// From a row on.
    InEight(&'a Rows, usize),
}

impl<'a> Input<'a> {
    /// Some tokens, in eight bits where there are such rows.
    pub(super) fn of(numbers: &'a [f32], rows: Option<&'a Rows>, tokens: &Range<usize>, columns: usize) -> Self {
        match rows {
            Some(rows) => Self::InEight(rows, tokens.start),
            None => Self::Whole(&numbers[tokens.start * columns..tokens.end * columns]),
        }
    }
}

impl Linear {
    /// A layer made of those of the names, each of the sizes, their outputs beside each other.
    pub(super) fn load(
        weights: &Weights,
        names: &[String],
        [from, to]: [usize; 2],
        arithmetic: Arithmetic,
    ) -> Result<Self, EmbedError> {
        if let Some(set) = arithmetic {
            let mut whole = LinearInEight { weights: Vec::new(), scales: Vec::new(), bias: Vec::new() };
            for name in names {
                let part = weights.linear_in_eight(name, [from, to])?;
                whole.weights.extend(part.weights);
                whole.scales.extend(part.scales);
                whole.bias.extend(part.bias);
            }
            return Ok(Self::InEight(PackedWeights::new(&whole, set)));
        }
        let (mut numbers, mut bias) = (Vec::new(), Vec::new());
        for name in names {
            numbers.extend(weights.numbers(&format!("{name}.weight"), &[to, from])?);
            bias.extend(weights.numbers(&format!("{name}.bias"), &[to])?);
        }
        Ok(Self::Whole(WholeWeights::new(numbers, bias)))
    }

    /// Some outputs of [`Self::apply`], which begin with a panel; in fp32 always all of them.
    pub(super) fn apply_part(&self, input: &Input<'_>, outputs: Range<usize>, target: &mut [f32]) {
        match (self, input) {
            (Self::InEight(weights), Input::InEight(rows, first)) => {
                weights.multiply(rows, *first, outputs, target, Finish::Set);
            }
            _ => self.apply(input, target, Finish::Set),
        }
    }

    /// `input · weightᵀ + bias`, `[tokens, inputs]` to `[tokens, outputs]`.
    pub(super) fn apply(&self, input: &Input<'_>, target: &mut [f32], finish: Finish) {
        match (self, input) {
            (Self::InEight(weights), Input::InEight(rows, first)) => {
                weights.multiply(rows, *first, 0..weights.outputs(), target, finish);
            }
            (Self::Whole(weights), Input::Whole(numbers)) => {
                weights.multiply(numbers, target, finish == Finish::Add);
                if finish == Finish::Gelu {
                    gelu(target, None);
                }
            }
            _ => unreachable!("the scratch is made for the model's arithmetic"),
        }
    }
}

impl Norm {
    /// That of a name.
    pub(super) fn load(weights: &Weights, name: &str, shape: &Shape) -> Result<Self, EmbedError> {
        let part = |part: &str| -> Result<_, EmbedError> {
            Ok(Aligned::copy(&weights.numbers(&format!("{name}.{part}"), &[shape.hidden_size])?))
        };
        Ok(Self { scale: part("weight")?, shift: part("bias")?, epsilon: shape.layer_norm_eps })
    }

    /// Normalises each row.
    pub(super) fn apply(&self, rows: &mut [f32], arithmetic: Arithmetic) {
        layer_norm(rows, &self.scale, &self.shift, self.epsilon, arithmetic);
    }
}
