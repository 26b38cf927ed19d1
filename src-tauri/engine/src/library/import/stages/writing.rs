//! Last stage: a document to the index and the catalog.
//!
//! Passages go to the index, which is flushed, and only then to the catalog. So whatever the catalog knows can be
//! found, and what the index holds beyond it belongs to a document that is not whole: the next run writes the same
//! passages under the same ids again, or takes them all out. While the index is on a server that is away, what has come
//! waits here, and so what comes behind it.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, RecvTimeoutError, TryRecvError};

use super::{Beginning, Chunk, Parcel, Part, Start, go_on_unless_stopped};
use crate::Result;
use crate::catalog::{EmbeddedPassage, FileStamp, NewDocument, NewPassages, Seen};
use crate::file_name::file_name;
use crate::library::import::job::Job;
use crate::library::import::patience::Patience;
use crate::library::import::queue::Queue;
use crate::library::originals::Originals;
use crate::library::{agreement, holes, locations, remove};
use crate::messages::{ImportId, ImportStatus, Stage};
use crate::read::{Page, ReadError};
use crate::search::Searcher;

/// Passages are written when there are so many, or when the first has waited so long: a flush costs more than what
/// is flushed, but whoever searches meanwhile should not wait for a page that is read.
const PASSAGES_AT_ONCE: usize = 256;
const LONGEST_WAIT: Duration = Duration::from_millis(1500);

/// Documents that have ended and wait for the others, at the most.
const DOCUMENTS_AT_ONCE: usize = 64;

/// Last stage: documents to the index and the catalog. Several short ones share a flush of the index, if they come
/// faster than it flushes.
pub(in crate::library::import) struct Writer {
    searcher: Searcher,
    originals: Originals,
    queue: Arc<Queue>,
    /// The documents whose parts are coming, or have come and wait for the flush; none that was given up.
    current: BTreeMap<ImportId, Current>,
    /// Since when something waits to be written.
    since: Option<Instant>,
    patience: Patience,
}

struct Current {
    job: Arc<Job>,
    id: String,
    stamp: Option<FileStamp>,
    collections: Vec<i64>,
    /// Whether it was in the library before.
    again: bool,
    pages: Vec<Page>,
    passages: Vec<EmbeddedPassage>,
    /// Whether all of its parts have come.
    has_ended: bool,
}

impl Current {
    /// Whether there is something that is not written yet.
    fn has_news(&self) -> bool {
        !self.pages.is_empty() || !self.passages.is_empty()
    }
}

impl Writer {
    /// Writes to the searcher's catalog and index.
    pub(in crate::library::import) fn new(searcher: Searcher, originals: Originals, queue: Arc<Queue>) -> Self {
        let patience = Patience::new(Arc::clone(&queue), Arc::clone(&searcher.spaces));
        Self { searcher, originals, queue, current: BTreeMap::new(), since: None, patience }
    }

    /// Writes what comes until nothing can come any more.
    pub(in crate::library::import) fn work(&mut self, parcels: &Receiver<Parcel<EmbeddedPassage>>) {
        loop {
            let parcel = match self.since {
                // Nobody waits for what is there longer than for what is still to come.
                Some(_) if self.has_ended() => parcels.try_recv().map_err(|error| error == TryRecvError::Disconnected),
                Some(since) => parcels
                    .recv_timeout(LONGEST_WAIT.saturating_sub(since.elapsed()))
                    .map_err(|error| error == RecvTimeoutError::Disconnected),
                None => parcels.recv().map_err(|_| true),
            };
            match parcel {
                Ok(parcel) => self.take(parcel),
                Err(false) => self.settle(),
                Err(true) => return self.settle(),
            }
        }
    }

    fn has_ended(&self) -> bool {
        self.current.values().any(|current| current.has_ended)
    }

    /// Takes a part. After a failure what was written is taken back, unless it goes on another time, and the rest is
    /// let pass by.
    fn take(&mut self, Parcel { import, part }: Parcel<EmbeddedPassage>) {
        let done = match part {
            Part::Begin(beginning) => self.begin(import, &beginning),
            Part::Pages(chunk) => self.collect(import, chunk),
            Part::End(Ok(())) => {
                if let Some(current) = self.current.get_mut(&import) {
                    current.has_ended = true;
                    self.since.get_or_insert_with(Instant::now);
                }
                Ok(())
            }
            Part::End(Err(error)) => Err(error),
        };
        if let Err(error) = done {
            self.give_up(import, &error);
        }
        let passages: usize = self.current.values().map(|current| current.passages.len()).sum();
        let documents = self.current.values().filter(|current| current.has_ended).count();
        let is_due = self.since.is_some_and(|since| since.elapsed() >= LONGEST_WAIT);
        if is_due || passages >= PASSAGES_AT_ONCE || documents >= DOCUMENTS_AT_ONCE {
            self.settle();
        }
    }

    fn give_up(&mut self, import: ImportId, error: &crate::Error) {
        if let Some(current) = self.current.remove(&import) {
            self.end_badly(current, error);
        }
    }

    fn end_badly(&self, mut current: Current, error: &crate::Error) {
        let job = Arc::clone(&current.job);
        job.stop();
        if job.goes_on_later() {
            // What is ready is kept; if that fails it is made again. A server that is away is not asked once more.
            if !self.patience.is_away()
                && let Err(error) = self.salvage(&mut current)
            {
                tracing::warn!(%error, id = current.id, "some pages of an interrupted import are read again");
            }
        } else if self.patience.is_away() {
            self.searcher.spaces.doubt();
        } else if let Err(error) = agreement::undo_import_or_later(&self.searcher, &self.originals, &current.id) {
            tracing::warn!(%error, id = current.id, "a failed import is swept away when the library is opened again");
        }
        self.queue.release(&current.id);
        job.fail(error);
    }

    fn salvage(&self, current: &mut Current) -> Result<()> {
        let _writing = self.searcher.spaces.writing();
        self.index(current)?;
        self.flush()?;
        self.note(current)
    }

    fn begin(&mut self, import: ImportId, beginning: &Beginning) -> Result<()> {
        let Beginning { job, id, size, stamp, info, start } = beginning;
        let Self { searcher, patience, current: all, .. } = self;
        let Searcher { catalog, spaces, .. } = &*searcher;
        let is_stopped = || job.is_stopped();
        let again = *start == Start::Again;
        let current = Current {
            job: Arc::clone(job),
            id: id.clone(),
            stamp: *stamp,
            collections: Vec::new(),
            again,
            pages: Vec::new(),
            passages: Vec::new(),
            has_ended: false,
        };
        // Known from here on, so that a failure takes back what was begun.
        all.insert(import, current);
        if *start == Start::New {
            let filename = file_name(&job.path);
            let title = info.title.as_deref().unwrap_or(&filename);
            // What a person edits stays where it was put.
            let mut collections = catalog.collections_of_path(&job.path_text())?;
            collections.extend(job.collection.filter(|collection| !collections.contains(collection)));
            let added_at = locations::now();
            catalog.begin_document(&NewDocument {
                id,
                title,
                info,
                size: *size,
                added_at,
                collections: &collections,
            })?;
            if let Some(current) = all.get_mut(&import) {
                current.collections = collections;
            }
            return Ok(());
        }
        if again {
            catalog.restart_document(id, &remove::words_of(searcher, id)?)?;
            patience.until_done(&is_stopped, || Ok(spaces.remove_document(id)?))?;
        }
        if let Some(collection) = job.collection {
            catalog.join_collection(id, collection)?;
        }
        let collections = catalog.collections_of(id)?;
        patience.until_done(&is_stopped, || Ok(spaces.set_collections(id, &collections)?))?;
        if let Some(current) = all.get_mut(&import) {
            current.collections = collections;
        }
        Ok(())
    }

    fn collect(&mut self, import: ImportId, chunk: Chunk<EmbeddedPassage>) -> Result<()> {
        let Some(current) = self.current.get_mut(&import) else { return Ok(()) };
        go_on_unless_stopped(&current.job)?;
        current.pages.extend(chunk.pages);
        current.passages.extend(chunk.passages);
        if current.has_news() {
            self.since.get_or_insert_with(Instant::now);
        }
        Ok(())
    }

    /// Makes what has come findable by one flush, and then known; ends the documents that are whole.
    fn settle(&mut self) {
        self.since = None;
        let waiting = self.current.iter().filter(|(_, current)| current.has_ended || current.has_news());
        let mut waiting: Vec<ImportId> = waiting.map(|(import, _)| *import).collect();
        for import in &waiting {
            if self.current[import].has_ended {
                self.current[import].job.progress(Stage::Indexing, 0, 1);
            }
        }
        while !waiting.is_empty() {
            let settled = self.try_to_settle(&waiting);
            match settled {
                Ok(failed) => {
                    self.patience.rest();
                    return failed.iter().for_each(|(import, error)| self.give_up(*import, error));
                }
                Err(error) => waiting = self.wait_for_index(waiting, &error),
            }
        }
    }

    /// Makes what waits findable and known. Tells what of it failed.
    ///
    /// # Errors
    /// If none of it can be known to be findable.
    fn try_to_settle(&mut self, waiting: &[ImportId]) -> Result<Vec<(ImportId, crate::Error)>> {
        let spaces = Arc::clone(&self.searcher.spaces);
        let _writing = spaces.writing();
        let (mut found, mut failed) = (Vec::new(), Vec::new());
        for import in waiting {
            match self.index(&self.current[import]) {
                Ok(()) => found.push(*import),
                Err(error) if error.is_of_index_server() => return Err(error),
                Err(error) => failed.push((*import, error)),
            }
        }
        if found.iter().any(|import| !self.current[import].passages.is_empty()) {
            self.flush()?;
        }
        for import in found {
            if let Err(error) = self.settle_one(import) {
                failed.push((import, error));
            }
        }
        Ok(failed)
    }

    /// Waits until the index may be tried again, and answers what still waits then.
    fn wait_for_index(&mut self, waiting: Vec<ImportId>, error: &crate::Error) -> Vec<ImportId> {
        let jobs: Vec<_> = waiting.iter().map(|import| Arc::clone(&self.current[import].job)).collect();
        if self.patience.is_left(error, &|| jobs.iter().any(|job| job.is_stopped())) {
            return waiting;
        }
        let is_stopped = |import: &ImportId| self.current[import].job.is_stopped();
        let (stopped, left): (Vec<_>, Vec<_>) = waiting.into_iter().partition(is_stopped);
        if stopped.is_empty() {
            left.into_iter().for_each(|import| self.give_up(import, error));
            return Vec::new();
        }
        let cancelled = ReadError::Cancelled.into();
        stopped.into_iter().for_each(|import| self.give_up(import, &cancelled));
        left
    }

    fn settle_one(&mut self, import: ImportId) -> Result<()> {
        let Some(mut current) = self.current.remove(&import) else { return Ok(()) };
        let settled = self
            .note(&mut current)
            .and_then(|()| if current.has_ended { self.finish(&current).map(Some) } else { Ok(None) });
        match settled {
            Ok(Some(status)) => self.report(&current, status),
            settled => {
                self.current.insert(import, current);
                settled.map(drop)
            }
        }
    }

    fn index(&self, current: &Current) -> Result<()> {
        let Current { id, collections, passages, .. } = current;
        if passages.is_empty() {
            return Ok(());
        }
        // A library that has just changed its model finds them by their words until that has embedded them too.
        let space = self.searcher.spaces.current();
        let points = agreement::points_of_embedded(&self.searcher, &space, id, collections, passages);
        Ok(space.index.upsert(points)?)
    }

    fn flush(&self) -> Result<()> {
        Ok(self.searcher.spaces.flush()?)
    }

    /// Makes known what can be found.
    fn note(&self, current: &mut Current) -> Result<()> {
        let catalog = &self.searcher.catalog;
        let Current { id, pages, passages, .. } = current;
        if !pages.is_empty() || !passages.is_empty() {
            let texts = passages.iter().map(|embedded| &embedded.passage);
            let words = self.searcher.count_words(texts.map(|passage| (&*passage.context, &*passage.text)));
            catalog.append(id, pages, &NewPassages { passages, words })?;
            self.searcher.spaces.tell_news();
        }
        pages.clear();
        passages.clear();
        Ok(())
    }

    fn finish(&self, current: &Current) -> Result<ImportStatus> {
        let Current { job, id, stamp, again, .. } = current;
        let path = job.path_text();
        let seen = Seen { path: &path, at: locations::now(), stamp: *stamp };
        let finished = self.searcher.catalog.finish_document(id, job.import, &seen)?;
        if let Some(homeless) = finished.homeless {
            remove::remove(&self.searcher, &self.originals, &homeless)?;
        }
        job.progress(Stage::Indexing, 1, 1);
        Ok(if *again || finished.replaces { ImportStatus::Updated } else { ImportStatus::Added })
    }

    fn report(&self, current: &Current, status: ImportStatus) -> Result<()> {
        let Current { job, id, .. } = current;
        self.queue.release(id);
        let document = self.searcher.catalog.document(id)?;
        let reason = holes::describe(&document, &self.searcher.catalog.unread_pages(id)?);
        job.end(status, &document, reason);
        Ok(())
    }
}
