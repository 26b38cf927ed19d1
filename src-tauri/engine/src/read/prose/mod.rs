//! Texts with marks in them.
//!
//! # Layout
//! - [`markdown`], [`html`], [`rtf`]: marks to plain text; [`codepage`] knows the encodings of the last
//! - [`epub`]: chapters of HTML
//! - [`email`]: messages

mod codepage;
pub(in crate::read) mod email;
pub(in crate::read) mod epub;
pub(in crate::read) mod html;
pub(in crate::read) mod markdown;
pub(in crate::read) mod rtf;
