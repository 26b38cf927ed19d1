//! Parts to a file, or only to a list of what they come to.

use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Read, Seek, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;
use sha2::{Digest, Sha256};
use tar::{EntryType, Header};

use super::check::mended;
use super::envelope::Envelope;
use super::error::SealedError;
use super::manifest::{MANIFEST, Manifest, Of, Part, PartLine};
use super::numbers::{head, words_to_bytes};
use super::parts::{ChatLine, CollectionLine, DocumentLine, FolderLine, PageLine, PassageLine, PinLine, SettingLine};
use crate::hex::hex;
use crate::passage::Passage;
use crate::read::Page;
use crate::{Error, Result};

/// Blocks of a tar archive.
const BLOCK: usize = 512;

/// Bytes that are copied at a time.
const BUFFER: usize = 1 << 18;

/// Takes parts, one after the other.
pub(crate) struct Parts<'a> {
    sink: Sink,
    /// Called while bytes come, with how many came so far. An error of it ends the work.
    goes_on: &'a mut dyn FnMut(u64) -> Result<()>,
    bytes: u64,
}

/// Where parts go.
enum Sink {
    /// Only their sizes and hashes are wanted.
    Measured { list: BufWriter<File>, path: PathBuf, parts: u64, digest: Sha256 },
    /// They are written as they were measured.
    Written { list: BufReader<File>, path: PathBuf, envelope: Box<Envelope> },
}

/// What parts come to.
pub(super) struct Measured {
    pub(super) parts: u64,
    pub(super) bytes: u64,
    /// The same for the same parts.
    pub(super) digest: String,
}

/// A part that is being taken.
struct Open {
    name: String,
    size: u64,
    hash: Sha256,
    /// What it was measured to be, when it is written.
    measured: Option<PartLine>,
}

impl<'a> Parts<'a> {
    /// Takes parts to measure them. What each comes to goes to a file at `list`.
    pub(super) fn measured(list: &Path, goes_on: &'a mut dyn FnMut(u64) -> Result<()>) -> Result<Self> {
        let file = File::create(list).map_err(Error::file(list))?;
        let (list, path) = (BufWriter::new(file), list.to_owned());
        Ok(Self { sink: Sink::Measured { list, path, parts: 0, digest: Sha256::new() }, goes_on, bytes: 0 })
    }

    /// Takes the same parts once more to write them to a file in its envelope, behind the manifest and the list.
    pub(super) fn written(
        list: &Path,
        (path, envelope): (&Path, Envelope),
        manifest: &Manifest,
        goes_on: &'a mut dyn FnMut(u64) -> Result<()>,
    ) -> Result<Self> {
        let list = BufReader::new(File::open(list).map_err(Error::file(list))?);
        let (path, envelope) = (path.to_owned(), Box::new(envelope));
        let mut parts = Self { sink: Sink::Written { list, path, envelope }, goes_on, bytes: 0 };
        parts.manifest(manifest)?;
        Ok(parts)
    }

    /// There are no more to be measured.
    pub(super) fn end_measuring(self) -> Result<Measured> {
        let bytes = self.bytes;
        match self.sink {
            Sink::Measured { mut list, path, parts, digest } => {
                list.flush().map_err(Error::file(&path))?;
                Ok(Measured { parts, bytes, digest: hex(&digest.finalize()) })
            }
            Sink::Written { path, .. } => Err(changed(&path)),
        }
    }

    /// There are no more to be written: ends the archive and the file, and says how large it is.
    pub(super) fn end_writing(self) -> Result<u64> {
        let Sink::Written { mut list, path, mut envelope } = self.sink else { return Ok(0) };
        if !list.fill_buf().map_err(Error::file(&path))?.is_empty() {
            return Err(changed(&path));
        }
        envelope.write_all(&[0; 2 * BLOCK]).and_then(|()| envelope.finish()).map_err(Error::file(path))
    }

    /// A document, whose parts follow.
    pub(crate) fn document(&mut self, id: &str, document: &DocumentLine) -> Result<()> {
        self.lines(Part::Of(id, Of::Document), |lines| lines.line(document))
    }

    /// Its pages, which `each` hands over one by one.
    pub(crate) fn pages(
        &mut self,
        id: &str,
        each: impl FnOnce(&mut dyn FnMut(&Page) -> Result<()>) -> Result<()>,
    ) -> Result<()> {
        self.lines(Part::Of(id, Of::Pages), |lines| each(&mut |page| lines.line(&PageLine::of(&mended(page)))))
    }

    /// The places of their words.
    pub(crate) fn words(
        &mut self,
        id: &str,
        each: impl FnOnce(&mut dyn FnMut(&Page) -> Result<()>) -> Result<()>,
    ) -> Result<()> {
        self.lines(Part::Of(id, Of::Words), |bytes| each(&mut |page| bytes.take(&words_to_bytes(&mended(page).words))))
    }

    /// Its passages.
    pub(crate) fn passages(
        &mut self,
        id: &str,
        each: impl FnOnce(&mut dyn FnMut(&Passage) -> Result<()>) -> Result<()>,
    ) -> Result<()> {
        self.lines(Part::Of(id, Of::Passages), |lines| each(&mut |passage| lines.line(&PassageLine::of(passage))))
    }

    /// What they are embedded to by the model with a number: of each the ordinal, the vector and the signs, as they
    /// are stored.
    pub(crate) fn embeddings(
        &mut self,
        id: &str,
        model: usize,
        each: impl FnOnce(&mut dyn FnMut(u32, &[u8], &[u8]) -> Result<()>) -> Result<()>,
    ) -> Result<()> {
        self.lines(Part::Of(id, Of::Embeddings(model)), |bytes| {
            each(&mut |ordinal, vector, signs| {
                bytes.take(&head(ordinal, signs.len()))?;
                bytes.take(vector)?;
                bytes.take(signs)
            })
        })
    }

    /// The names of collections.
    pub(crate) fn collections(&mut self, lines: &[CollectionLine]) -> Result<()> {
        self.lines(Part::Collections, |part| lines.iter().try_for_each(|line| part.line(line)))
    }

    /// Conversations.
    pub(crate) fn chats(
        &mut self,
        each: impl FnOnce(&mut dyn FnMut(&ChatLine) -> Result<()>) -> Result<()>,
    ) -> Result<()> {
        self.lines(Part::Chats, |lines| each(&mut |line| lines.line(line)))
    }

    /// Pages known to be right.
    pub(crate) fn pins(&mut self, lines: &[PinLine]) -> Result<()> {
        self.lines(Part::Pins, |part| lines.iter().try_for_each(|line| part.line(line)))
    }

    /// What the person chose.
    pub(crate) fn settings(&mut self, lines: &[SettingLine]) -> Result<()> {
        self.lines(Part::Settings, |part| lines.iter().try_for_each(|line| part.line(line)))
    }

    /// Folders that are followed.
    pub(crate) fn folders(&mut self, lines: &[FolderLine]) -> Result<()> {
        self.lines(Part::Folders, |part| lines.iter().try_for_each(|line| part.line(line)))
    }

    /// The original of a document. Its hash is its name, so it is measured without being read.
    pub(crate) fn original(&mut self, id: &str, original: &Path) -> Result<()> {
        let unreadable = |_| SealedError::Original { id: id.to_owned() };
        let mut file = File::open(original).map_err(unreadable)?;
        let size = file.metadata().map_err(unreadable)?.len();
        let name = Part::Of(id, Of::Original).name();
        if matches!(self.sink, Sink::Measured { .. }) {
            self.note(&PartLine { name, size, sha256: id.to_owned(), is_needed: false })?;
            return self.count(size);
        }
        let mut part = self.open(name)?;
        let mut buffer = vec![0; BUFFER];
        loop {
            match file.read(&mut buffer).map_err(unreadable)? {
                0 => break,
                read if part.size + read as u64 > size => {
                    return Err(SealedError::Original { id: id.to_owned() }.into());
                }
                read => self.put(&mut part, &buffer[..read])?,
            }
        }
        // Whoever measured it trusted its name.
        if hex(&part.hash.clone().finalize()) != id {
            return Err(SealedError::Original { id: id.to_owned() }.into());
        }
        self.close(part)
    }

    /// A part whose bytes `fill` has.
    fn lines(&mut self, part: Part<'_>, fill: impl FnOnce(&mut Filling<'_, '_>) -> Result<()>) -> Result<()> {
        let part = self.open(part.name())?;
        let mut filling = Filling { parts: self, part };
        fill(&mut filling)?;
        let Filling { part, .. } = filling;
        self.close(part)
    }

    fn open(&mut self, name: String) -> Result<Open> {
        let measured = match &mut self.sink {
            Sink::Measured { .. } => None,
            Sink::Written { list, path, envelope } => {
                let mut line = String::new();
                list.read_line(&mut line).map_err(Error::file(&*path))?;
                let measured: PartLine = serde_json::from_str(&line).map_err(|_| changed(path))?;
                if measured.name != name {
                    return Err(changed(path));
                }
                envelope.write_all(&header(&name, measured.size)?).map_err(Error::file(&*path))?;
                Some(measured)
            }
        };
        Ok(Open { name, size: 0, hash: Sha256::new(), measured })
    }

    fn put(&mut self, part: &mut Open, bytes: &[u8]) -> Result<()> {
        part.size += bytes.len() as u64;
        part.hash.update(bytes);
        if let Sink::Written { path, envelope, .. } = &mut self.sink {
            if part.measured.as_ref().is_none_or(|measured| part.size > measured.size) {
                return Err(changed(path));
            }
            envelope.write_all(bytes).map_err(Error::file(&*path))?;
        }
        self.count(bytes.len() as u64)
    }

    fn close(&mut self, part: Open) -> Result<()> {
        let Open { name, size, hash, measured } = part;
        let line = PartLine { name, size, sha256: hex(&hash.finalize()), is_needed: false };
        if let Sink::Written { path, envelope, .. } = &mut self.sink {
            if measured.is_none_or(|measured| measured != line) {
                return Err(changed(path));
            }
            let padding = (BLOCK - size as usize % BLOCK) % BLOCK;
            return envelope.write_all(&[0; BLOCK][..padding]).map_err(Error::file(&*path));
        }
        self.note(&line)
    }

    fn note(&mut self, line: &PartLine) -> Result<()> {
        if let Sink::Measured { list, path, parts, digest } = &mut self.sink {
            let line = json(line);
            digest.update(&line);
            *parts += 1;
            list.write_all(&line).map_err(Error::file(&*path))?;
        }
        Ok(())
    }

    fn count(&mut self, bytes: u64) -> Result<()> {
        self.bytes += bytes;
        (self.goes_on)(self.bytes)
    }

    /// The first part: what it says of itself, and the list.
    fn manifest(&mut self, manifest: &Manifest) -> Result<()> {
        let Sink::Written { list, path, envelope } = &mut self.sink else { return Ok(()) };
        let (line, of) = (json(manifest), Error::file(&*path));
        let measured = list.get_ref().metadata().map(|list| line.len() as u64 + list.len());
        let size = measured.map_err(of)?;
        let header = header(MANIFEST, size)?;
        let written = envelope.write_all(&header).and_then(|()| envelope.write_all(&line));
        let copied = written.and_then(|()| std::io::copy(list, envelope)).and_then(|_| list.rewind());
        let padding = (BLOCK - size as usize % BLOCK) % BLOCK;
        copied.and_then(|()| envelope.write_all(&[0; BLOCK][..padding])).map_err(Error::file(&*path))
    }
}

/// A part that is filled.
struct Filling<'parts, 'a> {
    parts: &'parts mut Parts<'a>,
    part: Open,
}

impl Filling<'_, '_> {
    fn take(&mut self, bytes: &[u8]) -> Result<()> {
        self.parts.put(&mut self.part, bytes)
    }

    fn line(&mut self, line: &impl Serialize) -> Result<()> {
        self.take(&json(line))
    }
}

/// A line of JSON. What is written here can be: it has no maps and its numbers are finite.
fn json(line: &impl Serialize) -> Vec<u8> {
    let mut line = serde_json::to_vec(line).unwrap_or_default();
    line.push(b'\n');
    line
}

/// What stands before a part in a tar archive. Everything that could tell of the machine it was made on is left out.
fn header(name: &str, size: u64) -> Result<[u8; BLOCK]> {
    let mut header = Header::new_ustar();
    header.set_path(name).map_err(Error::file(name))?;
    header.set_entry_type(EntryType::Regular);
    header.set_mode(0o644);
    header.set_size(size);
    header.set_cksum();
    Ok(*header.as_bytes())
}

/// Whoever has the parts had others the second time.
fn changed(path: &Path) -> Error {
    let source = std::io::Error::other("what was to be written changed while it was written; try again");
    Error::File { path: path.to_owned(), source }
}
