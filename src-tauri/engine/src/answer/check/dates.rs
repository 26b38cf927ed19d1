//! Days, however they are written: 14 March 2023, March 14, 2023, 2023-03-14, 14.03.2023.

use std::ops::Range;

use super::lexicon::{Entry, Lexicon};
use super::words::{Gap, Word};

/// The months in English and German, folded, with their short forms.
const MONTHS: [&str; 12] = [
    "january jan januar",
    "february feb februar",
    "march mar marz",
    "april apr",
    "may mai",
    "june jun juni",
    "july jul juli",
    "august aug",
    "september sep sept",
    "october oct oktober okt",
    "november nov",
    "december dec dezember dez",
];

/// A day, as far as it is told.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Date {
    /// The year.
    pub(super) year: Option<u32>,
    /// From 1.
    pub(super) month: Option<u8>,
    /// From 1.
    pub(super) day: Option<u8>,
}

impl Date {
    /// Whether both may be the same day: nothing that both tell differs, and both tell the month.
    pub(super) fn agrees(self, other: Self) -> bool {
        self.month == other.month
            && fits(self.year.as_ref(), other.year.as_ref())
            && fits(self.day.as_ref(), other.day.as_ref())
    }
}

fn fits<T: PartialEq>(one: Option<&T>, other: Option<&T>) -> bool {
    one.zip(other).is_none_or(|(one, other)| one == other)
}

/// The month that a folded word names, from 1.
pub(super) fn month(folded: &str) -> Option<u8> {
    let named = |names: &&str| names.split(' ').any(|name| name == folded);
    MONTHS.iter().position(named).map(|at| at as u8 + 1)
}

/// The dates among words and where they stand, in words.
pub(super) fn dates(words: &[Word], lexicon: &Lexicon<'_>) -> Vec<(Date, Range<usize>)> {
    let entries: Vec<&Entry> = words.iter().map(|word| lexicon.entry_of(word.form)).collect();
    let mut found: Vec<(Date, Range<usize>)> = Vec::new();
    for at in 0..words.len() {
        if found.last().is_some_and(|(_, range)| at < range.end) {
            continue;
        }
        let free = found.last().map_or(0, |(_, range)| range.end);
        let date = in_digits(words, &entries, at).or_else(|| with_name(words, &entries, at, free));
        found.extend(date);
    }
    found
}

/// 2023-03-14, 14.03.2023 and 14/03/2023; 03/14/2023 is read as the one day that it can be.
fn in_digits(words: &[Word], entries: &[&Entry], at: usize) -> Option<(Date, Range<usize>)> {
    let range = at..at + 3;
    let tied = |word: &Word| word.gap != Gap::Space;
    if !words.get(range.clone())?[1..].iter().all(tied) {
        return None;
    }
    let [first, second, third] =
        [0, 1, 2].map(|step| entries[at + step].number.filter(|value| value.fract() == 0.0).map(|value| value as u32));
    let (year, month, day) = match (first?, second?, third?) {
        (year @ 1000..2200, month @ 1..=12, day @ 1..=31) | (day @ 1..=31, month @ 1..=12, year @ 1000..2200) => {
            (year, month, day)
        }
        (month @ 1..=12, day @ 13..=31, year @ 1000..2200) => (year, month, day),
        _ => return None,
    };
    Some((Date { year: Some(year), month: Some(month as u8), day: Some(day as u8) }, range))
}

/// A month by its name, with the day before or behind it and the year behind both. "May" and "March" alone are no
/// dates.
fn with_name(words: &[Word], entries: &[&Entry], at: usize, free: usize) -> Option<(Date, Range<usize>)> {
    let month = entries[at].month.filter(|_| words[at].capital)?;
    let day = |at: usize| number_in(entries, at, 1..32).map(|day| day as u8);
    let year = |at: usize| number_in(entries, at, 1000..2200);
    let of = |at: usize| entries.get(at).is_some_and(|entry| entry.text == "of");
    let before = match at.checked_sub(1).filter(|at| *at >= free) {
        Some(at) if of(at) && at > free => day(at - 1).map(|day| (day, at - 1)),
        Some(at) => day(at).map(|day| (day, at)),
        None => None,
    };
    let (day, start, mut end) = match before {
        Some((day, start)) => (Some(day), start, at + 1),
        None => (day(at + 1), at, at + 1 + usize::from(day(at + 1).is_some())),
    };
    let year = year(end).or_else(|| year(end + 1).filter(|_| of(end)));
    end += usize::from(year.is_some()) * (1 + usize::from(of(end)));
    (day.is_some() || year.is_some()).then_some((Date { year, month: Some(month), day }, start..end))
}

fn number_in(entries: &[&Entry], at: usize, range: Range<u32>) -> Option<u32> {
    let value = entries.get(at)?.number.filter(|value| value.fract() == 0.0)? as u32;
    range.contains(&value).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::super::tests::plain_stems;
    use super::super::words::words;
    use super::*;

    fn read(text: &str) -> Vec<Date> {
        let stems = plain_stems;
        let mut lexicon = Lexicon::new(&stems);
        let words = words(text, &mut lexicon);
        dates(&words, &lexicon).into_iter().map(|(date, _)| date).collect()
    }

    #[test]
    fn a_day_is_read_however_it_is_written() {
        let day = Date { year: Some(2023), month: Some(3), day: Some(14) };
        for written in [
            "14 March 2023",
            "March 14, 2023",
            "March 14th, 2023",
            "the 14th of March 2023",
            "2023-03-14",
            "14.03.2023",
            "14/03/2023",
            "03/14/2023",
            "14. März 2023",
        ] {
            assert_eq!(read(written), [day], "{written}");
        }
    }

    #[test]
    fn a_part_of_a_day_is_one_too() {
        assert_eq!(read("In March 2023 it was"), [Date { year: Some(2023), month: Some(3), day: None }]);
        assert_eq!(read("He may go in 2023; they march."), []);
        let (part, whole) = (read("March 2023")[0], read("14 March 2023")[0]);
        assert!(part.agrees(whole) && !part.agrees(read("April 2023")[0]));
    }
}
