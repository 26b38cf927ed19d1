//! What an import is asked to do and what it tells while it runs.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    Collection, EmbedderChange, ErrorMessage, IndexState, ModelFiles, SealedSummary, SealingProgress, SealingWork,
};

/// Files and folders to import.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct AddRequest {
    /// Files, or folders that are taken with all they hold.
    pub paths: Vec<String>,
    /// The collection to put them in; created if it is new.
    #[serde(default)]
    pub collection: Option<String>,
    /// What opens those of the files that are encrypted. It is used once and not kept.
    #[serde(default)]
    #[cfg_attr(test, ts(optional))]
    pub password: Option<Password>,
}

/// A password. It never shows what it is where it is printed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct Password(pub String);

impl std::fmt::Debug for Password {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Password(…)")
    }
}

/// Names one file's import, also after a restart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct ImportId(pub u32);

/// What is being done to a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// It waits for its turn.
    Queued,
    /// It rests until it is resumed; counted in pages.
    Paused,
    /// Its pages are being read; counted in pages.
    Reading,
    /// Its passages are being embedded; counted in passages.
    Embedding,
    /// It is being written to the index and the catalog; counted in passages.
    Indexing,
}

/// How far a file has come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct ImportProgress {
    /// Which import.
    pub import: ImportId,
    /// Which file.
    pub path: String,
    /// What is being done.
    pub stage: Stage,
    /// How many of `total` are done.
    pub done: u32,
    /// How many there are; 0 while that is not known.
    pub total: u32,
    /// Size of the file in bytes; 0 while that is not known.
    #[serde(default)]
    #[cfg_attr(test, ts(type = "number"))]
    pub size: u64,
}

/// How a file's import ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "snake_case")]
pub enum ImportStatus {
    /// A new document.
    Added,
    /// The file has changed since it was imported; its new content took the old one's place.
    Updated,
    /// This file was imported before and is the same.
    Unchanged,
    /// The same content was imported from another path.
    Duplicate,
    /// It was not imported; there is a reason.
    Failed,
}

/// One file's end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct ImportOutcome {
    /// Which import.
    pub import: ImportId,
    /// Which file.
    pub path: String,
    /// The document's id (SHA-256 of its bytes in hex); absent where the file could not even be hashed.
    pub id: Option<String>,
    /// The last part of `path`.
    pub filename: String,
    /// Media type, such as `application/pdf`; absent where it is not known.
    pub content_type: Option<String>,
    /// Size in bytes.
    #[cfg_attr(test, ts(type = "number"))]
    pub size: u64,
    /// How it ended.
    pub status: ImportStatus,
    /// How many pages it has.
    pub pages: u32,
    /// How many of them have text that can be found.
    pub pages_searchable: u32,
    /// How many passages it has.
    pub passages: u32,
    /// How many of them had to be embedded; the text of the others was in the library already.
    #[serde(default)]
    pub passages_embedded: u32,
    /// Why it failed, or which pages could not be read.
    pub reason: Option<String>,
    /// Whether it failed because it opens with a password only, which none or not the right one was given for.
    #[serde(default)]
    pub needs_password: bool,
    /// Whether it failed because the person wanted it to end.
    #[serde(default)]
    pub was_cancelled: bool,
}

/// The end of everything one `add` asked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct ImportSummary {
    /// New documents.
    pub added: u32,
    /// Changed files.
    pub updated: u32,
    /// Files that were the same as before.
    pub unchanged: u32,
    /// Files whose content was there under another path.
    pub duplicate: u32,
    /// Files that were not imported.
    pub failed: u32,
    /// How long it took.
    pub seconds: f64,
}

impl ImportSummary {
    /// Counts a file that ended so.
    pub fn count(&mut self, status: ImportStatus) {
        let counter = match status {
            ImportStatus::Added => &mut self.added,
            ImportStatus::Updated => &mut self.updated,
            ImportStatus::Unchanged => &mut self.unchanged,
            ImportStatus::Duplicate => &mut self.duplicate,
            ImportStatus::Failed => &mut self.failed,
        };
        *counter += 1;
    }

    /// How many files are in the library now, whether they had been before or not.
    pub fn done(&self) -> u32 {
        self.added + self.updated + self.unchanged + self.duplicate
    }
}

/// What is to be worked on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct ImportQueue {
    /// Whether all of it rests.
    pub paused: bool,
    /// What waits, rests or is being worked on, in the order in which it is worked on.
    pub order: Vec<ImportId>,
    /// Why it rests by itself; it goes on as soon as that is over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub problem: Option<String>,
}

/// A folder that the library is kept in step with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct WatchedFolder {
    /// Names it.
    pub id: u32,
    /// Where it is.
    pub path: String,
    /// The collection that its documents go into.
    pub collection: Option<String>,
    /// How many files in it are documents of the library.
    pub files: u32,
    /// Why it cannot be followed just now.
    pub problem: Option<String>,
}

/// What happens in a library while it is open.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum LibraryEvent {
    /// A file has come further.
    Progress(ImportProgress),
    /// A file's import has ended.
    Document(ImportOutcome),
    /// All that one `add` asked for has ended.
    Summary(ImportSummary),
    /// What waits has another order, or all of it rests or goes on.
    Queue(ImportQueue),
    /// Another set of folders is watched, or one of them is otherwise than it was.
    Folders {
        /// All of them.
        folders: Vec<WatchedFolder>,
    },
    /// A document was removed.
    Removed {
        /// Its id.
        id: String,
    },
    /// The change to another embedder has come further, or there is none any more.
    EmbedderChange {
        /// The change that is under way.
        change: Option<EmbedderChange>,
    },
    /// There are other collections than there were, or they are called otherwise.
    Collections {
        /// All of them.
        collections: Vec<Collection>,
    },
    /// Documents were put into a collection or taken out of one.
    Filed {
        /// Their ids.
        documents: Vec<String>,
    },
    /// The download of a language model has come further, or has ended.
    ModelFiles(ModelFiles),
    /// A sealed file has come further.
    Sealing(SealingProgress),
    /// A sealed file is written, or taken in.
    Sealed(SealedSummary),
    /// A sealed file could not be written or taken in.
    SealingFailed {
        /// What was to be done with it.
        work: SealingWork,
        /// The file, or the folder it was to be written to.
        file: String,
        /// Why.
        problem: ErrorMessage,
    },
    /// The index is in step or not any more, its move has come further, or it has ended.
    Index(IndexState),
}
