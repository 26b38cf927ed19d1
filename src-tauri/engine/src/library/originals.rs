//! The documents as they were added, kept by content.

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::disk;
use crate::durable::{make_folder, sync_folder};
use crate::hex::hex;
use crate::read::{ReadError, refuse_early};
use crate::{Error, Result};

/// Bytes that are copied at a time; a file's beginning is as long.
const BUFFER: usize = 1 << 20;

/// A file that was copied.
pub(super) struct Kept {
    /// SHA-256 of its bytes, in hex.
    pub(super) id: String,
    /// In bytes.
    pub(super) size: u64,
}

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

    /// The folder they are in.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Copies a file to the originals and finds out its id on the way. It appears under its name only when it is
    /// whole and on disk. What its beginning shows to be no document is not copied.
    ///
    /// # Errors
    /// [`Error::File`], as when the disk is full; [`Error::Read`] with what the file is instead of a document, or
    /// if it is no longer wanted.
    pub(super) fn keep(&self, file: &Path, filename: &str, is_cancelled: &dyn Fn() -> bool) -> Result<Kept> {
        let metadata = file.metadata().map_err(Error::file(file))?;
        if !metadata.is_file() && !metadata.is_dir() {
            // A pipe would be waited for, and a device may have no end.
            let source = io::Error::other("it is a pipe or a device, and no file that could be read to its end");
            return Err(Error::File { path: file.to_owned(), source });
        }
        disk::ensure_room(&self.folder, metadata.len())?;
        let mut source = File::open(file).map_err(Error::file(file))?;
        let mut buffer = vec![0; BUFFER];
        let mut read = fill(&mut source, &mut buffer).map_err(Error::file(file))?;
        refuse_early(&buffer[..read], filename)?;
        make_folder(&self.folder).map_err(Error::file(&self.folder))?;
        let partial = Partial { path: self.folder.join("arriving.partial") };
        let mut copy = File::create(&partial.path).map_err(Error::file(&partial.path))?;
        let (mut hash, mut size) = (Sha256::new(), 0);
        while read > 0 {
            if is_cancelled() {
                return Err(ReadError::Cancelled.into());
            }
            hash.update(&buffer[..read]);
            copy.write_all(&buffer[..read]).map_err(Error::file(&partial.path))?;
            size += read as u64;
            read = fill(&mut source, &mut buffer).map_err(Error::file(file))?;
        }
        let id = hex(&hash.finalize());
        let path = self.path(&id);
        if !path.exists() {
            copy.sync_all().map_err(Error::file(&partial.path))?;
            self.give_name(&partial.path, &path)?;
        }
        Ok(Kept { id, size })
    }

    /// Takes a file for the original of a document; whoever calls knows that its bytes are the document's. It must be
    /// on the same disk, and is not where it was afterwards.
    ///
    /// # Errors
    /// [`Error::File`].
    pub(super) fn adopt(&self, file: &Path, id: &str) -> Result<()> {
        let path = self.path(id);
        if path.exists() {
            return Ok(());
        }
        File::options().write(true).open(file).and_then(|file| file.sync_all()).map_err(Error::file(file))?;
        self.give_name(file, &path)
    }

    /// Gives a file, whose bytes are on the disk, its name among the originals, which outlasts a power cut too.
    fn give_name(&self, file: &Path, path: &Path) -> Result<()> {
        let folder = path.parent().unwrap_or(&self.folder);
        make_folder(folder).map_err(Error::file(folder))?;
        std::fs::rename(file, path).map_err(Error::file(path))?;
        sync_folder(folder).map_err(Error::file(folder))
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

    /// Removes what belongs to no document: copies that were interrupted, or that came to nothing. Nothing may be
    /// arriving meanwhile.
    ///
    /// # Errors
    /// [`Error::File`].
    pub(super) fn sweep(&self, is_known: &dyn Fn(&str) -> bool) -> Result<()> {
        for entry in entries(&self.folder)? {
            if !entry.is_dir() {
                std::fs::remove_file(&entry).map_err(Error::file(&entry))?;
                continue;
            }
            for original in entries(&entry)? {
                let name = original.file_name().unwrap_or_default().to_string_lossy();
                if !is_known(&name) {
                    std::fs::remove_file(&original).map_err(Error::file(&original))?;
                }
            }
        }
        Ok(())
    }

    /// Where a document's bytes are.
    pub(super) fn path(&self, id: &str) -> PathBuf {
        self.folder.join(id.get(..2).unwrap_or("00")).join(id)
    }
}

/// What is in a folder; nothing if it is not there.
fn entries(folder: &Path) -> Result<Vec<PathBuf>> {
    match std::fs::read_dir(folder) {
        Ok(entries) => entries.map(|entry| Ok(entry.map_err(Error::file(folder))?.path())).collect(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(Error::File { path: folder.to_owned(), source: error }),
    }
}

/// A copy that is not whole; it is gone when this is, unless it was given its name.
struct Partial {
    path: PathBuf,
}

impl Drop for Partial {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.path);
    }
}

/// Reads until the buffer is full or the file ends; answers how much that is.
fn fill(file: &mut File, buffer: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while filled < buffer.len() {
        match file.read(&mut buffer[filled..])? {
            0 => break,
            read => filled += read,
        }
    }
    Ok(filled)
}
