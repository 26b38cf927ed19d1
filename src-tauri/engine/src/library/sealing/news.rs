//! What whoever waits for a sealed file has yet to hear.
//!
//! They may be slow, or never ask: the work does not wait for them. What became of each document is kept until it is
//! heard, which is no more than there are documents; of progress only the latest is worth anything.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::mpsc;

use crate::messages::LibraryEvent;

/// Events that were not heard yet, the oldest first.
type Waiting = Arc<Mutex<VecDeque<LibraryEvent>>>;

/// The side that tells.
pub(in crate::library) struct Telling {
    waiting: Waiting,
    /// Rung when there is something to hear. Once is enough for any number of events.
    bell: mpsc::Sender<()>,
}

/// The side that hears, until whoever tells is gone.
pub(super) struct Hearing {
    waiting: Waiting,
    bell: mpsc::Receiver<()>,
}

/// Both sides.
pub(super) fn pair() -> (Telling, Hearing) {
    let (waiting, (ring, bell)) = (Waiting::default(), mpsc::channel(1));
    (Telling { waiting: Arc::clone(&waiting), bell: ring }, Hearing { waiting, bell })
}

impl Telling {
    /// Tells an event; nothing if nobody is there to hear it.
    pub(super) fn tell(&self, event: LibraryEvent) {
        if self.bell.is_closed() {
            return;
        }
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        match waiting.back_mut() {
            Some(last) if is_news_of(&event, last) => *last = event,
            _ => waiting.push_back(event),
        }
        drop(waiting);
        // A bell that was not heard yet need not be rung again.
        let _ = self.bell.try_send(());
    }
}

impl Hearing {
    /// The next event; none when there are no more.
    pub(super) async fn next(&mut self) -> Option<LibraryEvent> {
        loop {
            let next = self.waiting.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
            if next.is_some() {
                return next;
            }
            self.bell.recv().await?;
        }
    }
}

/// Whether an event tells how far the same stage is by now.
fn is_news_of(event: &LibraryEvent, last: &LibraryEvent) -> bool {
    matches!((event, last), (LibraryEvent::Sealing(now), LibraryEvent::Sealing(before)) if now.stage == before.stage)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::messages::{SealingProgress, SealingStage, SealingWork};

    fn progress(stage: SealingStage, done: u64) -> LibraryEvent {
        let file = "all.paperside".to_owned();
        LibraryEvent::Sealing(SealingProgress { work: SealingWork::Import, file, stage, done, total: 9 })
    }

    /// An event of which none is to be lost.
    fn certain() -> LibraryEvent {
        LibraryEvent::Collections { collections: Vec::new() }
    }

    #[tokio::test]
    async fn nobody_is_waited_for_and_only_old_progress_is_lost() {
        let (telling, mut hearing) = pair();
        telling.tell(progress(SealingStage::Checking, 1));
        for done in 1..=5 {
            telling.tell(progress(SealingStage::Taking, done));
        }
        for _ in 0..1000 {
            telling.tell(certain());
        }
        telling.tell(progress(SealingStage::Taking, 9));
        drop(telling);
        assert_eq!(hearing.next().await, Some(progress(SealingStage::Checking, 1)), "each stage is told of");
        assert_eq!(hearing.next().await, Some(progress(SealingStage::Taking, 5)), "as far as it is by now");
        for _ in 0..1000 {
            assert_eq!(hearing.next().await, Some(certain()));
        }
        assert_eq!(hearing.next().await, Some(progress(SealingStage::Taking, 9)));
        assert_eq!((hearing.next().await, hearing.next().await), (None, None), "there is nobody to tell more");
    }

    #[tokio::test]
    async fn what_is_told_later_is_heard_too() {
        let (telling, mut hearing) = pair();
        let listener = tokio::spawn(async move {
            let mut heard = 0;
            while hearing.next().await.is_some() {
                heard += 1;
            }
            heard
        });
        for _ in 0..100 {
            telling.tell(certain());
            tokio::task::yield_now().await;
        }
        drop(telling);
        assert_eq!(listener.await.expect("it does not panic"), 100);
    }

    #[test]
    fn nothing_is_kept_for_nobody() {
        let (telling, hearing) = pair();
        telling.tell(certain());
        drop(hearing);
        telling.tell(certain());
        assert_eq!(telling.waiting.lock().expect("nobody panicked").len(), 1);
    }
}
