//! First stage: a file's bytes to pages and passages.

use std::ops::ControlFlow;
use std::sync::Arc;

use crossbeam_channel::Sender;

use super::{Beginning, Chunk, Part, replace_at, stop_if_cancelled};
use crate::catalog::Catalog;
use crate::library::import::job::{Content, Job, file_name};
use crate::library::originals::{Kept, Originals};
use crate::library::settings;
use crate::messages::{DocumentSummary, ImportStatus, Stage};
use crate::passage::{Passage, Splitter};
use crate::read::ocr::{Recogniser, RecognitionCache};
use crate::read::process::{DocumentReader, FileToRead};
use crate::read::{DocumentInfo, Page, PageSink, ReadError};
use crate::search::Searcher;
use crate::{Error, Result};

/// Pages are handed on when there are so many, or so many bytes of them.
const PAGES_AT_ONCE: usize = 32;
const BYTES_AT_ONCE: u64 = 4 << 20;

/// First stage: a file's bytes to pages and passages.
pub(in crate::library::import) struct Reader {
    pub(in crate::library::import) searcher: Searcher,
    pub(in crate::library::import) originals: Originals,
    pub(in crate::library::import) documents: DocumentReader,
    pub(in crate::library::import) next: Sender<Part<Passage>>,
}

enum Look {
    /// In the library already.
    Known(Box<DocumentSummary>, ImportStatus),
    /// To be read; kept among the originals.
    New(Kept, bool),
}

impl Reader {
    /// Reads a file, unless its content is known, and hands it on part by part.
    pub(in crate::library::import) fn take(&mut self, job: Job) {
        let job = Arc::new(job);
        match self.look_at(&job) {
            Ok(Look::Known(document, status)) => job.end(status, content_of(&document), None),
            Ok(Look::New(kept, again)) => self.read(&job, &kept, again),
            Err(error) => job.fail(&error),
        }
    }

    fn look_at(&mut self, job: &Job) -> Result<Look> {
        stop_if_cancelled(job)?;
        let kept = self.originals.keep(&job.path, &file_name(&job.path), &|| job.is_cancelled())?;
        let Ok(document) = self.searcher.catalog.document(&kept.id) else { return Ok(Look::New(kept, false)) };
        let recogniser = find_recogniser(&self.searcher)?;
        let unread = self.searcher.catalog.unread_pages(&kept.id)?;
        if recogniser.is_some() && unread.iter().any(|page| page.is_image && !page.was_looked_at) {
            return Ok(Look::New(kept, true));
        }
        let status = self.seen_again(job, &document)?;
        Ok(Look::Known(Box::new(document), status))
    }

    fn read(&mut self, job: &Arc<Job>, kept: &Kept, again: bool) {
        let Self { searcher, originals, documents, next } = self;
        documents.set_recogniser(find_recogniser(searcher).unwrap_or_default());
        let embedder = &searcher.embedder;
        let count_tokens = |text: &str| embedder.count_tokens(text);
        let mut streamer = Streamer {
            job,
            kept,
            again,
            next,
            splitter: Splitter::new(embedder.max_tokens(), &count_tokens),
            pages: Vec::new(),
            bytes: 0,
            read: 0,
            of: None,
        };
        let filename = file_name(&job.path);
        let path = originals.path(&kept.id);
        let file = FileToRead { id: &kept.id, file: &path, filename: &filename, password: job.batch.password() };
        let ended = documents.read(file, &mut streamer).map_err(Error::from);
        match (streamer.of, ended) {
            (None, ended) => {
                if !again && let Err(error) = originals.remove(&kept.id) {
                    tracing::warn!(%error, "a file that could not be read is left among the originals");
                }
                let no_pages = || ReadError::Damaged { reason: "it has no pages".to_owned() }.into();
                job.fail(&ended.err().unwrap_or_else(no_pages));
            }
            (Some(_), ended) => {
                let ended = ended.and_then(|()| streamer.finish());
                if next.send(Part::End(ended)).is_err() {
                    job.fail(&Error::Closed);
                }
            }
        }
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

/// Splits the pages as they come and hands them on.
struct Streamer<'a> {
    job: &'a Arc<Job>,
    kept: &'a Kept,
    again: bool,
    next: &'a Sender<Part<Passage>>,
    splitter: Splitter<'a>,
    pages: Vec<Page>,
    /// Of the pages that wait.
    bytes: u64,
    /// Pages that were read.
    read: u32,
    /// How many there are, or 0 if that is not known; none before the document begins.
    of: Option<u32>,
}

impl Streamer<'_> {
    fn hand_on(&mut self) -> ControlFlow<()> {
        let passages = self.splitter.ended();
        let pages = std::mem::take(&mut self.pages);
        self.bytes = 0;
        let chunk = Chunk { pages, passages, expected: self.expected() };
        if self.next.send(Part::Pages(chunk)).is_err() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }

    /// As many passages a page as so far.
    fn expected(&self) -> u32 {
        let so_far = u64::from(self.splitter.count());
        let of = u64::from(self.of.unwrap_or(0).max(self.read));
        (so_far * of / u64::from(self.read.max(1))) as u32
    }

    fn finish(mut self) -> Result<()> {
        let handed_on = self.hand_on();
        let expected = self.splitter.count();
        let chunk = Chunk { pages: Vec::new(), passages: self.splitter.finish(), expected };
        if handed_on.is_break() || self.next.send(Part::Pages(chunk)).is_err() {
            return Err(Error::Closed);
        }
        Ok(())
    }
}

impl PageSink for Streamer<'_> {
    fn begin(&mut self, info: DocumentInfo) -> ControlFlow<()> {
        self.job.progress(Stage::Reading, 0, info.pages);
        self.of = Some(info.pages);
        let (job, id, size) = (Arc::clone(self.job), self.kept.id.clone(), self.kept.size);
        let beginning = Beginning { job, id, size, info, again: self.again };
        match self.next.send(Part::Begin(Box::new(beginning))) {
            Ok(()) => ControlFlow::Continue(()),
            Err(_) => ControlFlow::Break(()),
        }
    }

    fn page(&mut self, page: Page) -> ControlFlow<()> {
        self.splitter.page(page.index, &page.text);
        self.read += 1;
        self.bytes += page.size();
        self.pages.push(page);
        self.job.progress(Stage::Reading, self.read, self.of.unwrap_or(0));
        if self.job.is_cancelled() {
            return ControlFlow::Break(());
        }
        if self.pages.len() < PAGES_AT_ONCE && self.bytes < BYTES_AT_ONCE {
            return ControlFlow::Continue(());
        }
        self.hand_on()
    }

    fn is_cancelled(&self) -> bool {
        self.job.is_cancelled()
    }
}

/// The recogniser that is there now: the person may have installed one since the last document.
fn find_recogniser(searcher: &Searcher) -> Result<Option<Recogniser>> {
    let language = searcher.catalog.setting(settings::OCR_LANGUAGE)?;
    Ok(Recogniser::find(language, Arc::clone(&searcher.catalog) as Arc<dyn RecognitionCache>))
}

impl RecognitionCache for Catalog {
    fn get(&self, key: &str) -> Option<String> {
        self.recognition(key).ok().flatten()
    }

    fn keep(&self, key: &str, document: &str, table: &str) {
        if let Err(error) = self.keep_recognition(key, document, table) {
            tracing::warn!(%error, "what was recognised could not be kept");
        }
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
