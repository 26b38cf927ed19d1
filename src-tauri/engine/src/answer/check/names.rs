//! Names: words with capital letters where a sentence does not ask for them.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::lexicon::{Form, Lexicon};
use super::normal::is_in;
use super::words::{Gap, Word};

/// Small words that stand in most German sentences, and those in most English ones: where the German ones are more,
/// nouns have capital letters and these tell nothing.
const GERMAN: &str = "der die das und ist ein eine den von wurde mit nicht";
const ENGLISH: &str = "the of and is was a in to by with";

/// Words with capitals that are no names.
const NEVER: &str = "i mr mrs ms dr prof st";

/// Whether a folded word is no name, whatever its letters.
pub(super) fn is_title(folded: &str) -> bool {
    is_in(NEVER, folded) || is_in(GERMAN, folded)
}

/// Which words are names in the sources.
#[derive(Debug, Default)]
pub(super) struct KnownNames {
    capital: HashSet<Form>,
    small: HashSet<Form>,
    nouns_have_capitals: bool,
}

impl KnownNames {
    /// Takes in the words of a sentence.
    pub(super) fn learn(&mut self, words: &[Word]) {
        for word in words.iter().skip(1) {
            let seen = if word.capital { &mut self.capital } else { &mut self.small };
            seen.insert(word.form);
        }
    }

    /// Settles whether capital letters tell anything, once all is taken in.
    pub(super) fn settle(&mut self, words: &[Word], lexicon: &Lexicon<'_>) {
        let mut counts: HashMap<Form, usize> = HashMap::new();
        words.iter().for_each(|word| *counts.entry(word.form).or_default() += 1);
        let count = |list: &str| -> usize {
            counts.iter().filter(|(form, _)| is_in(list, lexicon.text(**form))).map(|(_, count)| count).sum()
        };
        self.nouns_have_capitals = count(GERMAN) > count(ENGLISH);
    }

    /// Whether the word at a place is a name, or part of one.
    pub(super) fn is_name(&self, words: &[Word], at: usize, lexicon: &Lexicon<'_>) -> bool {
        let word = &words[at];
        let entry = lexicon.entry_of(word.form);
        if !word.capital || entry.stem.is_none() || entry.is_title {
            return false;
        }
        if self.nouns_have_capitals {
            return !self.small.contains(&word.form) && self.is_beside_capital(words, at);
        }
        let known = self.capital.contains(&word.form) && !self.small.contains(&word.form);
        at > 0 || known || self.is_beside_capital(words, at)
    }

    fn is_beside_capital(&self, words: &[Word], at: usize) -> bool {
        let next = words.get(at + 1).is_some_and(|next| next.capital && next.gap != Gap::Pause);
        let before = at > 1 && words[at].gap != Gap::Pause && words[at - 1].capital;
        (next || before) && !self.small.contains(&words[at].form)
    }
}

/// The names among the words of a sentence, as runs of words.
pub(super) fn names(words: &[Word], known: &KnownNames, lexicon: &Lexicon<'_>) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for at in (0..words.len()).filter(|at| known.is_name(words, *at, lexicon)) {
        match found.last_mut() {
            Some(last) if last.end == at && words[at].gap != Gap::Pause => last.end += 1,
            _ => found.push(at..at + 1),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::tests::plain_stems;
    use super::super::words::words;
    use super::*;

    fn read(source: &str, text: &str) -> Vec<String> {
        let stems = plain_stems;
        let mut lexicon = Lexicon::new(&stems);
        let mut known = KnownNames::default();
        let source = words(source, &mut lexicon);
        known.learn(&source);
        known.settle(&source, &lexicon);
        let words = words(text, &mut lexicon);
        let found = names(&words, &known, &lexicon);
        found
            .into_iter()
            .map(|run| text[words[run.start].range.start..words[run.end - 1].range.end].to_owned())
            .collect()
    }

    #[test]
    fn runs_of_capitals_are_names() {
        assert_eq!(
            read("", "The treaty of Henry Kissinger, Egypt and the UN's Council in New York was signed."),
            ["Henry Kissinger", "Egypt", "UN's Council", "New York"]
        );
    }

    #[test]
    fn the_first_word_is_one_if_it_is_known_as_one() {
        assert_eq!(read("They saw Luther there.", "Luther wrote it."), ["Luther"]);
        assert_eq!(read("They saw engineers there.", "Engineers wrote it."), Vec::<String>::new());
        assert_eq!(read("", "Henry Kissinger wrote it."), ["Henry Kissinger"]);
    }

    #[test]
    fn german_nouns_are_no_names() {
        let source = "Der Vertrag und die Stadt, das ist ein Haus.";
        assert_eq!(read(source, "Der Vertrag von Angela Merkel ist die Antwort."), ["Angela Merkel"]);
    }
}
