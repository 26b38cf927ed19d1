//! What the standard output is, and lines as it can show them.

use std::fmt::Write;
use std::io::IsTerminal;

use super::harmless::on_this_line;
use super::lines::{Line, Span, width};

/// Columns of a terminal that does not say how many it has.
const USUAL_COLUMNS: usize = 80;

/// Rows of one that does not say how many it has.
const USUAL_ROWS: usize = 24;

/// What can be shown where a command writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Screen {
    /// Whether a person sees what is written, on something that can do more than a line printer.
    pub(crate) is_terminal: bool,
    has_looks: bool,
    /// How wide it is; as wide as anything where nobody sees it.
    pub(crate) columns: usize,
    /// How high it is.
    pub(crate) rows: usize,
}

impl Screen {
    /// A file or another program: lines as long as they are, without looks and links.
    pub(crate) const PAPER: Self = Self { is_terminal: false, has_looks: false, columns: usize::MAX, rows: usize::MAX };

    /// The standard output as it is now. `NO_COLOR` takes the looks away and leaves the links, which show no colour.
    pub(crate) fn of_standard_output() -> Self {
        if !std::io::stdout().is_terminal() || is_dumb() {
            return Self::PAPER;
        }
        let terminal = console::Term::stdout();
        // On Windows asking for it is also what makes the console understand.
        if cfg!(windows) && std::env::var_os("NO_COLOR").is_none() && !terminal.features().colors_supported() {
            return Self::PAPER;
        }
        let has_looks = std::env::var_os("NO_COLOR").is_none_or(|set| set.is_empty());
        let (rows, columns) = terminal
            .size_checked()
            .map_or((USUAL_ROWS, USUAL_COLUMNS), |(rows, columns)| (usize::from(rows), usize::from(columns)));
        Self { is_terminal: true, has_looks, columns, rows }
    }

    /// A terminal of this size, whatever the program runs in.
    #[cfg(test)]
    pub(crate) const fn of_size(columns: usize, rows: usize) -> Self {
        Self { is_terminal: true, has_looks: true, columns, rows }
    }

    /// Lines as they are written. Nothing in them can do more to a terminal than its span says.
    pub(crate) fn paint(self, lines: &[Line]) -> String {
        let mut painted = String::new();
        for line in lines {
            line.iter().for_each(|span| self.paint_span(span, &mut painted));
            painted.push('\n');
        }
        painted
    }

    fn paint_span(self, span: &Span, painted: &mut String) {
        let text = on_this_line(&span.text);
        let link = span.link.as_deref().filter(|link| self.is_terminal && is_address(link));
        if let Some(link) = link {
            let _ = write!(painted, "\u{1b}]8;;{link}\u{1b}\\");
        }
        if self.has_looks {
            let _ = write!(painted, "{style}{text}{style:#}", style = span.style);
        } else {
            painted.push_str(&text);
        }
        if link.is_some() {
            painted.push_str("\u{1b}]8;;\u{1b}\\");
        }
    }

    /// Rows that a line takes: one that is longer than the terminal is wide goes on below.
    pub(crate) fn rows_of(self, line: &Line) -> usize {
        width(line).div_ceil(self.columns).max(1)
    }
}

/// A terminal that says of itself that it understands nothing but text.
pub(crate) fn is_dumb() -> bool {
    std::env::var_os("TERM").is_some_and(|name| name == "dumb")
}

/// Whether it can stand in the middle of what a terminal obeys without ending it.
fn is_address(link: &str) -> bool {
    link.bytes().all(|byte| byte.is_ascii_graphic())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::terminal::looks::STRONG;

    const SCREEN: Screen = Screen::of_size(40, 10);

    #[test]
    fn looks_and_links_are_for_terminals_only() {
        let line = vec![Span::new("title", STRONG).leading_to(Some("file:///a.pdf#page=2".into())), Span::plain(", p")];
        let drawn = SCREEN.paint(std::slice::from_ref(&line));
        assert_eq!(drawn, "\u{1b}]8;;file:///a.pdf#page=2\u{1b}\\\u{1b}[1mtitle\u{1b}[0m\u{1b}]8;;\u{1b}\\, p\n");
        assert_eq!(Screen::PAPER.paint(std::slice::from_ref(&line)), "title, p\n");
        let without_looks = Screen { has_looks: false, ..SCREEN };
        assert_eq!(without_looks.paint(&[line]), "\u{1b}]8;;file:///a.pdf#page=2\u{1b}\\title\u{1b}]8;;\u{1b}\\, p\n");
    }

    #[test]
    fn a_span_cannot_do_more_than_it_says() {
        let hostile = vec![
            Span::plain("\u{1b}[2Jcleared\nnext\ttab"),
            Span::plain("link").leading_to(Some("file:///\u{1b}\\evil".into())),
        ];
        assert_eq!(SCREEN.paint(&[hostile]), "[2Jcleared next    tablink\n");
    }

    #[test]
    fn long_lines_take_more_rows() {
        let rows = |length| SCREEN.rows_of(&vec![Span::plain("x".repeat(length))]);
        assert_eq!([rows(0), rows(40), rows(41), rows(81)], [1, 1, 2, 3]);
    }
}
