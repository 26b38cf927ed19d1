//! Language models: those that a server runs, on this computer, in the house or far away, and those in a file that the
//! app runs itself.
//!
//! What is asked goes to that model alone. The answer comes in pieces as the model writes it; dropping it closes the
//! connection, by which a server learns that nobody listens and stops writing.
//!
//! # Layout
//! - [`local`]: models in files
//! - `served`, `address`: a model that a server runs, and where it is
//! - `prompt`, `piece`: what goes in, what comes out
//! - `stream`: the answer of a server as it comes; `thoughts` parts what the model thinks from what it says
//! - `models`, `presets`, [`catalogue`]: what there is to choose from
//! - `server`: one request, tried again where that helps
//! - `frames`, from `lines` and `events`: bytes to the messages of a server
//! - `open_ai`, `ollama`, `anthropic`: what is sent and what comes, as the servers write it; `news` is what it means
//! - `whom`, `complaint`, `error`: what went wrong, so that a person can act on it

mod address;
mod anthropic;
pub mod catalogue;
mod complaint;
mod error;
mod events;
mod frames;
mod lines;
pub mod local;
mod models;
mod news;
mod ollama;
mod open_ai;
mod piece;
mod presets;
mod prompt;
mod served;
mod server;
mod stream;
#[cfg(test)]
mod tests;
mod thoughts;
mod whom;

pub use address::LanguageModelAddress;
pub use error::LanguageError;
pub use models::{ModelInfo, models};
pub use piece::{EndReason, Piece, Usage};
pub use presets::{Running, probe};
pub use prompt::{Prompt, PromptTurn, Role};
pub use served::ServerModel;
pub use stream::ServerStream;

use crate::messages::LanguageModelKind;
use local::{LocalModel, LocalStream};

/// A language model, wherever it is. Cheap to clone.
#[derive(Clone)]
pub enum LanguageModel {
    /// A server runs it.
    Served(ServerModel),
    /// The app runs it.
    Local(LocalModel),
}

/// An answer as it comes. Dropping it stops the model.
pub enum AnswerStream {
    /// Of a server.
    Served(Box<ServerStream>),
    /// Of a model that the app runs.
    Local(LocalStream),
}

impl LanguageModel {
    /// Asks the model. The answer is there as soon as the model begins with it.
    ///
    /// # Errors
    /// [`LanguageError`], but not [`LanguageError::CutShort`].
    pub async fn answer(&self, prompt: &Prompt) -> Result<AnswerStream, LanguageError> {
        match self {
            Self::Served(model) => Ok(AnswerStream::Served(Box::new(model.answer(prompt).await?))),
            Self::Local(model) => Ok(AnswerStream::Local(model.answer(prompt).await?)),
        }
    }

    /// What it is called.
    pub fn name(&self) -> &str {
        match self {
            Self::Served(model) => model.name(),
            Self::Local(model) => model.name(),
        }
    }
}

impl AnswerStream {
    /// The next piece, none after [`Piece::End`] or an error. Dropping the future loses nothing.
    ///
    /// # Errors
    /// [`LanguageError`], after all pieces that came before it.
    pub async fn next(&mut self) -> Result<Option<Piece>, LanguageError> {
        match self {
            Self::Served(stream) => stream.next().await,
            Self::Local(stream) => stream.next().await,
        }
    }
}
