//! How much of a body may come before something is made of it.
//!
//! Whatever splits a form into its parts keeps what it has not yet made sense of. A form whose head never ends would
//! fill the memory; so the bytes are counted, and the count begins anew with each piece of a part.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll};

use axum::body::{Body, Bytes, HttpBody};
use hyper::body::{Frame, SizeHint};

/// Bytes of which nothing was made yet, at the most; some of them come at once.
const UNCLAIMED: u64 = 4 << 20;

/// Counts what comes. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub(super) struct Meter {
    unclaimed: Arc<AtomicU64>,
}

/// A body that breaks off if nothing is made of it.
struct Metered {
    body: Body,
    meter: Meter,
}

impl Meter {
    /// The same body, counted.
    pub(super) fn count(&self, body: Body) -> Body {
        Body::new(Metered { body, meter: self.clone() })
    }

    /// Something was made of what came.
    pub(super) fn claim(&self) {
        self.unclaimed.store(0, Ordering::Relaxed);
    }

    /// Whether too much came of which nothing was made.
    pub(super) fn is_spent(&self) -> bool {
        self.unclaimed.load(Ordering::Relaxed) > UNCLAIMED
    }
}

impl HttpBody for Metered {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let polled = Pin::new(&mut self.body).poll_frame(context);
        if let Poll::Ready(Some(Ok(frame))) = &polled {
            let bytes = frame.data_ref().map_or(0, Bytes::len);
            self.meter.unclaimed.fetch_add(bytes as u64, Ordering::Relaxed);
            if self.meter.is_spent() {
                let endless = io::Error::other("a part of the form has a head without an end");
                return Poll::Ready(Some(Err(axum::Error::new(endless))));
            }
        }
        polled
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
