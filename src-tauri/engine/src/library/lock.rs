//! One process a library.

use std::fs::{File, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::Path;
use std::time::{Duration, Instant};

use crate::{Error, Result};

/// How long a library is waited for that this very process has closed: what was begun in it may not have ended yet.
const PATIENCE: Duration = Duration::from_secs(5);

/// Between two tries.
const PAUSE: Duration = Duration::from_millis(20);

/// Held while the library is open. The system gives it back when the process ends, however it ends.
pub(super) struct LibraryLock {
    _file: File,
}

impl LibraryLock {
    /// Takes the lock and leaves the process's number in it, so that the next one can say who holds it.
    ///
    /// # Errors
    /// [`Error::LibraryInUse`].
    pub(super) fn take(library: &Path) -> Result<Self> {
        let until = Instant::now() + PATIENCE;
        loop {
            match Self::try_take(library) {
                Err(Error::LibraryInUse { holder, .. })
                    if holder == Some(std::process::id()) && Instant::now() < until =>
                {
                    std::thread::sleep(PAUSE);
                }
                taken => return taken,
            }
        }
    }

    fn try_take(library: &Path) -> Result<Self> {
        let path = library.join("lock");
        let mut file = File::options()
            .create(true)
            .truncate(false)
            .read(true)
            .write(true)
            .open(&path)
            .map_err(Error::file(&path))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut holder = String::new();
                let _ = file.read_to_string(&mut holder);
                return Err(Error::LibraryInUse { path: library.to_owned(), holder: holder.trim().parse().ok() });
            }
            Err(TryLockError::Error(source)) => return Err(Error::File { path, source }),
        }
        let note = file.set_len(0).and_then(|()| file.rewind()).and_then(|()| write!(file, "{}", std::process::id()));
        note.map_err(Error::file(&path))?;
        Ok(Self { _file: file })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_is_told_who_holds_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let first = LibraryLock::take(folder.path()).expect("nobody holds it");
        let second = LibraryLock::try_take(folder.path());
        assert!(
            matches!(second, Err(Error::LibraryInUse { holder: Some(pid), .. }) if pid == std::process::id()),
            "the person must learn which program to close"
        );
        drop(first);
        LibraryLock::try_take(folder.path()).expect("it was given back");
    }

    #[test]
    fn who_has_just_closed_it_can_open_it_again() {
        let folder = tempfile::tempdir().expect("a folder");
        let first = LibraryLock::take(folder.path()).expect("nobody holds it");
        let ending = std::thread::spawn(move || {
            std::thread::sleep(PAUSE * 5);
            drop(first);
        });
        LibraryLock::take(folder.path()).expect("it is waited for");
        ending.join().expect("it ends");
    }
}
