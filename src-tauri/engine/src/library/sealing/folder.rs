//! A folder in the library for what is on its way into a sealed file or out of one.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use crate::{Error, Result};

/// The folder of such folders.
const FOLDER: &str = "sealing";

/// Tells those of one run of the app apart.
static NEXT: AtomicU32 = AtomicU32::new(0);

/// A folder that is gone with all it holds when this is.
pub(super) struct Workplace {
    path: PathBuf,
}

impl Workplace {
    /// Makes an empty one.
    ///
    /// # Errors
    /// [`Error::File`].
    pub(super) fn new(library: &Path) -> Result<Self> {
        let path = library.join(FOLDER).join(NEXT.fetch_add(1, Ordering::Relaxed).to_string());
        std::fs::create_dir_all(&path).map_err(Error::file(&path))?;
        Ok(Self { path })
    }

    /// Where it is.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for Workplace {
    /// What cannot be removed now is swept away when the library is opened again.
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.path);
        // Only if it is empty, for somebody else may be at work.
        let _ = self.path.parent().map(std::fs::remove_dir);
    }
}

/// Removes what an interrupted run of the app left.
pub(in crate::library) fn sweep(library: &Path) {
    let _ = std::fs::remove_dir_all(library.join(FOLDER));
}
