//! Collections and whole libraries in one file: what is asked of them and what they tell while they are made or taken in.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Password;

/// What to write into a sealed file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct ExportRequest {
    /// The file, which must not be there yet unless it is to be replaced.
    pub file: String,
    /// The collection to export; everything if absent.
    #[serde(default)]
    pub collection: Option<String>,
    /// Locks the file. It is not kept: without it nobody opens the file.
    #[serde(default)]
    #[cfg_attr(test, ts(optional))]
    pub passphrase: Option<Password>,
    /// Whether a file of this name that is there gives way to the new one, once that is whole. A page of the window does
    /// not say so: the system's dialog asks the person.
    #[serde(default)]
    #[cfg_attr(test, ts(skip))]
    pub replace: bool,
}

/// Which sealed file to take in.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct SealedImportRequest {
    /// The file.
    pub file: String,
    /// The collection to put its documents in, in place of those they were in.
    #[serde(default)]
    pub collection: Option<String>,
    /// What opens the file, if it is locked.
    #[serde(default)]
    #[cfg_attr(test, ts(optional))]
    pub passphrase: Option<Password>,
}

/// Where to write a backup of the whole library.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct BackupRequest {
    /// The file, which must not be there yet unless it is to be replaced.
    #[serde(default)]
    pub file: Option<String>,
    /// If no file is named, the folder; the backup is called by the time. If neither is, the folder of the settings.
    #[serde(default)]
    pub folder: Option<String>,
    /// Locks the file. It is not kept: without it nobody opens the file.
    #[serde(default)]
    #[cfg_attr(test, ts(optional))]
    pub passphrase: Option<Password>,
    /// Whether a file of this name that is there gives way to the new one, once that is whole. A page of the window does
    /// not say so: the system's dialog asks the person.
    #[serde(default)]
    #[cfg_attr(test, ts(skip))]
    pub replace: bool,
}

/// Which backup to bring back.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct RestoreRequest {
    /// The file.
    pub file: String,
    /// What opens the file, if it is locked.
    #[serde(default)]
    #[cfg_attr(test, ts(optional))]
    pub passphrase: Option<Password>,
}

/// What a sealed file says that it holds. Nothing in it was looked through yet: only taking it in tells whether that is so.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct SealedContents {
    /// The file.
    pub file: String,
    /// Its size.
    #[cfg_attr(test, ts(type = "number"))]
    pub bytes: u64,
    /// Whether it is a whole library with its settings, and not only what is in it.
    pub is_backup: bool,
    /// When it was made, in milliseconds since 1970; absent if that cannot be.
    #[cfg_attr(test, ts(type = "number | null"))]
    pub made_at: Option<i64>,
    /// How many documents are in it.
    pub documents: u32,
    /// How many pages they have.
    #[cfg_attr(test, ts(type = "number"))]
    pub pages: u64,
    /// How many chats are in it.
    pub chats: u32,
    /// How many pins are in it.
    pub pins: u32,
}

/// How backups are that are made by themselves, and whether one could be brought back.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct BackupState {
    /// The last one in the folder of the settings.
    pub last: Option<LastBackup>,
    /// Why the last attempt failed, until one succeeds.
    pub problem: Option<String>,
    /// Whether a backup could be restored into this library: it is empty, or an interrupted restore goes on.
    pub can_restore: bool,
}

/// The last backup that was made by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct LastBackup {
    /// When it held all that the library did, in milliseconds since 1970: when it was made, or found to be as good as
    /// new.
    #[cfg_attr(test, ts(type = "number"))]
    pub at: i64,
    /// The file.
    pub file: String,
}

/// What is done with a sealed file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "snake_case")]
pub enum SealingWork {
    /// A collection, or all there is, is written for others.
    Export,
    /// What others wrote is added.
    Import,
    /// The whole library is written down.
    Backup,
    /// It is brought back.
    Restore,
}

/// How far that is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "snake_case")]
pub enum SealingStage {
    /// What goes into the file is looked through; counted in documents.
    Gathering,
    /// The file is written; counted in bytes before they are compressed.
    Writing,
    /// The file is looked through to its end before anything is taken from it; counted in its bytes.
    Checking,
    /// What is in it is taken in; counted in documents.
    Taking,
}

/// How far a sealed file has come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct SealingProgress {
    /// What is done with it.
    pub work: SealingWork,
    /// The file.
    pub file: String,
    /// How far that is.
    pub stage: SealingStage,
    /// How many of `total` are done.
    #[cfg_attr(test, ts(type = "number"))]
    pub done: u64,
    /// How many there are; 0 while that is not known.
    #[cfg_attr(test, ts(type = "number"))]
    pub total: u64,
}

/// A document of a library that is not in its file, or of a file that is not in the library.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct LeftBehind {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// Why.
    pub reason: String,
}

/// What came of a sealed file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct SealedSummary {
    /// What was done with it.
    pub work: SealingWork,
    /// The file.
    pub file: String,
    /// Its size.
    #[cfg_attr(test, ts(type = "number"))]
    pub bytes: u64,
    /// How many documents are in it.
    pub documents: u32,
    /// How many passages they have.
    #[cfg_attr(test, ts(type = "number"))]
    pub passages: u64,
    /// How many chats are in it.
    pub chats: u32,
    /// How many pins are in it.
    pub pins: u32,
    /// The collections of its documents; of an import, as they are called here.
    pub collections: Vec<String>,
    /// Of an import: how many documents are new here.
    pub added: u32,
    /// Of an import: how many were here already and were left as they are.
    pub unchanged: u32,
    /// Of an import: how many chats are new here.
    pub chats_added: u32,
    /// Of an import: those of the collections that were here already and have more documents now.
    pub joined: Vec<String>,
    /// Of an import: how many passages are yet to be embedded, because the file has no vectors of the model in use.
    #[cfg_attr(test, ts(type = "number"))]
    pub to_embed: u64,
    /// Documents that could not be written, or were not taken in.
    pub left_behind: Vec<LeftBehind>,
    /// Of a restored library: the folders that are followed again.
    pub folders: Vec<String>,
    /// Of a restored library: settings that are for the person to choose again, since they name other computers or
    /// places of this one.
    pub not_restored: Vec<String>,
    /// How long it took.
    pub seconds: f64,
}
