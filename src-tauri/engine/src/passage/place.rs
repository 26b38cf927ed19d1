//! A stretch of text to where it stands on its page.

use super::Span;
use crate::messages::{PageBox, PageSpan, PlacedWord};
use crate::read::Word;

/// Two words are on one line if they share this part of the lower one's height.
const SHARED_HEIGHT: f32 = 0.5;

/// The lines that a span fills on its page, one box a line.
///
/// `words` are the page's words in the order of its text. Words of one line that follow each other are joined,
/// so that a highlight has no holes between them; a gap wider than three line heights, as between columns, is
/// left open.
pub fn line_boxes(span: Span, words: &[Word]) -> Vec<PageBox> {
    let first = words.partition_point(|word| word.end <= span.start);
    let touched = words[first..].iter().take_while(|word| word.start < span.end);
    let mut lines: Vec<PageBox> = Vec::new();
    for word in touched {
        match lines.last_mut() {
            Some(line) if continues(line, word) => {
                line.1 = line.1.min(word.x0);
                line.2 = line.2.min(word.y0);
                line.3 = line.3.max(word.x1);
                line.4 = line.4.max(word.y1);
            }
            _ => lines.push(PageBox(span.page, word.x0, word.y0, word.x1, word.y1)),
        }
    }
    lines
}

fn continues(line: &PageBox, word: &Word) -> bool {
    let shared = line.4.min(word.y1) - line.2.max(word.y0);
    let height = (line.4 - line.2).min(word.y1 - word.y0);
    let gap = (word.x0 - line.3).max(line.1 - word.x1);
    shared >= height * SHARED_HEIGHT && gap <= 3.0 * height
}

/// A span in UTF-16 code units, as JavaScript counts; `text` is its page's text.
pub fn utf16_span(span: Span, text: &str) -> PageSpan {
    let units = |bytes: u32| {
        let end = text.floor_char_boundary((bytes as usize).min(text.len()));
        text[..end].encode_utf16().count() as u32
    };
    PageSpan(span.page, units(span.start), units(span.end))
}

/// A page's words with their places in its text in UTF-16 code units; `words` are in the order of `text`.
pub fn placed_words(words: &[Word], text: &str) -> Vec<PlacedWord> {
    let (mut bytes, mut units) = (0, 0);
    let mut units_until = |end: u32| {
        let end = text.floor_char_boundary((end as usize).min(text.len())).max(bytes);
        units += text[bytes..end].encode_utf16().count() as u32;
        bytes = end;
        units
    };
    let placed = |word: &Word| {
        let (start, end) = (units_until(word.start), units_until(word.end));
        PlacedWord(start, end, word.x0, word.y0, word.x1, word.y1)
    };
    words.iter().map(placed).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(start: u32, x0: f32, y0: f32) -> Word {
        Word { start, end: start + 4, x0, y0, x1: x0 + 20.0, y1: y0 + 10.0 }
    }

    #[test]
    fn words_of_a_line_become_one_box() {
        let words = [word(0, 10.0, 10.0), word(5, 33.0, 11.0), word(10, 10.0, 24.0), word(15, 33.0, 24.0)];
        let boxes = line_boxes(Span { page: 3, start: 5, end: 14 }, &words);
        assert_eq!(boxes, [PageBox(3, 33.0, 11.0, 53.0, 21.0), PageBox(3, 10.0, 24.0, 30.0, 34.0)]);
    }

    #[test]
    fn columns_are_not_bridged() {
        let words = [word(0, 10.0, 10.0), word(5, 300.0, 10.0)];
        assert_eq!(line_boxes(Span { page: 0, start: 0, end: 9 }, &words).len(), 2);
    }

    #[test]
    fn counts_as_javascript_does() {
        let span = Span { page: 0, start: 4, end: 8 };
        assert_eq!(utf16_span(span, "😀 né"), PageSpan(0, 2, 5));
    }

    #[test]
    fn words_are_counted_as_javascript_does() {
        let words = [Word { end: 5, ..word(0, 10.0, 10.0) }, Word { start: 6, end: 8, ..word(6, 40.0, 10.0) }];
        let placed = placed_words(&words, "a\u{1d54f} \u{e9}");
        let spans: Vec<_> = placed.iter().map(|word| (word.0, word.1)).collect();
        assert_eq!(spans, [(0, 3), (4, 5)], "a letter beyond the first 65,536 counts two, an accented one counts one");
    }
}
