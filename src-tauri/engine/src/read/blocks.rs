//! How the text of a document with paragraphs, lists and tables is put together, for all formats alike.
//!
//! Paragraphs are separated by an empty line; items of a list and rows of a table stand on lines of their
//! own, a row's cells joined by ` | `. Whatever is nested, each character is moved a few times at most.

use super::headings::heading;
use super::page::Heading;

/// Between the cells of a row.
pub(super) const CELL_SEPARATOR: &str = " | ";

/// A row with more bytes, whose cells have several paragraphs, is no row of a table but a layout.
const LONGEST_ROW: usize = 1000;

/// What a piece of text is to its neighbours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    /// Stands alone.
    Paragraph,
    /// Stands alone, and names a section of this level.
    Heading(u8),
    /// One of several on lines of their own.
    Item,
    /// One of several rows.
    Row,
}

/// The text of a page and its headings.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct BlockPage {
    /// What it says.
    pub(super) text: String,
    /// Its headings in the order of the text. Those in tables are not among them: there they name rows or columns.
    pub(super) headings: Vec<Heading>,
}

/// A text that is being put together.
pub(super) struct Blocks {
    pages: Vec<BlockPage>,
    page: BlockPage,
    /// What the last piece on the page was.
    previous: Unit,
    /// The paragraph that is being gathered.
    line: String,
    /// Whether blanks at its beginning mean something.
    is_verbatim: bool,
    /// The paragraphs around the text box that is being gathered.
    outside: Vec<String>,
    /// The row that is being gathered.
    row: Option<Row>,
}

/// A row of a table.
#[derive(Default)]
struct Row {
    cells: Vec<String>,
    cell: String,
    /// A page ended while the row was gathered: whether before any of its text.
    cut: Option<bool>,
}

impl Default for Blocks {
    fn default() -> Self {
        Self {
            pages: Vec::new(),
            page: BlockPage::default(),
            previous: Unit::Paragraph,
            line: String::new(),
            is_verbatim: false,
            outside: Vec::new(),
            row: None,
        }
    }
}

impl Blocks {
    /// Adds to the paragraph.
    pub(super) fn push(&mut self, text: &str) {
        self.line.push_str(text);
    }

    /// Adds to the paragraph, whose blanks at the beginning then are kept.
    pub(super) fn push_verbatim(&mut self, text: &str) {
        self.is_verbatim = true;
        self.line.push_str(text);
    }

    /// Adds a blank unless there is one.
    pub(super) fn blank(&mut self) {
        if !self.line.is_empty() && !self.line.ends_with([' ', '\n']) {
            self.line.push(' ');
        }
    }

    /// Breaks the line within the paragraph.
    pub(super) fn break_line(&mut self) {
        self.line.truncate(self.line.trim_end_matches(' ').len());
        self.line.push(if self.row.is_some() { ' ' } else { '\n' });
    }

    /// Ends the paragraph, if there is any.
    pub(super) fn end(&mut self, unit: Unit) {
        let mut line = std::mem::take(&mut self.line);
        let text = if std::mem::take(&mut self.is_verbatim) { line.trim_matches('\n') } else { line.trim() };
        let text = text.trim_end();
        if !text.is_empty() {
            match &mut self.row {
                Some(row) => append(&mut row.cell, "\n", text),
                None => self.emit(unit, text),
            }
        }
        line.clear();
        self.line = line;
    }

    /// Ends a list: what follows is not one of its items.
    pub(super) fn end_group(&mut self) {
        if self.row.is_none() {
            self.previous = Unit::Paragraph;
        }
    }

    fn emit(&mut self, unit: Unit, text: &str) {
        let is_together = unit == self.previous && matches!(unit, Unit::Item | Unit::Row);
        let BlockPage { text: page, headings } = &mut self.page;
        append(page, if is_together { "\n" } else { "\n\n" }, text);
        if let Unit::Heading(level) = unit {
            headings.extend(heading(page, page.len() - text.len()..page.len(), level));
        }
        self.previous = unit;
    }

    /// Begins a text box: it comes before the paragraph it is in.
    pub(super) fn start_aside(&mut self) {
        self.outside.push(std::mem::take(&mut self.line));
    }

    /// Ends a text box.
    pub(super) fn end_aside(&mut self) {
        if let Some(around) = self.outside.pop() {
            self.end(Unit::Paragraph);
            self.line = around;
        }
    }

    /// Begins a table. Where it is in a cell of another, that one's row ends here: tables around tables are
    /// there for the layout.
    pub(super) fn start_table(&mut self) {
        self.end_row();
        self.end_group();
    }

    /// Ends a table.
    pub(super) fn end_table(&mut self) {
        self.end_row();
        self.end_group();
    }

    /// Begins a row, and ends the one before if that was forgotten.
    pub(super) fn start_row(&mut self) {
        self.end_row();
        self.row = Some(Row::default());
    }

    /// Ends a cell, or a paragraph where there is none.
    pub(super) fn end_cell(&mut self) {
        self.end(Unit::Paragraph);
        if let Some(row) = &mut self.row {
            let cell = std::mem::take(&mut row.cell);
            row.cells.extend((!cell.is_empty()).then_some(cell));
        }
    }

    /// Ends a row, or a paragraph where there is none.
    pub(super) fn end_row(&mut self) {
        self.end_cell();
        let Some(Row { cells, cut, .. }) = self.row.take() else { return };
        if cut == Some(true) {
            self.cut();
        }
        self.emit_row(&cells);
        if cut == Some(false) {
            self.cut();
        }
    }

    fn emit_row(&mut self, cells: &[String]) {
        let is_long = cells.iter().map(String::len).sum::<usize>() > LONGEST_ROW;
        let is_layout = (cells.len() == 1 || is_long) && cells.iter().any(|cell| cell.contains('\n'));
        if is_layout {
            cells.iter().flat_map(|cell| cell.lines()).for_each(|line| self.emit(Unit::Paragraph, line));
        } else if !cells.is_empty() {
            self.emit(Unit::Row, &cells.join(CELL_SEPARATOR).replace('\n', " "));
        }
    }

    /// Ends the page. Within a row of a table this waits for one of its ends.
    pub(super) fn cut(&mut self) {
        if let Some(row) = &mut self.row {
            let is_before = row.cells.is_empty() && row.cell.is_empty() && self.line.trim().is_empty();
            row.cut = row.cut.or(Some(is_before));
            return;
        }
        self.end(Unit::Paragraph);
        self.pages.push(std::mem::take(&mut self.page));
        self.end_group();
    }

    /// Whether the page has no text yet.
    pub(super) fn is_page_empty(&self) -> bool {
        self.page.text.is_empty()
            && self.line.trim().is_empty()
            && self.row.as_ref().is_none_or(|row| row.cells.is_empty())
    }

    /// Ends whatever is not ended; the pages, one at least.
    pub(super) fn finish(mut self) -> Vec<BlockPage> {
        while !self.outside.is_empty() {
            self.end_aside();
        }
        self.end_row();
        self.pages.push(self.page);
        self.pages
    }

    /// The same, of a text that was never cut.
    pub(super) fn finish_whole(self) -> BlockPage {
        self.finish().into_iter().next().unwrap_or_default()
    }
}

fn append(text: &mut String, separator: &str, more: &str) {
    if !text.is_empty() {
        text.push_str(separator);
    }
    text.push_str(more);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(blocks: &mut Blocks, text: &str) {
        blocks.push(text);
        blocks.end(Unit::Paragraph);
        blocks.end_cell();
    }

    fn texts(blocks: Blocks) -> Vec<String> {
        blocks.finish().into_iter().map(|page| page.text).collect()
    }

    #[test]
    fn headings_are_noted_where_they_stand() {
        let mut blocks = Blocks::default();
        for (text, unit) in [
            ("Über", Unit::Paragraph),
            (" Größe \n", Unit::Heading(2)),
            ("Tiefe", Unit::Heading(2)),
            ("", Unit::Heading(1)),
            ("text", Unit::Item),
        ] {
            blocks.push(text);
            blocks.end(unit);
        }
        blocks.cut();
        blocks.push_verbatim("  Ende");
        blocks.end(Unit::Heading(1));
        blocks.start_row();
        blocks.push("in a table");
        blocks.end(Unit::Heading(1));
        let pages = blocks.finish();
        let said = |page: &BlockPage| -> Vec<_> {
            let said = |it: &Heading| (page.text[it.start as usize..it.end as usize].to_owned(), it.level);
            page.headings.iter().map(said).collect()
        };
        assert_eq!(pages[0].text, "Über\n\nGröße\n\nTiefe\n\ntext");
        assert_eq!(said(&pages[0]), [("Größe".to_owned(), 2), ("Tiefe".to_owned(), 2)]);
        assert_eq!(said(&pages[1]), [("Ende".to_owned(), 1)]);
    }

    #[test]
    fn paragraphs_items_and_rows_are_set_apart() {
        let mut blocks = Blocks::default();
        for (text, unit) in [(" one ", Unit::Paragraph), ("a", Unit::Item), ("b", Unit::Item)] {
            blocks.push(text);
            blocks.end(unit);
        }
        blocks.start_table();
        for row in [["x", "y"], ["", "z"]] {
            blocks.start_row();
            row.iter().for_each(|text| cell(&mut blocks, text));
            blocks.end_row();
        }
        blocks.end_table();
        blocks.push("end");
        assert_eq!(texts(blocks), ["one\n\na\nb\n\nx | y\nz\n\nend"]);
    }

    #[test]
    fn a_table_in_a_table_has_rows_of_its_own() {
        let mut blocks = Blocks::default();
        blocks.start_table();
        blocks.start_row();
        cell(&mut blocks, "left");
        blocks.start_table();
        for row in [["a", "b"], ["c", "d"]] {
            blocks.start_row();
            row.iter().for_each(|text| cell(&mut blocks, text));
            blocks.end_row();
        }
        blocks.end_table();
        cell(&mut blocks, "right");
        blocks.end_row();
        assert_eq!(texts(blocks), ["left\n\na | b\nc | d\n\nright"]);
    }

    #[test]
    fn text_boxes_come_before_their_paragraph_and_pages_end_between_rows() {
        let mut blocks = Blocks::default();
        blocks.push("around ");
        blocks.start_aside();
        blocks.push("box");
        blocks.end_aside();
        blocks.push("it");
        blocks.start_table();
        blocks.start_row();
        blocks.cut();
        cell(&mut blocks, "a");
        cell(&mut blocks, "b");
        assert_eq!(texts(blocks), ["box\n\naround it", "a | b"]);
    }

    #[test]
    fn depth_does_no_harm() {
        let mut blocks = Blocks::default();
        for _ in 0..200_000 {
            blocks.start_table();
            blocks.start_row();
            blocks.push("x");
            blocks.start_aside();
        }
        assert_eq!(blocks.finish().len(), 1);
    }
}
