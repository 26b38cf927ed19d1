//! What outlasts a power cut.

use std::fs::{self, File};
use std::io;
use std::path::Path;

/// Writes a folder's entries to the disk, where that can be asked for: a new name in it outlasts a power cut only then.
///
/// # Errors
/// What the system says.
pub(crate) fn sync_folder(folder: &Path) -> io::Result<()> {
    // A bare file name has the folder "" that means this one.
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

/// Makes a folder, and those that it is in, where they are not there; so that what lies in it can outlast a power cut.
///
/// # Errors
/// What the system says.
pub(crate) fn make_folder(folder: &Path) -> io::Result<()> {
    let is_missing = |folder: &&Path| !folder.as_os_str().is_empty() && !folder.is_dir();
    let missing: Vec<_> = folder.ancestors().take_while(is_missing).collect();
    missing.into_iter().rev().try_for_each(|folder| {
        // Whoever makes it at the same time makes the same.
        fs::create_dir_all(folder)?;
        folder.parent().map_or(Ok(()), sync_folder)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_made_with_those_that_it_is_in() {
        let folder = tempfile::tempdir().expect("a folder");
        let inner = folder.path().join("a/b/c");
        make_folder(&inner).expect("room");
        fs::write(inner.join("kept"), "").expect("room");
        make_folder(&inner).expect("it is there");
        assert!(inner.join("kept").exists(), "one that is there stays as it is");
        let refused = make_folder(&inner.join("kept/d"));
        assert!(refused.is_err(), "a file is no folder");
    }
}
