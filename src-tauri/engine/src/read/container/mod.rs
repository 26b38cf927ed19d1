//! What documents of several formats are packed in.
//!
//! # Layout
//! - [`archive`]: members of a ZIP, with limits on what they unpack to
//! - [`xml`]: the events of an XML text
//! - [`package`]: relations, title and author of Office packages

pub(in crate::read) mod archive;
pub(in crate::read) mod package;
pub(in crate::read) mod xml;
