//! Third stage: a document to the catalog and the index.

use std::sync::Arc;

use super::{Beginning, Chunk, Part, now, replace_at, stop_if_cancelled};
use crate::Result;
use crate::catalog::{EmbeddedPassage, NewDocument};
use crate::library::holes;
use crate::library::import::job::{Content, Job, file_name};
use crate::library::originals::Originals;
use crate::library::remove::{self, AT_ONCE};
use crate::messages::{ImportStatus, Stage};
use crate::search::Searcher;

/// Third stage: a document to the catalog and the index.
///
/// It goes to the catalog as hidden, part by part, then to the index, and then it is shown. A crash before the last
/// step leaves a hidden document, which the next opening removes.
pub(in crate::library::import) struct Writer {
    searcher: Searcher,
    originals: Originals,
    /// The document whose parts are coming; none once it has ended, well or not.
    current: Option<Current>,
}

struct Current {
    job: Arc<Job>,
    id: String,
    collections: Vec<i64>,
    /// Where the document was seen before, if it is read once more.
    paths: Option<Vec<String>>,
}

impl Writer {
    /// Writes to the searcher's catalog and index.
    pub(in crate::library::import) fn new(searcher: Searcher, originals: Originals) -> Self {
        Self { searcher, originals, current: None }
    }

    /// Writes a part. After a failure what was written is taken back and the rest is let pass by.
    pub(in crate::library::import) fn take(&mut self, part: Part<EmbeddedPassage>) {
        let done = match part {
            Part::Begin(beginning) => self.begin(&beginning),
            Part::Pages(chunk) => self.write(&chunk),
            Part::End(Ok(())) => self.finish(),
            Part::End(Err(error)) => Err(error),
        };
        if let Err(error) = done
            && let Some(Current { job, id, .. }) = self.current.take()
        {
            job.cancel();
            if let Err(error) = remove::remove(&self.searcher, &self.originals, &id) {
                tracing::warn!(%error, id, "a failed import is swept away when the library is opened again");
            }
            job.fail(&error);
        }
    }

    fn begin(&mut self, beginning: &Beginning) -> Result<()> {
        let Beginning { job, id, size, info, again } = beginning;
        let catalog = &self.searcher.catalog;
        let path = job.path.to_string_lossy().into_owned();
        let (mut paths, mut collections) = (None, Vec::new());
        if let Ok(document) = catalog.document(id) {
            if !again {
                // The same content came twice in one batch and the first has just been written.
                catalog.locate(&path, id, now())?;
                let content = Content { id: Some(document.id), size: document.size, ..Content::default() };
                job.cancel();
                job.end(ImportStatus::Duplicate, content, None);
                return Ok(());
            }
            paths = Some(catalog.locations(id)?);
            collections = catalog.collections_of(id)?;
            catalog.set_ready(id, false)?;
            self.searcher.index.remove_document(id)?;
            catalog.delete_document(id)?;
        }
        collections.extend(job.batch.collection.filter(|collection| !collections.contains(collection)));
        let filename = file_name(&job.path);
        let title = info.title.as_deref().unwrap_or(&filename);
        self.current = Some(Current { job: Arc::clone(job), id: id.clone(), collections: collections.clone(), paths });
        catalog.begin_document(&NewDocument {
            id,
            title,
            info,
            size: *size,
            added_at: now(),
            collections: &collections,
        })
    }

    fn write(&self, chunk: &Chunk<EmbeddedPassage>) -> Result<()> {
        let Some(Current { job, id, .. }) = &self.current else { return Ok(()) };
        stop_if_cancelled(job)?;
        let model = self.searcher.embedder.model_name();
        self.searcher.catalog.append(id, &chunk.pages, model, &chunk.passages)
    }

    fn finish(&mut self) -> Result<()> {
        let Some(Current { job, id, collections, paths }) = &self.current else { return Ok(()) };
        let Searcher { catalog, index, .. } = &self.searcher;
        let total = catalog.count_passages_of(id)?;
        for from in (0..total).step_by(AT_ONCE as usize) {
            stop_if_cancelled(job)?;
            job.progress(Stage::Indexing, from, total);
            let passages = catalog.embedded_passages(id, from, AT_ONCE)?;
            index.upsert(remove::points(&self.searcher, id, collections, &passages))?;
        }
        index.flush()?;
        let path = job.path.to_string_lossy().into_owned();
        let replaces = paths.is_some() || catalog.document_at(&path)?.is_some();
        catalog.finish_document(id)?;
        for seen in paths.iter().flatten() {
            catalog.locate(seen, id, now() - 1)?;
        }
        replace_at(&self.searcher, &self.originals, &path, id)?;
        job.progress(Stage::Indexing, total, total);
        self.report(if replaces { ImportStatus::Updated } else { ImportStatus::Added })?;
        self.current = None;
        Ok(())
    }

    fn report(&self, status: ImportStatus) -> Result<()> {
        let Some(Current { job, id, .. }) = &self.current else { return Ok(()) };
        let document = self.searcher.catalog.document(id)?;
        let unread = self.searcher.catalog.unread_pages(id)?;
        let reason = holes::describe(&document, &unread);
        let content = Content {
            id: Some(document.id),
            content_type: Some(document.content_type),
            size: document.size,
            pages: document.pages,
            pages_searchable: document.pages_searchable,
            passages: document.passages,
        };
        job.end(status, content, reason);
        Ok(())
    }
}
