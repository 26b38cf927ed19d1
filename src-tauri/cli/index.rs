//! `index`: where the search index is, and its move to another place.

use std::fmt::Write;

use paperside_engine::messages::{
    IndexMove, IndexMoveStage, IndexPlace, IndexQuantization, IndexServerOptions, IndexState, LibraryEvent,
};
use paperside_engine::{Library, Result};
use serde_json::json;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;

use super::arguments::{IndexAction, IndexArguments, IndexUseArguments, Quantization};
use super::bar::{Bar, IN_NUMBERS};
use super::{Exit, Output, note_key, read_secret};

/// Where browsers and programs that speak REST find a Qdrant server.
const REST_PORT: &str = ":6333";

/// Shows where the index is, or moves it.
pub(super) async fn run(library: &Library, arguments: IndexArguments, output: Output) -> Result<Exit> {
    match arguments.action {
        None | Some(IndexAction::Show) => {}
        Some(IndexAction::Use(arguments)) => return move_to(library, arguments, output).await,
        Some(IndexAction::Cancel) => library.cancel_index_move().await?,
        Some(IndexAction::Clear { url }) => {
            let cleared = library.clear_index_at(url).await?;
            output.object(&json!({"type": "cleared", "indexes": cleared}));
            let indexes = if cleared == 1 { "1 old index".to_owned() } else { format!("{cleared} old indexes") };
            output.note(&format!("Removed {indexes} of this library."));
            return Ok(Exit::Done);
        }
    }
    let state = library.wait_for_index().await?;
    output.result(&state, || describe(&state));
    Ok(Exit::Done)
}

/// Waits until the index holds what the catalog does, before something is looked for in it.
pub(super) async fn wait(library: &Library, output: Output) -> Result<()> {
    let bar = Bar::new(output, IN_NUMBERS);
    let mut events = library.subscribe();
    let waiting = library.wait_for_index();
    tokio::pin!(waiting);
    loop {
        tokio::select! {
            waited = &mut waiting => return waited.map(drop),
            event = events.recv() => {
                if let Ok(LibraryEvent::Index(state)) = event && state.filled > 0 {
                    bar.show("filling the index", u64::from(state.filled), u64::from(state.passages));
                }
            }
        }
    }
}

async fn move_to(library: &Library, arguments: IndexUseArguments, output: Output) -> Result<Exit> {
    let key = if arguments.key_stdin { Some(read_secret()?) } else { None };
    let to = place(&arguments)?;
    if let IndexPlace::Server { url, .. } = &to {
        if arguments.place.contains(REST_PORT) {
            output.note(&format!("6333 is Qdrant's port for REST; that for gRPC is used: {url}"));
        }
        if url.starts_with("http://") && !is_here(url) {
            output.note("The connection is not encrypted: whoever can listen to it can see the key and what is asked.");
        }
    }
    let mut events = library.subscribe();
    note_key(library.move_index(to.clone(), key).await?, output);
    let moved = tokio::select! {
        moved = follow(&mut events, &to, output) => moved,
        _ = tokio::signal::ctrl_c() => {
            let hint = "the move was stopped; it goes on when this is called again, or when the window is opened";
            output.refusal("stopped", hint);
            return Ok(Exit::Failed);
        }
    };
    if !moved {
        library.cancel_index_move().await?;
        return Ok(Exit::Failed);
    }
    let state = library.index_place().await?;
    output.result(&state, || describe(&state));
    Ok(Exit::Done)
}

/// Tells of the move to its end. False if it cannot be made, which was told.
async fn follow(events: &mut Receiver<LibraryEvent>, to: &IndexPlace, output: Output) -> bool {
    let bar = Bar::new(output, IN_NUMBERS);
    let mut told = None;
    loop {
        let state = match events.recv().await {
            Ok(LibraryEvent::Index(state)) => state,
            Ok(_) | Err(RecvError::Lagged(_)) => continue,
            Err(RecvError::Closed) => return false,
        };
        output.result(&LibraryEvent::Index(state.clone()), String::new);
        let Some(moving) = state.moving else { return state.place == *to };
        bar.show(stage(&moving), moving.done, moving.total);
        let IndexMove { stage, problem, .. } = moving;
        if problem.is_some() && problem != told {
            let problem = problem.clone().unwrap_or_default();
            // A server that could not be used from the first is probably the wrong one, or there is a wrong key.
            if stage == IndexMoveStage::Opening {
                bar.suspend(|| output.refusal("index_server", &problem));
                return false;
            }
            bar.suspend(|| output.note(&format!("paperside: {problem}. The move goes on by itself when that is over")));
        }
        told = problem;
    }
}

fn place(arguments: &IndexUseArguments) -> Result<IndexPlace> {
    let IndexUseArguments { shards, replicas, write_consistency, in_memory, quantization, .. } = arguments;
    Ok(match IndexPlace::named(&arguments.place)? {
        IndexPlace::Embedded => IndexPlace::Embedded,
        IndexPlace::Server { url, .. } => {
            let options = IndexServerOptions {
                shards: *shards,
                replicas: *replicas,
                write_consistency: *write_consistency,
                on_disk: !in_memory,
                quantization: IndexQuantization::from(*quantization),
            };
            IndexPlace::Server { url, options }
        }
    })
}

/// Whether an address is one of this computer, as far as that can be seen.
fn is_here(url: &str) -> bool {
    ["http://localhost:", "http://127.", "http://[::1]:"].iter().any(|here| url.starts_with(here))
}

fn describe(state: &IndexState) -> String {
    let IndexState { place, is_for_this_run, is_in_step, problem, filled, passages, moving, to_clear } = state;
    let for_now = if *is_for_this_run { ", for this run only" } else { "" };
    let mut text = format!("The index is {}{for_now}\n", name(place));
    let _ = match (problem, is_in_step) {
        (Some(problem), _) => writeln!(text, "  {problem}"),
        (None, true) => writeln!(text, "  It holds all {passages} passages"),
        (None, false) => writeln!(text, "  It is being filled: {filled} of {passages} passages"),
    };
    if let Some(moving) = moving {
        let _ = writeln!(text, "  It is to be moved: {}", name(&moving.to));
    }
    for url in to_clear {
        let _ = writeln!(text, "  An old one is removed from {url} when that can be reached");
    }
    text
}

fn name(place: &IndexPlace) -> String {
    match place {
        IndexPlace::Embedded => "in the library's folder".to_owned(),
        IndexPlace::Server { url, .. } => format!("on the Qdrant server at {url}"),
    }
}

fn stage(moving: &IndexMove) -> &'static str {
    match moving.stage {
        IndexMoveStage::Opening => "opening the new index",
        IndexMoveStage::Filling => "filling the new index",
        IndexMoveStage::Checking => "comparing it with the catalog",
    }
}

impl From<Quantization> for IndexQuantization {
    fn from(quantization: Quantization) -> Self {
        match quantization {
            Quantization::None => Self::None,
            Quantization::Scalar => Self::Scalar,
            Quantization::Binary => Self::Binary,
        }
    }
}
