//! Everything that can go wrong in the engine, with codes for those who must tell cases apart.

use std::path::PathBuf;

use crate::answer::language::LanguageError;
use crate::embed::EmbedError;
use crate::index::{IndexError, ServerError};
use crate::messages::ErrorMessage;
use crate::read::ReadError;
use crate::sealed::SealedError;

/// The engine's result.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why the engine could not do what it was asked. Each message names the file or part concerned and what to do.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file or folder could not be read or written.
    #[error("{path}: {source}")]
    File {
        /// Which one.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The disk that holds the library is full, or will be.
    #[error("{path}: the disk is full. {free} MB are free and {needed} MB are needed; make room and try again")]
    DiskFull {
        /// The folder that was to be written.
        path: PathBuf,
        /// Megabytes that are free.
        free: u64,
        /// Megabytes that would be needed.
        needed: u64,
    },
    /// Another process has the library open.
    #[error(
        "the library {path} is in use by another Paperside{}; close it, or name another library with --library",
        holder.map(|pid| format!(" (process {pid})")).unwrap_or_default()
    )]
    LibraryInUse {
        /// The library's folder.
        path: PathBuf,
        /// The process that holds it, where it could be told.
        holder: Option<u32>,
    },
    /// The library was made by a newer version of the app.
    #[error("the library {path} was made by a newer Paperside; update the app to open it. Nothing was changed")]
    LibraryTooNew {
        /// The library's folder.
        path: PathBuf,
    },
    /// The system names no folder for application data.
    #[error("this system names no folder for application data; choose one with --library")]
    NoDataFolder,
    /// A document could not be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The embedding model failed.
    #[error(transparent)]
    Embed(#[from] EmbedError),
    /// The vector index failed.
    #[error("the search index failed: {0}")]
    Index(IndexError),
    /// The server that keeps the index did not do what it was asked.
    #[error(transparent)]
    IndexServer(Box<ServerError>),
    /// A search would miss what is not in the index yet.
    #[error("the index is being filled: {done} of {total} passages are in it. Search again when it is done")]
    IndexFilling {
        /// How many are in it.
        done: usize,
        /// How many there are.
        total: usize,
    },
    /// The place of the index was named for this run only.
    #[error("the place of the index was named for this run only: start Paperside without naming it to move the index")]
    IndexPlaceNamed,
    /// The index is being moved.
    #[error("the index is being moved; wait until that is done, or call it off with `paperside index cancel`")]
    IndexOnTheMove,
    /// The index cannot be cleared where it is, or is about to be.
    #[error("the index that answers is at {url}; move it elsewhere first")]
    IndexInUse {
        /// The server.
        url: String,
    },
    /// The embedder is being changed.
    #[error("the embedder is being changed; wait until that is done, or call it off with `paperside embedder cancel`")]
    EmbedderChanging,
    /// The catalog failed.
    #[error("the catalog failed: {0}; check the free disk space")]
    Catalog(#[from] rusqlite::Error),
    /// The catalog's schema could not be brought up to date.
    #[error("the catalog could not be brought up to date: {}; check the free disk space", without_sql(.0))]
    Migration(#[from] rusqlite_migration::Error),
    /// No document has this id.
    #[error("no document has the id {id}; `paperside list` shows those there are")]
    UnknownDocument {
        /// As it was given.
        id: String,
    },
    /// More than one document's id begins so.
    #[error("{id} fits more than one document; give more of the id")]
    AmbiguousDocument {
        /// As it was given.
        id: String,
    },
    /// A document has fewer pages.
    #[error("{title} has no page {page}; it has {pages}")]
    UnknownPage {
        /// The document's title.
        title: String,
        /// As it was asked for, from 1.
        page: u32,
        /// How many there are.
        pages: u32,
    },
    /// No collection has this name.
    #[error("there is no collection named “{name}”")]
    UnknownCollection {
        /// As it was given.
        name: String,
    },
    /// A collection with this name is there already.
    #[error("there is already a collection named “{name}”")]
    CollectionExists {
        /// As it was given.
        name: String,
    },
    /// The index and the catalog do not hold the same passages.
    #[error(
        "{differences} passages are in the index or the catalog only; `paperside doctor --repair` makes the index anew"
    )]
    IndexDisagrees {
        /// How many passages are in one of them only.
        differences: usize,
    },
    /// No answerer has this name.
    #[error("there is no answerer named “{name}”; there are “extractive”, which is built in, and “model”")]
    UnknownAnswerer {
        /// As it was given.
        name: String,
    },
    /// The model is being downloaded.
    #[error("{title} is on its way already; wait until it is here, or cancel its download")]
    ModelOnItsWay {
        /// What it is called.
        title: &'static str,
    },
    /// The catalogue has no model of this id.
    #[error("there is no recommended model named “{id}”; there are: {known}")]
    UnknownModel {
        /// As it was given.
        id: String,
        /// The ids there are.
        known: String,
    },
    /// The model embeds the library, or is about to.
    #[error("what {title} has embedded is in use; change to another embedder first")]
    ModelInUse {
        /// What people call it.
        title: String,
    },
    /// There is no change of embedder that could be gone on with, compared or ended.
    #[error("no other embedder is ready; `paperside embedder use` gets one ready")]
    NoChange,
    /// The language model could not be asked, or did not answer.
    #[error(transparent)]
    Language(Box<LanguageError>),
    /// No language model was chosen.
    #[error("no language model is chosen: choose one in the settings, or answer without a model")]
    NoLanguageModel,
    /// A key could not be kept or found.
    #[error(transparent)]
    Secrets(#[from] crate::secrets::SecretsError),
    /// A model could not be downloaded.
    #[error(transparent)]
    Hub(#[from] crate::net::hub::HubError),
    /// Nothing in the queue of imports has this number.
    #[error("there is no import {id}; `paperside imports` shows those there are")]
    UnknownImport {
        /// As it was given.
        id: u32,
    },
    /// No chat has this number.
    #[error("there is no chat {id}; `paperside chats` shows those there are")]
    UnknownChat {
        /// As it was given.
        id: u32,
    },
    /// No question of a chat has this number, or not of this chat.
    #[error("there is no question {id} in this chat")]
    UnknownTurn {
        /// As it was given.
        id: u32,
    },
    /// A title without a letter.
    #[error("a title needs a letter")]
    EmptyTitle,
    /// No setting has this name.
    #[error("there is no setting named “{name}”; there are: {known}")]
    UnknownSetting {
        /// As it was given.
        name: String,
        /// The names there are.
        known: String,
    },
    /// A setting cannot have this value.
    #[error("{name} must be {expected}")]
    InvalidSetting {
        /// The setting.
        name: String,
        /// What it can be.
        expected: String,
    },
    /// A sealed file could not be written or opened.
    #[error(transparent)]
    Sealed(#[from] SealedError),
    /// The question has no words.
    #[error("the question is empty")]
    EmptyQuestion,
    /// A thread of the engine is gone, because the library is closing or the thread failed.
    #[error("the library is closing")]
    Closed,
}

impl Error {
    /// A stable name for the kind of error, for those who must branch on it; texts may change, codes may not.
    pub fn code(&self) -> &'static str {
        match self {
            Self::File { .. } => "file",
            Self::DiskFull { .. } => "disk_full",
            Self::LibraryInUse { .. } => "library_in_use",
            Self::LibraryTooNew { .. } => "library_too_new",
            Self::NoDataFolder => "no_data_folder",
            Self::Read(ReadError::NeedsPassword | ReadError::WrongPassword)
            | Self::Sealed(SealedError::NeedsPassphrase { .. } | SealedError::WrongPassphrase { .. }) => {
                "needs_password"
            }
            Self::Sealed(_) => "sealed",
            Self::Read(_) => "read",
            Self::Embed(EmbedError::ModelMissing { .. }) => "model_missing",
            Self::Embed(_) => "embed",
            Self::Index(_) | Self::IndexDisagrees { .. } => "index",
            Self::IndexServer(_) => "index_server",
            Self::IndexFilling { .. } => "index_filling",
            Self::IndexPlaceNamed | Self::IndexOnTheMove | Self::IndexInUse { .. } => "index_place",
            Self::Catalog(_) | Self::Migration(_) => "catalog",
            Self::UnknownDocument { .. } => "unknown_document",
            Self::UnknownPage { .. } => "unknown_page",
            Self::AmbiguousDocument { .. } => "ambiguous_document",
            Self::UnknownCollection { .. } => "unknown_collection",
            Self::CollectionExists { .. } => "collection_exists",
            Self::UnknownAnswerer { .. } => "unknown_answerer",
            Self::UnknownImport { .. } => "unknown_import",
            Self::UnknownChat { .. } | Self::UnknownTurn { .. } | Self::EmptyTitle => "chat",
            Self::UnknownModel { .. } | Self::ModelInUse { .. } | Self::NoChange | Self::EmbedderChanging => "embedder",
            Self::Language(_) | Self::NoLanguageModel => "language_model",
            Self::Secrets(_) => "keys",
            Self::Hub(_) | Self::ModelOnItsWay { .. } => "download",
            Self::UnknownSetting { .. } | Self::InvalidSetting { .. } => "setting",
            Self::EmptyQuestion => "empty_question",
            Self::Closed => "closed",
        }
    }

    /// Whether the server that keeps the index is at fault, or the way to it: another time it may do the same.
    pub(crate) fn is_of_index_server(&self) -> bool {
        matches!(self, Self::IndexServer(error) if error.is_trouble())
    }

    /// For `map_err`: names the file an input or output error belongs to.
    pub(crate) fn file(path: impl Into<PathBuf>) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.into();
        move |source| Self::File { path, source }
    }
}

/// The statement that failed says nothing to the person.
fn without_sql(error: &rusqlite_migration::Error) -> String {
    match error {
        rusqlite_migration::Error::RusqliteError { err, .. } => err.to_string(),
        other => other.to_string(),
    }
}

impl From<IndexError> for Error {
    fn from(error: IndexError) -> Self {
        match error {
            IndexError::Server(error) => error.into(),
            IndexError::Filling { done, total } => Self::IndexFilling { done, total },
            error => Self::Index(error),
        }
    }
}

impl From<ServerError> for Error {
    fn from(error: ServerError) -> Self {
        Self::IndexServer(Box::new(error))
    }
}

impl From<LanguageError> for Error {
    fn from(error: LanguageError) -> Self {
        Self::Language(Box::new(error))
    }
}

impl From<&Error> for ErrorMessage {
    fn from(error: &Error) -> Self {
        Self { code: error.code().to_owned(), message: error.to_string() }
    }
}
