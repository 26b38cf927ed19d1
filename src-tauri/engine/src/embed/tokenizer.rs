//! Text to token numbers.

use std::path::Path;

use tokenizers::{Tokenizer as Pipeline, TruncationParams};

use super::EmbedError;

/// The model's own tokenizer.
pub(super) struct Tokenizer {
    pipeline: Pipeline,
    most_tokens: usize,
    /// The model's own marks around a text, mostly one in front and one behind.
    marks: usize,
    /// For each token, whether it says little: punctuation, a filler word, a mark of the model's own.
    fillers: Vec<bool>,
}

impl Tokenizer {
    /// Reads `tokenizer.json`. Texts are cut off at `most_tokens`, the model's own marks included. Words of which
    /// `is_filler` holds say little.
    ///
    /// # Errors
    /// [`EmbedError::ModelUnusable`].
    pub(super) fn load(file: &Path, most_tokens: usize, is_filler: &dyn Fn(&str) -> bool) -> Result<Self, EmbedError> {
        let mut pipeline = Pipeline::from_file(file)
            .map_err(|error| EmbedError::ModelUnusable { file: file.to_owned(), reason: error.to_string() })?;
        // Files come with the settings of whoever saved them last: that of MiniLM cuts texts off at half of what the
        // model can take, and has short ones computed at full length.
        let truncation = TruncationParams { max_length: most_tokens, ..TruncationParams::default() };
        pipeline.with_padding(None).with_truncation(Some(truncation)).map_err(EmbedError::Tokenizer)?;
        let fillers = fillers(&pipeline, is_filler);
        let marks = pipeline.encode_fast("", true).map_err(EmbedError::Tokenizer)?.len();
        Ok(Self { pipeline, most_tokens, marks, fillers })
    }

    /// The text's tokens with the model's own marks around them, as many as the model takes.
    ///
    /// # Errors
    /// [`EmbedError::Tokenizer`].
    pub(super) fn encode(&self, text: &str) -> Result<Vec<u32>, EmbedError> {
        let encoding = self.pipeline.encode_fast(text, true).map_err(EmbedError::Tokenizer)?;
        Ok(encoding.get_ids().to_vec())
    }

    /// Whether a token says little.
    pub(super) fn is_filler(&self, token: u32) -> bool {
        self.fillers.get(token as usize).copied().unwrap_or(true)
    }

    /// The most tokens of a text that is not cut off, without the model's own marks.
    pub(super) fn most_tokens(&self) -> usize {
        self.most_tokens - self.marks
    }

    /// How many tokens a text has, without the special ones and without a limit.
    pub(super) fn count(&self, text: &str) -> usize {
        // What is cut off is kept beside the rest, each piece with its own special tokens left out here.
        let Ok(encoding) = self.pipeline.encode_fast(text, false) else { return usize::MAX };
        let cut_off: usize = encoding.get_overflowing().iter().map(tokenizers::Encoding::len).sum();
        encoding.len() + cut_off
    }
}

fn fillers(pipeline: &Pipeline, is_filler: &dyn Fn(&str) -> bool) -> Vec<bool> {
    let own = pipeline.get_added_tokens_decoder();
    let says_little = |token: u32| {
        let Some(text) = pipeline.id_to_token(token).filter(|_| !own.contains_key(&token)) else { return true };
        // The end of a word that was cut is marked in front, in some vocabularies its beginning.
        let word = text.trim_start_matches(['#', '\u{2581}', '\u{120}']);
        let is_whole = !text.starts_with("##");
        !word.contains(char::is_alphanumeric) || (is_whole && is_filler(word))
    };
    (0..pipeline.get_vocab_size(true) as u32).map(says_little).collect()
}
