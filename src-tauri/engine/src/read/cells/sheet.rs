//! Spreadsheets of Microsoft Excel (XLSX, XLSM, XLSB, XLS).
//!
//! The formats are known to `calamine`; this file keeps what it is given within bounds, takes cell by cell and
//! never asks for a whole sheet, since two cells far apart can make one of billions of cells.

use std::io::Cursor;

use calamine::{
    Cell, Data, DataRef, ExcelDateTime, Reader, SheetType, Xls, XlsError, Xlsb, XlsbError, Xlsx, XlsxError,
};

use crate::read::cells::rows::Rows;
use crate::read::cells::xls;
use crate::read::cells::xlsb;
use crate::read::container::archive::Archive;
use crate::read::container::package::{self, Properties};
use crate::read::container::xml::{self, Piece, Xml};
use crate::read::text::Section;
use crate::read::{DocumentInfo, PageSink, ReadError, guarded, text};

/// What the newer format is called in the web.
const CONTENT_TYPE: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// More sheets are not read.
const SHEETS: usize = 1000;

/// Reads a workbook: a page for each sheet, or several for a long one, with a line for each row. Values are
/// shown, not formulas. Empty sheets are left out, hidden ones are not.
///
/// # Errors
/// [`ReadError::Damaged`], also where it unpacks to too much; [`ReadError::Encrypted`];
/// [`ReadError::Cancelled`]. Beyond 200,000 rows or 2,000,000 cells the last page is a failed one instead.
pub(in crate::read) fn read(bytes: &[u8], sink: &mut dyn PageSink) -> Result<(), ReadError> {
    let (content_type, Properties { title, author }, sections) = guarded(|| gather(bytes))?;
    text::deliver(DocumentInfo::new(content_type, title, author), "sheet", sections, sink)
}

/// What is known of a workbook, and its pages.
type Gathered = (&'static str, Properties, Vec<Section<'static>>);

fn gather(bytes: &[u8]) -> Result<Gathered, ReadError> {
    if xls::is_compound(bytes) {
        return Ok(("application/vnd.ms-excel", Properties::default(), old(bytes)?));
    }
    let mut archive = Archive::open(bytes)?;
    let properties = package::properties(&mut archive, "docProps/core.xml")?;
    let is_binary = archive.has("xl/workbook.bin");
    probe(&mut archive)?;
    drop(archive);
    let sections = if is_binary { binary(bytes)? } else { new(bytes)? };
    Ok((CONTENT_TYPE, properties, sections))
}

/// Makes sure that what `calamine` will unpack and set aside room for is within bounds.
fn probe(archive: &mut Archive<'_>) -> Result<(), ReadError> {
    let names: Vec<_> = archive.names().collect();
    for name in names {
        let lower = name.to_lowercase();
        if lower.ends_with("sharedstrings.xml") {
            check_strings(&xml::decode(archive.required(&name)?))?;
        } else if lower.ends_with("sharedstrings.bin") {
            xlsb::check_strings(&archive.required(&name)?)?;
        } else if [".xml", ".rels", ".bin"].iter().any(|ending| lower.ends_with(ending)) {
            archive.probe(&name)?;
        }
    }
    Ok(())
}

/// The list of strings says how many they are, and room is made for as many as it says.
fn check_strings(source: &str) -> Result<(), ReadError> {
    let mut xml = Xml::new(source);
    while let Some(piece) = xml.next()? {
        if let Piece::Open(tag) = piece
            && xml::name(&tag) == "sst"
        {
            let count = xml::attribute(&tag, "uniqueCount").and_then(|count| count.trim().parse::<f64>().ok());
            let is_possible = count.is_none_or(|count| count <= source.len() as f64);
            return if is_possible { Ok(()) } else { Err(damaged("it tells of more strings than it can hold")) };
        }
    }
    Ok(())
}

/// Reads the format of today.
fn new(bytes: &[u8]) -> Result<Vec<Section<'static>>, ReadError> {
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).map_err(|error| match error {
        XlsxError::Password => ReadError::Encrypted,
        error => damaged(&error.to_string()),
    })?;
    let names = names(book.sheets_metadata())?;
    Ok(sections(names, |name, rows| {
        book.worksheet_cells_reader(name).and_then(|mut cells| fill(rows, || cells.next_cell()))
    }))
}

/// Reads the format of today in its binary form.
fn binary(bytes: &[u8]) -> Result<Vec<Section<'static>>, ReadError> {
    let mut book: Xlsb<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).map_err(|error| match error {
        XlsbError::Password => ReadError::Encrypted,
        error => damaged(&error.to_string()),
    })?;
    let names = names(book.sheets_metadata())?;
    Ok(sections(names, |name, rows| {
        book.worksheet_cells_reader(name).and_then(|mut cells| fill(rows, || cells.next_cell()))
    }))
}

/// The sheets of these names, each read by `read`.
fn sections<E: std::fmt::Display>(
    names: Vec<String>,
    mut read: impl FnMut(&str, &mut Rows) -> Result<(), E>,
) -> Vec<Section<'static>> {
    let mut rows = Rows::default();
    for name in names {
        rows.begin(&name);
        let result = read(&name, &mut rows);
        end(&mut rows, result);
    }
    rows.finish()
}

/// Adds a sheet's cells as long as there is room.
fn fill<'book, E>(rows: &mut Rows, mut next: impl FnMut() -> Result<Option<Cell<DataRef<'book>>>, E>) -> Result<(), E> {
    while !rows.is_full()
        && let Some(cell) = next()?
    {
        if let Some(text) = shown(cell.get_value()) {
            rows.cell(cell.get_position().0.into(), &text);
        }
    }
    Ok(())
}

/// Reads the format of before 2007. Whole sheets are in memory here; [`xls::tame`] sees to it that they may be.
fn old(bytes: &[u8]) -> Result<Vec<Section<'static>>, ReadError> {
    let tame = xls::tame(bytes)?;
    let mut book: Xls<_> = calamine::open_workbook_from_rs(Cursor::new(tame)).map_err(|error| match error {
        XlsError::Password => ReadError::Encrypted,
        error => damaged(&error.to_string()),
    })?;
    let mut rows = Rows::default();
    for name in names(book.sheets_metadata())? {
        rows.begin(&name);
        let result = book.worksheet_range(&name).map(|range| {
            let mut cells = range.used_cells();
            while let Some((row, _, value)) = cells.next()
                && shown(&borrowed(value)).is_none_or(|text| rows.cell(row as u64, &text))
            {}
        });
        end(&mut rows, result);
    }
    Ok(rows.finish())
}

/// The names of the sheets that have cells.
fn names(sheets: &[calamine::Sheet]) -> Result<Vec<String>, ReadError> {
    if sheets.len() > SHEETS {
        return Err(damaged(&format!("it has more than {SHEETS} sheets")));
    }
    let with_cells = sheets.iter().filter(|sheet| matches!(sheet.typ, SheetType::WorkSheet));
    Ok(with_cells.map(|sheet| sheet.name.clone()).collect())
}

fn end(rows: &mut Rows, result: Result<(), impl std::fmt::Display>) {
    match result {
        Err(error) if !rows.is_full() => rows.fail(&format!("the sheet is damaged: {error}")),
        _ => rows.end(),
    }
}

fn borrowed(value: &Data) -> DataRef<'_> {
    match value {
        Data::Int(value) => DataRef::Int(*value),
        Data::Float(value) => DataRef::Float(*value),
        Data::String(value) => DataRef::SharedString(value),
        Data::Bool(value) => DataRef::Bool(*value),
        Data::DateTime(value) => DataRef::DateTime(*value),
        Data::DateTimeIso(value) => DataRef::DateTimeIso(value.clone()),
        Data::DurationIso(value) => DataRef::DurationIso(value.clone()),
        Data::Error(value) => DataRef::Error(value.clone()),
        Data::Empty => DataRef::Empty,
    }
}

/// A value as a person reads it; `None` if there is nothing to read.
fn shown(value: &DataRef<'_>) -> Option<String> {
    let text = match value {
        DataRef::Int(value) => value.to_string(),
        DataRef::Float(value) => number(*value),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(value) => if *value { "TRUE" } else { "FALSE" }.to_owned(),
        DataRef::DateTime(value) => date(*value),
        DataRef::Error(error) => error.to_string(),
        DataRef::Empty => return None,
    };
    Some(text).filter(|text| !text.trim().is_empty())
}

/// A number with the 15 digits that a spreadsheet means, and no more.
pub(in crate::read) fn number(value: f64) -> String {
    let rounded: f64 = format!("{value:.14e}").parse().unwrap_or(value);
    let is_plain = rounded == 0.0 || (1e-9..1e15).contains(&rounded.abs());
    if is_plain { (rounded + 0.0).to_string() } else { format!("{rounded:e}") }
}

/// A date, a time, both or a duration, as ISO 8601 writes the first three.
fn date(value: ExcelDateTime) -> String {
    let seconds = (value.as_f64() * 86_400.0).round();
    if !value.is_duration() && seconds >= 86_400.0 {
        let (year, month, day, hour, minute, second, thousandths) = value.to_ymd_hms_milli();
        let seconds = i64::from(hour) * 3600 + i64::from(minute) * 60 + i64::from(second);
        let seconds = (seconds + i64::from(thousandths >= 500)).min(86_399);
        let day = format!("{year:04}-{month:02}-{day:02}");
        return if seconds == 0 { day } else { format!("{day} {}", time(seconds)) };
    }
    let sign = if seconds < 0.0 { "-" } else { "" };
    format!("{sign}{}", time(seconds.abs() as i64))
}

fn time(seconds: i64) -> String {
    let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if second == 0 { format!("{hour:02}:{minute:02}") } else { format!("{hour:02}:{minute:02}:{second:02}") }
}

fn damaged(reason: &str) -> ReadError {
    ReadError::Damaged { reason: reason.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::messages::PageState;
    use crate::read::container::archive::pack;
    use crate::read::tests::{Read, assert_harmless, read_with};

    const BOOK: &[u8] = b"<workbook xmlns:r='r'><sheets><sheet name='First' sheetId='1' r:id='r1'/>\
        <sheet name='Empty' sheetId='2' r:id='r2'/><sheet name='Last' sheetId='3' r:id='r3'/></sheets></workbook>";
    const RELATIONS: &[u8] = b"<Relationships>\
        <Relationship Id='r1' Type='x/worksheet' Target='worksheets/1.xml'/>\
        <Relationship Id='r2' Type='x/worksheet' Target='worksheets/2.xml'/>\
        <Relationship Id='r3' Type='x/worksheet' Target='worksheets/3.xml'/></Relationships>";
    const STYLES: &[u8] = b"<styleSheet><cellXfs><xf numFmtId='0'/><xf numFmtId='14'/><xf numFmtId='22'/>\
        <xf numFmtId='20'/></cellXfs></styleSheet>";
    const STRINGS: &[u8] =
        "<sst uniqueCount='2'><si><t>Grüße</t></si><si><r><t xml:space='preserve'>rich </t></r><r><t>text</t></r></si></sst>".as_bytes();

    fn workbook(cells: &str, strings: &[u8]) -> Vec<u8> {
        let sheet = |rows: &str| format!("<worksheet><sheetData>{rows}</sheetData></worksheet>").into_bytes();
        pack(&[
            ("[Content_Types].xml", b"<Types/>"),
            ("_rels/.rels", b"<Relationships><Relationship Id='a' Type='http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument' Target='xl/workbook.xml'/></Relationships>"),
            ("xl/workbook.xml", BOOK),
            ("xl/_rels/workbook.xml.rels", RELATIONS),
            ("xl/styles.xml", STYLES),
            ("xl/sharedStrings.xml", strings),
            ("xl/worksheets/1.xml", &sheet(cells)),
            ("xl/worksheets/2.xml", &sheet("")),
            ("xl/worksheets/3.xml", &sheet("<row r='1'><c r='A1'><v>3</v></c></row>")),
            ("docProps/core.xml", b"<c><dc:title>Sums</dc:title><dc:creator>Me</dc:creator></c>"),
        ])
    }

    #[test]
    fn values_are_shown_as_people_read_them() {
        let cells = "<row r='1'><c r='A1' t='s'><v>0</v></c><c r='C1' t='s'><v>1</v></c><c r='D1'><v>1.0</v></c></row>\
            <row r='3'><c r='A3' s='1'><v>45000</v></c><c r='B3' s='2'><v>45000.5</v></c><c r='C3' s='3'><v>0.25</v></c>\
            <c r='D3'><f>0.1+0.2</f><v>0.30000000000000004</v></c><c r='E3' t='b'><v>1</v></c>\
            <c r='F3' t='e'><v>#N/A</v></c><c r='G3' t='inlineStr'><is><t>in\nline</t></is></c></row>";
        let Read { info, pages } = read_with(read, &workbook(cells, STRINGS)).expect("it is read");
        assert_eq!((info.title.as_deref(), info.author.as_deref()), (Some("Sums"), Some("Me")));
        let labels: Vec<_> = pages.iter().map(|page| page.label.as_str()).collect();
        assert_eq!(labels, ["First", "Last"]);
        assert_eq!(
            pages[0].text,
            "Grüße | rich text | 1\n2023-03-15 | 2023-03-15 12:00 | 06:00 | 0.3 | TRUE | #N/A | in line"
        );
    }

    #[test]
    fn numbers_are_neither_too_long_nor_too_short() {
        let shown = [1.0, -0.5, 1_234_567.89, 1e20, 1e-12, 0.1 + 0.2].map(number);
        assert_eq!(shown, ["1", "-0.5", "1234567.89", "1e20", "1e-12", "0.3"]);
    }

    #[test]
    fn cells_far_apart_and_false_counts_cost_nothing() {
        let cells = "<row r='1'><c r='A1'><v>1</v></c></row><row r='1048576'><c r='XFD1048576'><v>2</v></c></row>";
        let read = |bytes: &[u8]| read_with(super::read, bytes);
        assert_eq!(read(&workbook(cells, STRINGS)).expect("it is read").pages[0].text, "1\n2");
        let strings = b"<sst uniqueCount='99999999999999'></sst>";
        assert!(matches!(read(&workbook(cells, strings)), Err(ReadError::Damaged { .. })));
    }

    #[test]
    fn a_sheet_that_is_damaged_fails_alone() {
        let read = read_with(read, &workbook("<row r='1'><c r='A1'><v>1</v></c><c", STRINGS)).expect("it is read");
        assert_eq!(
            read.pages.iter().map(|page| page.state).collect::<Vec<_>>(),
            [PageState::Searchable, PageState::Failed, PageState::Searchable]
        );
    }

    #[test]
    fn broken_files_do_no_harm() {
        assert_harmless(read, &workbook("<row r='1'><c r='A1'><v>1</v></c></row>", STRINGS));
        assert_harmless(read, &xls::tests::workbook());
        assert_harmless(read, &xlsb::tests::workbook());
    }

    #[test]
    fn reads_the_binary_format() {
        let read = read_with(read, &xlsb::tests::workbook()).expect("it is read");
        assert_eq!((read.labels(), read.texts()), (vec!["Binary"], vec!["Text | 2.5".to_owned()]));
    }

    #[test]
    fn reads_the_old_format() {
        let read = read_with(read, &xls::tests::workbook()).expect("it is read");
        assert_eq!(read.labels(), ["Old"]);
        assert_eq!(read.texts(), ["Name | 2.5"]);
        let read = read_with(super::read, &xls::tests::large_workbook()).expect("it is read");
        assert_eq!(read.labels(), ["Old", "Old 2"]);
    }
}
