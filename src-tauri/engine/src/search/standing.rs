//! Whether the index that answers holds what the catalog does, for those who search in it and those who wait for it.
//!
//! An index in the library's folder is brought in step when the library is opened. One on a server may be away by then,
//! or lack much: the library opens all the same, and who searches is told.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::index::{IndexError, ServerError};

/// How long a search waits for the first look at a server: as long as that may take to find out that nothing is there.
const FIRST_LOOK: Duration = Duration::from_secs(15);

/// How an index stands.
#[derive(Debug, Clone)]
pub(crate) enum Stand {
    /// It holds what the catalog does.
    InStep,
    /// That is being looked into.
    Looking,
    /// It is being filled.
    Filling {
        /// How many passages are in it.
        done: usize,
        /// How many there are.
        total: usize,
    },
    /// Its server did not do what it was asked.
    Away {
        /// Why.
        error: ServerError,
        /// Whether it is known to lack something.
        lacks: bool,
    },
}

/// How the index that answers stands.
pub(crate) struct Standing {
    stand: Mutex<Stand>,
    changed: Condvar,
}

impl Standing {
    /// Of an index that is in step.
    pub(crate) fn new() -> Self {
        Self { stand: Mutex::new(Stand::InStep), changed: Condvar::new() }
    }

    /// How it stands.
    pub(crate) fn now(&self) -> Stand {
        self.stand().clone()
    }

    /// Notes how it stands.
    pub(crate) fn set(&self, stand: Stand) {
        *self.stand() = stand;
        self.changed.notify_all();
    }

    /// Lets through who would miss nothing, or be told by the server itself what is wrong. Blocks while that is being
    /// looked into.
    ///
    /// # Errors
    /// [`IndexError::Filling`], [`IndexError::Server`].
    pub(super) fn check(&self) -> Result<(), IndexError> {
        let wait = |stand: &mut Stand| matches!(stand, Stand::Looking);
        let waited = self.changed.wait_timeout_while(self.stand(), FIRST_LOOK, wait);
        match &*waited.unwrap_or_else(PoisonError::into_inner).0 {
            Stand::Filling { done, total } => Err(IndexError::Filling { done: *done, total: *total }),
            Stand::Away { error, lacks: true } => Err(error.clone().into()),
            _ => Ok(()),
        }
    }

    /// Blocks until it is in step, or cannot come to be for now; tells how it stands whenever that changes.
    pub(crate) fn wait(&self, tell: &mut dyn FnMut(&Stand) -> bool) {
        let mut stand = self.stand();
        while matches!(*stand, Stand::Looking | Stand::Filling { .. }) && tell(&stand) {
            stand = self.changed.wait(stand).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn stand(&self) -> MutexGuard<'_, Stand> {
        self.stand.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::net::NetError;

    #[test]
    fn a_search_that_would_miss_something_is_told_so() {
        let standing = Standing::new();
        assert!(standing.check().is_ok());
        standing.set(Stand::Filling { done: 3, total: 8 });
        let told = standing.check().expect_err("five are missing").to_string();
        assert!(told.starts_with("the index is being filled: 3 of 8 passages are in it"), "{told}");
        let error = ServerError::from(NetError::Cancelled);
        standing.set(Stand::Away { error: error.clone(), lacks: false });
        assert!(standing.check().is_ok(), "the server may be back, and lacks nothing");
        standing.set(Stand::Away { error, lacks: true });
        assert!(matches!(standing.check(), Err(IndexError::Server(ServerError::Net(NetError::Cancelled)))));
    }

    #[test]
    fn who_comes_too_early_waits_for_the_first_look() {
        let standing = Standing::new();
        standing.set(Stand::Looking);
        std::thread::scope(|scope| {
            let search = scope.spawn(|| standing.check());
            standing.set(Stand::InStep);
            assert!(search.join().expect("it does not panic").is_ok());
        });
    }
}
