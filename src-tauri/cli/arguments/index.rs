//! Where the search index is.

use clap::{Args, Subcommand, ValueEnum};

/// What to see or to do.
#[derive(Debug, Args)]
pub struct IndexArguments {
    /// What to do; shows where it is if nothing is said
    #[command(subcommand)]
    pub action: Option<IndexAction>,
}

/// What to do with the search index.
#[derive(Debug, Subcommand)]
pub enum IndexAction {
    /// Show where it is and how it is
    Show,
    /// Move it, and wait until it answers there. What is done is kept if this is stopped
    Use(IndexUseArguments),
    /// Call off a move that was begun
    Cancel,
    /// Remove what a server keeps of this library's indexes that nobody asks any more
    Clear {
        /// The server's address
        url: String,
    },
}

/// Where to move the search index.
#[derive(Debug, Args)]
pub struct IndexUseArguments {
    /// The address of a Qdrant server, such as `http://localhost:6334`; or `embedded`, for the library's own folder
    #[arg(value_name = "URL|embedded")]
    pub place: String,
    /// Read the server's key from standard input
    #[arg(long)]
    pub key_stdin: bool,
    /// In how many parts to keep it [default: as the server thinks best]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1024))]
    pub shards: Option<u32>,
    /// How many copies of each part a cluster keeps
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=64))]
    pub replicas: u32,
    /// How many copies must have what is written before it counts as written [default: more than half of them]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=64))]
    pub write_consistency: Option<u32>,
    /// Keep vectors and words in the server's memory, and not on its disk
    #[arg(long)]
    pub in_memory: bool,
    /// How small vectors are made to be compared with first
    #[arg(long, value_enum, default_value_t)]
    pub quantization: Quantization,
}

/// How small vectors are made to be compared with first. The best are compared again as they are.
#[derive(Debug, Clone, Copy, Default, ValueEnum)]
pub enum Quantization {
    /// Not at all
    #[default]
    None,
    /// To eight bits a number
    Scalar,
    /// To one bit a number, for vectors of a thousand numbers and more
    Binary,
}
