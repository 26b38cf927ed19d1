//! Text that knows how it looks and where it leads, and how it is broken into lines.

use std::sync::Arc;

use anstyle::Style;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::looks::PLAIN;

/// A stretch of text that looks the same and leads to the same place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Span {
    /// What it says. It may hold anything; what a terminal would obey is left out when it is painted.
    pub(crate) text: String,
    /// How it looks.
    pub(crate) style: Style,
    /// The address it leads to, if it leads anywhere.
    pub(crate) link: Option<Arc<str>>,
}

/// A line of text.
pub(crate) type Line = Vec<Span>;

impl Span {
    /// Text in a style.
    pub(crate) fn new(text: impl Into<String>, style: Style) -> Self {
        Self { text: text.into(), style, link: None }
    }

    /// Text as the terminal shows it.
    pub(crate) fn plain(text: impl Into<String>) -> Self {
        Self::new(text, PLAIN)
    }

    /// The same, leading somewhere.
    pub(crate) fn leading_to(self, link: Option<Arc<str>>) -> Self {
        Self { link, ..self }
    }

    /// Other text that looks and leads the same.
    pub(crate) fn with(&self, text: &str) -> Self {
        Self { text: text.to_owned(), style: self.style, link: self.link.clone() }
    }

    fn is_like(&self, other: &Self) -> bool {
        self.style == other.style && self.link == other.link
    }
}

/// What the line says, without its looks.
#[cfg(test)]
pub(crate) fn said(line: &[Span]) -> String {
    line.iter().map(|span| span.text.as_str()).collect()
}

/// Columns that the line takes.
pub(crate) fn width(line: &[Span]) -> usize {
    line.iter().map(|span| span.text.width()).sum()
}

/// Puts a span behind a line; one that looks the same as the last is joined with it.
pub(crate) fn push(line: &mut Line, span: Span) {
    match line.last_mut() {
        Some(last) if last.is_like(&span) => last.text.push_str(&span.text),
        _ => line.push(span),
    }
}

/// What stands before the lines of a text: before its first, and before each that follows.
#[derive(Debug, Clone, Default)]
pub(crate) struct Margin {
    /// Before the first line.
    pub(crate) first: Line,
    /// Before the others.
    pub(crate) rest: Line,
}

impl Margin {
    /// Blanks before every line.
    pub(crate) fn blank(columns: usize) -> Self {
        let blank = blanks(columns);
        Self { first: blank.clone(), rest: blank }
    }
}

/// Some blanks, or nothing.
pub(crate) fn blanks(columns: usize) -> Line {
    if columns == 0 { Line::new() } else { vec![Span::plain(" ".repeat(columns))] }
}

/// Breaks text into lines of at most this many columns, at blanks where there are any. Ends of lines in the text stay.
pub(crate) fn wrap(text: &[Span], columns: usize, margin: &Margin) -> Vec<Line> {
    let mut wrapping =
        Wrapping { columns, margin, lines: Vec::new(), line: margin.first.clone(), used: 0, blank: Line::new() };
    let mut word = Line::new();
    for span in text {
        for grapheme in span.text.graphemes(true) {
            match grapheme {
                "\n" | "\r\n" => {
                    wrapping.word(&mut word);
                    wrapping.end_line();
                }
                " " | "\t" => {
                    wrapping.word(&mut word);
                    push(&mut wrapping.blank, span.with(" "));
                }
                letter => push(&mut word, span.with(letter)),
            }
        }
    }
    wrapping.word(&mut word);
    wrapping.finish()
}

/// Lines that are being filled.
struct Wrapping<'a> {
    columns: usize,
    margin: &'a Margin,
    lines: Vec<Line>,
    line: Line,
    /// Columns of the line that are taken by text, not by its margin.
    used: usize,
    /// What stands before the next word, unless a line is broken there.
    blank: Line,
}

impl Wrapping<'_> {
    /// Columns for text in the line that is being filled. One word can always stand there.
    fn room(&self) -> usize {
        let margin = if self.lines.is_empty() { &self.margin.first } else { &self.margin.rest };
        self.columns.saturating_sub(width(margin)).max(1)
    }

    fn word(&mut self, word: &mut Line) {
        if word.is_empty() {
            return;
        }
        let (columns, blank) = (width(word), std::mem::take(&mut self.blank));
        let fits = self.used + width(&blank) + columns <= self.room();
        // One that is longer than a line is broken anyhow, and need not leave the line it begins on half empty.
        if !fits && self.used > 0 && columns <= self.room() {
            self.end_line();
        } else {
            self.used += width(&blank);
            blank.into_iter().for_each(|blank| push(&mut self.line, blank));
        }
        for span in word.drain(..) {
            self.letters(&span);
        }
    }

    fn letters(&mut self, span: &Span) {
        for letter in span.text.graphemes(true) {
            let columns = letter.width();
            if self.used > 0 && self.used + columns > self.room() {
                self.end_line();
            }
            self.used += columns;
            push(&mut self.line, span.with(letter));
        }
    }

    fn end_line(&mut self) {
        self.lines.push(std::mem::replace(&mut self.line, self.margin.rest.clone()));
        self.used = 0;
        self.blank.clear();
    }

    fn finish(mut self) -> Vec<Line> {
        if self.used > 0 || self.lines.is_empty() {
            self.end_line();
        }
        self.lines
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::terminal::looks::STRONG;

    fn wrapped(text: &str, columns: usize) -> Vec<String> {
        wrap(&[Span::plain(text)], columns, &Margin::default()).iter().map(|line| said(line)).collect()
    }

    #[test]
    fn lines_break_at_blanks() {
        assert_eq!(wrapped("the kettle is  on a  stove", 10), ["the kettle", "is  on a", "stove"]);
        assert_eq!(wrapped("one\ntwo", 10), ["one", "two"]);
        assert_eq!(wrapped("", 10), [""]);
    }

    #[test]
    fn wide_letters_count_twice_and_long_words_are_broken() {
        assert_eq!(wrapped("日本語日本語", 4), ["日本", "語日", "本語"]);
        assert_eq!(wrapped("a abcdefgh", 4), ["a ab", "cdef", "gh"]);
        assert_eq!(wrapped("👩‍👩‍👧👩‍👩‍👧", 2).len(), 2, "what is one sign stays one");
    }

    #[test]
    fn looks_and_margins_go_over_lines() {
        let text = [Span::plain("a "), Span::new("bold word", STRONG), Span::plain(".")];
        let margin = Margin { first: vec![Span::plain("• ")], rest: blanks(2) };
        let lines = wrap(&text, 8, &margin);
        assert_eq!(lines.iter().map(|line| said(line)).collect::<Vec<_>>(), ["• a bold", "  word."]);
        assert_eq!(lines[1][1], Span::new("word", STRONG));
    }
}
