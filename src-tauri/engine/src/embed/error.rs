//! Why a text could not be embedded.

use std::path::PathBuf;

/// Why a text could not be embedded.
#[derive(Debug, thiserror::Error)]
pub enum EmbedError {
    /// The folder of the model is not there, or lacks a file.
    #[error(
        "the embedding model is missing: there is no {file}. `cargo xtask setup` fetches it; or name its folder in \
         the environment variable PAPERSIDE_MODEL_DIR"
    )]
    ModelMissing {
        /// The file that was looked for.
        file: PathBuf,
    },
    /// A file of the model does not hold what it should.
    #[error("the embedding model's file {file} cannot be used: {reason}. Delete its folder and fetch it again")]
    ModelUnusable {
        /// Which file.
        file: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The text could not be cut into tokens.
    #[error("a text could not be cut into tokens: {0}")]
    Tokenizer(#[source] tokenizers::Error),
    /// The embedding threads have ended.
    #[error("the embedding threads have ended")]
    Stopped,
}
