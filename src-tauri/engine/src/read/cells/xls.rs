//! The files of Microsoft Office before 2007 from the outside, and old workbooks made harmless.
//!
//! An old workbook is a list of records in one stream. Its reader keeps whole sheets in memory, as large as the
//! file says they are; so the file is looked through first, and what it says of sizes is taken out.

use std::collections::HashSet;
use std::io::{Cursor, Read, Write};

use cfb::{CompoundFile, Version};

use crate::read::ReadError;

/// All sheets together may span so many cells, empty ones included.
const SPAN: u64 = 8_000_000;

/// More sheets are not read.
const SHEETS: usize = 1000;

/// What stands at the beginning of each record: its type and its length.
const HEAD: usize = 4;

/// A type that readers pass over.
const NOTHING: u16 = 0xfffe;

/// Whether the bytes begin as a compound file does.
pub(in crate::read) fn is_compound(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
}

/// The names of the streams at the top of a compound file.
///
/// # Errors
/// [`ReadError::Damaged`] if it does not hold together.
pub(in crate::read) fn streams(bytes: &[u8]) -> Result<Vec<String>, ReadError> {
    let file = open(bytes)?;
    Ok(file.read_root_storage().map(|entry| entry.name().to_owned()).collect())
}

/// A workbook with nothing in but its sheets, small enough to be read into memory.
///
/// # Errors
/// [`ReadError::Damaged`] if it does not hold together or spans too many cells, [`ReadError::Encrypted`].
pub(in crate::read) fn tame(bytes: &[u8]) -> Result<Vec<u8>, ReadError> {
    let mut file = open(bytes)?;
    let name = ["Workbook", "Book"].into_iter().find(|name| file.is_stream(name));
    let name = name.ok_or_else(|| damaged("it has no workbook inside"))?;
    let mut stream = Vec::new();
    file.open_stream(name).and_then(|mut opened| opened.read_to_end(&mut stream)).map_err(|_| broken())?;
    let sheets = globals(&stream)?;
    tame_sheets(&mut stream, &sheets)?;
    pack(name, &stream).map_err(|_| broken())
}

fn open(bytes: &[u8]) -> Result<CompoundFile<Cursor<&[u8]>>, ReadError> {
    CompoundFile::open(Cursor::new(bytes)).map_err(|_| broken())
}

fn pack(name: &str, stream: &[u8]) -> std::io::Result<Vec<u8>> {
    // The reader of workbooks takes one of version 4 without small streams for a broken one.
    let mut file = CompoundFile::create_with_version(Version::V3, Cursor::new(Vec::new()))?;
    let mut opened = file.create_stream(name)?;
    opened.write_all(stream)?;
    opened.flush()?;
    drop(opened);
    file.flush()?;
    Ok(file.into_inner().into_inner())
}

/// Where the sheets begin, by the records that come first.
fn globals(stream: &[u8]) -> Result<HashSet<usize>, ReadError> {
    let mut sheets = HashSet::new();
    let mut at = 0;
    while let Some((kind, data)) = record(stream, at) {
        match (kind, data) {
            // The rest is encrypted.
            (0x002f, _) => return Err(ReadError::Encrypted),
            (0x0085, [a, b, c, d, ..]) => {
                // Two that begin at one place would be one sheet read twice.
                let is_new = sheets.insert(u32::from_le_bytes([*a, *b, *c, *d]) as usize);
                if !is_new || sheets.len() > SHEETS {
                    return Err(damaged("its list of sheets makes no sense"));
                }
            }
            (0x000a, _) => break,
            _ => {}
        }
        at += HEAD + data.len();
    }
    Ok(sheets)
}

/// Takes formulas and declared sizes out of the sheets, and measures them.
fn tame_sheets(stream: &mut [u8], sheets: &HashSet<usize>) -> Result<(), ReadError> {
    let (mut cells, mut looked_at) = (0, 0);
    for start in sheets {
        let (mut at, mut depth, mut span) = (*start, 0_usize, Span::default());
        while let Some((kind, data)) = record(stream, at) {
            let length = data.len();
            span.take(kind, data);
            match kind {
                0x0809 => depth += 1,
                0x000a if depth <= 1 => break,
                0x000a => depth -= 1,
                0x0200 => stream[at..at + 2].copy_from_slice(&NOTHING.to_le_bytes()),
                0x0006 if length >= 22 => stream[at + HEAD + 20..at + HEAD + 22].fill(0),
                _ => {}
            }
            at += HEAD + length;
        }
        looked_at += at.saturating_sub(*start);
        cells += span.cells();
        if cells > SPAN || looked_at > 2 * stream.len() {
            return Err(damaged("its sheets span more cells than can be read"));
        }
    }
    Ok(())
}

/// The record at a place: its type and what it holds.
fn record(stream: &[u8], at: usize) -> Option<(u16, &[u8])> {
    let rest = stream.get(at..)?;
    let [a, b, c, d, ..] = *rest else { return None };
    let length = usize::from(u16::from_le_bytes([c, d]));
    Some((u16::from_le_bytes([a, b]), rest.get(HEAD..HEAD + length)?))
}

/// The rectangle around the cells of a sheet.
#[derive(Default)]
struct Span {
    rows: Option<(u16, u16)>,
    columns: Option<(u16, u16)>,
}

impl Span {
    fn take(&mut self, kind: u16, data: &[u8]) {
        let number = |at: usize| data.get(at..at + 2).map(|bytes| u16::from_le_bytes([bytes[0], bytes[1]]));
        let (Some(row), Some(first)) = (number(0), number(2)) else { return };
        let last = match kind {
            0x0006 | 0x00d6 | 0x00fd | 0x0203 | 0x0204 | 0x0205 | 0x027e => first,
            // Several numbers side by side.
            0x00bd => number(data.len() - 2).unwrap_or(first),
            _ => return,
        };
        let widen = |range: Option<(u16, u16)>, low: u16, high: u16| {
            range.map_or((low, high), |(start, end)| (start.min(low), end.max(high)))
        };
        self.rows = Some(widen(self.rows, row, row));
        self.columns = Some(widen(self.columns, first.min(last), first.max(last)));
    }

    fn cells(&self) -> u64 {
        let length = |range: Option<(u16, u16)>| range.map_or(0, |(start, end)| u64::from(end - start) + 1);
        length(self.rows) * length(self.columns)
    }
}

fn broken() -> ReadError {
    damaged("the container of its parts is broken")
}

fn damaged(reason: &str) -> ReadError {
    ReadError::Damaged { reason: reason.to_owned() }
}

#[cfg(test)]
pub(in crate::read) mod tests {
    use super::*;

    /// A compound file with these streams.
    pub(in crate::read) fn compound(name: &str, stream: &[u8]) -> Vec<u8> {
        pack(name, stream).expect("it is packed")
    }

    /// A small workbook of the old kind.
    pub(in crate::read) fn workbook() -> Vec<u8> {
        compound("Workbook", &stream(&[(0, 0, "Name"), (0, 1, "2.5")]))
    }

    /// A workbook of the old kind that is too large to be kept among small streams.
    pub(in crate::read) fn large_workbook() -> Vec<u8> {
        let cells: Vec<_> = (0..1000).map(|row| (row, 0, "text")).collect();
        compound("Workbook", &stream(&cells))
    }

    fn write(stream: &mut Vec<u8>, kind: u16, data: &[u8]) {
        stream.extend(kind.to_le_bytes());
        stream.extend((data.len() as u16).to_le_bytes());
        stream.extend(data);
    }

    fn stream(cells: &[(u16, u16, &str)]) -> Vec<u8> {
        let begin = [0, 6, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        let mut stream = Vec::new();
        write(&mut stream, 0x0809, &begin);
        let start = (stream.len() + HEAD + 11 + HEAD) as u32;
        let name = [&start.to_le_bytes()[..], &[0, 0, 3, 0], b"Old"].concat();
        write(&mut stream, 0x0085, &name);
        write(&mut stream, 0x000a, &[]);
        write(&mut stream, 0x0809, &begin);
        write(&mut stream, 0x0200, &[0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0]);
        for (row, column, text) in cells {
            let place = [row.to_le_bytes(), column.to_le_bytes(), [0, 0]].concat();
            let head = [text.len() as u8, 0, 0];
            let label = [&place, &head[..], text.as_bytes()].concat();
            let number = text.parse::<f64>().map(|number| [place, number.to_le_bytes().to_vec()].concat());
            let (kind, data) = number.map_or((0x0204, label), |number| (0x0203, number));
            write(&mut stream, kind, &data);
        }
        write(&mut stream, 0x000a, &[]);
        stream
    }

    #[test]
    fn sheets_that_span_too_much_are_refused() {
        let far = compound("Workbook", &stream(&[(0, 0, "1"), (u16::MAX, u16::MAX, "2")]));
        assert!(matches!(tame(&far), Err(ReadError::Damaged { .. })));
        assert!(tame(&workbook()).is_ok());
    }

    #[test]
    fn encrypted_ones_need_a_password() {
        let mut locked = Vec::new();
        write(&mut locked, 0x002f, &[1, 0, 1, 0]);
        assert!(matches!(tame(&compound("Workbook", &locked)), Err(ReadError::Encrypted)));
    }

    #[test]
    fn streams_are_named() {
        assert_eq!(streams(&workbook()).expect("it opens"), ["Workbook"]);
    }
}
