//! What a person is shown on a terminal, and what reaches one at all.
//!
//! # Layout
//! - [`harmless`]: what of a text may reach a terminal
//! - [`lines`]: text that knows how it looks, and how it is broken
//! - [`looks`]: how words look
//! - [`addresses`]: where a click leads
//! - [`screen`]: what can be shown where a command writes
//! - [`markdown`]: what language models write
//! - [`stream`]: the same while it is being written

pub(crate) mod addresses;
pub(crate) mod harmless;
pub(crate) mod lines;
pub(crate) mod looks;
pub(crate) mod markdown;
pub(crate) mod screen;
pub(crate) mod stream;
