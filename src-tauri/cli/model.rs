//! `model`: the language model that answers, if one does.

use std::fmt::Write;
use std::path::Path;

use indicatif::ProgressBar;
use paperside_engine::local_model::{is_model_file, name_of};
use paperside_engine::messages::{
    LanguageModelChoice, LanguageModelInfo, LanguageModelKind, LibraryEvent, ModelFileEntry, ModelFiles, ModelInFile,
    RunningServer, ServedModel,
};
use paperside_engine::{Library, Result};
use serde::Serialize;
use serde_json::json;

use super::arguments::{ModelAction, ModelArguments, ServerKind};
use super::bar::style;
use super::{Exit, Output, note_key, read_secret};

/// What there is.
#[derive(Serialize)]
struct Models {
    chosen: Option<LanguageModelChoice>,
    running: Vec<RunningServer>,
    files: ModelFiles,
}

/// Shows what answers and what could, or changes it.
pub(super) async fn run(library: &Library, arguments: ModelArguments, output: Output) -> Result<Exit> {
    match arguments.action {
        None | Some(ModelAction::List) => {
            let (chosen, files) = (library.language_model().await?, library.model_files().await?);
            let models = Models { chosen, running: library.running_servers().await, files };
            output.result(&models, || describe(&models));
        }
        Some(ModelAction::Off) => {
            library.choose_language_model(None, None).await?;
            output.object(&json!({"chosen": null}));
            output.note("The documents' own sentences answer.");
        }
        Some(ModelAction::Download { id }) => {
            let file = download(library, &id, output).await?;
            output.result(&json!({"type": "downloaded", "model": id, "file": file}), || format!("{file}\n"));
        }
        Some(ModelAction::Remove { id }) => {
            library.remove_model_file(id.clone()).await?;
            output.result(&json!({"type": "removed", "model": id}), || format!("removed    {id}\n"));
        }
        Some(ModelAction::Use { place, model: None, context, .. }) => {
            let Some(file) = file(library, &place).await? else {
                let hint = "name the server's model behind its address, or a file that ends with .gguf";
                output.refusal("usage", hint);
                return Ok(Exit::Usage);
            };
            let choice = LanguageModelChoice::InFile(ModelInFile { file, context_tokens: context });
            choose(library, choice, None, output).await?;
        }
        Some(ModelAction::Use { place, model: Some(model), kind, context, key_stdin }) => {
            let key = if key_stdin { Some(read_secret()?) } else { None };
            let kind = LanguageModelKind::from(kind);
            let known = library.language_models(kind, place.clone(), key.clone()).await?;
            let said = known.iter().find(|known| known.name == model).map(|known| known.context_tokens);
            if said.is_none() {
                output.note("The server does not list this model; it is asked all the same.");
            }
            let context_tokens = context.or(said.flatten());
            let choice = LanguageModelChoice::Served(ServedModel { kind, url: place, model, context_tokens });
            choose(library, choice, key, output).await?;
        }
    }
    Ok(Exit::Done)
}

async fn choose(library: &Library, choice: LanguageModelChoice, key: Option<String>, output: Output) -> Result<()> {
    let kept = library.choose_language_model(Some(choice.clone()), key).await?;
    note_key(kept, output);
    output.result(&choice, || format!("{} answers\n", name(&choice)));
    Ok(())
}

/// The file that is meant by a word, if one is: a path, or the id of a model that was downloaded.
async fn file(library: &Library, place: &str) -> Result<Option<String>> {
    let path = Path::new(place);
    if is_model_file(path) {
        let full = std::fs::canonicalize(path).map_or_else(|_| place.to_owned(), |full| full.display().to_string());
        return Ok(Some(full));
    }
    let known = library.model_files().await?.catalogue;
    Ok(known.into_iter().find(|entry| entry.id == place).and_then(|entry| entry.file))
}

/// Loads a model down and shows how far it is.
async fn download(library: &Library, id: &str, output: Output) -> Result<String> {
    let bar = if output.is_watched() { ProgressBar::new(0) } else { ProgressBar::hidden() };
    bar.set_style(style("{bar:30} {bytes}/{total_bytes}, {bytes_per_sec}, {eta} left"));
    let mut events = library.subscribe();
    let coming = library.download_model_file(id);
    tokio::pin!(coming);
    loop {
        tokio::select! {
            ended = &mut coming => {
                bar.finish_and_clear();
                return ended;
            }
            event = events.recv() => {
                let Ok(LibraryEvent::ModelFiles(files)) = event else { continue };
                let entry = files.catalogue.iter().find(|entry| entry.id == id);
                if let Some(download) = entry.and_then(|entry| entry.download) {
                    bar.set_length(download.of.unwrap_or_default());
                    bar.set_position(download.received);
                }
            }
        }
    }
}

fn describe(models: &Models) -> String {
    let mut text = match &models.chosen {
        Some(LanguageModelChoice::Served(served)) => format!("{} at {} is chosen\n", served.model, served.url),
        Some(LanguageModelChoice::InFile(ModelInFile { file, .. })) => format!("{file} is chosen\n"),
        None => "The documents' own sentences answer; no language model is chosen\n".to_owned(),
    };
    for server in &models.running {
        let _ = writeln!(text, "{} at {}", server.name, server.url);
        text += &server.models.iter().map(line).collect::<String>();
    }
    if models.running.is_empty() {
        text += "No program that runs language models was found on this computer\n";
    }
    if models.files.can_run {
        text += "Paperside runs any GGUF file itself; for download there are\n";
        text += &models.files.catalogue.iter().map(entry).collect::<String>();
    }
    text
}

fn entry(entry: &ModelFileEntry) -> String {
    let ModelFileEntry { id, languages, megabytes, licence, suits, file, .. } = entry;
    let here = if file.is_some() { ", is here" } else { "" };
    format!("  {id}: {languages}, {megabytes} MB, {licence}{here}\n    {suits}\n")
}

fn line(model: &LanguageModelInfo) -> String {
    let context = model.context_tokens.map_or(String::new(), |tokens| format!(", reads {tokens} tokens at once"));
    format!("  {}{context}\n", model.name)
}

/// What a model is called.
fn name(choice: &LanguageModelChoice) -> String {
    match choice {
        LanguageModelChoice::Served(served) => served.model.clone(),
        LanguageModelChoice::InFile(ModelInFile { file, .. }) => name_of(Path::new(file)),
    }
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
