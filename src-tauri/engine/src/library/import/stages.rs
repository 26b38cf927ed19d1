//! The three stages of an import, each on its own thread.

use std::fmt::Write;
use std::ops::ControlFlow;
use std::time::{SystemTime, UNIX_EPOCH};

use crossbeam_channel::Sender;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::super::originals::Originals;
use super::super::remove;
use super::job::{Content, Job, file_name};
use crate::catalog::{EmbeddedPassage, NewDocument};
use crate::embed::{EmbedError, Priority};
use crate::messages::{DocumentSummary, ImportStatus, PageState, Stage};
use crate::passage::{Passage, split};
use crate::read::{self, DocumentInfo, Page, PageSink, ReadError};
use crate::search::Searcher;
use crate::{Error, Result};

/// The namespace of passage ids, made once at random.
const PASSAGES: Uuid = Uuid::from_u128(0x9d6f_04a1_6c1b_4a0e_8f7e_5b1d_2c3a_7e42);

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

/// First stage: a file's bytes to pages and passages.
pub(super) struct Reader {
    pub(super) searcher: Searcher,
    pub(super) originals: Originals,
    pub(super) next: Sender<ReadDocument>,
}

impl Reader {
    /// Reads a file, unless its content is known, and hands it on.
    pub(super) fn take(&self, mut job: Job) {
        match self.read(&mut job) {
            Ok(Reading::Known(document, status)) => job.end(status, content_of(&document), None),
            Ok(Reading::New(new)) => {
                let document = ReadDocument {
                    job,
                    id: new.id,
                    size: new.size,
                    info: new.info,
                    pages: new.pages,
                    passages: new.passages,
                };
                if let Err(refused) = self.next.send(document) {
                    refused.into_inner().job.fail(&Error::Closed);
                }
            }
            Err(error) => job.fail(&error),
        }
    }

    fn read(&self, job: &mut Job) -> Result<Reading> {
        stop_if_cancelled(job)?;
        let bytes = std::fs::read(&job.path).map_err(Error::file(&job.path))?;
        let id = hex(&Sha256::digest(&bytes));
        if let Ok(document) = self.searcher.catalog.document(&id) {
            let status = self.seen_again(job, &document)?;
            return Ok(Reading::Known(document, status));
        }
        let mut collector = Collector { job, info: None, pages: Vec::new() };
        read::read(&bytes, &file_name(&collector.job.path.clone()), &mut collector)?;
        let Collector { info: Some(info), pages, .. } = collector else {
            return Err(ReadError::Damaged { reason: "it has no pages".to_owned() }.into());
        };
        let embedder = &self.searcher.embedder;
        let texts = pages.iter().map(|page| (page.index, page.text.as_str()));
        let passages = split(texts, embedder.max_tokens(), &|text| embedder.count_tokens(text));
        self.originals.keep(&id, &bytes)?;
        Ok(Reading::New(NewContent { id, size: bytes.len() as u64, info, pages, passages }))
    }

    /// A content that is in the library already, at the same path or another.
    fn seen_again(&self, job: &Job, document: &DocumentSummary) -> Result<ImportStatus> {
        let catalog = &self.searcher.catalog;
        let path = job.path.to_string_lossy();
        let known = catalog.locations(&document.id)?.iter().any(|known| *known == path);
        replace_at(&self.searcher, &self.originals, &path, &document.id)?;
        if let Some(collection) = job.batch.collection
            && catalog.join_collection(&document.id, collection)?
        {
            self.searcher.index.set_collections(&document.id, &catalog.collections_of(&document.id)?)?;
            self.searcher.index.flush()?;
        }
        Ok(if known { ImportStatus::Unchanged } else { ImportStatus::Duplicate })
    }
}

enum Reading {
    Known(DocumentSummary, ImportStatus),
    New(NewContent),
}

struct NewContent {
    id: String,
    size: u64,
    info: DocumentInfo,
    pages: Vec<Page>,
    passages: Vec<Passage>,
}

/// Keeps the pages as they come and tells of them.
struct Collector<'a> {
    job: &'a mut Job,
    info: Option<DocumentInfo>,
    pages: Vec<Page>,
}

impl PageSink for Collector<'_> {
    fn begin(&mut self, info: DocumentInfo) -> ControlFlow<()> {
        self.job.progress(Stage::Reading, 0, info.pages);
        self.info = Some(info);
        ControlFlow::Continue(())
    }

    fn page(&mut self, page: Page) -> ControlFlow<()> {
        self.pages.push(page);
        let total = self.info.as_ref().map_or(0, |info| info.pages);
        self.job.progress(Stage::Reading, self.pages.len() as u32, total);
        if self.job.is_cancelled() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }
}

/// Second stage: passages to vectors.
pub(super) struct Embedding {
    pub(super) searcher: Searcher,
    pub(super) next: Sender<EmbeddedDocument>,
}

impl Embedding {
    /// Embeds a document's passages and hands it on.
    pub(super) fn take(&self, mut read: ReadDocument) {
        match self.embed(&mut read) {
            Ok(passages) => {
                if let Err(refused) = self.next.send(EmbeddedDocument { read, passages }) {
                    refused.into_inner().read.job.fail(&Error::Closed);
                }
            }
            Err(error) => read.job.fail(&error),
        }
    }

    fn embed(&self, read: &mut ReadDocument) -> Result<Vec<EmbeddedPassage>> {
        stop_if_cancelled(&read.job)?;
        let total = read.passages.len() as u32;
        let texts: Vec<String> = read.passages.iter().map(|passage| passage.text.clone()).collect();
        let job = &mut read.job;
        job.progress(Stage::Embedding, 0, total);
        let embedded = self.searcher.embedder.embed_blocking(texts, Priority::Background, &mut |done| {
            job.progress(Stage::Embedding, done as u32, total);
            if job.is_cancelled() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        let vectors = embedded.map_err(|error| match error {
            EmbedError::Cancelled => Error::Read(ReadError::Cancelled),
            error => error.into(),
        })?;
        let document = &read.id;
        Ok(std::mem::take(&mut read.passages)
            .into_iter()
            .zip(vectors)
            .map(|(passage, vector)| {
                let name = format!("{document}/{}", passage.ordinal);
                EmbeddedPassage { id: Uuid::new_v5(&PASSAGES, name.as_bytes()), passage, vector }
            })
            .collect())
    }
}

/// Third stage: a document to the catalog and the index.
pub(super) struct Writer {
    pub(super) searcher: Searcher,
    pub(super) originals: Originals,
}

impl Writer {
    /// Writes a document: to the catalog as hidden, to the index, and then it is shown. A crash before the
    /// last step leaves a hidden document, which the next opening removes.
    pub(super) fn take(&self, document: EmbeddedDocument) {
        let EmbeddedDocument { mut read, passages } = document;
        match self.write(&mut read, &passages) {
            Ok(status) => {
                let reason = reason(&read.pages);
                let content = Content {
                    id: Some(read.id),
                    content_type: Some(read.info.content_type.to_owned()),
                    size: read.size,
                    pages: read.pages.len() as u32,
                    pages_searchable: count(&read.pages, PageState::Searchable),
                    passages: passages.len() as u32,
                };
                read.job.end(status, content, reason);
            }
            Err(error) => {
                self.undo(&read.id);
                read.job.fail(&error);
            }
        }
    }

    fn write(&self, read: &mut ReadDocument, passages: &[EmbeddedPassage]) -> Result<ImportStatus> {
        stop_if_cancelled(&read.job)?;
        let Searcher { catalog, index, embedder, .. } = &self.searcher;
        let path = read.job.path.to_string_lossy().into_owned();
        if let Ok(document) = catalog.document(&read.id) {
            // The same content came twice in one batch and the first has just been written.
            catalog.locate(&path, &document.id, now())?;
            return Ok(ImportStatus::Duplicate);
        }
        let total = passages.len() as u32;
        read.job.progress(Stage::Indexing, 0, total);
        let collections: Vec<i64> = read.job.batch.collection.into_iter().collect();
        let filename = file_name(&read.job.path);
        catalog.insert_document(&NewDocument {
            id: &read.id,
            title: read.info.title.as_deref().unwrap_or(&filename),
            content_type: read.info.content_type,
            size: read.size,
            added_at: now(),
            pages: &read.pages,
            passages,
            model: embedder.model_name(),
            collections: &collections,
        })?;
        index.upsert(remove::points(&self.searcher, &read.id, &collections, passages))?;
        index.flush()?;
        let replaces = catalog.document_at(&path)?.is_some();
        catalog.set_ready(&read.id, true)?;
        replace_at(&self.searcher, &self.originals, &path, &read.id)?;
        read.job.progress(Stage::Indexing, total, total);
        Ok(if replaces { ImportStatus::Updated } else { ImportStatus::Added })
    }

    fn undo(&self, document: &str) {
        if self.searcher.catalog.document(document).is_ok() {
            return;
        }
        if let Err(error) = remove::remove(&self.searcher, &self.originals, document) {
            tracing::warn!(%error, document, "a failed import is swept away when the library is opened again");
        }
    }
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

fn content_of(document: &DocumentSummary) -> Content {
    Content {
        id: Some(document.id.clone()),
        content_type: Some(document.content_type.clone()),
        size: document.size,
        pages: document.pages,
        pages_searchable: document.pages_searchable,
        passages: document.passages,
    }
}

fn count(pages: &[Page], state: PageState) -> u32 {
    pages.iter().filter(|page| page.state == state).count() as u32
}

/// What the person should know of a document that was imported with holes.
fn reason(pages: &[Page]) -> Option<String> {
    let (images, failed) = (count(pages, PageState::ImageOnly), count(pages, PageState::Failed));
    let of = pages.len();
    match (images, failed) {
        (0, 0) => None,
        (images, 0) => Some(format!("{images} of {of} pages have no text to search.")),
        (0, failed) => Some(format!("{failed} of {of} pages could not be read.")),
        (images, failed) => {
            Some(format!("{images} of {of} pages have no text to search and {failed} could not be read."))
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// Milliseconds since 1970.
fn now() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_millis() as i64)
}
