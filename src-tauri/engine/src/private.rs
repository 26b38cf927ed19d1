//! Files and folders that only the person can look into.
//!
//! Unix knows that of each file. On Windows what is in a person's own folders is theirs.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::Path;

/// What a new file is called until it is complete.
const PART: &str = "part";

/// Puts a complete new file in the place of the old one, if there is one: no crash can lose what it held, and nobody
/// else can read it at any time. Blocks.
///
/// # Errors
/// What the system said; the old file is as it was then.
pub fn replace_file(path: &Path, content: &[u8]) -> io::Result<()> {
    let part = path.with_extension(PART);
    let written = write_new(&part, content).and_then(|()| fs::rename(&part, path));
    written.inspect_err(|_| drop(fs::remove_file(&part)))
}

/// Lets nobody else read a file, whoever could before.
///
/// # Errors
/// What the system said.
pub fn hide_file(path: &Path) -> io::Result<()> {
    #[cfg(unix)]
    fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(0o600))?;
    let _ = path;
    Ok(())
}

/// Makes a file to be written, which must not be there yet. Nobody else can read it at any time.
///
/// # Errors
/// What the system said; [`ErrorKind::AlreadyExists`] if it is there.
pub fn create_file(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Makes a folder, and those that it is in, where they are not there. One that is there stays as it is.
///
/// # Errors
/// What the system said.
pub fn make_folder(path: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

/// One that a crash left is not written to: it might be open to others.
fn write_new(path: &Path, content: &[u8]) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut file = create_file(path)?;
    file.write_all(content)?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_as_a_whole_or_not_at_all() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("token");
        replace_file(&file, b"first").expect("room");
        replace_file(&file, b"second").expect("room");
        assert_eq!(fs::read(&file).expect("it is there"), b"second");
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1, "nothing is left beside it");
        let taken = folder.path().join("taken");
        fs::create_dir_all(taken.join("by a folder")).expect("room");
        replace_file(&taken, b"third").expect_err("there is a folder in its place");
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 2, "nor where it fails");
    }

    #[cfg(unix)]
    #[test]
    fn nobody_else_can_look_into_it() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().expect("a folder");
        let (inner, open) = (folder.path().join("a/b"), fs::Permissions::from_mode(0o644));
        make_folder(&inner).expect("room");
        make_folder(&inner).expect("it is there");
        let file = inner.join("keys.json");
        let mode = |path: &Path| path.metadata().expect("it is there").permissions().mode() & 0o777;
        assert_eq!((mode(&folder.path().join("a")), mode(&inner)), (0o700, 0o700));
        fs::write(file.with_extension(PART), "left by a crash").expect("room");
        for old in [&file.with_extension(PART), &file] {
            fs::write(old, "old").expect("room");
            fs::set_permissions(old, open.clone()).expect("our own file");
        }
        replace_file(&file, b"new").expect("room");
        assert_eq!(mode(&file), 0o600);
        fs::set_permissions(&file, open).expect("our own file");
        hide_file(&file).expect("our own file");
        assert_eq!(mode(&file), 0o600);
    }
}
