//! What outlasts a power cut.

use std::fs::File;
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
