//! The three stages of an import, each on its own thread.
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

use std::time::{SystemTime, UNIX_EPOCH};

use super::super::originals::Originals;
use super::super::remove;
use super::job::Job;
use crate::Result;
use crate::catalog::EmbeddedPassage;
use crate::passage::Passage;
use crate::read::{DocumentInfo, Page, ReadError};
use crate::search::Searcher;

/// A document that was read and split.
pub(super) struct ReadDocument {
    job: Job,
    id: String,
    size: u64,
    info: DocumentInfo,
    pages: Vec<Page>,
    passages: Vec<Passage>,
}

/// A document ready to be written.
pub(super) struct EmbeddedDocument {
    read: ReadDocument,
    passages: Vec<EmbeddedPassage>,
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
