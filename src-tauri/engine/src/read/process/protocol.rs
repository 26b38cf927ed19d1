//! What the app and a reader process say to each other: frames over the process's standard input and output.
//!
//! A frame is a length of four bytes, little-endian, and as many bytes in postcard's encoding. Either side gives up
//! on a frame that is longer than [`LONGEST_FRAME`], so that a reader gone wild cannot fill the app's memory.

use std::io::{self, Read, Write};
use std::path::PathBuf;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::ReadLimits;
use crate::read::{DocumentInfo, Page, PageImage, ReadError};

/// Changed whenever the meaning of a frame does: an app that was updated while it runs must not talk to a reader of
/// the new version.
pub(super) const PROTOCOL: u32 = 2;

/// A page has at most 400,000 glyphs, which are some 15 MB with their places; a page's picture has at most 48 MB.
const LONGEST_FRAME: usize = 64 << 20;

/// The first frame to a process.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Hello {
    /// [`PROTOCOL`] of the app.
    pub(super) protocol: u32,
    /// The folder that documents are read from; no other file can be opened.
    pub(super) folder: PathBuf,
    /// What it may use.
    pub(super) limits: ReadLimits,
}

/// A document to be read.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Request {
    /// Where it is.
    pub(super) file: PathBuf,
    /// What the person calls it; its ending tells texts apart.
    pub(super) filename: String,
    /// What opens it.
    pub(super) password: Option<String>,
    /// The first page to be delivered.
    pub(super) from: u32,
    /// Whether a process died over that page, so that it is tried another way.
    pub(super) distrust: bool,
    /// Whether pictures of pages without text are wanted.
    pub(super) pictures: bool,
}

/// What a process says.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Reply {
    /// It is confined, and ready.
    Ready,
    /// It speaks another protocol.
    Foreign,
    /// What is known of the document before its first page.
    Begin(DocumentInfo),
    /// The picture of the page that comes next.
    Picture(PageImage),
    /// A page.
    Page(Box<Page>),
    /// The document has ended.
    Done,
    /// It cannot be read.
    Refused(ReadError),
}

/// Writes one frame; the caller flushes.
///
/// # Errors
/// Those of the pipe, and `InvalidData` if the frame is too long.
pub(super) fn write_frame(output: &mut impl Write, message: &impl Serialize) -> io::Result<()> {
    let bytes = postcard::to_stdvec(message).map_err(io::Error::other)?;
    if bytes.len() > LONGEST_FRAME {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "a frame is too long"));
    }
    output.write_all(&(bytes.len() as u32).to_le_bytes())?;
    output.write_all(&bytes)
}

/// Reads one frame; none at the end of the input.
///
/// # Errors
/// Those of the pipe, and `InvalidData` for what is no frame.
pub(super) fn read_frame<T: DeserializeOwned>(input: &mut impl Read) -> io::Result<Option<T>> {
    let mut length = [0; 4];
    match input.read_exact(&mut length) {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        other => other?,
    }
    let length = u32::from_le_bytes(length) as usize;
    if length > LONGEST_FRAME {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "a frame is too long"));
    }
    let mut bytes = Vec::new();
    if input.take(length as u64).read_to_end(&mut bytes)? < length {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    let invalid = |error| io::Error::new(io::ErrorKind::InvalidData, error);
    postcard::from_bytes(&bytes).map(Some).map_err(invalid)
}

/// Reads any bytes as frames, to their end or the first that is none.
#[cfg(fuzzing)]
pub(in crate::read) fn read_any(bytes: &[u8]) {
    let (mut hellos, mut requests, mut replies) = (bytes, bytes, bytes);
    while let Ok(Some(Hello { .. })) = read_frame(&mut hellos) {}
    while let Ok(Some(Request { .. })) = read_frame(&mut requests) {}
    while let Ok(Some(reply)) = read_frame::<Reply>(&mut replies) {
        write_frame(&mut io::sink(), &reply).expect("what was read can be written");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_come_back_as_they_went_in() {
        let mut pipe = Vec::new();
        write_frame(&mut pipe, &Reply::Refused(ReadError::Empty)).expect("it fits");
        write_frame(&mut pipe, &Reply::Done).expect("it fits");
        let mut input = pipe.as_slice();
        assert!(matches!(read_frame(&mut input), Ok(Some(Reply::Refused(ReadError::Empty)))));
        assert!(matches!(read_frame(&mut input), Ok(Some(Reply::Done))));
        assert!(matches!(read_frame::<Reply>(&mut input), Ok(None)));
    }

    #[test]
    fn lies_about_lengths_are_errors_and_cost_nothing() {
        for bytes in [&b"\xff\xff\xff\xff"[..], b"\xff\xff\xff\x03ab", b"\x01\0\0\0\xee"] {
            assert!(read_frame::<Reply>(&mut &bytes[..]).is_err());
        }
    }
}
