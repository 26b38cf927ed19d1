//! Presentations (PPTX, PPTM).

use std::collections::HashMap;

use quick_xml::events::BytesStart;

use crate::read::blocks::{BlockPage, Blocks, Unit};
use crate::read::container::archive::Archive;
use crate::read::container::package::{self, Properties};
use crate::read::container::xml::{self, Piece, Xml};
use crate::read::text::Section;
use crate::read::{DocumentInfo, PageSink, ReadError, text};

/// What the format is called in the web.
const CONTENT_TYPE: &str = "application/vnd.openxmlformats-officedocument.presentationml.presentation";

/// Reads a presentation: a page for each slide in the order they are shown, the speaker's notes behind it.
/// Numbers, dates and footers that stand on every slide are left out.
///
/// # Errors
/// [`ReadError::Damaged`], also where a part is too large; [`ReadError::Encrypted`];
/// [`ReadError::Cancelled`].
pub(in crate::read) fn read(bytes: &[u8], sink: &mut dyn PageSink) -> Result<(), ReadError> {
    let mut archive = Archive::open(bytes)?;
    let Properties { title, author } = package::properties(&mut archive, "docProps/core.xml")?;
    let main = package::main_part(&mut archive, "ppt/presentation.xml")?;
    let mut sections = Vec::new();
    for name in slides(&mut archive, &main)? {
        sections.push(Section::from(slide(&mut archive, &name)?));
    }
    if sections.is_empty() {
        sections.push(Section::default());
    }
    text::deliver(DocumentInfo::new(CONTENT_TYPE, title, author), "pptx", sections, sink)
}

/// The names of the slides' parts in order. One that is named again is not read again.
fn slides(archive: &mut Archive<'_>, main: &str) -> Result<Vec<String>, ReadError> {
    let source = xml::decode(archive.required(main)?);
    let relations = package::relations(archive, main)?;
    let mut targets: HashMap<_, _> = relations.into_iter().map(|relation| (relation.id, relation.target)).collect();
    let mut xml = Xml::new(&source);
    let mut slides = Vec::new();
    while let Some(piece) = xml.next()? {
        if let Piece::Open(tag) = piece
            && xml::name(&tag) == "sldId"
            && let Some(id) = xml::attribute(&tag, "r:id")
            && let Some(target) = targets.remove(&id)
        {
            slides.push(target);
        }
    }
    Ok(slides)
}

/// What a slide, its diagrams and its notes say.
fn slide(archive: &mut Archive<'_>, name: &str) -> Result<BlockPage, ReadError> {
    let mut slide = Slide::default();
    slide.take(&xml::decode(archive.read(name)?.unwrap_or_default()))?;
    let relations = package::relations(archive, name)?;
    for kind in ["diagramData", "notesSlide"] {
        for relation in relations.iter().filter(|relation| relation.kind == kind) {
            slide.is_notes = kind == "notesSlide";
            slide.blocks.end_group();
            slide.take(&xml::decode(archive.read(&relation.target)?.unwrap_or_default()))?;
        }
    }
    Ok(slide.blocks.finish_whole())
}

/// The text of a slide, as it is gathered.
#[derive(Default)]
struct Slide {
    blocks: Blocks,
    /// Whether these are the notes, of which only what the speaker wrote counts.
    is_notes: bool,
    /// The level of the headings in this shape, if it is the slide's title.
    heading: Option<u8>,
    /// Whether what this shape says is left out.
    is_left_out: bool,
    /// Whether characters are text here.
    is_text: bool,
}

impl Slide {
    /// Takes a part with text in.
    fn take(&mut self, source: &str) -> Result<(), ReadError> {
        (self.is_left_out, self.heading) = (false, None);
        let mut xml = Xml::new(source);
        while let Some(piece) = xml.next()? {
            match piece {
                Piece::Open(tag) if is_left_out(&tag) => xml.skip()?,
                Piece::Open(tag) => self.open(&tag),
                Piece::Close(tag) => self.close(tag.local_name().into_inner()),
                Piece::Text(text) if self.is_text && !self.is_left_out => self.blocks.push(&text),
                Piece::Text(_) => {}
            }
        }
        Ok(())
    }

    fn open(&mut self, tag: &BytesStart<'_>) {
        match xml::name(tag) {
            "t" => self.is_text = true,
            "sp" => (self.is_left_out, self.heading) = (self.is_notes, None),
            "ph" => {
                let kind = xml::attribute(tag, "type").unwrap_or_default();
                let is_elsewhere = matches!(kind.as_str(), "sldNum" | "dt" | "ftr" | "hdr" | "sldImg");
                self.heading = (!self.is_notes && matches!(kind.as_str(), "title" | "ctrTitle")).then_some(1);
                self.is_left_out = is_elsewhere || self.is_notes && kind != "body";
            }
            "tab" => self.blocks.blank(),
            "br" => self.blocks.break_line(),
            "tbl" => self.blocks.start_table(),
            "tr" => self.blocks.start_row(),
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "t" => self.is_text = false,
            "p" => self.blocks.end(self.heading.map_or(Unit::Item, Unit::Heading)),
            "tc" => self.blocks.end_cell(),
            "tr" => self.blocks.end_row(),
            "tbl" => self.blocks.end_table(),
            "sp" => {
                (self.is_left_out, self.heading) = (false, None);
                self.blocks.end_group();
            }
            _ => {}
        }
    }
}

/// Whether nothing in the element is text of the slide.
fn is_left_out(tag: &BytesStart<'_>) -> bool {
    match xml::name(tag) {
        "Fallback" | "rPr" | "pPr" | "bodyPr" | "tcPr" | "tblPr" => true,
        "fld" => xml::attribute(tag, "type").is_some_and(|kind| kind == "slidenum"),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::container::archive::pack;
    use crate::read::tests::{assert_harmless, read_with};

    fn shape(kind: &str, paragraphs: &[&str]) -> String {
        let text = format!("<a:p><a:r><a:t>{}</a:t></a:r></a:p>", paragraphs.join("</a:t></a:r></a:p><a:p><a:r><a:t>"));
        format!("<p:sp><p:nvSpPr><p:nvPr><p:ph type='{kind}'/></p:nvPr></p:nvSpPr><p:txBody>{text}</p:txBody></p:sp>")
    }

    fn presentation(first: &str) -> Vec<u8> {
        let main = b"<p:presentation><p:sldIdLst><p:sldId id='256' r:id='r2'/><p:sldId id='257' r:id='r1'/>\
                     <p:sldId id='258' r:id='r1'/></p:sldIdLst></p:presentation>";
        let relations = b"<R><R Id='r1' Type='x/slide' Target='slides/slide1.xml'/>\
                          <R Id='r2' Type='x/slide' Target='slides/slide2.xml'/></R>";
        let notes = b"<R><R Id='a' Type='x/notesSlide' Target='../notesSlides/n.xml'/></R>";
        let cell = |text| format!("<a:tc><a:txBody><a:p><a:r><a:t>{text}</a:t></a:r></a:p></a:txBody></a:tc>");
        let table = format!("<a:tbl><a:tr>{}{}</a:tr></a:tbl>", cell("1"), cell("2"));
        pack(&[
            ("[Content_Types].xml", b"<Types/>"),
            ("ppt/presentation.xml", main),
            ("ppt/_rels/presentation.xml.rels", relations),
            ("ppt/slides/slide1.xml", (shape("title", &["Second"]) + &table).as_bytes()),
            ("ppt/slides/slide2.xml", first.as_bytes()),
            ("ppt/slides/_rels/slide2.xml.rels", notes),
            ("ppt/notesSlides/n.xml", (shape("sldImg", &["no"]) + &shape("body", &["Say this."])).as_bytes()),
            ("docProps/core.xml", b"<c><dc:title>Talk</dc:title><dc:creator>Me</dc:creator></c>"),
        ])
    }

    #[test]
    fn slides_come_in_order_with_tables_and_notes() {
        let first = shape("title", &["First"]) + &shape("body", &["one", "two &amp; three"]) + &shape("sldNum", &["1"]);
        let read = read_with(read, &presentation(&first)).expect("it is read");
        assert_eq!(read.texts(), ["First\n\none\ntwo & three\n\nSay this.", "Second\n\n1 | 2"]);
        assert_eq!(read.labels(), ["1", "2"]);
        assert_eq!(read.headings(), [(0, "First".to_owned(), 1), (1, "Second".to_owned(), 1)]);
        assert_eq!((read.info.title.as_deref(), read.info.author.as_deref()), (Some("Talk"), Some("Me")));
    }

    #[test]
    fn broken_and_deep_files_do_no_harm() {
        let deep = "<p:grpSp>".repeat(200_000) + &shape("body", &["deep"]);
        assert_eq!(read_with(read, &presentation(&deep)).expect("it is read").pages[0].text, "deep\n\nSay this.");
        assert_harmless(read, &presentation(""));
        assert!(read_with(read, &pack(&[("ppt/x", b"")])).is_err());
    }
}
