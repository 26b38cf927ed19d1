//! Arguments of `add`, `watch`, `list`, `show`, `remove` and `collections`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueHint};

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

/// What to follow.
#[derive(Debug, Args)]
pub struct WatchArguments {
    /// The folder
    #[arg(value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub folder: PathBuf,
    /// The collection to put its documents in; made if it is new
    #[arg(long, value_name = "NAME")]
    pub collection: Option<String>,
}

/// What to list.
#[derive(Debug, Args)]
pub struct ListArguments {
    /// Only those in this collection
    #[arg(long, value_name = "NAME")]
    pub collection: Option<String>,
}

/// What to show.
#[derive(Debug, Args)]
pub struct ShowArguments {
    /// The document's id, or the beginning of it
    pub document: String,
}

/// What to remove.
#[derive(Debug, Args)]
pub struct RemoveArguments {
    /// The documents' ids, or the beginnings of them
    #[arg(required = true)]
    pub documents: Vec<String>,
}

/// Which collections, and what of them.
#[derive(Debug, Args)]
pub struct CollectionsArguments {
    /// What to do; lists them if nothing is said
    #[command(subcommand)]
    pub action: Option<CollectionAction>,
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
