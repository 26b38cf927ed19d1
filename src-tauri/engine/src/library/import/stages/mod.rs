//! The stages of an import, each on its own thread.
//!
//! A document flows through them in parts, so that one of ten thousand pages takes no more memory than one of ten.
//! The parts of one come in their order, a beginning, some pages, an end, but those of others may come in between. The
//! next document is read while this one is still being embedded, and while a page of this one is being recognised, so
//! the embedder always has something to do.
//!
//! # Layout
//! - [`reading`]: a file's bytes to pages and passages
//! - [`embedding`]: passages to vectors, in two stages: one gives them to the embedder, one takes the vectors
//! - [`writing`]: a document to the index and the catalog

mod embedding;
mod reading;
mod writing;

pub(super) use embedding::{Collector, Submitter};
pub(super) use reading::Reader;
pub(super) use writing::Writer;

use std::sync::Arc;

use super::job::Job;
use crate::Result;
use crate::catalog::FileStamp;
use crate::messages::ImportId;
use crate::read::{DocumentInfo, Page, ReadError};

/// A part of a document, and whose it is.
pub(super) struct Parcel<P> {
    import: ImportId,
    part: Part<P>,
}

/// A part of a document on its way; `P` is what its passages are by then.
enum Part<P> {
    /// Its first page is about to come, or the first that is not here yet.
    Begin(Box<Beginning>),
    /// Some of its pages, and the passages that ended on them.
    Pages(Chunk<P>),
    /// There is no more, or something went wrong.
    End(Result<()>),
}

/// What is known of a document before its first page.
struct Beginning {
    job: Arc<Job>,
    id: String,
    size: u64,
    stamp: Option<FileStamp>,
    info: DocumentInfo,
    start: Start,
}

/// Where the reading of a document starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Start {
    /// At its beginning.
    New,
    /// At its beginning although it is in the library, because more of it can be read now.
    Again,
    /// Behind the pages and passages that are here since an earlier, interrupted import.
    Behind {
        /// So many pages.
        pages: u32,
        /// So many passages.
        passages: u32,
    },
}

/// Some pages of a document.
struct Chunk<P> {
    pages: Vec<Page>,
    passages: Vec<P>,
    /// How many passages the whole document will have, as far as that can be told.
    expected: u32,
}

fn go_on_unless_stopped(job: &Job) -> Result<()> {
    if job.is_stopped() { Err(ReadError::Cancelled.into()) } else { Ok(()) }
}
