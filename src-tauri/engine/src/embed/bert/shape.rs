//! What a model's `config.json` says.

use std::path::Path;

use serde::Deserialize;

use super::super::EmbedError;

/// The sizes of a model, and what of its kind is computed otherwise.
#[derive(Debug, Clone, Deserialize)]
pub(in crate::embed) struct Shape {
    #[serde(default = "bert")]
    model_type: String,
    pub(super) hidden_size: usize,
    pub(super) intermediate_size: usize,
    pub(super) num_attention_heads: usize,
    pub(super) num_hidden_layers: usize,
    max_position_embeddings: usize,
    pub(super) type_vocab_size: usize,
    pub(super) vocab_size: usize,
    #[serde(default = "smallest")]
    pub(super) layer_norm_eps: f32,
    #[serde(default = "gelu")]
    hidden_act: String,
    #[serde(default = "absolute")]
    position_embedding_type: String,
    #[serde(default)]
    pad_token_id: usize,
}

fn bert() -> String {
    "bert".to_owned()
}

fn smallest() -> f32 {
    1e-12
}

fn gelu() -> String {
    "gelu".to_owned()
}

fn absolute() -> String {
    "absolute".to_owned()
}

impl Shape {
    /// Reads the file and refuses what the forward pass would compute wrongly.
    ///
    /// # Errors
    /// [`EmbedError::ModelMissing`], [`EmbedError::ModelUnusable`].
    pub(in crate::embed) fn read(file: &Path) -> Result<Self, EmbedError> {
        let text = std::fs::read(file).map_err(|_| EmbedError::ModelMissing { file: file.to_owned() })?;
        let unusable = |reason: String| EmbedError::ModelUnusable { file: file.to_owned(), reason };
        let shape: Self = serde_json::from_slice(&text).map_err(|error| unusable(error.to_string()))?;
        shape.check().map_err(unusable)?;
        Ok(shape)
    }

    fn check(&self) -> Result<(), String> {
        if !["bert", "roberta", "xlm-roberta", "camembert"].contains(&self.model_type.as_str()) {
            let kind = &self.model_type;
            return Err(format!("models of the kind {kind:?} are run from an ONNX file only; this folder has none"));
        }
        if self.hidden_act != "gelu" || self.position_embedding_type != "absolute" {
            let (act, positions) = (&self.hidden_act, &self.position_embedding_type);
            return Err(format!("its activation {act:?} or its positions {positions:?} are not known"));
        }
        let sizes = [self.hidden_size, self.intermediate_size, self.num_attention_heads, self.type_vocab_size];
        let is_sound = sizes.iter().all(|size| (1..=1 << 16).contains(size))
            && (1..=1 << 24).contains(&self.vocab_size)
            && self.max_position_embeddings > self.first_position()
            && self.hidden_size.is_multiple_of(self.num_attention_heads);
        is_sound.then_some(()).ok_or_else(|| "its sizes make no sense".to_owned())
    }

    /// The number of the first token's position. Models after `RoBERTa` count from behind the padding's.
    pub(super) fn first_position(&self) -> usize {
        if self.model_type == "bert" { 0 } else { self.pad_token_id + 1 }
    }

    /// Rows of the table of positions.
    pub(super) fn positions(&self) -> usize {
        self.max_position_embeddings
    }

    /// The most tokens a text can have.
    pub(in crate::embed) fn most_tokens(&self) -> usize {
        self.max_position_embeddings - self.first_position()
    }

    /// The name of each linear layer with its numbers of inputs and outputs.
    pub(super) fn linear_layers(&self) -> Vec<(String, [usize; 2])> {
        let (hidden, inner) = (self.hidden_size, self.intermediate_size);
        let of_layer = |layer: usize| {
            let name = move |part: &str| format!("encoder.layer.{layer}.{part}");
            [
                (name("attention.self.query"), [hidden, hidden]),
                (name("attention.self.key"), [hidden, hidden]),
                (name("attention.self.value"), [hidden, hidden]),
                (name("attention.output.dense"), [hidden, hidden]),
                (name("intermediate.dense"), [hidden, inner]),
                (name("output.dense"), [inner, hidden]),
            ]
        };
        (0..self.num_hidden_layers).flat_map(of_layer).collect()
    }

    /// The name of each layer norm.
    pub(super) fn norms(&self) -> Vec<String> {
        let of_layer =
            |layer: usize| ["attention.output", "output"].map(|part| format!("encoder.layer.{layer}.{part}.LayerNorm"));
        std::iter::once("embeddings.LayerNorm".to_owned())
            .chain((0..self.num_hidden_layers).flat_map(of_layer))
            .collect()
    }

    /// The name of each table of embeddings with its number of rows.
    pub(super) fn tables(&self) -> [(&'static str, usize); 3] {
        [(WORDS, self.vocab_size), (POSITIONS, self.max_position_embeddings), (TYPES, self.type_vocab_size)]
    }
}

/// The table of tokens.
pub(super) const WORDS: &str = "embeddings.word_embeddings.weight";
/// The table of positions.
pub(super) const POSITIONS: &str = "embeddings.position_embeddings.weight";
/// The table of kinds of token, of which only the first is used.
pub(super) const TYPES: &str = "embeddings.token_type_embeddings.weight";

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(model_type: &str, activation: &str) -> Result<(usize, usize), String> {
        let config = format!(
            r#"{{"model_type":"{model_type}","hidden_size":384,"intermediate_size":1536,"num_attention_heads":12,
            "num_hidden_layers":6,"max_position_embeddings":514,"type_vocab_size":1,"vocab_size":100,
            "hidden_act":"{activation}","pad_token_id":1}}"#
        );
        let shape: Shape = serde_json::from_str(&config).map_err(|error| error.to_string())?;
        shape.check().map(|()| (shape.first_position(), shape.most_tokens()))
    }

    #[test]
    fn roberta_counts_positions_from_behind_the_padding() {
        assert_eq!(shape("xlm-roberta", "gelu"), Ok((2, 512)));
        assert_eq!(shape("bert", "gelu"), Ok((0, 514)));
    }

    #[test]
    fn what_would_be_computed_wrongly_is_refused() {
        assert!(shape("mpnet", "gelu").is_err_and(|reason| reason.contains("ONNX")));
        assert!(shape("bert", "relu").is_err_and(|reason| reason.contains("relu")));
    }
}
