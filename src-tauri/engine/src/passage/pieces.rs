//! A page's text to the pieces that passages are packed from: sentences, items of lists, rows of tables, headings.

use std::ops::Range;

use super::{Span, sentences};
use crate::read::Heading;

/// What ends a page and is shorter than this is put to the passage before it: a page number that is a passage of
/// its own would be found by every question about numbers.
const REMNANT_TOKENS: usize = 8;

/// Between the cells of a row, as readers write it.
const CELL_SEPARATOR: &str = " | ";

/// A piece of a page, not longer than a passage may be.
#[derive(Debug)]
pub(super) struct Piece {
    pub(super) span: Span,
    pub(super) tokens: usize,
    pub(super) begins_paragraph: bool,
    pub(super) is_remnant: bool,
    /// The level of the heading it is.
    pub(super) heading: Option<u8>,
    /// For a row of a table, the first row of that table.
    pub(super) table_head: Option<Range<usize>>,
}

/// Cuts a page into pieces of no more than `most_tokens`.
pub(super) fn pieces(
    page: u32,
    text: &str,
    headings: &[Heading],
    most_tokens: usize,
    count_tokens: &dyn Fn(&str) -> usize,
) -> Vec<Piece> {
    let mut found = Vec::new();
    for part in parts(text, headings) {
        for (number, range) in part.ranges.into_iter().enumerate() {
            for (half, (range, tokens)) in fitting(text, range, most_tokens, count_tokens).into_iter().enumerate() {
                found.push(Piece {
                    span: Span { page, start: range.start as u32, end: range.end as u32 },
                    tokens,
                    begins_paragraph: number == 0 && half == 0,
                    is_remnant: false,
                    heading: part.heading,
                    table_head: part.table_head.clone(),
                });
            }
        }
    }
    if let [_, .., last] = found.as_mut_slice() {
        last.is_remnant = last.tokens < REMNANT_TOKENS;
    }
    found
}

/// A heading, a table, or text up to the next of these.
struct Part {
    ranges: Vec<Range<usize>>,
    heading: Option<u8>,
    table_head: Option<Range<usize>>,
}

fn parts(text: &str, headings: &[Heading]) -> Vec<Part> {
    let mut found = Vec::new();
    let mut at = 0;
    for heading in headings {
        let (start, end) = (heading.start as usize, heading.end as usize);
        // Headings come from files, so they are not believed to be in order.
        let Some(title) = text.get(start..end).filter(|_| start >= at) else { continue };
        paragraphs(text, at..start, &mut found);
        if let Some(range) = trimmed(text, start..start + title.len()) {
            found.push(Part { ranges: vec![range], heading: Some(heading.level), table_head: None });
        }
        at = end;
    }
    paragraphs(text, at..text.len(), &mut found);
    found
}

/// The paragraphs of a stretch of text; an empty line ends one.
fn paragraphs(text: &str, range: Range<usize>, found: &mut Vec<Part>) {
    let mut start = range.start;
    while start < range.end {
        let end = text[start..range.end].find("\n\n").map_or(range.end, |at| start + at);
        if let Some(paragraph) = trimmed(text, start..end) {
            found.push(part(text, paragraph));
        }
        start = (end + 2).min(range.end);
    }
}

fn part(text: &str, paragraph: Range<usize>) -> Part {
    let lines = lines(text, &paragraph);
    let rows = lines.iter().filter(|line| text[(*line).clone()].contains(CELL_SEPARATOR)).count();
    if rows >= 2 && 2 * rows > lines.len() {
        let head = lines.first().cloned();
        return Part { ranges: lines, heading: None, table_head: head };
    }
    if lines.len() >= 2 && lines.iter().all(|line| is_item(&text[line.clone()])) {
        return Part { ranges: lines, heading: None, table_head: None };
    }
    let ranges = sentences(&text[paragraph.clone()]).into_iter();
    let ranges = ranges.map(|range| paragraph.start + range.start..paragraph.start + range.end).collect();
    Part { ranges, heading: None, table_head: None }
}

fn lines(text: &str, paragraph: &Range<usize>) -> Vec<Range<usize>> {
    let mut start = paragraph.start;
    let lines = text[paragraph.clone()].split('\n').filter_map(|line| {
        let range = start..start + line.len();
        start += line.len() + 1;
        trimmed(text, range)
    });
    lines.collect()
}

/// Whether a line begins as an item of a list does.
fn is_item(line: &str) -> bool {
    let mark = line.split_whitespace().next().unwrap_or_default();
    let inner = mark.trim_matches(['(', ')', '.', '[', ']']);
    let is_counted = inner.len() < mark.len()
        && inner.len() <= 3
        && (inner.chars().all(|c| c.is_ascii_digit()) || inner.chars().count() == 1);
    matches!(mark, "-" | "*" | "•" | "–" | "—" | "·" | "◦" | "▪" | "‣" | "o") || (is_counted && !inner.is_empty())
}

fn trimmed(text: &str, range: Range<usize>) -> Option<Range<usize>> {
    let piece = &text[range.clone()];
    let start = range.start + (piece.len() - piece.trim_start().len());
    let end = range.end - (piece.len() - piece.trim_end().len());
    (start < end).then_some(start..end)
}

/// The range as it is if it is short enough, else halved at a word boundary until it is.
fn fitting(
    text: &str,
    range: Range<usize>,
    most_tokens: usize,
    count_tokens: &dyn Fn(&str) -> usize,
) -> Vec<(Range<usize>, usize)> {
    let mut found = Vec::new();
    let mut waiting = vec![range];
    while let Some(range) = waiting.pop() {
        let tokens = count_tokens(&text[range.clone()]);
        let cut = (tokens > most_tokens).then(|| halve(text, &range)).flatten();
        match cut {
            Some((left, right)) => waiting.extend([right, left]),
            None => found.push((range, tokens)),
        }
    }
    found
}

/// Cuts near the middle, at white space if there is any, else between two characters.
fn halve(text: &str, range: &Range<usize>) -> Option<(Range<usize>, Range<usize>)> {
    let piece = &text[range.clone()];
    let middle = piece.floor_char_boundary(piece.len() / 2);
    let space = |c: char| c.is_whitespace();
    let cut = piece[middle..].find(space).map(|at| middle + at).or_else(|| piece[..middle].rfind(space));
    let cut = cut.filter(|cut| *cut > 0).unwrap_or(middle);
    let right = range.start + cut + (piece[cut..].len() - piece[cut..].trim_start().len());
    (cut > 0 && right < range.end).then(|| (range.start..range.start + cut, right..range.end))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut<'a>(text: &'a str, headings: &[Heading]) -> Vec<&'a str> {
        let count = |text: &str| text.split_whitespace().count();
        let pieces = pieces(0, text, headings, 100, &count);
        pieces.iter().map(|piece| &text[piece.span.start as usize..piece.span.end as usize]).collect()
    }

    #[test]
    fn sentences_items_rows_and_headings_are_pieces() {
        let text = "Costs\n\nOne. Two goes\non here.\n\n1. first\n2. second\n\na | b\nc | d. e\n\n- only";
        let heading = Heading { start: 0, end: 5, level: 2 };
        let expected = ["Costs", "One.", "Two goes\non here.", "1. first", "2. second", "a | b", "c | d. e", "- only"];
        assert_eq!(cut(text, &[heading]), expected);
        let pieces = pieces(0, text, &[heading], 100, &|_| 1);
        assert_eq!((pieces[0].heading, pieces[1].heading), (Some(2), None));
        assert_eq!(pieces[6].table_head.clone().map(|head| &text[head]), Some("a | b"));
    }

    #[test]
    fn headings_that_are_nowhere_are_ignored() {
        let wrong = [(5, 3), (0, 99), (1, 2), (0, 0), (3, 4)].map(|(start, end)| Heading { start, end, level: 1 });
        assert_eq!(cut("é text", &wrong).concat().replace(' ', ""), "étext");
    }
}
