//! Why a model could not be loaded.

use super::super::download::DownloadError;

/// Why a model could not be loaded.
#[derive(Debug, thiserror::Error)]
pub enum HubError {
    /// The hub could not be asked, or a file could not be loaded.
    #[error(transparent)]
    Download(DownloadError),
    /// There is no such model, or not for everybody.
    #[error("the hub has no model {repo} that is open to everybody; check its name")]
    NoSuchModel {
        /// As it was given.
        repo: String,
    },
    /// The model lacks a file.
    #[error("the model {repo} has no file {file} and cannot be used; choose another one")]
    NoSuchFile {
        /// The model.
        repo: String,
        /// The file that was wanted.
        file: String,
    },
    /// Nothing on a hub has such a name.
    #[error("“{name}” is no name of a model, a revision or a file; check it")]
    InvalidName {
        /// As it was given.
        name: String,
    },
}

impl HubError {
    /// Whether the person called it off.
    pub fn is_cancelled(&self) -> bool {
        matches!(self, Self::Download(error) if error.is_cancelled())
    }
}

impl From<DownloadError> for HubError {
    fn from(error: DownloadError) -> Self {
        Self::Download(error)
    }
}
