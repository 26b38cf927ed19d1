//! ZIP archives: the parts of a document by name, with hard limits on what they unpack to.
//!
//! Nothing is ever written to a disk, and what a header says about sizes is never trusted: what counts is how
//! many bytes really came out.

use std::io::{Cursor, ErrorKind, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use crate::read::ReadError;

/// No part may unpack to more bytes.
const MEMBER_LIMIT: u64 = 64 << 20;

/// All parts that are read of one document may not unpack to more bytes.
const DOCUMENT_LIMIT: u64 = 256 << 20;

/// No document has more parts.
const MEMBERS: usize = 10_000;

/// An open ZIP archive.
pub(in crate::read) struct Archive<'bytes> {
    zip: ZipArchive<Cursor<&'bytes [u8]>>,
    /// To how many bytes one part may unpack.
    member_limit: u64,
    /// How many bytes may still be unpacked.
    left: u64,
}

impl<'bytes> Archive<'bytes> {
    /// Opens an archive; nothing is unpacked yet.
    ///
    /// # Errors
    /// [`ReadError::Damaged`] if it is no archive or has more than 10,000 parts.
    pub(in crate::read) fn open(bytes: &'bytes [u8]) -> Result<Self, ReadError> {
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|error| explain(&error))?;
        if zip.len() > MEMBERS {
            return Err(damaged(&format!("it has more than {MEMBERS} parts")));
        }
        Ok(Self { zip, member_limit: MEMBER_LIMIT, left: DOCUMENT_LIMIT })
    }

    /// The names of the parts, in the order of the archive.
    pub(in crate::read) fn names(&self) -> impl Iterator<Item = String> {
        self.zip.file_names().filter_map(Result::ok).map(std::borrow::Cow::into_owned)
    }

    /// Whether there is such a part.
    pub(in crate::read) fn has(&self, name: &str) -> bool {
        self.zip.index_for_name(name).is_some()
    }

    /// Unpacks a part; `None` if there is none of that name.
    ///
    /// # Errors
    /// [`ReadError::Damaged`] beyond 64 MB, or 256 MB for all parts together, or if it cannot be unpacked;
    /// [`ReadError::Encrypted`].
    pub(in crate::read) fn read(&mut self, name: &str) -> Result<Option<Vec<u8>>, ReadError> {
        let mut bytes = Vec::new();
        let found = self.unpack(name, self.member_limit, |chunk| bytes.extend_from_slice(chunk))?;
        Ok(found.then_some(bytes))
    }

    /// Unpacks a part that the document cannot do without.
    ///
    /// # Errors
    /// Those of [`Archive::read`], and [`ReadError::Damaged`] if there is no such part.
    pub(in crate::read) fn required(&mut self, name: &str) -> Result<Vec<u8>, ReadError> {
        self.read(name)?.ok_or_else(|| damaged(&format!("its part {name} is missing")))
    }

    /// Unpacks a part to nowhere, to be sure that another reader can do so within the document's limit.
    ///
    /// # Errors
    /// Those of [`Archive::read`], with the limit for all parts as the only one.
    pub(in crate::read) fn probe(&mut self, name: &str) -> Result<(), ReadError> {
        self.unpack(name, DOCUMENT_LIMIT, |_| ()).map(|_| ())
    }

    fn unpack(&mut self, name: &str, limit: u64, mut take: impl FnMut(&[u8])) -> Result<bool, ReadError> {
        let mut member = match self.zip.by_name(name) {
            Ok(member) => member,
            Err(ZipError::FileNotFound) => return Ok(false),
            Err(error) => return Err(explain(&error)),
        };
        let mut chunk = vec![0; 32 << 10];
        let mut unpacked = 0;
        loop {
            let length = match member.read(&mut chunk) {
                Ok(0) => return Ok(true),
                Ok(length) => length,
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                Err(error) => return Err(explain(&ZipError::Io(error))),
            };
            unpacked += length as u64;
            self.left = self.left.checked_sub(length as u64).ok_or_else(|| too_large("it", DOCUMENT_LIMIT))?;
            if unpacked > limit {
                return Err(too_large("a part of it", limit));
            }
            take(&chunk[..length]);
        }
    }
}

/// The name of the part that `target` means in the part `base`: beside it, above it, or from the root.
pub(in crate::read) fn resolve(base: &str, target: &str) -> String {
    let folder = if target.starts_with('/') { "" } else { base.rsplit_once('/').map_or("", |(folder, _)| folder) };
    let mut steps: Vec<&str> = Vec::new();
    for step in folder.split('/').chain(target.split('/')) {
        match step {
            "" | "." => {}
            ".." => drop(steps.pop()),
            step => steps.push(step),
        }
    }
    steps.join("/")
}

fn explain(error: &ZipError) -> ReadError {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) | ZipError::InvalidPassword => ReadError::Encrypted,
        ZipError::UnsupportedArchive(_) | ZipError::CompressionMethodNotSupported(_) => {
            damaged("a part of it is packed in a way that no document is")
        }
        ZipError::Io(_) => damaged("a part of it cannot be unpacked"),
        _ => damaged("its table of contents, a ZIP directory, is broken"),
    }
}

fn too_large(what: &str, limit: u64) -> ReadError {
    damaged(&format!("{what} unpacks to more than {} MB", limit >> 20))
}

fn damaged(reason: &str) -> ReadError {
    ReadError::Damaged { reason: reason.to_owned() }
}

/// An archive of these parts, for tests.
#[cfg(test)]
pub(in crate::read) fn pack(parts: &[(&str, &[u8])]) -> Vec<u8> {
    use std::io::Write;
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).expect("a part begins");
        writer.write_all(bytes).expect("a part is written");
    }
    writer.finish().expect("the archive is finished").into_inner()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reason(result: Result<impl Sized, ReadError>) -> String {
        match result.err() {
            Some(ReadError::Damaged { reason }) => reason,
            other => panic!("it must be damaged and not {other:?}"),
        }
    }

    #[test]
    fn reads_parts_by_name() {
        let bytes = pack(&[("a.xml", b"<a/>"), ("b/c.xml", b"<c/>")]);
        let mut archive = Archive::open(&bytes).expect("it opens");
        assert_eq!(archive.names().collect::<Vec<_>>(), ["a.xml", "b/c.xml"]);
        assert_eq!(archive.read("b/c.xml").expect("it unpacks").as_deref(), Some(&b"<c/>"[..]));
        assert_eq!(archive.read("none").expect("it is only missing"), None);
        assert_eq!(reason(archive.required("none")), "its part none is missing");
    }

    #[test]
    fn bombs_are_refused_by_what_comes_out() {
        let bytes = pack(&[("a", &[b' '; 2000]), ("b", &[b' '; 900]), ("c", &[b' '; 900])]);
        let mut archive = Archive::open(&bytes).expect("it opens");
        (archive.member_limit, archive.left) = (1000, 3500);
        assert!(reason(archive.read("a")).starts_with("a part of it unpacks to more than"));
        assert!(archive.read("b").is_ok());
        assert!(reason(archive.probe("c")).starts_with("it unpacks to more than"));
    }

    #[test]
    fn sizes_in_headers_are_not_believed() {
        let bomb = vec![b' '; 5_432_109];
        let mut bytes = pack(&[("a", &bomb)]);
        let declared = (bomb.len() as u32).to_le_bytes();
        let at: Vec<_> = (0..bytes.len() - 4).filter(|&at| bytes[at..at + 4] == declared).collect();
        assert_eq!(at.len(), 2, "the header and the directory tell the size");
        at.into_iter().for_each(|at| bytes[at..at + 4].copy_from_slice(&9_u32.to_le_bytes()));
        let mut archive = Archive::open(&bytes).expect("it opens");
        archive.member_limit = 1_000_000;
        assert!(matches!(archive.read("a"), Err(ReadError::Damaged { .. })));
    }

    #[test]
    fn too_many_parts_and_locked_parts_have_their_own_answers() {
        let names: Vec<_> = (0..=MEMBERS).map(|number| number.to_string()).collect();
        let parts: Vec<_> = names.iter().map(|name| (name.as_str(), &b""[..])).collect();
        assert_eq!(reason(Archive::open(&pack(&parts))), "it has more than 10000 parts");
        let mut locked = pack(&[("a", b"text")]);
        let directory = locked.windows(4).position(|window| window == b"PK\x01\x02").expect("there is a directory");
        locked[6] |= 1;
        locked[directory + 8] |= 1;
        let mut archive = Archive::open(&locked).expect("it opens");
        assert!(matches!(archive.read("a"), Err(ReadError::Encrypted)));
    }

    #[test]
    fn no_prefix_of_an_archive_does_harm() {
        let bytes = pack(&[("a.xml", b"<a/>"), ("b/c.xml", b"<c/>")]);
        for length in 0..bytes.len() {
            assert!(Archive::open(&bytes[..length]).is_err(), "{length}");
        }
    }

    #[test]
    fn targets_are_found_from_where_they_stand() {
        assert_eq!(resolve("ppt/slides/slide1.xml", "../media/a.xml"), "ppt/media/a.xml");
        assert_eq!(resolve("ppt/presentation.xml", "/ppt/slides/s.xml"), "ppt/slides/s.xml");
        assert_eq!(resolve("content.opf", "../../x.html"), "x.html");
    }
}
