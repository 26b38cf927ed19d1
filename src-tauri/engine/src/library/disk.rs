//! Whether there is room.
//!
//! The index writes through mapped memory: where the disk is full the system ends the process instead of reporting
//! an error. So room is looked for before.

use std::path::Path;

use crate::{Error, Result};

/// Bytes that must be free: the index makes files of 32 MB at a time, and the catalog's log grows beside it.
const RESERVE: u64 = 100 << 20;

/// That so many bytes can be written in a folder, and what is made of them besides.
///
/// # Errors
/// [`Error::DiskFull`].
pub(super) fn ensure_room(folder: &Path, bytes: u64) -> Result<()> {
    let needed = RESERVE + bytes;
    match free(folder) {
        Some(free) if free < needed => {
            Err(Error::DiskFull { path: folder.to_owned(), free: free >> 20, needed: needed >> 20 })
        }
        _ => Ok(()),
    }
}

/// How many bytes are free where a folder is, or will be; none where that cannot be told.
pub(super) fn free(folder: &Path) -> Option<u64> {
    #[cfg(unix)]
    {
        let there = folder.ancestors().find(|folder| folder.exists())?;
        let status = rustix::fs::statvfs(there).ok()?;
        Some(status.f_bavail * status.f_frsize)
    }
    #[cfg(not(unix))]
    {
        let _ = folder;
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn more_than_any_disk_holds_is_refused_with_the_numbers() {
        let folder = tempfile::tempdir().expect("a folder");
        let refused = ensure_room(&folder.path().join("not/yet/there"), 1 << 60).err().map(|error| error.to_string());
        assert!(refused.is_some_and(|reason| reason.contains("MB are free")), "the person is told what to do");
    }
}
