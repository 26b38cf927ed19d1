//! Texts and presentations of `OpenDocument` (ODT, ODP), as `LibreOffice` writes them.

use std::collections::HashSet;

use quick_xml::events::BytesStart;

use crate::read::blocks::{BlockPage, Blocks, Unit};
use crate::read::container::archive::Archive;
use crate::read::container::package::{self, Properties};
use crate::read::container::xml::{self, Piece, Xml};
use crate::read::text::Section;
use crate::read::{DocumentInfo, PageSink, ReadError, text};

/// More blanks in a row mean no more.
const BLANKS: usize = 100;

/// Reads a text: a page for each that was seen when it was saved last, or sections if it tells none. Footnotes
/// come at the end; headers, footers, comments and what has been deleted are left out.
///
/// # Errors
/// [`ReadError::Damaged`], also where a part is too large; [`ReadError::Encrypted`];
/// [`ReadError::Cancelled`].
pub(in crate::read) fn read(bytes: &[u8], sink: &mut dyn PageSink) -> Result<(), ReadError> {
    let (Properties { title, author }, source) = open(bytes)?;
    let pages = Document::of(&source, false)?;
    let content_type = "application/vnd.oasis.opendocument.text";
    let info = DocumentInfo::new(content_type, title, author);
    text::deliver(info, "odf", text::pages_or_sections(pages), sink)
}

/// Reads a presentation: a page for each slide, the speaker's notes behind it.
///
/// # Errors
/// Those of [`read`].
pub(in crate::read) fn read_slides(bytes: &[u8], sink: &mut dyn PageSink) -> Result<(), ReadError> {
    let (Properties { title, author }, source) = open(bytes)?;
    let pages = Document::of(&source, true)?.into_iter().map(Section::from).collect();
    let content_type = "application/vnd.oasis.opendocument.presentation";
    text::deliver(DocumentInfo::new(content_type, title, author), "odf", pages, sink)
}

/// Title and author of a document, and its content.
///
/// # Errors
/// [`ReadError::Encrypted`] if the content is encrypted, and those of [`Archive::required`].
pub(in crate::read) fn open(bytes: &[u8]) -> Result<(Properties, String), ReadError> {
    let mut archive = Archive::open(bytes)?;
    let manifest = xml::decode(archive.read("META-INF/manifest.xml")?.unwrap_or_default());
    if manifest.contains("encryption-data") {
        return Err(ReadError::Encrypted);
    }
    let properties = package::properties(&mut archive, "meta.xml")?;
    Ok((properties, xml::decode(archive.required("content.xml")?)))
}

/// The text of a document, as it is gathered.
#[derive(Default)]
struct Document {
    body: Blocks,
    /// Footnotes and endnotes.
    notes: Blocks,
    /// How many notes are around here.
    in_notes: usize,
    /// How many paragraphs are around here; between them blanks are no text.
    paragraphs: usize,
    /// How many items of lists are around here.
    items: usize,
    /// The level of the heading that is open.
    heading: Option<u8>,
    /// Whether this is the title of a slide.
    is_title: bool,
    /// The styles whose paragraphs begin a page.
    begin_page: HashSet<String>,
    /// The style that is being told of.
    style: Option<String>,
    /// Whether each slide is a page.
    is_slides: bool,
    slides: usize,
}

impl Document {
    /// The pages of a content.
    fn of(source: &str, is_slides: bool) -> Result<Vec<BlockPage>, ReadError> {
        let mut document = Self { is_slides, ..Self::default() };
        let mut xml = Xml::new(source);
        while let Some(piece) = xml.next()? {
            match piece {
                Piece::Open(tag) if is_left_out(&tag) => xml.skip()?,
                Piece::Open(tag) => document.open(&tag),
                Piece::Close(tag) => document.close(tag.name().into_inner()),
                Piece::Text(text) if document.paragraphs > 0 => document.flow(&text),
                Piece::Text(_) => {}
            }
        }
        let Self { mut body, notes, .. } = document;
        for note in notes.finish().iter().flat_map(|page| page.text.split("\n\n")) {
            body.end(Unit::Paragraph);
            body.push(note);
        }
        Ok(body.finish())
    }

    /// Where text goes here.
    fn blocks(&mut self) -> &mut Blocks {
        if self.in_notes > 0 { &mut self.notes } else { &mut self.body }
    }

    fn open(&mut self, tag: &BytesStart<'_>) {
        match tag.name().into_inner() {
            name @ ("text:p" | "text:h") => {
                self.begin_paragraph(tag);
                if name == "text:h" {
                    self.heading = Some(outline_level(tag));
                }
            }
            "text:s" => {
                let count = xml::attribute(tag, "c").and_then(|count| count.parse().ok()).unwrap_or(1);
                self.blocks().push(&" ".repeat(BLANKS.min(count)));
            }
            "text:tab" => self.blocks().blank(),
            "text:line-break" => self.blocks().break_line(),
            "text:soft-page-break" if !self.is_slides => self.body.cut(),
            "text:list-item" | "text:list-header" => self.items += 1,
            "text:note" => self.in_notes += 1,
            "draw:frame" => self.is_title = xml::attribute(tag, "presentation:class").as_deref() == Some("title"),
            "draw:text-box" | "draw:custom-shape" => self.blocks().start_aside(),
            "table:table" => self.blocks().start_table(),
            "table:table-row" => self.blocks().start_row(),
            "draw:page" => self.begin_slide(),
            "presentation:notes" => self.blocks().end_group(),
            "style:style" => self.take_style(tag),
            "style:paragraph-properties" => {
                let begins_page = xml::attribute(tag, "break-before").as_deref() == Some("page");
                self.begin_page.extend(self.style.take().filter(|_| begins_page));
            }
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "text:p" | "text:h" => {
                self.paragraphs = self.paragraphs.saturating_sub(1);
                let unit = self.unit(name);
                self.blocks().end(unit);
            }
            "text:list-item" | "text:list-header" => self.items = self.items.saturating_sub(1),
            "text:list" if self.items == 0 => self.blocks().end_group(),
            "text:note" => self.in_notes = self.in_notes.saturating_sub(1),
            "draw:frame" => self.is_title = false,
            "draw:text-box" | "draw:custom-shape" => self.end_shape(),
            "table:table-cell" => self.blocks().end_cell(),
            "table:table-row" => self.blocks().end_row(),
            "table:table" => self.blocks().end_table(),
            _ => {}
        }
    }

    fn begin_paragraph(&mut self, tag: &BytesStart<'_>) {
        self.paragraphs += 1;
        let begins_page = xml::attribute(tag, "style-name").is_some_and(|style| self.begin_page.contains(&style));
        if begins_page && !self.is_slides && !self.body.is_page_empty() {
            self.body.cut();
        }
    }

    /// What a paragraph is that ends here.
    fn unit(&mut self, name: &str) -> Unit {
        let heading = if name == "text:h" { self.heading.take() } else { None };
        match heading.or((self.is_slides && self.is_title).then_some(1)) {
            Some(level) => Unit::Heading(level),
            None if self.items > 0 || self.is_slides => Unit::Item,
            None => Unit::Paragraph,
        }
    }

    fn begin_slide(&mut self) {
        self.slides += 1;
        if self.is_slides && self.slides > 1 {
            self.body.cut();
        }
    }

    fn end_shape(&mut self) {
        self.blocks().end_aside();
        self.blocks().end_group();
    }

    /// A style that names a master page begins one as well.
    fn take_style(&mut self, tag: &BytesStart<'_>) {
        let name = xml::attribute(tag, "style:name");
        if xml::attribute(tag, "master-page-name").is_some_and(|page| !page.is_empty()) {
            self.begin_page.extend(name.clone());
        }
        self.style = name;
    }

    /// Adds text in which all blanks and line ends between two words are one blank.
    fn flow(&mut self, text: &str) {
        let blocks = self.blocks();
        let mut words = text.split([' ', '\t', '\n', '\r']);
        blocks.push(words.next().unwrap_or_default());
        for word in words {
            blocks.blank();
            blocks.push(word);
        }
    }
}

/// The level of a heading; one that does not tell is at the top.
fn outline_level(tag: &BytesStart<'_>) -> u8 {
    xml::attribute(tag, "outline-level").and_then(|level| level.trim().parse().ok()).unwrap_or(1)
}

/// Whether nothing in the element is text of the document.
#[rustfmt::skip]
fn is_left_out(tag: &BytesStart<'_>) -> bool {
    matches!(
        tag.name().into_inner(),
        "text:tracked-changes" | "office:annotation" | "text:note-citation" | "text:ruby-text" | "office:forms"
            | "svg:title" | "svg:desc" | "text:bibliography-source" | "text:table-of-content-source"
            | "presentation:footer-decl" | "presentation:date-time-decl" | "office:scripts" | "text:page-number"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::container::archive::pack;
    use crate::read::tests::{assert_harmless, read_with};

    fn document(body: &str) -> Vec<u8> {
        let styles = "<style:style style:name='P1'><style:paragraph-properties fo:break-before='page'/></style:style>";
        let content =
            format!("<office:document-content>{styles}<office:body>{body}</office:body></office:document-content>");
        let meta = "<m><meta:initial-creator>Me</meta:initial-creator><dc:creator>Other</dc:creator><dc:title>T</dc:title></m>";
        pack(&[("mimetype", b"x"), ("content.xml", content.as_bytes()), ("meta.xml", meta.as_bytes())])
    }

    fn texts(body: &str) -> Vec<String> {
        read_with(read, &document(body)).expect("it is read").texts()
    }

    #[test]
    fn text_comes_in_order() {
        let body = "<text:tracked-changes><text:p>gone</text:p></text:tracked-changes><text:h>Head</text:h>\
            <text:p>a<text:s text:c='2'/>b<text:tab/>c<text:line-break/>d\n   e<text:note><text:note-citation>1\
            </text:note-citation><text:note-body><text:p>A note.</text:p></text:note-body></text:note> f</text:p>\
            <text:list><text:list-item><text:p>one</text:p></text:list-item><text:list-item><text:p>two</text:p>\
            </text:list-item></text:list><table:table><table:table-row><table:table-cell><text:p>1</text:p>\
            </table:table-cell><table:table-cell><text:p>2</text:p></table:table-cell></table:table-row></table:table>\
            <text:p>x <draw:frame><draw:text-box><text:p>box</text:p></draw:text-box></draw:frame>y</text:p>";
        let read = read_with(read, &document(body)).expect("it is read");
        assert_eq!((read.info.title.as_deref(), read.info.author.as_deref()), (Some("T"), Some("Me")));
        assert_eq!(read.texts(), ["Head\n\na  b c\nd e f\n\none\ntwo\n\n1 | 2\n\nbox\n\nx y\n\nA note."]);
    }

    #[test]
    fn headings_are_told_with_their_levels() {
        let body = "<text:h text:outline-level='1'> Über <text:span>Öl</text:span></text:h><text:p>a</text:p>\
            <text:list><text:list-item><text:h text:outline-level='2'>Größe<text:note><text:note-body><text:p>A note.\
            </text:p></text:note-body></text:note></text:h></text:list-item></text:list><text:soft-page-break/>\
            <text:h text:outline-level='x'>Oben</text:h><text:h/>";
        let found = read_with(read, &document(body)).expect("it is read").headings();
        let expected = [(0, "Über Öl", 1), (0, "Größe", 2), (1, "Oben", 1)];
        assert_eq!(found, expected.map(|(page, said, level)| (page, said.to_owned(), level)));
    }

    #[test]
    fn titles_of_slides_are_headings() {
        let frame = |class, text| {
            format!(
                "<draw:frame presentation:class='{class}'><draw:text-box><text:p>{text}</text:p></draw:text-box>\
                 </draw:frame>"
            )
        };
        let slides = format!("<draw:page>{}{}</draw:page>", frame("title", "Größe"), frame("outline", "b")).repeat(2);
        let read = read_with(read_slides, &document(&slides)).expect("it is read");
        assert_eq!(read.texts(), ["Größe\n\nb", "Größe\n\nb"]);
        assert_eq!(read.headings(), [(0, "Größe".to_owned(), 1), (1, "Größe".to_owned(), 1)]);
    }

    #[test]
    fn pages_end_softly_and_by_style() {
        let body = "<text:p text:style-name='P1'>one <text:soft-page-break/>two</text:p><text:p>three</text:p>\
                    <text:p text:style-name='P1'>four</text:p>";
        assert_eq!(texts(body), ["one", "two\n\nthree", "four"]);
    }

    #[test]
    fn slides_are_pages_with_notes() {
        let slide = |text| {
            format!(
                "<draw:page><draw:frame><draw:text-box><text:p>{text}</text:p><text:p>b</text:p></draw:text-box>\
                     </draw:frame><presentation:notes><draw:text-box><text:p>Say.</text:p></draw:text-box>\
                     </presentation:notes></draw:page>"
            )
        };
        let read = read_with(read_slides, &document(&(slide("A") + &slide("B")))).expect("it is read");
        assert_eq!(read.texts(), ["A\nb\n\nSay.", "B\nb\n\nSay."]);
    }

    #[test]
    fn encrypted_broken_and_deep_files_do_no_harm() {
        let locked = pack(&[("META-INF/manifest.xml", b"<m:encryption-data/>"), ("content.xml", b"\x01\x02")]);
        assert!(matches!(read_with(read, &locked), Err(ReadError::Encrypted)));
        assert_harmless(read, &document("<text:p>text</text:p>"));
        assert_eq!(texts(&("<text:list><text:list-item>".repeat(100_000) + "<text:p>deep")), ["deep"]);
    }
}
