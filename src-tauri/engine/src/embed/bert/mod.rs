//! The forward pass of BERT (Devlin et al. 2018) and its like.
//!
//! One text is computed at a time, without padding: so its vector does not depend on its neighbours, and on a CPU
//! that costs no more than batches do.

mod quantised;
mod shape;
mod weights;

use std::path::Path;

pub(super) use quantised::{Cache, fingerprint, fingerprint_of_file};
pub(super) use shape::Shape;
use shape::{POSITIONS, TYPES, WORDS};
pub(super) use weights::Weights;

use super::EmbedError;
use super::kernels::{
    Attention, AttentionScratch, InstructionSet, LinearInEight, PackedWeights, Rows, WholeWeights, add, gelu,
    layer_norm, normalize,
};

/// How linear layers are computed: with instructions for eight bits, or in fp32.
pub(super) type Arithmetic = Option<InstructionSet>;

/// Which vector stands for a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Pooling {
    /// The mean of its tokens' vectors.
    #[default]
    Mean,
    /// That of the first token, which the model puts in front of every text.
    First,
}

/// A model of the BERT family.
pub(super) struct Bert {
    shape: Shape,
    arithmetic: Arithmetic,
    pooling: Pooling,
    attention: Attention,
    weights: Weights,
    norm: Norm,
    layers: Vec<Layer>,
}

/// A layer of the encoder.
struct Layer {
    /// To queries, keys and values beside each other.
    project: Linear,
    mix: Linear,
    mix_norm: Norm,
    widen: Linear,
    narrow: Linear,
    narrow_norm: Norm,
}

enum Linear {
    InEight(PackedWeights),
    Whole(WholeWeights),
}

struct Norm {
    scale: Vec<f32>,
    shift: Vec<f32>,
    epsilon: f32,
}

/// What a forward pass writes to, kept by each thread so that it is allocated once.
pub(super) struct Scratch {
    /// `[tokens, hidden]`.
    state: Vec<f32>,
    /// `[tokens, 3 · hidden]`.
    projected: Vec<f32>,
    /// `[tokens, hidden]`.
    mixed: Vec<f32>,
    /// `[TOKENS_AT_ONCE, intermediate]`.
    wide: Vec<f32>,
    rows: Option<Rows>,
    attention: AttentionScratch,
}

/// Tokens that go through the two wide layers at once, so that what is between them stays in the processor's cache.
const TOKENS_AT_ONCE: usize = 96;

impl Scratch {
    /// The vectors of the tokens that were embedded last, `[tokens, dimensions]`, as the model gives them.
    pub(super) fn states(&self) -> &[f32] {
        &self.state
    }
}

impl Bert {
    /// Lays out the model's weights, as they are or in eight bits, for an arithmetic.
    ///
    /// # Errors
    /// [`EmbedError::ModelUnusable`] if a tensor is missing or has another shape.
    pub(super) fn new(
        shape: Shape,
        weights: Weights,
        arithmetic: Arithmetic,
        pooling: Pooling,
    ) -> Result<Self, EmbedError> {
        let (hidden, inner) = (shape.hidden_size, shape.intermediate_size);
        let width = hidden / shape.num_attention_heads;
        let attention = Attention::new(shape.num_attention_heads, width).ok_or_else(|| EmbedError::ModelUnusable {
            file: Path::new("config.json").to_owned(),
            reason: format!("its heads are {width} wide, which is not known"),
        })?;
        let linear = |names: &[String], sizes| Linear::load(&weights, names, sizes, arithmetic);
        let norm = |name: &str| Norm::load(&weights, name, &shape);
        let layer = |number: usize| {
            let name = |part: &str| format!("encoder.layer.{number}.{part}");
            let project = ["query", "key", "value"].map(|part| name(&format!("attention.self.{part}")));
            Ok(Layer {
                project: linear(&project, [hidden, hidden])?,
                mix: linear(&[name("attention.output.dense")], [hidden, hidden])?,
                mix_norm: norm(&name("attention.output.LayerNorm"))?,
                widen: linear(&[name("intermediate.dense")], [hidden, inner])?,
                narrow: linear(&[name("output.dense")], [inner, hidden])?,
                narrow_norm: norm(&name("output.LayerNorm"))?,
            })
        };
        let layers = (0..shape.num_hidden_layers).map(layer).collect::<Result<_, EmbedError>>()?;
        let norm = norm("embeddings.LayerNorm")?;
        for (table, rows) in shape.tables() {
            weights.add_row(table, &[rows, hidden], 0, &mut vec![0.0; hidden])?;
        }
        Ok(Self { shape, arithmetic, pooling, attention, weights, norm, layers })
    }

    /// How many numbers a vector has.
    pub(super) fn dimensions(&self) -> usize {
        self.shape.hidden_size
    }

    /// What linear layers are computed with.
    pub(super) fn arithmetic(&self) -> Arithmetic {
        self.arithmetic
    }

    /// What this model's forward pass writes to.
    pub(super) fn scratch(&self) -> Scratch {
        Scratch {
            state: Vec::new(),
            projected: Vec::new(),
            mixed: Vec::new(),
            wide: Vec::new(),
            rows: self.arithmetic.map(Rows::new),
            attention: AttentionScratch::default(),
        }
    }

    /// The vector of a text given as tokens, of length one. Tokens beyond the model's positions are ignored, numbers
    /// beyond its vocabulary taken as its last. The token vectors are then in [`Scratch::states`].
    ///
    /// # Errors
    /// [`EmbedError::ModelUnusable`] if a table is missing.
    pub(super) fn embed(&self, tokens: &[u32], scratch: &mut Scratch) -> Result<Vec<f32>, EmbedError> {
        let tokens = &tokens[..tokens.len().min(self.shape.most_tokens())];
        self.look_up(tokens, &mut scratch.state)?;
        for layer in &self.layers {
            self.attend(layer, scratch);
            self.feed_forward(layer, scratch);
        }
        let mut rows = scratch.state.chunks_exact(self.shape.hidden_size);
        let mut vector = rows.next().map_or_else(|| vec![0.0; self.shape.hidden_size], <[f32]>::to_vec);
        if self.pooling == Pooling::Mean {
            rows.for_each(|row| add(&mut vector, row));
        }
        normalize(&mut vector);
        Ok(vector)
    }

    /// The sum of word, position and type vectors, normalised.
    fn look_up(&self, tokens: &[u32], state: &mut Vec<f32>) -> Result<(), EmbedError> {
        let Shape { hidden_size: hidden, vocab_size, type_vocab_size, .. } = self.shape;
        let first = self.shape.first_position();
        state.clear();
        state.resize(tokens.len() * hidden, 0.0);
        for (position, (row, token)) in state.chunks_exact_mut(hidden).zip(tokens).enumerate() {
            let token = (*token as usize).min(vocab_size - 1);
            self.weights.add_row(WORDS, &[vocab_size, hidden], token, row)?;
            self.weights.add_row(POSITIONS, &[self.shape.positions(), hidden], first + position, row)?;
            self.weights.add_row(TYPES, &[type_vocab_size, hidden], 0, row)?;
        }
        self.norm.apply(state, self.arithmetic);
        Ok(())
    }

    /// Multi-head self-attention with its residual connection.
    fn attend(&self, layer: &Layer, scratch: &mut Scratch) {
        let Scratch { state, projected, mixed, rows, attention, .. } = scratch;
        projected.resize(3 * state.len(), 0.0);
        mixed.resize(state.len(), 0.0);
        let hidden = self.shape.hidden_size;
        layer.project.apply(state, hidden, rows, projected, false);
        self.attention.mix(projected, mixed, attention, self.arithmetic);
        layer.mix.apply(mixed, hidden, rows, state, true);
        layer.mix_norm.apply(state, self.arithmetic);
    }

    /// The two-layer network on each token, with its residual connection.
    fn feed_forward(&self, layer: &Layer, scratch: &mut Scratch) {
        let Shape { hidden_size: hidden, intermediate_size: inner, .. } = self.shape;
        let Scratch { state, wide, rows, .. } = scratch;
        for state in state.chunks_mut(TOKENS_AT_ONCE * hidden) {
            wide.resize(state.len() / hidden * inner, 0.0);
            layer.widen.apply(state, hidden, rows, wide, false);
            gelu(wide, self.arithmetic);
            layer.narrow.apply(wide, inner, rows, state, true);
        }
        layer.narrow_norm.apply(state, self.arithmetic);
    }
}

impl Linear {
    /// A layer made of those of the names, each of the sizes, their outputs beside each other.
    fn load(
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

    /// `input · weightᵀ + bias`, `[rows, columns]` to `[rows, outputs]`, in place of what is in `target` or added to it.
    fn apply(&self, input: &[f32], columns: usize, rows: &mut Option<Rows>, target: &mut [f32], add: bool) {
        match (self, rows) {
            (Self::InEight(weights), Some(rows)) => {
                rows.take(input, columns);
                weights.multiply(rows, target, add);
            }
            (Self::InEight(_), None) => unreachable!("the scratch is made for the model's arithmetic"),
            (Self::Whole(weights), _) => weights.multiply(input, target, add),
        }
    }
}

impl Norm {
    fn load(weights: &Weights, name: &str, shape: &Shape) -> Result<Self, EmbedError> {
        let part = |part: &str| weights.numbers(&format!("{name}.{part}"), &[shape.hidden_size]);
        Ok(Self { scale: part("weight")?, shift: part("bias")?, epsilon: shape.layer_norm_eps })
    }

    fn apply(&self, rows: &mut [f32], arithmetic: Arithmetic) {
        layer_norm(rows, &self.scale, &self.shift, self.epsilon, arithmetic);
    }
}
