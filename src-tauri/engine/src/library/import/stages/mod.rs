//! The three stages of an import, each on its own thread.
//!
//! A document flows through them in parts, so that one of ten thousand pages takes no more memory than one of ten.
//! One document is read at a time, so the parts of two never mix: a beginning, some pages, an end.
//!
//! # Layout
//! - [`reading`]: a file's bytes to pages and passages
//! - [`embedding`]: passages to vectors
//! - [`writing`]: a document to the catalog and the index

mod embedding;
mod reading;
mod writing;

pub(super) use embedding::Embedding;
pub(super) use reading::Reader;
pub(super) use writing::Writer;

use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use super::super::originals::Originals;
use super::super::remove;
use super::job::Job;
use crate::Result;
use crate::read::{DocumentInfo, Page, ReadError};
use crate::search::Searcher;

/// A part of a document on its way; `P` is what its passages are by then.
pub(super) enum Part<P> {
    /// Its first page is about to come.
    Begin(Box<Beginning>),
    /// Some of its pages, and the passages that ended on them.
    Pages(Chunk<P>),
    /// There is no more, or something went wrong; all that came before is void then.
    End(Result<()>),
}

/// What is known of a document before its first page.
pub(super) struct Beginning {
    job: Arc<Job>,
    id: String,
    size: u64,
    info: DocumentInfo,
    /// Whether it is in the library already and is read once more, because more of it can be read now.
    again: bool,
}

/// Some pages of a document.
pub(super) struct Chunk<P> {
    pages: Vec<Page>,
    passages: Vec<P>,
    /// How many passages the whole document will have, as far as that can be told.
    expected: u32,
}

/// Notes that `document` is now at `path`; what was there before is removed if it is nowhere else.
fn replace_at(searcher: &Searcher, originals: &Originals, path: &str, document: &str) -> Result<()> {
    match searcher.catalog.locate(path, document, now())? {
        Some(homeless) => remove::remove(searcher, originals, &homeless),
        None => Ok(()),
    }
}

fn stop_if_cancelled(job: &Job) -> Result<()> {
    if job.is_cancelled() { Err(ReadError::Cancelled.into()) } else { Ok(()) }
}

/// Milliseconds since 1970.
fn now() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_millis() as i64)
}
