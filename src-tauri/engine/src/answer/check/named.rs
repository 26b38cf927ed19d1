//! Whether the names of a sentence are where the rest of it is.
//!
//! Names are told in more ways than numbers: by a part of them, by their initials, by "he", or by the title above.

use std::ops::Range;

use super::alignment::Slot;
use super::claimed::Terms;
use super::facts::{Facts, is_inside};
use super::normal::is_in;
use super::words::Word;

/// Words that stand for a name told before.
const POINTING_BACK: &str = "he she it they him them his her its their this these who er sie es ihn ihm sein seine \
    ihre diese dieser \
    dieses";

/// Words of a passive, which turns the places of names without turning what they do.
const PASSIVE: &str = "by von durch";

/// Names that share so many letters, all but the last of the shorter one, and have fewer different ones, are those of
/// a land and its people.
const LAND_AND_PEOPLE: usize = 4;

impl Facts<'_, '_> {
    /// The names of the claim that this source does not have in their place.
    pub(super) fn wrong_names(&self) -> Vec<usize> {
        let slots = self.firm_slots();
        let wrong = |name: &Range<usize>| {
            let there = self.has_name(name) && !slots.iter().any(|slot| self.replaces_name(name, slot));
            !there && !self.is_short_for(name)
        };
        (0..self.claim.names.len()).filter(|at| wrong(&self.claim.names[*at])).collect()
    }

    /// Whether the claim begins with a word that no source has where the source has a name.
    pub(super) fn begins_with_another_name(&self) -> bool {
        let Some(first) = self.claim.words.first() else { return false };
        let unknown = self.claim.term_of[0].is_some_and(|term| self.found.iter().all(|terms| terms >> term & 1 == 0));
        let at_start = |slot: &&Slot| slot.claim.len() == 1 && slot.claim.start == 0;
        let slots = self.firm_slots();
        unknown && first.capital && slots.iter().find(at_start).is_some_and(|slot| self.names_in(slot).next().is_some())
    }

    fn has_name(&self, name: &Range<usize>) -> bool {
        let letters = |at: &usize| self.lexicon.text(self.claim.words[*at].form).chars().nth(1).is_some();
        let words = name.clone().filter(letters).filter_map(|at| self.claim.term_of[at]);
        let terms = words.fold(0, |terms: Terms, term| terms | 1 << term);
        let source = self.corpus.of_source[self.evidence.source].clone();
        let anywhere = source.clone().fold(0, |all, sentence| all | self.found[sentence]);
        let rest_known = terms & !anywhere == 0 || self.is_in_context(terms & !anywhere);
        let here = terms & self.found[self.evidence.core()] != 0 || self.stands_in_a_row(name);
        if terms == 0 || here || self.is_in_context(terms) {
            return rest_known;
        }
        if self.is_akin_to_core(name) {
            return true;
        }
        let left_open = self.leaves_a_name_open();
        let mut elsewhere = source.filter(|sentence| terms & self.found[*sentence] != 0);
        rest_known && elsewhere.any(|sentence| left_open || self.brings_beside(sentence, name))
    }

    /// Whether the best sentence points back, or has no name that the claim has not.
    fn leaves_a_name_open(&self) -> bool {
        let pointing = |word: &&Word| is_in(POINTING_BACK, self.lexicon.text(word.form));
        let core = self.core();
        let own = self.claim.words.iter().filter(pointing).count();
        self.stretch.words[core.clone()].iter().filter(pointing).count() > own || self.unclaimed_name(&core).is_none()
    }

    /// A name in a part of the stretch no word of which is in the claim.
    fn unclaimed_name(&self, part: &Range<usize>) -> Option<&Range<usize>> {
        let claimed = |word: &Word| self.claim.words.iter().any(|own| self.lexicon.alike(own.form, word.form));
        let within = self.stretch.names.iter().filter(|name| is_inside(name, part));
        within.into_iter().find(|name| !self.stretch.words[(*name).clone()].iter().any(claimed))
    }

    /// The names in the place of a slot; none of their words are laid along any of the claim.
    fn names_in(&self, slot: &Slot) -> impl Iterator<Item = &Range<usize>> {
        self.stretch.names.iter().filter(move |name| is_inside(name, &slot.source))
    }

    /// Whether a name stands where the source has another.
    fn replaces_name(&self, name: &Range<usize>, slot: &Slot) -> bool {
        let alike = |other: &Range<usize>| self.share_a_word(name, other);
        let mut others = self.names_in(slot).peekable();
        let other = others.peek().is_some() && !others.any(alike);
        let moved = || self.claim.terms_of(name) & self.found[self.evidence.core()] != 0;
        is_inside(name, &slot.claim) && other && !((slot.at_border || self.turns_voice(slot)) && moved())
    }

    fn share_a_word(&self, name: &Range<usize>, other: &Range<usize>) -> bool {
        let mut own = self.claim.words[name.clone()].iter();
        own.any(|own| self.stretch.words[other.clone()].iter().any(|other| self.akin(own, other)))
    }

    /// Whether two words are the same name, or one is a land and the other its people: Canada and Canadian.
    fn akin(&self, one: &Word, other: &Word) -> bool {
        let (first, second) = (self.lexicon.text(one.form), self.lexicon.text(other.form));
        let shared = first.chars().zip(second.chars()).take_while(|(one, other)| one == other).count();
        let (first, second) = (first.chars().count(), second.chars().count());
        let ends = shared + 1 >= first.min(second) && shared + LAND_AND_PEOPLE > first.max(second);
        self.lexicon.alike(one.form, other.form) || (shared >= LAND_AND_PEOPLE && ends)
    }

    /// Whether all words of a name are akin to names of the best sentence.
    fn is_akin_to_core(&self, name: &Range<usize>) -> bool {
        let core = self.stretch.words[self.core()].iter().filter(|word| word.capital);
        let akin = |own: &Word| core.clone().any(|other| self.akin(own, other));
        self.claim.words[name.clone()].iter().all(akin)
    }

    /// Whether one side of a slot has the "by" of a passive and the other has not.
    fn turns_voice(&self, slot: &Slot) -> bool {
        let passive = |words: &[Word]| words.iter().any(|word| is_in(PASSIVE, self.lexicon.text(word.form)));
        passive(&self.claim.words[slot.claim.clone()]) != passive(&self.stretch.words[slot.source.clone()])
    }

    /// Whether a name is the initials of words of the best sentence, or the words of its initials.
    fn is_short_for(&self, name: &Range<usize>) -> bool {
        let own: Vec<&str> = name.clone().map(|at| self.lexicon.text(self.claim.words[at].form)).collect();
        let core = self.stretch.words[self.core()].iter().filter(|word| word.capital);
        let core: Vec<&str> = core.map(|word| self.lexicon.text(word.form)).collect();
        match own.as_slice() {
            [short] if short.chars().count() >= 2 => initials(&core).contains(short),
            [_, _, ..] => core.contains(&initials(&own).as_str()),
            _ => false,
        }
    }
}

fn initials(words: &[&str]) -> String {
    words.iter().filter_map(|word| word.chars().next()).collect()
}
