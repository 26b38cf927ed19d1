//! Writing a collection or the whole library into one file, and taking in what others wrote.
//!
//! # Layout
//! - [`gather`]: what goes into a file, from the catalog as it is at one moment and the originals
//! - [`mod@export`]: that into a file
//! - [`news`]: what whoever waits has yet to hear
//! - [`partial`]: that file until it is whole, and how it gets its name
//! - [`chats`]: which chats go along, and how they come in
//! - [`import`]: a file into the library
//! - [`take`]: its documents, in the order of writes of any import
//! - [`paths`]: where they were seen, and whether that is here
//! - [`teller`]: who is told how far it is
//! - [`folder`]: a folder for what is on its way
//! - [`name`]: what backups are called

mod chats;
mod export;
mod folder;
mod gather;
mod import;
mod name;
mod news;
mod partial;
mod paths;
mod take;
mod teller;
#[cfg(test)]
mod tests;

pub(super) use export::{Sealer, Target, What, backup_target};
pub(super) use folder::sweep;
pub(super) use import::{Source, can_restore, take_in};
pub(super) use name::{date_and_time, scheduled_name, scheduled_names};
pub(super) use teller::Teller;

use std::path::Path;
use std::sync::Arc;

use tokio::sync::oneshot;
use tokio_util::sync::{CancellationToken, DropGuard};

use self::news::Hearing;
use super::Shared;
use crate::messages::{LibraryEvent, Password, SealedSummary, SealingWork};
use crate::sealed::{Contents, SealedError};
use crate::{Error, Result};

/// A sealed file that is being written or taken in. Dropping it cancels that; what is taken in by then is kept.
pub struct SealingRun {
    events: Hearing,
    ended: oneshot::Receiver<Result<SealedSummary>>,
    cancellation: CancellationToken,
    _guard: DropGuard,
}

impl SealingRun {
    /// The next event; none when there are no more, and [`SealingRun::end`] tells why. Whoever is slow misses no
    /// document, but progress that is old by then. Nothing waits for this to be called.
    pub async fn next(&mut self) -> Option<LibraryEvent> {
        self.events.next().await
    }

    /// What came of it.
    ///
    /// # Errors
    /// [`Error::Sealed`], those of the disk and the catalog.
    pub async fn end(self) -> Result<SealedSummary> {
        // Nobody listens any more.
        drop(self.events);
        self.ended.await.unwrap_or(Err(Error::Closed))
    }

    /// Ends it before its time. May be kept apart from the run.
    pub fn cancellation(&self) -> CancellationToken {
        self.cancellation.clone()
    }
}

/// Works on a thread of its own, and tells everybody how it ends.
pub(super) fn start(
    shared: &Arc<Shared>,
    work: SealingWork,
    file: String,
    run: impl FnOnce(&Shared, &Teller) -> Result<SealedSummary> + Send + 'static,
) -> SealingRun {
    let (listener, events) = news::pair();
    let (end, ended) = oneshot::channel();
    let cancellation = CancellationToken::new();
    let teller = Teller::new(work, file, Box::new(shared.importer.announcer()), Some(listener), cancellation.clone());
    let shared = Arc::clone(shared);
    let thread = std::thread::Builder::new().name("sealing".to_owned());
    let started = thread.spawn(move || {
        let done = run(&shared, &teller);
        match &done {
            Ok(summary) => teller.end(summary.clone()),
            Err(error) => teller.fail(error),
        }
        drop(teller);
        // Whoever hears of the end may close the library and open it again.
        drop(shared);
        let _ = end.send(done);
    });
    if let Err(error) = started {
        tracing::warn!(%error, "the system gives no thread to work with sealed files");
    }
    let guard = cancellation.clone().drop_guard();
    SealingRun { events, ended, cancellation, _guard: guard }
}

/// What is known of a file by what it holds, before anything came of it.
fn summary_of(work: SealingWork, file: &Path, bytes: u64, contents: Contents) -> SealedSummary {
    let Contents { documents, passages, chats, pins, .. } = contents;
    SealedSummary {
        work,
        file: file.to_string_lossy().into_owned(),
        bytes,
        documents,
        passages,
        chats,
        pins,
        collections: Vec::new(),
        added: 0,
        unchanged: 0,
        chats_added: 0,
        joined: Vec::new(),
        to_embed: 0,
        left_behind: Vec::new(),
        folders: Vec::new(),
        not_restored: Vec::new(),
        seconds: 0.0,
    }
}

/// A passphrase that can lock something.
///
/// # Errors
/// [`SealedError::EmptyPassphrase`].
pub(super) fn checked(passphrase: Option<Password>) -> Result<Option<String>> {
    match passphrase {
        Some(Password(passphrase)) if passphrase.is_empty() => Err(SealedError::EmptyPassphrase.into()),
        passphrase => Ok(passphrase.map(|Password(passphrase)| passphrase)),
    }
}
