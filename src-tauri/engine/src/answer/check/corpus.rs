//! The sources, read once for all sentences of an answer.

use std::ops::Range;

use super::finding::Source;
use super::lexicon::{Form, Lexicon, Stem};
use super::names::KnownNames;
use super::numbers::{Number, numbers};
use super::words::{Gap, Word, words};
use crate::passage::sentences;

/// Longer sentences, as tables without full stops are, are cut at a pause: evidence of half a page shows nothing.
const LONGEST_SENTENCE: usize = 80;

/// A sentence of a source.
#[derive(Debug)]
pub(super) struct Sentence {
    /// Its words among all of the corpus.
    pub(super) words: Range<usize>,
    /// Its numbers; their words are counted from the sentence's first.
    pub(super) numbers: Vec<Number>,
}

/// All sources as words and sentences.
pub(super) struct Corpus<'a> {
    /// As given.
    pub(super) sources: &'a [Source<'a>],
    /// Of all sources, one after the other.
    pub(super) words: Vec<Word>,
    /// Of all sources.
    pub(super) sentences: Vec<Sentence>,
    /// The sentences of each source.
    pub(super) of_source: Vec<Range<usize>>,
    /// For each stem the sentences that have it, rising.
    pub(super) postings: Vec<Vec<u32>>,
    /// The words above each source.
    pub(super) contexts: Vec<Vec<Form>>,
    /// Which words are names.
    pub(super) known: KnownNames,
}

impl<'a> Corpus<'a> {
    /// Reads the sources.
    pub(super) fn read(sources: &'a [Source<'a>], lexicon: &mut Lexicon<'_>) -> Self {
        let mut corpus = Self {
            sources,
            words: Vec::new(),
            sentences: Vec::new(),
            of_source: Vec::new(),
            postings: Vec::new(),
            contexts: Vec::new(),
            known: KnownNames::default(),
        };
        for source in sources {
            corpus.add(source, lexicon);
        }
        corpus.known.settle(&corpus.words, lexicon);
        corpus.post(lexicon);
        corpus
    }

    fn add(&mut self, source: &Source<'_>, lexicon: &mut Lexicon<'_>) {
        let first = self.sentences.len();
        let read = words(source.text, lexicon);
        let mut rest = read.as_slice();
        for range in sentences(source.text) {
            let (own, after) = rest.split_at(rest.partition_point(|word| word.range.start < range.end));
            rest = after;
            self.known.learn(own);
            cut_long(own).for_each(|piece| self.add_sentence(piece, lexicon));
        }
        self.of_source.push(first..self.sentences.len());
        let above = words(source.context, lexicon);
        self.known.learn(&above);
        self.contexts.push(above.into_iter().map(|word| word.form).collect());
    }

    fn add_sentence(&mut self, own: &[Word], lexicon: &Lexicon<'_>) {
        let start = self.words.len();
        self.words.extend_from_slice(own);
        self.sentences.push(Sentence { words: start..self.words.len(), numbers: numbers(own, lexicon) });
    }

    fn post(&mut self, lexicon: &Lexicon<'_>) {
        self.postings.resize_with(lexicon.stem_count(), Vec::new);
        for (at, sentence) in self.sentences.iter().enumerate() {
            for word in &self.words[sentence.words.clone()] {
                let Some(Stem(stem)) = lexicon.stem_of_form(word.form) else { continue };
                let posting = &mut self.postings[stem as usize];
                if posting.last() != Some(&(at as u32)) {
                    posting.push(at as u32);
                }
            }
        }
    }

    /// The words of a sentence.
    pub(super) fn words_of(&self, sentence: usize) -> &[Word] {
        &self.words[self.sentences[sentence].words.clone()]
    }

    /// All words of a source.
    pub(super) fn words_of_source(&self, source: usize) -> &[Word] {
        let sentences = &self.sentences[self.of_source[source].clone()];
        match (sentences.first(), sentences.last()) {
            (Some(first), Some(last)) => &self.words[first.words.start..last.words.end],
            _ => &[],
        }
    }

    /// The sentences that have a stem.
    pub(super) fn having(&self, stem: Stem) -> &[u32] {
        self.postings.get(stem.0 as usize).map_or(&[], Vec::as_slice)
    }

    /// How much a word tells: the rarer in the sources, the more. Of a word that no source has that cannot be said,
    /// so it counts as an ordinary one: it may be a synonym.
    pub(super) fn weight(&self, stem: Stem) -> f32 {
        let all = self.sentences.len() as f32 + 1.0;
        match self.having(stem).len() {
            0 => UNKNOWN_WORD * (1.0 + all).ln(),
            having => (1.0 + all / having as f32).ln(),
        }
    }
}

/// What a word that no source has counts, beside 1 for the rarest that one has.
const UNKNOWN_WORD: f32 = 0.8;

/// Pieces of at most [`LONGEST_SENTENCE`] words, cut at the last pause of each.
fn cut_long(words: &[Word]) -> impl Iterator<Item = &[Word]> {
    let mut rest = words;
    std::iter::from_fn(move || {
        let longest = rest.len().min(LONGEST_SENTENCE);
        let pause = (longest / 2..longest).rev().find(|at| rest[*at].gap == Gap::Pause);
        let end = if longest == rest.len() { longest } else { pause.unwrap_or(longest).max(1) };
        let (piece, after) = rest.split_at(end);
        rest = after;
        (!piece.is_empty()).then_some(piece)
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::plain_stems;
    use super::*;

    #[test]
    fn sentences_know_their_words_and_numbers() {
        let stems = plain_stems;
        let mut lexicon = Lexicon::new(&stems);
        let sources = [
            Source { number: 1, text: "One ship sank. Two ships sank in 1912.", context: "" },
            Source { number: 2, text: "", context: "Nothing" },
        ];
        let corpus = Corpus::read(&sources, &mut lexicon);
        assert_eq!(corpus.of_source, [0..2, 2..2]);
        assert_eq!(corpus.words_of(1).len(), 5);
        assert_eq!(corpus.sentences[1].numbers.len(), 2);
        let ship = lexicon.form("ship");
        let stem = lexicon.stem_of_form(ship).expect("it is no small word");
        assert_eq!(corpus.having(stem), [0, 1]);
    }

    #[test]
    fn text_without_full_stops_is_cut() {
        let stems = plain_stems;
        let mut lexicon = Lexicon::new(&stems);
        let words = words(&"word ".repeat(1000), &mut lexicon);
        let pieces: Vec<&[Word]> = cut_long(&words).collect();
        assert_eq!(pieces.iter().map(|piece| piece.len()).sum::<usize>(), 1000, "no word may be lost");
        assert!(pieces.iter().all(|piece| piece.len() <= LONGEST_SENTENCE));
    }
}
