//! Text to words that remember where they stand.
//!
//! Everything here is compared word by word, so a word with its bytes is all the map back to a text that is needed.

use std::ops::Range;

use super::lexicon::{Form, Lexicon};
use super::normal::{fold, is_apostrophe, is_dash, is_invisible, is_mark, is_sign, is_unspaced};
use super::numerals::digits_length;

/// What stands between a word and the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Gap {
    /// Nothing, a hyphen or a slash: they are one.
    Joined,
    /// White space.
    Space,
    /// A sign at which a reader pauses: a comma, a bracket, a full stop.
    Pause,
}

/// A word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    /// Its bytes.
    pub(super) range: Range<usize>,
    /// What it is compared by.
    pub(super) form: Form,
    /// What is before it.
    pub(super) gap: Gap,
    /// Whether it begins with a capital letter.
    pub(super) capital: bool,
}

/// The words of a text in their order.
pub(super) fn words(text: &str, lexicon: &mut Lexicon<'_>) -> Vec<Word> {
    let mut cutter = Cutter { text, at: 0, gap: Gap::Pause, words: Vec::new() };
    while let Some(letter) = text[cutter.at..].chars().next() {
        cutter.step(letter, lexicon);
    }
    cutter.words
}

struct Cutter<'a> {
    text: &'a str,
    at: usize,
    gap: Gap,
    words: Vec<Word>,
}

impl Cutter<'_> {
    fn step(&mut self, letter: char, lexicon: &mut Lexicon<'_>) {
        let rest = &self.text[self.at..];
        if letter.is_ascii_digit() {
            self.push(digits_length(rest), lexicon);
        } else if is_sign(letter) || is_unspaced(letter) {
            self.push(letter.len_utf8(), lexicon);
        } else if letter.is_alphanumeric() {
            self.push(word_length(rest), lexicon);
            self.after_word(lexicon);
        } else {
            self.gap = self.gap.max(gap_of(letter, self.words.last(), self.text));
            self.at += letter.len_utf8();
        }
    }

    fn push(&mut self, length: usize, lexicon: &mut Lexicon<'_>) {
        let range = self.at..self.at + length;
        let written = &self.text[range.clone()];
        if let Some(start) = written.len().checked_sub(3)
            && written.is_ascii()
            && written.eq_ignore_ascii_case("cannot")
        {
            self.push(start, lexicon);
            return self.push(3, lexicon);
        }
        let capital = written.starts_with(char::is_uppercase);
        self.words.push(Word { form: lexicon.form(written), range, gap: self.gap, capital });
        self.at += length;
        self.gap = Gap::Joined;
    }

    /// Apostrophes: "Luther's" is Luther, "didn't" is did not.
    fn after_word(&mut self, lexicon: &mut Lexicon<'_>) {
        let rest = &self.text[self.at..];
        let Some(apostrophe) = rest.chars().next().filter(|letter| is_apostrophe(*letter)) else { return };
        let end = &rest[apostrophe.len_utf8()..];
        let length = end.find(|letter: char| !letter.is_alphanumeric()).unwrap_or(end.len());
        let skipped = apostrophe.len_utf8() + length;
        match &end[..length] {
            "s" | "S" => self.at += skipped,
            "t" | "T" => self.not(skipped, lexicon),
            _ => {}
        }
    }

    /// Takes the n off a word before "'t" and puts "not" behind it.
    fn not(&mut self, skipped: usize, lexicon: &mut Lexicon<'_>) {
        let Some(word) = self.words.last_mut() else { return };
        let written = &self.text[word.range.clone()];
        if written.len() > 2 && written.ends_with(['n', 'N']) {
            let stem = &written[..written.len() - 1];
            let verb = match fold(stem).as_str() {
                "ca" => "can",
                "wo" => "will",
                "sha" => "shall",
                _ => stem,
            };
            word.form = lexicon.form(verb);
            word.range.end -= 1;
            let range = word.range.end..self.at + skipped;
            self.words.push(Word { range, form: lexicon.form("not"), gap: Gap::Space, capital: false });
            self.at += skipped;
        }
    }
}

/// The bytes of the word at the beginning: letters, digits, what is not seen, hyphens at which a line was broken,
/// and the dots of "U.S.".
fn word_length(text: &str) -> usize {
    let mut end = 0;
    while let Some(letter) = text[end..].chars().next() {
        let after = end + letter.len_utf8();
        if (letter.is_alphanumeric() && !is_unspaced(letter)) || is_mark(letter) || is_invisible(letter) {
            end = after;
        } else if let Some(next) = line_break(&text[end..]) {
            end += next;
        } else if letter == '.' && dotted(&text[..end], &text[after..]) {
            end = after;
        } else {
            break;
        }
    }
    end
}

/// The bytes of a hyphen and the line break behind it, if a small letter goes on.
fn line_break(text: &str) -> Option<usize> {
    let hyphen = text.chars().next().filter(|letter| is_dash(*letter))?;
    let rest = &text[hyphen.len_utf8()..];
    let next = rest.trim_start();
    let broken = rest[..rest.len() - next.len()].contains('\n');
    (broken && next.starts_with(char::is_lowercase)).then_some(text.len() - next.len())
}

/// Whether a dot stands between single letters, as in "U.S." and "e.g.".
fn dotted(before: &str, after: &str) -> bool {
    let single = |part: &str| part.chars().count() == 1;
    before.rsplit('.').all(single)
        && after.starts_with(char::is_alphabetic)
        && !after.chars().nth(1).is_some_and(char::is_alphanumeric)
}

fn gap_of(letter: char, before: Option<&Word>, text: &str) -> Gap {
    let initial = |word: &Word| word.capital && word.range.len() == 1 && text[word.range.end..].starts_with('.');
    match letter {
        '.' if before.is_some_and(initial) => Gap::Joined,
        '\u{2014}' => Gap::Pause,
        '/' | '"' | '“' | '”' | '„' | '«' | '»' | '*' | '_' | '#' => Gap::Joined,
        _ if is_dash(letter) || is_apostrophe(letter) || is_mark(letter) || is_invisible(letter) => Gap::Joined,
        _ if letter.is_whitespace() => Gap::Space,
        _ => Gap::Pause,
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::plain_stems;
    use super::*;

    fn cut(text: &str) -> Vec<String> {
        let stems = plain_stems;
        let mut lexicon = Lexicon::new(&stems);
        let words = words(text, &mut lexicon);
        for word in &words {
            assert!(text.get(word.range.clone()).is_some(), "{:?} must be between characters", word.range);
        }
        words.iter().map(|word| lexicon.text(word.form).to_owned()).collect()
    }

    #[test]
    fn words_are_folded() {
        assert_eq!(cut("The Cafés of Łódź"), ["the", "cafes", "of", "lodz"]);
        assert_eq!(cut("exam-\n  ple, well-known"), ["example", "well", "known"]);
        assert_eq!(cut("the U.S. Army, e.g. J. Smith"), ["the", "us", "army", "eg", "j", "smith"]);
        assert_eq!(cut("猫は"), ["猫", "は"]);
    }

    #[test]
    fn apostrophes_end_words() {
        assert_eq!(
            cut("Luther’s car didn't, can't, cannot"),
            ["luther", "car", "did", "not", "can", "not", "can", "not"]
        );
        assert_eq!(cut("l'art d’Arc 't"), ["l", "art", "d", "arc", "t"]);
    }

    #[test]
    fn numbers_are_values() {
        assert_eq!(cut("1,284.50 = 1 284,5 and twelve"), ["1284.5", "1284.5", "and", "12"]);
        assert_eq!(cut("12% of $3, 5km"), ["12", "%", "of", "$", "3", "5", "km"]);
        assert_eq!(cut("the 19th, the 1990s, a 3D film"), ["the", "19", "the", "1990", "a", "3d", "film"]);
    }

    #[test]
    fn pauses_are_known() {
        let stems = plain_stems;
        let mut lexicon = Lexicon::new(&stems);
        let gaps: Vec<Gap> = words("A b, c-d J. S", &mut lexicon).iter().map(|word| word.gap).collect();
        assert_eq!(gaps, [Gap::Pause, Gap::Space, Gap::Pause, Gap::Joined, Gap::Space, Gap::Space]);
    }
}
