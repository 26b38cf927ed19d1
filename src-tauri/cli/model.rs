//! `model`: the language model that answers, if one does.

use std::fmt::Write;

use paperside_engine::messages::{LanguageModelChoice, LanguageModelInfo, LanguageModelKind, RunningServer};
use paperside_engine::{Library, Result};
use serde::Serialize;

use super::arguments::{ModelAction, ServerKind};
use super::{Exit, Output, read_secret};

/// What there is.
#[derive(Serialize)]
struct Models {
    chosen: Option<LanguageModelChoice>,
    running: Vec<RunningServer>,
}

/// Shows what answers and what could, or changes it.
pub(super) async fn run(library: &Library, action: Option<ModelAction>, output: Output) -> Result<Exit> {
    match action {
        None | Some(ModelAction::List) => {
            let models = Models { chosen: library.language_model().await?, running: library.running_servers().await };
            output.result(&models, || describe(&models));
        }
        Some(ModelAction::Off) => {
            library.choose_language_model(None, None).await?;
            output.note("The documents' own sentences answer.");
        }
        Some(ModelAction::Use { url, model, kind, context, key_stdin }) => {
            let key = if key_stdin { Some(read_secret()?) } else { None };
            choose(library, (kind.into(), url, model), context, key, output).await?;
        }
    }
    Ok(Exit::Done)
}

async fn choose(
    library: &Library,
    (kind, url, model): (LanguageModelKind, String, String),
    context: Option<u32>,
    key: Option<String>,
    output: Output,
) -> Result<()> {
    let known = library.language_models(kind, url.clone(), key.clone()).await?;
    let said = known.iter().find(|known| known.name == model).and_then(|known| known.context_tokens);
    let choice = LanguageModelChoice { kind, url, model, context_tokens: context.or(said) };
    library.choose_language_model(Some(choice.clone()), key).await?;
    if known.iter().all(|known| known.name != choice.model) {
        output.note("The server does not list this model; it is asked all the same.");
    }
    output.result(&choice, || format!("{} answers\n", choice.model));
    Ok(())
}

fn describe(models: &Models) -> String {
    let mut text = match &models.chosen {
        Some(chosen) => format!("{} at {} is chosen\n", chosen.model, chosen.url),
        None => "The documents' own sentences answer; no language model is chosen\n".to_owned(),
    };
    for server in &models.running {
        let _ = writeln!(text, "{} at {}", server.name, server.url);
        text += &server.models.iter().map(line).collect::<String>();
    }
    if models.running.is_empty() {
        text += "No program that runs language models was found on this computer\n";
    }
    text
}

fn line(model: &LanguageModelInfo) -> String {
    let context = model.context_tokens.map_or(String::new(), |tokens| format!(", reads {tokens} tokens at once"));
    format!("  {}{context}\n", model.name)
}

impl From<ServerKind> for LanguageModelKind {
    fn from(kind: ServerKind) -> Self {
        match kind {
            ServerKind::OpenAi => Self::OpenAi,
            ServerKind::Ollama => Self::Ollama,
            ServerKind::Anthropic => Self::Anthropic,
        }
    }
}
