//! What would become of files, told while they are still held over the window.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::files;
use crate::Result;
use crate::catalog::Catalog;
use crate::file_name::file_name;
use crate::library::locations;
use crate::messages::DropPreview;
use crate::read::refuse_early;
use crate::sealed::{glance, is_sealed};

/// Nobody waits longer than this with a file in hand.
const PATIENCE: Duration = Duration::from_millis(300);

/// Names of files that cannot be read are told up to so many.
const NAMED: usize = 5;

/// As much as tells what a file is.
const BEGINNING: usize = 4096;

/// Looks at the files at these paths for a moment: which are known, and which cannot be read. Sealed files that are
/// named themselves are told apart; in a folder they are files like others.
pub(super) fn preview(catalog: &Catalog, paths: &[PathBuf]) -> Result<DropPreview> {
    let began = Instant::now();
    let folders = paths.iter().filter(|path| path.is_dir()).count() as u32;
    let (sealed, paths): (Vec<_>, Vec<_>) = paths.iter().cloned().partition(|path| is_sealed(path) && path.is_file());
    let mut preview = DropPreview { folders, sealed_files: sealed.len() as u32, ..DropPreview::default() };
    // What is wrong with it is told when it is let go.
    preview.sealed = sealed.first().and_then(|file| glance(file, None).ok());
    for file in files::expand(&paths) {
        if began.elapsed() > PATIENCE {
            preview.is_more = true;
            break;
        }
        preview.files += 1;
        if is_known(catalog, &file)? {
            preview.known += 1;
        } else if !is_readable(&file) {
            preview.unreadable_files += 1;
            if preview.unreadable.len() < NAMED {
                preview.unreadable.push(file_name(&file));
            }
        }
    }
    Ok(preview)
}

fn is_known(catalog: &Catalog, file: &Path) -> Result<bool> {
    let Some(stamp) = locations::stamp(file) else { return Ok(false) };
    Ok(catalog.unchanged_at(&file.to_string_lossy(), stamp)?.is_some())
}

/// By its beginning. A pipe would be waited for, and a device may have no end.
fn is_readable(file: &Path) -> bool {
    if !file.is_file() {
        return false;
    }
    let mut beginning = Vec::with_capacity(BEGINNING);
    let read = File::open(file).and_then(|file| file.take(BEGINNING as u64).read_to_end(&mut beginning));
    read.is_ok() && refuse_early(&beginning, &file_name(file)).is_ok()
}
