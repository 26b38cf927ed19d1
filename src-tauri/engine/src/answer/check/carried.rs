//! Whether some sources together carry a sentence.

use std::ops::Range;

use super::Likeness;
use super::alignment::Alignment;
use super::claimed::{Claimed, Terms};
use super::corpus::Corpus;
use super::evidence::Evidence;
use super::facts::Facts;
use super::finding::{Problem, Thresholds};
use super::lexicon::Lexicon;
use super::polarity::Pair;
use super::quoted::{nearly, whole};
use super::roles::swapped;
use super::stretch::Stretch;
use super::words::{Gap, Word};
use crate::messages::Verdict;

/// What some sources say to a claim.
#[derive(Debug, Clone)]
pub(super) struct Carried {
    /// How well they carry it together.
    pub(super) verdict: Verdict,
    /// The weighted share of its words that they have.
    pub(super) coverage: f32,
    /// What is wrong, if the words are there and still it is not carried.
    pub(super) problems: Vec<Problem>,
    /// For each source the bytes to light up.
    pub(super) lit: Vec<(usize, Vec<Range<usize>>)>,
}

/// A claim before all sources.
pub(super) struct Trial<'a, 'b> {
    /// The claim.
    pub(super) claim: &'a Claimed<'a>,
    /// The sources.
    pub(super) corpus: &'a Corpus<'a>,
    /// Which of the claim's terms each sentence has.
    pub(super) found: &'a [Terms],
    /// What is known of the words.
    pub(super) lexicon: &'a Lexicon<'b>,
    /// Where verdicts turn.
    pub(super) thresholds: &'a Thresholds,
    /// How alike two texts are in meaning.
    pub(super) likeness: Likeness<'a>,
}

impl Trial<'_, '_> {
    /// Looks at the evidence of one source or of several that are taken together.
    pub(super) fn carried(&self, evidence: &[&Evidence]) -> Carried {
        let laid: Vec<(Stretch, Alignment)> = evidence.iter().map(|one| self.lay(one)).collect();
        let whole: Vec<Option<Range<usize>>> = evidence.iter().map(|one| self.quote(one)).collect();
        let is_whole = whole.iter().any(Option::is_some);
        let problems = if is_whole { Vec::new() } else { self.problems(evidence, &laid) };
        let near =
            evidence.iter().zip(&laid).map(|(one, laid)| self.near_quote(one, laid).filter(|_| problems.is_empty()));
        let quotes: Vec<Option<Range<usize>>> = if is_whole { whole } else { near.collect() };
        let terms = evidence.iter().fold(0, |all, one| all | one.terms);
        let verdict = if quotes.iter().any(Option::is_some) {
            Verdict::Quoted
        } else if problems.is_empty() && self.is_enough(terms) && self.is_like(evidence) {
            Verdict::Supported
        } else {
            Verdict::Unsupported
        };
        let lit = evidence.iter().zip(&laid).zip(quotes).map(|((one, laid), quote)| {
            (one.source, quote.map_or_else(|| stretches(laid), |quote| self.bytes(one.source, &quote)))
        });
        Carried { verdict, coverage: self.claim.share(terms), lit: lit.collect(), problems }
    }

    /// Whether enough of the words are there. Names and numbers that may be there, as whom "he" means, count as there:
    /// where one is not, there is a problem.
    fn is_enough(&self, terms: Terms) -> bool {
        let terms = terms | self.claim.facts();
        self.claim.share(terms) >= self.thresholds.coverage
            && self.claim.longest_missing(terms) <= self.thresholds.missing_run
    }

    /// Only ever says no where an embedder is sure that the two are about different things.
    fn is_like(&self, evidence: &[&Evidence]) -> bool {
        let best = evidence.iter().filter_map(|one| {
            let own = self.corpus.words_of(one.core());
            let stretch = own.first()?.range.start..own.last()?.range.end;
            (self.likeness)(self.claim.text, self.corpus.sources[one.source].text.get(stretch)?)
        });
        best.reduce(f32::max).is_none_or(|likeness| likeness >= self.thresholds.likeness)
    }

    fn lay(&self, evidence: &Evidence) -> (Stretch, Alignment) {
        let stretch = Stretch::of(self.claim, self.corpus, evidence, self.found, self.lexicon);
        let alignment = Alignment::of(&self.claim.words, &stretch.words, self.lexicon);
        (stretch, alignment)
    }

    /// Words of the source that are the whole claim.
    fn quote(&self, evidence: &Evidence) -> Option<Range<usize>> {
        whole(&self.claim.words, self.corpus.words_of_source(evidence.source))
    }

    /// Words of the source, all in one sentence, that are nearly the whole claim.
    fn near_quote(&self, evidence: &Evidence, (stretch, alignment): &(Stretch, Alignment)) -> Option<Range<usize>> {
        let quote = nearly(&self.claim.words, &stretch.words, alignment, self.thresholds.quoted)?;
        let (sentence, place) = stretch.sentences.iter().find(|(_, place)| place.contains(&quote.start))?;
        let start = self.corpus.sentences[*sentence].words.start - self.first_word(evidence.source);
        (quote.end <= place.end).then(|| start + quote.start - place.start..start + quote.end - place.start)
    }

    fn first_word(&self, source: usize) -> usize {
        let first = self.corpus.of_source[source].clone().next();
        first.map_or(0, |sentence| self.corpus.sentences[sentence].words.start)
    }

    /// A name or number is wrong if it is so in all of the sources; a contradiction is one in the best of them.
    fn problems(&self, evidence: &[&Evidence], laid: &[(Stretch, Alignment)]) -> Vec<Problem> {
        let Some(best) =
            (0..evidence.len()).max_by(|one, other| evidence[*one].coverage.total_cmp(&evidence[*other].coverage))
        else {
            return Vec::new();
        };
        let telling = (0..evidence.len()).filter(|at| *at == best || self.brings_more(evidence[*at], evidence[best]));
        let facts: Vec<Facts<'_, '_>> = telling.map(|at| self.facts(evidence[at], &laid[at])).collect();
        let numbers = in_all(facts.iter().map(Facts::wrong_numbers));
        let names = in_all(facts.iter().map(Facts::wrong_names));
        let number = |at: usize| Problem::NumberNotFound { text: self.claim.written(&self.claim.numbers[at].words) };
        let name = |run: &Range<usize>| Problem::NameNotFound { text: self.claim.written(run) };
        let mut problems: Vec<Problem> = numbers.into_iter().map(number).collect();
        problems.extend(names.into_iter().map(|at| name(&self.claim.names[at])));
        if problems.is_empty() && facts.iter().all(Facts::begins_with_another_name) {
            problems.push(name(&(0..1)));
        }
        problems.extend(self.contradiction(evidence[best], &laid[best]));
        problems
    }

    /// Whether a source has words of the claim that a better one lacks, other than names and numbers. One that has a
    /// name and nothing else vouches for nothing.
    fn brings_more(&self, evidence: &Evidence, best: &Evidence) -> bool {
        evidence.terms & !best.terms & !self.claim.facts() != 0
    }

    fn facts<'c>(&'c self, evidence: &'c Evidence, laid: &'c (Stretch, Alignment)) -> Facts<'c, 'c> {
        let Self { claim, corpus, found, lexicon, .. } = self;
        Facts { claim, corpus, found, evidence, stretch: &laid.0, alignment: &laid.1, lexicon }
    }

    fn contradiction(&self, evidence: &Evidence, (stretch, alignment): &(Stretch, Alignment)) -> Option<Problem> {
        let pair = Pair { claim: &self.claim.words, source: &stretch.words, alignment, lexicon: self.lexicon };
        let numbers = self.claim.numbers.iter().map(|number| number.words.clone());
        let mut facts: Vec<Range<usize>> = self.claim.names.iter().cloned().chain(numbers).collect();
        facts.sort_by_key(|fact| fact.start);
        let (said, stands) = pair.contradiction().or_else(|| swapped(&pair, &facts))?;
        let stands = stretch.words.get(stands)?;
        let (first, last) = (&stands.first()?.range, &stands.last()?.range);
        let text = self.corpus.sources[evidence.source].text;
        let stands = text.get(first.start..last.end).unwrap_or_else(|| &text[first.clone()]);
        Some(Problem::Contradiction { said: self.claim.written(&said), stands: stands.to_owned() })
    }

    fn bytes(&self, source: usize, words: &Range<usize>) -> Vec<Range<usize>> {
        let words = &self.corpus.words_of_source(source)[words.clone()];
        words.first().zip(words.last()).map(|(first, last)| first.range.start..last.range.end).into_iter().collect()
    }
}

/// Of each sentence the clauses that have the claim's words.
fn stretches((stretch, alignment): &(Stretch, Alignment)) -> Vec<Range<usize>> {
    let lit = stretch.sentences.iter().filter_map(|(_, place)| {
        let kept = clauses(&stretch.words, place, alignment)?;
        Some(stretch.words[kept.start].range.start..stretch.words[kept.end - 1].range.end)
    });
    let mut lit: Vec<Range<usize>> = lit.collect();
    lit.sort_by_key(|range| range.start);
    lit
}

/// From the first to the last word of a sentence that is in the claim, widened to the pauses around.
fn clauses(words: &[Word], sentence: &Range<usize>, alignment: &Alignment) -> Option<Range<usize>> {
    let mut paired = alignment.pairs().iter().map(|pair| pair.1).filter(|at| sentence.contains(at));
    let first = paired.next()?;
    let last = paired.next_back().unwrap_or(first);
    let pause = |at: &usize| words[*at].gap == Gap::Pause;
    let start = (sentence.start..=first).rev().find(pause).unwrap_or(sentence.start);
    let end = (last + 1..sentence.end).find(pause).unwrap_or(sentence.end);
    Some(start..end)
}

/// What is in every list.
fn in_all(lists: impl Iterator<Item = Vec<usize>>) -> Vec<usize> {
    lists.reduce(|all, list| all.into_iter().filter(|at| list.contains(at)).collect()).unwrap_or_default()
}
