//! Arguments of `search`, `ask` and `pins`.

use clap::{Args, Subcommand, ValueEnum};

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

/// Which pins, and what of them.
#[derive(Debug, Args)]
pub struct PinsArguments {
    /// What to do; lists them if nothing is said
    #[command(subcommand)]
    pub action: Option<PinAction>,
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
