//! Whether two texts say yes and no to the same thing.

use std::ops::Range;

use super::alignment::{Alignment, Slot};
use super::antonyms::{Opposite, are_against, are_with};
use super::lexicon::Lexicon;
use super::normal::is_in;
use super::words::{Gap, Word};

/// Words that turn what they stand at into its opposite.
const NEGATORS: &str = "not no never none neither nor without nobody nothing nowhere hardly scarcely barely fail fails \
    failed nicht kein keine keinen keinem keiner keines nie niemals ohne weder nichts niemand";

/// Behind a negator these make it none: "not only", "no later than".
const UNDOING: &str = "only just merely least later fewer less more nur matter doubt";

/// What comes some words behind a negator and makes it none: what is "not done until May" is done.
const UNTIL: &str = "until till bis";

/// How words begin that have a "not" in them. Longer than the syllable, so that "increase" and "under" are not taken
/// for such.
const NEGATIVE: &str = "unab unacc unaf unaut unav uncer uncom uncon unequ unf unh unim unkn unlaw unlik unnec unp \
    unreg unrel \
    unsuc unsup untr unus unw inact incap incom incon incor ineff inelig insuff inval illeg imposs improb impract \
    irreg \
    irrel disab disag disal disap discont dislik disprov disreg lack refus denie deny denied avoid prevent declin non";

/// How far behind a negator the word that it turns may be, in words.
const REACH: usize = 5;

/// Whether a folded word negates.
pub(super) fn negates(folded: &str) -> bool {
    is_in(NEGATORS, folded)
}

/// Two texts laid along each other.
pub(super) struct Pair<'a, 'b> {
    /// Of the answer.
    pub(super) claim: &'a [Word],
    /// Of the source.
    pub(super) source: &'a [Word],
    /// Which are the same.
    pub(super) alignment: &'a Alignment,
    /// What is known of the words.
    pub(super) lexicon: &'a Lexicon<'b>,
}

/// What is said, and what stands there instead, each as words.
pub(super) type Opposed = (Range<usize>, Range<usize>);

impl Pair<'_, '_> {
    /// The first contradiction, if there is one.
    pub(super) fn contradiction(&self) -> Option<Opposed> {
        let slots: Vec<Slot> = self.alignment.slots().into_iter().filter(Slot::is_firm).collect();
        let opposite = || slots.iter().flat_map(|slot| self.opposed(slot.claim.clone(), &slot.source)).next();
        let negated = || slots.iter().find_map(|slot| self.negated_in_place(slot));
        negated()
            .or_else(|| self.negated_here())
            .or_else(|| self.negated_there())
            .or_else(opposite)
            .or_else(|| self.opposite_anywhere())
    }

    /// One side of a slot has a "not" and the other has none.
    fn negated_in_place(&self, slot: &Slot) -> Option<Opposed> {
        let own = self.turning(self.claim, &slot.claim, self.source, &slot.source);
        let other = self.turning(self.source, &slot.source, self.claim, &slot.claim);
        let around =
            |range: &Range<usize>, words: &[Word]| range.start.saturating_sub(1)..words.len().min(range.end + 1);
        // What the source goes on to say behind the claim's end is no part of it.
        let beyond = slot.at_border && slot.claim.is_empty();
        (own != other && !beyond).then(|| (around(&slot.claim, self.claim), around(&slot.source, self.source)))
    }

    /// Whether a part of a text has a negator for something that the other text has as well, in this place. A clause
    /// that the other leaves out altogether may say no to what it likes.
    fn turning(&self, words: &[Word], part: &Range<usize>, others: &[Word], other: &Range<usize>) -> bool {
        let content = |words: &[Word], at: usize| self.lexicon.stem_of_form(words[at].form).is_some();
        let negator = part.clone().rev().find(|at| self.is_raw_negator(words, *at, part.end));
        let Some(negator) = negator.filter(|at| !self.is_lifted(words, *at, others)) else { return false };
        let inside = (negator + 1..part.end).any(|at| content(words, at));
        let replaced = other.clone().any(|at| content(others, at));
        let has_a_no = other.clone().any(|at| self.is_negative(&others[at]));
        let flipped = part.clone().any(|at| other.clone().any(|other| self.against(words, at, others, other)));
        (!inside || replaced) && !has_a_no && !flipped
    }

    /// A negator that is not undone by the next word of the same part.
    fn is_raw_negator(&self, words: &[Word], at: usize, end: usize) -> bool {
        let undone = || at + 1 < end && is_in(UNDOING, self.lexicon.text(words[at + 1].form));
        self.lexicon.entry_of(words[at].form).negates && !undone()
    }

    /// Whether an "until" follows that the other text has not.
    fn is_lifted(&self, words: &[Word], at: usize, others: &[Word]) -> bool {
        let until = |word: &Word| is_in(UNTIL, self.lexicon.text(word.form));
        words[at..words.len().min(at + 1 + REACH)].iter().any(until) && !others.iter().any(until)
    }

    fn is_negative(&self, word: &Word) -> bool {
        let text = self.lexicon.text(word.form);
        self.lexicon.entry_of(word.form).negates
            || (text.len() > 4 && NEGATIVE.split_whitespace().any(|start| text.starts_with(start)))
    }

    /// The answer says no, the source yes.
    fn negated_here(&self) -> Option<Opposed> {
        let turned = self.turned(self.claim, self.source);
        turned.into_iter().find_map(|(negator, word)| {
            let word = self.behind_adverbs(word);
            let other = self.alignment.in_source(word)?;
            let free = !self.is_negated(self.source, other) && !self.has_opposite_near(other, self.source, self.claim);
            free.then_some((negator.min(word)..negator.max(word) + 1, other..other + 1))
        })
    }

    /// The source says no, the answer yes.
    fn negated_there(&self) -> Option<Opposed> {
        let turned = self.turned(self.source, self.claim);
        turned.into_iter().find_map(|(negator, word)| {
            let own = self.alignment.in_claim(word)?;
            let free = !self.is_negated(self.claim, own) && !self.has_opposite_near(own, self.claim, self.source);
            free.then_some((own..own + 1, negator.min(word)..negator.max(word) + 1))
        })
    }

    /// Each negator with the word that it turns: the first content word behind it, or else the last before it.
    fn turned(&self, words: &[Word], others: &[Word]) -> Vec<(usize, usize)> {
        let content = |at: &usize| self.lexicon.stem_of_form(words[*at].form).is_some() && !self.is_negator(words, *at);
        let negators = (0..words.len()).filter(|at| self.is_negator(words, *at) && !self.is_lifted(words, *at, others));
        negators
            .filter_map(|at| {
                let mut behind = at + 1..words.len().min(at + 1 + REACH);
                let before = at.saturating_sub(2)..at;
                Some((at, behind.find(content).or_else(|| before.rev().find(content))?))
            })
            .collect()
    }

    /// The next word of the claim that is no adverb of the model's own: "not really seen" is about "seen".
    fn behind_adverbs(&self, word: usize) -> usize {
        let own = |at: &usize| {
            self.lexicon.text(self.claim[*at].form).ends_with("ly") && self.alignment.in_source(*at).is_none()
        };
        (word..self.claim.len()).find(|at| !own(at)).unwrap_or(word)
    }

    fn is_negator(&self, words: &[Word], at: usize) -> bool {
        self.is_raw_negator(words, at, words.len())
    }

    /// Whether a negator stands near a word: some words before it, or right behind it.
    fn is_negated(&self, words: &[Word], at: usize) -> bool {
        let mut near = at.saturating_sub(REACH + 1)..words.len().min(at + 4);
        near.any(|other| other != at && self.is_negator(words, other))
    }

    /// Whether a text has, near a word, the opposite of a word that the other has: "did not win" is "lost".
    fn has_opposite_near(&self, at: usize, words: &[Word], others: &[Word]) -> bool {
        let near = at.saturating_sub(3)..words.len().min(at + 4);
        near.into_iter().any(|own| (0..others.len()).any(|other| self.against(words, own, others, other)))
    }

    /// Only what is telling anywhere, and only if the source does not say the same as well.
    fn opposite_anywhere(&self) -> Option<Opposed> {
        let strong = |word: &Word| self.sides(word).first().is_some_and(|side| side.strong);
        let unpaired = (0..self.claim.len()).filter(|at| self.alignment.in_source(*at).is_none());
        unpaired.filter(|at| strong(&self.claim[*at])).find_map(|at| {
            let own = self.sides(&self.claim[at]);
            let said_too = self.source.iter().any(|other| are_with(self.sides(other), own));
            let mut against = self.opposed(at..at + 1, &(0..self.source.len())).into_iter();
            let free = |other: usize| self.alignment.in_claim(other).is_none() && strong(&self.source[other]);
            against.find(|(_, other)| !said_too && free(other.start) && self.is_beside_same(at, other.start))
        })
    }

    /// Whether near both words the same content word stands: they are said of the same thing.
    fn is_beside_same(&self, claim: usize, source: usize) -> bool {
        let telling = |at: &usize| self.lexicon.stem_of_form(self.claim[*at].form).is_some();
        let near = claim.saturating_sub(4)..self.claim.len().min(claim + 5);
        let mut partners = near.filter(telling).filter_map(|at| self.alignment.in_source(at));
        partners.any(|partner| partner.abs_diff(source) <= 6)
    }

    fn sides(&self, word: &Word) -> &'static [Opposite] {
        self.lexicon.entry_of(word.form).opposites
    }

    fn against(&self, words: &[Word], at: usize, others: &[Word], other: usize) -> bool {
        are_against(self.sides(&words[at]), self.sides(&others[other]))
    }

    /// Opposite words of two parts, both without a negator or both with one.
    fn opposed(&self, claim: Range<usize>, source: &Range<usize>) -> Vec<Opposed> {
        let pairs = claim.flat_map(|own| source.clone().map(move |other| (own, other)));
        let against = pairs.filter(|(own, other)| {
            self.against(self.claim, *own, self.source, *other)
                && self.is_turned(self.claim, *own) == self.is_turned(self.source, *other)
        });
        against.map(|(own, other)| (own..own + 1, other..other + 1)).collect()
    }

    /// Whether a negator stands in the same clause shortly before a word.
    fn is_turned(&self, words: &[Word], at: usize) -> bool {
        let before = (at.saturating_sub(3)..at).rev();
        let mut clause = before.take_while(|other| words[other + 1].gap != Gap::Pause);
        clause.any(|other| self.is_negator(words, other))
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::plain_stems;
    use super::super::words::words;
    use super::*;

    fn contradicts(claim: &str, source: &str) -> bool {
        let stems = plain_stems;
        let mut lexicon = Lexicon::new(&stems);
        let (claim, source) = (words(claim, &mut lexicon), words(source, &mut lexicon));
        let alignment = Alignment::of(&claim, &source, &lexicon);
        Pair { claim: &claim, source: &source, alignment: &alignment, lexicon: &lexicon }.contradiction().is_some()
    }

    #[test]
    fn a_no_for_a_yes_is_a_contradiction() {
        let source = "The embargo increased the price of oil before the talks ended.";
        for claim in [
            "The embargo did not increase the price of oil.",
            "The embargo decreased the price of oil.",
            "The embargo never increased the price of oil before the talks ended.",
            "The embargo did not raise the price of oil before the talks ended.",
            "The embargo increased the price of oil after the talks ended.",
        ] {
            assert!(contradicts(claim, source), "{claim}");
            assert!(contradicts(source, claim), "{claim}, the other way round");
        }
    }

    #[test]
    fn the_same_in_other_words_is_none() {
        for (claim, source) in [
            ("The team did not win the final.", "The team lost the final."),
            ("The team was not successful in it.", "The team was unsuccessful in it."),
            ("The ship sank in May.", "The ship, which was not a steamer, sank in May."),
            ("The team didn't win the final.", "The team did not win the final."),
            ("He wrote books.", "He wrote not only books but also songs."),
            ("The price rose.", "The price increased, and then it fell."),
            ("It was completed in 1905.", "It was begun in 1900 and not completed until 1905."),
            ("Without a permit, parking is forbidden.", "Parking is forbidden without a permit."),
        ] {
            assert!(!contradicts(claim, source), "{claim}");
        }
    }
}
