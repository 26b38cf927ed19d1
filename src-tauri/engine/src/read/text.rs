//! Plain text, in whatever encoding.

use std::borrow::Cow;
use std::ops::Range;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::Encoding;

use super::blocks::BlockPage;
use super::headings::{in_plain, within};
use super::{DocumentInfo, Heading, Page, PageSink, ReadError, go_on};
use crate::messages::PageState;

/// A text without form feeds is shown whole up to this many bytes; beyond it is cut into sections between
/// paragraphs, so that progress can be told and no single page is endless.
const SECTION: usize = 30_000;

/// A page of a text, as it is handed to [`deliver`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Section<'text> {
    /// What the page is called; its number from 1 if nothing.
    pub(super) label: Option<String>,
    /// What it says.
    pub(super) text: Cow<'text, str>,
    /// Its headings in the order of the text.
    pub(super) headings: Vec<Heading>,
    /// Why the page could not be read, if it could not.
    pub(super) failure: Option<String>,
}

impl<'text> From<&'text str> for Section<'text> {
    fn from(text: &'text str) -> Self {
        Self { text: text.into(), ..Self::default() }
    }
}

impl From<BlockPage> for Section<'_> {
    fn from(BlockPage { text, headings }: BlockPage) -> Self {
        Self { text: text.into(), headings, ..Self::default() }
    }
}

/// So many bytes are looked at to guess the encoding, and decoded at a time.
const LOOKED_AT: usize = 4 << 20;
const CHUNK: usize = 256 << 10;

/// Reads plain text: a page for each form feed, or a section for each [`SECTION`] bytes. It is decoded piece by
/// piece, so that its size does not matter.
///
/// # Errors
/// [`ReadError::Unsupported`] if the bytes are no text, [`ReadError::Cancelled`].
pub(super) fn read(bytes: &[u8], sink: &mut dyn PageSink) -> Result<(), ReadError> {
    let (encoding, bytes) = encoding_of(bytes)?;
    go_on(sink.begin(DocumentInfo::new("text/plain", None, None)))?;
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let (mut text, mut index) = (String::new(), 0);
    let mut chunks = bytes.chunks(CHUNK).peekable();
    while let Some(chunk) = chunks.next() {
        let is_last = chunks.peek().is_none();
        text.reserve(decoder.max_utf8_buffer_length(chunk.len()).unwrap_or(4 * chunk.len()));
        let _ = decoder.decode_to_string(chunk, &mut text, is_last);
        // A carriage return at the end may be half of a line end.
        let kept = if is_last { text.len() } else { text.trim_end_matches('\r').len() };
        let rest = text.split_off(kept);
        text = text.replace("\r\n", "\n").replace('\r', "\n") + &rest;
        let mut parts = cut(&text);
        // Before the end of the file, what the last part will hold is not known.
        let open = if is_last { None } else { parts.pop() };
        for part in parts.into_iter().map(|part| &text[part]) {
            let section = Section { headings: in_plain(part), ..part.into() };
            go_on(sink.page(page(index, section, "text")))?;
            index += 1;
        }
        text = open.map_or_else(String::new, |open| text.split_off(open.start));
    }
    Ok(())
}

/// Bytes to text with plain line ends.
///
/// # Errors
/// [`ReadError::Unsupported`] if the bytes are no text.
pub(super) fn decode(bytes: &[u8]) -> Result<String, ReadError> {
    let (encoding, bytes) = encoding_of(bytes)?;
    let text = encoding.decode_without_bom_handling(bytes).0;
    Ok(text.replace("\r\n", "\n").replace('\r', "\n"))
}

/// The encoding, and the bytes behind the mark that names it.
fn encoding_of(bytes: &[u8]) -> Result<(&'static Encoding, &[u8]), ReadError> {
    let beginning = &bytes[..bytes.len().min(LOOKED_AT)];
    match Encoding::for_bom(bytes) {
        Some((encoding, mark)) => Ok((encoding, &bytes[mark..])),
        None if is_binary(beginning) => Err(ReadError::Unsupported { kind: "Binary".to_owned() }),
        None => Ok((guess(beginning, bytes.len() == beginning.len()), bytes)),
    }
}

/// Whether it holds what no text does: a NUL, or control characters throughout.
fn is_binary(bytes: &[u8]) -> bool {
    let is_control = |byte: &&u8| byte.is_ascii_control() && !matches!(**byte, b'\t'..=b'\r' | 0x1b | 0x08);
    bytes.contains(&0) || bytes.iter().filter(is_control).count() * 50 > bytes.len()
}

fn guess(beginning: &[u8], is_all: bool) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(beginning, is_all);
    detector.guess(None, Utf8Detection::Allow)
}

/// The pages of a text without labels.
pub(super) fn sections<'text>(text: &'text str, headings: &[Heading]) -> Vec<Section<'text>> {
    let section =
        |part: Range<usize>| Section { headings: within(headings, text, &part), ..Section::from(&text[part]) };
    cut(text).into_iter().map(section).collect()
}

/// The pages of a text with a name: `name`, `name 2` and so on if it is long. Without a name, the pages are
/// numbered like all others.
pub(super) fn named(label: Option<&str>, text: &str, headings: &[Heading]) -> Vec<Section<'static>> {
    let part = |(number, part): (u32, Section<'_>)| Section {
        label: label.map(|label| numbered(label, number)),
        text: part.text.into_owned().into(),
        headings: part.headings,
        failure: None,
    };
    (1..).zip(sections(text, headings)).map(part).collect()
}

/// The label of the `number`th page of those that share a name.
pub(super) fn numbered(label: &str, number: u32) -> String {
    if number <= 1 { label.to_owned() } else { format!("{label} {number}") }
}

/// The pages that a reader found, or sections if it found but one.
pub(super) fn pages_or_sections(mut pages: Vec<BlockPage>) -> Vec<Section<'static>> {
    match pages.pop() {
        Some(only) if pages.is_empty() => named(None, &only.text, &only.headings),
        last => pages.into_iter().chain(last).map(Section::from).collect(),
    }
}

/// Where a text is cut: at form feeds, and where it is long.
fn cut(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    for page in text.split('\u{c}') {
        let end = start + page.len();
        while end - start > 2 * SECTION {
            let from = text.floor_char_boundary(start + SECTION);
            let near = &text[from..text.floor_char_boundary(start + 2 * SECTION)];
            let cut = from + near.find("\n\n").or_else(|| near.find('\n')).unwrap_or_default();
            found.push(start..cut);
            start = cut;
        }
        found.push(start..end);
        start = end + 1;
    }
    found
}

/// Delivers texts as pages without a visual side. How many they are is filled in here.
///
/// # Errors
/// [`ReadError::Cancelled`].
pub(super) fn deliver(
    info: DocumentInfo,
    reader: &'static str,
    sections: Vec<Section<'_>>,
    sink: &mut dyn PageSink,
) -> Result<(), ReadError> {
    go_on(sink.begin(DocumentInfo { pages: sections.len() as u32, ..info }))?;
    for (index, section) in (0..).zip(sections) {
        go_on(sink.page(page(index, section, reader)))?;
    }
    Ok(())
}

fn page(index: u32, section: Section<'_>, reader: &'static str) -> Page {
    let text = section.text.trim_end().trim_start_matches('\n');
    let skipped = section.text.len() - section.text.trim_start_matches('\n').len();
    let headings = within(&section.headings, &section.text, &(skipped..skipped + text.len()));
    let (state, reason) = match section.failure {
        Some(reason) => (PageState::Failed, Some(reason)),
        None if text.trim().is_empty() => (PageState::Blank, Some("it is blank".to_owned())),
        None => (PageState::Searchable, None),
    };
    Page {
        index,
        label: section.label.unwrap_or_else(|| (index + 1).to_string()),
        width: 0.0,
        height: 0.0,
        text: text.to_owned(),
        words: Vec::new(),
        headings,
        state,
        reader: reader.into(),
        recogniser: None,
        reason,
        milliseconds: 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::tests::Collector;

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
        let parts: Vec<_> = cut(&text).into_iter().map(|part| &text[part]).collect();
        assert!(parts.len() > 2 && parts.iter().all(|part| part.len() <= 2 * SECTION));
        assert_eq!(parts.concat(), text);
        assert_eq!(cut("one\u{c}two"), [0..3, 4..7]);
        let labels: Vec<_> = named(Some("Part"), &text, &[]).into_iter().filter_map(|part| part.label).collect();
        assert_eq!(labels[..2], ["Part", "Part 2"]);
    }

    #[test]
    fn headings_stay_with_their_words_where_a_text_is_cut() {
        let part = format!("\n\n\nÜber Öl\n\n{}", "wörter ".repeat(150));
        let (text, starts) = (part.repeat(100), (0..100).map(|number| number * part.len() + 3));
        let headings: Vec<_> =
            starts.map(|start| Heading { start: start as u32, end: start as u32 + 9, level: 1 }).collect();
        let pages: Vec<_> =
            (0..).zip(sections(&text, &headings)).map(|(index, section)| page(index, section, "")).collect();
        assert!(pages.len() > 2 && pages[1].text.starts_with("Über Öl"), "it is cut between paragraphs");
        assert_eq!(pages.iter().map(|page| page.headings.len()).sum::<usize>(), 100);
        for page in &pages {
            for heading in &page.headings {
                assert_eq!(&page.text[heading.start as usize..heading.end as usize], "Über Öl");
            }
        }
    }

    #[test]
    fn plain_texts_have_headings_on_all_pages() {
        let text = format!("\n# Eins\n\nText.\u{c}\n\n2.1 Größe\n\n{}\n\n# Ende\n", "wörter\n".repeat(60_000));
        let mut collected = Collector::default();
        read(text.as_bytes(), &mut collected).expect("it is text");
        let said = |page: &Page| -> Vec<_> {
            page.headings.iter().map(|it| page.text[it.start as usize..it.end as usize].to_owned()).collect()
        };
        assert_eq!(said(&collected.pages[0]), ["Eins"]);
        assert_eq!(said(&collected.pages[1]), ["2.1 Größe"]);
        assert_eq!(collected.pages.last().map(said), Some(vec!["Ende".to_owned()]));
    }
}
