//! Forgiving a slip of the fingers: the known word that a misspelt one most likely was.
//!
//! No dictionary but the library's own words, so names and terms of the trade are known and nothing is "corrected"
//! into a word that no passage has. What a library knows is not wrong, however odd.

use std::cmp::Reverse;

/// Shorter words are left as they are: with one letter changed, nearly each is another word.
const MIN_LETTERS: usize = 4;

/// From this length on two slips are forgiven.
const TWO_SLIPS: usize = 8;

/// Longer words are no words; comparing them would only cost.
const MAX_LETTERS: usize = 40;

/// The known word that `word` most likely was, if that is certain enough; each known word comes with the number of
/// passages it stands in. Both are folded.
///
/// One slip is forgiven in words of four letters or more, two from eight on. A slip is a letter too many, missing or
/// wrong, or two neighbours in each other's place (optimal string alignment). The fewest slips win; then a first
/// letter that is right, since people rarely miss it; then the word that more passages have. Numbers and codes are
/// never corrected: one digit off is another thing. Nor is a word that is known.
pub(super) fn nearest<'a>(word: &str, known: impl Iterator<Item = (&'a str, u32)>) -> Option<&'a str> {
    let letters: Vec<char> = word.chars().take(MAX_LETTERS + 1).collect();
    if !(MIN_LETTERS..=MAX_LETTERS).contains(&letters.len()) || !is_spelled(word) {
        return None;
    }
    let slips = if letters.len() < TWO_SLIPS { 1 } else { 2 };
    let mut table = Table::default();
    let mut best: Option<(Reverse<usize>, bool, u32, Reverse<&str>)> = None;
    for (other, passages) in known {
        // A shorter bound once something near was found: most words are then dropped by their length.
        let bound = best.map_or(slips, |(Reverse(nearest), ..)| nearest);
        let Some(distance) = table.distance(&letters, other, bound) else { continue };
        if distance == 0 {
            return None;
        }
        let same_start = other.chars().next() == letters.first().copied();
        // Another first letter is forgiven as the only slip, never as one of two.
        if (same_start || distance == 1) && is_spelled(other) {
            best = best.max(Some((Reverse(distance), same_start, passages, Reverse(other))));
        }
    }
    best.map(|(.., Reverse(other))| other)
}

fn is_spelled(word: &str) -> bool {
    word.chars().all(char::is_alphabetic)
}

/// The working space of the comparison, kept from word to word.
#[derive(Default)]
struct Table {
    other: Vec<char>,
    before_last: Vec<usize>,
    last: Vec<usize>,
    row: Vec<usize>,
}

impl Table {
    /// How many slips part the two words, if not more than `bound`.
    fn distance(&mut self, word: &[char], other: &str, bound: usize) -> Option<usize> {
        // A letter has one byte to four, so the length in bytes drops most words before they are looked at.
        if other.len() + bound < word.len() || other.len() > 4 * (word.len() + bound) {
            return None;
        }
        self.other.clear();
        self.other.extend(other.chars());
        if self.other.len().abs_diff(word.len()) > bound {
            return None;
        }
        self.last.clear();
        self.last.extend(0..=self.other.len());
        for at in 1..=word.len() {
            self.fill_row(word, at, bound);
            // With no way through this row or the one before (a swap skips a row), there is none at all.
            if self.row.iter().chain(&self.last).all(|slips| *slips > bound) {
                return None;
            }
            std::mem::swap(&mut self.before_last, &mut self.last);
            std::mem::swap(&mut self.last, &mut self.row);
        }
        self.last.last().copied().filter(|slips| *slips <= bound)
    }

    /// The slips between the first `at` letters of the word and each beginning of the other, in a band around the
    /// diagonal: outside it there are more than `bound`.
    fn fill_row(&mut self, word: &[char], at: usize, bound: usize) {
        let letter = word[at - 1];
        self.row.clear();
        self.row.resize(self.other.len() + 1, bound + 1);
        self.row[0] = at;
        for column in at.saturating_sub(bound).max(1)..=(at + bound).min(self.other.len()) {
            let other = self.other[column - 1];
            let wrong = self.last[column - 1] + usize::from(letter != other);
            let mut slips = wrong.min(self.last[column] + 1).min(self.row[column - 1] + 1);
            let swapped = at > 1 && column > 1 && letter == self.other[column - 2] && word[at - 2] == other;
            if swapped {
                slips = slips.min(self.before_last[column - 2] + 1);
            }
            self.row[column] = slips;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KNOWN: &[(&str, u32)] = &[
        ("aerodynamics", 40),
        ("chloroplast", 12),
        ("chloroplasts", 30),
        ("contract", 9),
        ("contrast", 3),
        ("engine", 25),
        ("form", 8),
        ("from", 2),
        ("warsaw", 5),
        ("железо", 4),
        ("e4gine", 90),
    ];

    fn corrected(word: &str) -> Option<&'static str> {
        nearest(word, KNOWN.iter().copied())
    }

    #[test]
    fn each_kind_of_slip_is_forgiven() {
        for (typed, meant) in [
            ("engin", "engine"),
            ("enginee", "engine"),
            ("emgine", "engine"),
            ("enigne", "engine"),
            ("ngine", "engine"),
            ("aerodinamcs", "aerodynamics"),
            ("жилезо", "железо"),
        ] {
            assert_eq!(corrected(typed), Some(meant), "{typed:?}");
        }
    }

    #[test]
    fn short_words_allow_one_slip_and_long_words_two() {
        assert_eq!(corrected("wrasw"), None, "two slips in a short word make another word");
        assert_eq!(corrected("frm"), None, "three letters are too few to tell");
        assert_eq!(corrected("aerodinmcs"), None, "three slips are too many");
    }

    #[test]
    fn fewer_slips_win_then_the_first_letter_then_the_more_frequent() {
        assert_eq!(corrected("chloroplat"), Some("chloroplast"), "one slip is nearer than two, however frequent");
        assert_eq!(corrected("contrat"), Some("contract"), "of two equally near the more frequent is likelier");
        let known = [("boat", 1), ("goat", 90)];
        assert_eq!(nearest("boot", known.into_iter()), Some("boat"));
        assert_eq!(nearest("bgoat", known.into_iter()), Some("boat"), "the first letter is usually right");
    }

    #[test]
    fn the_first_letter_may_be_the_only_slip_but_not_one_of_two() {
        assert_eq!(corrected("serodynamics"), Some("aerodynamics"));
        assert_eq!(corrected("serodinamics"), None, "a wrong start and another slip are too uncertain");
    }

    #[test]
    fn numbers_and_codes_are_never_corrected_nor_corrected_to() {
        let known = [("1974", 5), ("ab1234", 5), ("engine", 1), ("engin3", 9)];
        assert_eq!(nearest("1975", known.into_iter()), None);
        assert_eq!(nearest("ab1235", known.into_iter()), None);
        assert_eq!(nearest("enginz", known.into_iter()), Some("engine"), "a code is never what was meant");
    }

    #[test]
    fn a_known_word_is_not_corrected() {
        assert_eq!(corrected("from"), None, "\"form\" is near and more frequent, but \"from\" is no mistake");
        assert_eq!(nearest("", KNOWN.iter().copied()), None);
        assert_eq!(nearest(&"x".repeat(1 << 20), KNOWN.iter().copied()), None, "not a word");
    }

    #[test]
    fn agrees_with_the_full_table() {
        let mut state: u32 = 5;
        let mut random = |below: u32| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 16) % below
        };
        let mut word = || -> String { (0..4 + random(6)).map(|_| char::from(b'a' + random(3) as u8)).collect() };
        for _ in 0..5_000 {
            let (one, other) = (word(), word());
            let letters: Vec<char> = one.chars().collect();
            let full = full_distance(&letters, &other.chars().collect::<Vec<char>>());
            for bound in 1..=2 {
                let banded = Table::default().distance(&letters, &other, bound);
                assert_eq!(banded, Some(full).filter(|full| *full <= bound), "{one} and {other}");
            }
        }
    }

    /// As in the textbook, without bound or band.
    fn full_distance(one: &[char], other: &[char]) -> usize {
        let mut table = vec![vec![0; other.len() + 1]; one.len() + 1];
        for i in 0..=one.len() {
            for j in 0..=other.len() {
                if i == 0 || j == 0 {
                    table[i][j] = i + j;
                    continue;
                }
                let wrong = table[i - 1][j - 1] + usize::from(one[i - 1] != other[j - 1]);
                table[i][j] = wrong.min(table[i - 1][j] + 1).min(table[i][j - 1] + 1);
                if i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1] {
                    table[i][j] = table[i][j].min(table[i - 2][j - 2] + 1);
                }
            }
        }
        table[one.len()][other.len()]
    }

    #[test]
    fn a_million_words_are_looked_through() {
        let spell = |mut number: u32| -> String {
            let mut word = String::from("s");
            for _ in 0..4 + number % 9 {
                word.push(char::from(b'a' + (number % 26) as u8));
                number = number.wrapping_mul(1_664_525).wrapping_add(1_013_904_223) >> 1;
            }
            word
        };
        let known: Vec<String> = (0..1_000_000).map(spell).chain(["serodynamic".to_owned()]).collect();
        let found = nearest("serodynamix", known.iter().map(|word| (word.as_str(), 1)));
        assert_eq!(found, Some("serodynamic"));
    }
}
