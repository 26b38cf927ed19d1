//! A document as a file that other programs can open.

use std::path::{Path, PathBuf};

use super::Shared;
use crate::{Error, Result};

/// The folder in the library for copies of documents whose own files are gone.
const FOLDER: &str = "opened";

/// Where the document was seen last and still is, or else a copy of what was added, under its name.
///
/// # Errors
/// [`Error::UnknownDocument`], [`Error::File`].
pub(super) fn file(shared: &Shared, document: &str) -> Result<PathBuf> {
    let catalog = &shared.searcher.catalog;
    let document = catalog.document(document)?;
    let there = catalog.locations(&document.id)?.into_iter().map(PathBuf::from).find(|path| path.is_file());
    if let Some(there) = there {
        return Ok(there);
    }
    let folder = shared.config.library.join(FOLDER).join(&document.id);
    std::fs::create_dir_all(&folder).map_err(Error::file(&folder))?;
    let filename = if document.filename.is_empty() { &document.id } else { &document.filename };
    let copy = folder.join(filename);
    std::fs::write(&copy, shared.originals.read(&document.id)?).map_err(Error::file(&copy))?;
    Ok(copy)
}

/// Removes the copies of an earlier run. What cannot be removed is still open somewhere, and goes another time.
pub(super) fn sweep(library: &Path) {
    let _ = std::fs::remove_dir_all(library.join(FOLDER));
}
