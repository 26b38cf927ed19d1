//! Who is told how far a sealed file is.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use tokio_util::sync::CancellationToken;

use super::news::Telling;
use crate::messages::{
    ErrorMessage, ImportOutcome, LibraryEvent, SealedSummary, SealingProgress, SealingStage, SealingWork,
};
use crate::sealed::SealedError;
use crate::{Error, Result};

/// Progress is told at most this often.
const INTERVAL: Duration = Duration::from_millis(50);

/// Tells everybody, and whoever waits for this file, how far it is; and knows whether it is still wanted.
pub(in crate::library) struct Teller {
    work: SealingWork,
    file: String,
    everybody: Box<dyn Fn(LibraryEvent) + Send + Sync>,
    listener: Option<Telling>,
    cancellation: CancellationToken,
    told: Mutex<Option<(SealingStage, Instant)>>,
}

impl Teller {
    /// Has told nothing yet.
    pub(in crate::library) fn new(
        work: SealingWork,
        file: String,
        everybody: Box<dyn Fn(LibraryEvent) + Send + Sync>,
        listener: Option<Telling>,
        cancellation: CancellationToken,
    ) -> Self {
        Self { work, file, everybody, listener, cancellation, told: Mutex::default() }
    }

    /// What is done.
    pub(super) fn work(&self) -> SealingWork {
        self.work
    }

    /// Whether nobody wants it any more.
    pub(super) fn is_cancelled(&self) -> bool {
        self.cancellation.is_cancelled()
    }

    /// Tells how far it is, now and then.
    ///
    /// # Errors
    /// [`SealedError::Cancelled`] if nobody wants it any more.
    pub(super) fn progress(&self, stage: SealingStage, done: u64, total: u64) -> Result<()> {
        if self.is_cancelled() {
            return Err(SealedError::Cancelled.into());
        }
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        let is_soon = told.is_some_and(|(before, at)| before == stage && at.elapsed() < INTERVAL);
        if is_soon && done != total {
            return Ok(());
        }
        *told = Some((stage, Instant::now()));
        drop(told);
        let file = self.file.clone();
        let event = LibraryEvent::Sealing(SealingProgress { work: self.work, file, stage, done, total });
        if let Some(listener) = &self.listener {
            listener.tell(event.clone());
        }
        (self.everybody)(event);
        Ok(())
    }

    /// Tells what became of a document.
    pub(super) fn document(&self, outcome: ImportOutcome) {
        let event = LibraryEvent::Document(outcome);
        if let Some(listener) = &self.listener {
            listener.tell(event.clone());
        }
        (self.everybody)(event);
    }

    /// Tells everybody what happened besides.
    pub(super) fn announce(&self, event: LibraryEvent) {
        (self.everybody)(event);
    }

    /// Tells everybody what came of it.
    pub(in crate::library) fn end(&self, summary: SealedSummary) {
        (self.everybody)(LibraryEvent::Sealed(summary));
    }

    /// Tells everybody that nothing came of it, and why.
    pub(in crate::library) fn fail(&self, error: &Error) {
        let (work, file, problem) = (self.work, self.file.clone(), ErrorMessage::from(error));
        (self.everybody)(LibraryEvent::SealingFailed { work, file, problem });
    }
}
