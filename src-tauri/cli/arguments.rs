//! What can be asked for on the command line.

use std::path::PathBuf;

use clap::error::ErrorKind;
use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};

/// Drop documents on a window, ask, and get answers that cite the page.
///
/// Without a command the window opens.
#[derive(Debug, Parser)]
#[command(version, name = "paperside")]
pub struct Arguments {
    /// The library's folder [default: the person's own]
    #[arg(long, value_name = "DIR", global = true)]
    pub library: Option<PathBuf>,
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
        let arguments = Self::parse();
        if arguments.command.is_none()
            && let Some(stranger) = arguments.paths.iter().find(|path| !path.exists())
        {
            let hint = format!("there is no command and no file “{}”; see `paperside --help`", stranger.display());
            Self::command().error(ErrorKind::InvalidSubcommand, hint).exit();
        }
        arguments
    }

    /// Whether standard output is JSON for the one who started this; that of `mcp` is its client's alone.
    pub fn prints_json(&self) -> bool {
        self.json && !matches!(self.command, Some(Command::Mcp))
    }
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Import files and folders, and wait until they can be searched
    Add(AddArguments),
    /// List the files that wait to be imported or could not be, or change that
    Imports {
        /// What to do; lists them if nothing is said
        #[command(subcommand)]
        action: Option<ImportsAction>,
    },
    /// Keep the library in step with a folder until this is stopped
    Watch {
        /// The folder
        #[arg(value_name = "DIR")]
        folder: PathBuf,
        /// The collection to put its documents in; made if it is new
        #[arg(long, value_name = "NAME")]
        collection: Option<String>,
    },
    /// List the documents
    List {
        /// Only those in this collection
        #[arg(long, value_name = "NAME")]
        collection: Option<String>,
    },
    /// Show a document and what became of each of its pages
    Show {
        /// The document's id, or the beginning of it
        document: String,
    },
    /// Remove documents with all that was made of them
    Remove {
        /// The documents' ids, or the beginnings of them
        #[arg(required = true)]
        documents: Vec<String>,
    },
    /// List, create, rename and delete collections
    Collections {
        /// What to do; lists them if nothing is said
        #[command(subcommand)]
        action: Option<CollectionAction>,
    },
    /// Find the passages that fit a question
    Search(SearchArguments),
    /// Answer a question, citing the pages
    Ask(AskArguments),
    /// Let other programs on this computer search and ask over HTTP, until this is stopped
    Serve(ServeArguments),
    /// Pages known to be the right answer: note them, and see whether they are still found
    Pins {
        /// What to do; lists them if nothing is said
        #[command(subcommand)]
        action: Option<PinAction>,
    },
    /// What turns texts into numbers to find them by meaning: see what does, or change it
    Embedder {
        /// What to do; lists what there is if nothing is said
        #[command(subcommand)]
        action: Option<EmbedderAction>,
    },
    /// The language model that answers, if one does: see it, choose it, or do without
    Model {
        /// What to do; shows what there is if nothing is said
        #[command(subcommand)]
        action: Option<ModelAction>,
    },
    /// What was asked and answered before: list, show, rename, delete and export chats
    Chats {
        /// What to do; lists them if nothing is said
        #[command(subcommand)]
        action: Option<ChatAction>,
    },
    /// Ask question after question in the terminal
    Chat,
    /// List the settings, or change one
    Settings {
        /// Which one
        #[arg(requires = "value")]
        name: Option<String>,
        /// What it is to be; an empty one leaves it to Paperside
        value: Option<String>,
    },
    /// Serve a program that speaks the Model Context Protocol at standard input and output, until it ends
    Mcp,
    /// Check the model, the index, the catalog and the disk, and say what to do
    Doctor {
        /// Make the index anew from the catalog
        #[arg(long)]
        repair: bool,
    },
}

/// What to import.
#[derive(Debug, Args)]
pub struct AddArguments {
    /// Files, or folders that are taken with all they hold
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// The collection to put them in; made if it is new
    #[arg(long, value_name = "NAME")]
    pub collection: Option<String>,
    /// Read a password from standard input, for files that are encrypted
    #[arg(long)]
    pub password_stdin: bool,
}

/// What to look for.
#[derive(Debug, Args)]
pub struct SearchArguments {
    /// The question
    pub query: String,
    /// How many hits at the most
    #[arg(short = 'k', long = "limit", value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..=1000))]
    pub limit: u32,
    /// Only in this collection
    #[arg(long, value_name = "NAME")]
    pub collection: Vec<String>,
    /// Only in this document
    #[arg(long, value_name = "DOC")]
    pub document: Vec<String>,
    /// Every document that mentions it, with counts, instead of the best passages
    #[arg(long, conflicts_with_all = ["limit", "stages", "explain"])]
    pub all: bool,
    /// Tell how each score came about, and what else was looked at
    #[arg(long)]
    pub explain: bool,
    /// Use only these parts of the search
    #[arg(long, value_enum, default_value_t)]
    pub stages: Stages,
}

/// Parts of a search.
#[derive(Debug, Clone, Copy, Default, ValueEnum)]
pub enum Stages {
    /// Nearest in meaning
    Dense,
    /// Sharing words
    Keyword,
    /// Both, fused
    Fused,
    /// Both, fused, and the best compared again word by word
    #[default]
    Full,
}

/// What to do with pins.
#[derive(Debug, Subcommand)]
pub enum PinAction {
    /// List them
    List,
    /// Note that a page is the right answer to a question
    Add {
        /// The question
        question: String,
        /// The document's id, or the beginning of it
        document: String,
        /// The page, from 1
        #[arg(value_parser = clap::value_parser!(u32).range(1..))]
        page: u32,
    },
    /// Forget one
    Remove {
        /// Its number
        pin: u32,
    },
    /// Ask every question again and compare with the last time
    Check,
}

/// What to do with chats. `CHAT` is the number that the list shows.
#[derive(Debug, Subcommand)]
pub enum ChatAction {
    /// List them
    List {
        /// Only those in which this stands
        #[arg(long, value_name = "TEXT")]
        search: Option<String>,
    },
    /// Show one, and what is not any more as it was cited
    Show {
        /// Its number
        chat: u32,
    },
    /// Give one another title
    Rename {
        /// Its number
        chat: u32,
        /// Its new title
        title: String,
    },
    /// Delete some
    Delete {
        /// Their numbers
        #[arg(required = true, value_name = "CHAT")]
        chats: Vec<u32>,
    },
    /// Write one to standard output for other programs
    Export {
        /// Its number
        chat: u32,
        /// As what
        #[arg(long, value_enum, default_value_t)]
        form: Form,
    },
}

/// As what a chat is written.
#[derive(Debug, Clone, Copy, Default, ValueEnum)]
pub enum Form {
    /// Text with footnotes
    #[default]
    Markdown,
    /// All that is known
    Json,
}

/// What to do with the language model.
#[derive(Debug, Subcommand)]
pub enum ModelAction {
    /// Show which one answers, and those that run on this computer
    List,
    /// Let a model answer from now on
    Use {
        /// The address of its server, such as localhost:11434; or a file with a model (GGUF), or the id of a
        /// recommended one that was downloaded
        #[arg(value_name = "URL|FILE|ID")]
        place: String,
        /// The name of the model, as the server calls it
        model: Option<String>,
        /// How the server wants to be spoken to
        #[arg(long, value_enum, default_value_t)]
        kind: ServerKind,
        /// How many tokens the model can read at once [default: as the server says]
        #[arg(long, value_name = "TOKENS")]
        context: Option<u32>,
        /// Read the server's key from standard input
        #[arg(long)]
        key_stdin: bool,
    },
    /// Download a recommended model, or go on with that
    Download {
        /// Its id, as in the list
        id: String,
    },
    /// Remove a model that was downloaded
    Remove {
        /// Its id, as in the list
        id: String,
    },
    /// Let the documents' own sentences answer again
    Off,
}

/// How a server of language models wants to be spoken to.
#[derive(Debug, Clone, Copy, Default, ValueEnum)]
pub enum ServerKind {
    /// As OpenAI's, which most understand
    #[default]
    OpenAi,
    /// As Ollama's own
    Ollama,
    /// As Anthropic's
    Anthropic,
}

/// What to do with the embedder.
#[derive(Debug, Subcommand)]
pub enum EmbedderAction {
    /// List what embeds the library and what could
    List,
    /// Change to another one, and wait until it answers. What is done is kept if this is stopped
    Use {
        /// The id of a recommended model, a folder with a model, or the address of a server
        #[arg(value_name = "MODEL|FOLDER|URL")]
        embedder: String,
        /// The name of a server's model, as the server calls it
        #[arg(long, value_name = "NAME")]
        model: Option<String>,
        /// Read the server's key from standard input
        #[arg(long)]
        key_stdin: bool,
        /// Only get it ready, and show where the pages of pins are found with either
        #[arg(long)]
        compare: bool,
    },
    /// Call off a change that was begun. What was embedded is kept
    Cancel,
    /// Forget what a model has embedded that does not answer
    Forget {
        /// The model, as the list names it
        model: String,
    },
    /// List the models that a server offers
    Models {
        /// Its address
        url: String,
        /// Read its key from standard input
        #[arg(long)]
        key_stdin: bool,
    },
}

/// What to answer.
#[derive(Debug, Args)]
pub struct AskArguments {
    /// The question
    pub question: String,
    /// Only from this collection
    #[arg(long, value_name = "NAME")]
    pub collection: Vec<String>,
    /// Only from this document
    #[arg(long, value_name = "DOC")]
    pub document: Vec<String>,
    /// Who answers: extractive, in the documents' own sentences, or model [default: what was chosen]
    #[arg(long, value_name = "NAME")]
    pub answerer: Option<String>,
    /// Ask at the end of this chat, and keep question and answer in it
    #[arg(long, value_name = "CHAT")]
    pub chat: Option<u32>,
}

/// How to serve.
#[derive(Debug, Args)]
pub struct ServeArguments {
    /// Listen on this port and no other; 0 takes any that is free [default: 7427, or any if that is taken]
    #[arg(long, value_name = "PORT")]
    pub port: Option<u16>,
    /// Make another token; who knows the old one is refused from now on
    #[arg(long)]
    pub new_token: bool,
    /// The largest file that is taken, in MiB
    #[arg(long, value_name = "MIB", default_value_t = (crate::serve::LARGEST_FILE >> 20) as u32, value_parser = clap::value_parser!(u32).range(1..))]
    pub max_file_size: u32,
}

/// What to do with collections.
#[derive(Debug, Subcommand)]
pub enum CollectionAction {
    /// List them
    List,
    /// Make an empty one
    Create {
        /// Its name
        name: String,
    },
    /// Give one another name
    Rename {
        /// Its name
        from: String,
        /// Its new name
        to: String,
    },
    /// Delete one; its documents stay in the library
    Delete {
        /// Its name
        name: String,
    },
    /// Put documents into one, which is made if it is new
    Put {
        /// Its name
        name: String,
        /// The documents' ids, or the beginnings of them
        #[arg(required = true)]
        documents: Vec<String>,
    },
    /// Take documents out of one; they stay in the library
    Take {
        /// Its name
        name: String,
        /// The documents' ids, or the beginnings of them
        #[arg(required = true)]
        documents: Vec<String>,
    },
}

/// What to do with the files that wait to be imported. `ID` is the number that the list shows.
#[derive(Debug, Subcommand)]
pub enum ImportsAction {
    /// List them
    List,
    /// Import what waits, and wait until it can be searched
    Run,
    /// Let them rest until they are resumed; all of them if none is named
    Pause {
        /// Their numbers
        #[arg(value_name = "ID")]
        imports: Vec<u32>,
    },
    /// Let those that rest be imported; all of them if none is named
    Resume {
        /// Their numbers
        #[arg(value_name = "ID")]
        imports: Vec<u32>,
    },
    /// Try those that failed once more; all of them if none is named
    Retry {
        /// Their numbers
        #[arg(value_name = "ID")]
        imports: Vec<u32>,
    },
    /// Forget them, and what was read of them; all of them if none is named
    Cancel {
        /// Their numbers
        #[arg(value_name = "ID")]
        imports: Vec<u32>,
    },
    /// Import one before all others
    First {
        /// Its number
        #[arg(value_name = "ID")]
        import: u32,
    },
}
