//! Arguments of `chats`.

use clap::{Args, Subcommand, ValueEnum};

/// Which chats, and what of them.
#[derive(Debug, Args)]
pub struct ChatsArguments {
    /// What to do; lists them if nothing is said
    #[command(subcommand)]
    pub action: Option<ChatAction>,
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
