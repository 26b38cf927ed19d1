//! Claims that no source carries, made from ones that a source does.

use std::ops::Range;

use super::dice::Dice;
use super::lists::{AUXILIARIES, NUMBER_WORDS, TURNING};
use super::phrases::{digits, names, replaced, words};

/// Another number in the place of one: of the same paragraph, if it has one of the same kind, or near the right one.
pub(super) fn wrong_number(claim: &str, paragraph: &str, dice: &mut Dice) -> Option<String> {
    let own = digits(claim);
    if own.is_empty() {
        let word = words(claim).into_iter().find(|word| NUMBER_WORDS[2..].contains(&&claim[word.clone()]))?;
        let right = NUMBER_WORDS.iter().position(|known| *known == &claim[word.clone()])?;
        return Some(replaced(claim, &word, NUMBER_WORDS[2 + (right + dice.roll(8)) % 11])).filter(|lie| lie != claim);
    }
    let range = dice.pick(&own)?;
    let right = &claim[range.clone()];
    let others = digits(paragraph).into_iter().map(|range| &paragraph[range]);
    let others: Vec<&str> = others.filter(|other| other.len() == right.len() && !claim.contains(other)).collect();
    let other = match dice.pick(&others) {
        Some(other) if dice.roll(2) == 0 => (*other).to_owned(),
        _ => changed_digit(right, dice),
    };
    Some(replaced(claim, range, &other))
        .filter(|_| !paragraph.contains(&format!(" {other} ")) || others.contains(&other.as_str()))
}

/// A digit that is not the first for another, or the only one.
fn changed_digit(number: &str, dice: &mut Dice) -> String {
    let places: Vec<usize> =
        number.char_indices().filter(|(_, letter)| letter.is_ascii_digit()).map(|(at, _)| at).collect();
    let at = places[if places.len() > 1 { 1 + dice.roll(places.len() - 1) } else { 0 }];
    let digit = (number.as_bytes()[at] - b'0' + 1 + dice.roll(8) as u8) % 10;
    let digit = if digit == 0 && places.len() == 1 { 9 } else { digit };
    replaced(number, &(at..at + 1), &digit.to_string())
}

/// Another name of the article in the place of one. `sure` are the names of the article.
pub(super) fn swapped_name(claim: &str, sure: &[String], dice: &mut Dice) -> Option<String> {
    let own: Vec<Range<usize>> =
        names(claim).into_iter().filter(|range| sure.contains(&claim[range.clone()].to_owned())).collect();
    let range = dice.pick(&own)?.clone();
    let fresh = |other: &&String| words(other).into_iter().all(|word| !claim.contains(&other[word]));
    let fresh: Vec<&String> = sure.iter().filter(fresh).collect();
    Some(replaced(claim, &range, dice.pick(&fresh)?))
}

/// Two names of the sentence in each other's place.
pub(super) fn swapped_roles(claim: &str, sure: &[String]) -> Option<String> {
    let own: Vec<Range<usize>> =
        names(claim).into_iter().filter(|range| sure.contains(&claim[range.clone()].to_owned())).collect();
    let (one, other) = own.iter().zip(own.iter().skip(1)).find(|(one, other)| {
        let between = &claim[one.end..other.start];
        let verb =
            words(between).into_iter().any(|word| between[word.clone()].ends_with("ed") || between[word] == *"to");
        verb && !between.contains(" and ") && !between.contains(',') && words(between).len() < 7
    })?;
    let (first, second) = (&claim[one.clone()], &claim[other.clone()]);
    let turned = replaced(claim, other, first);
    Some(replaced(&turned, one, second)).filter(|turned| turned != claim)
}

/// "Not" behind the first auxiliary verb, or away from it.
pub(super) fn negated(claim: &str) -> Option<String> {
    let own = words(claim);
    let at = own.iter().position(|word| AUXILIARIES.contains(&&claim[word.clone()]))?;
    let next = own.get(at + 1)?;
    if &claim[next.clone()] == "not" {
        return Some(replaced(claim, &(own[at].end..next.end), ""));
    }
    (claim[own[at].end..next.start] == *" " && !claim[next.clone()].starts_with(char::is_uppercase))
        .then(|| replaced(claim, &(own[at].end..own[at].end), " not"))
}

/// A word for its opposite.
pub(super) fn turned(claim: &str, dice: &mut Dice) -> Option<String> {
    let start = dice.roll(TURNING.len());
    (0..TURNING.len()).find_map(|step| {
        let (word, other) = TURNING[(start + step) % TURNING.len()];
        let at = claim.find(&format!(" {word} "))?;
        let idiom =
            [" at last", "both", "more than", "not only", "as well", "known"].iter().any(|idiom| claim.contains(idiom));
        (!idiom).then(|| replaced(claim, &(at + 1..at + 1 + word.len()), other))
    })
}
