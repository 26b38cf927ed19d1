//! Where an embedding server is, as people write it down.

use std::fmt;

use reqwest::Url;

use crate::net::{NetError, is_loopback, parse, shown};

/// Where a server is, and which of its models is wanted.
#[derive(Clone, PartialEq, Eq)]
pub struct EndpointAddress {
    /// The address, with or without `/v1` and what else the server's manual may add to it.
    pub url: String,
    /// The name of the model, as the server calls it.
    pub model: String,
    /// What proves that we may ask, if the server wants that.
    pub key: Option<String>,
}

impl EndpointAddress {
    /// The places below which `embeddings` may be, the likeliest first.
    ///
    /// # Errors
    /// [`NetError::Unsendable`].
    pub(super) fn bases(&self) -> Result<Vec<Url>, NetError> {
        let mut url = read(self.url.trim())?;
        url.set_fragment(None);
        let mut parts: Vec<&str> = url.path().split('/').filter(|part| !part.is_empty()).collect();
        let names_a_call = parts.pop_if(|last| matches!(*last, "embeddings" | "models")).is_some();
        let path = format!("/{}", parts.join("/"));
        let versioned = format!("{}/v1", path.trim_end_matches('/'));
        let paths = if parts.last().is_some_and(|last| is_version(last)) {
            vec![path]
        } else if parts.is_empty() && !names_a_call {
            vec![versioned, path]
        } else {
            vec![path, versioned]
        };
        let place = |path: String| {
            let mut place = url.clone();
            place.set_path(&path);
            place
        };
        Ok(paths.into_iter().map(place).collect())
    }
}

impl fmt::Debug for EndpointAddress {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let url = read(&self.url).map(|url| shown(&url)).unwrap_or_default();
        let key = self.key.as_ref().map(|_| "…");
        let mut debug = formatter.debug_struct("EndpointAddress");
        debug.field("url", &url).field("model", &self.model).field("key", &key).finish()
    }
}

/// Reads an address. Only on this computer it goes without saying that there is no encryption.
fn read(text: &str) -> Result<Url, NetError> {
    if text.contains("://") {
        return parse(text);
    }
    match parse(&format!("http://{text}")) {
        Ok(url) if is_loopback(&url) => Ok(url),
        _ => Err(NetError::Unsendable {
            reason: "the address of the server must begin with http:// or https://".to_owned(),
        }),
    }
}

/// `v1`, `v1beta`.
fn is_version(part: &str) -> bool {
    part.strip_prefix('v').is_some_and(|rest| rest.starts_with(|letter: char| letter.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(url: &str) -> EndpointAddress {
        EndpointAddress { url: url.to_owned(), model: "m".to_owned(), key: Some("sk-secret".to_owned()) }
    }

    fn bases(url: &str) -> Vec<String> {
        address(url).bases().expect("an address").into_iter().map(String::from).collect()
    }

    #[test]
    fn forgives_what_people_leave_out_or_add() {
        let local = ["http://localhost:8080/v1", "http://localhost:8080/"];
        assert_eq!(bases("http://localhost:8080"), local);
        assert_eq!(bases(" localhost:8080/ "), local);
        assert_eq!(bases("http://localhost:8080/embeddings"), [local[1], local[0]]);
        for whole in ["/v1", "/v1/", "/v1/embeddings", "/v1/embeddings/", "/v1/models", "//v1//#x"] {
            assert_eq!(bases(&format!("http://localhost:8080{whole}")), [local[0]], "{whole}");
        }
        assert_eq!(bases("https://example.org/api"), ["https://example.org/api", "https://example.org/api/v1"]);
        assert_eq!(bases("https://example.org/api/v3"), ["https://example.org/api/v3"]);
        assert_eq!(bases("https://example.org/v1?version=2")[0], "https://example.org/v1?version=2");
    }

    #[test]
    fn wants_to_know_about_encryption() {
        for wrong in ["example.org", "", "192.168.0.2:11434", "ftp://example.org"] {
            assert!(matches!(address(wrong).bases(), Err(NetError::Unsendable { .. })), "{wrong}");
        }
    }

    #[test]
    fn shows_no_key() {
        let shown = format!("{:?}", address("https://me:word@example.org/v1?key=hidden"));
        assert_eq!(shown, r#"EndpointAddress { url: "https://example.org/v1", model: "m", key: Some("…") }"#);
    }
}
