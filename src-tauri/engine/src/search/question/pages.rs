//! Pages as people write them in a filter.

/// Pages asked for by the number or the label that is printed on them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum PageRange {
    /// From one number to another, both included; the first page is 1.
    Numbers {
        /// The first page.
        first: u32,
        /// The last page, never below the first.
        last: u32,
    },
    /// A label that is not a number, such as `iv` or `A-3`, in small letters.
    Label(String),
}

/// No book has more pages in Roman numerals in front; a longer range is a slip of the fingers.
const LONGEST_ROMAN_RANGE: u32 = 200;

impl PageRange {
    /// What is written as `12`, `3-7`, `iv`, `iv-vii`, `A-3` or several of these with commas between.
    pub(super) fn parse(written: &str) -> Option<Vec<Self>> {
        let mut ranges = Vec::new();
        for part in written.split(',') {
            ranges.extend(Self::parse_one(&part.to_lowercase())?);
        }
        Some(ranges)
    }

    fn parse_one(part: &str) -> Option<Vec<Self>> {
        if let Some(page) = page_number(part) {
            return Some(vec![Self::Numbers { first: page, last: page }]);
        }
        if let Some((first, last)) = part.split_once(['-', '–']) {
            if let (Some(first), Some(last)) = (page_number(first), page_number(last)) {
                return Some(vec![Self::Numbers { first: first.min(last), last: first.max(last) }]);
            }
            if let (Some(first), Some(last)) = (from_roman(first), from_roman(last)) {
                let labels = (first..=last).take(LONGEST_ROMAN_RANGE as usize).map(|page| Self::Label(to_roman(page)));
                return Some(labels.collect()).filter(|labels: &Vec<Self>| !labels.is_empty());
            }
        }
        is_label(part).then(|| vec![Self::Label(part.to_owned())])
    }

    /// Whether a page is meant, given its number from 1 and its label.
    ///
    /// What is printed decides: a page 3 is the one that says 3, not the third sheet, where the pages in front are
    /// counted i, ii, iii. Only where labels are names, as those of sheets and chapters, the number counts.
    pub(crate) fn covers(&self, number: u32, label: &str) -> bool {
        match self {
            Self::Label(wanted) => label.trim().to_lowercase() == *wanted,
            Self::Numbers { first, last } => {
                let label = label.trim();
                let printed =
                    label.parse().ok().or_else(|| from_roman(&label.to_lowercase()).is_none().then_some(number));
                printed.is_some_and(|printed| (*first..=*last).contains(&printed))
            }
        }
    }
}

fn page_number(digits: &str) -> Option<u32> {
    let plain = digits.bytes().all(|byte| byte.is_ascii_digit());
    digits.parse().ok().filter(|page| plain && *page > 0)
}

/// Roman numerals, or a few letters and digits such as `B12`: anything longer is a word, not a label.
fn is_label(part: &str) -> bool {
    let short = part.len() <= 8 && part.chars().all(|letter| letter.is_ascii_alphanumeric() || "-.".contains(letter));
    let mixed = part.contains(|letter: char| letter.is_ascii_digit())
        && part.contains(|letter: char| letter.is_ascii_alphabetic())
        && part.ends_with(|letter: char| letter.is_ascii_alphanumeric());
    from_roman(part).is_some() || (short && mixed)
}

const ROMAN: [(u32, &str); 13] = [
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
];

fn to_roman(mut number: u32) -> String {
    let mut roman = String::new();
    for (value, letters) in ROMAN {
        while number >= value {
            roman.push_str(letters);
            number -= value;
        }
    }
    roman
}

/// Only numerals in their one right spelling, so that a word such as `civil` is none.
fn from_roman(roman: &str) -> Option<u32> {
    let (mut rest, mut number) = (roman, 0);
    for (value, letters) in ROMAN {
        while let Some(shorter) = rest.strip_prefix(letters).filter(|_| number < 4000) {
            rest = shorter;
            number += value;
        }
    }
    (rest.is_empty() && number > 0 && to_roman(number) == roman).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(first: u32, last: u32) -> PageRange {
        PageRange::Numbers { first, last }
    }

    fn label(label: &str) -> PageRange {
        PageRange::Label(label.to_owned())
    }

    #[test]
    fn numbers_ranges_and_labels_are_read() {
        assert_eq!(PageRange::parse("12"), Some(vec![numbers(12, 12)]));
        assert_eq!(PageRange::parse("7-3,12"), Some(vec![numbers(3, 7), numbers(12, 12)]));
        assert_eq!(PageRange::parse("3–7"), Some(vec![numbers(3, 7)]));
        assert_eq!(PageRange::parse("IV"), Some(vec![label("iv")]));
        assert_eq!(PageRange::parse("iv-vi"), Some(vec![label("iv"), label("v"), label("vi")]));
        assert_eq!(PageRange::parse("A-3"), Some(vec![label("a-3")]));
    }

    #[test]
    fn words_are_no_pages() {
        for written in ["", "0", "civil", "lunch", "3-", "-3", "1,,2", "12:30", "vi-iv", "99999999999", "+3", "iiii"] {
            assert_eq!(PageRange::parse(written), None, "{written}");
        }
    }

    #[test]
    fn the_printed_number_decides_where_there_is_one() {
        assert!(numbers(3, 7).covers(11, "3"), "the page that says 3 is meant");
        assert!(!numbers(3, 7).covers(3, "iii"), "not the third sheet");
        assert!(numbers(1, 2).covers(2, "Expenses"), "a sheet's name is no number, so it is counted");
        assert!(label("iv").covers(4, "IV"));
    }
}
