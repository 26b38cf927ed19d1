//! Documents that come with the app, to try it with.

use std::path::{Path, PathBuf};

use paperside_engine::{Error, Result};

/// Their names and bytes.
const SAMPLES: [(&str, &[u8]); 2] = [
    ("The lighthouse keeper's handbook.pdf", include_bytes!("../samples/lighthouse.pdf")),
    ("A short history of tea.pdf", include_bytes!("../samples/tea.pdf")),
];

/// Writes them into the library's folder, where they can be read like any file.
///
/// # Errors
/// [`Error::File`].
pub(super) fn write(library: &Path) -> Result<Vec<PathBuf>> {
    let folder = library.join("samples");
    std::fs::create_dir_all(&folder).map_err(|source| Error::File { path: folder.clone(), source })?;
    let write = |(name, bytes): &(&str, &[u8])| {
        let file = folder.join(name);
        std::fs::write(&file, bytes).map_err(|source| Error::File { path: file.clone(), source })?;
        Ok(file)
    };
    SAMPLES.iter().map(write).collect()
}
