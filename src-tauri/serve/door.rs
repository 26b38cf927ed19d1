//! Who may ask.
//!
//! A page in a browser can send requests to this computer, and by a name that it lets point here also read the answers.
//! So a request must name this server as its host, come from no page, and show the token.

use axum::extract::{Request, State};
use axum::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use axum::http::{StatusCode, Uri};
use axum::middleware::Next;
use axum::response::Response;

use super::problem::{Dialect, Problem};
use super::token::Token;
use super::{Shared, routes};

/// What every answer says besides: it is not kept, not guessed at, and not for other pages.
const SAID_OF_ALL: [(HeaderName, &str); 3] = [
    (header::CACHE_CONTROL, "no-store"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
];

/// What is checked of every request.
pub(super) struct Door {
    hosts: [String; 3],
    token: Token,
}

/// Put beside a request that has shown the token.
#[derive(Debug, Clone, Copy)]
pub(super) struct Trusted;

impl Door {
    /// For a server on this port of this computer.
    pub(super) fn new(port: u16, token: Token) -> Self {
        Self { hosts: ["127.0.0.1", "localhost", "[::1]"].map(|name| format!("{name}:{port}")), token }
    }

    /// Whether a request may be answered, and whether it has shown the token.
    fn admit(&self, headers: &HeaderMap, uri: &Uri, is_open: bool) -> Result<bool, Problem> {
        let named = [only(headers, &header::HOST), uri.authority().map(|named| named.as_str().as_bytes())];
        if named[0].is_none() || !named.into_iter().flatten().all(|host| self.is_ours(host)) {
            let message = "this server answers to 127.0.0.1 and localhost with its port only";
            return Err(Problem::new(StatusCode::FORBIDDEN, "foreign_host", message));
        }
        if headers.get_all(header::ORIGIN).iter().any(|origin| !self.is_our_origin(origin.as_bytes())) {
            let message = "this server answers programs, not pages in a browser";
            return Err(Problem::new(StatusCode::FORBIDDEN, "foreign_origin", message));
        }
        if is_open && !headers.contains_key(header::AUTHORIZATION) {
            return Ok(false);
        }
        let shown = only(headers, &header::AUTHORIZATION).and_then(bearer);
        if shown.is_some_and(|shown| self.token.is(shown)) {
            return Ok(true);
        }
        let message = "show the token that `paperside serve` prints and the settings show: Authorization: Bearer TOKEN";
        Err(Problem::new(StatusCode::UNAUTHORIZED, "unauthorized", message))
    }

    fn is_ours(&self, host: &[u8]) -> bool {
        self.hosts.iter().any(|ours| ours.as_bytes().eq_ignore_ascii_case(host))
    }

    fn is_our_origin(&self, origin: &[u8]) -> bool {
        origin.strip_prefix(b"http://").is_some_and(|host| self.is_ours(host))
    }
}

/// Lets a request through, or says why not.
pub(super) async fn check(State(serving): State<Shared>, mut request: Request, next: Next) -> Response {
    let dialect = Dialect::of(request.uri().path());
    let is_open = routes::is_open(request.method(), request.uri().path());
    let mut response = match serving.door.admit(request.headers(), request.uri(), is_open) {
        Ok(is_trusted) => {
            if is_trusted {
                request.extensions_mut().insert(Trusted);
            }
            next.run(request).await
        }
        Err(problem) => problem.said_in(dialect),
    };
    for (name, value) in SAID_OF_ALL {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    if response.status() == StatusCode::UNAUTHORIZED {
        response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    response
}

/// A header that may be there once only: of two, others might believe the other one.
fn only<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a [u8]> {
    let mut values = headers.get_all(name).iter();
    let first = values.next()?;
    values.next().is_none().then_some(first.as_bytes())
}

fn bearer(value: &[u8]) -> Option<&[u8]> {
    const SCHEME: &[u8] = b"bearer ";
    let (scheme, token) = value.split_at_checked(SCHEME.len())?;
    scheme.eq_ignore_ascii_case(SCHEME).then_some(token.trim_ascii())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether a request with these headers is let in, for some path.
    fn admitted(headers: &[(&'static str, &str)], is_open: bool) -> Result<bool, StatusCode> {
        let folder = tempfile::tempdir().expect("a folder");
        let token = Token::kept_in(folder.path(), false).expect("room for a token");
        let shown = format!("Bearer {}", token.as_str());
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            let value = value.replace("TOKEN", &shown);
            map.append(HeaderName::from_static(name), value.parse().expect("a header"));
        }
        let door = Door::new(7427, token);
        door.admit(&map, &Uri::from_static("/v1/documents"), is_open).map_err(|problem| problem.status())
    }

    #[test]
    fn only_this_computer_with_the_token_is_let_in() {
        let token = ("authorization", "TOKEN");
        for host in ["127.0.0.1:7427", "localhost:7427", "LOCALHOST:7427", "[::1]:7427"] {
            assert_eq!(admitted(&[("host", host), token], false), Ok(true), "{host}");
        }
        for host in ["127.0.0.1", "localhost:80", "127.0.0.1:7427.evil.example", "evil.example:7427", ""] {
            assert_eq!(admitted(&[("host", host), token], false), Err(StatusCode::FORBIDDEN), "{host}");
        }
        let ours = ("host", "localhost:7427");
        assert_eq!(admitted(&[token], false), Err(StatusCode::FORBIDDEN), "no host at all");
        assert_eq!(admitted(&[ours, ours, token], false), Err(StatusCode::FORBIDDEN), "two hosts");
        assert_eq!(admitted(&[ours], false), Err(StatusCode::UNAUTHORIZED));
        for wrong in ["Bearer ", "Bearer 123", "TOKEN1", "Basic 123", "Bearer"] {
            let wrong = ("authorization", wrong);
            assert_eq!(admitted(&[ours, wrong], false), Err(StatusCode::UNAUTHORIZED), "{wrong:?}");
            assert_eq!(admitted(&[ours, wrong], true), Err(StatusCode::UNAUTHORIZED), "{wrong:?}");
        }
        assert_eq!(admitted(&[ours, token, token], false), Err(StatusCode::UNAUTHORIZED), "two tokens");
        assert_eq!(admitted(&[ours], true), Ok(false), "what is open needs none");
    }

    #[test]
    fn pages_of_others_are_refused_even_with_the_token() {
        let (ours, token) = (("host", "localhost:7427"), ("authorization", "TOKEN"));
        for origin in ["http://localhost:7427", "http://127.0.0.1:7427"] {
            assert_eq!(admitted(&[ours, ("origin", origin), token], false), Ok(true), "{origin}");
        }
        for origin in ["null", "https://evil.example", "http://localhost:3000", "https://localhost:7427"] {
            let refused = admitted(&[ours, ("origin", origin), token], false);
            assert_eq!(refused, Err(StatusCode::FORBIDDEN), "{origin}");
        }
    }
}
