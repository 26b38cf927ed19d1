//! What the app did, in files beside the library, for the day on which something goes wrong.
//!
//! Whoever starts the app writes to them; several processes may at once. They take a few megabytes and no more. No text
//! of a document stands in them unless somebody asked for more than is usual, but names of files do: so they are in the
//! library's folder, where those are anyway, and what of a line may be shown to others is for [`Line`] to say.
//!
//! # Layout
//! - [`line`](Line): what is noted

mod line;

pub use line::Line;

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// The folder in the library.
const FOLDER: &str = "logs";

/// The file that is written to; the older ones have a number in their name.
const NAME: &str = "paperside";

/// What a file may grow to, in bytes.
const LARGEST: u64 = 1 << 20;

/// How many older files are kept.
const OLDER: usize = 4;

/// The files of a library. Cheap to clone.
#[derive(Debug, Clone)]
pub struct LogFiles {
    folder: PathBuf,
    largest: u64,
}

impl LogFiles {
    /// Those of the library in this folder. Nothing is made before there is something to write.
    pub fn in_library(library: &Path) -> Self {
        Self { folder: library.join(FOLDER), largest: LARGEST }
    }

    /// The folder they are in.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Notes something, at once: what comes next may end the app. Where it cannot be written, it is lost; nobody who
    /// has work to do is to be stopped by that.
    pub fn write(&self, line: &Line) {
        if let Ok(mut bytes) = serde_json::to_vec(line) {
            bytes.push(b'\n');
            let _ = self.append(&bytes);
        }
    }

    /// What is there, the oldest file first, with its name.
    pub(crate) fn read(&self) -> Vec<(String, String)> {
        let names = (1..=OLDER).rev().map(Some).chain([None]).map(|number| self.file(number));
        let read = |file: PathBuf| {
            let name = file.file_name()?.to_string_lossy().into_owned();
            Some((name, String::from_utf8_lossy(&fs::read(&file).ok()?).into_owned()))
        };
        names.filter_map(read).collect()
    }

    /// The file is opened for each line, so that nobody goes on writing to one that has become an older one. A line is
    /// one write at the end of the file: those of two processes do not get into each other.
    fn append(&self, line: &[u8]) -> io::Result<()> {
        let mut file = self.open()?;
        if file.metadata()?.len() + line.len() as u64 > self.largest {
            drop(file);
            self.turn()?;
            file = self.open()?;
        }
        file.write_all(line)
    }

    fn open(&self) -> io::Result<File> {
        let mut options = OpenOptions::new();
        options.append(true).create(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = self.file(None);
        match options.open(&file) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                // No library is made for the sake of its log. Somebody else may make the folder just now.
                match fs::create_dir(&self.folder) {
                    Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
                    _ => options.open(&file),
                }
            }
            opened => opened,
        }
    }

    /// Makes the file an older one, and forgets the oldest.
    fn turn(&self) -> io::Result<()> {
        let turning = File::create(self.folder.join("lock"))?;
        turning.lock()?;
        // Somebody else may have done it while this waited, and may not have begun the next file yet.
        match fs::metadata(self.file(None)) {
            Ok(file) if file.len() < self.largest / 2 => return Ok(()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            _ => {}
        }
        for number in (1..OLDER).rev() {
            let _ = fs::rename(self.file(Some(number)), self.file(Some(number + 1)));
        }
        fs::rename(self.file(None), self.file(Some(1)))
    }

    fn file(&self, number: Option<usize>) -> PathBuf {
        let number = number.map(|number| format!(".{number}")).unwrap_or_default();
        self.folder.join(format!("{NAME}{number}.log"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(message: &str) -> Line {
        Line { message: message.to_owned(), ..Line::default() }
    }

    fn files(folder: &Path, largest: u64) -> LogFiles {
        LogFiles { largest, ..LogFiles::in_library(folder) }
    }

    #[test]
    fn what_is_written_is_there_and_nothing_is_made_before() {
        let folder = tempfile::tempdir().expect("a folder");
        let files = LogFiles::in_library(folder.path());
        assert!(!files.folder().exists() && files.read().is_empty());
        files.write(&line("one"));
        files.write(&line("two"));
        let read = files.read();
        assert_eq!(read.len(), 1, "{read:?}");
        assert_eq!(read[0].1.lines().count(), 2, "{read:?}");
        let missing = LogFiles::in_library(&folder.path().join("not/there"));
        missing.write(&line("lost"));
        assert!(!missing.folder().exists(), "a log must not make a library");
    }

    #[test]
    fn they_do_not_grow_and_the_latest_lines_are_kept() {
        let folder = tempfile::tempdir().expect("a folder");
        let files = files(folder.path(), 2_000);
        (0..500).for_each(|number| files.write(&line(&format!("line {number}"))));
        let read = files.read();
        assert_eq!(read.len(), 1 + OLDER, "the oldest are forgotten");
        assert!(read.iter().all(|(_, text)| text.len() <= 2_000), "none is larger than it may be");
        assert!(read[OLDER].1.lines().last().is_some_and(|last| last.contains("line 499")));
        let all: Vec<&str> = read.iter().flat_map(|(_, text)| text.lines()).collect();
        let first = 500 - all.len();
        for (number, line) in (first..).zip(all) {
            assert!(line.contains(&format!("\"line {number}\"")), "{number}: {line}");
        }
    }

    #[test]
    fn many_write_at_once() {
        let folder = tempfile::tempdir().expect("a folder");
        let files = files(folder.path(), 20_000);
        std::thread::scope(|scope| {
            for writer in 0..4 {
                let files = files.clone();
                scope.spawn(move || (0..100).for_each(|number| files.write(&line(&format!("{writer} {number}")))));
            }
        });
        let read = files.read();
        let lines = read.iter().flat_map(|(_, text)| text.lines());
        let whole = lines.filter(|line| serde_json::from_str::<Line>(line).is_ok()).count();
        assert_eq!(whole, 400, "each line is there, and whole");
    }

    #[test]
    fn many_begin_at_once() {
        for _ in 0..100 {
            let folder = tempfile::tempdir().expect("a folder");
            let files = LogFiles::in_library(folder.path());
            let together = std::sync::Barrier::new(4);
            std::thread::scope(|scope| {
                for _ in 0..4 {
                    scope.spawn(|| {
                        together.wait();
                        files.write(&line("the first"));
                    });
                }
            });
            let read = files.read();
            let lines: Vec<&str> = read.iter().flat_map(|(_, text)| text.lines()).collect();
            assert_eq!(lines.len(), 4, "no line is lost because the folder was being made: {read:?}");
        }
    }
}
