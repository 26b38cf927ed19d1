//! The forward pass of BERT (Devlin et al. 2018) with mean pooling, in fp32.

use std::path::Path;

use serde::Deserialize;

use super::EmbedError;
use super::kernels::{Matrix, add, fill_rows, gelu, layer_norm, multiply, normalize, softmax};
use super::weights::Weights;

/// The sizes of a model, as `config.json` gives them.
#[derive(Debug, Clone, Deserialize)]
struct Shape {
    hidden_size: usize,
    intermediate_size: usize,
    num_attention_heads: usize,
    num_hidden_layers: usize,
    max_position_embeddings: usize,
    type_vocab_size: usize,
    vocab_size: usize,
    layer_norm_eps: f32,
}

/// A model of the BERT family.
pub(super) struct Bert {
    shape: Shape,
    weights: Weights,
}

/// What a forward pass writes to, kept by each thread so that it is allocated once. All are `[tokens, columns]`.
#[derive(Default)]
pub(super) struct Scratch {
    state: Vec<f32>,
    query: Vec<f32>,
    key: Vec<f32>,
    value: Vec<f32>,
    context: Vec<f32>,
    scores: Vec<f32>,
    wide: Vec<f32>,
    narrow: Vec<f32>,
}

impl Scratch {
    /// The vectors of the tokens that were embedded last, `[tokens, dimensions]`, as the model gives them.
    pub(super) fn states(&self) -> &[f32] {
        &self.state
    }
}

impl Bert {
    /// Opens the model in a folder and checks that every tensor is there in its shape.
    ///
    /// # Errors
    /// [`EmbedError::ModelMissing`], [`EmbedError::ModelUnusable`].
    pub(super) fn load(folder: &Path) -> Result<Self, EmbedError> {
        let file = folder.join("config.json");
        let text = std::fs::read(&file).map_err(|_| EmbedError::ModelMissing { file: file.clone() })?;
        let shape = serde_json::from_slice(&text)
            .map_err(|error| EmbedError::ModelUnusable { file, reason: error.to_string() })?;
        let bert = Self { shape, weights: Weights::open(&folder.join("model.safetensors"))? };
        bert.embed(&[0], &mut Scratch::default())?;
        Ok(bert)
    }

    /// How many numbers a vector has.
    pub(super) fn dimensions(&self) -> usize {
        self.shape.hidden_size
    }

    /// The vector of a text given as tokens: the mean of its token vectors, scaled to length one. Tokens beyond
    /// the model's positions are ignored, numbers beyond its vocabulary taken as the unknown token's. The token
    /// vectors are then in [`Scratch::states`].
    ///
    /// # Errors
    /// [`EmbedError::ModelUnusable`] if a tensor is missing.
    pub(super) fn embed(&self, tokens: &[u32], scratch: &mut Scratch) -> Result<Vec<f32>, EmbedError> {
        let tokens = &tokens[..tokens.len().min(self.shape.max_position_embeddings)];
        self.look_up(tokens, scratch)?;
        for layer in 0..self.shape.num_hidden_layers {
            self.attend(&format!("encoder.layer.{layer}.attention"), tokens.len(), scratch)?;
            self.feed_forward(&format!("encoder.layer.{layer}"), tokens.len(), scratch)?;
        }
        let mut mean = vec![0.0; self.shape.hidden_size];
        scratch.state.chunks_exact(self.shape.hidden_size).for_each(|row| add(&mut mean, row));
        normalize(&mut mean);
        Ok(mean)
    }

    /// The sum of word, position and type vectors, normalised.
    fn look_up(&self, tokens: &[u32], scratch: &mut Scratch) -> Result<(), EmbedError> {
        let Shape { hidden_size: hidden, vocab_size, max_position_embeddings, type_vocab_size, .. } = self.shape;
        let words = self.weights.tensor("embeddings.word_embeddings.weight", &[vocab_size, hidden])?;
        let positions =
            self.weights.tensor("embeddings.position_embeddings.weight", &[max_position_embeddings, hidden])?;
        let types = self.weights.tensor("embeddings.token_type_embeddings.weight", &[type_vocab_size, hidden])?;
        scratch.state.resize(tokens.len() * hidden, 0.0);
        for (position, (row, token)) in scratch.state.chunks_exact_mut(hidden).zip(tokens).enumerate() {
            let token = (*token as usize).min(vocab_size - 1);
            row.copy_from_slice(&words[token * hidden..][..hidden]);
            add(row, &positions[position * hidden..][..hidden]);
            add(row, &types[..hidden]);
        }
        self.norm("embeddings.LayerNorm", &mut scratch.state)
    }

    /// Multi-head self-attention with its residual connection.
    fn attend(&self, name: &str, tokens: usize, scratch: &mut Scratch) -> Result<(), EmbedError> {
        let Shape { hidden_size: hidden, num_attention_heads: heads, .. } = self.shape;
        let Scratch { state, query, key, value, context, scores, narrow, .. } = scratch;
        self.linear(&format!("{name}.self.query"), state, [hidden, hidden], query)?;
        self.linear(&format!("{name}.self.key"), state, [hidden, hidden], key)?;
        self.linear(&format!("{name}.self.value"), state, [hidden, hidden], value)?;
        let width = hidden / heads;
        context.resize(tokens * hidden, 0.0);
        scores.resize(tokens * tokens, 0.0);
        for head in 0..heads {
            let part = |data| Matrix::new(&<[f32]>::as_ref(data)[head * width..], tokens, width, hidden);
            let factor = 1.0 / (width as f32).sqrt();
            multiply(scores, tokens, factor, part(&*query), part(&*key).transposed(), false);
            softmax(scores, tokens);
            let attention = Matrix::new(scores, tokens, tokens, tokens);
            multiply(&mut context[head * width..], hidden, 1.0, attention, part(&*value), false);
        }
        self.linear(&format!("{name}.output.dense"), context, [hidden, hidden], narrow)?;
        add(state, narrow);
        self.norm(&format!("{name}.output.LayerNorm"), state)
    }

    /// The two-layer network on each token, with its residual connection.
    fn feed_forward(&self, name: &str, tokens: usize, scratch: &mut Scratch) -> Result<(), EmbedError> {
        let Shape { hidden_size: hidden, intermediate_size: inner, .. } = self.shape;
        let Scratch { state, wide, narrow, .. } = scratch;
        debug_assert_eq!(state.len(), tokens * hidden, "the state has a row for each token");
        self.linear(&format!("{name}.intermediate.dense"), state, [hidden, inner], wide)?;
        gelu(wide);
        self.linear(&format!("{name}.output.dense"), wide, [inner, hidden], narrow)?;
        add(state, narrow);
        self.norm(&format!("{name}.output.LayerNorm"), state)
    }

    /// `input · weightᵀ + bias`, `[rows, from]` to `[rows, to]`.
    fn linear(
        &self,
        name: &str,
        input: &[f32],
        [from, to]: [usize; 2],
        output: &mut Vec<f32>,
    ) -> Result<(), EmbedError> {
        let weight = self.weights.tensor(&format!("{name}.weight"), &[to, from])?;
        let bias = self.weights.tensor(&format!("{name}.bias"), &[to])?;
        let rows = input.len() / from;
        output.resize(rows * to, 0.0);
        fill_rows(output, bias);
        let (input, weight) = (Matrix::new(input, rows, from, from), Matrix::new(weight, to, from, from));
        multiply(output, to, 1.0, input, weight.transposed(), true);
        Ok(())
    }

    fn norm(&self, name: &str, rows: &mut [f32]) -> Result<(), EmbedError> {
        let hidden = self.shape.hidden_size;
        let scale = self.weights.tensor(&format!("{name}.weight"), &[hidden])?;
        let shift = self.weights.tensor(&format!("{name}.bias"), &[hidden])?;
        layer_norm(rows, scale, shift, self.shape.layer_norm_eps);
        Ok(())
    }
}
