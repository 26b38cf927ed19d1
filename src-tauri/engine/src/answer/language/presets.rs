//! The programs that people run language models with on their own computer, and where those answer.

use std::time::Duration;

use reqwest::Url;
use tokio::task::JoinSet;
use tokio::time::timeout;

use super::{LanguageModelAddress, LanguageModelKind, ModelInfo, models};
use crate::net::{Net, is_loopback};

/// How long a program on this computer is waited for when we look around.
const PATIENCE: Duration = Duration::from_secs(1);

/// A program that runs language models on this computer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Preset {
    /// What it is called.
    pub name: &'static str,
    /// How it wants to be spoken to.
    pub kind: LanguageModelKind,
    /// Where it answers, unless somebody has changed that.
    pub url: &'static str,
}

/// A program that is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Running {
    /// Which one.
    pub preset: Preset,
    /// Its models; with Ollama, without how much they read at once.
    pub models: Vec<ModelInfo>,
}

/// The programs we know, the best known first.
pub(super) const PRESETS: [Preset; 6] = [
    Preset { name: "Ollama", kind: LanguageModelKind::Ollama, url: "http://127.0.0.1:11434" },
    Preset { name: "LM Studio", kind: LanguageModelKind::OpenAi, url: "http://127.0.0.1:1234/v1" },
    Preset { name: "llama.cpp", kind: LanguageModelKind::OpenAi, url: "http://127.0.0.1:8080/v1" },
    Preset { name: "Jan", kind: LanguageModelKind::OpenAi, url: "http://127.0.0.1:1337/v1" },
    Preset { name: "GPT4All", kind: LanguageModelKind::OpenAi, url: "http://127.0.0.1:4891/v1" },
    Preset { name: "vLLM", kind: LanguageModelKind::OpenAi, url: "http://127.0.0.1:8000/v1" },
];

/// Which of them are there. All are asked side by side; those that are not there, or are something else, are passed
/// over without a word.
pub async fn probe(net: &Net) -> Vec<Running> {
    probe_all(net, &PRESETS).await
}

/// The same for any list.
pub(super) async fn probe_all(net: &Net, presets: &[Preset]) -> Vec<Running> {
    let mut asked = JoinSet::new();
    for (place, preset) in presets.iter().copied().enumerate() {
        let net = net.clone();
        asked.spawn(async move { Some((place, look(&net, preset).await?)) });
    }
    let mut running: Vec<_> = asked.join_all().await.into_iter().flatten().collect();
    running.sort_by_key(|(place, _)| *place);
    running.into_iter().map(|(_, running)| running).collect()
}

async fn look(net: &Net, preset: Preset) -> Option<Running> {
    let address =
        LanguageModelAddress { kind: preset.kind, url: preset.url.to_owned(), model: String::new(), key: None };
    let models = timeout(PATIENCE, models::brief(net, &address, PATIENCE)).await.ok()?.ok()?;
    Some(Running { preset, models })
}

/// The program that usually answers at an address on this computer.
pub(super) fn preset_at(url: &Url) -> Option<&'static Preset> {
    let port = url.port().filter(|_| is_loopback(url))?;
    PRESETS.iter().find(|preset| preset.url.split(['/', ':']).any(|part| part == port.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_who_answers_where() {
        let name = |url: &str| preset_at(&Url::parse(url).expect("an address")).map(|preset| preset.name);
        assert_eq!(name("http://localhost:11434/api"), Some("Ollama"));
        assert_eq!(name("http://[::1]:8000"), Some("vLLM"));
        assert_eq!(name("http://127.0.0.1:1"), None, "not a part of an address or of a number");
        assert_eq!(name("http://127.0.0.1:127"), None);
        assert_eq!(name("http://example.org:11434/"), None, "elsewhere it may be anything");
    }

    #[test]
    fn all_are_on_this_computer() {
        assert!(PRESETS.iter().all(|preset| is_loopback(&Url::parse(preset.url).expect("an address"))));
    }
}
