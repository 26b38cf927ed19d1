//! The terminal face.
//!
//! Results go to standard output, progress and diagnostics to standard error. With `--json` standard output is
//! JSON, one object a line, errors among them.
//!
//! # Layout
//! - [`arguments`]: what can be asked for
//! - [`output`]: where a command writes
//! - [`terminal`]: what of it reaches a terminal, and how it looks there
//! - [`answers`]: how an answer is told
//! - [`bar`], [`bars`]: how far something is, and how far the files of an import are
//! - [`manual`], [`completions`]: what a shell and its reader want to know
//! - `reference`: the same as a document, in the tests
//! - one file a command, or a group of them

mod add;
mod answers;
mod arguments;
mod ask;
mod bar;
mod bars;
mod chat;
mod chats;
mod completions;
mod doctor;
mod documents;
mod embedder;
mod imports;
mod index;
mod manual;
mod matches;
mod mcp;
mod model;
mod originals;
mod output;
mod pins;
#[cfg(test)]
mod reference;
mod sealed;
mod search;
mod serve;
mod settings;
mod terminal;
mod watch;

pub use arguments::Arguments;
pub use output::{LogOutput, Output};

use paperside_engine::{Error, Library, Result};

use arguments::{Command, PinAction, PinsArguments};

/// How a command ended; the process's exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Exit {
    /// All that was asked for is done.
    Done = 0,
    /// Nothing that was asked for is done.
    Failed = 1,
    /// What was asked for cannot be.
    Usage = 2,
    /// Some of it is done; each thing that is not has its reason.
    Partly = 3,
}

impl Exit {
    /// Of so many things that are done and so many that are not.
    fn of(done: u32, refused: u32) -> Self {
        match (done, refused) {
            (_, 0) => Self::Done,
            (0, _) => Self::Failed,
            _ => Self::Partly,
        }
    }
}

/// Runs a command to its end; without one, the terminal chat.
///
/// # Errors
/// Those of the engine, to be printed by the caller.
pub fn run(arguments: Arguments, output: Output) -> Result<Exit> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(|source| Error::File { path: "the system's event queue".into(), source })?;
    let ended = runtime.block_on(dispatch(arguments, output));
    // Nothing is waited for here: a library that is open is closed by its own drop, which has just happened.
    runtime.shutdown_background();
    ended
}

/// The first line of standard input: an argument could be seen by every program that runs.
fn read_secret() -> Result<String> {
    let mut line = String::new();
    let read = std::io::stdin().read_line(&mut line);
    read.map_err(|source| Error::File { path: "standard input".into(), source })?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

/// Tells the person of a key that is in a file.
fn note_key(kept: Option<String>, output: Output) {
    if let Some(file) = kept {
        output.note(&format!(
            "This system has no keyring, so the key is in {file}: only you may read it, but it is not encrypted."
        ));
    }
}

/// Whether a command looks for something in the index, which must not miss anything.
fn looks_for_something(command: Option<&Command>) -> bool {
    let checks_pins = matches!(command, Some(Command::Pins(PinsArguments { action: Some(PinAction::Check) })));
    checks_pins || matches!(command, None | Some(Command::Search(_) | Command::Ask(_) | Command::Chat))
}

async fn dispatch(arguments: Arguments, output: Output) -> Result<Exit> {
    // These tell of the program itself, and need no library.
    match arguments.command {
        Some(Command::Completions(completions)) => return Ok(completions::run(&completions, output)),
        Some(Command::Man(man)) => return manual::run(man, output),
        _ => {}
    }
    let config = crate::configure(arguments.library, arguments.index.as_deref())?;
    let folder = config.library.clone();
    let opened = Library::open(config).await;
    if let Some(Command::Doctor(arguments)) = arguments.command {
        return doctor::run(opened, folder, arguments, output).await;
    }
    if matches!(arguments.command, Some(Command::Mcp)) {
        return mcp::run(opened, output).await;
    }
    let library = opened?;
    if looks_for_something(arguments.command.as_ref()) {
        index::wait(&library, output).await?;
    }
    match arguments.command {
        Some(Command::Add(add)) => add::run(&library, add, output).await,
        Some(Command::Imports(imports)) => imports::run(&library, imports, output).await,
        Some(Command::Watch(watch)) => watch::run(&library, watch, output).await,
        Some(Command::List(list)) => documents::list(&library, list, output).await,
        Some(Command::Show(show)) => documents::show(&library, show, output).await,
        Some(Command::Remove(remove)) => documents::remove(&library, remove, output).await,
        Some(Command::Collections(collections)) => documents::collections(&library, collections, output).await,
        Some(Command::Export(export)) => sealed::export(&library, export, output).await,
        Some(Command::Import(import)) => sealed::import(&library, import, output).await,
        Some(Command::Backup(backup)) => sealed::backup(&library, backup, output).await,
        Some(Command::Restore(restore)) => sealed::restore(&library, restore, output).await,
        Some(Command::Search(search)) => search::run(&library, search, output).await,
        Some(Command::Ask(ask)) => ask::run(&library, ask, output).await,
        Some(Command::Pins(pins)) => pins::run(&library, pins, output).await,
        Some(Command::Embedder(embedder)) => embedder::run(&library, embedder, output).await,
        Some(Command::Index(index)) => index::run(&library, index, output).await,
        Some(Command::Model(model)) => model::run(&library, model, output).await,
        Some(Command::Chats(chats)) => chats::run(&library, chats, output).await,
        Some(Command::Settings(settings)) => settings::run(&library, settings, output).await,
        Some(Command::Serve(serve)) => serve::run(library, serve, output).await,
        Some(Command::Chat | Command::Completions(_) | Command::Doctor(_) | Command::Man(_) | Command::Mcp) | None => {
            chat::run(&library, output).await
        }
    }
}
