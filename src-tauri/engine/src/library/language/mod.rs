//! The language model that the person chose, and those they could choose.
//!
//! # Layout
//! - [`files`]: models for download
//! - [`loaded`]: the model that the app runs itself

pub(super) mod files;
mod loaded;

pub(super) use files::Downloads;
pub(super) use loaded::Loaded;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{Shared, blocking, keys};
use crate::answer::language::local::is_model_file;
use crate::answer::language::{
    LanguageError, LanguageModel, LanguageModelAddress, ModelInfo, Running, ServerModel, models, probe,
};
use crate::messages::{
    LanguageModelChoice, LanguageModelInfo, LanguageModelKind, ModelInFile, RunningServer, ServedModel,
};
use crate::secrets::key_name;
use crate::{Error, Result};

/// The setting that tells which one.
pub(super) const CHOSEN: &str = "language-model";

/// Whose keys are meant.
const KEYS: &str = "language model";

/// The setting that tells who answers, and its value for a language model.
pub(super) const ANSWERER: &str = "answerer";
pub(super) const MODEL: &str = "model";

/// Tokens that a model which the app runs may read at once unless the person wants more: for a model of four billion
/// numbers they take about a gigabyte of memory beside the model itself.
const ROOM_IN_MEMORY: u32 = 8192;

/// What was chosen.
pub(super) fn chosen(shared: &Shared) -> Result<Option<LanguageModelChoice>> {
    let stored = shared.searcher.catalog.setting(CHOSEN)?;
    Ok(stored.and_then(|stored| serde_json::from_str(&stored).ok()))
}

/// Chooses a model, which then answers, or none. One in a file is loaded first, so that a file that is none is not
/// chosen. Tells the file that the key is in, if it is in one.
pub(super) async fn choose(
    shared: &Arc<Shared>,
    choice: Option<LanguageModelChoice>,
    key: Option<String>,
) -> Result<Option<String>> {
    let mut kept = None;
    match (&choice, key) {
        (Some(LanguageModelChoice::Served(ServedModel { url, .. })), Some(key)) => {
            kept = keys::keep(&shared.secrets, &key_name(KEYS, url), &key).await?;
        }
        (Some(LanguageModelChoice::InFile(ModelInFile { file, .. })), _) => try_file(shared, Path::new(file)).await?,
        _ => {}
    }
    if !matches!(choice, Some(LanguageModelChoice::InFile(_))) {
        shared.loaded.unload().await;
    }
    let there = Arc::clone(shared);
    blocking(move || {
        let stored = choice.as_ref().and_then(|choice| serde_json::to_string(choice).ok());
        let answerer = choice.is_some().then_some(MODEL);
        there.searcher.catalog.set_settings(&[(CHOSEN, stored.as_deref()), (ANSWERER, answerer)])
    })
    .await?;
    Ok(kept)
}

/// Whether a file is a model that can be run.
async fn try_file(shared: &Shared, file: &Path) -> Result<()> {
    if !is_model_file(file) {
        let reason = "it is not named as one, with .gguf at its end".to_owned();
        return Err(LanguageError::NoModel { file: file.to_owned(), reason }.into());
    }
    shared.loaded.get(file).await?;
    Ok(())
}

/// The model that was chosen, ready to be asked, and how much it can read at once if that is known.
///
/// # Errors
/// [`Error::NoLanguageModel`]; [`Error::Language`] if its address is none, or its file cannot be run.
pub(super) async fn open(shared: &Arc<Shared>) -> Result<(LanguageModel, Option<u32>)> {
    let there = Arc::clone(shared);
    match blocking(move || chosen(&there)).await?.ok_or(Error::NoLanguageModel)? {
        LanguageModelChoice::Served(ServedModel { kind, url, model, context_tokens }) => {
            let key = shared.secrets.get(&key_name(KEYS, &url)).await?;
            let address = LanguageModelAddress { kind, url, model, key };
            Ok((LanguageModel::Served(ServerModel::new(shared.net.clone(), address)?), context_tokens))
        }
        LanguageModelChoice::InFile(ModelInFile { file, context_tokens }) => {
            let model = shared.loaded.get(&PathBuf::from(file)).await?;
            let room = model.context_tokens().min(context_tokens.unwrap_or(ROOM_IN_MEMORY));
            Ok((LanguageModel::Local(model), Some(room)))
        }
    }
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
