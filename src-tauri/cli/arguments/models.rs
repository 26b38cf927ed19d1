//! Arguments of `model` and `embedder`.

use clap::{Args, Subcommand, ValueEnum};

/// Which language model, and what of it.
#[derive(Debug, Args)]
pub struct ModelArguments {
    /// What to do; shows what there is if nothing is said
    #[command(subcommand)]
    pub action: Option<ModelAction>,
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

/// Which embedder, and what of it.
#[derive(Debug, Args)]
pub struct EmbedderArguments {
    /// What to do; lists what there is if nothing is said
    #[command(subcommand)]
    pub action: Option<EmbedderAction>,
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
