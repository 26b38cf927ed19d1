//! Keys in a file that nobody else may read. It is not encrypted: who can read it as this person can also read what
//! would open it.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use super::SecretsError;
use crate::private;

/// Names and their keys.
type Keys = BTreeMap<String, String>;

/// The file. It is there only while there is a key in it.
pub(super) struct SecretFile {
    path: PathBuf,
    /// Who changes it reads it first, and nobody may come between.
    changing: Mutex<()>,
}

impl SecretFile {
    /// The one at a path, whether it is there or not.
    pub(super) fn new(path: PathBuf) -> Self {
        Self { path, changing: Mutex::new(()) }
    }

    /// Where it is.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// The key of a name, if there is one.
    ///
    /// # Errors
    /// [`SecretsError::File`], [`SecretsError::Unreadable`].
    pub(super) fn get(&self, name: &str) -> Result<Option<String>, SecretsError> {
        Ok(self.read()?.remove(name))
    }

    /// Keeps a key.
    ///
    /// # Errors
    /// [`SecretsError::File`], [`SecretsError::Unreadable`].
    pub(super) fn set(&self, name: &str, key: &str) -> Result<(), SecretsError> {
        self.change(|keys| keys.insert(name.to_owned(), key.to_owned()).as_deref() != Some(key))
    }

    /// Forgets the key of a name, if there is one.
    ///
    /// # Errors
    /// [`SecretsError::File`], [`SecretsError::Unreadable`].
    pub(super) fn remove(&self, name: &str) -> Result<(), SecretsError> {
        self.change(|keys| keys.remove(name).is_some())
    }

    /// The error of something that went wrong with the file.
    pub(super) fn failed(&self, source: io::Error) -> SecretsError {
        SecretsError::File { path: self.path.clone(), source }
    }

    /// Writes the keys anew if the change says that it has changed something.
    fn change(&self, change: impl FnOnce(&mut Keys) -> bool) -> Result<(), SecretsError> {
        let _changing = self.changing.lock().unwrap_or_else(PoisonError::into_inner);
        let mut keys = self.read()?;
        if !change(&mut keys) {
            return Ok(());
        }
        let written = if keys.is_empty() { fs::remove_file(&self.path) } else { self.write(&keys) };
        written.map_err(|error| self.failed(error))
    }

    fn read(&self) -> Result<Keys, SecretsError> {
        let text = match fs::read(&self.path) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Keys::new()),
            Err(error) => return Err(self.failed(error)),
        };
        // What is wrong with it is not told: it might be told with a key.
        serde_json::from_slice(&text).map_err(|_| SecretsError::Unreadable { path: self.path.clone() })
    }

    fn write(&self, keys: &Keys) -> io::Result<()> {
        if let Some(folder) = self.path.parent() {
            fs::create_dir_all(folder)?;
        }
        private::replace_file(&self.path, &serde_json::to_vec_pretty(keys)?)
    }
}
