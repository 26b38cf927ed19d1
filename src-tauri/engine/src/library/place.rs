//! Where the library is, and what it takes of the disk.

use super::disk;
use crate::messages::LibraryPlace;
use crate::size_on_disk::size_on_disk;
use crate::{Config, Error, Result};

/// Looks through the library's folder.
///
/// # Errors
/// [`Error::File`] if the folder itself cannot be read; files that go meanwhile count as nothing.
pub(super) fn of(config: &Config) -> Result<LibraryPlace> {
    let library = &config.library;
    let mut place = LibraryPlace {
        path: library.to_string_lossy().into_owned(),
        models: size_on_disk(&config.models),
        free: disk::free(library),
        ..LibraryPlace::default()
    };
    for entry in std::fs::read_dir(library).map_err(Error::file(library))? {
        let entry = entry.map_err(Error::file(library))?;
        let (name, bytes) = (entry.file_name(), size_on_disk(&entry.path()));
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
