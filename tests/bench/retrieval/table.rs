//! Tables for the terminal that can be pasted into a Markdown file.

use std::fmt::{Display, Formatter, Result};

/// Rows of cells; the first column is aligned to the left, the others to the right.
pub struct Table {
    rows: Vec<Vec<String>>,
}

impl Table {
    /// An empty table with these headings.
    pub fn new<'a>(headings: impl IntoIterator<Item = &'a str>) -> Self {
        Self { rows: vec![headings.into_iter().map(str::to_owned).collect()] }
    }

    /// Adds a row: its name and what belongs under the other headings.
    pub fn row(&mut self, name: &str, cells: impl IntoIterator<Item = String>) {
        self.rows.push(std::iter::once(name.to_owned()).chain(cells).collect());
    }

    fn widths(&self) -> Vec<usize> {
        let width = |column: usize| self.rows.iter().map(|row| row[column].chars().count()).max();
        (0..self.rows[0].len()).map(|column| width(column).unwrap_or(0).max(2)).collect()
    }
}

impl Display for Table {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> Result {
        let widths = self.widths();
        for (number, row) in self.rows.iter().enumerate() {
            write!(formatter, "| {:<1$} |", row[0], widths[0])?;
            for (cell, width) in row.iter().zip(&widths).skip(1) {
                write!(formatter, " {cell:>width$} |")?;
            }
            writeln!(formatter)?;
            if number == 0 {
                write!(formatter, "| {} |", "-".repeat(widths[0]))?;
                for width in &widths[1..] {
                    write!(formatter, " {}: |", "-".repeat(width - 1))?;
                }
                writeln!(formatter)?;
            }
        }
        Ok(())
    }
}
