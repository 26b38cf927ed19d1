//! What comes with a request, or a sentence that says what is wrong with it.

use std::ops::RangeInclusive;

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{FromRequest, FromRequestParts, Path, Query, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use serde::de::DeserializeOwned;

use super::problem::Problem;

/// Bytes of JSON that a request may have: a long chat has some ten thousand.
pub(super) const LARGEST_JSON: usize = 4 << 20;

/// A body of JSON.
pub(super) struct FromJson<T>(pub(super) T);

/// What stands behind the question mark.
pub(super) struct FromQuery<T>(pub(super) T);

/// What stands in the path.
pub(super) struct FromPath<T>(pub(super) T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for FromJson<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        // What a form in a page of somebody else can send without being asked is not this.
        if !is_json(request.headers()) {
            let message = "the body must be JSON, and Content-Type: application/json must say so";
            return Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "no_json", message));
        }
        let bytes = Bytes::from_request(request, state).await.map_err(|rejection| unread(&rejection))?;
        let wrong = |error| Problem::malformed(format!("the body is not what is needed here: {error}"));
        serde_json::from_slice(&bytes).map(Self).map_err(wrong)
    }
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for FromQuery<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let read = Query::try_from_uri(&parts.uri);
        read.map(|Query(value)| Self(value)).map_err(|rejection| Problem::malformed(rejection.body_text()))
    }
}

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for FromPath<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let read = Path::from_request_parts(parts, state).await;
        read.map(|Path(value)| Self(value)).map_err(|rejection| Problem::malformed(rejection.body_text()))
    }
}

/// That a number is one that may be asked for.
///
/// # Errors
/// A sentence that says which may.
pub(super) fn within(name: &str, number: u32, range: RangeInclusive<u32>) -> Result<(), Problem> {
    if range.contains(&number) {
        return Ok(());
    }
    let (least, most) = range.into_inner();
    Err(Problem::malformed(format!("{name} must be from {least} to {most}, and not {number}")))
}

fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    kind == "application/json" || (kind.starts_with("application/") && kind.ends_with("+json"))
}

fn unread(rejection: &BytesRejection) -> Problem {
    if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE {
        return Problem::too_large(format!("the body may have {} MiB at the most", LARGEST_JSON >> 20));
    }
    Problem::new(StatusCode::REQUEST_TIMEOUT, "broken_off", format!("the body did not come: {}", rejection.body_text()))
}
