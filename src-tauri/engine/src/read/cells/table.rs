//! Tables as text (CSV, TSV).

use csv::{ReaderBuilder, StringRecord};

use crate::read::cells::rows::Rows;
use crate::read::{DocumentInfo, PageSink, ReadError, text};

/// So many lines are looked at to see what stands between the cells.
const LOOKED_AT: usize = 20;

/// What may stand between the cells; the first of equally likely ones is taken.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// Reads a table: pages of about 500 rows, a line for each row, with the first line at the top of each page.
/// Rows may differ in length, and quotation marks need not be closed.
///
/// # Errors
/// [`ReadError::Unsupported`] if the bytes are no text; [`ReadError::Cancelled`]. Beyond 200,000 rows or
/// 2,000,000 cells the last page is a failed one instead.
pub(in crate::read) fn read(bytes: &[u8], sink: &mut dyn PageSink) -> Result<(), ReadError> {
    let source = text::decode(bytes)?;
    let delimiter = delimiter(&source);
    let content_type = if delimiter == b'\t' { "text/tab-separated-values" } else { "text/csv" };
    let info = DocumentInfo::new(content_type, None, None);
    text::deliver(info, "table", rows(&source, delimiter).finish(), sink)
}

fn rows(source: &str, delimiter: u8) -> Rows {
    let mut reader = ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .quoting(has_even_quotes(source))
        .from_reader(source.as_bytes());
    let mut rows = Rows::with_header();
    let mut record = StringRecord::new();
    for row in 0.. {
        // An error can only be one of a row, and the next row may be read.
        match reader.read_record(&mut record) {
            Ok(false) => break,
            Ok(true) if !record.iter().all(|cell| rows.cell(row, cell)) => break,
            _ => {}
        }
    }
    rows
}

/// With a quotation mark that is never closed, all that follows would be one cell.
fn has_even_quotes(source: &str) -> bool {
    source.bytes().filter(|byte| *byte == b'"').count().is_multiple_of(2)
}

/// What stands between the cells: what comes equally often in most of the first lines, outside of quotation marks.
fn delimiter(source: &str) -> u8 {
    let lines: Vec<&str> = source.lines().filter(|line| !line.trim().is_empty()).take(LOOKED_AT).collect();
    let score = |delimiter: u8| {
        let counts: Vec<usize> = lines.iter().map(|line| count(line, delimiter)).collect();
        let usual = counts
            .iter()
            .copied()
            .max_by_key(|count| (*count > 0, counts.iter().filter(|other| *other == count).count(), *count));
        let usual = usual.unwrap_or_default();
        (if usual == 0 { 0 } else { counts.iter().filter(|count| **count == usual).count() }, usual)
    };
    DELIMITERS.into_iter().rev().max_by_key(|delimiter| score(*delimiter)).unwrap_or(b',')
}

fn count(line: &str, delimiter: u8) -> usize {
    let mut is_quoted = false;
    let mut count = 0;
    for byte in line.bytes() {
        is_quoted ^= byte == b'"';
        count += usize::from(byte == delimiter && !is_quoted);
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::tests::{assert_harmless, read_with};

    fn texts(source: &str) -> Vec<String> {
        read_with(read, source.as_bytes()).expect("it is read").texts()
    }

    #[test]
    fn delimiters_are_found() {
        let sources = ["a,b\n\"x, y\",\"1\n2\"\n", "a;b\nx, y;1 2\n", "a\tb\nx, y\t1 2\n", "a|b\r\nx, y|1 2\r\n"];
        for source in sources {
            assert_eq!(texts(source), ["a | b\nx, y | 1 2"], "{source}");
        }
        assert_eq!(texts("only one column\nof, words\nand more\n"), ["only one column\nof | words\nand more"]);
    }

    #[test]
    fn rows_of_any_length_and_open_quotes_are_survived() {
        assert_eq!(texts("a,b,c\n1\n1,2,3,4\n"), ["a | b | c\n1\n1 | 2 | 3 | 4"]);
        assert_eq!(texts("a,b\n\"x,1\ny,2\n"), ["a | b\n\"x | 1\ny | 2"]);
    }

    #[test]
    fn the_header_is_repeated() {
        let mut source = "id,name\n".to_owned();
        (0..1200).for_each(|row| source.extend([&row.to_string(), ",n\n"]));
        let read = read_with(read, source.as_bytes()).expect("it is read");
        assert_eq!(read.labels(), ["1", "2", "3"]);
        assert!(read.pages[2].text.starts_with("id | name\n999 | n\n"));
    }

    #[test]
    fn encodings_and_broken_files_do_no_harm() {
        assert_eq!(read_with(read, b"Stra\xdfe;Nr\nA;1\n").expect("it is read").texts(), ["Straße | Nr\nA | 1"]);
        assert_harmless(read, b"a,b\n\"x\"\"y\",2\n");
        assert_eq!(texts(" \n"), [""]);
    }
}
