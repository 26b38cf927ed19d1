//! How far something has come, for a client that asked to be told.

use std::time::Duration;

use rmcp::RoleServer;
use rmcp::model::{ProgressNotificationParam, ProgressToken};
use rmcp::service::{Peer, RequestContext};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

/// Between two notifications. What comes sooner takes the place of what was not told yet.
const PAUSE: Duration = Duration::from_millis(100);

/// Where something stands.
#[derive(Debug, Clone, Default)]
struct Step {
    /// How much is done; grows.
    done: f64,
    /// How much there is, if that is known.
    total: Option<f64>,
    /// For the person.
    message: String,
}

/// The side that works. It never waits for the client to read.
pub(super) struct Steps(Option<watch::Sender<Step>>);

/// The side that tells.
pub(super) struct Progress(Option<Telling>);

/// Whom, and what.
struct Telling {
    peer: Peer<RoleServer>,
    token: ProgressToken,
    latest: watch::Receiver<Step>,
    /// Cancelled when nobody reads any more.
    closing: CancellationToken,
}

/// Both sides for a request; without a token in it, nothing is told.
pub(super) fn begin(context: &RequestContext<RoleServer>, closing: &CancellationToken) -> (Steps, Progress) {
    let Some(token) = context.meta.get_progress_token() else { return (Steps(None), Progress(None)) };
    let (steps, latest) = watch::channel(Step::default());
    let telling = Telling { peer: context.peer.clone(), token, latest, closing: closing.clone() };
    (Steps(Some(steps)), Progress(Some(telling)))
}

impl Steps {
    /// Whether anybody is told.
    pub(super) fn are_told(&self) -> bool {
        self.0.is_some()
    }

    /// What has come no further is not told: the protocol wants each number to be greater than the one before.
    pub(super) fn tell(&self, done: f64, total: Option<f64>, message: impl FnOnce() -> String) {
        let Some(steps) = &self.0 else { return };
        steps.send_if_modified(|step| {
            let is_further = done > step.done;
            if is_further {
                *step = Step { done, total: total.map(|total| total.max(done)), message: message() };
            }
            is_further
        });
    }
}

impl Progress {
    /// Works to the end, telling meanwhile and not afterwards. In the task of the request, because by that the protocol
    /// over HTTP knows where a notification belongs.
    pub(super) async fn until<T>(self, work: impl Future<Output = T>) -> T {
        let Some(telling) = self.0 else { return work.await };
        let over = CancellationToken::new();
        let working = async {
            let done = work.await;
            over.cancel();
            done
        };
        tokio::join!(working, telling.tell(&over)).0
    }
}

impl Telling {
    async fn tell(mut self, over: &CancellationToken) {
        loop {
            tokio::select! {
                biased;
                changed = self.latest.changed() => if changed.is_err() { return },
                () = over.cancelled() => return,
            }
            let Step { done, total, message } = self.latest.borrow_and_update().clone();
            let mut told = ProgressNotificationParam::new(self.token.clone(), done).with_message(message);
            told.total = total;
            let was_told = tokio::select! {
                told = self.peer.notify_progress(told) => told.is_ok(),
                () = self.closing.cancelled() => false,
            };
            if !was_told {
                return;
            }
            tokio::select! {
                () = tokio::time::sleep(PAUSE) => {}
                () = over.cancelled() => {}
            }
        }
    }
}
