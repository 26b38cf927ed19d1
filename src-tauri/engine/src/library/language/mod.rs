//! The language model that the person chose, and those they could choose.

use std::sync::Arc;

use super::{Shared, blocking};
use crate::answer::language::{LanguageModel, LanguageModelAddress, ModelInfo, Running, models, probe};
use crate::messages::{LanguageModelChoice, LanguageModelInfo, LanguageModelKind, RunningServer};
use crate::secrets::key_name;
use crate::{Error, Result};

/// The setting that tells which one.
const CHOSEN: &str = "language-model";

/// Whose keys are meant.
const KEYS: &str = "language model";

/// The setting that tells who answers, and its value for a language model.
pub(super) const ANSWERER: &str = "answerer";
pub(super) const MODEL: &str = "model";

/// What was chosen.
pub(super) fn chosen(shared: &Shared) -> Result<Option<LanguageModelChoice>> {
    let stored = shared.searcher.catalog.setting(CHOSEN)?;
    Ok(stored.and_then(|stored| serde_json::from_str(&stored).ok()))
}

/// Chooses a model, which then answers, or none.
pub(super) async fn choose(
    shared: &Arc<Shared>,
    choice: Option<LanguageModelChoice>,
    key: Option<String>,
) -> Result<()> {
    if let (Some(choice), Some(key)) = (&choice, key) {
        keep_key(shared, &choice.url, key.trim()).await?;
    }
    let there = Arc::clone(shared);
    blocking(move || {
        let stored = choice.as_ref().and_then(|choice| serde_json::to_string(choice).ok());
        let answerer = choice.is_some().then_some(MODEL);
        there.searcher.catalog.set_settings(&[(CHOSEN, stored.as_deref()), (ANSWERER, answerer)])
    })
    .await
}

async fn keep_key(shared: &Shared, url: &str, key: &str) -> Result<()> {
    let name = key_name(KEYS, url);
    if key.is_empty() {
        shared.secrets.remove(&name).await?;
    } else {
        shared.secrets.set(&name, key).await?;
    }
    Ok(())
}

/// The model that was chosen, ready to be asked, and how much it can read at once if that is known.
///
/// # Errors
/// [`Error::NoLanguageModel`]; [`Error::Language`] if its address is none.
pub(super) async fn open(shared: &Arc<Shared>) -> Result<(LanguageModel, Option<u32>)> {
    let there = Arc::clone(shared);
    let choice = blocking(move || chosen(&there)).await?.ok_or(Error::NoLanguageModel)?;
    let LanguageModelChoice { kind, url, model, context_tokens } = choice;
    let key = shared.secrets.get(&key_name(KEYS, &url)).await?;
    let address = LanguageModelAddress { kind, url, model, key };
    Ok((LanguageModel::new(shared.net.clone(), address)?, context_tokens))
}

/// The programs on this computer that run language models now.
pub(super) async fn running(shared: &Shared) -> Vec<RunningServer> {
    let shown = |running: Running| RunningServer {
        name: running.preset.name.to_owned(),
        kind: running.preset.kind,
        url: running.preset.url.to_owned(),
        models: running.models.into_iter().map(info).collect(),
    };
    probe(&shared.net).await.into_iter().map(shown).collect()
}

/// The models of a server.
pub(super) async fn list(
    shared: &Shared,
    kind: LanguageModelKind,
    url: String,
    key: Option<String>,
) -> Result<Vec<LanguageModelInfo>> {
    let key = match key {
        None => shared.secrets.get(&key_name(KEYS, &url)).await?,
        key => key,
    };
    let address = LanguageModelAddress { kind, url, model: String::new(), key };
    Ok(models(&shared.net, &address).await?.into_iter().map(info).collect())
}

fn info(model: ModelInfo) -> LanguageModelInfo {
    let ModelInfo { name, context_tokens, size } = model;
    LanguageModelInfo { name, context_tokens, size }
}
