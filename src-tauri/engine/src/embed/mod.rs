//! Text to vectors: the embedding model, in this process.
//!
//! A forward pass of BERT over memory-mapped weights, in eight bits where the processor is quick at that. Each text is
//! computed alone, without padding, so that its vector does not depend on its neighbours. The room knows no document.
//!
//! # Layout
//! - [`queue`]: the [`Embedder`], a handle to threads that embed questions first
//! - [`likeness`]: what a cosine says, whichever model it is of
//! - [`pace`]: how much of the machine imports take
//! - [`model`]: a model with its tokenizer
//! - [`folder`]: what a model's folder says about itself
//! - [`catalogue`]: models that are known to be good
//! - [`endpoint`], [`server`]: embedding by a server
//! - [`bert`]: the forward pass, and weights in eight bits
//! - [`onnx`]: models that come as a graph
//! - [`kernels`]: the loops it spends its time in
//! - [`tokenizer`]: text to token numbers
//! - [`tokens`]: the vectors of tokens, kept small

mod bert;
pub mod catalogue;
pub mod endpoint;
mod error;
mod folder;
mod kernels;
mod likeness;
mod model;
mod onnx;
mod pace;
mod queue;
mod server;
#[cfg(test)]
mod tests;
mod tokenizer;
mod tokens;

pub use bert::Pooling;
pub use error::EmbedError;
pub use kernels::InstructionSet;
pub use likeness::Likeness;
pub use model::{Precision, shrink};
pub use pace::Effort;
pub use queue::{Answer, EmbeddedQuestion, EmbeddedText, Embedder, EmbedderOptions};
pub use tokens::{QuestionToken, TokenSigns};
