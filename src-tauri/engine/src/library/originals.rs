//! The documents as they were added, kept by content.

use std::path::{Path, PathBuf};

use crate::{Error, Result};

/// The folder of originals: one file a document, named by its id, in 256 folders by its first byte.
#[derive(Debug, Clone)]
pub(super) struct Originals {
    folder: PathBuf,
}

impl Originals {
    /// The originals of the library in this folder.
    pub(super) fn in_library(library: &Path) -> Self {
        Self { folder: library.join("originals") }
    }

    /// Keeps a document. It appears under its name only when it is whole and on disk.
    ///
    /// # Errors
    /// [`Error::File`], as when the disk is full.
    pub(super) fn keep(&self, id: &str, bytes: &[u8]) -> Result<()> {
        let path = self.path(id);
        if path.exists() {
            return Ok(());
        }
        let parent = path.parent().unwrap_or(&self.folder);
        std::fs::create_dir_all(parent).map_err(Error::file(parent))?;
        let partial = path.with_extension("partial");
        let written = std::fs::File::create(&partial).and_then(|mut file| {
            std::io::Write::write_all(&mut file, bytes)?;
            file.sync_all()
        });
        let kept = written.and_then(|()| std::fs::rename(&partial, &path));
        kept.inspect_err(|_| drop(std::fs::remove_file(&partial))).map_err(Error::file(path))
    }

    /// A document's bytes.
    ///
    /// # Errors
    /// [`Error::File`].
    pub(super) fn read(&self, id: &str) -> Result<Vec<u8>> {
        let path = self.path(id);
        std::fs::read(&path).map_err(Error::file(path))
    }

    /// Forgets a document; one that is not there is forgotten already.
    ///
    /// # Errors
    /// [`Error::File`].
    pub(super) fn remove(&self, id: &str) -> Result<()> {
        let path = self.path(id);
        match std::fs::remove_file(&path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(Error::File { path, source: error }),
            _ => Ok(()),
        }
    }

    fn path(&self, id: &str) -> PathBuf {
        self.folder.join(id.get(..2).unwrap_or("00")).join(id)
    }
}
