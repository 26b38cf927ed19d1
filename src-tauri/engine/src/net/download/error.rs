//! Why a file could not be loaded.

use std::io;
use std::path::{Path, PathBuf};

use super::super::NetError;

/// Why a file could not be loaded.
#[derive(Debug, thiserror::Error)]
pub enum DownloadError {
    /// The server could not be asked, or answered something else.
    #[error(transparent)]
    Net(#[from] NetError),
    /// The server offers a file of another size.
    #[error("{url} has {announced} bytes and should have {expected}; it was not loaded. Choose another source")]
    WrongSize {
        /// What was asked for.
        url: String,
        /// How many there should be.
        expected: u64,
        /// How many the server announces.
        announced: u64,
    },
    /// What came is not what was wanted.
    #[error("{file} did not come as it was published and was deleted; try again, or choose another source")]
    WrongContent {
        /// Where it was to go.
        file: PathBuf,
    },
    /// Something else is loading it.
    #[error("{file} is being loaded already; wait until that is done")]
    Busy {
        /// Where it goes.
        file: PathBuf,
    },
    /// The disk is full.
    #[error("{file}: the disk is full; make room and try again. What is here is kept")]
    DiskFull {
        /// What was written.
        file: PathBuf,
    },
    /// A file could not be read or written.
    #[error("{file}: {source}")]
    File {
        /// Which one.
        file: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

impl DownloadError {
    /// Whether the person called it off.
    pub fn is_cancelled(&self) -> bool {
        matches!(self, Self::Net(NetError::Cancelled))
    }

    /// For `map_err`: names the file an input or output error belongs to.
    pub(crate) fn file(file: &Path) -> impl FnOnce(io::Error) -> Self {
        move |source| match source.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::DiskFull { file: file.to_owned() },
            _ => Self::File { file: file.to_owned(), source },
        }
    }
}
