//! What embeds a library, and the change from one embedder to another.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Pin;

/// Something that can embed a library.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum EmbedderChoice {
    /// The model that the app brings along.
    #[default]
    Bundled,
    /// A model of the catalogue, which is downloaded if it is not here.
    Catalogue {
        /// Its id.
        id: String,
    },
    /// A model in a folder on this computer.
    Folder {
        /// The folder.
        path: String,
    },
    /// A server that embeds as `OpenAI`'s does, with `/v1/embeddings`.
    Server {
        /// Its address.
        url: String,
        /// The name of the model, as the server calls it.
        model: String,
    },
}

/// A model that is known to be good, for a person to choose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct CatalogueEntry {
    /// Names it, as in [`EmbedderChoice::Catalogue`].
    pub id: String,
    /// What people call it.
    pub title: String,
    /// What it understands, in words.
    pub languages: String,
    /// About how much is downloaded, in millions of bytes.
    pub megabytes: u32,
    /// How many numbers a vector has.
    pub dimensions: u32,
    /// Its licence, as SPDX writes it.
    pub licence: String,
    /// Who it is for, in a sentence.
    pub suits: String,
    /// Whether the app brings it along.
    pub is_bundled: bool,
    /// Whether its files are on this computer.
    pub is_here: bool,
}

/// How far the change to another embedder has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "snake_case")]
pub enum ChangeStage {
    /// Its model is being downloaded; counted in bytes.
    Downloading,
    /// It is being opened.
    Opening,
    /// The passages are being embedded; counted in passages.
    Embedding,
    /// Its index is being made; counted in passages.
    Indexing,
    /// It could answer from now on, and waits to be told so.
    Ready,
}

/// A change to another embedder, which is got ready while the old one answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct EmbedderChange {
    /// What is changed to.
    pub to: EmbedderChoice,
    /// What people call it.
    pub title: String,
    /// How far it has come.
    pub stage: ChangeStage,
    /// How many of `total` are done.
    #[cfg_attr(test, ts(type = "number"))]
    pub done: u64,
    /// How many there are; 0 while that is not known.
    #[cfg_attr(test, ts(type = "number"))]
    pub total: u64,
    /// Whether it rests until it is resumed.
    pub is_paused: bool,
    /// Why it cannot go on; it rests until it is resumed.
    pub problem: Option<String>,
}

/// What passages were embedded to by a model that does not answer now: it is kept, to change back at once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct KeptEmbeddings {
    /// Names the model's vectors.
    pub model: String,
    /// What people call it.
    pub title: String,
    /// How many passages it has embedded.
    pub passages: u32,
    /// About how much room that takes, in bytes.
    #[cfg_attr(test, ts(type = "number"))]
    pub bytes: u64,
}

/// What embeds a library, and what could.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct Embedders {
    /// What was chosen.
    pub chosen: EmbedderChoice,
    /// What people call what embeds now.
    pub title: String,
    /// Names its vectors.
    pub model: String,
    /// How many numbers a vector has.
    pub dimensions: u32,
    /// Why another one than the chosen embeds now.
    pub problem: Option<String>,
    /// How many passages it has embedded; the others are found by their words only until they are.
    pub embedded: u32,
    /// How many passages there are.
    pub passages: u32,
    /// The change that is under way.
    pub change: Option<EmbedderChange>,
    /// The models that are known to be good.
    pub catalogue: Vec<CatalogueEntry>,
    /// What other models have embedded.
    pub kept: Vec<KeptEmbeddings>,
}

/// Where the page of a pin is found with the embedder that answers and with the one that is ready to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct PinComparison {
    /// The pin.
    pub pin: Pin,
    /// Its rank now, from 1; none if it is not found.
    pub now: Option<u32>,
    /// Its rank with the other one.
    pub then: Option<u32>,
}
