//! `embedder`: what turns texts into numbers, and the change to another one.

use std::fmt::Write;
use std::path::Path;

use indicatif::HumanBytes;
use paperside_engine::messages::{
    CatalogueEntry, ChangeStage, EmbedderChange, EmbedderChoice, Embedders, LibraryEvent, PinComparison,
};
use paperside_engine::{Library, Result};
use serde_json::json;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;

use super::arguments::{EmbedderAction, EmbedderArguments};
use super::bar::{Bar, IN_PARTS};
use super::terminal::harmless::on_one_line;
use super::{Exit, Output, note_key, read_secret};

/// Lists what embeds the library and what could, or changes it.
pub(super) async fn run(library: &Library, arguments: EmbedderArguments, output: Output) -> Result<Exit> {
    match arguments.action {
        None | Some(EmbedderAction::List) => {}
        Some(EmbedderAction::Use { embedder, model, key_stdin, compare }) => {
            let Some(choice) = choice(embedder, model) else {
                output.refusal(
                    "usage",
                    "name the server's model with --model; `paperside embedder models URL` lists them",
                );
                return Ok(Exit::Usage);
            };
            let key = if key_stdin { Some(read_secret()?) } else { None };
            return use_embedder(library, choice, key, compare, output).await;
        }
        Some(EmbedderAction::Cancel) => library.cancel_embedder_change().await?,
        Some(EmbedderAction::Forget { model }) => library.forget_embeddings(model).await?,
        Some(EmbedderAction::Models { url, key_stdin }) => {
            let key = if key_stdin { Some(read_secret()?) } else { None };
            for model in library.server_models(url, key).await? {
                output.result(&json!({"type": "model", "name": model}), || format!("{model}\n"));
            }
            return Ok(Exit::Done);
        }
    }
    let embedders = library.embedders().await?;
    output.result(&embedders, || list(&embedders));
    Ok(Exit::Done)
}

/// What is meant by a word: an address, a folder or a recommended model. None if an address comes without a model.
fn choice(embedder: String, model: Option<String>) -> Option<EmbedderChoice> {
    if embedder.contains("://") || model.is_some() {
        return model.map(|model| EmbedderChoice::Server { url: embedder, model });
    }
    if Path::new(&embedder).is_dir() || embedder.contains(['/', '\\']) {
        return Some(EmbedderChoice::Folder { path: embedder });
    }
    Some(if embedder == "bundled" { EmbedderChoice::Bundled } else { EmbedderChoice::Catalogue { id: embedder } })
}

/// Changes to an embedder and waits until it answers, or until it could.
async fn use_embedder(
    library: &Library,
    choice: EmbedderChoice,
    key: Option<String>,
    compare: bool,
    output: Output,
) -> Result<Exit> {
    let has_pins = !library.pins().await?.is_empty();
    if compare && !has_pins {
        let hint = "there is nothing to compare by; note right answers with `paperside pins add` first";
        output.refusal("no_pins", hint);
        return Ok(Exit::Failed);
    }
    let mut events = library.subscribe();
    note_key(library.choose_embedder(choice, key).await?, output);
    let waited = tokio::select! {
        ended = follow(&mut events, output) => ended,
        _ = tokio::signal::ctrl_c() => {
            output.refusal("stopped", "the change was stopped; it goes on when Paperside is opened again");
            return Ok(Exit::Failed);
        }
    };
    match waited {
        Waited::Ready => {
            for pin in library.compare_pins().await? {
                output.result(&pin, || format!("{}\n", compared(&pin)));
            }
            if compare {
                return Ok(Exit::Done);
            }
            library.switch_embedder().await?;
            while !matches!(follow(&mut events, output).await, Waited::Done | Waited::Failed) {}
        }
        Waited::Failed => {
            library.cancel_embedder_change().await?;
            return Ok(Exit::Failed);
        }
        Waited::Done => {}
    }
    let embedders = library.embedders().await?;
    output.result(&embedders, || format!("{} embeds the library\n", embedders.title));
    Ok(Exit::Done)
}

/// How far a change has come when there is something to do about it.
enum Waited {
    /// The new embedder answers.
    Done,
    /// It could.
    Ready,
    /// It cannot, which was told.
    Failed,
}

/// Tells of the change until there is something to do about it.
async fn follow(events: &mut Receiver<LibraryEvent>, output: Output) -> Waited {
    let bar = Bar::new(output, IN_PARTS);
    loop {
        let event = match events.recv().await {
            Ok(event @ LibraryEvent::EmbedderChange { .. }) => event,
            Ok(_) | Err(RecvError::Lagged(_)) => continue,
            Err(RecvError::Closed) => return Waited::Failed,
        };
        output.result(&event, String::new);
        let LibraryEvent::EmbedderChange { change } = event else { continue };
        let Some(change) = change else { return Waited::Done };
        if let Some(problem) = &change.problem {
            output.refusal("embedder", problem);
            return Waited::Failed;
        }
        if change.stage == ChangeStage::Ready {
            return Waited::Ready;
        }
        bar.show(on_one_line(&stage(&change)), change.done, change.total);
    }
}

fn stage(change: &EmbedderChange) -> String {
    let EmbedderChange { title, stage, done, total, .. } = change;
    match stage {
        ChangeStage::Downloading => format!("{title}: {} of {}", HumanBytes(*done), HumanBytes(*total)),
        ChangeStage::Opening => format!("{title}: opening"),
        ChangeStage::Embedding => format!("{title}: passage {done} of {total}"),
        ChangeStage::Indexing => format!("{title}: writing the index"),
        ChangeStage::Ready => format!("{title}: ready"),
    }
}

fn compared(comparison: &PinComparison) -> String {
    let place = |rank: Option<u32>| rank.map_or("not found".to_owned(), |rank| format!("hit {rank}"));
    let PinComparison { pin, now, then } = comparison;
    format!(
        "“{}”  {}, page {}\n   now {}, then {}",
        pin.question,
        pin.document.title,
        pin.page_label,
        place(*now),
        place(*then)
    )
}

fn list(embedders: &Embedders) -> String {
    let Embedders { title, model, embedded, passages, problem, change, catalogue, kept, .. } = embedders;
    let mut text = format!("{title} embeds the library ({model}): {embedded} of {passages} passages\n");
    if let Some(problem) = problem {
        let _ = writeln!(text, "  {problem}");
    }
    if let Some(change) = change {
        let rests = if change.is_paused { ", which rests" } else { "" };
        let _ = writeln!(text, "changing to {}{rests}", stage(change));
        text += &change.problem.as_ref().map_or(String::new(), |problem| format!("  {problem}\n"));
    }
    for model in catalogue {
        text += &entry(model);
    }
    for kept in kept {
        let room = HumanBytes(kept.bytes);
        let _ = writeln!(text, "kept of {}: {} passages, {room}; {}", kept.title, kept.passages, kept.model);
    }
    text
}

fn entry(model: &CatalogueEntry) -> String {
    let CatalogueEntry { id, languages, megabytes, licence, suits, is_bundled, is_here, .. } = model;
    let place = match (is_bundled, is_here) {
        (true, _) => "comes with Paperside".to_owned(),
        (false, true) => "is here".to_owned(),
        (false, false) => format!("{megabytes} MB to download"),
    };
    format!("{id:<26} {languages}; {place}; {licence}\n  {suits}\n")
}
