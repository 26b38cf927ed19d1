//! Answers that a language model writes from passages, and what is made of them.
//!
//! The model is given numbered passages and told to cite them. What it writes is streamed as it comes; at the end every
//! sentence is checked, and its citations lead to the words that carry it.
//!
//! # Layout
//! - [`rules`]: what the model is told
//! - [`room`]: what fits into its room
//! - [`tokens`]: how many tokens a text has
//! - [`mod@cite`]: checked sentences to an answer with its citations

mod cite;
mod room;
mod rules;
mod tokens;

pub(crate) use cite::{Written, cite};
pub(crate) use room::{Packed, pack, parts};
