//! Documents to pages without a library: for tools that measure or inspect what the app reads.
//!
//! It is the same way that an import takes, through a process that is confined to reading.

pub use crate::read::process::{DocumentReader, FileToRead};
pub use crate::read::{DOCUMENT_EXTENSIONS, DocumentInfo, Page, PageImage, PageSink, Word};
