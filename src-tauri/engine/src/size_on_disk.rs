//! What files take of the disk.

use std::fs::Metadata;
use std::path::Path;

/// Of a file, or of a folder with all it holds, in bytes. Links are not followed, and what cannot be looked at counts as
/// nothing.
pub(crate) fn size_on_disk(path: &Path) -> u64 {
    let Ok(metadata) = path.symlink_metadata() else { return 0 };
    if !metadata.is_dir() {
        return on_disk(&metadata);
    }
    let entries = std::fs::read_dir(path).into_iter().flatten().flatten();
    entries.map(|entry| size_on_disk(&entry.path())).sum()
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
