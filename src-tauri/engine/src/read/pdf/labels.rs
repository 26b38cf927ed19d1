//! Printed page labels, and the title and author a document names.

use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, Name, Object, String as PdfString};

/// How deep the tree of labels may be; a file may make it go in circles.
const DEEPEST_TREE: usize = 16;

/// Ranges of labels beyond this are ignored.
const MOST_RANGES: usize = 10_000;

/// Titles that end so are file names, blanks or not.
const FILE_ENDINGS: [&str; 10] = ["doc", "docx", "dvi", "indd", "odt", "pdf", "ppt", "pptx", "qxd", "tex"];

/// The label of each page, as printed: from the document's own labels, else its number from 1.
pub(super) fn page_labels(pdf: &Pdf, pages: usize) -> Vec<String> {
    let mut ranges = Vec::new();
    let root: Option<Dict<'_>> = pdf.xref().get(pdf.xref().root_id());
    if let Some(tree) = root.and_then(|root| root.get::<Dict<'_>>("PageLabels")) {
        let mut nodes = MOST_RANGES;
        collect(&tree, DEEPEST_TREE, &mut nodes, &mut ranges);
    }
    ranges.sort_by_key(|range| range.first);
    (0..pages)
        .map(|page| {
            let range = ranges.iter().rev().find(|range| range.first <= page);
            range
                .map(|range| range.label(page))
                .filter(|label| !label.is_empty())
                .unwrap_or_else(|| (page + 1).to_string())
        })
        .collect()
}

/// The title in the document's information, if it says anything.
pub(super) fn title(pdf: &Pdf) -> Option<String> {
    let title = decode(pdf.metadata().title.as_deref()?);
    let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
    // What programs write there when nobody gave a title.
    let ending = title.rsplit_once('.').map_or("", |(_, ending)| ending);
    let is_file_name = (2..=5).contains(&ending.len())
        && ending.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && (!title.contains(' ') || FILE_ENDINGS.contains(&ending.to_lowercase().as_str()));
    let is_said = title.chars().filter(|c| c.is_alphanumeric()).count() >= 3;
    (is_said && !is_file_name && !title.eq_ignore_ascii_case("untitled") && !title.starts_with("Microsoft Word"))
        .then_some(title)
}

/// The author in the document's information, if it says anything.
pub(super) fn author(pdf: &Pdf) -> Option<String> {
    let author = decode(pdf.metadata().author.as_deref()?);
    let author = author.split_whitespace().collect::<Vec<_>>().join(" ");
    author.contains(char::is_alphabetic).then_some(author)
}

/// A run of pages that are numbered in one style.
struct LabelRange {
    first: usize,
    style: Option<String>,
    prefix: String,
    start: usize,
}

impl LabelRange {
    fn label(&self, page: usize) -> String {
        let number = self.start.saturating_add(page - self.first);
        let number = match self.style.as_deref() {
            Some("D") => number.to_string(),
            Some("R") => roman(number),
            Some("r") => roman(number).to_lowercase(),
            Some("A") => letters(number),
            Some("a") => letters(number).to_lowercase(),
            _ => String::new(),
        };
        format!("{}{number}", self.prefix)
    }
}

/// Gathers the ranges of a node and of those below it, as long as `nodes` are left to be looked at.
fn collect(node: &Dict<'_>, depth: usize, nodes: &mut usize, ranges: &mut Vec<LabelRange>) {
    *nodes = nodes.saturating_sub(1);
    if let Some(numbers) = node.get::<Array<'_>>("Nums") {
        let entries: Vec<Object<'_>> = numbers.iter::<Object<'_>>().take(2 * MOST_RANGES).collect();
        for pair in entries.chunks_exact(2) {
            if let (Object::Number(first), Object::Dict(range)) = (&pair[0], &pair[1])
                && ranges.len() < MOST_RANGES
            {
                ranges.push(LabelRange {
                    first: first.as_i64().max(0) as usize,
                    style: range.get::<Name<'_>>("S").map(|style| style.as_str().to_owned()),
                    prefix: range.get::<PdfString<'_>>("P").map(|prefix| decode(prefix.as_bytes())).unwrap_or_default(),
                    start: range.get::<i32>("St").map_or(1, |start| start.max(1) as usize),
                });
            }
        }
    }
    if depth > 0
        && let Some(kids) = node.get::<Array<'_>>("Kids")
    {
        for kid in kids.iter::<Dict<'_>>().take(MOST_RANGES) {
            if *nodes > 0 {
                collect(&kid, depth - 1, nodes, ranges);
            }
        }
    }
}

/// A text string: UTF-16 with its mark, UTF-8 with its mark, else the encoding PDF has for itself.
pub(super) fn decode(bytes: &[u8]) -> String {
    match bytes {
        [0xfe, 0xff, rest @ ..] => encoding_rs::UTF_16BE.decode(rest).0.into_owned(),
        [0xff, 0xfe, rest @ ..] => encoding_rs::UTF_16LE.decode(rest).0.into_owned(),
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        bytes => bytes.iter().map(|byte| document_character(*byte)).filter(|c| !c.is_control()).collect(),
    }
}

/// A byte of `PDFDocEncoding` (ISO 32000-1, Annex D): Latin-1 but for these.
fn document_character(byte: u8) -> char {
    const FROM_18: &str = "˘ˇˆ˙˝˛˚˜";
    const FROM_80: &str = "•†‡…—–ƒ⁄‹›−‰„“”‘’‚™ﬁﬂŁŒŠŸŽıłœšž";
    let differs = match byte {
        0x18..0x20 => FROM_18.chars().nth(usize::from(byte - 0x18)),
        0x80..=0x9e => FROM_80.chars().nth(usize::from(byte - 0x80)),
        0xa0 => Some('€'),
        _ => None,
    };
    differs.unwrap_or(char::from(byte))
}

/// Roman numerals, as far as pages are numbered with them.
fn roman(number: usize) -> String {
    const SIGNS: [(usize, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if number > 9_999 {
        return number.to_string();
    }
    let mut rest = number;
    let mut text = String::new();
    for (value, sign) in SIGNS {
        while rest >= value {
            text.push_str(sign);
            rest -= value;
        }
    }
    text
}

/// A to Z, then AA to ZZ, and so on (ISO 32000-1, 12.4.2).
fn letters(number: usize) -> String {
    let number = number.saturating_sub(1);
    let letter = char::from(b'A' + (number % 26) as u8);
    letter.to_string().repeat((number / 26 + 1).min(8))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_in_their_styles() {
        assert_eq!((roman(1994), roman(4)), ("MCMXCIV".to_owned(), "IV".to_owned()));
        assert_eq!((letters(1), letters(26), letters(28)), ("A".to_owned(), "Z".to_owned(), "BB".to_owned()));
    }

    #[test]
    fn titles_are_decoded_from_their_encodings() {
        assert_eq!(decode(b"\xfe\xff\x00\xdc\x00b"), "Üb");
        assert_eq!(decode(b"\xdcber \x80 \x8dOne\x8e"), "Über • “One”");
    }
}
