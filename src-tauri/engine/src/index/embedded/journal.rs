//! The engine's log of what was written to it (its WAL).
//!
//! Nothing is replayed from it here: what an index does not hold comes from the catalog. But the engine never shortens
//! it, and checks all of it whenever it opens, which takes a second for each gigabyte; and it grows by three kilobytes
//! a passage, as much as the index itself.

use std::fs;
use std::path::{Path, PathBuf};

/// The log's folder in that of the index.
const FOLDER: &str = "wal";

/// What the name of a file begins with that is written no more; the number of its first entry follows.
const CLOSED: &str = "closed-";

/// Removes the files that are written no more, but for the last: that tells with which number the next entry goes on,
/// and a passage with a smaller number than it has would be taken for an old one.
///
/// For an index that is not open. What cannot be removed stays for another time.
pub(super) fn shorten(index: &Path) {
    let Ok(entries) = fs::read_dir(index.join(FOLDER)) else { return };
    let closed = |path: PathBuf| {
        let first: u64 = path.file_name()?.to_str()?.strip_prefix(CLOSED)?.parse().ok()?;
        Some((first, path))
    };
    let mut closed: Vec<(u64, PathBuf)> = entries.flatten().filter_map(|entry| closed(entry.path())).collect();
    closed.sort_unstable();
    closed.pop();
    for (_, path) in closed {
        if let Err(error) = fs::remove_file(&path) {
            tracing::debug!(%error, "a part of the index's log could not be removed");
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_but_the_last_file_that_is_written_no_more_goes() {
        let index = tempfile::tempdir().expect("a folder");
        shorten(index.path());
        let folder = index.path().join(FOLDER);
        fs::create_dir(&folder).expect("room");
        for name in ["closed-0", "closed-90", "closed-110", "closed-9", "open-3", "first-index", "closed-x"] {
            fs::write(folder.join(name), "").expect("room");
        }
        shorten(index.path());
        let left = fs::read_dir(&folder).expect("a folder").flatten();
        let mut left: Vec<String> = left.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
        left.sort();
        assert_eq!(left, ["closed-110", "closed-x", "first-index", "open-3"]);
    }
}
