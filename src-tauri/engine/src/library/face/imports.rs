//! Importing files and folders, and the queue of it.

use std::path::PathBuf;
use std::sync::Arc;

use tokio::sync::broadcast;

use super::super::{FolderWatch, ImportBatch, Incoming, Library, Received, blocking, folders, inbox};
use crate::Result;
use crate::messages::{AddRequest, DropPreview, ImportId, LibraryEvent, Password, WatchedFolder};

impl Library {
    /// Imports files and folders. Returns at once; the batch tells what happens.
    ///
    /// # Errors
    /// Those of the catalog, if a new collection cannot be made.
    pub async fn add(&self, request: AddRequest) -> Result<ImportBatch> {
        let shared = Arc::clone(&self.shared);
        blocking(move || shared.importer.add(request)).await
    }

    /// Begins to receive a file that is nowhere else, under its name.
    ///
    /// # Errors
    /// Those of the disk.
    pub async fn receive(&self, filename: String) -> Result<Incoming> {
        self.with(move |shared| Incoming::new(&shared.inbox, &filename)).await
    }

    /// Imports what was received, behind all that waits, and answers of each file whether its content was in the
    /// library already: then it is only put into the collection. What is to be imported is in the queue when this
    /// returns, and stays there until it is a document.
    ///
    /// # Errors
    /// Those of the index and the catalog.
    pub async fn take_in(
        &self,
        mut received: Vec<Received>,
        collection: Option<String>,
        password: Option<Password>,
    ) -> Result<Vec<bool>> {
        self.with(move |shared| inbox::take_in(shared, &mut received, collection.as_deref(), password)).await
    }

    /// The imports of a content, by its whole hash: the latest event of each, failed ones after the others.
    ///
    /// # Errors
    /// Those of the catalog.
    pub async fn imports_of(&self, content: String) -> Result<Vec<LibraryEvent>> {
        self.with(move |shared| shared.importer.of_content(&content)).await
    }

    /// How many files wait, rest or are being imported.
    ///
    /// # Errors
    /// Those of the catalog.
    pub async fn count_imports(&self) -> Result<u32> {
        self.with(|shared| shared.importer.pending()).await
    }

    /// What would become of files and folders if they were added now. Looks for a moment only, and reads no file to
    /// its end.
    ///
    /// # Errors
    /// Those of the catalog.
    pub async fn preview(&self, paths: Vec<PathBuf>) -> Result<DropPreview> {
        self.with(move |shared| shared.importer.preview(&paths)).await
    }

    /// Everything that happens in the library from now on. A listener that falls far behind misses events and
    /// is told how many.
    pub fn subscribe(&self) -> broadcast::Receiver<LibraryEvent> {
        self.shared.importer.subscribe()
    }

    /// Goes on with the imports that an earlier run of the app left, besides those that are added, follows the watched
    /// folders, and makes backups when it is time.
    ///
    /// # Errors
    /// Those of the catalog.
    pub async fn work_on_queue(&self) -> Result<()> {
        let shared = Arc::clone(&self.shared);
        blocking(move || {
            shared.importer.take_all();
            shared.embedders.take_up();
            shared.backups.start();
            shared.indexes.take_up();
            folders::watch_all(&shared)
        })
        .await
    }

    /// The folders that the library is kept in step with.
    ///
    /// # Errors
    /// Those of the catalog.
    pub async fn folders(&self) -> Result<Vec<WatchedFolder>> {
        self.with(folders::list).await
    }

    /// Keeps the library in step with a folder from now on, over restarts too. Its documents go into the collection,
    /// if one is named.
    ///
    /// # Errors
    /// [`Error::File`](crate::Error::File) if it is no folder; those of the catalog.
    pub async fn watch_folder(&self, folder: PathBuf, collection: Option<String>) -> Result<()> {
        let shared = Arc::clone(&self.shared);
        blocking(move || folders::add(&shared, &folder, collection.as_deref())).await
    }

    /// Leaves a watched folder alone; its documents stay.
    ///
    /// # Errors
    /// Those of the catalog.
    pub async fn unwatch_folder(&self, folder: u32) -> Result<()> {
        self.with(move |shared| folders::forget(shared, i64::from(folder))).await
    }

    /// Keeps the library in step with a folder until what is returned is dropped.
    ///
    /// # Errors
    /// [`Error::File`](crate::Error::File) if it is no folder; those of the catalog.
    pub async fn follow_folder(&self, folder: PathBuf, collection: Option<String>) -> Result<FolderWatch> {
        let shared = Arc::clone(&self.shared);
        blocking(move || folders::follow(&shared, &folder, collection.as_deref())).await
    }

    /// The same, for somebody who waits for their end.
    ///
    /// # Errors
    /// Those of the catalog.
    pub async fn finish_queue(&self) -> Result<ImportBatch> {
        self.with(|shared| shared.importer.resume_all()).await
    }

    /// The imports that wait, rest or run, in the order in which they are worked on, and those that failed: the
    /// latest event of each. Last comes a [`LibraryEvent::Queue`].
    ///
    /// # Errors
    /// Those of the catalog.
    pub async fn imports(&self) -> Result<Vec<LibraryEvent>> {
        self.with(|shared| shared.importer.latest()).await
    }

    /// Takes imports from the queue. Those that wait, rest or run are then reported as failed, and what was done of
    /// them is taken back; those that failed are forgotten. Unknown ids are ignored, since an import may just have
    /// ended.
    ///
    /// # Errors
    /// Those of the catalog and the index.
    pub async fn cancel_imports(&self, imports: Vec<ImportId>) -> Result<()> {
        self.with(move |shared| shared.importer.cancel(&imports)).await
    }

    /// Lets imports rest, or the whole queue. What was done of them is kept, also over a restart.
    ///
    /// # Errors
    /// Those of the catalog.
    pub async fn pause_imports(&self, imports: Option<Vec<ImportId>>) -> Result<()> {
        self.with(move |shared| shared.importer.pause(imports.as_deref())).await
    }

    /// Lets imports that rest or failed be worked on, or the whole queue.
    ///
    /// # Errors
    /// Those of the catalog.
    pub async fn resume_imports(&self, imports: Option<Vec<ImportId>>) -> Result<()> {
        self.with(move |shared| shared.importer.resume(imports.as_deref())).await
    }

    /// Lets an import go before all others.
    ///
    /// # Errors
    /// Those of the catalog.
    pub async fn advance_import(&self, import: ImportId) -> Result<()> {
        self.with(move |shared| shared.importer.advance(import)).await
    }
}
