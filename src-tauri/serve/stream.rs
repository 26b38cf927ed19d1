//! Events to somebody who listens, as they come.

use std::convert::Infallible;
use std::time::Duration;

use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::{Stream, StreamExt};
use serde::Serialize;

/// How long a line may be silent before a comment tells that it still stands. Programs between the two ends often hang
/// up after thirty seconds.
const SILENCE: Duration = Duration::from_secs(15);

/// Server-sent events, until there are no more.
pub(super) fn told(events: impl Stream<Item = Event> + Send + 'static) -> Response {
    let events = events.map(Ok::<_, Infallible>);
    Sse::new(events).keep_alive(KeepAlive::new().interval(SILENCE)).into_response()
}

/// One line of data.
pub(super) fn event(value: &impl Serialize) -> Event {
    // What is told has text for keys, so it can always be written.
    Event::default().json_data(value).unwrap_or_default()
}
