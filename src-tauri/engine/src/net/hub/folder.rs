//! The folder of a model on this computer. Everything here may wait for the disk.

use std::fs::File;
use std::io;
use std::path::{Component, Path, PathBuf};

use tokio_util::sync::CancellationToken;

use super::super::NetError;
use super::super::download::DownloadError;
use super::HubFile;
use crate::durable::sync_folder;

/// Whether a name stays in the folder it is put in, on every system.
pub(super) fn is_inside(name: &str) -> bool {
    let is_plain = |letter: char| !letter.is_control() && !matches!(letter, '\\' | ':');
    let mut parts = Path::new(name).components();
    !name.is_empty()
        && !name.ends_with('/')
        && name.chars().all(is_plain)
        && parts.all(|part| matches!(part, Component::Normal(_)))
}

/// Whether a file is here already, from an earlier run.
///
/// # Errors
/// [`DownloadError::File`], [`NetError::Cancelled`].
pub(super) fn holds(path: &Path, wanted: &HubFile, cancel: &CancellationToken) -> Result<bool, DownloadError> {
    let mut file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
        Err(error) => return Err(DownloadError::file(path)(error)),
    };
    if file.metadata().map_err(DownloadError::file(path))?.len() != wanted.size {
        return Ok(false);
    }
    // What cannot be checked may be of another revision.
    let Some(checksum) = wanted.checksum else { return Ok(false) };
    let checked = checksum.is_of(&mut file, cancel).map_err(DownloadError::file(path))?;
    checked.ok_or(DownloadError::Net(NetError::Cancelled))
}

/// Gives a folder its name once all is in it, and nothing else. A folder that has the name makes room.
///
/// # Errors
/// [`DownloadError::File`].
pub(super) fn put_in_place(part: &Path, folder: &Path, wanted: &[PathBuf]) -> Result<(), DownloadError> {
    keep_only(part, wanted).map_err(DownloadError::file(part))?;
    sync_folder(part).map_err(DownloadError::file(part))?;
    let old = folder.with_added_extension("old");
    if old.exists() {
        std::fs::remove_dir_all(&old).map_err(DownloadError::file(&old))?;
    }
    if folder.exists() {
        std::fs::rename(folder, &old).map_err(DownloadError::file(folder))?;
    }
    if let Err(error) = std::fs::rename(part, folder) {
        let _ = std::fs::rename(&old, folder);
        return Err(DownloadError::file(folder)(error));
    }
    if let Some(parent) = folder.parent() {
        sync_folder(parent).map_err(DownloadError::file(parent))?;
    }
    // If it is still in use it goes the next time.
    let _ = std::fs::remove_dir_all(&old);
    Ok(())
}

/// Removes what earlier runs wanted and this one does not.
fn keep_only(folder: &Path, wanted: &[PathBuf]) -> io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let path = entry.path();
        if entry.file_type()?.is_dir() {
            if wanted.iter().any(|wanted| wanted.starts_with(&path)) {
                keep_only(&path, wanted)?;
            } else {
                std::fs::remove_dir_all(&path)?;
            }
        } else if !wanted.contains(&path) {
            std::fs::remove_file(&path)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stay_inside() {
        assert!(["config.json", "1_Pooling/config.json", "..a"].into_iter().all(is_inside));
        let outside = ["", "..", "../x", "a/../../x", "/etc/passwd", "a\\..\\x", "C:x", "./x", "a/", "a\0b", "."];
        assert!(!outside.into_iter().any(is_inside), "{:?}", outside.into_iter().find(|name| is_inside(name)));
    }
}
