//! How often something is tried, and when.

use std::time::Duration;

use super::NetError;

/// How often something is tried without coming any further.
const TRIES: u32 = 5;

/// The longest that a server may make us wait.
const LONGEST: Duration = Duration::from_mins(1);

/// Counts tries, and makes the pauses between them longer and longer.
pub(crate) struct Backoff {
    first: Duration,
    failed: u32,
}

impl Backoff {
    /// Before the first try.
    pub(super) fn new(first: Duration) -> Self {
        Self { first, failed: 0 }
    }

    /// The last try came further than those before.
    pub(crate) fn reset(&mut self) {
        self.failed = 0;
    }

    /// How long to wait before the next try; none if there should not be one.
    pub(crate) fn after(&mut self, error: &NetError) -> Option<Duration> {
        if !error.is_passing() {
            return None;
        }
        let doubled = self.first.saturating_mul(1 << self.failed.min(16));
        self.failed += 1;
        (self.failed < TRIES).then(|| error.retry_after().unwrap_or(doubled).min(LONGEST))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn busy(retry_after: Option<u64>) -> NetError {
        let retry_after = retry_after.map(Duration::from_secs);
        NetError::Status { url: String::new(), status: 503, body_excerpt: String::new(), retry_after }
    }

    #[test]
    fn pauses_grow_until_there_are_no_more() {
        let mut backoff = Backoff::new(Duration::from_secs(1));
        let pauses: Vec<_> = std::iter::from_fn(|| backoff.after(&busy(None))).map(|pause| pause.as_secs()).collect();
        assert_eq!(pauses, [1, 2, 4, 8], "five tries have four pauses");
        backoff.reset();
        assert_eq!(backoff.after(&busy(None)), Some(Duration::from_secs(1)));
    }

    #[test]
    fn heeds_the_server_up_to_a_minute() {
        let mut backoff = Backoff::new(Duration::from_secs(1));
        assert_eq!(backoff.after(&busy(Some(7))), Some(Duration::from_secs(7)));
        assert_eq!(backoff.after(&busy(Some(3600))), Some(LONGEST));
    }

    #[test]
    fn what_does_not_pass_is_not_tried_again() {
        let mut backoff = Backoff::new(Duration::from_secs(1));
        assert_eq!(backoff.after(&NetError::Cancelled), None);
    }
}
