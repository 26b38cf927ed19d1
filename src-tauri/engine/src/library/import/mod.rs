//! Files to searchable documents, on threads of their own.
//!
//! Three stages run side by side over bounded channels: one thread reads and splits, one embeds (on the
//! embedder's own threads), one writes the index and the catalog. A file's bytes are its identity: the same
//! bytes are never read or embedded twice.
//!
//! # Layout
//! - [`files`]: paths and folders to files
//! - [`job`]: one file on its way, and the batch it belongs to
//! - [`registry`]: what waits and runs, and who listens
//! - [`stages`]: the three threads

mod files;
mod job;
mod registry;
mod stages;

use std::path::PathBuf;
use std::sync::Arc;
use std::thread::JoinHandle;

use crossbeam_channel::{Sender, bounded};
use tokio::sync::{broadcast, mpsc};
use tokio_util::sync::CancellationToken;

use super::originals::Originals;
use crate::messages::{AddRequest, ImportId, LibraryEvent};
use crate::read::process::DocumentReader;
use crate::search::Searcher;
use crate::{Config, Error, Result};
use job::{Batch, Job};
use registry::Registry;

/// Files that wait for the reader; whoever adds more waits with them.
const WAITING: usize = 256;

/// Parts of documents that wait between two stages. Their pages are in memory, so there are few.
const BETWEEN_STAGES: usize = 2;

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

    /// Cancels all files of the batch that are not done; they end as failed. May be kept apart from the batch.
    pub fn cancellation(&self) -> CancellationToken {
        self.cancellation.clone()
    }
}

/// The import threads.
pub(super) struct Importer {
    registry: Arc<Registry>,
    searcher: Searcher,
    jobs: Option<Sender<Job>>,
    closing: CancellationToken,
    threads: Vec<JoinHandle<()>>,
}

impl Importer {
    /// Starts the threads.
    pub(super) fn start(searcher: Searcher, originals: Originals, config: &Config) -> Self {
        let (jobs, waiting) = bounded(WAITING);
        let (read, embedding) = bounded(BETWEEN_STAGES);
        let (embedded, writing) = bounded(BETWEEN_STAGES);
        let documents = DocumentReader::new(config.worker.clone(), originals.folder().to_owned(), config.read_limits);
        let mut reader =
            stages::Reader { searcher: searcher.clone(), originals: originals.clone(), documents, next: read };
        let mut embedder = stages::Embedding::new(searcher.clone(), embedded);
        let mut writer = stages::Writer::new(searcher.clone(), originals);
        let threads = vec![
            spawn("import-read", move || waiting.iter().for_each(|job| reader.take(job))),
            spawn("import-embed", move || embedding.iter().for_each(|part| embedder.take(part))),
            spawn("import-write", move || writing.iter().for_each(|part| writer.take(part))),
        ];
        let registry = Arc::new(Registry::new());
        Self { registry, searcher, jobs: Some(jobs), closing: CancellationToken::new(), threads }
    }

    /// Puts the files of a request in the queue, from a thread of its own since folders take time to walk.
    ///
    /// # Errors
    /// Those of the catalog, if a new collection cannot be made.
    pub(super) fn add(&self, request: AddRequest) -> Result<ImportBatch> {
        let name = request.collection.as_deref().map(str::trim).filter(|name| !name.is_empty());
        let collection = name.map(|name| self.searcher.catalog.ensure_collection(name)).transpose()?;
        let jobs = self.jobs.clone().ok_or(Error::Closed)?;
        let (sender, events) = mpsc::channel(BACKLOG);
        let batch =
            Arc::new(Batch::new(Arc::clone(&self.registry), sender, &self.closing, collection, request.password));
        let cancellation = batch.cancellation();
        let paths: Vec<PathBuf> = request.paths.into_iter().map(PathBuf::from).collect();
        spawn("import-files", move || {
            for file in files::expand(&paths) {
                if batch.is_cancelled() {
                    break;
                }
                let job = Job::new(Arc::clone(&batch), file);
                if let Err(refused) = jobs.send(job) {
                    refused.into_inner().fail(&Error::Closed);
                    break;
                }
            }
        });
        Ok(ImportBatch { events, cancellation })
    }

    pub(super) fn subscribe(&self) -> broadcast::Receiver<LibraryEvent> {
        self.registry.subscribe()
    }

    pub(super) fn announce(&self, event: LibraryEvent) {
        self.registry.announce(event);
    }

    pub(super) fn latest(&self) -> Vec<LibraryEvent> {
        self.registry.latest()
    }

    pub(super) fn cancel(&self, import: ImportId) {
        self.registry.cancel(import);
    }

    /// How many files wait or run.
    pub(super) fn pending(&self) -> u32 {
        self.registry.pending()
    }
}

impl Drop for Importer {
    /// Cancels what runs and waits for the threads, so that nothing is written after the lock is given back.
    fn drop(&mut self) {
        self.closing.cancel();
        self.jobs = None;
        for thread in self.threads.drain(..) {
            let _ = thread.join();
        }
    }
}

/// The system refuses a thread only when it is out of memory; then nothing of the engine can go on.
#[expect(clippy::expect_used, reason = "there is no smaller thing left to do")]
fn spawn(name: &str, work: impl FnOnce() + Send + 'static) -> JoinHandle<()> {
    std::thread::Builder::new().name(name.to_owned()).spawn(work).expect("the system must give a thread")
}
