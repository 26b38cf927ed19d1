//! Text to vectors: the embedding model, in this process.
//!
//! A plain fp32 forward pass of BERT over memory-mapped weights. Each text is computed alone, without padding,
//! so that its vector does not depend on its neighbours. The room knows no document.
//!
//! # Layout
//! - [`queue`]: the [`Embedder`], a handle to threads that embed questions first
//! - [`pace`]: how much of the machine imports take
//! - [`bert`]: the forward pass
//! - [`kernels`]: matrix product, layer norm, softmax, GELU
//! - [`weights`]: the model's tensors, memory-mapped
//! - [`tokenizer`]: text to token numbers
//! - [`tokens`]: the vectors of tokens, kept small

mod bert;
mod error;
mod kernels;
mod pace;
mod queue;
#[cfg(test)]
mod tests;
mod tokenizer;
mod tokens;
mod weights;

pub use error::EmbedError;
pub use pace::Effort;
pub use queue::{Answer, EmbeddedQuestion, EmbeddedText, Embedder};
pub use tokens::{QuestionToken, TokenSigns};
