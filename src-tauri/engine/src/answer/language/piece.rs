//! What a language model answers, piece by piece.

use serde::{Deserialize, Serialize};

/// A piece of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// The next words of the answer.
    Text(String),
    /// The next words of what the model thinks before it answers. Not for the answer.
    Thinking(String),
    /// The answer is complete, or at least the server sends no more of it. The last piece.
    End {
        /// Why it ends here.
        reason: EndReason,
        /// How much was read and written, if the server said so.
        usage: Option<Usage>,
    },
}

/// Why an answer ends where it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum EndReason {
    /// All is said.
    Finished,
    /// It was long enough to fill the room it was given, and has no proper end.
    CutOff,
    /// The server does not want to say it.
    Filtered,
    /// The server does not say why.
    Unknown,
}

/// How much was read and written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Usage {
    /// Tokens of the prompt.
    pub prompt_tokens: u32,
    /// Tokens of the answer and of what the model thought before it.
    pub answer_tokens: u32,
}
