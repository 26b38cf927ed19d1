//! Answers that are being given, so that they can be stopped.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio_util::sync::CancellationToken;

/// The answers being given, by the number the web view gave each.
#[derive(Default)]
pub(super) struct Answers {
    running: Mutex<HashMap<u32, CancellationToken>>,
}

impl Answers {
    /// Takes an answer in. The token is cancelled when the answer is to stop.
    pub(super) fn begin(&self, answer: u32) -> CancellationToken {
        let token = CancellationToken::new();
        self.running().insert(answer, token.clone());
        token
    }

    /// Stops an answer, or forgets it if it has ended.
    pub(super) fn end(&self, answer: u32) {
        if let Some(token) = self.running().remove(&answer) {
            token.cancel();
        }
    }

    fn running(&self) -> MutexGuard<'_, HashMap<u32, CancellationToken>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
