//! Quantities and days in a text, compared by value: 1,284.50 is 1284.5, and 5 km are not 5 miles.

use std::ops::Range;

use super::dates::{Date, dates};
use super::lexicon::{Entry, Lexicon};
use super::normal::is_in;
use super::numerals::same;
use super::units::{Unit, unit};
use super::words::{Gap, Word};

/// A rounded number may be off by this share: "about 12" of 11.8. Model answers round to two figures.
const ROUNDED: f64 = 0.05;

/// Words that say that a number is rounded.
const ROUNDING: &str = "about around roughly approximately nearly almost over circa ca than some least rund etwa \
    ungefahr fast \
    uber knapp";

/// What a number means.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Amount {
    /// So many, of a unit if one is told.
    Quantity(f64, Option<Unit>),
    /// A day, or a part of one.
    Day(Date),
}

/// A number in a text.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Number {
    /// What it means.
    pub(super) amount: Amount,
    /// Which words it is.
    pub(super) words: Range<usize>,
    /// Whether it is said to be about so many.
    pub(super) rounded: bool,
}

impl Number {
    /// Whether this number of an answer is that one of a source.
    pub(super) fn is(&self, source: &Self) -> bool {
        match (self.amount, source.amount) {
            (Amount::Day(one), Amount::Day(other)) => one.agrees(other),
            (Amount::Quantity(one, unit), Amount::Quantity(other, others)) => {
                let near = (one - other).abs() <= ROUNDED * other.abs();
                let near = near && self.rounded && telling_digits(one) < telling_digits(other);
                (near || same(one, other)) && (unit.is_none() || others.is_none() || unit == others)
            }
            (Amount::Quantity(value, unit), Amount::Day(day)) => {
                unit.is_none() && day.year.is_some_and(|year| same(f64::from(year), value))
            }
            (Amount::Day(_), Amount::Quantity(..)) => false,
        }
    }

    /// Whether it is a year that a sentence may have from the one before it.
    pub(super) fn is_year(&self) -> bool {
        match self.amount {
            Amount::Quantity(value, unit) => {
                unit.is_none() && value.fract() == 0.0 && (1000.0..2200.0).contains(&value)
            }
            Amount::Day(day) => day.day.is_none(),
        }
    }
}

/// The numbers of a text in their order.
pub(super) fn numbers(words: &[Word], lexicon: &Lexicon<'_>) -> Vec<Number> {
    let entries: Vec<&Entry> = words.iter().map(|word| lexicon.entry_of(word.form)).collect();
    let mut days = dates(words, lexicon).into_iter().peekable();
    let mut found: Vec<Number> = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let number = match days.next_if(|(_, range)| range.start == at) {
            Some((day, words)) => Some(Number { amount: Amount::Day(day), words, rounded: false }),
            None => quantity(words, &entries, at, found.last()),
        };
        at = number.as_ref().map_or(at + 1, |number| number.words.end);
        found.extend(number);
    }
    found
}

/// How many digits of a whole number are not zeros at its end: a rounded number has fewer than the right one.
fn telling_digits(value: f64) -> usize {
    value.to_string().trim_end_matches('0').len()
}

fn quantity(words: &[Word], entries: &[&Entry], at: usize, before: Option<&Number>) -> Option<Number> {
    let (value, end) = spelled(words, entries, at)?;
    let value = short_year(value, &words[at], before.filter(|before| before.words.end == at)).unwrap_or(value);
    let rounded = entries[at.saturating_sub(3)..at].iter().any(|entry| is_in(ROUNDING, entry.text.as_str()));
    let rounded = rounded && value >= 10.0 && !(1000.0..2200.0).contains(&value);
    let unit = unit_after(words, entries, end).or_else(|| {
        let before = at.checked_sub(1).filter(|_| words[at].gap != Gap::Pause)?;
        entries[before].unit.filter(|unit| unit.is_money())
    });
    Some(Number { amount: Amount::Quantity(value, unit), words: at..end, rounded })
}

/// The value that begins here, and where it ends: "12", "3 million", "twenty-five", "two hundred and fifty".
fn spelled(words: &[Word], entries: &[&Entry], at: usize) -> Option<(f64, usize)> {
    let mut value = entries[at].number?;
    let mut end = at + 1;
    while let Some(entry) = entries.get(end).filter(|_| words[end].gap != Gap::Pause) {
        let small = entry.number.filter(|number| *number < 10.0);
        if let Some(scale) = entry.scale {
            value *= scale;
        } else if let Some(ones) = small.filter(|_| is_tens(value) && words[end].gap == Gap::Joined) {
            value += ones;
        } else if entry.text == "and" && value % 100.0 == 0.0 && value < 1e6 && entries[end - 1].scale.is_some() {
            let Some(rest) = entries.get(end + 1).and_then(|entry| entry.number).filter(|rest| *rest < 100.0) else {
                break;
            };
            value += rest;
            end += 1;
        } else {
            break;
        }
        end += 1;
    }
    Some((value, end))
}

fn is_tens(value: f64) -> bool {
    (20.0..=90.0).contains(&value) && value % 10.0 == 0.0
}

/// The second year of "1914–18" and "1646–7".
fn short_year(value: f64, word: &Word, before: Option<&Number>) -> Option<f64> {
    let Amount::Quantity(first, None) = before?.amount else { return None };
    let whole = if value < 10.0 { 10.0 } else { 100.0 };
    let start = (first / whole).floor() * whole;
    let follows = (1000.0..2200.0).contains(&first) && value < 100.0 && value > first - start;
    (follows && word.gap == Gap::Joined).then_some(start + value)
}

fn unit_after(words: &[Word], entries: &[&Entry], at: usize) -> Option<Unit> {
    let next = entries.get(at).filter(|_| words[at].gap != Gap::Pause)?;
    match next.text.as_str() {
        "per" if entries.get(at + 1).is_some_and(|entry| entry.text == "cent") => unit("%"),
        // Square miles and miles are told apart by the word itself.
        "square" | "cubic" | "us" | "more" | "other" => entries.get(at + 1)?.unit,
        _ => next.unit,
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::plain_stems;
    use super::super::words::words;
    use super::*;

    fn read(text: &str) -> Vec<Number> {
        let stems = plain_stems;
        let mut lexicon = Lexicon::new(&stems);
        let words = words(text, &mut lexicon);
        numbers(&words, &lexicon)
    }

    fn are_same(one: &str, other: &str) -> bool {
        let (one, other) = (read(one), read(other));
        assert!(!one.is_empty() && one.len() == other.len(), "both must have numbers: {one:?} {other:?}");
        one.iter().zip(&other).all(|(one, other)| one.is(other))
    }

    #[test]
    fn values_are_compared_and_not_digits() {
        for (one, other) in [
            ("1,284.50", "1284.5"),
            ("1 284,50 Euro", "€1,284.50"),
            ("twelve ships", "12 ships"),
            ("12 % of it", "12 percent of it"),
            ("12 per cent", "12%"),
            ("3 million people", "3,000,000 people"),
            ("twenty-five", "25"),
            ("two hundred and fifty", "250"),
            ("1914–18", "1914 to 1918"),
            ("1646–7", "1646 to 1647"),
            ("the nineteenth century", "the 19th century"),
            ("14 March 2023", "2023-03-14"),
            ("March 2023", "14 March 2023"),
            ("in 2023", "on 14 March 2023"),
            ("about 12,000", "11,800"),
            ("12 members", "12 km"),
        ] {
            assert!(are_same(one, other), "{one} is {other}");
        }
    }

    #[test]
    fn other_values_units_and_days_differ() {
        for (one, other) in [
            ("5 km", "5 miles"),
            ("$5", "5 %"),
            ("12", "12.5"),
            ("15 March 2023", "14 March 2023"),
            ("14 March 2023", "14 April 2023"),
            ("about 1912", "1914"),
            ("3 million", "3 billion"),
        ] {
            assert!(!are_same(one, other), "{one} is not {other}");
        }
    }
}
