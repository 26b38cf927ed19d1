//! Where documents were seen that come from another library, and whether they are there.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use sha2::{Digest, Sha256};

use crate::Result;
use crate::catalog::TakenPath;
use crate::hex::hex;
use crate::library::locations;
use crate::sealed::{DocumentLine, SealedError};

/// Bytes that are looked at at a time.
const BUFFER: usize = 1 << 20;

/// The paths as those of another machine. None of them is looked at: whoever wrote them may have meant anything by
/// them, such as a computer that would learn who asks.
pub(super) fn elsewhere(line: &DocumentLine) -> Vec<TakenPath> {
    let path =
        |seen: &crate::sealed::SealedPath| TakenPath { path: seen.path.clone(), seen_at: seen.seen_at, here: None };
    line.paths.iter().map(path).collect()
}

/// The same, but those at which the document is, byte for byte, are of this machine: where a library is brought back
/// to where it was, a file that is added again is recognised at once, and one that is gone is not taken for removed.
pub(super) fn brought_back(
    line: &DocumentLine,
    id: &str,
    size: u64,
    is_cancelled: &dyn Fn() -> bool,
) -> Result<Vec<TakenPath>> {
    let mut paths = elsewhere(line);
    for taken in &mut paths {
        let path = Path::new(&taken.path);
        if !is_local(path) || !path.metadata().is_ok_and(|file| file.is_file() && file.len() == size) {
            continue;
        }
        // Taken before the content: what is written meanwhile is noticed later.
        let stamp = locations::stamp(path);
        if hash(path, is_cancelled)?.as_deref() == Some(id) {
            taken.here = stamp;
        }
    }
    Ok(paths)
}

/// Whether a path can be looked at without asking another computer.
pub(super) fn is_local(path: &Path) -> bool {
    let text = path.to_string_lossy();
    path.is_absolute() && !text.starts_with("//") && !text.starts_with("\\\\")
}

/// None if it cannot be read.
fn hash(path: &Path, is_cancelled: &dyn Fn() -> bool) -> Result<Option<String>> {
    let Ok(mut file) = File::open(path) else { return Ok(None) };
    let (mut hash, mut buffer) = (Sha256::new(), vec![0; BUFFER]);
    loop {
        if is_cancelled() {
            return Err(SealedError::Cancelled.into());
        }
        match file.read(&mut buffer) {
            Ok(0) => return Ok(Some(hex(&hash.finalize()))),
            Ok(read) => hash.update(&buffer[..read]),
            Err(_) => return Ok(None),
        }
    }
}
