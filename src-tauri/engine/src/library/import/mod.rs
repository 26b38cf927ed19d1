//! Files to searchable documents, on threads of their own.
//!
//! What is to be done stands in a queue that survives the app. Threads work on it side by side over bounded channels:
//! one reads and splits, another does the same while the first has a page recognised, one gives passages to the
//! embedder, one takes their vectors, one writes the index and the catalog. A file's bytes are its identity: the same bytes are never read or embedded twice, and neither is
//! a passage whose text is in the library.
//!
//! # Layout
//! - [`files`]: paths and folders to files
//! - [`queue`]: what waits and runs, and who listens
//! - [`job`], [`batch`]: one file on its way, and all that one request asked for
//! - [`patience`]: waiting for a server that keeps the index
//! - [`preview`]: what would become of files if they were added
//! - [`stages`]: the threads

mod batch;
mod files;
mod job;
mod patience;
mod preview;
mod queue;
mod stages;

use std::path::PathBuf;
use std::sync::Arc;
use std::thread::JoinHandle;

use crossbeam_channel::bounded;
use tokio::sync::{broadcast, mpsc};
use tokio_util::sync::CancellationToken;

use super::inbox::Inbox;
use super::originals::Originals;
use super::{agreement, locations};
use crate::catalog::{DocumentState, QueueState};
use crate::file_name::file_name;
use crate::messages::{AddRequest, DropPreview, ImportId, ImportOutcome, ImportStatus, LibraryEvent, Password};
use crate::read::is_document_name;
use crate::read::process::DocumentReader;
use crate::search::Searcher;
use crate::{Config, Result, priority};
use batch::Batch;
pub(super) use job::sentence;
use patience::Patience;
pub(super) use queue::Hold;
use queue::Queue;

/// Files that are put in the queue at once.
const ENQUEUED_AT_ONCE: usize = 256;

/// Parts of documents that wait between two stages. Short documents have three parts each, and while the end of one is
/// written to disk the embedder must have the next; the few parts that hold pages hold 4 MB of them at the most.
const BETWEEN_STAGES: usize = 16;

/// Events that the one who added a batch may fall behind. Progress is dropped beyond it, ends are not.
const BACKLOG: usize = 256;

/// What one [`Library::add`](super::Library::add) started.
///
/// The events of its files, then one [`LibraryEvent::Summary`]. Dropping it lets the import go on unheard.
pub struct ImportBatch {
    events: mpsc::Receiver<LibraryEvent>,
    cancellation: CancellationToken,
}

impl ImportBatch {
    /// The next event; none after the summary.
    pub async fn next(&mut self) -> Option<LibraryEvent> {
        self.events.recv().await
    }

    /// The same, from a thread that may wait.
    pub(super) fn blocking_next(&mut self) -> Option<LibraryEvent> {
        self.events.blocking_recv()
    }

    /// Cancels all files of the batch that are not done; they end as failed. May be kept apart from the batch.
    pub fn cancellation(&self) -> CancellationToken {
        self.cancellation.clone()
    }
}

/// A content that nobody else imports as long as this is there.
pub(super) struct Claim {
    queue: Arc<Queue>,
    content: String,
}

impl Drop for Claim {
    fn drop(&mut self) {
        self.queue.release(&self.content);
    }
}

/// The queue and the import threads.
pub(super) struct Importer {
    queue: Arc<Queue>,
    searcher: Searcher,
    originals: Originals,
    threads: Vec<JoinHandle<()>>,
}

impl Importer {
    /// Starts the threads.
    ///
    /// # Errors
    /// Those of the catalog.
    pub(super) fn start(searcher: Searcher, originals: Originals, inbox: Inbox, config: &Config) -> Result<Self> {
        let queue = Arc::new(Queue::new(Arc::clone(&searcher.catalog), inbox)?);
        let (read, submitting) = bounded(BETWEEN_STAGES);
        let (submitted, collecting) = bounded(BETWEEN_STAGES);
        let (embedded, writing) = bounded(BETWEEN_STAGES);
        let reader = || stages::Reader {
            searcher: searcher.clone(),
            originals: originals.clone(),
            documents: DocumentReader::new(config.worker.clone(), originals.folder().to_owned(), config.read_limits),
            queue: Arc::clone(&queue),
            next: read.clone(),
            patience: Patience::new(Arc::clone(&queue), Arc::clone(&searcher.spaces)),
        };
        let (mut reader, mut reader_beside) = (reader(), reader());
        drop(read);
        let mut submitter = stages::Submitter::new(searcher.clone(), submitted);
        let mut collector = stages::Collector::new(embedded);
        let mut writer = stages::Writer::new(searcher.clone(), originals.clone(), Arc::clone(&queue));
        let (jobs, jobs_beside) = (Arc::clone(&queue), Arc::clone(&queue));
        let threads = vec![
            spawn("import-read", move || {
                while let Some(job) = jobs.next() {
                    reader.take(job);
                }
            }),
            spawn("import-beside", move || {
                while let Some(job) = jobs_beside.next_beside() {
                    reader_beside.take(job);
                }
            }),
            spawn("import-submit", move || submitting.iter().for_each(|parcel| submitter.take(parcel))),
            spawn("import-collect", move || collecting.iter().for_each(|parcel| collector.take(parcel))),
            spawn("import-write", move || writer.work(&writing)),
        ];
        Ok(Self { queue, searcher, originals, threads })
    }

    /// Puts the files of a request in the queue, before all others, from a thread of its own since folders take time
    /// to walk. Files that are as they were are not even opened.
    ///
    /// # Errors
    /// Those of the catalog, if a new collection cannot be made.
    pub(super) fn add(&self, request: AddRequest) -> Result<ImportBatch> {
        let catalog = &self.searcher.catalog;
        let name = request.collection.as_deref().map(str::trim).filter(|name| !name.is_empty());
        let collection = name.map(|name| catalog.ensure_collection(name)).transpose()?;
        let place = catalog.first_place()?;
        let paths: Vec<PathBuf> = request.paths.into_iter().map(PathBuf::from).collect();
        let batch = self.begin_batch(collection, request.password, Some(self.queue.everybody()));
        Ok(self.enqueue(files::expand(&paths), batch, place))
    }

    /// Puts the documents in a folder in the queue, behind all others. What is no document by its name is passed over.
    ///
    /// # Errors
    /// Those of the catalog.
    pub(super) fn add_folder(&self, folder: PathBuf, collection: Option<i64>) -> Result<ImportBatch> {
        let place = self.searcher.catalog.last_place()?;
        let documents = files::expand(&[folder]).filter(|file| is_document_name(&file_name(file)));
        Ok(self.enqueue(documents, self.begin_batch(collection, None, None), place))
    }

    /// Puts files that were received in the queue, each with its content, behind all others. They are in it when this
    /// returns.
    ///
    /// # Errors
    /// Those of the catalog.
    pub(super) fn add_received(
        &self,
        files: &[(PathBuf, String)],
        collection: Option<&str>,
        password: Option<Password>,
    ) -> Result<()> {
        let catalog = &self.searcher.catalog;
        let collection = collection.map(|name| catalog.ensure_collection(name)).transpose()?;
        for (_, content) in files {
            self.queue.forget_failed(content)?;
        }
        let (batch, _unheard) = self.begin_batch(collection, password, Some(self.queue.everybody()));
        let paths: Vec<PathBuf> = files.iter().map(|(path, _)| path.clone()).collect();
        let imports = self.queue.enqueue(&batch, &paths, catalog.last_place()?)?;
        for (import, (_, content)) in imports.iter().zip(files) {
            catalog.note_content(*import, content)?;
        }
        self.queue.announce_order()
    }

    /// The imports of a content, those that failed last.
    ///
    /// # Errors
    /// Those of the catalog.
    pub(super) fn of_content(&self, content: &str) -> Result<Vec<LibraryEvent>> {
        self.queue.of_content(content)
    }

    /// What would become of files and folders if they were added now.
    ///
    /// # Errors
    /// Those of the catalog.
    pub(super) fn preview(&self, paths: &[PathBuf]) -> Result<DropPreview> {
        preview::preview(&self.searcher.catalog, paths)
    }

    fn enqueue(
        &self,
        files: impl Iterator<Item = PathBuf> + Send + 'static,
        (batch, told): (Arc<Batch>, ImportBatch),
        place: i64,
    ) -> ImportBatch {
        let (queue, searcher) = (Arc::clone(&self.queue), self.searcher.clone());
        spawn("import-files", move || {
            let mut place = place;
            let mut waiting = Vec::new();
            let mut files = files.filter(|file| !is_as_it_was(&searcher, &batch, file)).peekable();
            while let Some(file) = files.next() {
                if batch.cancellation().is_cancelled() {
                    break;
                }
                waiting.push(file);
                if waiting.len() < ENQUEUED_AT_ONCE && files.peek().is_some() {
                    continue;
                }
                let count = waiting.len() as i64;
                if let Err(error) = queue.enqueue(&batch, &waiting, place) {
                    for file in &waiting {
                        let reason = Some(format!("It could not be put in the queue: {error}."));
                        batch.end_at_once(ImportOutcome {
                            reason,
                            ..ImportOutcome::of(ImportId(0), file, ImportStatus::Failed)
                        });
                    }
                }
                place += count;
                waiting.clear();
            }
            let _ = queue.announce_order();
        });
        told
    }

    /// A batch without files yet, and what tells of it.
    fn begin_batch(
        &self,
        collection: Option<i64>,
        password: Option<Password>,
        everybody: Option<broadcast::Sender<LibraryEvent>>,
    ) -> (Arc<Batch>, ImportBatch) {
        let (sender, events) = mpsc::channel(BACKLOG);
        let batch = Arc::new(Batch::new(sender, self.queue.closing(), collection, password, everybody));
        let cancellation = batch.cancellation().clone();
        (batch, ImportBatch { events, cancellation })
    }

    /// Whoever calls what this answers keeps what waits from being worked on, until what that answers is dropped. The
    /// reason is told to the person.
    pub(super) fn holder(&self) -> impl Fn(Option<String>) -> Hold + Send + 'static {
        let queue = Arc::clone(&self.queue);
        move |reason| queue.hold(reason)
    }

    /// Works on everything in the queue from now on, not only on what was asked for in this run of the app.
    pub(super) fn take_all(&self) {
        self.queue.take_all();
    }

    /// Waits with whoever asks for all that waits to be done.
    ///
    /// # Errors
    /// Those of the catalog.
    pub(super) fn resume_all(&self) -> Result<ImportBatch> {
        let (batch, told) = self.begin_batch(None, None, None);
        let waiting = self.searcher.catalog.imports()?.into_iter();
        let waiting = waiting.filter(|import| import.state == QueueState::Waiting).map(|import| import.id);
        self.queue.wait_for(&batch, waiting);
        Ok(told)
    }

    pub(super) fn subscribe(&self) -> broadcast::Receiver<LibraryEvent> {
        self.queue.subscribe()
    }

    /// Tells everybody what happens, from any thread.
    pub(super) fn announcer(&self) -> impl Fn(LibraryEvent) + Send + Sync + 'static {
        let queue = Arc::clone(&self.queue);
        move |event| queue.announce(event)
    }

    pub(super) fn announce(&self, event: LibraryEvent) {
        self.queue.announce(event);
    }

    /// Tells everybody in which order what waits is worked on.
    pub(super) fn announce_order(&self) -> Result<()> {
        self.queue.announce_order()
    }

    /// Waits until nobody else imports a content, and keeps it from being imported by others. None if whoever waits is
    /// to stop.
    pub(super) fn claim(&self, content: &str, is_stopped: &dyn Fn() -> bool) -> Option<Claim> {
        let is_claimed = self.queue.claim(content, is_stopped);
        is_claimed.then(|| Claim { queue: Arc::clone(&self.queue), content: content.to_owned() })
    }

    pub(super) fn latest(&self) -> Result<Vec<LibraryEvent>> {
        self.queue.latest()
    }

    /// How many files wait or run.
    pub(super) fn pending(&self) -> Result<u32> {
        self.queue.pending()
    }

    /// Takes imports from the queue: ends those that run, takes back what was done of those that rest, forgets those
    /// that failed. Numbers that are not in the queue are ignored, since an import may just have ended.
    pub(super) fn cancel(&self, imports: &[ImportId]) -> Result<()> {
        let catalog = &self.searcher.catalog;
        for import in imports {
            if self.queue.stop(*import) {
                continue;
            }
            let Some(queued) = catalog.import(*import)? else { continue };
            catalog.forget_import(*import)?;
            if let Some(document) = queued.document
                && catalog.document_state(&document)? == Some(DocumentState::Importing)
                && !catalog.is_being_imported(&document)?
            {
                agreement::undo_import_or_later(&self.searcher, &self.originals, &document)?;
            }
            self.queue.leave_inbox(&queued.path);
            if queued.state != QueueState::Failed {
                let mut outcome = ImportOutcome::of(*import, &queued.path, ImportStatus::Failed);
                outcome.reason = Some("Cancelled before it was imported.".to_owned());
                outcome.was_cancelled = true;
                self.queue.end(outcome);
            }
        }
        self.queue.announce_order()
    }

    /// Lets imports rest until [`Importer::resume`]; without numbers, the whole queue.
    pub(super) fn pause(&self, imports: Option<&[ImportId]>) -> Result<()> {
        match imports {
            None => self.queue.set_paused(true),
            Some(imports) => imports.iter().try_for_each(|import| self.queue.pause(*import)),
        }
    }

    /// Lets imports that rest or failed be worked on; without numbers, the whole queue goes on.
    pub(super) fn resume(&self, imports: Option<&[ImportId]>) -> Result<()> {
        match imports {
            None => self.queue.set_paused(false),
            Some(imports) => {
                imports.iter().try_for_each(|import| self.queue.resume(*import))?;
                self.queue.announce_order()
            }
        }
    }

    /// Lets an import go before all others.
    pub(super) fn advance(&self, import: ImportId) -> Result<()> {
        self.queue.advance(import)
    }
}

impl Drop for Importer {
    /// Stops what runs and waits for the threads, so that nothing is written after the lock is given back.
    fn drop(&mut self) {
        self.queue.close();
        for thread in self.threads.drain(..) {
            let _ = thread.join();
        }
    }
}

/// Whether the file need not be looked into, because it is as it was when it was imported; then that is told.
fn is_as_it_was(searcher: &Searcher, batch: &Batch, file: &std::path::Path) -> bool {
    let known = || -> Option<_> {
        let stamp = locations::stamp(file)?;
        let document = searcher.catalog.unchanged_at(&file.to_string_lossy(), stamp).ok()??;
        let is_member = match batch.collection {
            Some(collection) => searcher.catalog.collections_of(&document.id).ok()?.contains(&collection),
            None => true,
        };
        // One with pages that are images is looked at again: something that reads them may be there now.
        (is_member && document.pages_unread == 0).then_some(document)
    };
    let Some(document) = known() else { return false };
    // It may have been something else when it was tried in vain.
    if let Ok(Some(failed)) = searcher.catalog.import_at(file) {
        let _ = searcher.catalog.forget_import(failed);
    }
    batch.end_at_once(ImportOutcome::of_document(ImportId(0), file, ImportStatus::Unchanged, &document));
    true
}

/// A thread that gives way to whatever the person does. The system refuses a thread only when it is out of memory;
/// then nothing of the engine can go on.
#[expect(clippy::expect_used, reason = "there is no smaller thing left to do")]
fn spawn(name: &str, work: impl FnOnce() + Send + 'static) -> JoinHandle<()> {
    let work = || {
        priority::give_way();
        work();
    };
    std::thread::Builder::new().name(name.to_owned()).spawn(work).expect("the system must give a thread")
}
