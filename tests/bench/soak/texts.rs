//! Texts in which every paragraph has a word of its own, by which it must be found as long as it is there.

use std::collections::BTreeSet;

use super::chance::Chance;

/// What the paragraphs are made of.
const WORDS: [&str; 32] = [
    "kettle", "stove", "keeper", "harbour", "ferry", "captain", "island", "winter", "market", "bread", "salt", "rope",
    "anchor", "window", "candle", "orchard", "river", "mill", "bridge", "garden", "copper", "barrel", "sail",
    "compass", "lantern", "meadow", "violin", "parcel", "ladder", "shepherd", "chimney", "thimble",
];

/// One for each digit.
const SYLLABLES: [&str; 10] = ["bo", "do", "fo", "go", "ko", "mo", "po", "to", "vo", "zo"];

/// Paragraphs of a text at the most.
const PARAGRAPHS: usize = 8;

/// Sentences of a paragraph at the most, besides the one with its word.
const SENTENCES: usize = 9;

/// Words that stand in one paragraph each. They are told apart by letters alone, end in none that a language takes off,
/// and are known by a number, so that those that are used up need not be kept.
#[derive(Default)]
pub(super) struct Markers {
    used: usize,
}

impl Markers {
    /// The next one.
    fn next(&mut self) -> String {
        self.used += 1;
        Self::numbered(self.used - 1)
    }

    /// One that was used, whether or not it stands anywhere now; none if none was.
    pub(super) fn any(&self, chance: &mut Chance) -> Option<String> {
        (self.used > 0).then(|| Self::numbered(chance.below(self.used)))
    }

    fn numbered(number: usize) -> String {
        let digits = format!("{number:06}");
        let syllables = digits.bytes().map(|digit| SYLLABLES[usize::from(digit - b'0')]);
        format!("q{}x", syllables.collect::<String>())
    }
}

/// A text that a person writes and edits.
#[derive(Debug, Clone)]
pub(super) struct Text {
    paragraphs: Vec<Paragraph>,
}

#[derive(Debug, Clone)]
struct Paragraph {
    marker: String,
    words: String,
}

impl Text {
    /// A new one.
    pub(super) fn new(chance: &mut Chance, markers: &mut Markers) -> Self {
        let count = 1 + chance.below(PARAGRAPHS);
        Self { paragraphs: (0..count).map(|_| Paragraph::new(chance, markers)).collect() }
    }

    /// Another paragraph in the place of one.
    pub(super) fn edit(&mut self, chance: &mut Chance, markers: &mut Markers) {
        let edited = chance.below(self.paragraphs.len());
        self.paragraphs[edited] = Paragraph::new(chance, markers);
    }

    /// The words by which its paragraphs are found.
    pub(super) fn markers(&self) -> BTreeSet<String> {
        self.paragraphs.iter().map(|paragraph| paragraph.marker.clone()).collect()
    }

    /// As it stands in its file.
    pub(super) fn written(&self) -> String {
        let paragraphs: Vec<&str> = self.paragraphs.iter().map(|paragraph| paragraph.words.as_str()).collect();
        paragraphs.join("\n\n")
    }
}

impl Paragraph {
    fn new(chance: &mut Chance, markers: &mut Markers) -> Self {
        let marker = markers.next();
        let mut sentences: Vec<String> = (0..=chance.below(SENTENCES)).map(|_| sentence(chance)).collect();
        let place = WORDS[chance.below(WORDS.len())];
        let at = chance.below(sentences.len() + 1);
        sentences.insert(at, format!("The ledger of {marker} is kept beside the {place}."));
        Self { marker, words: sentences.join(" ") }
    }
}

/// What is asked of a paragraph.
pub(super) fn question(marker: &str) -> String {
    format!("Where is the ledger of {marker} kept?")
}

fn sentence(chance: &mut Chance) -> String {
    let length = 6 + chance.below(9);
    let words: Vec<&str> = (0..length).map(|_| WORDS[chance.below(WORDS.len())]).collect();
    format!("The {}.", words.join(" "))
}
