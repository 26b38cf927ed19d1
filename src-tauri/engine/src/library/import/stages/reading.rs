//! First stage: a file's bytes to pages and passages.

use std::fmt::Write;
use std::ops::ControlFlow;

use crossbeam_channel::Sender;
use sha2::{Digest, Sha256};

use super::{ReadDocument, replace_at, stop_if_cancelled};
use crate::library::import::job::{Content, Job, file_name};
use crate::library::originals::Originals;
use crate::messages::{DocumentSummary, ImportStatus, Stage};
use crate::passage::{Passage, split};
use crate::read::{self, DocumentInfo, Page, PageSink, ReadError};
use crate::search::Searcher;
use crate::{Error, Result};

/// First stage: a file's bytes to pages and passages.
pub(in crate::library::import) struct Reader {
    pub(in crate::library::import) searcher: Searcher,
    pub(in crate::library::import) originals: Originals,
    pub(in crate::library::import) next: Sender<ReadDocument>,
}

impl Reader {
    /// Reads a file, unless its content is known, and hands it on.
    pub(in crate::library::import) fn take(&self, mut job: Job) {
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

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}
