//! Word documents (DOCX, DOCM).

use quick_xml::events::BytesStart;

use crate::read::blocks::{Blocks, Unit};
use crate::read::container::archive::Archive;
use crate::read::container::package::{self, Properties, Relation};
use crate::read::container::xml::{self, Piece, Xml};
use crate::read::office::styles::{Styles, level_of_outline};
use crate::read::{DocumentInfo, PageSink, ReadError, text};

/// What the format is called in the web.
const CONTENT_TYPE: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// Reads a Word document: a page for each that Word saw when it was saved last, or sections if it tells none.
/// Text boxes come before the paragraph they hang on, footnotes at the end; headers, footers, comments and
/// what has been deleted are left out.
///
/// # Errors
/// [`ReadError::Damaged`], also where a part is too large; [`ReadError::Encrypted`];
/// [`ReadError::Cancelled`].
pub(in crate::read) fn read(bytes: &[u8], sink: &mut dyn PageSink) -> Result<(), ReadError> {
    let mut archive = Archive::open(bytes)?;
    let Properties { title, author } = package::properties(&mut archive, "docProps/core.xml")?;
    let main = package::main_part(&mut archive, "word/document.xml")?;
    let relations = package::relations(&mut archive, &main)?;
    let mut document = Document { styles: styles(&mut archive, &relations)?, ..Document::default() };
    document.take(&xml::decode(archive.required(&main)?))?;
    for relation in relations {
        if matches!(relation.kind.as_str(), "footnotes" | "endnotes") {
            let notes = archive.read(&relation.target)?.unwrap_or_default();
            document.take(&xml::decode(notes))?;
        }
    }
    let pages = document.blocks.finish();
    let info = DocumentInfo::new(CONTENT_TYPE, title, author);
    text::deliver(info, "docx", text::pages_or_sections(pages), sink)
}

/// The document's styles. Without them, or where they are broken, it can be read all the same.
fn styles(archive: &mut Archive<'_>, relations: &[Relation]) -> Result<Styles, ReadError> {
    let named = relations.iter().find(|relation| relation.kind == "styles");
    let part = named.map_or("word/styles.xml", |relation| &relation.target);
    let source = archive.read(part)?.map(xml::decode).unwrap_or_default();
    Ok(Styles::of(&source).unwrap_or_default())
}

/// The text of a document, as it is gathered.
#[derive(Default)]
struct Document {
    blocks: Blocks,
    styles: Styles,
    /// What each paragraph around here is.
    paragraphs: Vec<Unit>,
    /// Whether characters are text here.
    is_text: bool,
    /// Whether the author ended the last page.
    is_page_ended_by_hand: bool,
}

impl Document {
    /// Takes a part with text in.
    fn take(&mut self, source: &str) -> Result<(), ReadError> {
        let mut xml = Xml::new(source);
        while let Some(piece) = xml.next()? {
            match piece {
                Piece::Open(tag) if is_left_out(&tag) => xml.skip()?,
                Piece::Open(tag) if xml::name(&tag) == "pPr" => self.paragraph(&mut xml)?,
                Piece::Open(tag) => self.open(&tag),
                Piece::Close(tag) => self.close(tag.local_name().into_inner()),
                Piece::Text(text) if self.is_text => self.blocks.push(&text),
                Piece::Text(_) => {}
            }
        }
        Ok(())
    }

    fn open(&mut self, tag: &BytesStart<'_>) {
        match xml::name(tag) {
            "t" => self.is_text = true,
            "p" => self.paragraphs.push(Unit::Paragraph),
            "tab" | "ptab" => self.blocks.blank(),
            "noBreakHyphen" => self.blocks.push("-"),
            "br" if xml::attribute(tag, "type").as_deref() == Some("page") => self.end_page_by_hand(),
            "br" | "cr" => self.blocks.break_line(),
            "lastRenderedPageBreak" => self.end_page(),
            "tbl" => self.blocks.start_table(),
            "tr" => self.blocks.start_row(),
            "txbxContent" => self.blocks.start_aside(),
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "t" => self.is_text = false,
            "p" => {
                let unit = self.paragraphs.pop().unwrap_or(Unit::Paragraph);
                self.blocks.end(unit);
            }
            "tc" => self.blocks.end_cell(),
            "tr" => self.blocks.end_row(),
            "tbl" => self.blocks.end_table(),
            "txbxContent" => self.blocks.end_aside(),
            _ => {}
        }
    }

    /// Reads how a paragraph is set.
    fn paragraph(&mut self, xml: &mut Xml<'_>) -> Result<(), ReadError> {
        let (mut is_item, mut begins_page, mut is_past) = (false, false, false);
        let (mut by_style, mut by_itself) = (None, None);
        xml.inside(|tag| match xml::name(tag) {
            // What follows is how the paragraph was set before it was changed.
            "pPrChange" => is_past = true,
            _ if is_past => {}
            "numPr" => is_item = true,
            "pStyle" => {
                let style = xml::attribute(tag, "val").unwrap_or_default();
                is_item |= style.starts_with("List");
                by_style = self.styles.level(&style);
            }
            "outlineLvl" => by_itself = xml::attribute(tag, "val").and_then(|level| level.trim().parse().ok()),
            "pageBreakBefore" => begins_page = !is_off(tag),
            _ => {}
        })?;
        if let Some(unit) = self.paragraphs.last_mut() {
            // Headings with a number are items of a list as well.
            *unit = match by_itself.map_or(by_style, level_of_outline) {
                Some(level) => Unit::Heading(level),
                None if is_item => Unit::Item,
                None => Unit::Paragraph,
            };
        }
        if begins_page && !self.blocks.is_page_empty() {
            self.end_page_by_hand();
        }
        Ok(())
    }

    fn end_page_by_hand(&mut self) {
        self.blocks.cut();
        self.is_page_ended_by_hand = true;
    }

    /// Ends a page where Word did. After an end by hand Word tells of the same end once more.
    fn end_page(&mut self) {
        if !std::mem::take(&mut self.is_page_ended_by_hand) || !self.blocks.is_page_empty() {
            self.blocks.cut();
        }
    }
}

/// Whether nothing in the element is text of the document.
fn is_left_out(tag: &BytesStart<'_>) -> bool {
    match xml::name(tag) {
        // `Fallback` says a second time what comes before it, and `rt` how words are spoken.
        "Fallback" | "rt" | "del" | "moveFrom" | "delText" | "instrText" | "delInstrText" | "rPr" | "tblPr"
        | "tblGrid" | "trPr" | "tcPr" | "sectPr" | "sdtPr" | "sdtEndPr" => true,
        // The lines above footnotes.
        "footnote" | "endnote" => xml::attribute(tag, "type").is_some_and(|kind| kind != "normal"),
        _ => false,
    }
}

/// Whether a switch is there and says no.
fn is_off(tag: &BytesStart<'_>) -> bool {
    matches!(xml::attribute(tag, "val").as_deref(), Some("0" | "false" | "off"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::container::archive::pack;
    use crate::read::tests::{Read, assert_harmless, read_with};

    fn document(body: &str) -> Vec<u8> {
        let main = format!("<w:document><w:body>{body}</w:body></w:document>");
        let relations = b"<R><R Id='1' Type='x/footnotes' Target='footnotes.xml'/></R>";
        let notes = "<w:footnotes><w:footnote w:type='separator'><w:p><w:r><w:t>--</w:t></w:r></w:p></w:footnote>\
                     <w:footnote><w:p><w:r><w:t>A note.</w:t></w:r></w:p></w:footnote></w:footnotes>";
        let core = "<c><dc:title>The Title</dc:title><dc:creator>Jane Müller</dc:creator></c>";
        pack(&[
            ("[Content_Types].xml", b"<Types/>"),
            ("word/document.xml", main.as_bytes()),
            ("word/_rels/document.xml.rels", relations),
            ("word/footnotes.xml", notes.as_bytes()),
            ("docProps/core.xml", core.as_bytes()),
        ])
    }

    fn run(text: &str) -> String {
        format!("<w:r><w:t xml:space='preserve'>{text}</w:t></w:r>")
    }

    fn paragraph(inner: &str) -> String {
        format!("<w:p>{inner}</w:p>")
    }

    fn texts(body: &str) -> Vec<String> {
        read_with(read, &document(body)).expect("it is read").texts()
    }

    #[test]
    fn text_comes_in_order_with_lists_tables_and_notes() {
        let item = |text| paragraph(&format!("<w:pPr><w:numPr/><w:tabs><w:tab/></w:tabs></w:pPr>{}", run(text)));
        let cell = |text| format!("<w:tc>{}</w:tc>", paragraph(&run(text)));
        let body = [
            paragraph(&format!(
                "{}{}<w:r><w:tab/><w:t>c</w:t><w:br/><w:t>d</w:t></w:r>",
                run("Gr&#252;&amp; "),
                run("b")
            )),
            item("one") + &item("two"),
            format!("<w:tbl><w:tr>{}{}</w:tr><w:tr>{}{}</w:tr></w:tbl>", cell("1"), cell("2"), cell("3"), cell("4")),
            paragraph(
                "<w:del><w:r><w:delText>gone</w:delText></w:r></w:del><w:r><w:instrText>PAGE</w:instrText></w:r>",
            ),
            paragraph(&run("end")),
        ];
        let Read { info, pages } = read_with(read, &document(&body.concat())).expect("it is read");
        assert_eq!(info.title.as_deref(), Some("The Title"));
        assert_eq!(info.author.as_deref(), Some("Jane Müller"));
        assert_eq!(pages[0].text, "Grü& b c\nd\n\none\ntwo\n\n1 | 2\n3 | 4\n\nend\n\nA note.");
    }

    fn styled(inner: &str, text: &str) -> String {
        paragraph(&format!("<w:pPr>{inner}</w:pPr>{}", run(text)))
    }

    fn headings(bytes: &[u8]) -> Vec<(u32, String, u8)> {
        read_with(read, bytes).expect("it is read").headings()
    }

    fn expected(headings: &[(u32, &str, u8)]) -> Vec<(u32, String, u8)> {
        headings.iter().map(|(page, said, level)| (*page, (*said).to_owned(), *level)).collect()
    }

    #[test]
    fn headings_are_told_by_style_and_outline() {
        let body = [
            styled("<w:pStyle w:val='Title'/>", "Über Öl"),
            styled("<w:pStyle w:val='Heading2'/><w:numPr/>", " Größe "),
            paragraph(&run("text")),
            styled("<w:outlineLvl w:val='2'/>", "Drei"),
            styled("<w:pStyle w:val='Heading1'/><w:outlineLvl w:val='9'/>", "no heading"),
            styled("<w:pPrChange><w:pPr><w:pStyle w:val='Heading1'/></w:pPr></w:pPrChange>", "no more"),
            paragraph("<w:r><w:br w:type='page'/></w:r>"),
            styled("<w:pStyle w:val='Heading1'/>", "Zweite Seite"),
            styled("<w:pStyle w:val='Heading1'/>", ""),
        ];
        let found = headings(&document(&body.concat()));
        assert_eq!(found, expected(&[(0, "Über Öl", 1), (0, "Größe", 2), (0, "Drei", 3), (1, "Zweite Seite", 1)]));
    }

    #[test]
    fn styles_in_other_languages_are_looked_up() {
        let main = format!("<w:document>{}</w:document>", styled("<w:pStyle w:val='berschrift1'/>", "Größe"));
        let styles = b"<w:styles><w:style w:styleId='berschrift1'><w:name w:val='heading 1'/></w:style></w:styles>";
        let bytes = |styles: &[u8]| {
            pack(&[
                ("[Content_Types].xml", b"<Types/>"),
                ("word/document.xml", main.as_bytes()),
                ("word/styles.xml", styles),
            ])
        };
        assert_eq!(headings(&bytes(styles)), expected(&[(0, "Größe", 1)]));
        assert_eq!(headings(&bytes(b"<w:styles><w:style a='")), []);
    }

    #[test]
    fn pages_end_where_word_and_the_author_end_them() {
        let by_word = format!("{}<w:r><w:lastRenderedPageBreak/><w:t>two</w:t></w:r>", run("one "));
        let by_hand = "<w:r><w:br w:type='page'/></w:r>";
        let again = "<w:r><w:lastRenderedPageBreak/><w:t>three</w:t></w:r>";
        let before = format!("<w:pPr><w:pageBreakBefore/></w:pPr>{}", run("four"));
        let body = [&by_word, by_hand, again, &before].map(paragraph).concat();
        assert_eq!(texts(&body), ["one", "two", "three", "four\n\nA note."]);
    }

    #[test]
    fn a_text_box_is_read_once() {
        let content = format!("<w:txbxContent>{}</w:txbxContent>", paragraph(&run("box")));
        let alternative = format!(
            "<mc:AlternateContent><mc:Choice>{content}</mc:Choice><mc:Fallback>{content}</mc:Fallback></mc:AlternateContent>"
        );
        let body = paragraph(&format!("{}<w:r>{alternative}</w:r>{}", run("a "), run("b")));
        assert_eq!(texts(&body), ["box\n\na b\n\nA note."]);
    }

    #[test]
    fn long_text_without_pages_is_cut_into_sections() {
        let read = read_with(read, &document(&paragraph(&run(&"word ".repeat(10))).repeat(3000))).expect("it is read");
        assert!(read.pages.len() > 2);
        assert_eq!(read.pages[1].label, "2");
    }

    #[test]
    fn broken_and_deep_files_do_no_harm() {
        let deep = "<w:tbl><w:tr><w:tc><w:p>".repeat(50_000) + &run("deep");
        assert!(texts(&deep)[0].contains("deep"));
        assert_harmless(read, &document(&paragraph(&run("text"))));
        let no_body = pack(&[("[Content_Types].xml", b"")]);
        assert!(matches!(read_with(read, &no_body), Err(ReadError::Damaged { .. })));
    }
}
