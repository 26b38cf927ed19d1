//! Bytes to pages: one file a format behind one small interface.
//!
//! Knows nothing of the index, the catalog or the embedder. Readers compute and never wait. They catch what panics
//! on bad input; they cannot catch an exhausted stack or memory, so the app calls them through [`process`] only.
//!
//! # Layout
//! - [`process`]: reading in a process of its own, which is all that the rest of the engine sees
//! - [`pdf`]: words with boxes, by two readers
//! - [`office`], [`cells`], [`prose`], [`text`]: documents without a page to look at
//! - [`container`]: the archives and the XML that many of them are packed in
//! - [`blocks`]: paragraphs, lists and tables to text, for all of them alike
//! - [`headings`]: what is a heading by its looks, and where it is once its text is cut
//! - [`ocr`]: the text of pages that are images
//! - [`kind`]: what a file is
//! - [`page`], [`error`]: what comes out

mod blocks;
mod cells;
mod container;
mod error;
#[cfg(fuzzing)]
pub(crate) mod fuzzing;
mod headings;
mod kind;
pub(crate) mod ocr;
mod office;
mod page;
mod pdf;
pub(crate) mod process;
mod prose;
#[cfg(test)]
mod tests;
mod text;

pub use error::ReadError;
pub use kind::DOCUMENT_EXTENSIONS;
pub(crate) use kind::is_document_name;
pub use page::{Heading, Page, PageImage, Word};

use std::borrow::Cow;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::messages::OutlineEntry;
use kind::Kind;

/// What is known of a document before its first page.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentInfo {
    /// Media type, such as `application/pdf`.
    pub content_type: Cow<'static, str>,
    /// The title the document gives itself, if any.
    pub title: Option<String>,
    /// Who wrote it, as the document says.
    pub author: Option<String>,
    /// Its headings with the pages they are on, as the document lists them.
    pub outline: Vec<OutlineEntry>,
    /// How many pages will follow; 0 if that is not known beforehand.
    pub pages: u32,
}

impl DocumentInfo {
    /// Without an outline, and before its pages are counted.
    pub(crate) fn new(content_type: &'static str, title: Option<String>, author: Option<String>) -> Self {
        let author = author.filter(|author| is_somebody(author));
        Self { content_type: content_type.into(), title, author, ..Self::default() }
    }
}

/// Whether an author is a name, and not what programs write where nobody gave one.
fn is_somebody(author: &str) -> bool {
    const NOBODY: [&str; 11] = [
        "admin",
        "administrator",
        "anonymous",
        "author",
        "default user",
        "microsoft office user",
        "python-docx",
        "un-named",
        "unknown",
        "unknown author",
        "user",
    ];
    let author = author.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    !author.is_empty() && !NOBODY.contains(&author.as_str())
}

/// How a document is to be read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct ReadOptions<'a> {
    /// What opens it, if it is encrypted; empty for none.
    pub(crate) password: &'a str,
    /// The first page that is wanted; those before it need not be read.
    pub(crate) from: u32,
    /// Whether that page is to be read another way, because it was the end of the process that read it.
    pub(crate) distrust: bool,
    /// Whether pictures of pages without text are wanted.
    pub(crate) pictures: bool,
}

/// The bytes of a document, in memory or mapped.
#[derive(Clone)]
pub(crate) struct Bytes {
    inner: Arc<dyn AsRef<[u8]> + Send + Sync>,
}

impl Bytes {
    /// Shares the bytes.
    pub(crate) fn new(bytes: impl AsRef<[u8]> + Send + Sync + 'static) -> Self {
        Self { inner: Arc::new(bytes) }
    }
}

impl AsRef<[u8]> for Bytes {
    fn as_ref(&self) -> &[u8] {
        (*self.inner).as_ref()
    }
}

/// Takes a document page by page as it is read.
pub trait PageSink {
    /// Called once, before the first page. `Break` ends the reading with [`ReadError::Cancelled`].
    fn begin(&mut self, info: DocumentInfo) -> ControlFlow<()>;
    /// Called before a page without text, with what it looks like, if that was asked for.
    fn picture(&mut self, _: PageImage) -> ControlFlow<()> {
        ControlFlow::Continue(())
    }
    /// Called for every page in order, failed ones included. `Break` ends the reading with
    /// [`ReadError::Cancelled`].
    fn page(&mut self, page: Page) -> ControlFlow<()>;
    /// Called before the text of a picture is recognised, which takes seconds.
    fn recognising(&mut self) {}
    /// Asked while a page is waited for.
    fn is_cancelled(&self) -> bool {
        false
    }
}

/// Reads a document. What it is, its first bytes say; its name is asked only where they do not.
///
/// # Errors
/// [`ReadError`]; pages delivered before an error are to be thrown away.
pub(crate) fn read(
    bytes: &Bytes,
    filename: &str,
    options: &ReadOptions<'_>,
    sink: &mut dyn PageSink,
) -> Result<(), ReadError> {
    match guarded(|| Kind::of(bytes.as_ref(), filename))? {
        Kind::Pdf => pdf::read(bytes, options, sink),
        Kind::Text => text::read(bytes.as_ref(), sink),
        Kind::Markdown => prose::markdown::read(bytes.as_ref(), sink),
        Kind::Docx => office::docx::read(bytes.as_ref(), sink),
        Kind::Sheet => cells::sheet::read(bytes.as_ref(), sink),
        Kind::Table => cells::table::read(bytes.as_ref(), sink),
        Kind::Pptx => office::pptx::read(bytes.as_ref(), sink),
        Kind::Odt => office::odf::read(bytes.as_ref(), sink),
        Kind::Odp => office::odf::read_slides(bytes.as_ref(), sink),
        Kind::Ods => cells::ods::read(bytes.as_ref(), sink),
        Kind::Rtf => prose::rtf::read(bytes.as_ref(), sink),
        Kind::Email => prose::email::read(bytes.as_ref(), sink),
        Kind::Html => prose::html::read(bytes.as_ref(), sink),
        Kind::Epub => prose::epub::read(bytes.as_ref(), sink),
    }
}

/// Refuses what its beginning shows to be no document, before anything is done with it.
///
/// # Errors
/// [`ReadError::Empty`], [`ReadError::Unsupported`].
pub(crate) fn refuse_early(beginning: &[u8], filename: &str) -> Result<(), ReadError> {
    guarded(|| Kind::refuse_early(beginning, filename))
}

/// The media type that a file will probably turn out to have, by its beginning and its name.
pub(crate) fn likely_type(beginning: &[u8], filename: &str) -> &'static str {
    guarded(|| Ok(kind::likely_type(beginning, filename))).unwrap_or(kind::UNKNOWN_TYPE)
}

fn go_on(flow: ControlFlow<()>) -> Result<(), ReadError> {
    if flow.is_break() { Err(ReadError::Cancelled) } else { Ok(()) }
}

/// Calls what others wrote, and takes it for the file's fault if it panics.
///
/// # Errors
/// Those of `call`, and [`ReadError::Damaged`] if it panics.
fn guarded<T>(call: impl FnOnce() -> Result<T, ReadError>) -> Result<T, ReadError> {
    let damaged = |_| Err(ReadError::Damaged { reason: "its parts do not hold together".to_owned() });
    catch_unwind(AssertUnwindSafe(call)).unwrap_or_else(damaged)
}
