//! One file on its way.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use tokio_util::sync::CancellationToken;

use super::queue::Queue;
use crate::Error;
use crate::catalog::{QueueState, QueuedImport};
use crate::file_name::file_name;
use crate::library::locations;
use crate::messages::{DocumentSummary, ImportId, ImportOutcome, ImportProgress, ImportStatus, Password, Stage};
use crate::read::ReadError;

/// Progress of one file is told at most this often.
const PROGRESS_INTERVAL: Duration = Duration::from_millis(50);

/// How those who work on an import are told to stop.
pub(super) struct Stop {
    token: CancellationToken,
    /// Whether it is to go on later.
    for_a_while: AtomicBool,
}

impl Stop {
    /// Stops, for good, also when the token does.
    pub(super) fn new(token: CancellationToken) -> Self {
        Self { token, for_a_while: AtomicBool::new(false) }
    }

    /// Stop, and go on another time.
    pub(super) fn for_a_while(&self) {
        self.for_a_while.store(true, Ordering::Relaxed);
        self.token.cancel();
    }

    /// Stop, and take back what was done.
    pub(super) fn for_good(&self) {
        self.for_a_while.store(false, Ordering::Relaxed);
        self.token.cancel();
    }
}

/// A file that is read, embedded or written. It must end by [`Job::end`] or [`Job::fail`].
pub(super) struct Job {
    queue: Arc<Queue>,
    /// Its number in the queue.
    pub(super) import: ImportId,
    /// Where the file is.
    pub(super) path: PathBuf,
    /// Its size in bytes, as it was when its turn came.
    size: u64,
    /// The collection it goes into.
    pub(super) collection: Option<i64>,
    password: Option<Password>,
    stop: Arc<Stop>,
    told: Mutex<Option<(Stage, Instant)>>,
    pages: Mutex<(u32, u32)>,
    embedded: AtomicU32,
    has_ended: AtomicBool,
}

impl Job {
    /// A file whose turn has come.
    pub(super) fn new(queue: Arc<Queue>, import: QueuedImport, password: Option<Password>, stop: Arc<Stop>) -> Self {
        let QueuedImport { id, path, collection, .. } = import;
        let (told, pages) = (Mutex::default(), Mutex::default());
        let has_ended = AtomicBool::new(false);
        let embedded = AtomicU32::new(0);
        let size = locations::size(&path);
        Self { queue, import: id, path, size, collection, password, stop, told, pages, embedded, has_ended }
    }

    /// The path as text.
    pub(super) fn path_text(&self) -> String {
        self.path.to_string_lossy().into_owned()
    }

    /// What opens it, if it is encrypted.
    pub(super) fn password(&self) -> Option<&str> {
        self.password.as_ref().map(|Password(password)| password.as_str())
    }

    /// Whether whoever works on it should stop.
    pub(super) fn is_stopped(&self) -> bool {
        self.stop.token.is_cancelled()
    }

    /// Whether what was done so far is to be kept, because it goes on another time.
    pub(super) fn goes_on_later(&self) -> bool {
        self.queue.closing().is_cancelled() || (self.is_stopped() && self.stop.for_a_while.load(Ordering::Relaxed))
    }

    /// Stops those who work on it after something went wrong; how it ends, the last of them tells.
    pub(super) fn stop(&self) {
        self.stop.token.cancel();
    }

    /// One of its passages had to be embedded.
    pub(super) fn count_embedded(&self) {
        self.embedded.fetch_add(1, Ordering::Relaxed);
    }

    fn at(&self, stage: Stage, done: u32, total: u32) -> ImportProgress {
        ImportProgress { import: self.import, path: self.path_text(), stage, done, total, size: self.size }
    }

    /// Tells how far the file has come; the first and last of a stage always, those between now and then. Once its
    /// passages are being embedded, which takes longest, no more is told of its pages that are still being read.
    pub(super) fn progress(&self, stage: Stage, done: u32, total: u32) {
        if stage == Stage::Reading {
            *self.pages.lock().unwrap_or_else(PoisonError::into_inner) = (done, total);
        }
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        let is_last = done == total;
        match *told {
            Some((before, _)) if before > stage => return,
            Some((before, at)) if before == stage && at.elapsed() < PROGRESS_INTERVAL && !is_last => return,
            _ => *told = Some((stage, Instant::now())),
        }
        drop(told);
        self.queue.progress(self.at(stage, done, total));
    }

    /// The file is a document and its import is not in the queue any more; `reason` tells of pages that could not be
    /// read.
    pub(super) fn end(&self, status: ImportStatus, document: &DocumentSummary, reason: Option<String>) {
        if !self.has_ended.swap(true, Ordering::Relaxed) {
            let passages_embedded = self.embedded.load(Ordering::Relaxed);
            let outcome = ImportOutcome::of_document(self.import, &self.path, status, document);
            self.queue.end(ImportOutcome { passages_embedded, reason, ..outcome });
        }
    }

    /// The file was not imported: for good, for now, or because the app is closing.
    pub(super) fn fail(&self, error: &Error) {
        if self.has_ended.swap(true, Ordering::Relaxed) {
            return;
        }
        let mut outcome = ImportOutcome::of(self.import, &self.path, ImportStatus::Failed);
        if self.queue.closing().is_cancelled() {
            return self.queue.interrupt(outcome);
        }
        let catalog = self.queue.catalog();
        if self.goes_on_later() {
            let (done, total) = *self.pages.lock().unwrap_or_else(PoisonError::into_inner);
            let stage = match catalog.import(self.import) {
                Ok(Some(QueuedImport { state: QueueState::Paused, .. })) => Stage::Paused,
                _ => Stage::Queued,
            };
            return self.queue.rest(outcome, self.at(stage, done, total));
        }
        outcome.needs_password = matches!(error, Error::Read(ReadError::NeedsPassword | ReadError::WrongPassword));
        outcome.was_cancelled = matches!(error, Error::Read(ReadError::Cancelled));
        let (reason, noted) = match error {
            Error::Read(ReadError::Cancelled) => {
                ("Cancelled before it was imported.".to_owned(), catalog.forget_import(self.import))
            }
            error => {
                let reason = sentence(&error.to_string());
                let noted = catalog.fail_import(self.import, &reason, outcome.needs_password);
                (reason, noted)
            }
        };
        if let Err(error) = noted {
            tracing::warn!(%error, path = %self.path.display(), "the queue could not be written; it is tried again later");
            self.queue.give_up(self.import);
        }
        outcome.reason = Some(reason);
        self.queue.end(outcome);
    }
}

impl Drop for Job {
    /// Whoever drops a job unended must not leave somebody waiting for it.
    fn drop(&mut self) {
        self.fail(&Error::Closed);
    }
}

impl ImportOutcome {
    /// Of a file of which nothing more is known.
    pub(in crate::library) fn of(import: ImportId, path: &Path, status: ImportStatus) -> Self {
        Self {
            import,
            path: path.to_string_lossy().into_owned(),
            filename: file_name(path),
            id: None,
            content_type: None,
            size: 0,
            status,
            pages: 0,
            pages_searchable: 0,
            passages: 0,
            passages_embedded: 0,
            reason: None,
            needs_password: false,
            was_cancelled: false,
        }
    }

    /// Of a file that is this document.
    pub(in crate::library) fn of_document(
        import: ImportId,
        path: &Path,
        status: ImportStatus,
        document: &DocumentSummary,
    ) -> Self {
        Self {
            id: Some(document.id.clone()),
            content_type: Some(document.content_type.clone()),
            size: document.size,
            pages: document.pages,
            pages_searchable: document.pages_searchable,
            passages: document.passages,
            ..Self::of(import, path, status)
        }
    }
}

/// A reason stands alone in the list, so it begins with a capital and ends with a full stop.
pub(in crate::library) fn sentence(reason: &str) -> String {
    let mut letters = reason.chars();
    let first = letters.next().into_iter();
    // An address is written as it is.
    let is_address = reason.starts_with("http://") || reason.starts_with("https://");
    let capital: String = if is_address { first.collect() } else { first.flat_map(char::to_uppercase).collect() };
    let stop = if reason.ends_with(['.', '!', '?']) { "" } else { "." };
    format!("{capital}{}{stop}", letters.as_str())
}
