//! The folders of indexes: one for the model that answers, one for that which is to come.

use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::catalog::Catalog;
use crate::hex::hex;
use crate::index::{EmbeddedIndex, PassageIndex};
use crate::{Error, Result};

/// The setting that tells in which folder the index that answers is, if it is not in [`FIRST`].
pub(super) const PLACE: &str = "index-folder";

/// The folder of a new library's index, and how those of all others begin.
const FIRST: &str = "index";

/// The folder of the index that answers.
pub(crate) fn current_folder(library: &Path, catalog: &Catalog) -> Result<PathBuf> {
    let name = catalog.setting(PLACE)?.unwrap_or_else(|| FIRST.to_owned());
    Ok(library.join(name))
}

/// The name of the folder for the index of a model that is to come.
pub(super) fn name_beside(model: &str) -> String {
    format!("{FIRST}-{}", hex(&Sha256::digest(model)[..6]))
}

/// Opens an index that is to be filled, so whatever is there by that name is of no use.
pub(super) fn open_empty(folder: &Path, dimensions: usize) -> Result<EmbeddedIndex> {
    if folder.exists() {
        std::fs::remove_dir_all(folder).map_err(Error::file(folder))?;
    }
    let index = EmbeddedIndex::open(folder, dimensions)?;
    debug_assert!(index.count().is_ok_and(|count| count == 0), "it is empty");
    Ok(index)
}

/// Removes the folders of indexes that nobody has open: of changes that an earlier run of the app made or gave up.
pub(crate) fn sweep(library: &Path, current: &Path) {
    let Ok(entries) = std::fs::read_dir(library) else { return };
    for folder in entries.flatten().map(|entry| entry.path()).filter(|path| path != current) {
        let is_index = folder.file_name().is_some_and(|name| {
            let name = name.to_string_lossy();
            name == FIRST || name.strip_prefix(FIRST).is_some_and(|rest| rest.starts_with('-'))
        });
        if is_index && folder.is_dir() {
            remove(&folder);
        }
    }
}

/// Removes the folder of an index. What cannot be removed now is swept away when the library is opened again.
pub(super) fn remove(folder: &Path) {
    if let Err(error) = std::fs::remove_dir_all(folder) {
        tracing::info!(%error, folder = %folder.display(), "an old index is removed later");
    }
}
