//! What happens in the library, to those who listen.

use axum::extract::State;
use axum::response::Response;
use futures_util::{StreamExt, stream};
use paperside_engine::messages::LibraryEvent;
use schemars::JsonSchema;
use serde::Serialize;
use tokio::sync::broadcast::error::RecvError;

use super::Shared;
use super::stream::{event, told};

/// A line for those who listen.
#[derive(Serialize, JsonSchema)]
#[serde(untagged)]
pub(super) enum News {
    /// Something happened in the library.
    Event(Box<LibraryEvent>),
    /// The listener was too slow, and missed something.
    Missed(Lag),
}

/// What a listener is told that is no event of the library.
#[derive(Serialize, JsonSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum Lag {
    /// It fell so far behind that events were lost to it.
    Missed {
        /// How many.
        events: u64,
    },
}

/// Everything that happens from now on, until the listener or the server goes away.
pub(super) async fn listen(State(serving): State<Shared>) -> Response {
    let (events, stop) = (serving.library.subscribe(), serving.stop.clone());
    let news = stream::unfold(events, async |mut events| {
        let news = match events.recv().await {
            Ok(event) => News::Event(Box::new(event)),
            Err(RecvError::Lagged(missed)) => News::Missed(Lag::Missed { events: missed }),
            Err(RecvError::Closed) => return None,
        };
        Some((event(&news), events))
    });
    told(news.take_until(stop.cancelled_owned()))
}
