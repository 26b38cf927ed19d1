//! Documents and collections.

use super::super::{Library, holes, remove};
use crate::Result;
use crate::messages::{Collection, DocumentDetail, DocumentSummary, LibraryEvent, PageText};

impl Library {
    /// All documents, newest first.
    ///
    /// # Errors
    /// Those of the catalog.
    pub async fn list(&self) -> Result<Vec<DocumentSummary>> {
        self.with(|shared| shared.searcher.catalog.documents()).await
    }

    /// One document with its receipt; the beginning of its id is enough.
    ///
    /// # Errors
    /// [`Error::UnknownDocument`](crate::Error::UnknownDocument),
    /// [`Error::AmbiguousDocument`](crate::Error::AmbiguousDocument).
    pub async fn show(&self, document: String) -> Result<DocumentDetail> {
        self.with(move |shared| {
            let catalog = &shared.searcher.catalog;
            let document = catalog.document(&document)?;
            let paths = catalog.locations(&document.id)?;
            let outline = catalog.outline(&document.id)?;
            let receipt = catalog.receipt(&document.id)?;
            let holes = holes::describe(&document, &catalog.unread_pages(&document.id)?);
            Ok(DocumentDetail { document, paths, holes, outline, receipt })
        })
        .await
    }

    /// The bytes of a document as they were added.
    ///
    /// # Errors
    /// [`Error::UnknownDocument`](crate::Error::UnknownDocument), or [`Error::File`](crate::Error::File) if the
    /// library's copy is gone.
    pub async fn original(&self, document: String) -> Result<Vec<u8>> {
        self.with(move |shared| {
            let document = shared.searcher.catalog.document(&document)?;
            shared.originals.read(&document.id)
        })
        .await
    }

    /// The text of a document, page by page.
    ///
    /// # Errors
    /// [`Error::UnknownDocument`](crate::Error::UnknownDocument).
    pub async fn page_texts(&self, document: String) -> Result<Vec<PageText>> {
        self.with(move |shared| {
            let document = shared.searcher.catalog.document(&document)?;
            shared.searcher.catalog.page_texts(&document.id)
        })
        .await
    }

    /// Removes a document with all that was made of it.
    ///
    /// # Errors
    /// [`Error::UnknownDocument`](crate::Error::UnknownDocument),
    /// [`Error::AmbiguousDocument`](crate::Error::AmbiguousDocument), those of the index and the catalog.
    pub async fn remove(&self, document: String) -> Result<DocumentSummary> {
        self.with(move |shared| {
            let document = shared.searcher.catalog.document(&document)?;
            remove::remove(&shared.searcher, &shared.originals, &document.id)?;
            shared.importer.announce(LibraryEvent::Removed { id: document.id.clone() });
            Ok(document)
        })
        .await
    }

    /// All collections.
    ///
    /// # Errors
    /// Those of the catalog.
    pub async fn collections(&self) -> Result<Vec<Collection>> {
        self.with(|shared| shared.searcher.catalog.collections()).await
    }

    /// Makes an empty collection.
    ///
    /// # Errors
    /// [`Error::CollectionExists`](crate::Error::CollectionExists).
    pub async fn create_collection(&self, name: String) -> Result<()> {
        self.with(move |shared| shared.searcher.catalog.create_collection(&name)).await
    }

    /// Gives a collection another name.
    ///
    /// # Errors
    /// [`Error::UnknownCollection`](crate::Error::UnknownCollection),
    /// [`Error::CollectionExists`](crate::Error::CollectionExists).
    pub async fn rename_collection(&self, from: String, to: String) -> Result<()> {
        self.with(move |shared| shared.searcher.catalog.rename_collection(&from, &to)).await
    }

    /// Removes a collection; its documents stay in the library.
    ///
    /// # Errors
    /// [`Error::UnknownCollection`](crate::Error::UnknownCollection).
    pub async fn delete_collection(&self, name: String) -> Result<()> {
        self.with(move |shared| remove::delete_collection(&shared.searcher, &name)).await
    }
}
