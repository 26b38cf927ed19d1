//! A file to a folder, byte by byte as it was listed.
//!
//! The file may come from anywhere. Its parts have names of a few small letters and are written under names made here,
//! so none can lie elsewhere; links, devices and whatever else a tar archive can hold are refused; nothing is unpacked
//! that was not announced, and no more is announced than the disk and the size of the file allow.

use std::cell::Cell;
use std::fs::File;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use sha2::{Digest, Sha256};
use tar::{Archive, Entry, EntryType};

use super::VERSION;
use super::envelope::Opened;
use super::error::{SealedError, damaged, read_error, reasons};
use super::manifest::{FORMAT, MANIFEST, Manifest, Of, Part, PartLine, is_id, is_name};
use super::staged::Staged;
use crate::hex::hex;
use crate::{Error, Result};

/// Bytes that are copied at a time.
const BUFFER: usize = 1 << 18;

/// The longest line of a manifest; the first one names the models.
pub(super) const LONGEST_LINE: u64 = 1 << 20;

/// More models than any library was embedded with, and more numbers than any of their vectors has.
const MOST_MODELS: usize = 64;
const MOST_DIMENSIONS: usize = 1 << 16;

/// As much as a file may unpack to: this many times its size, and something besides. Vectors and most originals hardly
/// become smaller, and text becomes a tenth.
const MOST_TIMES: u64 = 256;
const BESIDES: u64 = 64 << 20;

/// What may follow the end of an archive: blocks of nothing.
const LONGEST_END: u64 = 1 << 16;

/// Who waits for a file to be looked through.
pub(crate) struct Progress<'a> {
    /// Called with how many bytes of the file were read, of how many. An error of it ends the work.
    pub(crate) goes_on: &'a mut dyn FnMut(u64, u64) -> Result<()>,
    /// Called before so many bytes are unpacked.
    pub(crate) ensure_room: &'a dyn Fn(u64) -> Result<()>,
}

/// Unpacks a file into a folder, which is empty, and looks through what is there.
///
/// # Errors
/// [`SealedError`], those of the disk and those of `progress`.
pub(crate) fn unpack(
    file: &Path,
    passphrase: Option<&str>,
    into: &Path,
    progress: &mut Progress<'_>,
) -> Result<Staged> {
    let opened = Opened::open(file, passphrase)?;
    let size = file.metadata().map_err(Error::file(file))?.len();
    let mut unpacking = Unpacking { file, into, size, most: most_of(size), read: opened.count(), progress };
    let mut archive = Archive::new(opened);
    let manifest = unpacking.parts(&mut archive)?;
    let mut opened = archive.into_inner();
    unpacking.end(&mut opened)?;
    if !opened.ends_here().map_err(read_error(file))? {
        return Err(damaged(file, reasons::OTHERWISE));
    }
    let staged = Staged::new(file, into, manifest);
    super::check::everything(&staged, &mut || (unpacking.progress.goes_on)(size, size))?;
    Ok(staged)
}

struct Unpacking<'a, 'p> {
    file: &'a Path,
    into: &'a Path,
    /// Of the file.
    size: u64,
    /// As much as it may unpack to.
    most: u64,
    read: Rc<Cell<u64>>,
    progress: &'a mut Progress<'p>,
}

impl Unpacking<'_, '_> {
    fn damaged(&self, reason: &'static str) -> Error {
        damaged(self.file, reason)
    }

    fn goes_on(&mut self) -> Result<()> {
        (self.progress.goes_on)(self.read.get(), self.size)
    }

    /// Unpacks the manifest, and then part by part what it lists, in its order.
    fn parts(&mut self, archive: &mut Archive<Opened>) -> Result<Manifest> {
        let reading = read_error(self.file);
        // Raw: what a tar archive can say of the parts that follow is not listened to.
        let mut entries = archive.entries().map_err(&reading)?.raw(true);
        let first = entries.next().ok_or_else(|| self.damaged(reasons::CUT))?.map_err(&reading)?;
        let mut list = self.list(first)?;
        let manifest = self.introduction(&mut list)?;
        let (mut parts, mut bytes) = (0_u64, 0_u64);
        for entry in entries {
            let entry = entry.map_err(&reading)?;
            let line = self.line::<PartLine>(&mut list)?.ok_or_else(|| self.damaged(reasons::OTHERWISE))?;
            (parts, bytes) = (parts + 1, bytes.saturating_add(line.size));
            if bytes > manifest.bytes || name_of(self.file, &entry)? != line.name || entry.size() != line.size {
                return Err(self.damaged(reasons::OTHERWISE));
            }
            self.part(entry, &line, manifest.models.len())?;
        }
        if self.line::<PartLine>(&mut list)?.is_some() || (parts, bytes) != (manifest.parts, manifest.bytes) {
            return Err(self.damaged(reasons::OTHERWISE));
        }
        Ok(manifest)
    }

    /// Unpacks the manifest itself.
    fn list(&mut self, mut entry: Entry<'_, Opened>) -> Result<BufReader<File>> {
        if name_of(self.file, &entry)? != MANIFEST {
            return Err(SealedError::NotSealed { path: self.file.to_owned() }.into());
        }
        if entry.size() > self.most {
            return Err(self.damaged(reasons::SWOLLEN));
        }
        (self.progress.ensure_room)(entry.size())?;
        let place = self.into.join(MANIFEST);
        let mut file = File::create_new(&place).map_err(Error::file(&place))?;
        let size = entry.size();
        self.copy(&mut entry, size, &mut |bytes| file.write_all(bytes).map_err(Error::file(&place)))?;
        Ok(BufReader::new(File::open(&place).map_err(Error::file(&place))?))
    }

    /// What the manifest says first.
    fn introduction(&mut self, list: &mut BufReader<File>) -> Result<Manifest> {
        let line = self.bytes(list)?.ok_or_else(|| self.damaged(reasons::CUT))?;
        let manifest = introduction(self.file, &line, self.most)?;
        (self.progress.ensure_room)(manifest.bytes)?;
        Ok(manifest)
    }

    fn bytes(&self, list: &mut BufReader<File>) -> Result<Option<Vec<u8>>> {
        let mut line = Vec::new();
        list.take(LONGEST_LINE).read_until(b'\n', &mut line).map_err(read_error(self.file))?;
        match line.pop() {
            None => Ok(None),
            Some(b'\n') => Ok(Some(line)),
            Some(_) => Err(self.damaged(reasons::UNCLEAR)),
        }
    }

    fn line<T: serde::de::DeserializeOwned>(&self, list: &mut BufReader<File>) -> Result<Option<T>> {
        let Some(line) = self.bytes(list)? else { return Ok(None) };
        serde_json::from_slice(&line).map(Some).map_err(|_| self.damaged(reasons::UNCLEAR))
    }

    /// Unpacks a part, if it is one that this version knows. So many models have a number.
    fn part(&mut self, mut entry: Entry<'_, Opened>, line: &PartLine, models: usize) -> Result<()> {
        let part = Part::named(&line.name);
        if part.is_none() && line.is_needed {
            return Err(SealedError::TooNew { path: self.file.to_owned() }.into());
        }
        let Some(part) = part else {
            let hash = self.copy(&mut entry, line.size, &mut |_| Ok(()))?;
            return if hash == line.sha256 { Ok(()) } else { Err(self.damaged(reasons::BROKEN)) };
        };
        if matches!(part, Part::Of(_, Of::Embeddings(number)) if number >= models) {
            return Err(self.damaged(reasons::OTHERWISE));
        }
        let place = place(self.into, part);
        if let Some(folder) = place.parent() {
            std::fs::create_dir_all(folder).map_err(Error::file(folder))?;
        }
        let file = File::create_new(&place);
        let mut file = file.map_err(|error| match error.kind() {
            // Twice the same part.
            std::io::ErrorKind::AlreadyExists => self.damaged(reasons::OTHERWISE),
            _ => Error::file(&place)(error),
        })?;
        let hash = self.copy(&mut entry, line.size, &mut |bytes| file.write_all(bytes).map_err(Error::file(&place)))?;
        if hash != line.sha256 || !is_id(&hash) {
            return Err(self.damaged(reasons::BROKEN));
        }
        match part {
            Part::Of(id, Of::Original) if id != hash => Err(self.damaged(reasons::FALSE)),
            _ => Ok(()),
        }
    }

    /// Reads a part to its end; answers its hash.
    fn copy(
        &mut self,
        entry: &mut Entry<'_, Opened>,
        size: u64,
        take: &mut dyn FnMut(&[u8]) -> Result<()>,
    ) -> Result<String> {
        let (mut hash, mut left) = (Sha256::new(), size);
        let mut buffer = vec![0; BUFFER.min(size as usize).max(1)];
        while left > 0 {
            self.goes_on()?;
            let read = entry.read(&mut buffer).map_err(read_error(self.file))?;
            if read == 0 {
                return Err(self.damaged(reasons::CUT));
            }
            left = left.checked_sub(read as u64).ok_or_else(|| self.damaged(reasons::OTHERWISE))?;
            hash.update(&buffer[..read]);
            take(&buffer[..read])?;
        }
        Ok(hex(&hash.finalize()))
    }

    /// Reads on behind the last part, where there must be nothing: only at the end does the compression tell whether
    /// all of it came as it was written.
    fn end(&mut self, opened: &mut Opened) -> Result<()> {
        let mut end = Vec::new();
        opened.by_ref().take(LONGEST_END).read_to_end(&mut end).map_err(read_error(self.file))?;
        let is_nothing = end.iter().all(|byte| *byte == 0) && (end.len() as u64) < LONGEST_END;
        if is_nothing { Ok(()) } else { Err(self.damaged(reasons::OTHERWISE)) }
    }
}

/// As much as a file of so many bytes may unpack to.
pub(super) fn most_of(size: u64) -> u64 {
    size.saturating_mul(MOST_TIMES).saturating_add(BESIDES)
}

/// What the first line of a manifest says, if that can be and is not more than so many bytes.
pub(super) fn introduction(file: &Path, line: &[u8], most: u64) -> Result<Manifest> {
    /// As much as is understood whatever else there is.
    #[derive(serde::Deserialize)]
    struct Version {
        format: String,
        needs: u32,
    }
    let unclear = || damaged(file, reasons::UNCLEAR);
    let version: Version = serde_json::from_slice(line).map_err(|_| unclear())?;
    if version.format != FORMAT {
        return Err(SealedError::NotSealed { path: file.to_owned() }.into());
    }
    if version.needs > VERSION {
        return Err(SealedError::TooNew { path: file.to_owned() }.into());
    }
    let manifest: Manifest = serde_json::from_slice(line).map_err(|_| unclear())?;
    let is_model = |dimensions| (1..=MOST_DIMENSIONS).contains(&dimensions);
    if manifest.models.len() > MOST_MODELS || !manifest.models.iter().all(|model| is_model(model.dimensions)) {
        return Err(unclear());
    }
    if manifest.bytes > most {
        return Err(damaged(file, reasons::SWOLLEN));
    }
    Ok(manifest)
}

/// The name of a part, if it is a file and nothing else.
pub(super) fn name_of(file: &Path, entry: &Entry<'_, Opened>) -> Result<String> {
    let name = String::from_utf8(entry.path_bytes().into_owned()).ok().filter(|name| is_name(name));
    let is_file = entry.header().entry_type() == EntryType::Regular && entry.header().link_name_bytes().is_none();
    name.filter(|_| is_file).ok_or_else(|| damaged(file, reasons::STRANGE))
}

/// Where a part is unpacked to: its name is made anew and not taken from the file.
pub(super) fn place(folder: &Path, part: Part<'_>) -> PathBuf {
    part.name().split('/').fold(folder.to_owned(), |place, step| place.join(step))
}
