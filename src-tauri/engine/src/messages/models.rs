//! Language models, and what they are given to read.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How a server of language models wants to be spoken to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "snake_case")]
pub enum LanguageModelKind {
    /// As `OpenAI`'s, which most servers understand.
    OpenAi,
    /// As Ollama's own, the only way to tell it how much it should be able to read at once.
    Ollama,
    /// As Anthropic's.
    Anthropic,
}

/// A language model that answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(untagged)]
pub enum LanguageModelChoice {
    /// A server runs it.
    Served(ServedModel),
    /// The app itself runs it.
    InFile(ModelInFile),
}

/// A language model in a file on this computer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct ModelInFile {
    /// Where it is, as llama.cpp stores models (GGUF).
    pub file: String,
    /// How many tokens it should read at once; the more, the more memory it takes.
    #[serde(default)]
    pub context_tokens: Option<u32>,
}

/// A language model that a server runs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct ServedModel {
    /// How its server wants to be spoken to.
    pub kind: LanguageModelKind,
    /// The server's address.
    pub url: String,
    /// The name of the model, as the server calls it.
    pub model: String,
    /// How many tokens it can read at once, if that is known.
    #[serde(default)]
    pub context_tokens: Option<u32>,
}

/// What is known of a language model that a server has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct LanguageModelInfo {
    /// What the server calls it.
    pub name: String,
    /// How many tokens it can read at once, if the server says so.
    pub context_tokens: Option<u32>,
    /// How many bytes it has, if the server says so.
    #[cfg_attr(test, ts(type = "number | null"))]
    pub size: Option<u64>,
}

/// A program on this computer that runs language models.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct RunningServer {
    /// What the program is called.
    pub name: String,
    /// How it wants to be spoken to.
    pub kind: LanguageModelKind,
    /// Where it answers.
    pub url: String,
    /// Its models.
    pub models: Vec<LanguageModelInfo>,
}

/// Language models that the app itself can run.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct ModelFiles {
    /// Whether this build of the app can run any.
    pub can_run: bool,
    /// Those that are recommended for download.
    pub catalogue: Vec<ModelFileEntry>,
}

/// A language model for download.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct ModelFileEntry {
    /// Names it.
    pub id: String,
    /// What people call it.
    pub title: String,
    /// What it understands, in words.
    pub languages: String,
    /// About how much is loaded, in millions of bytes.
    pub megabytes: u32,
    /// Its licence, as SPDX writes it.
    pub licence: String,
    /// Who it is for, in a sentence.
    pub suits: String,
    /// Where it is, if it is here.
    pub file: Option<String>,
    /// How far its download is, if there is one.
    pub download: Option<ModelDownload>,
}

/// How far the download of a language model is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct ModelDownload {
    /// Bytes that are here.
    #[cfg_attr(test, ts(type = "number"))]
    pub received: u64,
    /// Of how many, once that is known.
    #[cfg_attr(test, ts(type = "number | null"))]
    pub of: Option<u64>,
}

/// How the room of a language model is used: how much it can read at once, in tokens, prompt and answer together.
/// All but `read` are estimates that are rather too high.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct ContextLedger {
    /// All of it.
    pub room: u32,
    /// Whether that is what the model has, and not only what most have.
    pub is_known: bool,
    /// What the model is told of how to answer.
    pub rules: u32,
    /// What was said before.
    pub history: u32,
    /// The question.
    pub question: u32,
    /// The passages.
    pub passages: u32,
    /// What is kept free for the answer.
    pub answer: u32,
    /// How many passages the model is given.
    pub passages_given: u32,
    /// How many were found and had no room.
    pub passages_left_out: u32,
    /// How many tokens the server says that the model has read.
    pub read: Option<u32>,
    /// Whether that is less than it was given, so that a part was cut off without a word.
    pub was_cut: bool,
}

/// Something that is wrong with a sentence of an answer, or with its citation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum SentenceProblem {
    /// The model cites a passage that it was not given.
    UnknownSource {
        /// As the model wrote it.
        number: u32,
    },
    /// The passage that the model cites does not say so.
    WrongSource {
        /// Whether another passage does.
        is_elsewhere: bool,
    },
    /// A number stands nowhere where the rest of the sentence does.
    NumberNotFound {
        /// As it stands in the sentence.
        text: String,
    },
    /// A name stands nowhere where the rest of the sentence does.
    NameNotFound {
        /// As it stands in the sentence.
        text: String,
    },
    /// The passage says the opposite.
    Contradiction {
        /// The telling word of the sentence.
        said: String,
        /// What the passage has instead.
        stands: String,
    },
    /// No passage says so.
    NoEvidence,
}
