//! An answer on a terminal, while a language model writes it.
//!
//! Whole lines are shown as they come. When the answer is done, each of its sentences was checked and its citations
//! have numbers of their own, so it is written over what was shown, in one go. What could not be written over because
//! it has left the screen is not shown before; that more is being written is told below.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use paperside_engine::Library;
use paperside_engine::messages::{Answer, SearchHit};

use super::super::Output;
use super::super::originals;
use super::super::search::hit_lines;
use super::super::terminal::lines::{Line, Margin, Span, wrap};
use super::super::terminal::looks::{QUIET, UNSUPPORTED};
use super::super::terminal::markdown::markdown;
use super::super::terminal::screen::Screen;
use super::super::terminal::stream::Stream;
use super::remarks::{completeness, doubts};
use super::{NEAREST, answer_lines, source_lines};

/// How often what turns below the answer moves.
const TURN: Duration = Duration::from_millis(120);

/// Rows that are kept free below what is shown: for what turns, and for the cursor.
const ROWS_BELOW: usize = 2;

/// An answer that is being told.
pub(in super::super) struct Drawing {
    output: Output,
    screen: Screen,
    /// What it is made from.
    pub(super) hits: Vec<SearchHit>,
    stream: Stream,
    /// Rows of the screen that are to be written over.
    rows: usize,
    is_full: bool,
    turning: Option<ProgressBar>,
}

impl Drawing {
    /// Nothing of it is known.
    pub(super) fn new(output: Output) -> Self {
        let (screen, stream) = (output.screen(), Stream::default());
        Self { output, screen, hits: Vec::new(), stream, rows: 0, is_full: false, turning: None }
    }

    /// A language model is about to write it.
    pub(super) fn begin(&mut self) {
        let turning = if self.output.is_watched() { ProgressBar::new_spinner() } else { ProgressBar::hidden() };
        let style = ProgressStyle::with_template("{spinner} {msg}");
        turning.set_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()));
        turning.set_message("reading the passages");
        turning.enable_steady_tick(TURN);
        self.turning = Some(turning);
    }

    /// It thinks before it writes.
    pub(super) fn think(&self) {
        if let Some(turning) = &self.turning {
            turning.set_message("thinking");
        }
    }

    /// The next piece of its text. What the documents say themselves is there all at once, and shown at the end.
    pub(super) fn text(&mut self, text: &str) {
        let Some(turning) = &self.turning else { return };
        let columns = self.screen.columns;
        let lines = self.stream.push(text, |text| markdown(text, columns, &|_| None));
        turning.set_message(format!("writing, {} words", self.stream.words()));
        for line in lines {
            let rows = self.rows + self.screen.rows_of(&line);
            self.is_full |= rows + ROWS_BELOW > self.screen.rows;
            if self.is_full {
                return;
            }
            self.rows = rows;
            let painted = self.screen.paint(&[line]);
            turning.suspend(|| self.output.painted(&painted));
        }
    }

    /// It is whole.
    pub(super) async fn done(self, library: &Library, answer: &Answer) {
        let addresses = originals::of_citations(library, &answer.citations).await;
        let screen = self.output.screen();
        let columns = screen.columns;
        let mut lines = answer_lines(answer, &addresses, columns);
        lines.push(Line::new());
        if answer.refused && self.turning.is_none() {
            lines.extend(self.nearest(screen).await);
        }
        lines.extend(source_lines(&answer.citations, &addresses, columns));
        let remarks = [(doubts(answer), UNSUPPORTED), (completeness(answer), QUIET)];
        for (remarks, style) in remarks {
            lines.extend(remarks.iter().flat_map(|said| wrap(&[Span::new(said, style)], columns, &Margin::default())));
        }
        if let Some(turning) = &self.turning {
            turning.finish_and_clear();
        }
        self.output.painted(&over(self.rows, screen == self.screen, &screen.paint(&lines)));
    }

    async fn nearest(&self, screen: Screen) -> Vec<Line> {
        if self.hits.is_empty() {
            return Vec::new();
        }
        let hits = &self.hits[..NEAREST.min(self.hits.len())];
        let addresses = originals::of_hits(hits).await;
        let shown = hits.iter().enumerate().flat_map(|(at, hit)| {
            let address = addresses.get(at).cloned().flatten();
            hit_lines(hit, address, &[], screen)
        });
        [vec![Span::plain("The nearest passages are:")], Line::new()].into_iter().chain(shown).collect()
    }
}

/// What is to stand in the place of the last rows; below them if they cannot be found any more, because the terminal has
/// another size. The terminal is asked to show it in one go.
fn over(rows: usize, are_there: bool, painted: &str) -> String {
    match rows {
        0 => painted.to_owned(),
        rows if are_there => format!("\u{1b}[?2026h\u{1b}[{rows}A\r\u{1b}[J{painted}\u{1b}[?2026l"),
        _ => format!("\n{painted}"),
    }
}

impl Drop for Drawing {
    /// Whoever stops the answer finds the cursor where the next line begins.
    fn drop(&mut self) {
        if let Some(turning) = self.turning.as_ref().filter(|turning| !turning.is_finished()) {
            turning.finish_and_clear();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_takes_the_place_of_what_was_shown() {
        assert_eq!(over(0, true, "whole\n"), "whole\n");
        assert_eq!(over(3, true, "whole\n"), "\u{1b}[?2026h\u{1b}[3A\r\u{1b}[Jwhole\n\u{1b}[?2026l");
        assert_eq!(over(3, false, "whole\n"), "\nwhole\n");
    }
}
