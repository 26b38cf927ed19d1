//! Hits to an answer whose every sentence cites its page.
//!
//! Today there is one answerer, the extractive one, which needs no language model: it answers in the
//! documents' own sentences.
//!
//! # Layout
//! - [`sentence`]: the sentences of the hits, and how well each fits the question
//! - [`extractive`]: which of them make the answer, or that none does
//! - [`mod@compose`]: chosen sentences to text and citations
//! - [`mentions`]: every document that mentions something, in words

mod compose;
mod extractive;
mod mentions;
mod sentence;

pub(crate) use compose::{NOTHING_FOUND, Piece, compose};
pub(crate) use extractive::{Choice, EXTRACTIVE, Extractive};
pub(crate) use mentions::tell;
