//! A phrase in a text, as it stands or with other case, accents, spaces and line breaks.

use std::ops::Range;

use crate::fold::{SOFT_HYPHEN, fold, is_accent, is_ideographic, is_unspaced};

/// Whether a phrase stands in a text, as whole words: a quoted `art` must not be found in `party`. In scripts that
/// show no borders of words any place counts.
pub(crate) fn contains_phrase(text: &str, phrase: &str) -> bool {
    phrase_range(text, phrase).is_some()
}

/// The bytes of a text in which a phrase stands first, for the highlight; the borders are those of characters.
///
/// Takes time in step with the length of both, whatever they are.
pub(crate) fn phrase_range(text: &str, phrase: &str) -> Option<Range<usize>> {
    let phrase = Folded::of(phrase);
    let phrase = phrase.trimmed();
    if phrase.is_empty() {
        return None;
    }
    let text = Folded::of(text);
    let end = find(&text.letters, phrase, |start, end| text.stands_alone(start, end))?;
    let (first, last) = (text.sources.get(end - phrase.len())?, text.sources.get(end - 1)?);
    Some(first.start..last.end)
}

/// Characters that count, with the bytes each came from.
#[derive(Default)]
struct Folded {
    letters: Vec<char>,
    sources: Vec<Range<usize>>,
}

impl Folded {
    fn of(text: &str) -> Self {
        let mut folded = Self::default();
        let mut word_goes_on = false;
        for (start, letter) in text.char_indices() {
            let source = start..start + letter.len_utf8();
            if letter == SOFT_HYPHEN {
                word_goes_on = true;
            } else if letter.is_whitespace() {
                if !word_goes_on {
                    folded.push_space(source);
                }
            } else if is_accent(letter) {
                folded.extend_last(source.end);
            } else {
                word_goes_on = false;
                if is_ideographic(letter) {
                    folded.drop_space_between_ideographs();
                }
                fold(letter, |part| folded.push(part, source.clone()));
            }
        }
        folded
    }

    fn push(&mut self, letter: char, source: Range<usize>) {
        self.letters.push(letter);
        self.sources.push(source);
    }

    fn push_space(&mut self, source: Range<usize>) {
        if self.letters.last().is_some_and(|last| *last != ' ') {
            self.push(' ', source);
        }
    }

    /// An accent belongs to the letter before it, and so to the highlight.
    fn extend_last(&mut self, end: usize) {
        if let (Some(source), Some(true)) = (self.sources.last_mut(), self.letters.last().map(|last| *last != ' ')) {
            source.end = end;
        }
    }

    /// A line of Chinese or Japanese breaks anywhere; its end is no space.
    fn drop_space_between_ideographs(&mut self) {
        if let [.., before, ' '] = self.letters.as_slice()
            && is_ideographic(*before)
        {
            self.letters.pop();
            self.sources.pop();
        }
    }

    fn trimmed(&self) -> &[char] {
        self.letters.strip_suffix(&[' ']).unwrap_or(&self.letters)
    }

    fn stands_alone(&self, start: usize, end: usize) -> bool {
        self.is_border(start) && self.is_border(end)
    }

    /// Whether neither a word nor a character, such as a ligature, goes on across this place.
    fn is_border(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1) else { return true };
        let (Some(left), Some(right)) = (self.letters.get(before), self.letters.get(at)) else { return true };
        let in_word = left.is_alphanumeric() && right.is_alphanumeric() && !is_unspaced(*left) && !is_unspaced(*right);
        let in_character =
            self.sources.get(before).map(|source| source.start) == self.sources.get(at).map(|source| source.start);
        !in_word && !in_character
    }
}

/// The end of the first accepted place, after Knuth, Morris and Pratt: no text makes it slow, and places that
/// overlap one that was not accepted are seen too.
fn find(text: &[char], phrase: &[char], accept: impl Fn(usize, usize) -> bool) -> Option<usize> {
    let mut borders = vec![0; phrase.len()];
    let mut matched = 0;
    for (at, letter) in phrase.iter().enumerate().skip(1) {
        matched = step(phrase, &borders, matched, *letter);
        borders[at] = matched;
    }
    matched = 0;
    for (at, letter) in text.iter().enumerate() {
        if matched == phrase.len() {
            matched = borders[matched - 1];
        }
        matched = step(phrase, &borders, matched, *letter);
        if matched == phrase.len() && accept(at + 1 - matched, at + 1) {
            return Some(at + 1);
        }
    }
    None
}

/// How much of the phrase is matched after one more letter.
fn step(phrase: &[char], borders: &[usize], mut matched: usize, letter: char) -> usize {
    while matched > 0 && phrase[matched] != letter {
        matched = borders[matched - 1];
    }
    if phrase[matched] == letter { matched + 1 } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_are_found_as_whole_words() {
        for (text, phrase, expected) in [
            ("The Annual\n  Report, 2020", "annual report", Some("Annual\n  Report")),
            ("Ein Cafe\u{301}, bitte", "café", Some("Cafe\u{301}")),
            ("Donau\u{ad}\ndampf schiff", "Donaudampf", Some("Donau\u{ad}\ndampf")),
            ("the party", "art", None),
            ("a state-of-the-art plan", "art", Some("art")),
            ("xa a a", "a a", Some("a a")),
            ("Luther’s theses", "luther's", Some("Luther’s")),
            ("l'homme", "homme", Some("homme")),
            ("我在東京\n大学学习", "東京大学", Some("東京\n大学")),
            ("서울에서 왔다", "서울", Some("서울")),
            ("각", "가", None),
            ("oﬃce", "of", None),
            ("an oﬃce", "office", Some("oﬃce")),
            ("C++ and C", "c++", Some("C++")),
            ("a\u{a0}b", "a b", Some("a\u{a0}b")),
            ("anything", " ", None),
            ("", "a", None),
        ] {
            let found = phrase_range(text, phrase).and_then(|range| text.get(range));
            assert_eq!(found, expected, "{phrase} in {text}");
        }
    }

    #[test]
    fn a_megabyte_takes_no_time() {
        let text = "a".repeat(1 << 20);
        assert!(!contains_phrase(&text, &"a".repeat(1 << 19)), "it is one long word");
    }
}
