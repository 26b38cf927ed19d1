//! Sealed files that are being written or taken in, so that they can be cancelled.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use paperside_engine::messages::{LibraryEvent, SealedSummary, SealingProgress};
use paperside_engine::{Result, SealingRun};
use tauri::ipc::Channel;
use tokio_util::sync::CancellationToken;

/// The runs, by the number the web view gave each.
#[derive(Default)]
pub(super) struct Sealings {
    running: Mutex<HashMap<u32, CancellationToken>>,
}

impl Sealings {
    /// Tells how far a run is until it ends, and what came of it.
    ///
    /// # Errors
    /// Those of [`SealingRun::end`].
    pub(super) async fn follow(
        &self,
        number: u32,
        mut run: SealingRun,
        channel: &Channel<SealingProgress>,
    ) -> Result<SealedSummary> {
        self.running().insert(number, run.cancellation());
        while let Some(event) = run.next().await {
            if let LibraryEvent::Sealing(progress) = event {
                // A page that is gone does not end what the person asked for.
                let _ = channel.send(progress);
            }
        }
        let ended = run.end().await;
        self.running().remove(&number);
        ended
    }

    /// Cancels a run, if it has not ended.
    pub(super) fn cancel(&self, number: u32) {
        if let Some(token) = self.running().remove(&number) {
            token.cancel();
        }
    }

    fn running(&self) -> MutexGuard<'_, HashMap<u32, CancellationToken>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
