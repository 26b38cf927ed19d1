//! A question's hits and where they stand on the page.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::DocumentReference;

/// What to look for and where.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct SearchRequest {
    /// The question, as the person typed it.
    pub query: String,
    /// How many hits at the most.
    #[serde(default = "ten")]
    pub limit: u32,
    /// Only in these collections; empty means the whole library.
    #[serde(default)]
    pub collections: Vec<String>,
    /// Only in these documents (ids); empty means all.
    #[serde(default)]
    pub documents: Vec<String>,
    /// Which parts of the search are used.
    #[serde(default)]
    pub stages: SearchStages,
    /// What was asked and answered before, oldest first, for questions such as "and in Spain?".
    #[serde(default)]
    pub earlier: Vec<EarlierTurn>,
}

/// As many hits as one looks through.
fn ten() -> u32 {
    10
}

/// Which parts of a search are used. All of them find the most; the others are there to be compared with.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "snake_case")]
pub enum SearchStages {
    /// By meaning only.
    Dense,
    /// By shared words only.
    Keyword,
    /// Both, fused.
    Fused,
    /// Both, fused, and the best compared again token by token.
    #[default]
    Full,
}

/// A turn of a chat.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct EarlierTurn {
    /// As it was asked.
    pub question: String,
    /// As it was answered; empty if it was not.
    #[serde(default)]
    pub answer: String,
}

/// A rectangle on a page: page index, then left, top, right and bottom in PDF points from the page's top
/// left corner as it is shown (rotation and crop undone). Written as an array of five numbers.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct PageBox(pub u32, pub f32, pub f32, pub f32, pub f32);

/// A stretch of a page's text: page index, then start and end in UTF-16 code units, as JavaScript counts.
/// Written as an array of three numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct PageSpan(pub u32, pub u32, pub u32);

/// A hit's rank in each leg of the search, from 1; absent where that leg did not find it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct LegRanks {
    /// Among the passages nearest in meaning.
    pub dense: Option<u32>,
    /// Among the passages that share words (BM25).
    pub keyword: Option<u32>,
}

/// What a hit's score is made from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct HitScores {
    /// Cosine with the question; absent where it was not among the nearest in meaning.
    pub dense: Option<f32>,
    /// BM25; absent where it was not among those that share the most words.
    pub keyword: Option<f32>,
    /// Both, each scaled to the range of its leg and weighed; 0 to 1.
    pub fused: f32,
    /// Likeness token by token, about -1 to 1; absent where it was not compared so.
    pub late: Option<f32>,
}

/// Another place that says the same as a hit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct HitCopy {
    /// The document it belongs to.
    pub document: DocumentReference,
    /// Index from 0 of the page it starts on.
    pub page: u32,
    /// The label printed on that page, or its number from 1.
    pub page_label: String,
    /// The passage's id.
    pub passage: String,
}

/// Why a passage that was looked at is no hit of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum LeftOutReason {
    /// Others fit better.
    BelowTheLast,
    /// A hit says the same.
    SaysTheSame {
        /// Its rank.
        hit: u32,
    },
    /// It stands right before or behind a hit and was shown with it.
    Joined {
        /// Its rank.
        hit: u32,
    },
}

/// A passage that was looked at and is no hit of its own.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct LeftOut {
    /// The document it belongs to.
    pub document: DocumentReference,
    /// The passage's id.
    pub passage: String,
    /// Index from 0 of the page it starts on.
    pub page: u32,
    /// The label printed on that page, or its number from 1.
    pub page_label: String,
    /// The passage's text.
    pub text: String,
    /// What its score was made from.
    pub scores: HitScores,
    /// Its rank in each leg.
    pub ranks: LegRanks,
    /// Why.
    pub reason: LeftOutReason,
}

/// A word that stands nowhere in the library and was taken for another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct Correction {
    /// As it was typed.
    pub typed: String,
    /// As it was taken.
    pub meant: String,
}

/// How a question was understood.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct Understood {
    /// What was looked for: without filters, and with what earlier questions say of it.
    pub text: String,
    /// Phrases that must stand in a passage as they are.
    pub phrases: Vec<String>,
    /// Words taken for others.
    pub corrections: Vec<Correction>,
    /// Whether filters left nothing to look in.
    pub is_narrowed_to_nothing: bool,
    /// Why passages were compared by their words only.
    #[serde(default)]
    pub only_words: Option<String>,
}

/// A passage that was found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct SearchHit {
    /// From 1.
    pub rank: u32,
    /// 0 to 1; comparable within one search only.
    pub score: f32,
    /// The document it belongs to.
    pub document: DocumentReference,
    /// Index from 0 of the page it starts on; of several passages shown as one, the best.
    pub page: u32,
    /// The label printed on that page, or its number from 1.
    pub page_label: String,
    /// The passage's id.
    pub passage: String,
    /// What it stands under: title and headings, the head of a table; empty if nothing is known.
    pub context: String,
    /// The passage's text.
    pub text: String,
    /// Its lines on the page; empty for documents without pages to look at.
    pub boxes: Vec<PageBox>,
    /// Where it stands in the text of its pages.
    pub spans: Vec<PageSpan>,
    /// Its rank in each leg.
    pub ranks: LegRanks,
    /// What the score is made from.
    pub scores: HitScores,
    /// Other places that say the same.
    pub copies: Vec<HitCopy>,
}

/// How much of what was asked about has been searched.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct Searched {
    /// Documents that were searched.
    pub documents: u32,
    /// Documents there are, those still being imported included.
    pub of: u32,
    /// Passages in the documents that were searched.
    pub passages: u32,
    /// Pages of these documents that hold something which could not be read, and so were not searched.
    #[serde(default)]
    pub pages_unread: u32,
}

/// What a search found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct SearchResponse {
    /// The question, as asked.
    pub query: String,
    /// Best first.
    pub hits: Vec<SearchHit>,
    /// How the question was understood.
    pub understood: Understood,
    /// The next best passages, and why they are no hits of their own.
    pub left_out: Vec<LeftOut>,
    /// How complete the search was.
    pub searched: Searched,
    /// How long it took.
    pub milliseconds: u32,
}

/// Every document that mentions something.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct Mentions {
    /// What.
    pub subject: String,
    /// The documents, those with the most passages first.
    pub documents: Vec<MentioningDocument>,
    /// How many documents were searched and do not mention it.
    pub without: u32,
    /// How complete the search was.
    pub searched: Searched,
    /// How long it took.
    pub milliseconds: u32,
}

/// A document that mentions something.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct MentioningDocument {
    /// Which.
    pub document: DocumentReference,
    /// How many of its passages mention it.
    pub passages: u32,
    /// On which pages, from 0.
    pub pages: Vec<u32>,
    /// The labels printed on the first of these pages, a dozen at the most.
    pub page_labels: Vec<String>,
    /// The first of the passages; its scores and ranks are empty.
    pub first: SearchHit,
}

/// A page that the person said is the right answer to a question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct Pin {
    /// Names it.
    pub id: u32,
    /// As it was asked.
    pub question: String,
    /// The document of the page.
    pub document: DocumentReference,
    /// Index from 0.
    pub page: u32,
    /// The label printed on the page, or its number from 1.
    pub page_label: String,
    /// Where the page was found when that was looked at last, from 1; absent if it was not found or not yet looked at.
    pub rank: Option<u32>,
    /// Whether it was ever looked for.
    pub was_checked: bool,
}

/// Where a pinned page is found now, and where it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct PinCheck {
    /// The pin as it is now.
    pub pin: Pin,
    /// Where it was found when that was looked at before.
    pub before: Option<u32>,
    /// Whether it was looked at before.
    pub was_checked: bool,
}
