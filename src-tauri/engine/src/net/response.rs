//! What a server answers.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use reqwest::header::{LOCATION, RETRY_AFTER};
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::ledger::Exchange;
use super::line::Line;
use super::request::head_length;
use super::secrets::Secrets;
use super::{Conversation, NetError, Outcome};

/// The status of an answer after which both sides go on in another protocol.
const SWITCHING: u16 = 101;

/// How much of an error's text is read, in bytes.
const READ_OF_ERROR: u64 = 64 * 1024;

/// How much of an error's text is shown, in characters.
const SHOWN_OF_ERROR: usize = 300;

/// An answer whose head is here; the rest comes as it is read. Dropping it closes the connection.
pub struct Response {
    inner: reqwest::Response,
    line: Line,
    exchange: Exchange,
    secrets: Secrets,
}

impl Response {
    /// Notes the head of an answer.
    pub(super) fn new(inner: reqwest::Response, line: Line, exchange: Exchange, secrets: Secrets) -> Self {
        exchange.received(("HTTP/1.1 200 OK\r\n\r\n".len() + head_length(inner.headers())) as u64);
        let response = Self { inner, line, exchange, secrets };
        // What comes after this one is not its body.
        if response.length() == Some(0) && response.status() != SWITCHING {
            response.end();
        }
        response
    }

    /// The HTTP status.
    pub fn status(&self) -> u16 {
        self.inner.status().as_u16()
    }

    /// What was asked for in the end, fit to be shown.
    pub fn url(&self) -> String {
        self.line.shown()
    }

    /// A header, if it is there and is plain text. Names are lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.inner.headers().get(name)?.to_str().ok()
    }

    /// How many bytes will come, if the server says so.
    pub fn length(&self) -> Option<u64> {
        self.inner.content_length()
    }

    /// The next bytes, none at the end. Dropping the future loses nothing.
    ///
    /// # Errors
    /// [`NetError::Broken`], [`NetError::TimedOut`], [`NetError::Offline`].
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, NetError> {
        let next = self.line.wait(self.inner.chunk()).await;
        match &next {
            Ok(Some(bytes)) => self.exchange.received(bytes.len() as u64),
            Ok(None) => self.end(),
            Err(error) => self.exchange.end(Outcome::Failed(error.to_string())),
        }
        next
    }

    /// All bytes, if they are not too many.
    ///
    /// # Errors
    /// Those of [`Response::chunk`], and [`NetError::TooLarge`].
    pub async fn bytes(mut self, limit: u64) -> Result<Vec<u8>, NetError> {
        let too_large = |response: &Self| NetError::TooLarge { url: response.url(), limit };
        if self.length().is_some_and(|length| length > limit) {
            return Err(too_large(&self));
        }
        let mut all = Vec::new();
        while let Some(bytes) = self.chunk().await? {
            if (all.len() + bytes.len()) as u64 > limit {
                return Err(too_large(&self));
            }
            all.extend_from_slice(&bytes);
        }
        Ok(all)
    }

    /// The answer as JSON, if it is not too long.
    ///
    /// # Errors
    /// Those of [`Response::bytes`], and [`NetError::InvalidAnswer`].
    pub async fn json<T: DeserializeOwned>(self, limit: u64) -> Result<T, NetError> {
        let url = self.url();
        let bytes = self.bytes(limit).await?;
        // What was expected is told, but nothing of what came: it may be anything.
        let reason = |error: serde_json::Error| format!("it is not the JSON that was expected (line {})", error.line());
        serde_json::from_slice(&bytes).map_err(|error| NetError::InvalidAnswer { url, reason: reason(error) })
    }

    /// The answer, if the server did what it was asked to.
    ///
    /// # Errors
    /// [`NetError::Status`].
    pub async fn successful(mut self) -> Result<Self, NetError> {
        if self.inner.status().is_success() {
            return Ok(self);
        }
        let mut text = Vec::new();
        // That the explanation breaks off is of no interest beside what it explains.
        while let Ok(Some(bytes)) = self.chunk().await {
            text.extend_from_slice(&bytes);
            if text.len() as u64 >= READ_OF_ERROR {
                break;
            }
        }
        self.end();
        let (url, status, retry_after) = (self.url(), self.status(), self.retry_after());
        let body_excerpt = excerpt(&self.secrets.hide(&String::from_utf8_lossy(&text)));
        Err(NetError::Status { url, status, body_excerpt, retry_after })
    }

    /// The connection, if the server has agreed to go on in another protocol on it.
    ///
    /// # Errors
    /// [`NetError::Status`], and [`NetError::InvalidAnswer`] if it answered something else instead.
    pub(super) async fn upgraded(self) -> Result<Conversation, NetError> {
        let answer = if self.status() == SWITCHING { self } else { self.successful().await? };
        if answer.status() != SWITCHING {
            let reason = "it does not go on in the protocol that was asked for".to_owned();
            return Err(NetError::InvalidAnswer { url: answer.url(), reason });
        }
        let Self { inner, line, exchange, .. } = answer;
        let stream = inner.upgrade().await.map_err(|error| NetError::of(&error, line.url()))?;
        Ok(Conversation::new(stream, exchange, SWITCHING, None))
    }

    /// When to ask again. Servers may also name a day and an hour; those are not heeded, and the next try comes when
    /// it would have come without it.
    fn retry_after(&self) -> Option<Duration> {
        self.header(RETRY_AFTER.as_str())?.trim().parse().ok().map(Duration::from_secs)
    }

    /// Where the server sends the request on to, if it does.
    pub(super) fn location(&self) -> Option<&str> {
        matches!(self.status(), 301 | 302 | 303 | 307 | 308).then(|| self.header(LOCATION.as_str()))?
    }

    /// Resolves an address that the server gave against its own.
    ///
    /// # Errors
    /// [`NetError::InvalidAnswer`] if it must not be followed or is another server's.
    pub(super) fn resolve(&self, location: &str) -> Result<String, NetError> {
        let target = super::address::next(self.line.url(), location)?;
        if super::address::same_server(self.line.url(), &target) {
            return Ok(target.into());
        }
        Err(NetError::InvalidAnswer { url: self.url(), reason: "it goes on at another server".to_owned() })
    }

    /// Nothing more of it is wanted.
    pub(super) fn end(&self) {
        self.exchange.end(Outcome::Answered(self.status()));
    }
}

impl fmt::Debug for Response {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Response").field("url", &self.url()).field("status", &self.status()).finish()
    }
}

/// What a server's text says to a person: the message in it, or its beginning; nothing of a web page.
fn excerpt(text: &str) -> String {
    let json = serde_json::from_str::<Value>(text).ok();
    let message = json.as_ref().and_then(|json| {
        let places = ["/error/message", "/error", "/message", "/detail"];
        places.iter().find_map(|place| json.pointer(place).and_then(Value::as_str))
    });
    let text = message.unwrap_or(text).split_whitespace().collect::<Vec<_>>().join(" ");
    if text.starts_with('<') {
        return String::new();
    }
    let mut letters = text.chars();
    let shown: String = letters.by_ref().take(SHOWN_OF_ERROR).collect();
    if letters.next().is_some() { shown + " …" } else { shown }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_message_in_what_servers_say() {
        assert_eq!(excerpt(r#"{"error":{"message":"no such\nmodel","type":"x"}}"#), "no such model");
        assert_eq!(excerpt(r#"{"error":"model not found"}"#), "model not found");
        assert_eq!(excerpt(r#"{"code":7}"#), r#"{"code":7}"#);
        assert_eq!(excerpt("  busy \n now"), "busy now");
        assert_eq!(excerpt("<!doctype html><title>Oh</title>"), "");
        assert_eq!(excerpt(&"é".repeat(400)).chars().count(), SHOWN_OF_ERROR + 2);
    }
}
