//! Texts to vectors without a library, for tools that measure.

pub use crate::embed::catalogue;
pub use crate::embed::{
    Answer, Effort, EmbeddedQuestion, EmbeddedText, Embedder, EmbedderOptions, InstructionSet, Precision,
    QuestionToken, TokenSigns, shrink,
};
