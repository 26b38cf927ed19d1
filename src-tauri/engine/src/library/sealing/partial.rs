//! A sealed file that is not whole yet, under a name that nobody looks for.

use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

/// How its name ends.
pub(super) const PARTIAL: &str = ".partial";

/// A file that is not whole; it is gone when this is, unless it was given its name.
pub(super) struct Partial {
    path: PathBuf,
}

impl Partial {
    /// Beside the file that it is to be.
    pub(super) fn of(file: &Path) -> Self {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let partial = Self { path: file.with_file_name(format!(".{name}{PARTIAL}")) };
        // One that was left by a crash.
        partial.remove();
        partial
    }

    /// Where it is.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Removes it, if it is there.
    pub(super) fn remove(&self) {
        let _ = fs::remove_file(&self.path);
    }

    /// Gives it its name, in place of the file that has it.
    ///
    /// # Errors
    /// What the system says.
    pub(super) fn replace(self, file: &Path) -> io::Result<()> {
        fs::rename(&self.path, file)
    }

    /// Gives it its name, if nothing has it: what was made a moment ago is not written over either.
    ///
    /// # Errors
    /// [`ErrorKind::AlreadyExists`]; what else the system says.
    pub(super) fn give_name(self, file: &Path) -> io::Result<()> {
        // A link is made to a name that is free, or not at all; the other name goes with this.
        match fs::hard_link(&self.path, file) {
            Err(error) if error.kind() != ErrorKind::AlreadyExists => self.give_reserved_name(file),
            linked => linked,
        }
    }

    /// The same where a file cannot have two names, as on most memory sticks: an empty file takes the name first, which
    /// can only be done if it is free, and is replaced. A crash between the two leaves it there, empty.
    fn give_reserved_name(self, file: &Path) -> io::Result<()> {
        drop(File::create_new(file)?);
        self.replace(file).inspect_err(|_| drop(fs::remove_file(file)))
    }
}

impl Drop for Partial {
    fn drop(&mut self) {
        self.remove();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A file that is whole, the name that it is to have, and the folder of both.
    fn whole() -> (Partial, PathBuf, tempfile::TempDir) {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("all.paperside");
        let partial = Partial::of(&file);
        fs::write(partial.path(), "new").expect("room");
        (partial, file, folder)
    }

    #[test]
    fn a_name_is_given_only_if_it_is_free() {
        for give in [Partial::give_name, Partial::give_reserved_name] {
            let (partial, file, folder) = whole();
            give(partial, &file).expect("it is free");
            assert_eq!(fs::read(&file).expect("it is there"), b"new");
            assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1, "under one name");

            let (partial, file, folder) = whole();
            fs::write(&file, "made in between").expect("room");
            assert_eq!(give(partial, &file).expect_err("it is taken").kind(), ErrorKind::AlreadyExists);
            assert_eq!(fs::read(&file).expect("it is there"), b"made in between");
            assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1, "what has no name is gone");
        }
    }

    #[test]
    fn a_name_that_could_not_be_given_is_free_again() {
        let (partial, file, _folder) = whole();
        partial.remove();
        partial.give_reserved_name(&file).expect_err("there is nothing to be named");
        assert!(!file.exists());
    }

    #[test]
    fn a_file_is_replaced_if_that_is_wanted() {
        let (partial, file, folder) = whole();
        fs::write(&file, "old").expect("room");
        partial.replace(&file).expect("it is ours");
        assert_eq!(fs::read(&file).expect("it is there"), b"new");
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1);
    }
}
