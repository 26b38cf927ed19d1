//! A sentence of the answer as words, terms, names and numbers.

use std::ops::Range;

use super::corpus::Corpus;
use super::lexicon::{Lexicon, Stem};
use super::names::names;
use super::numbers::{Number, numbers};
use super::words::{Gap, Word, words};

/// A set of terms is one number, so that sentences are compared in no time. No sentence that a person would read has
/// more; further terms are not looked for.
const MOST_TERMS: usize = 128;

/// A longer sentence is judged by its beginning; it is a list or gibberish.
const MOST_WORDS: usize = 400;

/// More names, or more numbers, are not looked at: each is looked for in every place.
const MOST_FACTS: usize = 64;

/// A set of terms, by their places.
pub(super) type Terms = u128;

/// A sentence of the answer, read.
pub(super) struct Claimed<'a> {
    /// As written, without citations and Markdown.
    pub(super) text: &'a str,
    /// Its words.
    pub(super) words: Vec<Word>,
    /// Its distinct content words with their weights.
    pub(super) terms: Vec<(Stem, f32)>,
    /// For each word its place among the terms.
    pub(super) term_of: Vec<Option<usize>>,
    /// Runs of words.
    pub(super) names: Vec<Range<usize>>,
    /// In their order.
    pub(super) numbers: Vec<Number>,
}

impl<'a> Claimed<'a> {
    /// Reads a sentence.
    pub(super) fn read(text: &'a str, corpus: &Corpus<'_>, lexicon: &mut Lexicon<'_>) -> Self {
        let mut words = words(text, lexicon);
        words.truncate(MOST_WORDS);
        let mut names = names(&words, &corpus.known, lexicon);
        names.truncate(MOST_FACTS);
        let mut numbers = numbers(&words, lexicon);
        numbers.retain(|number| !is_part_of_name(&words, &number.words));
        numbers.truncate(MOST_FACTS);
        let mut terms: Vec<(Stem, f32)> = Vec::new();
        let mut term_of = Vec::with_capacity(words.len());
        for word in &words {
            let stem = lexicon.stem_of_form(word.form);
            let known = stem.and_then(|stem| terms.iter().position(|(other, _)| *other == stem));
            let new = stem.filter(|_| known.is_none() && terms.len() < MOST_TERMS);
            terms.extend(new.map(|stem| (stem, corpus.weight(stem))));
            term_of.push(known.or_else(|| new.map(|_| terms.len() - 1)));
        }
        Self { text, words, terms, term_of, names, numbers }
    }

    /// The terms of a run of words.
    pub(super) fn terms_of(&self, run: &Range<usize>) -> Terms {
        self.term_of[run.clone()].iter().flatten().fold(0, |terms, term| terms | 1 << term)
    }

    /// The terms of its names and numbers.
    pub(super) fn facts(&self) -> Terms {
        let runs = self.names.iter().chain(self.numbers.iter().map(|number| &number.words));
        runs.fold(0, |terms, run| terms | self.terms_of(run))
    }

    /// What a set of terms weighs.
    pub(super) fn weight(&self, terms: Terms) -> f32 {
        let weights = self.terms.iter().enumerate().filter(|(at, _)| terms >> at & 1 == 1);
        weights.map(|(_, (_, weight))| weight).sum()
    }

    /// All its terms.
    pub(super) fn all(&self) -> Terms {
        if self.terms.len() == MOST_TERMS { Terms::MAX } else { (1 << self.terms.len()) - 1 }
    }

    /// The weighted share of its terms that are in a set; all of nothing is there.
    pub(super) fn share(&self, terms: Terms) -> f32 {
        let all = self.weight(self.all());
        if all > 0.0 { self.weight(terms) / all } else { 1.0 }
    }

    /// As it is written.
    pub(super) fn written(&self, run: &Range<usize>) -> String {
        let run = &self.words[run.clone()];
        let (Some(first), Some(last)) = (run.first(), run.last()) else { return String::new() };
        self.text.get(first.range.start..last.range.end).unwrap_or_default().to_owned()
    }

    /// The largest weighted share of terms that stand one after the other and are not in a set.
    pub(super) fn longest_missing(&self, terms: Terms) -> f32 {
        let all = self.weight(self.all());
        let (mut longest, mut run, mut seen) = (0.0_f32, 0.0, 0);
        for term in self.term_of.iter().flatten() {
            if terms >> term & 1 == 1 {
                run = 0.0;
            } else if seen >> term & 1 == 0 {
                run += self.terms[*term].1;
                longest = longest.max(run);
            }
            seen |= 1_u128 << term;
        }
        if all > 0.0 { longest / all } else { 0.0 }
    }
}

/// Whether a number is a word of a name: the Six-Day War.
fn is_part_of_name(words: &[Word], number: &Range<usize>) -> bool {
    let capital = |at: usize| words.get(at).is_some_and(|word| word.capital && word.gap != Gap::Pause);
    words[number.start].capital && capital(number.end)
}
