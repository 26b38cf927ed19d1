//! How long the next bytes of a body are waited for.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody};
use axum::extract::Request;
use hyper::body::{Frame, SizeHint};
use tokio::time::Sleep;

/// Nobody on this computer needs longer for the next bytes.
const PATIENCE: Duration = Duration::from_secs(30);

/// A body that breaks off if nothing comes for long. Only while somebody waits for it does the time run.
struct Patient {
    body: Body,
    ends: Option<Pin<Box<Sleep>>>,
}

/// Waits for the body of a request no longer than is reasonable.
pub(super) async fn limit(request: Request) -> Request {
    request.map(|body| Body::new(Patient { body, ends: None }))
}

impl HttpBody for Patient {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        if let Poll::Ready(frame) = Pin::new(&mut self.body).poll_frame(context) {
            self.ends = None;
            return Poll::Ready(frame);
        }
        let ends = self.ends.get_or_insert_with(|| Box::pin(tokio::time::sleep(PATIENCE)));
        ends.as_mut().poll(context).map(|()| {
            let nothing = io::Error::new(io::ErrorKind::TimedOut, "nothing came for too long");
            Some(Err(axum::Error::new(nothing)))
        })
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
