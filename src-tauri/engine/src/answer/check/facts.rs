//! Whether the names and numbers of a sentence are where the rest of it is.
//!
//! That a name is somewhere on the page proves nothing: a swapped name nearly always is. So a fact must be in the
//! sentence that carries the rest, or in one that carries what stands beside it, or be what that sentence leaves
//! open: whom "he" means, which year it is. And wherever it is, it must not stand in the place of another.

use std::ops::Range;

use super::alignment::{Alignment, Slot};
use super::claimed::{Claimed, Terms};
use super::corpus::Corpus;
use super::evidence::Evidence;
use super::lexicon::Lexicon;
use super::numbers::{Amount, Number};
use super::numerals::same;
use super::stretch::Stretch;

/// How far from a fact, in words, what a sentence brings must be for the fact to belong to it.
const BESIDE: usize = 5;

/// Models count lists of up to so many things by themselves.
const MOST_COUNTED: f64 = 5.0;

/// So many words in a row, a fact among them, are no chance.
const SHORTEST_ROW: usize = 3;

/// A claim laid along the best sentences of a source.
pub(super) struct Facts<'a, 'b> {
    /// The claim.
    pub(super) claim: &'a Claimed<'a>,
    /// All sources.
    pub(super) corpus: &'a Corpus<'a>,
    /// Which of the claim's terms each sentence has.
    pub(super) found: &'a [Terms],
    /// The source's best sentences.
    pub(super) evidence: &'a Evidence,
    /// The same as one run of words.
    pub(super) stretch: &'a Stretch,
    /// The claim along these.
    pub(super) alignment: &'a Alignment,
    /// What is known of the words.
    pub(super) lexicon: &'a Lexicon<'b>,
}

impl Facts<'_, '_> {
    /// The numbers of the claim that this source does not have in their place.
    pub(super) fn wrong_numbers(&self) -> Vec<usize> {
        let slots = self.firm_slots();
        let wrong =
            |number: &Number| !self.has_number(number) || slots.iter().any(|slot| self.replaces_number(number, slot));
        (0..self.claim.numbers.len()).filter(|at| wrong(&self.claim.numbers[*at])).collect()
    }

    /// Where the best sentence stands in the stretch.
    pub(super) fn core(&self) -> Range<usize> {
        self.stretch.place(self.evidence.core())
    }

    /// What stands for what.
    pub(super) fn firm_slots(&self) -> Vec<Slot> {
        self.alignment.slots().into_iter().filter(Slot::is_firm).collect()
    }

    fn has_number(&self, number: &Number) -> bool {
        let core = self.evidence.core();
        let own = self.claim.terms_of(&number.words);
        let here = self.stands_in(number, core) || self.stands_in_a_row(&number.words);
        if here || is_one(number) || self.is_spelled_in(number, own, core) || self.may_be_counted(number) {
            return true;
        }
        let unclaimed = |other: &&Number| !self.claim.numbers.iter().any(|own| own.is(other));
        let left_open = number.is_year() && self.corpus.sentences[core].numbers.iter().find(unclaimed).is_none();
        let elsewhere = self.corpus.of_source[self.evidence.source].clone();
        let mut elsewhere = elsewhere.filter(|sentence| self.stands_in(number, *sentence));
        elsewhere.any(|sentence| left_open || self.brings_beside(sentence, &number.words)) || self.is_in_context(own)
    }

    /// Whether it is a small number in a word, where the best sentence has none: the model counted what is listed.
    fn may_be_counted(&self, number: &Number) -> bool {
        let small = matches!(number.amount, Amount::Quantity(value, None) if value <= MOST_COUNTED);
        let in_digits = self.claim.written(&number.words).starts_with(|letter: char| letter.is_ascii_digit());
        small && !in_digits && self.corpus.sentences[self.evidence.core()].numbers.is_empty()
    }

    fn stands_in(&self, number: &Number, sentence: usize) -> bool {
        self.corpus.sentences[sentence].numbers.iter().any(|other| number.is(other))
    }

    /// Whether a sentence has all the words of a day, if not in a row.
    fn is_spelled_in(&self, number: &Number, own: Terms, sentence: usize) -> bool {
        matches!(number.amount, Amount::Day(_)) && own != 0 && own & !self.found[sentence] == 0
    }

    /// Whether a sentence of the evidence brings more than names and numbers, and brings it beside a fact.
    pub(super) fn brings_beside(&self, sentence: usize, fact: &Range<usize>) -> bool {
        let near = fact.start.saturating_sub(BESIDE)..self.claim.words.len().min(fact.end + BESIDE);
        let brought = self.found[sentence] & !self.found[self.evidence.core()] & !self.claim.facts();
        self.evidence.sentences.contains(&sentence) && brought & self.claim.terms_of(&near) != 0
    }

    /// Whether a fact stands in an unbroken row of words with its neighbours, in any sentence of the evidence.
    pub(super) fn stands_in_a_row(&self, fact: &Range<usize>) -> bool {
        let around = fact.start.saturating_sub(2)..self.claim.words.len().min(fact.end + 2);
        let windows = (around.start..).take_while(|start| start + SHORTEST_ROW <= around.end);
        let row = |start: usize| {
            let Some(first) = self.alignment.in_source(start) else { return false };
            let in_a_row = (1..SHORTEST_ROW).all(|step| self.alignment.in_source(start + step) == Some(first + step));
            let within = |(_, place): &(usize, Range<usize>)| is_inside(&(first..first + SHORTEST_ROW), place);
            in_a_row && self.stretch.sentences.iter().any(within)
        };
        windows.filter(|start| *start <= fact.start && fact.end <= start + SHORTEST_ROW).any(row)
    }

    /// Whether all of some terms are above the source.
    pub(super) fn is_in_context(&self, terms: Terms) -> bool {
        let above = &self.corpus.contexts[self.evidence.source];
        let has = |at: usize| above.iter().any(|form| self.lexicon.stem_of_form(*form) == Some(self.claim.terms[at].0));
        terms != 0 && (0..self.claim.terms.len()).filter(|at| terms >> at & 1 == 1).all(has)
    }

    /// Whether a number stands where the source has another.
    fn replaces_number(&self, number: &Number, slot: &Slot) -> bool {
        let mut others = self.stretch.numbers.iter().filter(|other| overlap(&other.words, &slot.source)).peekable();
        let other = others.peek().is_some() && others.all(|other| !number.is(other));
        let moved = || slot.at_border && self.stands_in(number, self.evidence.core());
        overlap(&number.words, &slot.claim) && other && !moved()
    }
}

/// Whether one run of words is within another.
pub(super) fn is_inside(range: &Range<usize>, outer: &Range<usize>) -> bool {
    outer.start <= range.start && range.end <= outer.end
}

/// A day may differ in its year only.
fn overlap(one: &Range<usize>, other: &Range<usize>) -> bool {
    one.start < other.end && other.start < one.end
}

/// "One" is seldom written as a number, so 1 is not looked for.
fn is_one(number: &Number) -> bool {
    matches!(number.amount, Amount::Quantity(value, _) if same(value, 1.0))
}
