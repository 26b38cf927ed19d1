//! Keys of the person, such as those of language models: in the keyring of the system, or, where there is none, in a
//! file that nobody else may read.
//!
//! What is in the file came last and is found first. It only gets there when the keyring does not take it, and leaves
//! when it does.
//!
//! # Layout
//! - `error`: why a key could not be kept or found
//! - `ring`: the keyring, which may hang
//! - `file`: the file

mod error;
mod file;
mod ring;
#[cfg(test)]
mod tests;

pub use error::SecretsError;

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use file::SecretFile;
use ring::{Ring, RingError};

/// What the file is called.
const FILE: &str = "keys.json";

/// Where a key is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kept {
    /// In the keyring of the system.
    Keyring,
    /// In this file, which only the person may read. It is not encrypted.
    File(PathBuf),
}

/// Keys by their names. Cheap to clone.
#[derive(Clone)]
pub struct Secrets {
    ring: Ring,
    file: Arc<SecretFile>,
}

impl Secrets {
    /// The keys of this person. The file, if it is needed, is in this folder.
    pub fn new(folder: &Path) -> Self {
        Self::with(folder, Ring::of_system())
    }

    fn with(folder: &Path, ring: Ring) -> Self {
        Self { ring, file: Arc::new(SecretFile::new(folder.join(FILE))) }
    }

    /// Keeps a key, in place of the one that has the name so far, and says where.
    ///
    /// # Errors
    /// [`SecretsError::File`], [`SecretsError::Unreadable`]: only if the file cannot help out, or cannot be rid of the
    /// key that it had.
    pub async fn set(&self, name: &str, key: &str) -> Result<Kept, SecretsError> {
        match self.ring.set(name, key).await {
            Ok(()) => {
                self.in_file(name, SecretFile::remove).await?;
                Ok(Kept::Keyring)
            }
            Err(error) => {
                tracing::info!(%error, "a key is kept in a file");
                let key = key.to_owned();
                self.in_file(name, move |file, name| file.set(name, &key)).await?;
                Ok(Kept::File(self.file.path().to_owned()))
            }
        }
    }

    /// The key of a name, if there is one.
    ///
    /// # Errors
    /// [`SecretsError`].
    pub async fn get(&self, name: &str) -> Result<Option<String>, SecretsError> {
        if let Some(key) = self.in_file(name, SecretFile::get).await? {
            return Ok(Some(key));
        }
        match self.ring.get(name).await {
            Ok(key) => Ok(key),
            Err(RingError::Absent) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Forgets the key of a name, if there is one.
    ///
    /// # Errors
    /// [`SecretsError`]: if it may still be there.
    pub async fn remove(&self, name: &str) -> Result<(), SecretsError> {
        self.in_file(name, SecretFile::remove).await?;
        match self.ring.remove(name).await {
            Err(error) if error != RingError::Absent => Err(error.into()),
            _ => Ok(()),
        }
    }

    /// Does something with the file, where waiting for a disk does no harm.
    async fn in_file<T: Send + 'static>(
        &self,
        name: &str,
        work: impl FnOnce(&SecretFile, &str) -> Result<T, SecretsError> + Send + 'static,
    ) -> Result<T, SecretsError> {
        let (file, name) = (Arc::clone(&self.file), name.to_owned());
        let done = tokio::task::spawn_blocking(move || work(&file, &name)).await;
        done.unwrap_or_else(|error| Err(self.file.failed(std::io::Error::other(error))))
    }
}

/// Under what name the key of a server is kept: that of the server, however its address is written.
pub fn key_name(whose: &str, url: &str) -> String {
    let server = url.split_once("://").map_or(url, |(_, server)| server);
    format!("{whose} at {}", server.split('/').next().unwrap_or(server).trim())
}

impl fmt::Debug for Secrets {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Secrets").field("file", &self.file.path()).finish_non_exhaustive()
    }
}
