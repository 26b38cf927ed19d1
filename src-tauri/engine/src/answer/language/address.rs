//! Where a language model is, as people write it down.

use std::fmt;

use reqwest::Url;

use crate::messages::LanguageModelKind;
use crate::net::{NetError, bases, read, shown};

/// Where a server is, how it wants to be spoken to, and which of its models is wanted.
#[derive(Clone, PartialEq, Eq)]
pub struct LanguageModelAddress {
    /// How it wants to be spoken to.
    pub kind: LanguageModelKind,
    /// The address, with or without `/v1` and what else the server's manual may add to it.
    pub url: String,
    /// The name of the model, as the server calls it.
    pub model: String,
    /// What proves that we may ask, if the server wants that.
    pub key: Option<String>,
}

impl LanguageModelAddress {
    /// The places below which the server's calls may be, the likeliest first.
    ///
    /// # Errors
    /// [`NetError::Unsendable`].
    pub(super) fn bases(&self) -> Result<Vec<Url>, NetError> {
        match self.kind {
            LanguageModelKind::OpenAi => bases(&self.url, &["chat/completions", "completions", "models"]),
            LanguageModelKind::Anthropic => bases(&self.url, &["messages", "models"]),
            LanguageModelKind::Ollama => Ok(vec![ollama(read(&self.url)?)]),
        }
    }

    /// The key without what was pasted along with it.
    pub(super) fn trimmed_key(&self) -> Option<String> {
        self.key.as_deref().map(str::trim).filter(|key| !key.is_empty()).map(str::to_owned)
    }

    /// The address without its secrets, for errors.
    pub(super) fn shown(&self) -> String {
        read(&self.url).map(|url| shown(&url).trim_end_matches('/').to_owned()).unwrap_or_default()
    }
}

/// Where Ollama itself is. It also understands `OpenAI`'s way below `/v1`, and that is what people copy.
fn ollama(mut url: Url) -> Url {
    let mut parts: Vec<&str> = url.path().split('/').filter(|part| !part.is_empty()).collect();
    while parts.pop_if(|last| matches!(*last, "api" | "chat" | "completions" | "models" | "tags" | "v1")).is_some() {}
    let path = parts.join("/");
    url.set_path(&path);
    url.set_fragment(None);
    url
}

impl fmt::Debug for LanguageModelAddress {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let key = self.key.as_ref().map(|_| "…");
        let mut debug = formatter.debug_struct("LanguageModelAddress");
        debug.field("kind", &self.kind).field("url", &self.shown()).field("model", &self.model).field("key", &key);
        debug.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bases(kind: LanguageModelKind, url: &str) -> Vec<String> {
        let address = LanguageModelAddress { kind, url: url.to_owned(), model: String::new(), key: None };
        address.bases().expect("an address").into_iter().map(String::from).collect()
    }

    #[test]
    fn finds_ollama_however_it_is_written() {
        for path in ["", "/", "/api", "/api/", "/api/chat", "/api/tags", "/v1", "/v1/", "/v1/chat/completions"] {
            let url = format!("localhost:11434{path}");
            assert_eq!(bases(LanguageModelKind::Ollama, &url), ["http://localhost:11434/"], "{path}");
        }
        assert_eq!(bases(LanguageModelKind::Ollama, "https://example.org/llm/api"), ["https://example.org/llm"]);
    }

    #[test]
    fn forgives_a_missing_version() {
        let both = ["https://example.org/v1", "https://example.org/"];
        assert_eq!(bases(LanguageModelKind::OpenAi, "https://example.org"), both);
        assert_eq!(bases(LanguageModelKind::OpenAi, "https://example.org/v1/chat/completions"), [both[0]]);
        assert_eq!(bases(LanguageModelKind::Anthropic, "https://example.org/v1/messages"), [both[0]]);
    }

    #[test]
    fn shows_no_key() {
        let address = LanguageModelAddress {
            kind: LanguageModelKind::OpenAi,
            url: "https://me:word@example.org/v1/?key=hidden".to_owned(),
            model: "m".to_owned(),
            key: Some(" sk-secret\n".to_owned()),
        };
        let shown =
            r#"LanguageModelAddress { kind: OpenAi, url: "https://example.org/v1", model: "m", key: Some("…") }"#;
        assert_eq!(format!("{address:?}"), shown);
        assert_eq!(address.trimmed_key().as_deref(), Some("sk-secret"));
    }
}
