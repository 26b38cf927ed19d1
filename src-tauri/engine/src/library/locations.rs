//! Where documents are outside of the library, and whether a file is still what it was.

use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::originals::Originals;
use super::remove;
use crate::Result;
use crate::catalog::{FileStamp, Seen, is_elsewhere};
use crate::messages::ImportStatus;
use crate::search::Searcher;

/// A file that was written within this time may be written again without a later time: some file systems count in
/// two seconds. Its stamp proves nothing.
const UNSETTLED: Duration = Duration::from_secs(2);

/// What tells later that the file is still the same; none if it was written only just now, or is not there.
pub(super) fn stamp(file: &Path) -> Option<FileStamp> {
    let metadata = file.metadata().ok()?;
    let modified = metadata.modified().ok()?;
    let is_settled = SystemTime::now().duration_since(modified).is_ok_and(|age| age > UNSETTLED);
    let modified_at = modified.duration_since(UNIX_EPOCH).ok()?.as_nanos() as i64;
    is_settled.then_some(FileStamp { size: metadata.len(), modified_at })
}

/// In bytes; 0 for what is not there.
pub(super) fn size(file: &Path) -> u64 {
    file.metadata().map_or(0, |metadata| metadata.len())
}

/// Notes that a document is at a path. Paths at which it is no more are forgotten, and those of other machines too: it
/// was moved.
pub(super) fn see(
    searcher: &Searcher,
    originals: &Originals,
    path: &str,
    document: &str,
    stamp: Option<FileStamp>,
    known: &[String],
) -> Result<ImportStatus> {
    let homeless = searcher.catalog.locate(&Seen { path, at: now(), stamp }, document)?;
    if let Some(homeless) = homeless {
        remove::remove(searcher, originals, &homeless)?;
    }
    let mut others = known.iter().filter(|known| *known != path).peekable();
    if known.iter().any(|known| known == path) || others.peek().is_none() {
        return Ok(ImportStatus::Unchanged);
    }
    let mut elsewhere = false;
    for other in others {
        if is_elsewhere(other) || matches!(Path::new(other).try_exists(), Ok(false)) {
            searcher.catalog.forget_location(other)?;
        } else {
            elsewhere = true;
        }
    }
    Ok(if elsewhere { ImportStatus::Duplicate } else { ImportStatus::Unchanged })
}

/// Milliseconds since 1970.
pub(super) fn now() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_millis() as i64)
}
