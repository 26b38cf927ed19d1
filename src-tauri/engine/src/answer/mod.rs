//! Hits to an answer whose every sentence cites its page.
//!
//! There are two answerers: the extractive one, which needs no language model and answers in the documents' own
//! sentences, and a language model that the person chose, whose sentences are checked.
//!
//! # Layout
//! - [`sentence`]: the sentences of the hits, and how well each fits the question
//! - [`extractive`]: which of them make the answer, or that none does
//! - [`mod@compose`]: chosen sentences to text and citations
//! - [`language`]: language models, on servers and in files
//! - [`fluent`]: answers that a language model writes
//! - [`check`]: whether the documents carry what it writes
//! - [`meaning`]: how alike two texts are, for the check
//! - [`mentions`]: every document that mentions something, in words

pub(crate) mod check;
mod compose;
mod extractive;
mod fluent;
pub(crate) mod language;
mod meaning;
mod mentions;
mod sentence;

pub(crate) use compose::{NOTHING_FOUND, Piece, compose};
pub(crate) use extractive::{Choice, EXTRACTIVE, Extractive};
pub(crate) use fluent::{Packed, Written, cite, pack, parts};
pub use meaning::Meaning;
pub(crate) use mentions::tell;
