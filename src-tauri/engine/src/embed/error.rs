//! Why a text could not be embedded.

use std::path::PathBuf;

use super::endpoint::EndpointError;

impl EmbedError {
    /// Whether a server stands in the way, and not the text or the model.
    pub fn is_of_server(&self) -> bool {
        match self {
            Self::Server(_) => true,
            Self::Together(error) => error.is_of_server(),
            _ => false,
        }
    }
}

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
    /// The embedding server failed.
    #[error(transparent)]
    Server(#[from] EndpointError),
    /// Texts that were embedded together failed together.
    #[error(transparent)]
    Together(std::sync::Arc<EmbedError>),
    /// The embedding threads have ended.
    #[error("the embedding threads have ended")]
    Stopped,
}
