//! Rich text (RTF).
//!
//! A tokenizer of our own: groups are an explicit stack, of each destination it is known whether it is text, and
//! characters are put together from escapes in the code page of their font before they are decoded.

use std::collections::HashMap;

use encoding_rs::{Encoding, WINDOWS_1252};

use crate::read::blocks::{BlockPage, Blocks, Unit};
use crate::read::{DocumentInfo, PageSink, ReadError, text};

mod words;

/// No document has groups within so many others.
const DEPTH: usize = 1_000_000;

/// Reads rich text: a page for each that the author ended, or sections. Footnotes come at the end; headers,
/// footers, comments and hidden text are left out.
///
/// # Errors
/// [`ReadError::Damaged`] if it is nothing of the kind, [`ReadError::Cancelled`].
pub(in crate::read) fn read(bytes: &[u8], sink: &mut dyn PageSink) -> Result<(), ReadError> {
    if !bytes.starts_with(b"{\\rtf") {
        return Err(ReadError::Damaged { reason: "it does not begin as rich text does".to_owned() });
    }
    let mut document = Document::default();
    document.take(bytes)?;
    let (pages, title, author) = document.finish();
    let tidy = |text: String| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let info = DocumentInfo::new("application/rtf", tidy(title), tidy(author));
    text::deliver(info, "rtf", text::pages_or_sections(pages), sink)
}

/// Where the characters of a group go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Target {
    Body,
    Note,
    Title,
    Author,
    Fonts,
    Nowhere,
}

/// What holds until the end of a group.
#[derive(Debug, Clone, Copy)]
struct Group {
    target: Target,
    is_hidden: bool,
    /// How many characters after one in Unicode stand for it.
    fallback: u8,
    encoding: Option<&'static Encoding>,
}

/// A document, as it is gathered.
struct Document {
    body: Blocks,
    notes: Blocks,
    title: String,
    author: String,
    groups: Vec<Group>,
    group: Group,
    /// The encoding of the whole, and of those fonts that have their own.
    encoding: &'static Encoding,
    fonts: HashMap<i32, &'static Encoding>,
    font: i32,
    /// Characters that are not decoded yet.
    pending: Vec<u8>,
    /// The first half of a character beyond the first plane.
    surrogate: Option<u16>,
    /// How many characters are still to be passed over.
    passing: u8,
    beginning: Beginning,
    /// Whether the paragraph is an item of a list.
    is_item: bool,
    /// Whether the paragraph is in a table.
    is_in_row: bool,
    table: Table,
}

/// How much of a group has been read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Beginning {
    /// Its brace.
    Brace,
    /// The sign that whoever does not know its first word is to leave it out.
    Star,
    /// More.
    Past,
}

/// How much of a table has been read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Table {
    None,
    BetweenRows,
    InRow,
}

impl Default for Document {
    fn default() -> Self {
        let group = Group { target: Target::Body, is_hidden: false, fallback: 1, encoding: None };
        Self {
            body: Blocks::default(),
            notes: Blocks::default(),
            title: String::new(),
            author: String::new(),
            groups: Vec::new(),
            group,
            encoding: WINDOWS_1252,
            fonts: HashMap::new(),
            font: 0,
            pending: Vec::new(),
            surrogate: None,
            passing: 0,
            beginning: Beginning::Past,
            is_item: false,
            is_in_row: false,
            table: Table::None,
        }
    }
}

impl Document {
    fn take(&mut self, bytes: &[u8]) -> Result<(), ReadError> {
        let mut rest = bytes;
        while let [first, after @ ..] = rest {
            rest = match first {
                b'{' => self.begin(after)?,
                b'}' => self.end(after),
                b'\\' => self.escape(after),
                b'\r' | b'\n' | 0 => after,
                b'\t' => {
                    self.byte(b' ');
                    after
                }
                byte => {
                    self.byte(*byte);
                    after
                }
            };
        }
        Ok(())
    }

    fn begin<'rest>(&mut self, after: &'rest [u8]) -> Result<&'rest [u8], ReadError> {
        if self.groups.len() >= DEPTH {
            return Err(ReadError::Damaged { reason: "its groups are nested without end".to_owned() });
        }
        self.flush();
        self.groups.push(self.group);
        (self.beginning, self.passing) = (Beginning::Brace, 0);
        Ok(after)
    }

    fn end<'rest>(&mut self, after: &'rest [u8]) -> &'rest [u8] {
        self.flush();
        let was_note = self.group.target == Target::Note;
        if let Some(group) = self.groups.pop() {
            self.group = group;
        }
        if was_note && self.group.target != Target::Note {
            self.notes.end(Unit::Paragraph);
        }
        (self.beginning, self.passing) = (Beginning::Past, 0);
        after
    }

    /// Reads what follows a backslash.
    fn escape<'rest>(&mut self, after: &'rest [u8]) -> &'rest [u8] {
        match after {
            [b'\'', high, low, rest @ ..] => {
                if let (Some(high), Some(low)) = (char::from(*high).to_digit(16), char::from(*low).to_digit(16)) {
                    self.byte((high * 16 + low) as u8);
                }
                rest
            }
            [first, ..] if first.is_ascii_alphabetic() => self.word(after),
            [b'*', rest @ ..] => {
                if self.beginning == Beginning::Brace {
                    self.beginning = Beginning::Star;
                }
                rest
            }
            [symbol, rest @ ..] => {
                match symbol {
                    b'~' => self.byte(b' '),
                    b'_' => self.byte(b'-'),
                    b'{' | b'}' | b'\\' => self.byte(*symbol),
                    b'\r' | b'\n' => self.act("par", None),
                    _ => {}
                }
                rest
            }
            [] => after,
        }
    }

    /// Reads a control word, its number and the blank that ends it.
    fn word<'rest>(&mut self, after: &'rest [u8]) -> &'rest [u8] {
        let length = after.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        let (word, rest) = after.split_at(length);
        let is_digit = |(at, byte): &(usize, &u8)| byte.is_ascii_digit() || (*at == 0 && **byte == b'-');
        let digits = rest.iter().enumerate().take_while(is_digit).count();
        let (number, rest) = rest.split_at(digits);
        let rest = rest.strip_prefix(b" ").unwrap_or(rest);
        let word = std::str::from_utf8(word).unwrap_or_default();
        let number = std::str::from_utf8(number).ok().and_then(|number| number.parse().ok());
        if word == "bin" {
            let length = number.and_then(|length: i32| usize::try_from(length).ok()).unwrap_or_default();
            return rest.get(length..).unwrap_or_default();
        }
        self.begin_destination(word);
        self.act(word, number);
        rest
    }

    /// The first word of a group may tell where its text goes.
    fn begin_destination(&mut self, word: &str) {
        let beginning = std::mem::replace(&mut self.beginning, Beginning::Past);
        if beginning == Beginning::Past {
            return;
        }
        let target = match word {
            "fonttbl" => Target::Fonts,
            "footnote" if self.group.target == Target::Body => Target::Note,
            // Within the properties of the document, whose other text goes nowhere.
            "title" => Target::Title,
            "author" => Target::Author,
            "shpinst" => return,
            _ if beginning == Beginning::Star || words::is_left_out(word) => Target::Nowhere,
            _ => return,
        };
        if matches!(word, "listtext" | "pntext") {
            self.is_item = true;
        }
        if self.group.target != Target::Nowhere || matches!(target, Target::Title | Target::Author) {
            self.group.target = target;
        }
    }

    fn byte(&mut self, byte: u8) {
        self.beginning = Beginning::Past;
        if self.passing > 0 {
            self.passing -= 1;
        } else if self.is_shown() {
            self.pending.push(byte);
        }
    }

    fn unicode(&mut self, unit: u16) {
        let surrogate = self.surrogate.take();
        self.flush();
        self.passing = self.group.fallback;
        if (0xd800..0xdc00).contains(&unit) {
            self.surrogate = Some(unit);
            return;
        }
        let units = surrogate.into_iter().chain([unit]);
        for character in char::decode_utf16(units).filter_map(Result::ok) {
            // Symbol fonts are in an area of their own, and what they mean is not known.
            if !('\u{f000}'..='\u{f0ff}').contains(&character) {
                self.push(character.encode_utf8(&mut [0; 4]));
            }
        }
    }

    fn is_shown(&self) -> bool {
        !self.group.is_hidden && !matches!(self.group.target, Target::Nowhere | Target::Fonts)
    }

    /// Decodes what is pending, for what comes next is of another kind.
    fn flush(&mut self) {
        if !self.pending.is_empty() {
            let bytes = std::mem::take(&mut self.pending);
            let encoding = self.group.encoding.unwrap_or(self.encoding);
            self.push(&encoding.decode_without_bom_handling(&bytes).0);
        }
    }

    fn push(&mut self, text: &str) {
        if !self.is_shown() {
            return;
        }
        match self.group.target {
            Target::Title => self.title.push_str(text),
            Target::Author => self.author.push_str(text),
            Target::Note => self.notes.push(text),
            _ => {
                self.settle();
                self.body.push(text);
            }
        }
    }

    /// The pages, the title and the author.
    fn finish(mut self) -> (Vec<BlockPage>, String, String) {
        self.flush();
        self.is_in_row = false;
        self.settle();
        for note in self.notes.finish().iter().flat_map(|page| page.text.split("\n\n")) {
            self.body.end(Unit::Paragraph);
            self.body.push(note);
        }
        (self.body.finish(), self.title, self.author)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::tests::{Read, assert_harmless, read_with};

    fn texts(inner: &str) -> Vec<String> {
        read_with(read, format!("{{\\rtf1\\ansi\\ansicpg1252 {inner}}}").as_bytes()).expect("it is read").texts()
    }

    #[test]
    fn characters_are_read_in_every_way_of_writing_them() {
        let source =
            r"Gr\'fc\'dfe {\b bold}\~x\_y \u8217?s \u-10179?\u-8694? \uc2\u252\'fc\'fcber \emdash\bullet{} \{a\}\\";
        assert_eq!(texts(source), ["Grüße bold x-y ’s 😊 über —• {a}\\"]);
        let fonts = r"{\fonttbl{\f0\fcharset0 Arial;}{\f1\fnil\fcharset204 Arial Cyr;}}\f1\'cf\'f0\f0\'fc";
        assert_eq!(texts(fonts), ["Прü"]);
    }

    #[test]
    fn what_is_no_text_is_left_out() {
        let source = r"{\fonttbl{\f0 Arial;}}{\colortbl;\red0;}{\stylesheet{\s0 Normal;}}{\*\generator Me;}
            {\info{\title The \'dcber}{\author Jane}{\operator No}}{\pict\bin4 }}{{}text{\header head\par}{\field{\*\fldinst HYPERLINK x}{\fldrslt link}}{\v hidden}";
        let source = format!("{{\\rtf1 {source}}}");
        let Read { info, pages } = read_with(read, source.as_bytes()).expect("it is read");
        assert_eq!((info.title.as_deref(), info.author.as_deref()), (Some("The Über"), Some("Jane")));
        assert_eq!(pages[0].text, "textlink");
    }

    #[test]
    fn paragraphs_lists_tables_notes_and_pages() {
        let source = r"one\line two\par\pard{\listtext\'b7\tab}a\par{\listtext\'b7\tab}b\par\pard c{\footnote note}\par
            \trowd\cellx1\pard\intbl 1\cell 2\cell\row\trowd\pard\intbl 3\cell 4\cell\row\pard d\page e";
        assert_eq!(texts(source), ["one\ntwo\n\na\nb\n\nc\n\n1 | 2\n3 | 4\n\nd", "e\n\nnote"]);
    }

    #[test]
    fn broken_and_deep_files_do_no_harm() {
        assert_eq!(texts(&format!("{}deep", "{\\b ".repeat(200_000))), ["deep"]);
        assert_harmless(read, br"{\rtf1\ansi{\info{\title a}}\u8217?\'fc{\footnote b}\trowd\intbl c\cell\row\page d}");
        assert!(read_with(read, b"text").is_err());
    }
}
