//! What was asked of whom, what for, and how it ended.
//!
//! In memory only: where somebody's documents are is their business, and so is whom they ask about them.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

/// How many requests are remembered.
const MOST: usize = 1_000;

/// One request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// When it began.
    pub began: SystemTime,
    /// Whom it was sent to: host and port.
    pub host: String,
    /// What for.
    pub purpose: &'static str,
    /// How many bytes the request has, without what encryption adds.
    pub sent: u64,
    /// About how many bytes of the answer have come, without what encryption adds.
    pub received: u64,
    /// How it ended.
    pub outcome: Outcome,
}

/// How a request ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It has not ended.
    Underway,
    /// With an answer, of which all that was wanted is here; its HTTP status.
    Answered(u16),
    /// It was not sent, because the app is offline.
    Refused,
    /// The app did not want the rest of the answer.
    Stopped,
    /// It failed, for this reason.
    Failed(String),
}

/// The latest requests.
#[derive(Default)]
pub(super) struct Ledger {
    entries: Mutex<VecDeque<Arc<Mutex<Entry>>>>,
}

impl Ledger {
    /// Notes that a request begins.
    pub(super) fn begin(&self, host: String, purpose: &'static str) -> Exchange {
        let began = SystemTime::now();
        let entry = Entry { began, host, purpose, sent: 0, received: 0, outcome: Outcome::Underway };
        let entry = Arc::new(Mutex::new(entry));
        let mut entries = locked(&self.entries);
        if entries.len() == MOST {
            // A connection that lasts is not forgotten while it does.
            let ended = entries.iter().position(|entry| locked(entry).outcome != Outcome::Underway);
            entries.remove(ended.unwrap_or(0));
        }
        entries.push_back(Arc::clone(&entry));
        Exchange(entry)
    }

    /// What they are at this moment, oldest first.
    pub(super) fn entries(&self) -> Vec<Entry> {
        locked(&self.entries).iter().map(|entry| locked(entry).clone()).collect()
    }
}

/// Keeps one entry of the ledger. Dropping it before the end is noted says that the app stopped it.
pub(super) struct Exchange(Arc<Mutex<Entry>>);

impl Exchange {
    /// So many bytes have left.
    pub(super) fn sent(&self, bytes: u64) {
        locked(&self.0).sent += bytes;
    }

    /// So many bytes have come.
    pub(super) fn received(&self, bytes: u64) {
        locked(&self.0).received += bytes;
    }

    /// It is over; the first end counts.
    pub(super) fn end(&self, outcome: Outcome) {
        let mut entry = locked(&self.0);
        if entry.outcome == Outcome::Underway {
            entry.outcome = outcome;
        }
    }
}

impl Drop for Exchange {
    fn drop(&mut self) {
        self.end(Outcome::Stopped);
    }
}

/// Nothing that is held leaves anything half done.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_the_latest() {
        let ledger = Ledger::default();
        for number in 0..=MOST {
            ledger.begin(format!("host:{number}"), "a test").end(Outcome::Answered(200));
        }
        let entries = ledger.entries();
        assert_eq!(entries.len(), MOST);
        assert_eq!(entries[0].host, "host:1", "the oldest is forgotten");
        assert_eq!(entries[MOST - 1].host, format!("host:{MOST}"));
    }

    #[test]
    fn tells_what_runs_and_how_it_ends() {
        let ledger = Ledger::default();
        let exchange = ledger.begin("example.org:443".to_owned(), "a test");
        exchange.sent(10);
        exchange.received(20);
        exchange.received(1);
        let entry = ledger.entries().remove(0);
        assert_eq!((entry.sent, entry.received, entry.outcome), (10, 21, Outcome::Underway));
        drop(exchange);
        assert_eq!(ledger.entries()[0].outcome, Outcome::Stopped);
        let exchange = ledger.begin("example.org:443".to_owned(), "a test");
        exchange.end(Outcome::Failed("it broke".to_owned()));
        exchange.end(Outcome::Answered(200));
        drop(exchange);
        assert_eq!(ledger.entries()[1].outcome, Outcome::Failed("it broke".to_owned()));
    }
}
