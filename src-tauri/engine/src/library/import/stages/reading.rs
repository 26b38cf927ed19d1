//! First stage: a file's bytes to pages and passages.

use std::ops::ControlFlow;
use std::sync::Arc;

use crossbeam_channel::Sender;

use super::{Beginning, Chunk, Parcel, Part, Start, go_on_unless_stopped};
use crate::catalog::{Catalog, DocumentState, FileStamp};
use crate::file_name::file_name;
use crate::library::import::job::Job;
use crate::library::import::patience::Patience;
use crate::library::import::queue::Queue;
use crate::library::originals::{Kept, Originals};
use crate::library::{agreement, collections, locations, remove, settings};
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

/// And no more passages than this, so that what waits for the embedder is soon done with, or soon cancelled.
const PASSAGES_AT_ONCE: usize = 32;

/// First stage: a file's bytes to pages and passages.
pub(in crate::library::import) struct Reader {
    pub(in crate::library::import) searcher: Searcher,
    pub(in crate::library::import) originals: Originals,
    pub(in crate::library::import) documents: DocumentReader,
    pub(in crate::library::import) queue: Arc<Queue>,
    pub(in crate::library::import) next: Sender<Parcel<Passage>>,
    pub(in crate::library::import) patience: Patience,
}

enum Look {
    /// In the library already.
    Known(Box<DocumentSummary>, ImportStatus),
    /// To be read from here on.
    ToRead(Start),
}

impl Reader {
    /// Reads a file, unless its content is known, and hands it on part by part.
    pub(in crate::library::import) fn take(&mut self, job: Job) {
        let job = Arc::new(job);
        if let Err(error) = self.try_to_take(&job) {
            job.fail(&error);
        }
    }

    fn try_to_take(&mut self, job: &Arc<Job>) -> Result<()> {
        go_on_unless_stopped(job)?;
        let stamp = locations::stamp(&job.path);
        let kept = self.originals.keep(&job.path, &file_name(&job.path), &|| job.is_stopped())?;
        let catalog = &self.searcher.catalog;
        catalog.note_content(job.import, &kept.id)?;
        if !self.queue.claim(&kept.id, &|| job.is_stopped()) {
            return Err(ReadError::Cancelled.into());
        }
        let look = self.look_at(job, &kept, stamp).inspect_err(|_| self.queue.release(&kept.id))?;
        match look {
            Look::Known(document, status) => {
                self.queue.release(&kept.id);
                job.end(status, &document, None);
            }
            Look::ToRead(start) => self.read(job, &kept, stamp, start),
        }
        Ok(())
    }

    fn look_at(&mut self, job: &Job, kept: &Kept, stamp: Option<FileStamp>) -> Result<Look> {
        let Self { searcher, patience, .. } = self;
        let Searcher { catalog, spaces, .. } = &*searcher;
        match catalog.document_state(&kept.id)? {
            None => Ok(Look::ToRead(Start::New)),
            Some(DocumentState::Importing) => {
                let (pages, passages) = (catalog.count_pages(&kept.id)?, catalog.count_passages_of(&kept.id)?);
                Ok(Look::ToRead(Start::Behind { pages, passages }))
            }
            Some(DocumentState::Leaving) => {
                patience.until_done(&|| job.is_stopped(), || {
                    spaces.remove_document(&kept.id)?;
                    Ok(spaces.flush()?)
                })?;
                remove::forget(searcher, &kept.id)?;
                Ok(Look::ToRead(Start::New))
            }
            Some(DocumentState::Whole) => {
                let unread = catalog.unread_pages(&kept.id)?;
                let recogniser = find_recogniser(searcher)?;
                if recogniser.is_some() && unread.iter().any(|page| page.is_image && !page.was_looked_at) {
                    return Ok(Look::ToRead(Start::Again));
                }
                let document = catalog.document(&kept.id)?;
                let status = self.seen_again(job, &document, stamp)?;
                Ok(Look::Known(Box::new(document), status))
            }
        }
    }

    fn read(&mut self, job: &Arc<Job>, kept: &Kept, stamp: Option<FileStamp>, start: Start) {
        let Self { searcher, originals, documents, next, queue, .. } = self;
        documents.set_recogniser(find_recogniser(searcher).unwrap_or_default());
        let embedder = searcher.spaces.current().embedder.clone();
        let count_tokens = |text: &str| embedder.count_tokens(text);
        let mut splitter = Splitter::new(embedder.max_tokens(), &count_tokens);
        let (from, start, missing) = match (start, resume(&searcher.catalog, &kept.id, start, &mut splitter)) {
            (Start::Behind { pages, .. }, Ok(Some(missing))) => (pages, start, missing),
            (Start::Behind { .. }, Ok(None)) => {
                // What is here was made in another way, as before an update; it is made once more.
                splitter = Splitter::new(embedder.max_tokens(), &count_tokens);
                (0, Start::Again, Vec::new())
            }
            (_, Err(error)) => {
                queue.release(&kept.id);
                return job.fail(&error);
            }
            (_, Ok(_)) => (0, start, Vec::new()),
        };
        let mut streamer = Streamer {
            job,
            kept,
            stamp,
            start,
            next,
            recognition: Recognition { queue, is_running: false },
            splitter,
            passages: missing,
            pages: Vec::new(),
            bytes: 0,
            read: from,
            of: None,
        };
        let filename = file_name(&job.path);
        let path = originals.path(&kept.id);
        let file = FileToRead { id: &kept.id, file: &path, filename: &filename, password: job.password(), from };
        let ended = documents.read(file, &mut streamer).map_err(Error::from);
        streamer.recognition.end();
        match (streamer.of, ended) {
            (None, ended) => {
                if !job.goes_on_later()
                    && let Err(error) = agreement::undo_import_or_later(searcher, originals, &kept.id)
                {
                    tracing::warn!(%error, "what is left of an import is swept up when the library is opened again");
                }
                queue.release(&kept.id);
                let no_pages = || ReadError::Damaged { reason: "it has no pages".to_owned() }.into();
                job.fail(&ended.err().unwrap_or_else(no_pages));
            }
            (Some(_), ended) => {
                let ended = ended.and_then(|()| streamer.finish());
                if next.send(Parcel { import: job.import, part: Part::End(ended) }).is_err() {
                    job.fail(&Error::Closed);
                }
            }
        }
    }

    /// A content that is in the library already, at the same path or another.
    fn seen_again(&self, job: &Job, document: &DocumentSummary, stamp: Option<FileStamp>) -> Result<ImportStatus> {
        let catalog = &self.searcher.catalog;
        let path = job.path_text();
        let known = catalog.locations(&document.id)?;
        let status = locations::see(&self.searcher, &self.originals, &path, &document.id, stamp, &known)?;
        if let Some(collection) = job.collection {
            collections::join(&self.searcher, &document.id, collection)?;
        }
        catalog.forget_import(job.import)?;
        Ok(status)
    }
}

/// Brings a splitter to where an interrupted import stopped, and answers the passages of those pages that are not here
/// yet. None if it does not come to the passages that are here.
fn resume(catalog: &Catalog, id: &str, start: Start, splitter: &mut Splitter<'_>) -> Result<Option<Vec<Passage>>> {
    let Start::Behind { passages, .. } = start else { return Ok(None) };
    let (mut ended, mut missing) = (0, Vec::new());
    splitter.set_title(catalog.own_title(id)?.as_deref());
    for (page, text, headings) in catalog.pages_to_split(id)? {
        splitter.page(page, &text, &headings);
        for passage in splitter.ended() {
            ended += 1;
            if passage.ordinal >= passages {
                missing.push(passage);
            }
        }
    }
    Ok((ended >= passages).then_some(missing))
}

/// Splits the pages as they come and hands them on.
struct Streamer<'a> {
    job: &'a Arc<Job>,
    kept: &'a Kept,
    stamp: Option<FileStamp>,
    start: Start,
    next: &'a Sender<Parcel<Passage>>,
    recognition: Recognition<'a>,
    splitter: Splitter<'a>,
    passages: Vec<Passage>,
    pages: Vec<Page>,
    /// Of the pages that wait.
    bytes: u64,
    /// Pages that were read.
    read: u32,
    /// How many there are, or 0 if that is not known; none before the document begins.
    of: Option<u32>,
}

impl Streamer<'_> {
    fn send(&self, part: Part<Passage>) -> ControlFlow<()> {
        match self.next.send(Parcel { import: self.job.import, part }) {
            Ok(()) => ControlFlow::Continue(()),
            Err(_) => ControlFlow::Break(()),
        }
    }

    /// Pages go first, so that a passage never stands on one that is not there.
    fn hand_on(&mut self) -> ControlFlow<()> {
        self.bytes = 0;
        let expected = self.expected();
        self.passages.extend(self.splitter.ended());
        let mut passages = std::mem::take(&mut self.passages).into_iter().peekable();
        let mut pages = std::mem::take(&mut self.pages);
        while passages.peek().is_some() || !pages.is_empty() {
            let passages = passages.by_ref().take(PASSAGES_AT_ONCE).collect();
            let chunk = Chunk { pages: std::mem::take(&mut pages), passages, expected };
            self.send(Part::Pages(chunk))?;
        }
        ControlFlow::Continue(())
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
        let parcel = Parcel { import: self.job.import, part: Part::Pages(chunk) };
        if handed_on.is_break() || self.next.send(parcel).is_err() {
            return Err(Error::Closed);
        }
        Ok(())
    }
}

impl PageSink for Streamer<'_> {
    fn begin(&mut self, info: DocumentInfo) -> ControlFlow<()> {
        self.job.progress(Stage::Reading, self.read, info.pages);
        self.of = Some(info.pages);
        self.splitter.set_title(info.title.as_deref());
        let (job, id, size) = (Arc::clone(self.job), self.kept.id.clone(), self.kept.size);
        let beginning = Beginning { job, id, size, stamp: self.stamp, info, start: self.start };
        self.send(Part::Begin(Box::new(beginning)))
    }

    /// What was read so far need not wait for it.
    fn recognising(&mut self) {
        let _ = self.hand_on();
        self.recognition.begin();
    }

    fn page(&mut self, page: Page) -> ControlFlow<()> {
        self.recognition.end();
        self.splitter.page(page.index, &page.text, &page.headings);
        self.read += 1;
        self.bytes += page.size();
        self.pages.push(page);
        self.job.progress(Stage::Reading, self.read, self.of.unwrap_or(0));
        if self.job.is_stopped() {
            return ControlFlow::Break(());
        }
        if self.pages.len() < PAGES_AT_ONCE && self.bytes < BYTES_AT_ONCE {
            return ControlFlow::Continue(());
        }
        self.hand_on()
    }

    fn is_cancelled(&self) -> bool {
        self.job.is_stopped()
    }
}

/// Tells the queue while a page is being recognised.
struct Recognition<'a> {
    queue: &'a Queue,
    is_running: bool,
}

impl Recognition<'_> {
    fn begin(&mut self) {
        if !std::mem::replace(&mut self.is_running, true) {
            self.queue.recognising();
        }
    }

    fn end(&mut self) {
        if std::mem::take(&mut self.is_running) {
            self.queue.recognised();
        }
    }
}

impl Drop for Recognition<'_> {
    fn drop(&mut self) {
        self.end();
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
