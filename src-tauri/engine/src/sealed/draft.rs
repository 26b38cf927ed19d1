//! A file before it is written.
//!
//! A file begins with what is in it, to the byte, and nobody wants to hold that in memory. So whoever has the parts is
//! asked for them twice: the first time they are measured, the second time they are written, and must be the same.

use std::path::{Path, PathBuf};

use super::envelope::Envelope;
use super::manifest::{FORMAT, Manifest};
use super::write::{Measured, Parts};
use super::{Contents, NEEDS, SealedModel, VERSION};
use crate::{Error, Result, private};

/// Who makes these files.
const MAKER: &str = "Paperside";

/// What was measured of a file that is to be written.
pub(crate) struct Draft {
    /// A line a part, in a file of its own.
    list: PathBuf,
    parts: u64,
    bytes: u64,
    /// What the list comes to.
    digest: String,
}

impl Draft {
    /// Measures the parts that `gather` has. The list of them goes to a file at `list`.
    pub(crate) fn measure(
        list: &Path,
        goes_on: &mut dyn FnMut(u64) -> Result<()>,
        gather: impl FnOnce(&mut Parts<'_>) -> Result<()>,
    ) -> Result<Self> {
        let mut parts = Parts::measured(list, goes_on)?;
        gather(&mut parts)?;
        let Measured { parts, bytes, digest } = parts.end_measuring()?;
        Ok(Self { list: list.to_owned(), parts, bytes, digest })
    }

    /// What all parts come to; the same for the same parts.
    pub(crate) fn digest(&self) -> &str {
        &self.digest
    }

    /// What they come to in bytes.
    pub(crate) fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Writes the parts, which `gather` has once more, to a file; says how large it is. Only the person can read it, be it
    /// locked or not: it may hold all that they have.
    ///
    /// # Errors
    /// [`SealedError::Original`](super::SealedError::Original) for a document whose original is not what its name says;
    /// those of the disk.
    pub(crate) fn write(
        &self,
        writing: &Writing<'_>,
        goes_on: &mut dyn FnMut(u64) -> Result<()>,
        gather: impl FnOnce(&mut Parts<'_>) -> Result<()>,
    ) -> Result<u64> {
        let Writing { path, passphrase, contents, models, made_at } = writing;
        let file = private::create_file(path).map_err(Error::file(*path))?;
        let envelope = Envelope::new(file, *passphrase).map_err(Error::file(*path))?;
        let manifest = Manifest {
            format: FORMAT.to_owned(),
            version: VERSION,
            needs: NEEDS,
            made_by: format!("{MAKER} {}", env!("CARGO_PKG_VERSION")),
            made_at: *made_at,
            contents: *contents,
            models: models.to_vec(),
            parts: self.parts,
            bytes: self.bytes,
        };
        let mut parts = Parts::written(&self.list, (path, envelope), &manifest, goes_on)?;
        gather(&mut parts)?;
        parts.end_writing()
    }
}

/// How a file is to be written.
pub(crate) struct Writing<'a> {
    /// Where, under a name that nobody looks for yet.
    pub(crate) path: &'a Path,
    /// What locks it.
    pub(crate) passphrase: Option<&'a str>,
    /// What is in it.
    pub(crate) contents: Contents,
    /// The models whose vectors are in it.
    pub(crate) models: &'a [SealedModel],
    /// In milliseconds since 1970.
    pub(crate) made_at: i64,
}
