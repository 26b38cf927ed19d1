//! One question to a server.

use std::str::FromStr;
use std::time::Duration;

use bytes::Bytes;
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use reqwest::{Method, Url};
use serde::Serialize;

use super::address::{is_loopback, next, parse, same_server, shown};
use super::client::AGENT;
use super::line::Line;
use super::secrets::Secrets;
use super::{Conversation, Net, NetError, Outcome, Response};

/// How many redirects are followed.
const REDIRECTS: usize = 5;

/// A request that is being put together. What is wrong with it shows when it is sent.
#[must_use = "it is not sent yet"]
pub struct Request {
    net: Net,
    method: Method,
    purpose: &'static str,
    patience: Duration,
    stays: bool,
    parts: Result<Parts, NetError>,
}

struct Parts {
    url: Url,
    headers: HeaderMap,
    key: Option<Key>,
    body: Option<Bytes>,
}

/// What proves who asks.
struct Key {
    secret: String,
    header: HeaderName,
    value: HeaderValue,
}

impl Request {
    /// A request without headers of its own.
    pub(super) fn new(net: Net, method: Method, url: &str, purpose: &'static str) -> Self {
        let parts = parse(url).map(|url| Parts { url, headers: HeaderMap::new(), key: None, body: None });
        let patience = net.shared.patience;
        Self { net, method, purpose, patience, stays: false, parts }
    }

    /// Sends a header, also to where the request is sent on. Not for secrets.
    pub fn header(self, name: &str, value: &str) -> Self {
        self.and_then(|mut parts| {
            let wrong = |_| NetError::Unsendable { reason: format!("no header can be called {name}") };
            parts.headers.insert(HeaderName::from_str(name).map_err(wrong)?, header_value(value, "a header")?);
            Ok(parts)
        })
    }

    /// Proves who asks, if there is a key. Only the server of the address sees it.
    pub fn key(self, key: Option<&str>) -> Self {
        self.proof(&AUTHORIZATION, "Bearer ", key)
    }

    /// The same for a server that wants the key alone, in a header of its own. The name is in lower case.
    pub fn key_in(self, header: &'static str, key: Option<&str>) -> Self {
        self.proof(&HeaderName::from_static(header), "", key)
    }

    fn proof(self, header: &HeaderName, before: &str, key: Option<&str>) -> Self {
        self.and_then(|mut parts| {
            // Wrong keys are found out now, and not on the way.
            parts.key = key.map(|key| Key::new(header.clone(), before, key)).transpose()?;
            Ok(parts)
        })
    }

    /// Sends JSON.
    pub(super) fn json(self, body: &impl Serialize) -> Self {
        self.and_then(|mut parts| {
            let unsendable = |error: serde_json::Error| NetError::Unsendable { reason: error.to_string() };
            parts.body = Some(serde_json::to_vec(body).map_err(unsendable)?.into());
            parts.headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
            Ok(parts)
        })
    }

    /// Waits so long for each part of the answer, and not a minute. A large language model may think for longer.
    pub fn patience(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    /// Is not sent on to another server: who looks around on this computer does not want to be led out of it.
    pub fn stay(mut self) -> Self {
        self.stays = true;
        self
    }

    /// Sends it, and goes on in another protocol on the same connection. With programs on this computer only: nobody
    /// else is asked to, and it is not cut when the app goes offline.
    ///
    /// # Errors
    /// Those of [`Request::send`], and [`NetError::Status`] if the server does not want to.
    pub async fn converse(self, protocol: &str) -> Result<Conversation, NetError> {
        let mut asked = self.header("connection", "upgrade").header("upgrade", protocol).stay();
        if asked.parts.as_ref().is_ok_and(|parts| !is_loopback(&parts.url)) {
            let reason = "only programs on this computer are spoken with in this way".to_owned();
            asked.parts = Err(NetError::Unsendable { reason });
        }
        asked.send().await?.upgraded().await
    }

    fn and_then(mut self, change: impl FnOnce(Parts) -> Result<Parts, NetError>) -> Self {
        self.parts = self.parts.and_then(change);
        self
    }

    /// Sends it and waits for the beginning of the answer, whatever its status is. Dropping the future, or the
    /// answer, closes the connection.
    ///
    /// # Errors
    /// All but [`NetError::Status`], [`NetError::TooLarge`] and [`NetError::Cancelled`].
    pub async fn send(self) -> Result<Response, NetError> {
        let Self { net, method, purpose, patience, stays, parts } = self;
        let mut parts = parts?;
        let asked = parts.url.clone();
        for _ in 0..=REDIRECTS {
            if !same_server(&asked, &parts.url) {
                parts.key = None;
            }
            let line = Line::new(net.clone(), parts.url.clone(), patience);
            let response = exchange(&net, line, &method, purpose, &parts).await?;
            let Some(location) = response.location() else { return Ok(response) };
            let target = next(&parts.url, location)?;
            response.end();
            if method != Method::GET || (stays && !same_server(&asked, &target)) {
                let reason = format!("it wants the request to be sent to {} instead", shown(&target));
                return Err(NetError::InvalidAnswer { url: shown(&asked), reason });
            }
            parts.url = target;
        }
        Err(NetError::InvalidAnswer { url: shown(&asked), reason: "it sends the request on and on".to_owned() })
    }
}

/// One hop.
async fn exchange(
    net: &Net,
    line: Line,
    method: &Method,
    purpose: &'static str,
    parts: &Parts,
) -> Result<Response, NetError> {
    let exchange = net.shared.ledger.begin(line.host(), purpose);
    line.check().inspect_err(|_| exchange.end(Outcome::Refused))?;
    let failed = |error: &NetError| exchange.end(Outcome::Failed(error.to_string()));
    let client = net.client().await.inspect_err(failed)?;
    let request = request(&client, method, parts).inspect_err(failed)?;
    let bytes = length(&request, &line);
    let answered = line.wait(client.execute(request)).await;
    if !matches!(answered, Err(NetError::Unreachable { .. } | NetError::Untrusted { .. })) {
        exchange.sent(bytes);
    }
    let answer = answered.inspect_err(failed)?;
    Ok(Response::new(
        answer,
        line,
        exchange,
        Secrets::of(parts.key.as_ref().map(|key| key.secret.as_str()), &parts.url),
    ))
}

fn request(client: &reqwest::Client, method: &Method, parts: &Parts) -> Result<reqwest::Request, NetError> {
    let mut headers = parts.headers.clone();
    if let Some(key) = &parts.key {
        headers.insert(key.header.clone(), key.value.clone());
    }
    let request = client.request(method.clone(), parts.url.clone()).headers(headers);
    let request = match &parts.body {
        Some(body) => request.body(body.clone()),
        None => request,
    };
    request.build().map_err(|error| NetError::of(&error, &parts.url))
}

impl Key {
    fn new(header: HeaderName, before: &str, secret: &str) -> Result<Self, NetError> {
        let mut value = header_value(&format!("{before}{secret}"), "the key")?;
        value.set_sensitive(true);
        Ok(Self { secret: secret.to_owned(), header, value })
    }
}

fn header_value(value: &str, what: &str) -> Result<HeaderValue, NetError> {
    let reason = || format!("{what} has characters that cannot be sent");
    HeaderValue::from_str(value).map_err(|_| NetError::Unsendable { reason: reason() })
}

/// The bytes of a request as HTTP writes them, those lines included that the client adds.
fn length(request: &reqwest::Request, line: &Line) -> u64 {
    let url = request.url();
    let target = url.path().len() + url.query().map_or(0, |query| query.len() + 1);
    let first = request.method().as_str().len() + target + "  HTTP/1.1\r\n".len();
    let host = if url.port().is_some() { line.host() } else { url.host_str().unwrap_or_default().to_owned() };
    let added = format!("user-agent: {AGENT}\r\naccept: */*\r\nhost: {host}\r\n\r\n").len();
    let body = request.body().and_then(reqwest::Body::as_bytes).map_or(0, |body| {
        let told = format!("content-length: {}\r\n", body.len());
        told.len() + body.len()
    });
    (first + head_length(request.headers()) + added + body) as u64
}

/// The bytes of headers as HTTP writes them.
pub(super) fn head_length(headers: &HeaderMap) -> usize {
    headers.iter().map(|(name, value)| name.as_str().len() + value.len() + ": \r\n".len()).sum()
}
