//! A question's hits and where they stand on the page.

use serde::{Deserialize, Serialize};

use super::DocumentReference;

/// What to look for and where.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct SearchRequest {
    /// The question, as the person typed it.
    pub query: String,
    /// How many hits at the most.
    pub limit: u32,
    /// Only in these collections; empty means the whole library.
    #[serde(default)]
    pub collections: Vec<String>,
    /// Only in these documents (ids); empty means all.
    #[serde(default)]
    pub documents: Vec<String>,
}

/// A rectangle on a page: page index, then left, top, right and bottom in PDF points from the page's top
/// left corner as it is shown (rotation and crop undone). Written as an array of five numbers.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct PageBox(pub u32, pub f32, pub f32, pub f32, pub f32);

/// A stretch of a page's text: page index, then start and end in UTF-16 code units, as JavaScript counts.
/// Written as an array of three numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct PageSpan(pub u32, pub u32, pub u32);

/// A hit's rank in each leg of the search, from 1; absent where that leg did not find it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct LegRanks {
    /// Among the passages nearest in meaning.
    pub dense: Option<u32>,
    /// Among the passages that share words (BM25).
    pub keyword: Option<u32>,
}

/// A passage that was found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct SearchHit {
    /// From 1.
    pub rank: u32,
    /// Fused score, 0 to 1; comparable within one search only.
    pub score: f32,
    /// The document it belongs to.
    pub document: DocumentReference,
    /// Index from 0 of the page it starts on.
    pub page: u32,
    /// The label printed on that page, or its number from 1.
    pub page_label: String,
    /// The passage's id.
    pub passage: String,
    /// The passage's text.
    pub text: String,
    /// Its lines on the page; empty for documents without pages to look at.
    pub boxes: Vec<PageBox>,
    /// Where it stands in the text of its pages.
    pub spans: Vec<PageSpan>,
    /// Its rank in each leg.
    pub ranks: LegRanks,
}

/// How much of what was asked about has been searched.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
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
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct SearchResponse {
    /// The question, as asked.
    pub query: String,
    /// Best first.
    pub hits: Vec<SearchHit>,
    /// How complete the search was.
    pub searched: Searched,
    /// How long it took.
    pub milliseconds: u32,
}
