//! Last stage: a document to the index and the catalog.
//!
//! Passages go to the index, which is flushed, and only then to the catalog. So whatever the catalog knows can be
//! found, and what the index holds beyond it belongs to a document that is not whole: the next run writes the same
//! passages under the same ids again, or takes them all out.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::{Beginning, Chunk, Part, Start, go_on_unless_stopped};
use crate::Result;
use crate::catalog::{EmbeddedPassage, FileStamp, NewDocument, NewPassages, Seen};
use crate::library::import::job::{Job, file_name};
use crate::library::import::queue::Queue;
use crate::library::originals::Originals;
use crate::library::{agreement, holes, locations, remove};
use crate::messages::{ImportStatus, Stage};
use crate::read::Page;
use crate::search::Searcher;

/// Passages are written when there are so many, or when the first has waited so long: a flush costs more than what
/// is flushed, but whoever searches meanwhile should not wait for a page that is read.
const PASSAGES_AT_ONCE: usize = 256;
const LONGEST_WAIT: Duration = Duration::from_millis(1500);

/// Last stage: a document to the index and the catalog.
pub(in crate::library::import) struct Writer {
    searcher: Searcher,
    originals: Originals,
    queue: Arc<Queue>,
    /// The document whose parts are coming; none once it has ended, well or not.
    current: Option<Current>,
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
    /// Since when the first of them waits.
    since: Instant,
}

impl Writer {
    /// Writes to the searcher's catalog and index.
    pub(in crate::library::import) fn new(searcher: Searcher, originals: Originals, queue: Arc<Queue>) -> Self {
        Self { searcher, originals, queue, current: None }
    }

    /// Writes a part. After a failure what was written is taken back, unless it goes on another time, and the rest is
    /// let pass by.
    pub(in crate::library::import) fn take(&mut self, part: Part<EmbeddedPassage>) {
        let done = match part {
            Part::Begin(beginning) => self.begin(&beginning),
            Part::Pages(chunk) => self.write(chunk),
            Part::End(Ok(())) => self.finish(),
            Part::End(Err(error)) => Err(error),
        };
        if let Err(error) = done
            && let Some(current) = self.current.take()
        {
            self.give_up(current, &error);
        }
    }

    fn give_up(&self, current: Current, error: &crate::Error) {
        let job = Arc::clone(&current.job);
        job.stop();
        if job.goes_on_later() {
            // What is ready is kept; if that fails it is made again.
            let mut current = current;
            if let Err(error) = self.commit(&mut current) {
                tracing::warn!(%error, id = current.id, "some pages of an interrupted import are read again");
            }
            self.queue.release(&current.id);
        } else {
            if let Err(error) = agreement::undo_import(&self.searcher, &self.originals, &current.id) {
                tracing::warn!(%error, id = current.id, "a failed import is swept away when the library is opened again");
            }
            self.queue.release(&current.id);
        }
        job.fail(error);
    }

    fn begin(&mut self, beginning: &Beginning) -> Result<()> {
        let Beginning { job, id, size, stamp, info, start } = beginning;
        let Searcher { catalog, index, .. } = &self.searcher;
        let again = *start == Start::Again;
        self.current = Some(Current {
            job: Arc::clone(job),
            id: id.clone(),
            stamp: *stamp,
            collections: job.collection.into_iter().collect(),
            again,
            pages: Vec::new(),
            passages: Vec::new(),
            since: Instant::now(),
        });
        if *start == Start::New {
            let filename = file_name(&job.path);
            let title = info.title.as_deref().unwrap_or(&filename);
            let (added_at, collections) = (locations::now(), job.collection.as_slice());
            return catalog.begin_document(&NewDocument { id, title, info, size: *size, added_at, collections });
        }
        if again {
            catalog.restart_document(id, &remove::words_of(&self.searcher, id)?)?;
            index.remove_document(id)?;
        }
        if let Some(collection) = job.collection {
            catalog.join_collection(id, collection)?;
        }
        let collections = catalog.collections_of(id)?;
        index.set_collections(id, &collections)?;
        if let Some(current) = &mut self.current {
            current.collections = collections;
        }
        Ok(())
    }

    fn write(&mut self, chunk: Chunk<EmbeddedPassage>) -> Result<()> {
        let Some(current) = &mut self.current else { return Ok(()) };
        go_on_unless_stopped(&current.job)?;
        if current.passages.is_empty() {
            current.since = Instant::now();
        }
        current.pages.extend(chunk.pages);
        current.passages.extend(chunk.passages);
        let is_due = current.passages.len() >= PASSAGES_AT_ONCE || current.since.elapsed() >= LONGEST_WAIT;
        if !is_due {
            return Ok(());
        }
        let Some(mut current) = self.current.take() else { return Ok(()) };
        let committed = self.commit(&mut current);
        self.current = Some(current);
        committed
    }

    /// Makes what has come findable, and then known.
    fn commit(&self, current: &mut Current) -> Result<()> {
        let Searcher { catalog, index, embedder, .. } = &self.searcher;
        let Current { id, collections, pages, passages, .. } = current;
        if !passages.is_empty() {
            index.upsert(agreement::points(&self.searcher, id, collections, passages))?;
            index.flush()?;
        }
        if !pages.is_empty() || !passages.is_empty() {
            let texts = passages.iter().map(|embedded| &embedded.passage);
            let words = self.searcher.count_words(texts.map(|passage| (&*passage.context, &*passage.text)));
            catalog.append(id, pages, &NewPassages { model: embedder.model_name(), passages, words })?;
        }
        pages.clear();
        passages.clear();
        Ok(())
    }

    fn finish(&mut self) -> Result<()> {
        let Some(mut current) = self.current.take() else { return Ok(()) };
        match self.try_to_finish(&mut current) {
            Ok(status) => self.report(&current, status),
            Err(error) => {
                self.current = Some(current);
                Err(error)
            }
        }
    }

    fn try_to_finish(&self, current: &mut Current) -> Result<ImportStatus> {
        current.job.progress(Stage::Indexing, 0, 1);
        self.commit(current)?;
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
