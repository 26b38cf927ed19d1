//! Where an embedding server is, as people write it down.

use std::fmt;

use reqwest::Url;

use crate::net::{NetError, bases, read, shown};

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
        bases(&self.url, &["embeddings", "models"])
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

#[cfg(test)]
mod tests {
    use super::*;

    fn address(url: &str) -> EndpointAddress {
        EndpointAddress { url: url.to_owned(), model: "m".to_owned(), key: Some("sk-secret".to_owned()) }
    }

    #[test]
    fn may_name_the_call() {
        let bases = address("localhost:8080/v1/embeddings").bases().expect("an address");
        assert_eq!(bases.into_iter().map(String::from).collect::<Vec<_>>(), ["http://localhost:8080/v1"]);
    }

    #[test]
    fn shows_no_key() {
        let shown = format!("{:?}", address("https://me:word@example.org/v1?key=hidden"));
        assert_eq!(shown, r#"EndpointAddress { url: "https://example.org/v1", model: "m", key: Some("…") }"#);
    }
}
