//! Documents, their pages and what became of each.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A named group of documents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct Collection {
    /// The name, unique in the library.
    pub name: String,
    /// How many documents it holds.
    pub documents: u32,
}

/// Enough to name a document beside a hit or a citation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct DocumentReference {
    /// SHA-256 of the document's bytes, in hex.
    pub id: String,
    /// The document's own title, or its file name.
    pub title: String,
    /// Where it was last seen.
    pub path: String,
    /// How many of its pages hold something that could not be read.
    #[serde(default)]
    pub pages_unread: u32,
}

/// A line of the document list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct DocumentSummary {
    /// SHA-256 of the document's bytes, in hex.
    pub id: String,
    /// The document's own title, or its file name.
    pub title: String,
    /// The last part of `path`.
    pub filename: String,
    /// Where it was last seen.
    pub path: String,
    /// Media type, such as `application/pdf`.
    pub content_type: String,
    /// Size in bytes.
    #[cfg_attr(test, ts(type = "number"))]
    pub size: u64,
    /// When it was added, in milliseconds since 1970-01-01 UTC.
    #[cfg_attr(test, ts(type = "number"))]
    pub added_at: i64,
    /// How many pages it has.
    pub pages: u32,
    /// How many of them have text that can be found.
    pub pages_searchable: u32,
    /// How many hold something that could not be read: images and failed pages, not blank ones.
    pub pages_unread: u32,
    /// Who wrote it, as it says itself.
    pub author: Option<String>,
    /// How many passages were embedded.
    pub passages: u32,
    /// The collections it belongs to.
    pub collections: Vec<String>,
}

/// A document with its receipt.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct DocumentDetail {
    /// The document.
    #[serde(flatten)]
    pub document: DocumentSummary,
    /// Every path at which these bytes were seen.
    pub paths: Vec<String>,
    /// Which of its pages could not be read, why, and what can be done; nothing if all were.
    pub holes: Option<String>,
    /// Its headings, as it lists them.
    pub outline: Vec<OutlineEntry>,
    /// What became of each page, in page order.
    pub receipt: Vec<PageReceipt>,
}

/// A heading of a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct OutlineEntry {
    /// How deep it is, from 0.
    pub level: u32,
    /// What it says.
    pub title: String,
    /// Index from 0 of the page it is on.
    pub page: u32,
}

/// What became of a page on import.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "snake_case")]
pub enum PageState {
    /// Its text can be found.
    Searchable,
    /// It was an image; its text was recognised and can be found.
    Recognised,
    /// It is an image without text that can be found: a scan or a picture.
    ImageOnly,
    /// There is nothing on it.
    Blank,
    /// It could not be read; the receipt has the reason.
    Failed,
}

/// One line of a receipt.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct PageReceipt {
    /// Index from 0.
    pub page: u32,
    /// The label printed on the page, or its number from 1.
    pub label: String,
    /// What became of it.
    pub state: PageState,
    /// Which reader produced the text, such as `hayro` or `pdf-extract`.
    pub reader: String,
    /// How many words were read.
    pub words: u32,
    /// How long reading took, in milliseconds.
    pub milliseconds: u32,
    /// Why it is not searchable, or why the second reader was needed.
    pub reason: Option<String>,
}

/// A stretch of a page's text that is the name of a section.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct PageHeading {
    /// Where it begins, in UTF-16 code units.
    pub start: u32,
    /// One past its end.
    pub end: u32,
    /// How deep its section is, from 1 for the topmost.
    pub level: u8,
}

/// The text of one page as it was read, for documents the window shows as text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct PageText {
    /// Index from 0.
    pub page: u32,
    /// The label printed on the page, or its number from 1.
    pub label: String,
    /// The text; paragraphs are separated by an empty line.
    pub text: String,
    /// Its headings in the order of the text.
    pub headings: Vec<PageHeading>,
}

/// A word of a page: from where to where it goes in the page's text, counted in UTF-16 code units as JavaScript does,
/// then left, top, right and bottom as in [`PageBox`](super::PageBox). Written as an array of six numbers.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct PlacedWord(pub u32, pub u32, pub f32, pub f32, pub f32, pub f32);
