//! What a library holds, as a whole and in stretches.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Collection, DocumentSummary, SealedContents};

/// What sort of file a document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "snake_case")]
pub enum DocumentKind {
    /// Portable document format.
    Pdf,
    /// Plain text and Markdown.
    Text,
    /// What a word processor writes.
    Writing,
    /// Spreadsheets and tables.
    Sheet,
    /// Presentations.
    Slides,
    /// E-books.
    Book,
    /// E-mails.
    Mail,
    /// Web pages.
    Web,
}

impl DocumentKind {
    /// The media types of this kind.
    pub(crate) fn content_types(self) -> &'static [&'static str] {
        match self {
            Self::Pdf => &["application/pdf"],
            Self::Text => &["text/plain", "text/markdown"],
            Self::Writing => &[
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
                "application/vnd.oasis.opendocument.text",
                "application/rtf",
            ],
            Self::Sheet => &[
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                "application/vnd.oasis.opendocument.spreadsheet",
                "application/vnd.ms-excel",
                "text/csv",
                "text/tab-separated-values",
            ],
            Self::Slides => &[
                "application/vnd.openxmlformats-officedocument.presentationml.presentation",
                "application/vnd.oasis.opendocument.presentation",
            ],
            Self::Book => &["application/epub+zip"],
            Self::Mail => &["message/rfc822"],
            Self::Web => &["text/html"],
        }
    }
}

/// What documents are ordered by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "snake_case")]
pub enum DocumentOrder {
    /// When they were added.
    #[default]
    Added,
    /// Their titles.
    Title,
    /// How large their files are.
    Size,
    /// How many pages they have.
    Pages,
}

/// Which documents to list, and in which order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct DocumentsRequest {
    /// Only those of this collection.
    pub collection: Option<String>,
    /// Only those in whose title, author or file name stands every one of these words; empty means all.
    pub looked_for: String,
    /// Only those of these kinds; empty means all.
    pub kinds: Vec<DocumentKind>,
    /// Only those that hold something which could not be read.
    pub only_unread: bool,
    /// What they are ordered by.
    pub order: DocumentOrder,
    /// Whether the greatest, latest or last comes first.
    pub is_descending: bool,
    /// How many to leave out from the beginning.
    pub offset: u32,
    /// How many at the most.
    pub limit: u32,
}

/// A stretch of a list of documents.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct DocumentsFound {
    /// How many there are from beginning to end.
    pub total: u32,
    /// Those that were asked for.
    pub documents: Vec<DocumentSummary>,
}

/// How much a library holds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct LibraryCounts {
    /// How many documents.
    pub documents: u32,
    /// How many of them hold something that could not be read.
    pub unread: u32,
    /// All collections, by name.
    pub collections: Vec<Collection>,
}

/// Where a library is, and what it takes. All sizes are in bytes, as the disk counts them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct LibraryPlace {
    /// Its folder.
    pub path: String,
    /// What it takes on the disk.
    #[cfg_attr(test, ts(type = "number"))]
    pub bytes: u64,
    /// Of that, copies of the files as they were added.
    #[cfg_attr(test, ts(type = "number"))]
    pub originals: u64,
    /// Of that, words, passages and chats.
    #[cfg_attr(test, ts(type = "number"))]
    pub catalog: u64,
    /// Of that, what is searched.
    #[cfg_attr(test, ts(type = "number"))]
    pub index: u64,
    /// Beside it, models that were downloaded.
    #[cfg_attr(test, ts(type = "number"))]
    pub models: u64,
    /// What is free on that disk, if that is known.
    #[cfg_attr(test, ts(type = "number | null"))]
    pub free: Option<u64>,
}

/// What would become of files and folders if they were dropped now.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct DropPreview {
    /// How many files, those in folders counted.
    pub files: u32,
    /// How many folders.
    pub folders: u32,
    /// How many of the files are in the library already, as they are.
    pub known: u32,
    /// Names of files that cannot be read, a few at the most.
    pub unreadable: Vec<String>,
    /// How many cannot be read.
    pub unreadable_files: u32,
    /// Whether there are more files than were counted.
    pub is_more: bool,
    /// How many sealed files. They are no documents and not counted among the files.
    #[serde(default)]
    pub sealed_files: u32,
    /// What the first of them says that it holds, unless it is locked.
    #[serde(default)]
    pub sealed: Option<SealedContents>,
}
