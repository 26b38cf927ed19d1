//! A page's glyphs to its text: lines, paragraphs, and where each word stands.

use super::columns::{blocks, median};
use super::glyph::Glyph;
use super::words::{Direction, Extent, PlacedWord, is_right_to_left, words};
use crate::read::Word;

/// Lines further apart than this share of the usual distance belong to two paragraphs.
const PARAGRAPH_GAP: f64 = 1.4;

/// Lines whose sizes differ by more than this factor belong to two paragraphs: a heading and its text.
const SIZE_CHANGE: f64 = 1.18;

/// The text of a page in reading order, and its words.
pub(super) fn lay_out(glyphs: &[Glyph]) -> (String, Vec<Word>) {
    let mut writer = Writer::default();
    for (direction, placed) in words(glyphs) {
        writer.direction = Some(direction);
        for block in blocks(&placed) {
            let lines = lines(&placed, &block);
            let usual = usual_distance(&lines);
            for (number, line) in lines.iter().enumerate() {
                let before = number.checked_sub(1).and_then(|before| lines.get(before));
                writer.line(line, before.is_some_and(|before| same_paragraph(before, line, usual)), &placed);
            }
        }
    }
    (writer.text, writer.words)
}

/// A line: the places of its words, in reading order, and what they fill.
struct Line {
    words: Vec<usize>,
    extent: Extent,
    baseline: f64,
    size: f64,
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
            None => lines.push(Line { words: vec![word], extent, baseline: extent.bottom, size }),
        }
    }
    lines.sort_by(|a, b| a.baseline.total_cmp(&b.baseline));
    lines.iter_mut().for_each(|line| put_in_order(line, placed));
    lines
}

/// From left to right; a line that is mostly right-to-left the other way, its left-to-right runs kept.
fn put_in_order(line: &mut Line, placed: &[PlacedWord]) {
    line.words.sort_by(|a, b| placed[*a].extent.start.total_cmp(&placed[*b].extent.start));
    let leftwards = line.words.iter().filter(|word| is_right_to_left(&placed[**word].text)).count();
    if 2 * leftwards <= line.words.len() {
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

fn usual_distance(lines: &[Line]) -> f64 {
    median(
        lines.windows(2).map(|pair| pair[1].baseline - pair[0].baseline).filter(|distance| *distance > 0.0).collect(),
    )
}

fn same_paragraph(before: &Line, line: &Line, usual: f64) -> bool {
    let distance = line.baseline - before.baseline;
    let change = (line.size / before.size).max(before.size / line.size);
    let indented = line.extent.start - before.extent.start > 0.8 * line.size
        && line.extent.start - before.extent.start < 6.0 * line.size;
    distance <= PARAGRAPH_GAP * usual.min(2.2 * line.size) && change <= SIZE_CHANGE && !indented
}

/// Writes the text and notes where each word of it stands.
#[derive(Default)]
struct Writer {
    text: String,
    words: Vec<Word>,
    direction: Option<Direction>,
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
        if separator == " " && self.joins_hyphen(&placed[line.words[0]].text) {
            self.drop_hyphen();
            separator = "";
        }
        for word in &line.words {
            self.word(separator, &placed[*word]);
            separator = " ";
        }
    }

    /// Whether a sentence that ends a column goes on at the top of the next.
    fn goes_on(&self, next: &str) -> bool {
        let ends_open = self.text.ends_with(|c: char| c.is_lowercase() || c == ',' || c == '-');
        let ends_in_prose = self.text.rsplit("\n\n").next().is_some_and(|paragraph| paragraph.len() > 80);
        ends_open && ends_in_prose && next.starts_with(char::is_lowercase)
    }

    /// Whether the last word was broken for its line and goes on with the next.
    fn joins_hyphen(&self, next: &str) -> bool {
        let mut end = self.text.chars().rev();
        end.next() == Some('-')
            && end.next().is_some_and(char::is_lowercase)
            && end.next().is_some_and(char::is_alphabetic)
            && next.starts_with(char::is_lowercase)
    }

    fn drop_hyphen(&mut self) {
        self.text.pop();
        if let Some(last) = self.words.last_mut() {
            last.end -= 1;
        }
    }

    fn word(&mut self, separator: &str, word: &PlacedWord) {
        // Scripts without blanks between words are drawn glyph after glyph and need none here.
        let glued = separator == " " && self.text.ends_with(is_unspaced) && word.text.starts_with(is_unspaced);
        if !glued {
            self.text.push_str(separator);
        }
        let start = self.text.len() as u32;
        self.text.push_str(&word.text);
        let [x0, y0, x1, y1] = word.extent.on_page(self.direction.unwrap_or(Direction::Right));
        self.words.push(Word { start, end: self.text.len() as u32, x0, y0, x1, y1 });
    }
}

/// Chinese, Japanese kana and their punctuation.
fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{3000}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff01}'..='\u{ff60}')
}
