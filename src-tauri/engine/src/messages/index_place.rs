//! Where the search index of a library is, and its move from one place to another.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A place for the search index.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum IndexPlace {
    /// In the library's own folder.
    #[default]
    Embedded,
    /// On a Qdrant server or cluster.
    Server {
        /// Its address; the port is that of gRPC.
        url: String,
        /// How it keeps the index.
        #[serde(default)]
        options: IndexServerOptions,
    },
}

/// How a Qdrant server keeps an index. What is chosen holds for an index from when it is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(default)]
pub struct IndexServerOptions {
    /// In how many parts; if nothing is said, one on a single server and one a node in a cluster.
    pub shards: Option<u32>,
    /// How many copies of each part a cluster keeps.
    pub replicas: u32,
    /// How many of the copies must have what is written before it counts as written; more than half of them, if
    /// nothing is said.
    pub write_consistency: Option<u32>,
    /// Whether vectors and words are kept on the server's disk, and not in its memory.
    pub on_disk: bool,
    /// Whether vectors are also kept small, to be compared with first.
    pub quantization: IndexQuantization,
}

impl Default for IndexServerOptions {
    fn default() -> Self {
        let quantization = IndexQuantization::None;
        Self { shards: None, replicas: 1, write_consistency: None, on_disk: true, quantization }
    }
}

/// How small vectors are made to be compared with first. The best are compared again as they are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "snake_case")]
pub enum IndexQuantization {
    /// They are compared as they are.
    #[default]
    None,
    /// To eight bits a number: a quarter of the memory, and next to nothing is missed.
    Scalar,
    /// To one bit a number: a thirty-second of the memory. For vectors of a thousand numbers and more.
    Binary,
}

/// How far the move of an index has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "snake_case")]
pub enum IndexMoveStage {
    /// The new place is being got ready.
    Opening,
    /// It is being filled from the catalog; counted in passages.
    Filling,
    /// What is there is compared with the catalog; counted in documents.
    Checking,
}

/// The move of an index to another place. The old one answers until the new one holds everything.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct IndexMove {
    /// Where to.
    pub to: IndexPlace,
    /// How far it has come.
    pub stage: IndexMoveStage,
    /// How many of `total` are done.
    #[cfg_attr(test, ts(type = "number"))]
    pub done: u64,
    /// How many there are; 0 while that is not known.
    #[cfg_attr(test, ts(type = "number"))]
    pub total: u64,
    /// Why it does not go on just now; it is tried again and again.
    pub problem: Option<String>,
}

/// Where the index is and how it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct IndexState {
    /// Where it is.
    pub place: IndexPlace,
    /// Whether that is so for this run of the app only, whatever was chosen for the library.
    pub is_for_this_run: bool,
    /// Whether it holds what the catalog does. While it does not, imports wait, and a search tells so if it would miss
    /// something.
    pub is_in_step: bool,
    /// Why it is not in step, or why its server could not be asked last.
    pub problem: Option<String>,
    /// How many passages are in it, while it is being filled.
    pub filled: u32,
    /// How many passages the catalog knows.
    pub passages: u32,
    /// The move that is under way.
    pub moving: Option<IndexMove>,
    /// Servers that still hold an index of the library which nobody asks any more; they are cleared when they can be
    /// reached.
    pub to_clear: Vec<String>,
}
