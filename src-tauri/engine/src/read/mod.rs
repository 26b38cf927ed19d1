//! Bytes to pages: one file a format behind one small interface.
//!
//! Knows nothing of the index, the catalog or the embedder. Readers compute and never wait: call them on a
//! thread of their own.
//!
//! # Layout
//! - [`pdf`]: words with boxes, by two readers
//! - [`text`], [`markdown`]: texts without a visual side
//! - [`page`], [`error`]: what comes out

mod error;
mod markdown;
mod page;
mod pdf;
mod text;

pub use error::ReadError;
pub use page::{Page, Word};

use std::ops::ControlFlow;
use std::path::Path;

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

/// A PDF may begin with other bytes, but within this many its mark must come (ISO 32000-1, Annex H).
const PDF_MARK_WITHIN: usize = 1024;

/// Reads a document. What it is, its first bytes say; its name is asked only where they do not.
///
/// # Errors
/// [`ReadError`]; pages delivered before an error are to be thrown away.
pub fn read(bytes: &[u8], filename: &str, sink: &mut dyn PageSink) -> Result<(), ReadError> {
    if bytes.is_empty() {
        return Err(ReadError::Empty);
    }
    let extension = Path::new(filename).extension().unwrap_or_default().to_string_lossy().to_lowercase();
    let beginning = &bytes[..bytes.len().min(PDF_MARK_WITHIN)];
    if beginning.windows(5).any(|window| window == b"%PDF-") || extension == "pdf" {
        return pdf::read(bytes, sink);
    }
    if let Some(kind) = infer::get(bytes).filter(|kind| kind.matcher_type() != infer::MatcherType::Text) {
        return Err(ReadError::Unsupported { kind: kind.extension().to_uppercase() });
    }
    match extension.as_str() {
        "md" | "markdown" => markdown::read(bytes, sink),
        "" | "txt" | "text" | "log" => text::read(bytes, sink),
        other => Err(ReadError::Unsupported { kind: other.to_uppercase() }),
    }
}
