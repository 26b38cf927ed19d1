//! Texts with marks in them.
//!
//! # Layout
//! - Marks to plain text: [`markdown`], [`html`], [`rtf`]; [`codepage`] knows the encodings of the last
//! - Chapters of HTML: [`epub`]
//! - Messages: [`email`]

mod codepage;
pub(in crate::read) mod email;
pub(in crate::read) mod epub;
pub(in crate::read) mod html;
pub(in crate::read) mod markdown;
pub(in crate::read) mod rtf;
