//! Pairs of quotation marks, as many languages write them.

use std::ops::Range;

use crate::fold::is_unspaced;

/// The marks that may close what a mark opened; none if it opens nothing. An apostrophe is never a quotation mark:
/// it stands in too many words.
fn closing(mark: char) -> &'static [char] {
    match mark {
        '"' => &['"'],
        '„' => &['“', '”', '"'],
        '“' => &['”', '"'],
        '”' => &['”'],
        '«' => &['»'],
        '»' => &['«'],
        '「' => &['」'],
        '『' => &['』'],
        _ => &[],
    }
}

/// Whether it can open or close.
pub(super) fn is_mark(letter: char) -> bool {
    matches!(letter, '"' | '„' | '“' | '”' | '«' | '»' | '「' | '」' | '『' | '』')
}

/// Finds pairs from left to right.
pub(super) struct Quotes<'a> {
    text: &'a str,
    /// Marks that nothing closes any more: without them a megabyte of opening marks would be searched once a mark.
    unclosed: Vec<char>,
}

/// What stands between two marks.
pub(super) struct Quoted<'a> {
    /// Without the marks.
    pub(super) inner: &'a str,
    /// Where it stands, marks and all.
    pub(super) range: Range<usize>,
}

impl<'a> Quotes<'a> {
    /// Nothing is looked for yet.
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, unclosed: Vec::new() }
    }

    /// The pair that opens at this byte. Ask in ascending order.
    pub(super) fn at(&mut self, start: usize) -> Option<Quoted<'a>> {
        let rest = self.text.get(start..)?;
        let mark = rest.chars().next()?;
        if closing(mark).is_empty() || self.unclosed.contains(&mark) || !self.may_open(mark, start) {
            return None;
        }
        let inner = rest.get(mark.len_utf8()..)?;
        let Some((length, end)) = inner.char_indices().find(|(_, letter)| closing(mark).contains(letter)) else {
            self.unclosed.push(mark);
            return None;
        };
        let end = start + mark.len_utf8() + length + end.len_utf8();
        Some(Quoted { inner: inner.get(..length)?, range: start..end })
    }

    /// A mark that also closes opens only where no word ends, else the inches of `5'10"` would.
    fn may_open(&self, mark: char, start: usize) -> bool {
        let before = self.text.get(..start).and_then(|text| text.chars().next_back());
        let ends_word = before.is_some_and(|letter| letter.is_alphanumeric() && !is_unspaced(letter));
        !matches!(mark, '"' | '”' | '»') || !ends_word
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(text: &str) -> Option<&str> {
        let mut quotes = Quotes::new(text);
        text.char_indices().find_map(|(start, _)| quotes.at(start)).map(|quoted| quoted.inner)
    }

    #[test]
    fn every_pair_is_known() {
        for text in ["a \"b c\" d", "„b c“", "„b c”", "“b c”", "”b c”", "«b c»", "»b c«", "「b c」", "猫\"b c\"猫"]
        {
            assert_eq!(first(text), Some("b c"), "{text}");
        }
    }

    #[test]
    fn a_mark_alone_is_an_ordinary_character() {
        for text in ["a \"b", "5'10\" and 6'2\" tall", "don't 'quote' me", "“„«「", "b”", "»", "\"", ""] {
            assert_eq!(first(text), None, "{text}");
        }
    }
}
