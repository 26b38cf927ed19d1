//! Waiting for a server that keeps the index and is away: the queue rests meanwhile and says why, and what was to be
//! written is written when the server is back. No file fails for it.

use std::sync::Arc;
use std::time::Duration;

use super::queue::{Hold, Queue};
use crate::read::ReadError;
use crate::search::Spaces;
use crate::{Error, Result};

/// The pause before the first new try, which is doubled until it is the longest. Each try is itself several.
const FIRST_PAUSE: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_secs(15);

/// The patience of one thread.
pub(super) struct Patience {
    queue: Arc<Queue>,
    spaces: Arc<Spaces>,
    pause: Duration,
    /// While it waits.
    hold: Option<Hold>,
    /// Whether the server was away when it was tried last.
    is_away: bool,
}

impl Patience {
    /// Patience with the index of these spaces.
    pub(super) fn new(queue: Arc<Queue>, spaces: Arc<Spaces>) -> Self {
        Self { queue, spaces, pause: FIRST_PAUSE, hold: None, is_away: false }
    }

    /// Whether the server was away when it was tried last.
    pub(super) fn is_away(&self) -> bool {
        self.is_away
    }

    /// Whether what failed like this is to be tried again; then some time has passed. False if the server is not at
    /// fault, or nobody waits any more.
    pub(super) fn is_left(&mut self, error: &Error, is_stopped: &dyn Fn() -> bool) -> bool {
        self.is_away = error.is_of_index_server();
        if !self.is_away || self.queue.closing().is_cancelled() {
            self.hold = None;
            return false;
        }
        tracing::info!(%error, "an import waits for the index");
        self.spaces.doubt();
        // The new reason is told before the old one is forgotten, so that the queue does not go on in between.
        self.hold = Some(self.queue.hold(Some(super::job::sentence(&error.to_string()))));
        self.queue.wait(self.pause, is_stopped);
        self.pause = (self.pause * 2).min(LONGEST_PAUSE);
        let is_wanted = !is_stopped() && !self.queue.closing().is_cancelled();
        if !is_wanted {
            self.hold = None;
        }
        is_wanted
    }

    /// The server did what it was asked.
    pub(super) fn rest(&mut self) {
        (self.hold, self.pause, self.is_away) = (None, FIRST_PAUSE, false);
    }

    /// Does something as often as it takes.
    ///
    /// # Errors
    /// Those of the work that are not the server's; [`ReadError::Cancelled`] if nobody waits any more.
    pub(super) fn until_done<T>(
        &mut self,
        is_stopped: &dyn Fn() -> bool,
        mut work: impl FnMut() -> Result<T>,
    ) -> Result<T> {
        loop {
            match work() {
                Err(error) if self.is_left(&error, is_stopped) => {}
                Err(_) if self.is_away && is_stopped() => return Err(ReadError::Cancelled.into()),
                done => {
                    if done.is_ok() {
                        self.rest();
                    }
                    return done;
                }
            }
        }
    }
}
