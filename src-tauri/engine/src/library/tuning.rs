//! Keeping an index tidy, and a large one quick.
//!
//! Removed passages stay in the index, on disk and in memory, until it is tidied up. Up to some ten thousand passages
//! every one is compared with the question, which is quick and exact; beyond, the index is given a graph of neighbours
//! (HNSW). Both is done on a thread of its own whenever the import queue has run empty. Searches go on meanwhile; imports
//! that come then wait until it is done.

use std::sync::{Arc, Weak};

use tokio::sync::broadcast;
use tokio::sync::broadcast::error::RecvError;

use super::lock::LibraryLock;
use crate::index::PassageIndex;
use crate::messages::LibraryEvent;
use crate::search::Spaces;
use crate::{memory, priority};

/// Starts the thread. It ends when nobody can send events any more, and is not waited for.
///
/// The thread holds on to the library only while it works, so that a library that is closed is free at once, unless it
/// is being worked upon.
pub(super) fn start(spaces: &Arc<Spaces>, lock: &Arc<LibraryLock>, mut events: broadcast::Receiver<LibraryEvent>) {
    let (spaces, lock) = (Arc::downgrade(spaces), Arc::downgrade(lock));
    let work = move || {
        priority::give_way();
        tune(&spaces, &lock);
        loop {
            match events.blocking_recv() {
                Ok(LibraryEvent::Queue(queue)) if queue.order.is_empty() => tune(&spaces, &lock),
                Ok(_) | Err(RecvError::Lagged(_)) => {}
                Err(RecvError::Closed) => return,
            }
        }
    };
    if let Err(error) = std::thread::Builder::new().name("index-tune".to_owned()).spawn(work) {
        tracing::warn!(%error, "a large index will not be made quicker");
    }
}

fn tune(spaces: &Weak<Spaces>, lock: &Weak<LibraryLock>) {
    // The lock is let go of last: before others may open the index it is closed.
    let (Some(_lock), Some(spaces)) = (lock.upgrade(), spaces.upgrade()) else { return };
    make_quick(&*spaces.current().index);
    memory::give_back();
}

/// Gives the index what it lacks to be searched quickly, and frees what it holds in vain.
pub(super) fn make_quick(index: &dyn PassageIndex) {
    if let Err(error) = index.optimize() {
        tracing::warn!(%error, "the index could not be tidied up; it is larger and slower than it need be");
    }
}
