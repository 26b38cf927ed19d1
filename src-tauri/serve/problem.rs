//! Errors at the wire.

use std::borrow::Cow;

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use paperside_engine::messages::ErrorMessage;
use paperside_engine::{Error, ReadError};
use schemars::JsonSchema;
use serde::Serialize;

/// Why a request is not answered as it was meant.
#[derive(Debug, Clone)]
pub(super) struct Problem {
    status: StatusCode,
    code: Cow<'static, str>,
    message: String,
}

/// How errors are told where a request came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dialect {
    /// As Paperside tells them everywhere.
    Paperside,
    /// As `OpenAI` does, whose programs ask there.
    OpenAi,
}

/// An error as it is told.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct ErrorBody {
    /// What is wrong.
    error: ErrorMessage,
}

/// An error as programs for `OpenAI` expect it.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct OpenAiErrorBody {
    /// What is wrong.
    error: OpenAiError,
}

/// What is wrong, as programs for `OpenAI` expect it.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct OpenAiError {
    /// What happened, and what to do about it.
    message: String,
    /// What sort of error it is, such as `invalid_request_error`.
    r#type: &'static str,
    /// Nothing; others name the field there.
    param: Option<String>,
    /// Stable, machine-readable.
    code: Cow<'static, str>,
}

impl Problem {
    /// One of this face's own.
    pub(super) fn new(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        Self { status, code: Cow::Borrowed(code), message: message.into() }
    }

    /// What was sent is not what is needed.
    pub(super) fn malformed(message: impl Into<String>) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "malformed", message)
    }

    /// What was sent is larger than it may be.
    pub(super) fn too_large(message: impl Into<String>) -> Self {
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", message)
    }

    /// The server is about to end.
    pub(super) fn closing() -> Self {
        Self::from(&Error::Closed)
    }

    /// Its HTTP status.
    #[cfg(test)]
    pub(super) fn status(&self) -> StatusCode {
        self.status
    }

    /// A sentence for the person.
    pub(super) fn message(&self) -> &str {
        &self.message
    }

    /// The error as an answer.
    pub(super) fn said_in(self, dialect: Dialect) -> Response {
        match dialect {
            Dialect::Paperside => self.into_response(),
            Dialect::OpenAi => {
                // Programs for `OpenAI` know no other status for what is wrong with a request.
                let status = match self.status {
                    StatusCode::UNPROCESSABLE_ENTITY => StatusCode::BAD_REQUEST,
                    status => status,
                };
                (status, Json(self.as_open_ai())).into_response()
            }
        }
    }

    /// The error as programs for `OpenAI` expect it.
    pub(super) fn as_open_ai(&self) -> OpenAiErrorBody {
        let r#type = match self.status {
            StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => "authentication_error",
            status if status.is_server_error() => "server_error",
            _ => "invalid_request_error",
        };
        let (message, code) = (self.message.clone(), self.code.clone());
        OpenAiErrorBody { error: OpenAiError { message, r#type, param: None, code } }
    }
}

impl Dialect {
    /// How errors are told at a path.
    pub(super) fn of(path: &str) -> Self {
        if path == "/v1/models" || path.starts_with("/v1/chat/") { Self::OpenAi } else { Self::Paperside }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let error = ErrorMessage { code: self.code.into_owned(), message: self.message };
        (self.status, Json(ErrorBody { error })).into_response()
    }
}

impl From<&Error> for Problem {
    fn from(error: &Error) -> Self {
        let status = match error {
            Error::Read(ReadError::Unsupported { .. }) => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            error => status_of(error.code()),
        };
        Self { status, code: Cow::Borrowed(error.code()), message: error.to_string() }
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        Self::from(&error)
    }
}

impl From<ErrorMessage> for Problem {
    fn from(error: ErrorMessage) -> Self {
        Self { status: status_of(&error.code), code: Cow::Owned(error.code), message: error.message }
    }
}

/// What HTTP calls an error of the engine.
fn status_of(code: &str) -> StatusCode {
    match code {
        "unknown_document" | "unknown_page" | "unknown_collection" | "unknown_answerer" | "chat" => {
            StatusCode::NOT_FOUND
        }
        "ambiguous_document" | "collection_exists" | "library_in_use" => StatusCode::CONFLICT,
        "empty_question" | "read" | "needs_password" | "setting" => StatusCode::UNPROCESSABLE_ENTITY,
        "language_model" | "index_server" => StatusCode::BAD_GATEWAY,
        "closed" | "index_filling" => StatusCode::SERVICE_UNAVAILABLE,
        "disk_full" => StatusCode::INSUFFICIENT_STORAGE,
        _ => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_will_pass_is_told_apart_from_what_is_broken() {
        let status =
            |code: &str| Problem::from(ErrorMessage { code: code.to_owned(), message: String::new() }).status();
        assert_eq!(status("index_filling"), StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(status("index_server"), StatusCode::BAD_GATEWAY);
        assert_eq!(status("index"), StatusCode::INTERNAL_SERVER_ERROR);
    }
}
