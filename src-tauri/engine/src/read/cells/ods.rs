//! Spreadsheets of `OpenDocument` (ODS).
//!
//! Cells and rows here can say that they stand for thousands of equal ones; each is read once. (`calamine` would
//! make them all.)

use quick_xml::events::BytesStart;

use crate::read::cells::rows::Rows;
use crate::read::container::package::Properties;
use crate::read::container::xml::{self, Piece, Xml};
use crate::read::office::odf;
use crate::read::{DocumentInfo, PageSink, ReadError, text};

/// What the format is called in the web.
const CONTENT_TYPE: &str = "application/vnd.oasis.opendocument.spreadsheet";

/// Reads a spreadsheet: a page for each sheet, or several for a long one, with a line for each row. Dates are
/// shown as ISO 8601 writes them, all else as the spreadsheet shows it. Comments and formulas are left out.
///
/// # Errors
/// [`ReadError::Damaged`], also where it unpacks to too much; [`ReadError::Encrypted`];
/// [`ReadError::Cancelled`]. Beyond 200,000 rows or 2,000,000 cells the last page is a failed one instead.
pub(in crate::read) fn read(bytes: &[u8], sink: &mut dyn PageSink) -> Result<(), ReadError> {
    let (Properties { title, author }, source) = odf::open(bytes)?;
    let mut book = Book::default();
    let mut xml = Xml::new(&source);
    while let Some(piece) = xml.next()? {
        match piece {
            Piece::Open(tag) if is_left_out(&tag) => xml.skip()?,
            Piece::Open(tag) => book.open(&tag),
            Piece::Close(tag) => book.close(tag.local_name().into_inner()),
            Piece::Text(text) if book.is_text => book.cell.push_str(&text),
            Piece::Text(_) => {}
        }
        if book.rows.is_full() {
            break;
        }
    }
    let info = DocumentInfo::new(CONTENT_TYPE, title, author);
    text::deliver(info, "sheet", book.rows.finish(), sink)
}

/// The cells of a book, as they are gathered.
#[derive(Default)]
struct Book {
    rows: Rows,
    row: u64,
    /// What the cell shows.
    cell: String,
    /// What the cell means, where that is clearer.
    value: Option<String>,
    /// Whether characters are text here.
    is_text: bool,
}

impl Book {
    fn open(&mut self, tag: &BytesStart<'_>) {
        match xml::name(tag) {
            "table" => self.rows.begin(&xml::attribute(tag, "table:name").unwrap_or_default()),
            "table-row" => self.row += 1,
            "table-cell" | "covered-table-cell" => {
                self.cell.clear();
                // For a day, only the date is written.
                self.value = xml::attribute(tag, "date-value").map(|date| date.replace('T', " "));
            }
            "p" => {
                self.is_text = true;
                self.cell.push(' ');
            }
            "s" | "tab" | "line-break" => self.cell.push(' '),
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "p" => self.is_text = false,
            "table" => self.rows.end(),
            "table-cell" | "covered-table-cell" => {
                let text = self.value.take().unwrap_or_else(|| std::mem::take(&mut self.cell));
                if !text.trim().is_empty() {
                    self.rows.cell(self.row, &text);
                }
                self.cell.clear();
            }
            _ => {}
        }
    }
}

/// Whether nothing in the element is text of the sheet.
fn is_left_out(tag: &BytesStart<'_>) -> bool {
    matches!(xml::name(tag), "annotation" | "tracked-changes" | "shapes" | "forms" | "dde-links" | "scripts")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::container::archive::pack;
    use crate::read::tests::{assert_harmless, read_with};

    fn document(rows: &str) -> Vec<u8> {
        let content =
            format!("<o><table:table table:name='One'>{rows}</table:table><table:table table:name='Two'/></o>");
        pack(&[("content.xml", content.as_bytes()), ("meta.xml", b"<m><dc:title>T</dc:title></m>")])
    }

    fn cell(attributes: &str, text: &str) -> String {
        format!("<table:table-cell {attributes}><text:p>{text}</text:p></table:table-cell>")
    }

    #[test]
    fn cells_are_shown_as_people_read_them_and_once() {
        let first =
            cell("", "a<text:s/>b") + "<table:table-cell table:number-columns-repeated='16384'/>" + &cell("", "c");
        let date = cell("office:date-value='2024-05-06'", "6. Mai 24");
        let many = cell("table:number-columns-repeated='16000' office:value='1'", "1,00");
        let comment = "<table:table-cell><office:annotation><text:p>no</text:p></office:annotation></table:table-cell>";
        let rows = format!(
            "<table:table-row>{first}</table:table-row><table:table-row table:number-rows-repeated='1000000'>\
             {date}{many}{comment}</table:table-row>"
        );
        let read = read_with(read, &document(&rows)).expect("it is read");
        assert_eq!(read.texts(), ["a b | c\n2024-05-06 | 1,00"]);
        assert_eq!((read.labels(), read.info.title.as_deref()), (vec!["One"], Some("T")));
    }

    #[test]
    fn broken_and_deep_files_do_no_harm() {
        assert_harmless(read, &document(&cell("", "a")));
        assert!(read_with(read, &document(&"<table:table-row>".repeat(200_000))).is_ok());
    }
}
