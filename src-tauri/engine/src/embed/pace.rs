//! How much of the machine imports take.

use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// How long after the person did something the machine is left to them.
const ATTENTION: Duration = Duration::from_secs(2);

/// How often a thread that rests looks whether it may go on.
const LOOK: Duration = Duration::from_millis(50);

/// How much of the machine imports may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Effort {
    /// All that nobody else wants.
    Full,
    /// The same, but a core is left to the person while they are typing or waiting for an answer.
    #[default]
    Balanced,
    /// Half a core, so that the machine stays cool and its battery lasts.
    Gentle,
}

impl Effort {
    /// All of them with their names in the settings.
    pub const NAMES: [(&'static str, Self); 3] =
        [("full", Self::Full), ("balanced", Self::Balanced), ("gentle", Self::Gentle)];
}

/// Shared by the threads that embed for imports.
pub(super) struct Pace {
    began: Instant,
    effort: AtomicU8,
    /// Milliseconds from `began` until which the person is thought to be at work.
    attention: AtomicU64,
    is_closed: AtomicBool,
}

impl Pace {
    /// Balanced, and nobody there.
    pub(super) fn new() -> Self {
        let effort = AtomicU8::new(Effort::Balanced as u8);
        Self { began: Instant::now(), effort, attention: AtomicU64::new(0), is_closed: AtomicBool::new(false) }
    }

    pub(super) fn set(&self, effort: Effort) {
        self.effort.store(effort as u8, Ordering::Relaxed);
    }

    /// The person is doing something just now.
    pub(super) fn note_attention(&self) {
        let until = self.began.elapsed() + ATTENTION;
        self.attention.store(until.as_millis() as u64, Ordering::Relaxed);
    }

    /// No thread need rest any more, for there is nothing left to be done.
    pub(super) fn close(&self) {
        self.is_closed.store(true, Ordering::Relaxed);
    }

    /// Rests until the thread of this number, of so many, may go on.
    pub(super) fn wait(&self, number: usize, of: usize) {
        while !self.is_closed.load(Ordering::Relaxed) && number >= self.allowed(of) {
            std::thread::sleep(LOOK);
        }
    }

    /// Rests after work that took so long, if that was asked for.
    pub(super) fn rest_after(&self, took: Duration) {
        if self.effort.load(Ordering::Relaxed) == Effort::Gentle as u8 && !self.is_closed.load(Ordering::Relaxed) {
            std::thread::sleep(took);
        }
    }

    /// How many threads may work. One always may, or an import would never end.
    fn allowed(&self, of: usize) -> usize {
        let effort = self.effort.load(Ordering::Relaxed);
        let is_watched = (self.began.elapsed().as_millis() as u64) < self.attention.load(Ordering::Relaxed);
        match effort {
            _ if effort == Effort::Gentle as u8 => 1,
            _ if effort == Effort::Balanced as u8 && is_watched => (of - 1).max(1),
            _ => of,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_core_is_left_to_the_person_and_one_thread_always_works() {
        let pace = Pace::new();
        assert_eq!([1, 2, 8].map(|of| pace.allowed(of)), [1, 2, 8]);
        pace.note_attention();
        assert_eq!([1, 2, 8].map(|of| pace.allowed(of)), [1, 1, 7]);
        pace.set(Effort::Full);
        assert_eq!(pace.allowed(8), 8);
        pace.set(Effort::Gentle);
        assert_eq!(pace.allowed(8), 1);
    }

    #[test]
    fn nobody_rests_when_all_is_over() {
        let pace = Pace::new();
        pace.set(Effort::Gentle);
        pace.close();
        pace.wait(5, 8);
        pace.rest_after(Duration::from_hours(1));
    }
}
