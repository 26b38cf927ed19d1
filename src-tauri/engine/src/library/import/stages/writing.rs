//! Third stage: a document to the catalog and the index.

use super::{EmbeddedDocument, ReadDocument, now, replace_at, stop_if_cancelled};
use crate::Result;
use crate::catalog::{EmbeddedPassage, NewDocument};
use crate::library::import::job::{Content, file_name};
use crate::library::originals::Originals;
use crate::library::remove;
use crate::messages::{ImportStatus, PageState, Stage};
use crate::read::Page;
use crate::search::Searcher;

/// Third stage: a document to the catalog and the index.
pub(in crate::library::import) struct Writer {
    pub(in crate::library::import) searcher: Searcher,
    pub(in crate::library::import) originals: Originals,
}

impl Writer {
    /// Writes a document: to the catalog as hidden, to the index, and then it is shown. A crash before the
    /// last step leaves a hidden document, which the next opening removes.
    pub(in crate::library::import) fn take(&self, document: EmbeddedDocument) {
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
