//! What has come of a file, on the disk. Everything here may wait for the disk.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use tokio_util::sync::CancellationToken;

use super::super::NetError;
use super::{Checksum, Download, DownloadError};
use crate::durable::sync_folder;

/// How often, and how long apart, the lock of a download that is just ending is asked for.
const LOCK_TRIES: usize = 20;
const LOCK_PAUSE: Duration = Duration::from_millis(50);

/// What a part is a part of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Notes {
    /// The address's SHA-256; the address itself may hold a key.
    address: [u8; 32],
    /// What the server calls this state of the file, if it does.
    pub(super) validator: Option<String>,
    /// How many bytes the whole has.
    pub(super) size: u64,
}

/// A file that is coming. Nobody else loads it while this exists.
pub(super) struct Part {
    target: PathBuf,
    path: PathBuf,
    file: File,
    length: u64,
    address: [u8; 32],
    notes: Option<Notes>,
    notes_path: PathBuf,
    /// Holds the lock.
    notes_file: File,
}

impl Part {
    /// Takes up what earlier runs left, if it is of use.
    ///
    /// # Errors
    /// [`DownloadError::Busy`], [`DownloadError::DiskFull`], [`DownloadError::File`].
    pub(super) fn open(wanted: &Download) -> Result<Self, DownloadError> {
        let target = wanted.target.clone();
        let path = target.with_added_extension("part");
        let notes_path = path.with_added_extension("json");
        if let Some(folder) = target.parent() {
            std::fs::create_dir_all(folder).map_err(DownloadError::file(folder))?;
        }
        let mut notes_file = create(&notes_path)?;
        lock(&notes_file, &target)?;
        let notes = read_notes(&mut notes_file);
        let file = create(&path)?;
        let length = file.metadata().map_err(DownloadError::file(&path))?.len();
        let address = Sha256::digest(&wanted.url).into();
        let mut part = Self { target, path, file, length, address, notes, notes_path, notes_file };
        if part.is_of_use(wanted) {
            part.file.seek(SeekFrom::End(0)).map_err(DownloadError::file(&part.path))?;
        } else {
            part.forget()?;
        }
        Ok(part)
    }

    fn is_of_use(&self, wanted: &Download) -> bool {
        self.notes.as_ref().is_some_and(|notes| {
            // Without either there is no telling whether the rest will be of the same file.
            let can_be_checked = notes.validator.is_some() || wanted.checksum.is_some();
            let is_the_same = notes.address == self.address && wanted.size.is_none_or(|size| size == notes.size);
            can_be_checked && is_the_same && self.length <= notes.size
        })
    }

    /// How many bytes are here.
    pub(super) fn length(&self) -> u64 {
        self.length
    }

    /// What they are a part of, once that is known.
    pub(super) fn notes(&self) -> Option<&Notes> {
        self.notes.as_ref()
    }

    /// Throws away what is here.
    ///
    /// # Errors
    /// [`DownloadError::File`].
    pub(super) fn forget(&mut self) -> Result<(), DownloadError> {
        self.notes = None;
        self.notes_file.set_len(0).map_err(DownloadError::file(&self.notes_path))?;
        self.file.set_len(0).and_then(|()| self.file.rewind()).map_err(DownloadError::file(&self.path))?;
        self.length = 0;
        Ok(())
    }

    /// Begins anew.
    ///
    /// # Errors
    /// [`DownloadError::DiskFull`], [`DownloadError::File`].
    pub(super) fn begin(&mut self, size: u64, validator: Option<String>) -> Result<(), DownloadError> {
        self.forget()?;
        let notes = Notes { address: self.address, validator, size };
        write_notes(&mut self.notes_file, &notes).map_err(DownloadError::file(&self.notes_path))?;
        self.notes = Some(notes);
        Ok(())
    }

    /// Adds what has come.
    ///
    /// # Errors
    /// [`DownloadError::DiskFull`], [`DownloadError::File`].
    pub(super) fn write(&mut self, bytes: &[u8]) -> Result<(), DownloadError> {
        let written = self.file.write_all(bytes);
        // A part of them may be there when the disk is full.
        self.length = self.file.stream_position().map_err(DownloadError::file(&self.path))?;
        written.map_err(DownloadError::file(&self.path))
    }

    /// Checks the whole and puts it in its place.
    ///
    /// # Errors
    /// [`DownloadError::WrongContent`], after which nothing is left of it; [`NetError::Cancelled`];
    /// [`DownloadError::File`].
    pub(super) fn finish(
        &mut self,
        checksum: Option<Checksum>,
        cancel: &CancellationToken,
    ) -> Result<(), DownloadError> {
        if let Some(checksum) = checksum {
            match checksum.is_of(&mut self.file, cancel).map_err(DownloadError::file(&self.path))? {
                Some(true) => {}
                Some(false) => {
                    self.discard()?;
                    return Err(DownloadError::WrongContent { file: self.target.clone() });
                }
                None => return Err(NetError::Cancelled.into()),
            }
        }
        self.file.sync_all().map_err(DownloadError::file(&self.path))?;
        std::fs::rename(&self.path, &self.target).map_err(DownloadError::file(&self.target))?;
        if let Some(folder) = self.target.parent() {
            sync_folder(folder).map_err(DownloadError::file(folder))?;
        }
        let _ = std::fs::remove_file(&self.notes_path);
        Ok(())
    }

    /// Deletes what is here.
    ///
    /// # Errors
    /// [`DownloadError::File`].
    pub(super) fn discard(&mut self) -> Result<(), DownloadError> {
        self.forget()?;
        // What is empty does no harm.
        let _ = std::fs::remove_file(&self.path);
        let _ = std::fs::remove_file(&self.notes_path);
        Ok(())
    }
}

fn create(path: &Path) -> Result<File, DownloadError> {
    let opened = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path);
    opened.map_err(DownloadError::file(path))
}

/// Asks for a while: a download that was just called off may still be writing.
fn lock(file: &File, target: &Path) -> Result<(), DownloadError> {
    for _ in 0..LOCK_TRIES {
        match file.try_lock() {
            Err(TryLockError::WouldBlock) => std::thread::sleep(LOCK_PAUSE),
            // Some network disks know no locks. Then the checksum must do.
            Ok(()) | Err(TryLockError::Error(_)) => return Ok(()),
        }
    }
    Err(DownloadError::Busy { file: target.to_owned() })
}

/// What cannot be read was not written to the end, and counts for nothing.
fn read_notes(file: &mut File) -> Option<Notes> {
    let mut text = String::new();
    file.read_to_string(&mut text).ok()?;
    serde_json::from_str(&text).ok()
}

fn write_notes(file: &mut File, notes: &Notes) -> io::Result<()> {
    file.set_len(0)?;
    file.rewind()?;
    file.write_all(&serde_json::to_vec(notes)?)
}
