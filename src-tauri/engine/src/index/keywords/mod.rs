//! Text to BM25 sparse vectors: the words of passages and questions, hashed and weighed.
//!
//! Made here and not by the index, because documents are in many languages and a person does not say in which. A
//! passage is stemmed in its own language and keeps each word's unstemmed form as well; a question brings its words'
//! forms and the stems of every language that it may be in. So a question finds a passage whose language was guessed
//! wrongly, and an exact match counts a little more than one of stems.
//!
//! The product of a question's and a passage's weights is the score of Okapi BM25 (Robertson and Zaragoza 2009) once
//! the index multiplies the inverse document frequency, which it alone knows. What is written for the embedded index
//! and for a server is the same; neither looks into the numbers.
//!
//! Hashes are 32-bit FNV-1a of the UTF-8 bytes of a term, with the sign bit off, as Qdrant's own terms have none.
//! They are stored: another hash, or another way to cut words, needs the index to be written anew.
//!
//! # Layout
//! - [`mod@words`]: text to words, so that a thing is found however it was written
//! - [`mod@fold`]: lowercase words without accents
//! - [`languages`]: which language, and words without their endings
//! - [`stop_words`]: the small words of each language

mod fold;
mod languages;
mod stop_words;
mod words;

use std::collections::{BTreeMap, BTreeSet};

pub use languages::is_small_word;
use languages::{Reading, openings};
use words::{Kind, Word, words};

/// Names the way in which words are cut, hashed and weighed: what was written in another way is not found by questions.
pub const KEYWORDS_FORM: &str = "words-1";

// The weights were chosen on three kinds of text at once: 1,119 paragraphs of SQuAD v1.1 dev (every third question),
// Cranfield and CISI, each without and with titles as context. A figure in a comment is the mean of the six `nDCG@10`
// with one weight changed; with all as they stand it is .544. For comparison, words cut at signs with English stems
// and stop words alone, and titles in the text, reach .542. All optima are flat.

/// How soon a word that is repeated stops counting for more. 0.9: .541, 1.2: .544, 1.5: .546; paragraphs asked for a
/// fact want less, abstracts asked for a subject want more, and 1.2 is between them.
const K1: f32 = 1.2;

/// How much a long passage is weighed down; 0 not at all, 1 fully. 0.6: .543, 0.75: .544, 0.9: .544.
const B: f32 = 0.75;

/// The words of an average passage, small words not counted: passages of 128 model tokens have about 95 words, of
/// which 55 are left.
const AVERAGE_WORDS: f32 = 55.0;

/// How often a word of the title or the section path counts as said in the passage. 0: .542, 0.75: .544, 1.5: .547;
/// less than 1 all the same, because a passage that names a thing should come before its neighbours that do not.
const CONTEXT: f32 = 0.75;

/// What the unstemmed form of a question's word counts, beside 1 for its stem. 0: .542, 0.2: .544, 0.3: .546, 0.5:
/// .543. Short questions want less of it; it also finds a passage whose language was guessed wrongly.
const FORM: f32 = 0.2;

/// What the stem of another language that a question may be in counts. 0: .545, 0.25: .544, 0.5: .543, 1: .539. If
/// a question has no small word it may be in all languages, and then 1 would cost three times as much.
const OTHER_STEM: f32 = 0.25;

/// What the whole of a question's compound counts, beside 1 for each of its parts. 0: .544, 0.25: .544, 1: .540;
/// without it "self-adjoint" would not find "selfadjoint".
const WHOLE: f32 = 0.25;

/// What two neighbouring words of a question count when written as one: "data base" finds "database". 0: .545,
/// 0.25: .544, 1: .538.
const NEIGHBOURS: f32 = 0.25;

/// How many words of a question count. A whole paragraph may be pasted as one; each word costs a look-up.
const MAX_QUESTION_WORDS: usize = 64;

/// Beginnings that are written apart, tied by a hyphen or as one with the next word. Passages that write them apart
/// are found by the one word.
const BEGINNINGS: &[&str] = &[
    "anti", "auto", "bi", "bio", "co", "counter", "cyber", "de", "e", "eco", "extra", "hyper", "infra", "inter",
    "intra", "macro", "mega", "meta", "micro", "mid", "mini", "mono", "multi", "nano", "neo", "non", "over", "para",
    "poly", "post", "pre", "pro", "pseudo", "quasi", "re", "self", "semi", "sub", "super", "supra", "trans", "tri",
    "ultra", "un", "under",
];

/// The words of a text: hashed terms and their weights, in step, the terms rising and each once.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct KeywordVector {
    /// Hashes of the terms.
    pub indices: Vec<u32>,
    /// For a passage the saturated term frequency; for a question how much the term matters.
    pub values: Vec<f32>,
}

impl FromIterator<(u32, f32)> for KeywordVector {
    /// The terms must come rising and each once, as those of a map do.
    fn from_iter<I: IntoIterator<Item = (u32, f32)>>(terms: I) -> Self {
        let (indices, values) = terms.into_iter().unzip();
        Self { indices, values }
    }
}

/// Cuts texts into folded, stemmed words and weighs them. Keeps nothing; cheap to make and to clone.
#[derive(Debug, Clone, Default)]
pub struct Keywords;

impl Keywords {
    /// For texts of any language.
    pub fn new() -> Self {
        Self
    }

    /// A passage's words. Those of `context`, its title and section path, help to find it but count less than
    /// its own.
    pub fn of_passage(&self, context: &str, text: &str) -> KeywordVector {
        let own = words(text);
        let reading = Reading::of_passage(&own);
        let mut counts = counted(&own, &reading);
        for term in counted(&words(context), &reading).into_keys() {
            *counts.entry(term).or_default() += CONTEXT;
        }
        let length = own.iter().filter(|word| word.kind != Kind::Extra && !reading.is_stop_word(word)).count();
        let norm = K1 * (1.0 - B + B * length as f32 / AVERAGE_WORDS);
        counts.into_iter().map(|(term, count)| (term, count * (K1 + 1.0) / (count + norm))).collect()
    }

    /// A question's words: 1 for a word's stem, less for what else may find it. Question words and polite openings
    /// say nothing, unless there is nothing else.
    pub fn of_question(&self, text: &str) -> KeywordVector {
        let words = words(text);
        let reading = Reading::of_question(&words);
        let mut telling = telling(&words, &reading);
        telling.truncate(MAX_QUESTION_WORDS);
        let mut weights: BTreeMap<u32, f32> = BTreeMap::new();
        let mut add = |term: &str, weight: f32| {
            let entry = weights.entry(hash(term)).or_default();
            *entry = entry.max(weight);
        };
        for word in &telling {
            let share = if word.kind == Kind::Extra { WHOLE } else { 1.0 };
            add(&word.folded, share * FORM);
            for (rank, stem) in reading.stems(word).iter().enumerate() {
                add(stem, if rank == 0 { share } else { share * OTHER_STEM });
            }
        }
        for (first, second) in neighbours(&telling) {
            add(&[first.folded.as_str(), &second.folded].concat(), NEIGHBOURS);
        }
        weights.into_iter().collect()
    }

    /// The distinct terms of a text by which it is compared with another: one for each word, and those for the
    /// wholes and parts of compounds. Stop words are not among them, unless there is nothing else.
    pub fn terms(&self, text: &str) -> BTreeSet<u32> {
        let words = words(text);
        let reading = Reading::of_passage(&words);
        let telling = telling(&words, &reading);
        telling.iter().flat_map(|word| reading.stems(word)).map(|stem| hash(&stem)).collect()
    }

    /// How single words are read in texts like this sample: their stems, none for small words. For texts that are
    /// compared word by word.
    pub fn stems_like(&self, sample: &str) -> impl Fn(&str) -> Vec<String> + use<> {
        let reading = Reading::of_passage(&words(sample));
        move |word| {
            let telling = words(word).into_iter().filter(|word| word.kind != Kind::Extra);
            telling.filter(|word| !reading.is_stop_word(word)).flat_map(|word| reading.stems(&word)).collect()
        }
    }

    /// The words of a text as they are compared before their endings are taken off, each once: what a spelling is
    /// looked up among. Without stop words, and without numbers, codes and scripts in which spelling errs
    /// otherwise than by a letter.
    pub fn words(&self, text: &str) -> BTreeSet<String> {
        let words = words(text);
        let reading = Reading::of_passage(&words);
        let spelled = words.into_iter().filter(|word| {
            matches!(word.kind, Kind::Plain | Kind::Extra) && !word.has_digit() && !reading.is_stop_word(word)
        });
        spelled.map(|word| word.folded).collect()
    }
}

/// How often each term of a passage stands in it: stems, unstemmed forms, and small words, so that a question of
/// nothing else ("to be or not to be") finds something.
fn counted(words: &[Word], reading: &Reading) -> BTreeMap<u32, f32> {
    let mut counts: BTreeMap<u32, f32> = BTreeMap::new();
    let mut add = |term: &str| *counts.entry(hash(term)).or_default() += 1.0;
    for word in words {
        add(&word.folded);
        if !reading.is_stop_word(word) {
            reading.stems(word).iter().filter(|stem| **stem != word.folded).for_each(|stem| add(stem));
        }
    }
    for pair in words.windows(2).filter(|pair| BEGINNINGS.contains(&pair[0].folded.as_str())) {
        if pair.iter().all(|word| word.kind == Kind::Plain) {
            add(&[pair[0].folded.as_str(), &pair[1].folded].concat());
        }
    }
    counts
}

/// The words of a question that tell what it is about: all but stop words and what comes before the point. If that
/// leaves nothing, all but stop words; if that leaves nothing, all.
fn telling<'a>(words: &'a [Word], reading: &Reading) -> Vec<&'a Word> {
    let content: Vec<&Word> = words.iter().filter(|word| !reading.is_stop_word(word)).collect();
    if content.iter().all(|word| word.kind == Kind::Extra) {
        return words.iter().collect();
    }
    let opening = openings(words, &content);
    let point = &content[opening..];
    if point.is_empty() { content } else { point.to_vec() }
}

/// Words that stand side by side and may be written as one.
fn neighbours<'a>(words: &'a [&Word]) -> impl Iterator<Item = (&'a Word, &'a Word)> {
    let plain = |word: &Word| word.kind == Kind::Plain;
    words.windows(2).map(|pair| (pair[0], pair[1])).filter(move |(first, second)| plain(first) && plain(second))
}

/// FNV-1a (Fowler, Noll and Vo), 32 bits, the highest bit off. Two terms that share a hash by chance, one in some
/// thousands in a large library, are told apart by the other words of a question.
fn hash(term: &str) -> u32 {
    let hash = term.bytes().fold(0x811c_9dc5, |hash: u32, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    hash & 0x7fff_ffff
}

#[cfg(test)]
mod tests;
