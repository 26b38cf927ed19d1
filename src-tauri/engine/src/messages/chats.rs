//! Conversations, as they are kept.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Answer, LeftOut, Mentions, SearchHit, Understood};

/// A chat in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct ChatSummary {
    /// Names it.
    pub id: u32,
    /// What it is called: its first question, unless the person renamed it.
    pub title: String,
    /// When it was begun, in milliseconds since 1970.
    #[cfg_attr(test, ts(type = "number"))]
    pub created_at: i64,
    /// When something was last asked in it.
    #[cfg_attr(test, ts(type = "number"))]
    pub changed_at: i64,
    /// How many questions were asked in it, those asked again counted.
    pub turns: u32,
    /// The question or answer in which stands what was looked for.
    pub place: Option<String>,
}

/// A chat that is open.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct Chat {
    /// Names it.
    pub id: u32,
    /// What it is called.
    pub title: String,
    /// One line of it, the first question first.
    pub turns: Vec<ChatTurn>,
}

/// A question and its answer, with the evidence as it was.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct ChatTurn {
    /// Names it.
    pub id: u32,
    /// The turn before it.
    pub parent: Option<u32>,
    /// When it was asked, in milliseconds since 1970.
    #[cfg_attr(test, ts(type = "number"))]
    pub at: i64,
    /// As the person typed it.
    pub question: String,
    /// What was told of it.
    pub record: TurnRecord,
    /// This question asked again or otherwise: the turns in its place, itself among them, the oldest first.
    pub siblings: Vec<u32>,
    /// The citations whose words are not any more as they were.
    pub changed: Vec<ChangedCitation>,
}

/// What was told of a question.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct TurnRecord {
    /// Where it was asked: collections; empty means the whole library.
    #[serde(default)]
    pub collections: Vec<String>,
    /// Where it was asked: documents by their ids; empty means all.
    #[serde(default)]
    pub documents: Vec<String>,
    /// The passages that the answer was made from.
    #[serde(default)]
    pub hits: Vec<SearchHit>,
    /// The next best ones.
    #[serde(default)]
    pub left_out: Vec<LeftOut>,
    /// How the question was understood.
    #[serde(default)]
    pub understood: Understood,
    /// Every document that mentions something, where that was the question.
    #[serde(default)]
    pub mentions: Option<Mentions>,
    /// The answer; none if it failed or was stopped.
    #[serde(default)]
    pub answer: Option<Answer>,
}

/// A citation whose words are not any more as they were.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct ChangedCitation {
    /// Its number in the answer.
    pub number: u32,
    /// The words as they were.
    pub before: String,
    /// What stands in their place in the document of today, if that was found.
    pub after: Option<String>,
    /// The document of today, if its file has changed.
    pub document: Option<String>,
}

/// Where in which chat a question is asked.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct ChatPlace {
    /// The chat; a new one if absent.
    #[serde(default)]
    pub chat: Option<u32>,
    /// The turn that it follows; absent for the first. To ask again or otherwise is to follow the same turn.
    #[serde(default)]
    pub parent: Option<u32>,
}

/// A turn that was kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct KeptTurn {
    /// Its chat.
    pub chat: u32,
    /// The turn.
    pub turn: u32,
}

/// As what a chat is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "snake_case")]
pub enum ExportForm {
    /// Text with footnotes.
    #[default]
    Markdown,
    /// All that is known.
    Json,
}
