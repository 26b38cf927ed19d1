//! What the app and a process that works for it say to each other: frames over the process's standard input and output.
//!
//! A frame is a length of four bytes, little-endian, and as many bytes in postcard's encoding. Either side gives up
//! on a frame that is longer than [`LONGEST_FRAME`], so that a process gone wild cannot fill the app's memory.

use std::io::{self, Read, Write};

use serde::Serialize;
use serde::de::DeserializeOwned;

/// A page has at most 400,000 glyphs, which are some 15 MB with their places; a page's picture has at most 48 MB.
const LONGEST_FRAME: usize = 64 << 20;

/// Writes one frame; the caller flushes.
///
/// # Errors
/// Those of the pipe, and `InvalidData` if the frame is too long.
pub fn write_frame(output: &mut impl Write, message: &impl Serialize) -> io::Result<()> {
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
pub fn read_frame<T: DeserializeOwned>(input: &mut impl Read) -> io::Result<Option<T>> {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_come_back_as_they_went_in() {
        let mut pipe = Vec::new();
        write_frame(&mut pipe, &"a page").expect("it fits");
        write_frame(&mut pipe, &"another").expect("it fits");
        let mut input = pipe.as_slice();
        assert_eq!(read_frame::<String>(&mut input).expect("a frame").as_deref(), Some("a page"));
        assert_eq!(read_frame::<String>(&mut input).expect("a frame").as_deref(), Some("another"));
        assert!(matches!(read_frame::<String>(&mut input), Ok(None)));
    }

    #[test]
    fn lies_about_lengths_are_errors_and_cost_nothing() {
        for bytes in [&b"\xff\xff\xff\xff"[..], b"\xff\xff\xff\x03ab", b"\x02\0\0\0\x09a"] {
            assert!(read_frame::<String>(&mut &bytes[..]).is_err());
        }
    }
}
