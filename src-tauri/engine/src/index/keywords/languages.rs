//! Which language a text is in, and what its words are without their endings.
//!
//! The language of Latin letters is told by a vote of the small words: "the", "und" and "les" are in every sentence
//! of their language and in few others. That works for a question of five words, where a detector that counts
//! letters guesses, and costs one look-up a word. Other scripts tell by themselves.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

use qdrant_rust_stemmers::{Algorithm, Stemmer};

use super::fold::fold;
use super::stop_words::{Language, OPENINGS, POLITE_BEGINNINGS, STOP_WORDS};
use super::words::{Kind, Word};

/// Shorter words keep their ends: there is nothing to take off that is not the word itself.
const MIN_STEMMED_LETTERS: usize = 3;

/// The languages of a small word, one bit each.
type Languages = u32;

/// Small words whose script gives their language away say nothing in any text.
const OTHER_SCRIPTS: Languages = bit(Language::Russian) | bit(Language::Greek) | bit(Language::Arabic);

/// Each small word with the languages that have it.
static STOP_WORD_LANGUAGES: LazyLock<HashMap<&str, Languages>> = LazyLock::new(|| {
    let mut languages = HashMap::new();
    for (language, list) in STOP_WORDS {
        for word in list.split_whitespace() {
            *languages.entry(word).or_default() |= bit(*language);
        }
    }
    languages
});

const fn bit(language: Language) -> Languages {
    1 << language as u32
}

/// What a text's words are to be read as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reading {
    /// Languages its Latin words may be in, the likeliest first.
    latin: Vec<Language>,
    /// Languages whose small words say nothing here.
    silent: Languages,
}

impl Reading {
    /// Of a passage: the one language with the most small words, English if there are none.
    pub(super) fn of_passage(words: &[Word]) -> Self {
        let winner = votes(words).first().map_or(Language::English, |(language, _)| *language);
        Self { latin: vec![winner], silent: bit(winner) | OTHER_SCRIPTS }
    }

    /// Of a question: every language that has at least half as many votes as the winner, since its few words may
    /// be of several; all languages if none has any.
    pub(super) fn of_question(words: &[Word]) -> Self {
        let votes = votes(words);
        let Some((_, most)) = votes.first().copied() else {
            let latin = STOP_WORDS.iter().map(|(language, _)| *language).filter(|language| is_latin(*language));
            return Self { latin: latin.collect(), silent: OTHER_SCRIPTS };
        };
        let silent = votes.iter().filter(|(_, count)| *count == most).map(|(language, _)| bit(*language));
        let silent = silent.fold(OTHER_SCRIPTS, |all, one| all | one);
        let plausible = votes.into_iter().filter(|(_, count)| *count * 2 >= most);
        Self { latin: plausible.map(|(language, _)| language).collect(), silent }
    }

    /// Whether a word is one of the small ones that stand everywhere.
    pub(super) fn is_stop_word(&self, word: &Word) -> bool {
        word.kind == Kind::Plain && !word.shouted && languages_of(&word.folded) & self.silent != 0
    }

    /// A word without its endings, in each language that the text may be in, the likeliest first, each once. Never
    /// empty: what has no endings stands for itself.
    pub(super) fn stems(&self, word: &Word) -> Vec<String> {
        let mut stems: Vec<String> = Vec::new();
        for language in self.languages_for(word) {
            let stem = stem(word, language);
            if !stems.contains(&stem) {
                stems.push(stem);
            }
        }
        if stems.is_empty() {
            stems.push(word.folded.clone());
        }
        stems
    }

    fn languages_for(&self, word: &Word) -> Vec<Language> {
        let stemmed = matches!(word.kind, Kind::Plain | Kind::Extra)
            && !word.has_digit()
            && word.folded.chars().nth(MIN_STEMMED_LETTERS - 1).is_some();
        match word.written.chars().next().filter(|_| stemmed) {
            Some('\u{400}'..='\u{52f}') => vec![Language::Russian],
            Some('\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}') => vec![Language::Greek],
            Some('\u{600}'..='\u{6ff}') => vec![Language::Arabic],
            Some('a'..='z' | '\u{df}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}') => self.latin.clone(),
            _ => Vec::new(),
        }
    }
}

/// How many of a question's telling words stand before the point: "tell" in "Can you tell me about steam engines".
/// None if it does not begin as people ask; then the same words are meant ("How did the show end?").
pub(super) fn openings(words: &[Word], telling: &[&Word]) -> usize {
    let listed = |list: &str, word: &Word| list.split_whitespace().any(|listed| listed == word.folded);
    let asks = words.first().is_some_and(|first| listed(OPENINGS, first) || listed(POLITE_BEGINNINGS, first));
    // The whole of "dis-moi" is no more to the point than its parts.
    let opens = |word: &&&Word| asks && (word.kind == Kind::Extra || listed(OPENINGS, word));
    telling.iter().take_while(opens).count()
}

fn is_latin(language: Language) -> bool {
    bit(language) & OTHER_SCRIPTS == 0
}

/// Whether an English word, folded, tells no passage from another.
pub fn is_small_word(folded: &str) -> bool {
    languages_of(folded) & bit(Language::English) != 0
}

fn languages_of(folded: &str) -> Languages {
    STOP_WORD_LANGUAGES.get(folded).copied().unwrap_or_default()
}

/// The Latin languages by how many of the words are small words of theirs, most first; ties in the order of the
/// lists, in which English is first.
fn votes(words: &[Word]) -> Vec<(Language, usize)> {
    let of_words: Vec<Languages> = words.iter().map(|word| languages_of(&word.folded)).collect();
    let latin = STOP_WORDS.iter().map(|(language, _)| *language).filter(|language| is_latin(*language));
    let mut votes: Vec<(Language, usize)> = latin
        .map(|language| (language, of_words.iter().filter(|languages| **languages & bit(language) != 0).count()))
        .filter(|(_, count)| *count > 0)
        .collect();
    votes.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    votes
}

/// The stem, folded. Endings are taken off before the accents are, because they tell one ending from another.
fn stem(word: &Word, language: Language) -> String {
    let Some(algorithm) = algorithm(language) else { return word.folded.clone() };
    let written = match language {
        // The stemmer knows no ё.
        Language::Russian => Cow::Owned(word.written.replace('ё', "е")),
        _ => Cow::Borrowed(word.written.as_str()),
    };
    let stem = fold(&Stemmer::create(algorithm).stem(&written));
    if stem.is_empty() { word.folded.clone() } else { stem }
}

fn algorithm(language: Language) -> Option<Algorithm> {
    Some(match language {
        Language::English => Algorithm::English,
        Language::German => Algorithm::German,
        Language::French => Algorithm::French,
        Language::Spanish => Algorithm::Spanish,
        Language::Italian => Algorithm::Italian,
        Language::Portuguese => Algorithm::Portuguese,
        Language::Dutch => Algorithm::Dutch,
        Language::Swedish => Algorithm::Swedish,
        Language::Danish => Algorithm::Danish,
        Language::Norwegian => Algorithm::Norwegian,
        Language::Finnish => Algorithm::Finnish,
        Language::Hungarian => Algorithm::Hungarian,
        Language::Romanian => Algorithm::Romanian,
        Language::Turkish => Algorithm::Turkish,
        Language::Russian => Algorithm::Russian,
        Language::Greek => Algorithm::Greek,
        Language::Arabic => Algorithm::Arabic,
        Language::Polish | Language::Czech => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::super::words::words;
    use super::*;

    fn passage(text: &str) -> Language {
        Reading::of_passage(&words(text)).latin[0]
    }

    #[test]
    fn a_sentence_tells_its_language() {
        for (text, language) in [
            ("What was the price of oil in March of 1974?", Language::English),
            ("Wie hoch war der Umsatz in diesem Jahr?", Language::German),
            ("Quel est le prix du pétrole en mars ?", Language::French),
            ("¿Cuál fue el precio del petróleo en marzo?", Language::Spanish),
            ("Qual era il prezzo del petrolio nel mese di marzo?", Language::Italian),
            ("Qual foi o preço do petróleo em março?", Language::Portuguese),
            ("Wat was de prijs van olie in maart en hoe hoog is het nu?", Language::Dutch),
            ("Vad var priset på olja och hur högt är det nu?", Language::Swedish),
            ("Jaka była cena ropy w marcu i czy jest ona teraz wyższa?", Language::Polish),
            ("Mikä oli öljyn hinta ja kuinka korkea se on nyt?", Language::Finnish),
            ("Mennyi volt az olaj ára és hogyan változott ez azóta?", Language::Hungarian),
            ("Petrol fiyatı ne kadar ve bu yıl için nasıl oldu?", Language::Turkish),
        ] {
            assert_eq!(passage(text), language, "{text:?}");
        }
        assert_eq!(passage("Steam engine 1712"), Language::English, "nothing speaks for another language");
    }

    #[test]
    fn small_words_are_listed_as_they_are_looked_up() {
        let lists = STOP_WORDS.iter().map(|(_, list)| *list).chain([OPENINGS, POLITE_BEGINNINGS]);
        for word in lists.flat_map(str::split_whitespace) {
            assert_eq!(word, fold(word), "a word that is not folded is never met");
        }
    }

    #[test]
    fn a_short_question_may_be_in_several_languages() {
        let reading = Reading::of_question(&words("in Berlin"));
        assert!(reading.latin.contains(&Language::English), "\"in\" is English");
        assert!(reading.latin.contains(&Language::German), "and German");
        let silent = Reading::of_question(&words("Umsatz Mitarbeiter"));
        assert!(silent.latin.len() > 10, "nothing speaks against any language");
    }

    #[test]
    fn no_stemmer_can_be_crashed_or_emptied() {
        let letters: Vec<char> = "aeiouyßéñøşğıżабвгдеёжийьяαβγςώابتةيوّ'ioneslichkeitmentenциями".chars().collect();
        let mut state: u32 = 7;
        let mut next = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 16) as usize
        };
        for _ in 0..20_000 {
            let length = 1 + next() % 24;
            let written: String = (0..length).map(|_| letters[next() % letters.len()]).collect();
            for word in words(&written) {
                for (language, _) in STOP_WORDS {
                    assert!(!stem(&word, *language).is_empty(), "{word:?} in {language:?} must leave something");
                }
            }
        }
    }
}
