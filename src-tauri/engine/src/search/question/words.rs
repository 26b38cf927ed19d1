//! A question as words that can be compared with lists of words.

use std::ops::Range;

use crate::fold::{folded, is_accent};

/// A run of letters and digits; an apostrophe or a hyphen ends it, so that `l'art` and `e-mail` are two.
#[derive(Debug, Clone)]
pub(super) struct Word<'a> {
    /// As typed.
    pub(super) text: &'a str,
    /// Without case and accents.
    pub(super) folded: String,
    /// Where it stands in the question.
    pub(super) range: Range<usize>,
}

impl Word<'_> {
    /// Whether it begins with a capital letter.
    pub(super) fn is_capitalised(&self) -> bool {
        self.text.starts_with(char::is_uppercase)
    }

    /// Whether it is a number of four digits that is most likely a year.
    pub(super) fn is_year(&self) -> bool {
        self.text.len() == 4 && self.text.parse().is_ok_and(|year| (1000..2200).contains(&year))
    }

    /// Whether it is in a list, which is written as words with spaces between.
    pub(super) fn is_in(&self, list: &str) -> bool {
        among(list, &self.folded)
    }
}

/// Whether a list, written as words with spaces between, has this word.
pub(super) fn among(list: &str, word: &str) -> bool {
    list.split_whitespace().any(|entry| entry == word)
}

/// The words of a text in order.
pub(super) fn words(text: &str) -> Vec<Word<'_>> {
    let mut words: Vec<Word> = Vec::new();
    let mut start = None;
    for (at, letter) in text.char_indices().chain([(text.len(), ' ')]) {
        let in_word = letter.is_alphanumeric() || (start.is_some() && (is_accent(letter) || letter == '\u{ad}'));
        if in_word {
            start.get_or_insert(at);
        } else if let Some(start) = start.take()
            && let Some(text) = text.get(start..at)
        {
            words.push(Word { text, folded: folded(text), range: start..at });
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_folded_and_know_their_place() {
        let found = words("Qu'est-ce que l’Été 1990?");
        let folded: Vec<&str> = found.iter().map(|word| word.folded.as_str()).collect();
        assert_eq!(folded, ["qu", "est", "ce", "que", "l", "ete", "1990"]);
        assert_eq!(&"Qu'est-ce que l’Été 1990?"[found[5].range.clone()], "Été");
        assert!(found[5].is_capitalised() && found[6].is_year());
    }
}
