//! Bytes to pages: one file a format behind one small interface.
//!
//! Knows nothing of the index, the catalog or the embedder. Readers compute and never wait: call them on a
//! thread of their own. They catch what panics on bad input; they cannot catch an exhausted stack or memory.
//!
//! # Layout
//! - [`pdf`]: words with boxes, by two readers
//! - [`text`], [`markdown`]: texts without a visual side
//! - [`kind`]: what a file is
//! - [`page`], [`error`]: what comes out

mod error;
mod kind;
mod markdown;
mod page;
mod pdf;
mod text;

pub use error::ReadError;
pub use page::{Page, Word};

use std::ops::ControlFlow;

use kind::Kind;

/// What is known of a document before its first page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentInfo {
    /// Media type, such as `application/pdf`.
    pub content_type: &'static str,
    /// The title the document gives itself, if any.
    pub title: Option<String>,
    /// How many pages will follow.
    pub pages: u32,
}

/// Takes a document page by page as it is read.
pub trait PageSink {
    /// Called once, before the first page. `Break` ends the reading with [`ReadError::Cancelled`].
    fn begin(&mut self, info: DocumentInfo) -> ControlFlow<()>;
    /// Called for every page in order, failed ones included. `Break` ends the reading with
    /// [`ReadError::Cancelled`].
    fn page(&mut self, page: Page) -> ControlFlow<()>;
}

/// Reads a document. What it is, its first bytes say; its name is asked only where they do not.
///
/// # Errors
/// [`ReadError`]; pages delivered before an error are to be thrown away.
pub fn read(bytes: &[u8], filename: &str, sink: &mut dyn PageSink) -> Result<(), ReadError> {
    match Kind::of(bytes, filename)? {
        Kind::Pdf => pdf::read(bytes, sink),
        Kind::Text => text::read(bytes, sink),
        Kind::Markdown => markdown::read(bytes, sink),
    }
}
