//! A file that is on its way in.

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::{Inbox, remove};
use crate::durable::sync_folder;
use crate::hex::hex;
use crate::library::{blocking, disk};
use crate::read::{likely_type, refuse_early};
use crate::{Error, Result};

/// Bytes that are written and hashed at a time; a file's beginning is as long.
const AT_ONCE: usize = 1 << 20;

/// A file whose bytes are still coming. It is gone when this is dropped before its end.
pub struct Incoming {
    /// What is written so far; not here while somebody is writing.
    draft: Option<Draft>,
    waiting: Vec<u8>,
    size: u64,
    filename: String,
}

/// A file whose bytes are all here and on disk. It is gone when this is dropped, unless it was taken in.
pub struct Received {
    /// SHA-256 of its bytes, in hex: the document's id.
    pub id: String,
    /// What it is called.
    pub filename: String,
    /// Its media type, as its beginning and its name tell; reading it may tell otherwise.
    pub content_type: &'static str,
    /// In bytes.
    pub size: u64,
    place: Place,
}

/// What is written of a file.
struct Draft {
    file: File,
    hash: Sha256,
    /// None before the first bytes, which tell it.
    content_type: Option<&'static str>,
    place: Place,
}

/// Where a file is. It is removed with this.
struct Place {
    path: PathBuf,
    stays: bool,
}

impl Incoming {
    /// A file without bytes yet. Blocks.
    ///
    /// # Errors
    /// Those of the disk.
    pub(in crate::library) fn new(inbox: &Inbox, filename: &str) -> Result<Self> {
        let place = Place { path: inbox.place(filename)?, stays: false };
        let file = File::create_new(&place.path).map_err(Error::file(&place.path))?;
        let filename = place.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let draft = Draft { file, hash: Sha256::new(), content_type: None, place };
        Ok(Self { draft: Some(draft), waiting: Vec::new(), size: 0, filename })
    }

    /// Takes the next bytes.
    ///
    /// # Errors
    /// [`Error::Read`] with what the file is, if its beginning shows that it is no document; those of the disk.
    pub async fn write(&mut self, bytes: &[u8]) -> Result<()> {
        self.size += bytes.len() as u64;
        self.waiting.extend_from_slice(bytes);
        if self.waiting.len() >= AT_ONCE { self.flush().await } else { Ok(()) }
    }

    /// All bytes have come. When this returns they are on disk.
    ///
    /// # Errors
    /// As of [`Incoming::write`].
    pub async fn finish(mut self) -> Result<Received> {
        self.flush().await?;
        let Self { draft, size, filename, .. } = self;
        let draft = draft.ok_or(Error::Closed)?;
        blocking(move || {
            let Draft { file, hash, content_type, place } = draft;
            file.sync_all().and_then(|()| sync_folders(&place.path)).map_err(Error::file(&place.path))?;
            let content_type = content_type.unwrap_or_default();
            Ok(Received { id: hex(&hash.finalize()), filename, content_type, size, place })
        })
        .await
    }

    /// Whoever goes away meanwhile leaves nothing behind: whoever has the draft drops it.
    async fn flush(&mut self) -> Result<()> {
        let (mut draft, mut bytes) = (self.draft.take().ok_or(Error::Closed)?, std::mem::take(&mut self.waiting));
        let filename = self.filename.clone();
        let (draft, bytes) = blocking(move || {
            draft.append(&bytes, &filename)?;
            bytes.clear();
            Ok((draft, bytes))
        })
        .await?;
        (self.draft, self.waiting) = (Some(draft), bytes);
        Ok(())
    }
}

impl Received {
    /// Where it waits.
    pub(super) fn path(&self) -> &Path {
        &self.place.path
    }

    /// Leaves it there for its import.
    pub(super) fn stay(&mut self) {
        self.place.stays = true;
    }
}

impl Draft {
    fn append(&mut self, bytes: &[u8], filename: &str) -> Result<()> {
        if self.content_type.is_none() {
            refuse_early(bytes, filename)?;
            self.content_type = Some(likely_type(bytes, filename));
        }
        let path = &self.place.path;
        disk::ensure_room(path.parent().unwrap_or(path), bytes.len() as u64)?;
        self.hash.update(bytes);
        self.file.write_all(bytes).map_err(Error::file(path))
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if self.stays {
            return;
        }
        let path = std::mem::take(&mut self.path);
        match tokio::runtime::Handle::try_current() {
            Ok(runtime) => drop(runtime.spawn_blocking(move || remove(&path))),
            Err(_) => remove(&path),
        }
    }
}

/// New names survive a power cut only once the folders that hold them are written too.
fn sync_folders(file: &Path) -> std::io::Result<()> {
    file.ancestors().skip(1).take(2).try_for_each(sync_folder)
}
