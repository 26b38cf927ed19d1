//! One JSON object a line, of limited length.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::marker::PhantomData;
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;

use super::error::{damaged, read_error, reasons};
use crate::{Error, Result};

/// As long as a page may be that a reader process hands over.
const LONGEST: u64 = 64 << 20;

/// The lines of a part that was unpacked.
pub(crate) struct Lines<T> {
    /// The sealed file, which is to blame.
    of: PathBuf,
    /// None if there is no such part, which is as if it were empty.
    part: Option<BufReader<File>>,
    kind: PhantomData<T>,
}

impl<T: DeserializeOwned> Lines<T> {
    /// Those of the part at `place`.
    pub(super) fn open(of: &Path, place: &Path) -> Result<Self> {
        let part = match File::open(place) {
            Ok(file) => Some(BufReader::new(file)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
            Err(error) => return Err(Error::file(place)(error)),
        };
        Ok(Self { of: of.to_owned(), part, kind: PhantomData })
    }

    /// Those that are left, which are of another kind.
    pub(super) fn then<U>(self) -> Lines<U> {
        Lines { of: self.of, part: self.part, kind: PhantomData }
    }

    fn read(&mut self) -> Result<Option<T>> {
        let Some(part) = &mut self.part else { return Ok(None) };
        let mut line = Vec::new();
        part.by_ref().take(LONGEST).read_until(b'\n', &mut line).map_err(read_error(&self.of))?;
        match line.pop() {
            None => Ok(None),
            Some(b'\n') => serde_json::from_slice(&line).map(Some).map_err(|_| damaged(&self.of, reasons::UNCLEAR)),
            Some(_) => Err(damaged(&self.of, reasons::UNCLEAR)),
        }
    }
}

impl<T: DeserializeOwned> Iterator for Lines<T> {
    type Item = Result<T>;

    fn next(&mut self) -> Option<Self::Item> {
        self.read().transpose()
    }
}
