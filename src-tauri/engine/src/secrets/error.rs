//! Why a key could not be kept or found.

use std::io;
use std::path::PathBuf;

use super::ring::RingError;

/// Why a key could not be kept or found. None of it holds a key.
#[derive(Debug, thiserror::Error)]
pub enum SecretsError {
    /// The keyring is there and does not answer. Mostly it waits for its password.
    #[error("the keyring of this computer does not answer: unlock it and try again")]
    Silent,
    /// The keyring is there and refuses.
    #[error("the keyring of this computer cannot be used: {reason}. Unlock it and try again")]
    Keyring {
        /// What it says.
        reason: String,
    },
    /// The file cannot be read or written.
    #[error("the keys in {} cannot be read or written: {source}", .path.display())]
    File {
        /// Where it is.
        path: PathBuf,
        /// What stands in the way.
        source: io::Error,
    },
    /// The file holds something else.
    #[error("{} holds no keys that can be read: remove it, and enter the keys again in the settings", .path.display())]
    Unreadable {
        /// Where it is.
        path: PathBuf,
    },
}

impl From<RingError> for SecretsError {
    fn from(error: RingError) -> Self {
        match error {
            RingError::Silent => Self::Silent,
            other => Self::Keyring { reason: other.to_string() },
        }
    }
}
