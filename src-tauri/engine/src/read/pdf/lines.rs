//! A page's glyphs to its text: lines, paragraphs, and where each word stands.

use super::columns::blocks;
use super::glyph::Glyph;
use super::headings::{Paragraph, WordSize, by_looks};
use super::median;
use super::words::{Direction, Extent, PlacedWord, is_right_to_left, words};
use crate::read::{Heading, Word};

/// Lines further apart than this share of the usual distance belong to two paragraphs.
const PARAGRAPH_GAP: f64 = 1.4;

/// Lines whose sizes differ by more than this factor belong to two paragraphs: a heading and its text.
const SIZE_CHANGE: f64 = 1.18;

/// A line ends early if its room beyond the next word is more than this share of the block's width.
const EARLY: f64 = 0.08;

/// A line that begins this many font sizes further in or out than the one before is indented, or hangs.
const INDENT: f64 = 0.8;
const DEEPEST_INDENT: f64 = 6.0;

/// A page that is laid out.
#[derive(Debug, Default)]
pub(in crate::read) struct LaidOut {
    /// Its text in reading order.
    pub(in crate::read) text: String,
    /// The words in the order of the text.
    pub(in crate::read) words: Vec<Word>,
    /// The headings in the order of the text.
    pub(in crate::read) headings: Vec<Heading>,
}

/// The text of a page that is so high, in points as shown.
pub(super) fn lay_out(glyphs: &[Glyph], height: f32) -> LaidOut {
    let mut writer = Writer::default();
    for (number, (direction, placed)) in words(glyphs).into_iter().enumerate() {
        (writer.direction, writer.is_aside) = (direction, number > 0);
        for block in blocks(&placed) {
            let lines = lines(&placed, &block);
            let measure = Measure::of(&lines);
            for (number, line) in lines.iter().enumerate() {
                writer.line(line, measure.same_paragraph(&lines, number, &placed), &placed);
            }
        }
    }
    let Writer { text, words, sizes, paragraphs, .. } = writer;
    let headings = by_looks(&text, &paragraphs, &sizes, f64::from(height));
    LaidOut { text, words, headings }
}

/// A line: the places of its words, in reading order, and what they fill.
struct Line {
    words: Vec<usize>,
    extent: Extent,
    baseline: f64,
    size: f64,
    /// Whether it is read from right to left.
    leftwards: bool,
}

/// The lines of a block from the top, each in reading order.
fn lines(placed: &[PlacedWord], block: &[usize]) -> Vec<Line> {
    let mut order = block.to_vec();
    order.sort_by(|a, b| placed[*a].extent.bottom.total_cmp(&placed[*b].extent.bottom));
    let mut lines: Vec<Line> = Vec::new();
    for word in order {
        let PlacedWord { extent, size, .. } = placed[word];
        let line = lines.iter_mut().rev().take(4).find(|line| {
            let shared = line.extent.bottom.min(extent.bottom) - line.extent.top.max(extent.top);
            shared > 0.55 * line.extent.height().min(extent.height())
        });
        match line {
            Some(line) => {
                line.words.push(word);
                // The line's height stays that of its largest word, so that it does not creep downwards.
                if size > line.size {
                    (line.size, line.baseline) = (size, extent.bottom);
                    (line.extent.top, line.extent.bottom) = (extent.top, extent.bottom);
                }
                (line.extent.start, line.extent.end) =
                    (line.extent.start.min(extent.start), line.extent.end.max(extent.end));
            }
            None => {
                lines.push(Line { words: vec![word], extent, baseline: extent.bottom, size, leftwards: false });
            }
        }
    }
    lines.sort_by(|a, b| a.baseline.total_cmp(&b.baseline));
    for line in &mut lines {
        put_in_order(line, placed);
    }
    lines
}

/// From left to right; a line that is mostly right-to-left the other way, its left-to-right runs kept.
fn put_in_order(line: &mut Line, placed: &[PlacedWord]) {
    line.words.sort_by(|a, b| placed[*a].extent.start.total_cmp(&placed[*b].extent.start));
    // Numbers stand in lines of both kinds.
    let count = |is_so: fn(&str) -> bool| line.words.iter().filter(|word| is_so(&placed[**word].text)).count();
    let rightwards = count(|text| !is_right_to_left(text) && text.contains(char::is_alphabetic));
    line.leftwards = count(is_right_to_left) > rightwards;
    if !line.leftwards {
        return;
    }
    line.words.reverse();
    let mut at = 0;
    while at < line.words.len() {
        let run = line.words[at..].iter().take_while(|word| !is_right_to_left(&placed[**word].text)).count();
        line.words[at..at + run].reverse();
        at += run.max(1);
    }
}

/// What is usual for the lines of a block.
struct Measure {
    /// From one baseline to the next.
    distance: f64,
    /// Where lines begin and end.
    start: f64,
    end: f64,
}

impl Measure {
    fn of(lines: &[Line]) -> Self {
        let distances = lines.windows(2).map(|pair| pair[1].baseline - pair[0].baseline);
        Self {
            distance: median(distances.filter(|distance| *distance > 0.0).collect()),
            start: median(lines.iter().map(|line| line.extent.start).collect()),
            end: median(lines.iter().map(|line| line.extent.end).collect()),
        }
    }

    /// Whether the line goes on with the paragraph of the line before.
    fn same_paragraph(&self, lines: &[Line], number: usize, placed: &[PlacedWord]) -> bool {
        let line = &lines[number];
        let Some(before) = number.checked_sub(1).map(|before| &lines[before]) else { return false };
        let usual = self.distance.min(2.2 * line.size).max(1.05 * line.size);
        let change = (line.size / before.size).max(before.size / line.size);
        line.baseline - before.baseline <= PARAGRAPH_GAP * usual
            && change <= SIZE_CHANGE
            && !begins_by_indent(lines, number)
            && !self.ends_early(before, line, placed)
    }

    /// Whether the next line's first word would have had room in the line before, which ends a paragraph then.
    fn ends_early(&self, before: &Line, line: &Line, placed: &[PlacedWord]) -> bool {
        let first = &placed[line.words[0]];
        let room = if line.leftwards { before.extent.start - self.start } else { self.end - before.extent.end };
        let needed = first.extent.end - first.extent.start + 0.3 * line.size + EARLY * (self.end - self.start);
        room > needed && !first.text.starts_with(char::is_lowercase)
    }
}

/// Whether the line's indent makes it the first of a paragraph: it is indented and the next one is not, or it is
/// not while those before it are, as the items of a list.
fn begins_by_indent(lines: &[Line], number: usize) -> bool {
    let indent = |number: usize| {
        let (line, before) = (&lines[number], &lines[number - 1]);
        let by =
            if line.leftwards { before.extent.end - line.extent.end } else { line.extent.start - before.extent.start };
        let by = by / line.size;
        if by.abs() > INDENT && by.abs() < DEEPEST_INDENT { by } else { 0.0 }
    };
    let here = indent(number);
    let hangs = number + 1 < lines.len() && indent(number + 1) >= 0.0;
    let ends_hanging = number > 1 && indent(number - 1) >= 0.0;
    (here > 0.0 && !hangs) || (here < 0.0 && ends_hanging)
}

/// Writes the text and notes where each word of it stands.
#[derive(Default)]
struct Writer {
    text: String,
    words: Vec<Word>,
    /// How large each of the words is.
    sizes: Vec<WordSize>,
    paragraphs: Vec<Paragraph>,
    direction: Direction,
    /// Whether the page's text runs in another direction.
    is_aside: bool,
    /// Where the last word stands.
    last: Option<Extent>,
}

impl Writer {
    fn line(&mut self, line: &Line, same_paragraph: bool, placed: &[PlacedWord]) {
        let mut separator = if self.text.is_empty() {
            ""
        } else if same_paragraph || self.goes_on(&placed[line.words[0]].text) {
            " "
        } else {
            "\n\n"
        };
        let first = &placed[line.words[0]].text;
        if separator == " " && self.ends_in_hyphen() && first.starts_with(char::is_alphanumeric) {
            // Between small letters the hyphen is the line's; anywhere else it belongs to the word.
            if first.starts_with(char::is_lowercase) && self.ends_in_letters_and_hyphen() {
                self.drop_hyphen();
            }
            separator = "";
        }
        // Scripts without blanks between words have none between lines either.
        if separator == " " && self.text.ends_with(is_unspaced) && first.starts_with(is_unspaced) {
            separator = "";
        }
        let begins = self.text.is_empty() || separator == "\n\n";
        let first = self.words.len();
        for word in &line.words {
            self.word(separator, &placed[*word]);
            separator = " ";
        }
        self.note_line(line, first, begins);
    }

    /// Adds a line, whose first word is told, to its paragraph.
    fn note_line(&mut self, line: &Line, first: usize, begins: bool) {
        let [_, top, _, bottom] = line.extent.on_page(self.direction).map(f64::from);
        let (words, end) = (self.words.len(), self.text.len());
        if let Some(open) = self.paragraphs.last_mut().filter(|_| !begins) {
            (open.words.end, open.text.end, open.lines) = (words, end, open.lines + 1);
            (open.top, open.bottom) = (open.top.min(top), open.bottom.max(bottom));
        } else {
            let start = self.words.get(first).map_or(end, |word| word.start as usize);
            let (text, words, is_aside) = (start..end, first..words, self.is_aside);
            self.paragraphs.push(Paragraph { text, words, lines: 1, top, bottom, is_aside });
        }
    }

    /// Whether a word or a sentence that ends a line or a column goes on at the next, however far that is.
    fn goes_on(&self, next: &str) -> bool {
        let ends_open = self.text.ends_with(|c: char| c.is_lowercase() || c == ',' || c == '-');
        let ends_in_prose = self.text.rsplit("\n\n").next().is_some_and(|paragraph| paragraph.len() > 80);
        ends_open && (ends_in_prose || self.ends_in_letters_and_hyphen()) && next.starts_with(char::is_lowercase)
    }

    /// Whether a hyphen ends the text, and not a dash.
    fn ends_in_hyphen(&self) -> bool {
        let mut end = self.text.chars().rev();
        end.next() == Some('-') && end.next().is_some_and(char::is_alphanumeric)
    }

    /// Whether the last word may have been broken for its line.
    fn ends_in_letters_and_hyphen(&self) -> bool {
        let mut end = self.text.chars().rev().skip(1);
        end.next().is_some_and(char::is_lowercase) && end.next().is_some_and(char::is_alphabetic)
    }

    fn drop_hyphen(&mut self) {
        self.text.pop();
        if let Some(last) = self.words.last_mut() {
            last.end -= 1;
        }
    }

    /// Whether the word begins where the last one ends.
    fn ends_at(&self, word: &PlacedWord) -> bool {
        self.last.is_some_and(|last| (word.extent.start - last.end).abs() < 0.1 * word.size)
    }

    fn word(&mut self, separator: &str, word: &PlacedWord) {
        // A raised number before a comma is a word of its own, the comma is not.
        let closes = word.text.starts_with([',', '.', ';', ':', ')', ']']) && self.ends_at(word);
        if !closes {
            self.text.push_str(separator);
        }
        let start = self.text.len() as u32;
        self.text.push_str(&word.text);
        let [x0, y0, x1, y1] = word.extent.on_page(self.direction);
        self.last = Some(word.extent);
        self.sizes.push(WordSize { size: word.size, characters: word.text.chars().count() });
        self.words.push(Word { start, end: self.text.len() as u32, x0, y0, x1, y1 });
    }
}

/// Chinese, Japanese kana and their punctuation.
fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{3000}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff01}'..='\u{ff60}')
}
