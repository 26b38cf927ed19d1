//! Documents and collections.

use std::path::PathBuf;

use super::super::{Library, collections, holes, opened, remove};
use crate::messages::{
    Collection, DocumentDetail, DocumentReference, DocumentSummary, DocumentsFound, DocumentsRequest, LibraryCounts,
    LibraryEvent, PageText, PlacedWord,
};
use crate::passage::placed_words;
use crate::{Error, Result};

impl Library {
    /// All documents, newest first.
    ///
    /// # Errors
    /// Those of the catalog.
    pub async fn list(&self) -> Result<Vec<DocumentSummary>> {
        self.with(|shared| shared.searcher.catalog.documents()).await
    }

    /// A stretch of the documents, in an order.
    ///
    /// # Errors
    /// [`Error::UnknownCollection`].
    pub async fn find(&self, request: DocumentsRequest) -> Result<DocumentsFound> {
        self.with(move |shared| shared.searcher.catalog.find_documents(&request)).await
    }

    /// The name of a collection as it is written in the library; capitals are not told apart.
    ///
    /// # Errors
    /// [`Error::UnknownCollection`].
    pub async fn collection_name(&self, name: String) -> Result<String> {
        self.with(move |shared| Ok(shared.searcher.catalog.named_collection(&name)?.1)).await
    }

    /// How many documents and collections there are.
    ///
    /// # Errors
    /// Those of the catalog.
    pub async fn counts(&self) -> Result<LibraryCounts> {
        self.with(|shared| shared.searcher.catalog.counts()).await
    }

    /// What stands in the library for a document that was named once: itself, or else what its file has become.
    ///
    /// # Errors
    /// Those of the catalog.
    pub async fn stand_in(&self, document: DocumentReference) -> Result<Option<DocumentSummary>> {
        self.with(move |shared| {
            let catalog = &shared.searcher.catalog;
            match catalog.document(&document.id) {
                Err(Error::UnknownDocument { .. }) => {}
                known => return known.map(Some),
            }
            let Some(there) = catalog.document_at(&document.path)? else { return Ok(None) };
            match catalog.document(&there) {
                // It is being imported, and not shown yet.
                Err(Error::UnknownDocument { .. }) => Ok(None),
                known => known.map(Some),
            }
        })
        .await
    }

    /// A document as a file that other programs can open: where it was seen last, or else a copy of what was added.
    ///
    /// # Errors
    /// [`Error::UnknownDocument`], those of the disk.
    pub async fn file(&self, document: String) -> Result<PathBuf> {
        self.with(move |shared| opened::file(shared, &document)).await
    }

    /// One document with its receipt; the beginning of its id is enough.
    ///
    /// # Errors
    /// [`Error::UnknownDocument`],
    /// [`Error::AmbiguousDocument`].
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
    /// [`Error::UnknownDocument`], or [`Error::File`] if the
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
    /// [`Error::UnknownDocument`].
    pub async fn page_texts(&self, document: String) -> Result<Vec<PageText>> {
        self.with(move |shared| {
            let document = shared.searcher.catalog.document(&document)?;
            shared.searcher.catalog.page_texts(&document.id)
        })
        .await
    }

    /// Where the words of one page stand on it; none for pages that are only text, or that are not there.
    ///
    /// # Errors
    /// [`Error::UnknownDocument`].
    pub async fn page_words(&self, document: String, page: u32) -> Result<Vec<PlacedWord>> {
        self.with(move |shared| {
            let document = shared.searcher.catalog.document(&document)?;
            let page = shared.searcher.catalog.find_page(&document.id, page)?;
            Ok(page.map_or_else(Vec::new, |page| placed_words(&page.words, &page.text)))
        })
        .await
    }

    /// The text of one page of a document, by its index from 0.
    ///
    /// # Errors
    /// [`Error::UnknownDocument`], [`Error::AmbiguousDocument`], [`Error::UnknownPage`].
    pub async fn page_text(&self, document: String, page: u32) -> Result<PageText> {
        self.with(move |shared| {
            let catalog = &shared.searcher.catalog;
            let document = catalog.document(&document)?;
            let unknown = || Error::UnknownPage {
                title: document.title.clone(),
                page: page.saturating_add(1),
                pages: document.pages,
            };
            catalog.page_text(&document.id, page)?.ok_or_else(unknown)
        })
        .await
    }

    /// Removes a document with all that was made of it.
    ///
    /// # Errors
    /// [`Error::UnknownDocument`],
    /// [`Error::AmbiguousDocument`], those of the index and the catalog.
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
    /// [`Error::CollectionExists`].
    pub async fn create_collection(&self, name: String) -> Result<()> {
        self.with(move |shared| collections::create(shared, &name)).await
    }

    /// Gives a collection another name.
    ///
    /// # Errors
    /// [`Error::UnknownCollection`],
    /// [`Error::CollectionExists`].
    pub async fn rename_collection(&self, from: String, to: String) -> Result<()> {
        self.with(move |shared| collections::rename(shared, &from, &to)).await
    }

    /// Removes a collection; its documents stay in the library.
    ///
    /// # Errors
    /// [`Error::UnknownCollection`].
    pub async fn delete_collection(&self, name: String) -> Result<()> {
        self.with(move |shared| collections::delete(shared, &name)).await
    }

    /// Puts documents into a collection, which is made if it is new.
    ///
    /// # Errors
    /// [`Error::UnknownDocument`], those of the index and the catalog.
    pub async fn file_documents(&self, documents: Vec<String>, collection: String) -> Result<()> {
        self.with(move |shared| collections::put_in(shared, documents, &collection)).await
    }

    /// Takes documents out of a collection; they stay in the library.
    ///
    /// # Errors
    /// [`Error::UnknownCollection`], [`Error::UnknownDocument`], those of the index
    /// and the catalog.
    pub async fn unfile_documents(&self, documents: Vec<String>, collection: String) -> Result<()> {
        self.with(move |shared| collections::take_out(shared, documents, &collection)).await
    }
}
