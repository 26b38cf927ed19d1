//! All that one request asked for, and the one who waits for it.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::mpsc::error::TrySendError;
use tokio::sync::{broadcast, mpsc};
use tokio_util::sync::CancellationToken;

use crate::messages::{ImportOutcome, ImportSummary, LibraryEvent, Password};

/// How soon a full channel is tried again.
const FULL_INTERVAL: Duration = Duration::from_millis(5);

/// All that one request asked for. Its summary is sent when the last file is done with it.
pub(super) struct Batch {
    events: mpsc::Sender<LibraryEvent>,
    cancellation: CancellationToken,
    closing: CancellationToken,
    /// The collection its documents go into.
    pub(super) collection: Option<i64>,
    password: Option<Password>,
    /// Everybody, who is told of files that never were in the queue if a person asked for them.
    everybody: Option<broadcast::Sender<LibraryEvent>>,
    began: Instant,
    summary: Mutex<ImportSummary>,
}

impl Batch {
    /// A batch without files yet.
    pub(super) fn new(
        events: mpsc::Sender<LibraryEvent>,
        closing: &CancellationToken,
        collection: Option<i64>,
        password: Option<Password>,
        everybody: Option<broadcast::Sender<LibraryEvent>>,
    ) -> Self {
        let summary = Mutex::new(ImportSummary::default());
        let cancellation = closing.child_token();
        let (closing, began) = (closing.clone(), Instant::now());
        Self { events, cancellation, closing, collection, password, everybody, began, summary }
    }

    /// Cancels all its files.
    pub(super) fn cancellation(&self) -> &CancellationToken {
        &self.cancellation
    }

    /// What opens its files, if they are encrypted.
    pub(super) fn password(&self) -> Option<&Password> {
        self.password.as_ref()
    }

    /// Progress is worth nothing later.
    pub(super) fn tell_if_there_is_room(&self, event: LibraryEvent) {
        let _ = self.events.try_send(event);
    }

    /// One of its files is done with.
    pub(super) fn end(&self, outcome: ImportOutcome) {
        self.summary.lock().unwrap_or_else(PoisonError::into_inner).count(outcome.status);
        self.tell(LibraryEvent::Document(outcome));
    }

    /// A file that never was in the queue is done with.
    pub(super) fn end_at_once(&self, outcome: ImportOutcome) {
        if let Some(everybody) = &self.everybody {
            let _ = everybody.send(LibraryEvent::Document(outcome.clone()));
        }
        self.end(outcome);
    }

    /// Waits for room, so that no end is lost; but not when the library is closing, because whoever closes it
    /// may be the one who should listen.
    fn tell(&self, event: LibraryEvent) {
        let mut waiting = Some(event);
        while let Some(event) = waiting.take() {
            if let Err(TrySendError::Full(event)) = self.events.try_send(event)
                && !self.closing.is_cancelled()
            {
                std::thread::sleep(FULL_INTERVAL);
                waiting = Some(event);
            }
        }
    }
}

impl Drop for Batch {
    fn drop(&mut self) {
        let mut summary = *self.summary.lock().unwrap_or_else(PoisonError::into_inner);
        summary.seconds = self.began.elapsed().as_secs_f64();
        self.tell(LibraryEvent::Summary(summary));
    }
}
