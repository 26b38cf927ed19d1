//! The sentences of a source that carry a claim, put one after the other as the claim has them.
//!
//! A claim may join two facts that stand apart. Laid along both at once, each of its words meets the sentence that
//! it is from.

use std::ops::Range;

use super::claimed::{Claimed, Terms};
use super::corpus::Corpus;
use super::evidence::Evidence;
use super::lexicon::Lexicon;
use super::names::names;
use super::numbers::Number;
use super::words::Word;

/// Evidence as one run of words.
#[derive(Debug, Default)]
pub(super) struct Stretch {
    /// Its words.
    pub(super) words: Vec<Word>,
    /// Its names, by their words.
    pub(super) names: Vec<Range<usize>>,
    /// Its numbers, by their words.
    pub(super) numbers: Vec<Number>,
    /// Each sentence of the corpus with its place here, in the order of the claim.
    pub(super) sentences: Vec<(usize, Range<usize>)>,
}

impl Stretch {
    /// Puts the sentences of the evidence in the order in which the claim comes to what only they have.
    pub(super) fn of(
        claim: &Claimed<'_>,
        corpus: &Corpus<'_>,
        evidence: &Evidence,
        found: &[Terms],
        lexicon: &Lexicon<'_>,
    ) -> Self {
        let mut order: Vec<(usize, usize)> = Vec::new();
        for sentence in &evidence.sentences {
            let others = evidence.sentences.iter().filter(|other| *other != sentence);
            let others = others.fold(0, |terms: Terms, other| terms | found[*other]);
            let own = found[*sentence] & !others;
            let first = claim.term_of.iter().position(|term| term.is_some_and(|term| own >> term & 1 == 1));
            order.push((first.unwrap_or(usize::MAX), *sentence));
        }
        order.sort_unstable();
        let mut stretch = Self::default();
        order.into_iter().for_each(|(_, sentence)| stretch.add(sentence, corpus, lexicon));
        stretch
    }

    fn add(&mut self, sentence: usize, corpus: &Corpus<'_>, lexicon: &Lexicon<'_>) {
        let start = self.words.len();
        let own = corpus.words_of(sentence);
        let moved = |range: Range<usize>| range.start + start..range.end + start;
        self.names.extend(names(own, &corpus.known, lexicon).into_iter().map(moved));
        let numbers = corpus.sentences[sentence].numbers.iter().cloned();
        self.numbers.extend(numbers.map(|number| Number { words: moved(number.words.clone()), ..number }));
        self.words.extend_from_slice(own);
        self.sentences.push((sentence, start..self.words.len()));
    }

    /// Where a sentence of the corpus stands here.
    pub(super) fn place(&self, sentence: usize) -> Range<usize> {
        self.sentences.iter().find(|(own, _)| *own == sentence).map_or(0..0, |(_, place)| place.clone())
    }
}
