//! Rows of cells to pages, for spreadsheets and tables alike.

use crate::read::blocks::CELL_SEPARATOR;
use crate::read::text::{Section, numbered};

/// So many rows make a page.
const PAGE_ROWS: u32 = 500;

/// A page with wide rows ends sooner, after so many bytes.
const PAGE_BYTES: usize = 100_000;

/// So many rows of a document are read, so many cells, and so many bytes of text.
const ROWS: u32 = 200_000;
const CELLS: u32 = 2_000_000;
const BYTES: usize = 64 << 20;

/// Why the rest is not read.
const FULL: &str = "the rest is not read: there are more than 200,000 rows, 2,000,000 cells or 64 MB of text";

/// Pages that are filled cell by cell.
#[derive(Default)]
pub(in crate::read) struct Rows {
    sections: Vec<Section<'static>>,
    /// What the sheet is called.
    label: Option<String>,
    /// Whether the first line is to be repeated on each page.
    has_header: bool,
    header: String,
    /// How many pages of the sheet are finished.
    finished: u32,
    page: String,
    lines: u32,
    line: String,
    row: Option<u64>,
    taken: u32,
    cells: u32,
    bytes: usize,
    is_full: bool,
}

impl Rows {
    /// Pages without a name, each of which begins with the first row of all.
    pub(in crate::read) fn with_header() -> Self {
        Self { has_header: true, ..Self::default() }
    }

    /// Begins a sheet.
    pub(in crate::read) fn begin(&mut self, label: &str) {
        self.label = Some(label.to_owned());
        self.finished = 0;
    }

    /// Adds a cell to a row, where rows and cells come in order and empty ones need not come. Says whether
    /// there is room for more.
    pub(in crate::read) fn cell(&mut self, row: u64, text: &str) -> bool {
        if self.row != Some(row) {
            self.end_row();
            self.row = Some(row);
        }
        self.cells += 1;
        self.bytes += text.len();
        self.is_full |= self.cells > CELLS || self.taken >= ROWS || self.bytes > BYTES;
        let start = self.line.len();
        if !self.is_full {
            for word in text.split_whitespace() {
                self.line.push_str(match self.line.len() {
                    0 => "",
                    length if length == start => CELL_SEPARATOR,
                    _ => " ",
                });
                self.line.push_str(word);
            }
        }
        !self.is_full
    }

    /// Whether no more cells are taken.
    pub(in crate::read) fn is_full(&self) -> bool {
        self.is_full
    }

    fn end_row(&mut self) {
        if self.line.is_empty() {
            return;
        }
        if self.lines >= PAGE_ROWS || self.page.len() + self.line.len() > PAGE_BYTES {
            self.end_page();
        }
        if self.has_header && self.header.is_empty() {
            self.header.clone_from(&self.line);
        } else if self.has_header && self.page.is_empty() {
            self.page.push_str(&self.header);
        }
        if !self.page.is_empty() {
            self.page.push('\n');
        }
        self.page.push_str(&self.line);
        self.line.clear();
        self.lines += 1;
        self.taken += 1;
    }

    fn end_page(&mut self) {
        if self.page.is_empty() {
            return;
        }
        self.finished += 1;
        let text = std::mem::take(&mut self.page).into();
        self.sections.push(Section { label: self.next_label(self.finished), text, ..Section::default() });
        self.lines = 0;
    }

    fn next_label(&self, number: u32) -> Option<String> {
        self.label.as_deref().map(|label| numbered(label, number))
    }

    /// Ends a sheet.
    pub(in crate::read) fn end(&mut self) {
        self.end_row();
        self.end_page();
        self.row = None;
    }

    /// Ends a sheet that could not be read to its end.
    pub(in crate::read) fn fail(&mut self, reason: &str) {
        self.end();
        let label = self.next_label(self.finished + 1);
        self.sections.push(Section { label, failure: Some(reason.to_owned()), ..Section::default() });
    }

    /// The pages: one at least, and a failed one last if there was no room for all.
    pub(in crate::read) fn finish(mut self) -> Vec<Section<'static>> {
        self.end();
        if self.is_full {
            self.fail(FULL);
        }
        if self.sections.is_empty() {
            self.sections.push(Section { label: self.label, ..Section::default() });
        }
        self.sections
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_lines_and_sheets_are_pages() {
        let mut rows = Rows::default();
        rows.begin("A");
        [(1, "a"), (1, ""), (1, " b\nc "), (7, "d")].iter().for_each(|(row, text)| assert!(rows.cell(*row, text)));
        rows.end();
        rows.begin("empty");
        rows.end();
        rows.begin("B");
        (0..501).for_each(|row| assert!(rows.cell(row, "x")));
        let sections = rows.finish();
        let labels: Vec<_> = sections.iter().filter_map(|section| section.label.as_deref()).collect();
        assert_eq!(labels, ["A", "B", "B 2"]);
        assert_eq!((&*sections[0].text, &*sections[2].text), ("a | b c\nd", "x"));
    }

    #[test]
    fn a_header_begins_each_page() {
        let mut rows = Rows::with_header();
        (0..502).for_each(|row| assert!(rows.cell(row, &row.to_string())));
        let sections = rows.finish();
        assert_eq!(sections.len(), 2);
        assert_eq!(sections[1].text, "0\n500\n501");
    }

    #[test]
    fn what_is_too_much_is_told_at_the_end() {
        let mut rows = Rows::default();
        rows.begin("A");
        assert_eq!((0..300_000).take_while(|row| rows.cell(*row, "x")).count(), 200_000);
        let sections = rows.finish();
        assert_eq!(sections.len(), 401);
        assert_eq!(sections[400].failure.as_deref(), Some(FULL));
    }
}
