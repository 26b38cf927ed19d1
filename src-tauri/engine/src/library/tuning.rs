//! Keeping an index tidy, and a large one quick.
//!
//! Removed passages stay in the index, on disk and in memory, until it is tidied up. Up to some ten thousand passages
//! every one is compared with the question, which is quick and exact; beyond, the index is given a graph of neighbours
//! (HNSW). Both is done on a thread of its own whenever the import queue has run empty. Searches go on meanwhile; imports
//! that come then wait until it is done.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use tokio::sync::broadcast;
use tokio::sync::broadcast::error::RecvError;

use super::lock::LibraryLock;
use crate::index::PassageIndex;
use crate::messages::LibraryEvent;
use crate::search::Spaces;
use crate::{memory, priority};

/// How long a library that closes waits until its index is tidy. That is soon, unless a graph is being made: until that
/// is done nobody else can open the library.
const PATIENCE: Duration = Duration::from_secs(5);

/// The thread. Once this is dropped it begins nothing any more.
pub(super) struct Tuning {
    state: Arc<State>,
}

#[derive(Default)]
struct State {
    inner: Mutex<Inner>,
    rests: Condvar,
}

#[derive(Default)]
struct Inner {
    is_at_work: bool,
    is_closed: bool,
}

impl Tuning {
    /// Starts the thread. It holds on to the library only while it works.
    pub(super) fn start(
        spaces: &Arc<Spaces>,
        lock: &Arc<LibraryLock>,
        mut events: broadcast::Receiver<LibraryEvent>,
    ) -> Self {
        let state = Arc::new(State::default());
        let (shared, spaces, lock) = (Arc::clone(&state), Arc::downgrade(spaces), Arc::downgrade(lock));
        let work = move || {
            priority::give_way();
            shared.tune(&spaces, &lock);
            loop {
                match events.blocking_recv() {
                    Ok(LibraryEvent::Queue(queue)) if queue.order.is_empty() => shared.tune(&spaces, &lock),
                    Ok(_) | Err(RecvError::Lagged(_)) => {}
                    Err(RecvError::Closed) => return,
                }
            }
        };
        if let Err(error) = std::thread::Builder::new().name("index-tune".to_owned()).spawn(work) {
            tracing::warn!(%error, "a large index will not be made quicker");
        }
        Self { state }
    }
}

impl Drop for Tuning {
    fn drop(&mut self) {
        let mut inner = self.state.inner();
        inner.is_closed = true;
        let waited = self.state.rests.wait_timeout_while(inner, PATIENCE, |inner| inner.is_at_work);
        drop(waited);
    }
}

impl State {
    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn tune(&self, spaces: &Weak<Spaces>, lock: &Weak<LibraryLock>) {
        {
            let mut inner = self.inner();
            if inner.is_closed {
                return;
            }
            inner.is_at_work = true;
        }
        if let (Some(spaces), Some(lock)) = (spaces.upgrade(), lock.upgrade()) {
            make_quick(&*spaces.current().index);
            // The index is closed before others may open it.
            drop(spaces);
            drop(lock);
            memory::give_back();
        }
        self.inner().is_at_work = false;
        self.rests.notify_all();
    }
}

/// Gives the index what it lacks to be searched quickly, and frees what it holds in vain.
pub(super) fn make_quick(index: &dyn PassageIndex) {
    if let Err(error) = index.optimize() {
        tracing::warn!(%error, "the index could not be tidied up; it is larger and slower than it need be");
    }
}
