//! An answer as it comes.

use futures_util::{Stream, stream};
use paperside_engine::Error;
use paperside_engine::messages::{AnswerEvent, AskRequest, ErrorMessage};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use super::Serving;
use super::problem::Problem;

/// The events of an answer. Dropping it stops the answer, so nothing is computed for somebody who went away.
pub(super) struct Answers {
    first: Option<AnswerEvent>,
    /// None behind the last.
    rest: Option<mpsc::Receiver<AnswerEvent>>,
    stop: CancellationToken,
}

impl Answers {
    /// Asks, and waits until it is clear that there is going to be an answer.
    ///
    /// # Errors
    /// What the answer ends with if it ends before it begins.
    pub(super) async fn begin(serving: &Serving, request: AskRequest) -> Result<Self, Problem> {
        let rest = Some(serving.library.ask(request));
        let mut answers = Self { first: None, rest, stop: serving.stop.clone() };
        match answers.next().await {
            Some(AnswerEvent::Error(error)) => Err(Problem::from(error)),
            first => Ok(Self { first, ..answers }),
        }
    }

    /// The next event; none behind `done` or `error`. If the server ends meanwhile, that is the error.
    pub(super) async fn next(&mut self) -> Option<AnswerEvent> {
        if let Some(first) = self.first.take() {
            return Some(first);
        }
        let closed = || AnswerEvent::Error(ErrorMessage::from(&Error::Closed));
        let event = tokio::select! {
            biased;
            event = self.rest.as_mut()?.recv() => event.unwrap_or_else(closed),
            () = self.stop.cancelled() => closed(),
        };
        if matches!(event, AnswerEvent::Done(_) | AnswerEvent::Error(_)) {
            self.rest = None;
        }
        Some(event)
    }

    /// All of them.
    pub(super) fn stream(self) -> impl Stream<Item = AnswerEvent> + Send + 'static {
        stream::unfold(self, async |mut answers| Some((answers.next().await?, answers)))
    }
}
