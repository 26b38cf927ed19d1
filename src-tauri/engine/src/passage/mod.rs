//! Pages to passages: the pieces that are embedded, found and cited.
//!
//! A passage belongs to one document, is packed from whole sentences up to a length counted by the embedding
//! model's own tokenizer, and knows where on which pages it stands. The room knows no model: the counter is
//! handed in.
//!
//! # Layout
//! - [`mod@sentences`]: text to sentences
//! - [`mod@split`]: pages to passages
//! - [`pieces`]: what a page's text is packed from
//! - [`context`]: what a passage stands under
//! - [`place`]: a stretch of text to the lines it fills on the page

mod context;
mod pieces;
mod place;
mod sentences;
mod split;

pub use place::{line_boxes, placed_words, utf16_span};
pub use sentences::sentences;
pub use split::{Passage, Span, Splitter};
