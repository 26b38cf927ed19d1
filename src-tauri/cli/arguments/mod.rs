//! What can be asked for on the command line.
//!
//! # Layout
//!
//! - `documents`: what comes into the library, and what is in it
//! - `imports`: the queue
//! - `questions`: what is looked for and asked
//! - `chats`: what was asked before
//! - `index`: where the search index is
//! - `models`: what answers and what embeds
//! - `sealed`: files that hold a collection or a library
//! - `serving`: other programs on this computer
//! - `shell`: what a shell and its reader want to know
//! - `upkeep`: settings and checks

mod chats;
mod documents;
mod imports;
mod index;
mod models;
mod questions;
mod sealed;
mod serving;
mod shell;
mod upkeep;

pub use chats::*;
pub use documents::*;
pub use imports::*;
pub use index::*;
pub use models::*;
pub use questions::*;
pub use sealed::*;
pub use serving::*;
pub use shell::*;
pub use upkeep::*;

use std::path::PathBuf;

use clap::error::{Error, ErrorKind};
use clap::{CommandFactory, Parser, Subcommand, ValueHint};
use paperside_engine::messages::ErrorMessage;

use super::output::{ErrorLine, Output};
use super::terminal::harmless::{harmless, on_one_line};

/// Drop documents on a window, ask, and get answers that cite the page.
///
/// Without a command the window opens.
#[derive(Debug, Parser)]
#[command(version, name = "paperside")]
pub struct Arguments {
    /// The library's folder [default: the person's own]
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath, global = true)]
    pub library: Option<PathBuf>,
    /// Where the search index is for this run: the address of a Qdrant server, or `embedded` [default: as chosen by
    /// `paperside index use`]
    #[arg(long, value_name = "URL", global = true)]
    pub index: Option<String>,
    /// Print JSON, one object a line
    #[arg(long, global = true)]
    pub json: bool,
    /// Files and folders to open the window with; they are imported
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// What to do
    #[command(subcommand)]
    pub command: Option<Command>,
}

impl Arguments {
    /// What was asked for on the command line; ends the process with a hint if that cannot be. A word that is neither a
    /// command nor a file is a mistake, and nothing to open a window for.
    pub fn parse_or_exit() -> Self {
        let arguments = Self::try_parse().unwrap_or_else(|error| exit(&error));
        if arguments.command.is_none()
            && let Some(stranger) = arguments.paths.iter().find(|path| !path.exists())
        {
            let stranger = on_one_line(&stranger.to_string_lossy());
            let hint = format!("there is no command and no file “{stranger}”; see `paperside --help`");
            exit(&Self::command().error(ErrorKind::InvalidSubcommand, hint));
        }
        arguments
    }

    /// Whether standard output is JSON for the one who started this; that of `mcp` is its client's alone.
    pub fn prints_json(&self) -> bool {
        self.json && !matches!(self.command, Some(Command::Mcp))
    }
}

/// Tells what is wrong, or the help that was asked for, and ends the process. A program that wants JSON gets what is
/// wrong as JSON too.
fn exit(error: &Error) -> ! {
    let said = error.to_string();
    let wants_json = std::env::args_os().skip(1).any(|argument| argument == "--json");
    if wants_json && error.use_stderr() {
        let message = said.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
        let message = message.strip_prefix("error: ").unwrap_or(message).to_owned();
        Output::new(true).object(&ErrorLine::new(ErrorMessage { code: "usage".to_owned(), message }));
    }
    // Names of files stand in it as they were given, which a shell does for all there are.
    if harmless(&said) != said {
        Output::new(wants_json).note(&said);
        std::process::exit(error.exit_code());
    }
    error.exit()
}

/// What to do. One line a command; what it takes stands in the files beside.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Import files and folders, and wait until they can be searched
    Add(AddArguments),
    /// List the files that wait to be imported or could not be, or change that
    Imports(ImportsArguments),
    /// Keep the library in step with a folder until this is stopped
    Watch(WatchArguments),
    /// List the documents
    List(ListArguments),
    /// Show a document and what became of each of its pages
    Show(ShowArguments),
    /// Remove documents with all that was made of them
    Remove(RemoveArguments),
    /// List, create, rename and delete collections
    Collections(CollectionsArguments),
    /// Find the passages that fit a question
    Search(SearchArguments),
    /// Answer a question, citing the pages
    Ask(AskArguments),
    /// Pages known to be the right answer: note them, and see whether they are still found
    Pins(PinsArguments),
    /// What turns texts into numbers to find them by meaning: see what does, or change it
    Embedder(EmbedderArguments),
    /// Where the search index is: see it, or move it to a Qdrant server and back
    Index(IndexArguments),
    /// The language model that answers, if one does: see it, choose it, or do without
    Model(ModelArguments),
    /// What was asked and answered before: list, show, rename, delete and export chats
    Chats(ChatsArguments),
    /// Write a collection, or everything, into one file that opens in any other library without reading again
    Export(ExportArguments),
    /// Add what such a file holds; what is here is left as it is
    Import(SealedArguments),
    /// Write the whole library with its settings into one file
    Backup(BackupArguments),
    /// Bring a backup back into an empty library
    Restore(RestoreArguments),
    /// Ask question after question in the terminal
    Chat,
    /// Let other programs on this computer search and ask over HTTP, until this is stopped
    Serve(ServeArguments),
    /// Serve a program that speaks the Model Context Protocol at standard input and output, until it ends
    Mcp,
    /// List the settings, or change one
    Settings(SettingsArguments),
    /// Check the model, the index, the catalog and the disk, and say what to do
    Doctor(DoctorArguments),
    /// Print what a shell needs to complete commands
    Completions(CompletionsArguments),
    /// Print the manual page, or write one for each command
    Man(ManArguments),
}
