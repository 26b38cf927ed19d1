//! Who did it to whom: "A sued B" is not "B sued A", and "from 3 to 12" is not "from 12 to 3".

use std::ops::Range;

use super::normal::is_in;
use super::polarity::{Opposed, Pair};
use super::words::Word;

/// Small words that tell a direction between two names or numbers, as a verb does.
const DIRECTIONS: &str = "to from by than over against into under zu von als gegen";

/// More names and numbers in one sentence are a list, which has no roles.
const MOST_FACTS: usize = 12;

/// Two facts that changed places around the same verb. `facts` are the names and numbers of the claim.
pub(super) fn swapped(pair: &Pair<'_, '_>, facts: &[Range<usize>]) -> Option<Opposed> {
    let placed: Vec<(&Range<usize>, Vec<Range<usize>>)> =
        facts.iter().take(MOST_FACTS).map(|fact| (fact, places(pair, fact))).collect();
    let pairs = placed.iter().enumerate().flat_map(|(at, one)| placed[at + 1..].iter().map(move |other| (one, other)));
    let number = |fact: &Range<usize>| pair.lexicon.entry_of(pair.claim[fact.start].form).number.is_some();
    let comparable = |one: &Range<usize>, other: &Range<usize>| {
        number(one) == number(other) && pair.claim[one.start].form != pair.claim[other.start].form
    };
    pairs.filter(|((one, _), (other, _))| comparable(one, other)).find_map(|((one, ones), (other, others))| {
        let in_order = ones.iter().any(|one| others.iter().any(|other| one.end <= other.start));
        let turned =
            others.iter().find_map(|other| ones.iter().find(|one| other.end <= one.start).map(|one| (other, one)));
        let (first, second) = turned.filter(|_| !in_order)?;
        let between = (one.end..other.start, first.end..second.start);
        is_same_deed(pair, &between).then_some((one.start..other.end, first.start..second.end))
    })
}

/// Where the source has the words of a fact: each place of its last word.
fn places(pair: &Pair<'_, '_>, fact: &Range<usize>) -> Vec<Range<usize>> {
    let Some(last) = pair.claim.get(fact.end.wrapping_sub(1)) else { return Vec::new() };
    let same = |word: &Word| pair.lexicon.alike(word.form, last.form);
    (0..pair.source.len()).filter(|at| same(&pair.source[*at])).map(|at| at..at + 1).collect()
}

/// Whether between both pairs of names stands the same verb in the same voice, or the same direction.
fn is_same_deed(pair: &Pair<'_, '_>, (own, other): &(Range<usize>, Range<usize>)) -> bool {
    let (Some(claim), Some(source)) = (pair.claim.get(own.clone()), pair.source.get(other.clone())) else {
        return false;
    };
    if claim.len() > 8 || source.len() > 8 || is_passive(pair, claim) != is_passive(pair, source) {
        return false;
    }
    let text = |word: &Word| pair.lexicon.text(word.form).to_owned();
    let joins = |words: &[Word]| words.iter().any(|word| matches!(text(word).as_str(), "and" | "or" | "und" | "oder"));
    // "From A to B" is the same journey only if nothing else is between.
    let close = claim.len() <= 2 && source.len() <= 2;
    let telling = |word: &&Word| {
        let direction = close && is_in(DIRECTIONS, pair.lexicon.text(word.form));
        direction || pair.lexicon.stem_of_form(word.form).is_some()
    };
    let mut shared = claim.iter().filter(telling);
    !joins(claim)
        && !joins(source)
        && shared.any(|word| source.iter().any(|other| pair.lexicon.alike(word.form, other.form)))
}

/// Whether a "by" stands between two names, with "was" or without: "directed by".
fn is_passive(pair: &Pair<'_, '_>, words: &[Word]) -> bool {
    words.iter().any(|word| matches!(pair.lexicon.text(word.form), "by" | "von" | "durch"))
}

#[cfg(test)]
mod tests {
    use super::super::alignment::Alignment;
    use super::super::lexicon::Lexicon;
    use super::super::tests::plain_stems;
    use super::super::words::words;
    use super::*;

    fn is_swapped(claim: &str, source: &str) -> bool {
        let stems = plain_stems;
        let mut lexicon = Lexicon::new(&stems);
        let (claim, source) = (words(claim, &mut lexicon), words(source, &mut lexicon));
        let alignment = Alignment::of(&claim, &source, &lexicon);
        let facts: Vec<Range<usize>> = (0..claim.len())
            .filter(|at| claim[*at].capital || lexicon.entry_of(claim[*at].form).number.is_some())
            .map(|at| at..at + 1)
            .collect();
        let pair = Pair { claim: &claim, source: &source, alignment: &alignment, lexicon: &lexicon };
        swapped(&pair, &facts).is_some()
    }

    #[test]
    fn names_around_a_verb_must_not_change_places() {
        assert!(is_swapped("Edison sued Tesla.", "Tesla sued Edison in 1901."));
        assert!(is_swapped("Ann lent Bob to Eve, so that Bob came.", "Ann lent Eve to Bob, so that Bob came."));
        assert!(is_swapped("It rose from 12 to 3.", "It rose from 3 to 12."));
        assert!(!is_swapped("Edison was sued by Tesla.", "Tesla sued Edison in 1901."), "the passive turns them");
        assert!(!is_swapped("Tesla invented Coils.", "Coils, invented by Tesla, are round."), "the short passive too");
        assert!(!is_swapped("Edison and Tesla met.", "Tesla and Edison met."), "a list has no order");
        assert!(!is_swapped("In Berlin, Tesla met Edison.", "Tesla met Edison in Berlin."));
    }
}
