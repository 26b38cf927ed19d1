//! One file on its way, and the batch it belongs to.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::mpsc;
use tokio::sync::mpsc::error::TrySendError;
use tokio_util::sync::CancellationToken;

use super::registry::Registry;
use crate::Error;
use crate::messages::{
    ImportId, ImportOutcome, ImportProgress, ImportStatus, ImportSummary, LibraryEvent, Password, Stage,
};
use crate::read::ReadError;

/// Progress of one file is told at most this often.
const PROGRESS_INTERVAL: Duration = Duration::from_millis(50);

/// How soon a full channel is tried again.
const FULL_INTERVAL: Duration = Duration::from_millis(5);

/// All that one request asked for. Its summary is sent when the last file is done with it.
pub(super) struct Batch {
    registry: Arc<Registry>,
    events: mpsc::Sender<LibraryEvent>,
    cancellation: CancellationToken,
    closing: CancellationToken,
    /// The collection its documents go into.
    pub(super) collection: Option<i64>,
    password: Option<Password>,
    began: Instant,
    summary: Mutex<ImportSummary>,
}

impl Batch {
    /// A batch without files yet.
    pub(super) fn new(
        registry: Arc<Registry>,
        events: mpsc::Sender<LibraryEvent>,
        closing: &CancellationToken,
        collection: Option<i64>,
        password: Option<Password>,
    ) -> Self {
        let summary = Mutex::new(ImportSummary::default());
        let cancellation = closing.child_token();
        let closing = closing.clone();
        Self { registry, events, cancellation, closing, collection, password, began: Instant::now(), summary }
    }

    /// Cancels all its files.
    pub(super) fn cancellation(&self) -> CancellationToken {
        self.cancellation.clone()
    }

    pub(super) fn is_cancelled(&self) -> bool {
        self.cancellation.is_cancelled()
    }

    /// What opens its files, if they are encrypted.
    pub(super) fn password(&self) -> Option<&str> {
        self.password.as_ref().map(|Password(password)| password.as_str())
    }

    fn progress(&self, progress: ImportProgress) {
        let event = LibraryEvent::Progress(progress);
        let _ = self.events.try_send(event.clone());
        self.registry.announce(event);
    }

    fn end(&self, outcome: ImportOutcome) {
        self.count(outcome.status);
        self.tell(LibraryEvent::Document(outcome));
    }

    /// Waits for room, so that no end is lost; but not when the library is closing, because whoever closes it
    /// may be the one who should listen.
    fn tell(&self, event: LibraryEvent) {
        let mut waiting = Some(event.clone());
        while let Some(event) = waiting.take() {
            if let Err(TrySendError::Full(event)) = self.events.try_send(event)
                && !self.closing.is_cancelled()
            {
                std::thread::sleep(FULL_INTERVAL);
                waiting = Some(event);
            }
        }
        self.registry.announce(event);
    }

    fn count(&self, status: ImportStatus) {
        let mut summary = self.summary.lock().unwrap_or_else(PoisonError::into_inner);
        let counter = match status {
            ImportStatus::Added => &mut summary.added,
            ImportStatus::Updated => &mut summary.updated,
            ImportStatus::Unchanged => &mut summary.unchanged,
            ImportStatus::Duplicate => &mut summary.duplicate,
            ImportStatus::Failed => &mut summary.failed,
        };
        *counter += 1;
    }
}

impl Drop for Batch {
    fn drop(&mut self) {
        let mut summary = *self.summary.lock().unwrap_or_else(PoisonError::into_inner);
        summary.seconds = self.began.elapsed().as_secs_f64();
        self.tell(LibraryEvent::Summary(summary));
    }
}

/// A file that waits, is read, embedded or written. It must end by [`Job::end`] or [`Job::fail`].
pub(super) struct Job {
    /// The batch it belongs to.
    pub(super) batch: Arc<Batch>,
    /// Where the file is.
    pub(super) path: PathBuf,
    import: ImportId,
    cancellation: CancellationToken,
    told: Mutex<Option<(Stage, Instant)>>,
    has_ended: AtomicBool,
}

/// What is known of a file's content when its import ends.
#[derive(Debug, Clone, Default)]
#[expect(clippy::struct_field_names, reason = "a content type is called so everywhere")]
pub(super) struct Content {
    /// SHA-256 in hex.
    pub(super) id: Option<String>,
    /// Media type.
    pub(super) content_type: Option<String>,
    /// In bytes.
    pub(super) size: u64,
    /// Number of pages.
    pub(super) pages: u32,
    /// Those with text.
    pub(super) pages_searchable: u32,
    /// Number of passages.
    pub(super) passages: u32,
}

impl Job {
    /// A file that waits for its turn.
    pub(super) fn new(batch: Arc<Batch>, path: PathBuf) -> Self {
        let cancellation = batch.cancellation.child_token();
        let import = batch.registry.enter(cancellation.clone());
        let told = Mutex::default();
        let job = Self { batch, path, import, cancellation, told, has_ended: AtomicBool::new(false) };
        job.progress(Stage::Queued, 0, 0);
        job
    }

    pub(super) fn is_cancelled(&self) -> bool {
        self.cancellation.is_cancelled()
    }

    /// Stops those who work on it; how it ends, the last of them tells.
    pub(super) fn cancel(&self) {
        self.cancellation.cancel();
    }

    /// Tells how far the file has come; the first and last of a stage always, those between now and then. Once its
    /// passages are being embedded, which takes longest, no more is told of its pages that are still being read.
    pub(super) fn progress(&self, stage: Stage, done: u32, total: u32) {
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        let is_last = done == total;
        match *told {
            Some((before, _)) if before > stage => return,
            Some((before, at)) if before == stage && at.elapsed() < PROGRESS_INTERVAL && !is_last => return,
            _ => *told = Some((stage, Instant::now())),
        }
        drop(told);
        let path = self.path.to_string_lossy().into_owned();
        self.batch.progress(ImportProgress { import: self.import, path, stage, done, total });
    }

    /// The file's import has ended well; `reason` tells of pages that could not be read.
    pub(super) fn end(&self, status: ImportStatus, content: Content, reason: Option<String>) {
        self.close(status, content, reason, false);
    }

    /// Only the first end counts: whoever works on the file may find that it cannot go on.
    fn close(&self, status: ImportStatus, content: Content, reason: Option<String>, needs_password: bool) {
        if self.has_ended.swap(true, Ordering::Relaxed) {
            return;
        }
        let outcome = ImportOutcome {
            import: self.import,
            path: self.path.to_string_lossy().into_owned(),
            filename: file_name(&self.path),
            id: content.id,
            content_type: content.content_type,
            size: content.size,
            status,
            pages: content.pages,
            pages_searchable: content.pages_searchable,
            passages: content.passages,
            reason,
            needs_password,
        };
        self.batch.end(outcome);
    }

    /// The file was not imported.
    pub(super) fn fail(&self, error: &Error) {
        let needs_password = matches!(error, Error::Read(ReadError::NeedsPassword | ReadError::WrongPassword));
        let reason = match error {
            Error::Read(ReadError::Cancelled) => "Cancelled before it was imported.".to_owned(),
            error => sentence(&error.to_string()),
        };
        self.close(ImportStatus::Failed, Content::default(), Some(reason), needs_password);
    }
}

/// The last part of a path.
pub(super) fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

/// A reason stands alone in the list, so it begins with a capital and ends with a full stop.
fn sentence(reason: &str) -> String {
    let mut letters = reason.chars();
    let capital: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    let stop = if reason.ends_with(['.', '!', '?']) { "" } else { "." };
    format!("{capital}{}{stop}", letters.as_str())
}
