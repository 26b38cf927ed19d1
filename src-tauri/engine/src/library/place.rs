//! Where the library is, and what it takes of the disk.

use std::fs::Metadata;
use std::path::Path;

use super::disk;
use crate::messages::LibraryPlace;
use crate::{Config, Error, Result};

/// Looks through the library's folder.
///
/// # Errors
/// [`Error::File`] if the folder itself cannot be read; files that go meanwhile count as nothing.
pub(super) fn of(config: &Config) -> Result<LibraryPlace> {
    let library = &config.library;
    let mut place = LibraryPlace {
        path: library.to_string_lossy().into_owned(),
        models: size(&config.models),
        free: disk::free(library),
        ..LibraryPlace::default()
    };
    for entry in std::fs::read_dir(library).map_err(Error::file(library))? {
        let entry = entry.map_err(Error::file(library))?;
        let (name, bytes) = (entry.file_name(), size(&entry.path()));
        let name = name.to_string_lossy();
        place.bytes += bytes;
        if name == "originals" {
            place.originals += bytes;
        } else if name.starts_with("catalog.sqlite") {
            place.catalog += bytes;
        } else {
            place.index += bytes;
        }
    }
    Ok(place)
}

/// Of a file, or of a folder with all it holds. Links are not followed.
fn size(path: &Path) -> u64 {
    let Ok(metadata) = path.symlink_metadata() else { return 0 };
    if !metadata.is_dir() {
        return on_disk(&metadata);
    }
    let entries = std::fs::read_dir(path).into_iter().flatten().flatten();
    entries.map(|entry| size(&entry.path())).sum()
}

/// The index makes files of 32 MB with holes: what counts is what the disk holds of them.
fn on_disk(metadata: &Metadata) -> u64 {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        /// In bytes, whatever blocks the disk itself has (POSIX `st_blocks`).
        const BLOCK: u64 = 512;
        metadata.blocks() * BLOCK
    }
    #[cfg(not(unix))]
    metadata.len()
}
