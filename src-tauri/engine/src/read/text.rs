//! Plain text, in whatever encoding.

use std::ops::ControlFlow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::Encoding;

use super::{DocumentInfo, Page, PageSink, ReadError};
use crate::messages::PageState;

/// A text without form feeds is shown whole up to this many bytes; beyond it is cut into sections between
/// paragraphs, so that progress can be told and no single page is endless.
const SECTION: usize = 30_000;

/// Reads plain text: a page for each form feed, or a section for each [`SECTION`] bytes.
///
/// # Errors
/// [`ReadError::Unsupported`] if the bytes are no text, [`ReadError::Cancelled`].
pub(super) fn read(bytes: &[u8], sink: &mut dyn PageSink) -> Result<(), ReadError> {
    let text = decode(bytes)?;
    let title = None;
    deliver(DocumentInfo { content_type: "text/plain", title, pages: 0 }, "text", &sections(&text), sink)
}

/// Bytes to text with plain line ends.
///
/// # Errors
/// [`ReadError::Unsupported`] if the bytes are no text.
pub(super) fn decode(bytes: &[u8]) -> Result<String, ReadError> {
    let (encoding, bytes) = match Encoding::for_bom(bytes) {
        Some((encoding, mark)) => (encoding, &bytes[mark..]),
        None if is_binary(bytes) => return Err(ReadError::Unsupported { kind: "Binary".to_owned() }),
        None => (guess(bytes), bytes),
    };
    let text = encoding.decode_without_bom_handling(bytes).0;
    Ok(text.replace("\r\n", "\n").replace('\r', "\n"))
}

/// Whether it holds what no text does: a NUL, or control characters throughout.
fn is_binary(bytes: &[u8]) -> bool {
    let is_control = |byte: &&u8| byte.is_ascii_control() && !matches!(**byte, b'\t'..=b'\r' | 0x1b | 0x08);
    bytes.contains(&0) || bytes.iter().filter(is_control).count() * 50 > bytes.len()
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Allow)
}

/// The pages of a text.
pub(super) fn sections(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for page in text.split('\u{c}') {
        let mut rest = page;
        while rest.len() > 2 * SECTION {
            let from = rest.floor_char_boundary(SECTION);
            let cut = rest[from..].find("\n\n").or_else(|| rest[from..].find('\n')).map_or(from, |at| from + at);
            let cut = if cut > 2 * SECTION { from } else { cut };
            found.push(&rest[..cut]);
            rest = &rest[cut..];
        }
        found.push(rest);
    }
    found
}

/// Delivers texts as pages without a visual side.
///
/// # Errors
/// [`ReadError::Cancelled`].
pub(super) fn deliver(
    info: DocumentInfo,
    reader: &'static str,
    texts: &[&str],
    sink: &mut dyn PageSink,
) -> Result<(), ReadError> {
    let stopped = |flow: ControlFlow<()>| if flow.is_break() { Err(ReadError::Cancelled) } else { Ok(()) };
    stopped(sink.begin(DocumentInfo { pages: texts.len() as u32, ..info }))?;
    for (index, text) in (0..).zip(texts) {
        let text = text.trim_end().trim_start_matches('\n');
        let searchable = !text.trim().is_empty();
        stopped(sink.page(Page {
            index,
            label: (index + 1).to_string(),
            width: 0.0,
            height: 0.0,
            text: text.to_owned(),
            words: Vec::new(),
            state: if searchable { PageState::Searchable } else { PageState::ImageOnly },
            reader,
            reason: (!searchable).then(|| "it has no text".to_owned()),
            milliseconds: 0,
        }))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_people_save() {
        let texts: [&[u8]; 4] = [
            "Grüße\n".as_bytes(),
            b"Gr\xfc\xdfe\r\n",
            b"\xff\xfeG\0r\0\xfc\0\xdf\0e\0\r\0\n\0",
            b"\xef\xbb\xbfGr\xc3\xbc\xc3\x9fe\r",
        ];
        for bytes in texts {
            assert_eq!(decode(bytes).expect("it is text"), "Grüße\n");
        }
    }

    #[test]
    fn refuses_what_is_no_text() {
        for bytes in [&b"\x7fELF\0\0\x01"[..], b"\x01\x02abc\x03\x04\x05def\x11\x12"] {
            assert!(matches!(decode(bytes), Err(ReadError::Unsupported { .. })));
        }
    }

    #[test]
    fn cuts_between_paragraphs_and_loses_nothing() {
        let text = format!("{}\n\n", "words ".repeat(200)).repeat(100);
        let parts = sections(&text);
        assert!(parts.len() > 2 && parts.iter().all(|part| part.len() <= 2 * SECTION));
        assert_eq!(parts.concat(), text);
        assert_eq!(sections("one\u{c}two"), ["one", "two"]);
    }
}
