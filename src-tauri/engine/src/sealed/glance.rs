//! What a file says of itself, before anything of it is unpacked: to tell the person what they hold.

use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use tar::Archive;

use super::envelope::Opened;
use super::error::{SealedError, damaged, read_error, reasons};
use super::manifest::{MANIFEST, Manifest};
use super::unpack::{LONGEST_LINE, introduction, most_of, name_of};
use crate::messages::SealedContents;
use crate::{Error, Result};

/// How the names of sealed files end, without the dot.
pub const SEALED_EXTENSION: &str = "paperside";

/// Later than any file was made, in milliseconds since 1970: the year 10000, which no calendar of a window knows.
const TOO_LATE: i64 = 253_402_300_800_000;

/// Whether a file is named as sealed files are.
pub fn is_sealed(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case(SEALED_EXTENSION))
}

/// Reads what stands at a file's beginning.
///
/// # Errors
/// [`SealedError`], those of the disk.
pub(crate) fn glance(file: &Path, passphrase: Option<&str>) -> Result<SealedContents> {
    let opened = Opened::open(file, passphrase)?;
    let bytes = file.metadata().map_err(Error::file(file))?.len();
    let mut archive = Archive::new(opened);
    let reading = read_error(file);
    let mut entries = archive.entries().map_err(&reading)?.raw(true);
    let first = entries.next().ok_or_else(|| damaged(file, reasons::CUT))?.map_err(&reading)?;
    if name_of(file, &first)? != MANIFEST {
        return Err(SealedError::NotSealed { path: file.to_owned() }.into());
    }
    let mut line = Vec::new();
    BufReader::new(first).take(LONGEST_LINE).read_until(b'\n', &mut line).map_err(&reading)?;
    let Manifest { made_at, contents, .. } = introduction(file, &line, most_of(bytes))?;
    Ok(SealedContents {
        file: file.to_string_lossy().into_owned(),
        bytes,
        is_backup: contents.is_backup,
        made_at: (1..TOO_LATE).contains(&made_at).then_some(made_at),
        documents: contents.documents,
        pages: contents.pages,
        chats: contents.chats,
        pins: contents.pins,
    })
}
