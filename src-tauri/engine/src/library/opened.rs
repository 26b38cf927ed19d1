//! A document as a file that other programs can open.

use std::path::{Path, PathBuf};

use super::Shared;
use crate::read::is_document_name;
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
    let copy = folder.join(harmless(if document.filename.is_empty() { &document.id } else { &document.filename }));
    std::fs::write(&copy, shared.originals.read(&document.id)?).map_err(Error::file(&copy))?;
    Ok(copy)
}

/// The name of a copy. A document may come from somebody else, and what opens a script might run it: what is no document
/// by its name was read as plain text, and is shown as such.
fn harmless(filename: &str) -> String {
    if is_document_name(filename) { filename.to_owned() } else { format!("{filename}.txt") }
}

/// Removes the copies of an earlier run. What cannot be removed is still open somewhere, and goes another time.
pub(super) fn sweep(library: &Path) {
    let _ = std::fs::remove_dir_all(library.join(FOLDER));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_are_shown_and_not_run() {
        for name in ["letter.pdf", "Table.XLSX", "notes.txt", "page.html"] {
            assert_eq!(harmless(name), name);
        }
        for name in ["setup.bat", "run.sh", "LICENSE", "a.desktop", "letter.pdf.ps1"] {
            assert_eq!(harmless(name), format!("{name}.txt"));
        }
    }
}
