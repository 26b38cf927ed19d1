//! The documents that are sent: every other one is a PDF, no two say the same, and each has a word that stands in no
//! other.

use std::fmt::Write;

use sha2::{Digest, Sha256};

use super::pages::of_lines;

const LINES_A_PAGE: usize = 50;

/// What words of no language are made of.
const CONSONANTS: [&str; 16] = ["b", "d", "f", "g", "k", "l", "m", "n", "p", "r", "s", "t", "v", "w", "x", "z"];
const VOWELS: [&str; 5] = ["a", "e", "i", "o", "u"];

/// What the lines tell of.
const THINGS: [&str; 7] = ["kettle", "stove", "harbour", "lantern", "clock", "garden", "ledger"];
const DEEDS: [&str; 5] = ["was bought", "was mended", "was lent out", "was painted green", "was found again"];
const TIMES: [&str; 6] = ["in spring", "after the flood", "at noon", "before the fair", "on a Monday", "in the snow"];

/// A document.
pub(super) struct Paper {
    pub(super) name: String,
    pub(super) bytes: Vec<u8>,
    /// SHA-256 of its bytes, in hex.
    pub(super) id: String,
    /// The word that stands in it alone.
    pub(super) word: String,
}

impl Paper {
    /// The one of this number.
    pub(super) fn new(number: usize, pages: usize) -> Self {
        let word = word(number);
        let line = |page: usize, line: usize| {
            let (thing, deed) =
                (THINGS[(number + line) % THINGS.len()], DEEDS[(number * 3 + line + page) % DEEDS.len()]);
            let time = TIMES[(number + page * 5 + line * 7) % TIMES.len()];
            let sum = 17 + (number * 131 + page * 37 + line * 11) % 900;
            format!("The {thing} of {word} {deed} {time} for {sum} crowns, as is told in entry {page}.{line}.")
        };
        let pages: Vec<Vec<String>> =
            (1..=pages).map(|page| (1..=LINES_A_PAGE).map(|at| line(page, at)).collect()).collect();
        let (end, bytes) = if number.is_multiple_of(2) {
            ("pdf", of_lines(&pages))
        } else {
            // A form feed ends a page.
            ("txt", pages.iter().map(|lines| lines.join("\n")).collect::<Vec<_>>().join("\u{c}").into_bytes())
        };
        let id = Sha256::digest(&bytes).iter().fold(String::new(), |mut id, byte| {
            let _ = write!(id, "{byte:02x}");
            id
        });
        Self { name: format!("paper-{number}.{end}"), bytes, id, word }
    }
}

/// A word for a number: three syllables and an end that none of the language has, so that nothing is taken for a form
/// of it.
fn word(number: usize) -> String {
    let syllable =
        |at: usize| format!("{}{}", CONSONANTS[at % CONSONANTS.len()], VOWELS[at / CONSONANTS.len() % VOWELS.len()]);
    // Neighbours in number look nothing alike: neither factor shares one with the number of syllables.
    format!("{}{}{}x", syllable(number), syllable(number * 7 + 3), syllable(number * 31 + 11 + number / 80))
}
