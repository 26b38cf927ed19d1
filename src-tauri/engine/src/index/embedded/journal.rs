//! The engine's log of what was written to it (its WAL).
//!
//! Nothing is replayed from it here: what an index does not hold comes from the catalog. But the engine never shortens
//! it, and checks all of it whenever it opens, which takes a second for each gigabyte; and it grows by three kilobytes
//! a passage, as much as the index itself. So an index is closed for it when it has grown long.

use std::fs;
use std::path::{Path, PathBuf};

use qdrant_edge::WalOptions;

use crate::size_on_disk::size_on_disk;

/// The log's folder in that of the index.
const FOLDER: &str = "wal";

/// What the name of a file begins with that is written no more; the number of its first entry follows.
const CLOSED: &str = "closed-";

/// How long one of its files becomes, in bytes. Of the last two nothing is given back.
const FILE: usize = 4 << 20;

/// How much of it may lie there in vain, in bytes: what some five thousand passages leave.
pub(super) const LONGEST: u64 = 16 << 20;

/// How it is written.
pub(super) fn options() -> WalOptions {
    WalOptions { segment_capacity: FILE, ..WalOptions::default() }
}

/// How much [`shorten`] would give back, in bytes.
pub(super) fn given_back(index: &Path) -> u64 {
    closed(index).iter().rev().skip(1).map(|(_, path)| size_on_disk(path)).sum()
}

/// Removes the files that are written no more, but for the last: that tells with which number the next entry goes on,
/// and a passage with a smaller number than it has would be taken for an old one.
///
/// For an index that is not open. What cannot be removed stays for another time.
pub(super) fn shorten(index: &Path) {
    let mut closed = closed(index);
    closed.pop();
    for (_, path) in closed {
        if let Err(error) = fs::remove_file(&path) {
            tracing::debug!(%error, "a part of the index's log could not be removed");
            return;
        }
    }
}

/// The files that are written no more, each with the number of its first entry; the last comes last.
fn closed(index: &Path) -> Vec<(u64, PathBuf)> {
    let entries = fs::read_dir(index.join(FOLDER)).into_iter().flatten().flatten();
    let closed = |path: PathBuf| {
        let first: u64 = path.file_name()?.to_str()?.strip_prefix(CLOSED)?.parse().ok()?;
        Some((first, path))
    };
    let mut closed: Vec<_> = entries.filter_map(|entry| closed(entry.path())).collect();
    closed.sort_unstable();
    closed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_but_the_last_file_that_is_written_no_more_goes() {
        let index = tempfile::tempdir().expect("a folder");
        shorten(index.path());
        assert_eq!(given_back(index.path()), 0);
        let folder = index.path().join(FOLDER);
        fs::create_dir(&folder).expect("room");
        for name in ["closed-0", "closed-90", "closed-110", "closed-9", "open-3", "first-index", "closed-x"] {
            fs::write(folder.join(name), vec![1; 1 << 16]).expect("room");
        }
        let gives_back = given_back(index.path());
        assert!((3 << 16..4 << 16).contains(&gives_back), "three files, not {gives_back} bytes");
        shorten(index.path());
        let left = fs::read_dir(&folder).expect("a folder").flatten();
        let mut left: Vec<String> = left.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
        left.sort();
        assert_eq!(left, ["closed-110", "closed-x", "first-index", "open-3"]);
    }
}
