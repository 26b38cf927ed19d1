//! Whom we ask, and what goes wrong there, as somebody sees it who has a language model and not a connection.

use crate::net::{NetError, is_loopback, read};

use super::news::Fault;
use super::presets::preset_at;
use super::{LanguageError, LanguageModelAddress, LanguageModelKind, complaint};

/// How much of what a server says is shown, in characters.
const SHOWN: usize = 300;

/// Whom we ask.
#[derive(Clone)]
pub(super) struct Whom {
    name: String,
    url: String,
    model: String,
    /// Whether it is on this computer.
    here: bool,
    /// Servers like to quote what they were sent.
    key: Option<String>,
}

impl Whom {
    /// The server of an address, by the name of the program that is usually there.
    pub(super) fn of(address: &LanguageModelAddress) -> Self {
        let place = read(&address.url).ok();
        let name = match (place.as_ref().and_then(preset_at), address.kind) {
            (Some(preset), _) => preset.name,
            (None, LanguageModelKind::Ollama) => "Ollama",
            (None, _) => "the language model server",
        };
        let (url, model, key) = (address.shown(), address.model.clone(), address.trimmed_key());
        Self { name: name.to_owned(), url, model, here: place.as_ref().is_some_and(is_loopback), key }
    }

    /// Why a request failed.
    pub(super) fn explain(&self, error: NetError) -> LanguageError {
        let (name, url) = self.named();
        match error {
            NetError::Unreachable { .. } if self.here => LanguageError::NotRunning { name, url, source: error },
            NetError::InvalidAnswer { reason, .. } => LanguageError::Unusable { name, url, reason },
            NetError::Status { status, ref body_excerpt, .. } => {
                self.status(status, Fault::text(body_excerpt).message).unwrap_or(LanguageError::Net(error))
            }
            other => LanguageError::Net(other),
        }
    }

    fn status(&self, status: u16, said: String) -> Option<LanguageError> {
        let (name, url) = self.named();
        Some(match status {
            401 | 403 => LanguageError::KeyRefused { name, url, said },
            429 | 503 | 529 => LanguageError::Busy { name, url, said },
            413 => self.too_long(said),
            // Ollama and older versions of llama.cpp think that a long prompt is their own fault.
            400..=500 if complaint::is_too_long(&said) => self.too_long(said),
            400..500 if complaint::is_unknown_model(&said, &self.model) => self.unknown_model(),
            404 | 405 => self.unusable("nothing there answers questions".to_owned()),
            _ => return None,
        })
    }

    /// What the server says went wrong while it answers.
    pub(super) fn fault(&self, fault: &Fault) -> LanguageError {
        let (name, url) = self.named();
        let (said, all) = (self.shown(&fault.message), format!("{} {}", fault.message, fault.kind));
        if complaint::is_too_long(&all) {
            self.too_long(said)
        } else if complaint::is_busy(&all) {
            LanguageError::Busy { name, url, said }
        } else if complaint::is_unknown_model(&all, &self.model) {
            self.unknown_model()
        } else {
            let said = if said.is_empty() { self.shown(&fault.kind) } else { said };
            self.unusable(format!("it reports “{said}”"))
        }
    }

    /// The answer broke off.
    pub(super) fn cut_short(&self, source: Option<NetError>) -> LanguageError {
        let (name, url) = self.named();
        LanguageError::CutShort { name, url, source }
    }

    /// What comes cannot be used.
    pub(super) fn unusable(&self, reason: String) -> LanguageError {
        let (name, url) = self.named();
        LanguageError::Unusable { name, url, reason }
    }

    /// The prompt is too long.
    pub(super) fn too_long(&self, said: String) -> LanguageError {
        let (name, url) = self.named();
        LanguageError::TooLong { name, url, model: self.model.clone(), said }
    }

    fn unknown_model(&self) -> LanguageError {
        let (name, url) = self.named();
        LanguageError::UnknownModel { name, url, model: self.model.clone(), available: Vec::new() }
    }

    fn named(&self) -> (String, String) {
        (self.name.clone(), self.url.clone())
    }

    /// The beginning of what a server says, without the key.
    fn shown(&self, said: &str) -> String {
        let said = self.key.iter().fold(said.to_owned(), |said, key| said.replace(key, "…"));
        let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
        said.chars().take(SHOWN).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whom(kind: LanguageModelKind, url: &str) -> Whom {
        let (url, key) = (url.to_owned(), Some("sk-secret".to_owned()));
        Whom::of(&LanguageModelAddress { kind, url, model: "small".to_owned(), key })
    }

    #[test]
    fn calls_things_by_their_names() {
        let name = |kind, url| whom(kind, url).name;
        assert_eq!(name(LanguageModelKind::OpenAi, "http://localhost:1234/v1"), "LM Studio");
        assert_eq!(name(LanguageModelKind::OpenAi, "127.0.0.1:11434"), "Ollama");
        assert_eq!(name(LanguageModelKind::Ollama, "http://192.168.0.2:9"), "Ollama");
        assert_eq!(name(LanguageModelKind::OpenAi, "https://example.org:1234"), "the language model server");
    }

    #[test]
    fn what_is_said_is_short_and_without_the_key() {
        let whom = whom(LanguageModelKind::OpenAi, "https://example.org/");
        let fault = Fault { message: format!("sk-secret\n is {}", "x".repeat(400)), kind: String::new() };
        let error = whom.fault(&fault).to_string();
        assert!(error.contains("at https://example.org gave") && error.contains("“… is xxx"), "{error}");
        assert!(error.len() < 450, "{error}");
    }

    #[test]
    fn names_what_went_wrong_while_it_answers() {
        let whom = whom(LanguageModelKind::Anthropic, "https://example.org/");
        let fault =
            |message: &str, kind: &str| whom.fault(&Fault { message: message.to_owned(), kind: kind.to_owned() });
        assert!(matches!(fault("Overloaded", "overloaded_error"), LanguageError::Busy { .. }));
        assert!(matches!(fault("too big", "exceed_context_size_error 400"), LanguageError::TooLong { .. }));
        assert!(matches!(fault("model 'small' not found", ""), LanguageError::UnknownModel { .. }));
        let unnamed = fault("", "server_error");
        assert!(matches!(unnamed, LanguageError::Unusable { reason, .. } if reason.contains("server_error")));
    }
}
