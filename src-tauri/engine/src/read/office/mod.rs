//! Texts and slides of office programs.
//!
//! # Layout
//! - [`docx`], [`pptx`]: Word and `PowerPoint`; [`styles`]: what Word calls headings
//! - [`odf`]: texts and slides in `OpenDocument`

pub(in crate::read) mod docx;
pub(in crate::read) mod odf;
pub(in crate::read) mod pptx;
mod styles;
