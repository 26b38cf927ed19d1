//! Small files in the library's folder that only the person can read.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::Path;

/// Puts a complete new file with this content in the place of the old one. Blocks.
///
/// # Errors
/// Those of the disk.
pub(super) fn keep(folder: &Path, name: &str, content: &str) -> io::Result<()> {
    let part = folder.join(format!("{name}.part"));
    match fs::remove_file(&part) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut file = create(&part)?;
    writeln!(file, "{content}")?;
    file.sync_all()?;
    fs::rename(&part, folder.join(name))
}

/// A new file that nobody else may read from the beginning.
fn create(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Lets nobody else read a file, whoever could before. Blocks.
///
/// # Errors
/// Those of the disk.
pub(super) fn hide(path: &Path) -> io::Result<()> {
    #[cfg(unix)]
    fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(0o600))?;
    let _ = path;
    Ok(())
}
