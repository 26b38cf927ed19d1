//! What the app and a process that runs a language model say to each other, in [frames](crate::confined).

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::answer::language::{EndReason, Prompt, Usage};

/// Tells the app's program to run a language model and to do nothing else.
pub const RUN_MODEL_ARGUMENT: &str = "run-model";

/// Changed whenever the meaning of a frame does: an app that was updated while it runs must not talk to a process of
/// the new version.
pub const PROTOCOL: u32 = 1;

/// The number of what is said without being asked, and of what wants no answer.
pub const UNASKED: u32 = 0;

/// The first frame to a process.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hello {
    /// [`PROTOCOL`] of the app.
    pub protocol: u32,
    /// The model, as llama.cpp stores them (GGUF); no other file can be opened.
    pub file: PathBuf,
    /// How many threads compute.
    pub threads: u32,
}

/// What a process is asked. Each answer has the number of its request.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Request {
    /// How many tokens each of these texts has.
    Count(Vec<String>),
    /// To answer.
    Answer(Prompt),
    /// To answer the request of this number no further.
    Stop(u32),
}

/// What a process says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Reply {
    /// The model is there.
    Ready(About),
    /// It cannot be run, and why. The last word.
    Refused(String),
    /// How many tokens each text has.
    Counted(Vec<u32>),
    /// The prompt has so many tokens, which is more than the model can read at once.
    TooLong(u32),
    /// The prompt has so many tokens and is being read.
    Reading(u32),
    /// The next words.
    Text(String),
    /// All is said.
    End {
        /// Why.
        reason: EndReason,
        /// How much was read and written.
        usage: Usage,
    },
    /// It went wrong, and how.
    Failed(String),
}

/// What is known of a model that is there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    /// How many tokens it was made to read at once.
    pub context_tokens: u32,
}
