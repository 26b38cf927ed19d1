//! Text to token numbers.

use std::path::Path;

use tokenizers::{Tokenizer as Pipeline, TruncationParams};

use super::EmbedError;

/// Tokens the model was trained to take, `[CLS]` and `[SEP]` included; what is beyond is cut off.
const MOST_TOKENS: usize = 256;

/// `[CLS]` in front and `[SEP]` behind.
pub(super) const SPECIAL_TOKENS: usize = 2;

/// The model's own tokenizer.
pub(super) struct Tokenizer {
    pipeline: Pipeline,
}

impl Tokenizer {
    /// Reads `tokenizer.json`.
    ///
    /// # Errors
    /// [`EmbedError::ModelUnusable`].
    pub(super) fn load(file: &Path) -> Result<Self, EmbedError> {
        let mut pipeline = Pipeline::from_file(file)
            .map_err(|error| EmbedError::ModelUnusable { file: file.to_owned(), reason: error.to_string() })?;
        // The file asks for 128 tokens and for padding to that length: half of what the model can take would
        // be cut off, and short texts would be computed at full length.
        let truncation = TruncationParams { max_length: MOST_TOKENS, ..TruncationParams::default() };
        pipeline.with_padding(None).with_truncation(Some(truncation)).map_err(EmbedError::Tokenizer)?;
        Ok(Self { pipeline })
    }

    /// The text's tokens between `[CLS]` and `[SEP]`, at most [`MOST_TOKENS`].
    ///
    /// # Errors
    /// [`EmbedError::Tokenizer`].
    pub(super) fn encode(&self, text: &str) -> Result<Vec<u32>, EmbedError> {
        let encoding = self.pipeline.encode_fast(text, true).map_err(EmbedError::Tokenizer)?;
        Ok(encoding.get_ids().to_vec())
    }

    /// The most tokens [`Tokenizer::encode`] gives, the special ones included.
    pub(super) fn most_tokens(&self) -> usize {
        self.pipeline.get_truncation().map_or(MOST_TOKENS, |truncation| truncation.max_length)
    }

    /// How many tokens a text has, without the special ones and without a limit.
    pub(super) fn count(&self, text: &str) -> usize {
        // What is cut off is kept beside the rest, each piece with its own special tokens left out here.
        let Ok(encoding) = self.pipeline.encode_fast(text, false) else { return usize::MAX };
        let cut_off: usize = encoding.get_overflowing().iter().map(tokenizers::Encoding::len).sum();
        encoding.len() + cut_off
    }
}
