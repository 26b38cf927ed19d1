//! The forward pass of BERT (Devlin et al. 2018) and its like.
//!
//! One text is computed at a time, without padding: so its vector does not depend on its neighbours, and on a CPU
//! that costs no more than batches do.
//!
//! # Layout
//! - [`shape`]: what a model is made of
//! - [`weights`]: its numbers, in whatever form they are stored
//! - [`quantised`]: the same in eight bits
//! - [`layers`]: linear layers and norms

mod layers;
mod quantised;
mod shape;
mod weights;

use std::ops::Range;
use std::path::Path;

use layers::{Input, Linear, Norm};
pub(super) use quantised::{Cache, fingerprint, fingerprint_of_file};
pub(super) use shape::Shape;
use shape::{POSITIONS, TYPES, WORDS};
pub(super) use weights::Weights;

use super::EmbedError;
use super::kernels::{Aligned, Attention, AttentionScratch, Finish, InstructionSet, Rows, add, normalize, spread};

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

/// What a forward pass writes to, kept by each thread so that it is allocated once.
pub(super) struct Scratch {
    /// `[tokens, hidden]`.
    state: Aligned<f32>,
    /// Of a block of tokens, `[tokens, hidden]`.
    mixed: Aligned<f32>,
    /// Of a block of tokens, `[tokens, intermediate]`.
    wide: Aligned<f32>,
    rows: Option<RowsOfPass>,
    attention: AttentionScratch,
}

/// What linear layers take in eight bits, made of a block of tokens as soon as it is computed.
struct RowsOfPass {
    /// The state.
    state: Rows,
    /// What attention mixed, or what is between the two wide layers.
    inner: Rows,
}

/// Tokens that go through the two wide layers at once, so that what is between them stays in the processor's cache.
const TOKENS_AT_ONCE: usize = 112;

/// Tokens that go through a layer in eight bits at once, at the most: so few that what comes of them is still in the
/// nearest cache when it is normalised and put in eight bits.
const TOKENS_OF_BLOCK: usize = 32;

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
            state: Aligned::default(),
            mixed: Aligned::default(),
            wide: Aligned::default(),
            rows: self.arithmetic.map(|set| RowsOfPass { state: Rows::new(set), inner: Rows::new(set) }),
            attention: AttentionScratch::new(self.arithmetic),
        }
    }

    /// The vector of a text given as tokens, of length one. Tokens beyond the model's positions are ignored, numbers
    /// beyond its vocabulary taken as its last. The token vectors are then in [`Scratch::states`].
    ///
    /// # Errors
    /// [`EmbedError::ModelUnusable`] if a table is missing.
    pub(super) fn embed(&self, tokens: &[u32], scratch: &mut Scratch) -> Result<Vec<f32>, EmbedError> {
        let tokens = &tokens[..tokens.len().min(self.shape.most_tokens())];
        self.look_up(tokens, scratch)?;
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
    fn look_up(&self, tokens: &[u32], scratch: &mut Scratch) -> Result<(), EmbedError> {
        let Scratch { state, rows, .. } = scratch;
        let Shape { hidden_size: hidden, vocab_size, type_vocab_size, .. } = self.shape;
        let first = self.shape.first_position();
        state.resize(tokens.len() * hidden);
        for (position, (row, token)) in state.chunks_exact_mut(hidden).zip(tokens).enumerate() {
            let token = (*token as usize).min(vocab_size - 1);
            row.fill(0.0);
            self.weights.add_row(WORDS, &[vocab_size, hidden], token, row)?;
            self.weights.add_row(POSITIONS, &[self.shape.positions(), hidden], first + position, row)?;
            self.weights.add_row(TYPES, &[type_vocab_size, hidden], 0, row)?;
        }
        self.norm.apply(state, self.arithmetic);
        if let Some(rows) = rows {
            rows.state.make_room(tokens.len(), hidden);
            rows.state.take(0, state, hidden);
        }
        Ok(())
    }

    /// Parts of so many tokens that are computed one after the other; in fp32, where products are better large, one.
    fn blocks(&self, tokens: usize) -> impl Iterator<Item = Range<usize>> + use<> {
        // Whole tiles.
        let most = |set: InstructionSet| TOKENS_OF_BLOCK / set.rows_at_once() * set.rows_at_once();
        spread(tokens, self.arithmetic.map_or(tokens.max(1), most))
    }

    /// Multi-head self-attention with its residual connection.
    fn attend(&self, layer: &Layer, scratch: &mut Scratch) {
        let Scratch { state, mixed, rows, attention, .. } = scratch;
        let hidden = self.shape.hidden_size;
        let tokens = state.len() / hidden;
        self.attention.begin(tokens, attention);
        for block in self.blocks(tokens) {
            let input = Input::of(state, rows.as_ref().map(|rows| &rows.state), &block, hidden);
            self.attention.take(block, attention, |outputs, target| layer.project.apply_part(&input, outputs, target));
        }
        for block in self.blocks(tokens) {
            mixed.resize(block.len() * hidden);
            self.attention.mix(block.clone(), mixed, attention);
            if let Some(rows) = rows {
                rows.inner.make_room(block.len(), hidden);
                rows.inner.take(0, mixed, hidden);
            }
            let input = Input::of(mixed, rows.as_ref().map(|rows| &rows.inner), &(0..block.len()), hidden);
            let state = part_mut(state, &block, hidden);
            layer.mix.apply(&input, state, Finish::Add);
            layer.mix_norm.apply(state, self.arithmetic);
            if let Some(rows) = rows {
                rows.state.take(block.start, state, hidden);
            }
        }
    }

    /// The two-layer network on each token, with its residual connection.
    fn feed_forward(&self, layer: &Layer, scratch: &mut Scratch) {
        let Shape { hidden_size: hidden, intermediate_size: inner, .. } = self.shape;
        let Scratch { state, wide, rows, .. } = scratch;
        for some in spread(state.len() / hidden, TOKENS_AT_ONCE) {
            if let Some(rows) = rows {
                rows.inner.make_room(some.len(), inner);
            }
            for block in self.blocks(some.len()) {
                let tokens = some.start + block.start..some.start + block.end;
                let input = Input::of(state, rows.as_ref().map(|rows| &rows.state), &tokens, hidden);
                wide.resize(block.len() * inner);
                layer.widen.apply(&input, wide, Finish::Gelu);
                if let Some(rows) = rows {
                    rows.inner.take(block.start, wide, inner);
                }
            }
            for block in self.blocks(some.len()) {
                let tokens = some.start + block.start..some.start + block.end;
                let input = Input::of(wide, rows.as_ref().map(|rows| &rows.inner), &block, inner);
                let state = part_mut(state, &tokens, hidden);
                layer.narrow.apply(&input, state, Finish::Add);
                layer.narrow_norm.apply(state, self.arithmetic);
                if let Some(rows) = rows {
                    rows.state.take(tokens.start, state, hidden);
                }
            }
        }
    }
}

/// The rows of some tokens.
fn part_mut<'a>(numbers: &'a mut [f32], tokens: &Range<usize>, columns: usize) -> &'a mut [f32] {
    &mut numbers[tokens.start * columns..tokens.end * columns]
}
