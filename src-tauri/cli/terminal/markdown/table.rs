//! A table, with columns as wide as there is room for.

use anstyle::Effects;
use pulldown_cmark::Alignment;

use crate::cli::terminal::lines::{Line, Margin, Span, blanks, push, width, wrap};
use crate::cli::terminal::looks::{QUIET, with};

/// What stands between two columns.
const BETWEEN: &str = " │ ";

/// What stands there below the head.
const CROSSING: &str = "─┼─";

/// A column is not made narrower than this for others to fit; the terminal breaks the lines then.
const NARROWEST: usize = 4;

/// A table that is being read.
pub(super) struct Table {
    alignments: Vec<Alignment>,
    /// The first is its head.
    rows: Vec<Vec<Line>>,
}

impl Table {
    /// A table of which only the columns are known.
    pub(super) fn new(alignments: Vec<Alignment>) -> Self {
        Self { alignments, rows: Vec::new() }
    }

    /// Begins a row.
    pub(super) fn row(&mut self) {
        self.rows.push(Vec::new());
    }

    /// Puts a cell at the end of the row.
    pub(super) fn cell(&mut self, text: Line) {
        if let Some(row) = self.rows.last_mut() {
            row.push(text);
        }
    }

    /// Its lines.
    pub(super) fn draw(mut self, columns: usize) -> Vec<Line> {
        for span in self.rows.first_mut().into_iter().flatten().flatten() {
            span.style = with(span.style, Effects::BOLD);
        }
        let count = self.alignments.len();
        let natural = |column: usize| self.rows.iter().filter_map(|row| row.get(column)).map(|cell| width(cell)).max();
        let natural: Vec<usize> = (0..count).map(|column| natural(column).unwrap_or_default().max(1)).collect();
        let between = count.saturating_sub(1) * width(&[Span::plain(BETWEEN)]);
        let widths = fitted(natural, columns.saturating_sub(between));
        let mut lines = Vec::new();
        for (number, row) in self.rows.iter().enumerate() {
            lines.extend(self.draw_row(row, &widths));
            if number == 0 {
                let below: Vec<String> = widths.iter().map(|width| "─".repeat(*width)).collect();
                lines.push(vec![Span::new(below.join(CROSSING), QUIET)]);
            }
        }
        lines
    }

    fn draw_row(&self, row: &[Line], widths: &[usize]) -> Vec<Line> {
        let cell = |column: usize| row.get(column).map(Vec::as_slice).unwrap_or_default();
        let cells: Vec<Vec<Line>> =
            widths.iter().enumerate().map(|(column, width)| wrap(cell(column), *width, &Margin::default())).collect();
        let height = cells.iter().map(Vec::len).max().unwrap_or_default();
        let line = |number: usize| {
            let mut line = Line::new();
            for (column, width) in widths.iter().enumerate() {
                if column > 0 {
                    push(&mut line, Span::new(BETWEEN, QUIET));
                }
                let text = cells[column].get(number).cloned().unwrap_or_default();
                let is_last = column + 1 == widths.len();
                aligned(text, *width, self.alignments[column], is_last)
                    .into_iter()
                    .for_each(|span| push(&mut line, span));
            }
            line
        };
        (0..height).map(line).collect()
    }
}

/// A cell's line with blanks before and behind it; none behind the last, where nobody would see them.
fn aligned(text: Line, columns: usize, alignment: Alignment, is_last: bool) -> Line {
    let free = columns.saturating_sub(width(&text));
    let before = match alignment {
        Alignment::None | Alignment::Left => 0,
        Alignment::Center => free / 2,
        Alignment::Right => free,
    };
    let behind = if is_last { 0 } else { free - before };
    [blanks(before), text, blanks(behind)].concat()
}

/// Widths that fit together: the widest column gives way first.
fn fitted(mut widths: Vec<usize>, room: usize) -> Vec<usize> {
    while widths.iter().sum::<usize>() > room {
        match widths.iter_mut().max() {
            Some(widest) if *widest > NARROWEST => *widest -= 1,
            _ => break,
        }
    }
    widths
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_widest_column_gives_way() {
        assert_eq!(fitted(vec![5, 30, 8], 40), [5, 27, 8]);
        assert_eq!(fitted(vec![9, 9, 9], 3), [4, 4, 4], "nothing is made unreadable");
        assert_eq!(fitted(vec![3, 3], 40), [3, 3]);
    }
}
