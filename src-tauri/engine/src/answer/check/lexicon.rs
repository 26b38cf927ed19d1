//! Every form of a word once, with all that is known of it without its neighbours.

use std::collections::HashMap;

use super::antonyms::{Opposite, opposites};
use super::dates::month;
use super::irregular::base;
use super::names::is_title;
use super::normal::fold;
use super::numerals::{scale, value};
use super::polarity::negates;
use super::units::{Unit, unit};

/// Longer stems are cut: "administration" and "administrative" are told apart by their ends alone.
const STEM_LETTERS: usize = 7;

/// Words that are written as a sign as well.
const PERCENT: &[&str] = &["percent", "prozent", "pct"];

/// A form, by its place in the lexicon.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Form(u32);

/// What content words are counted by; rising from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Stem(pub(super) u32);

/// What is known of a form.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    /// Folded; numbers as their value.
    pub(super) text: String,
    /// None for small words.
    pub(super) stem: Option<Stem>,
    /// Its value, if it is a number.
    pub(super) number: Option<f64>,
    /// By how much it multiplies a number before it.
    pub(super) scale: Option<f64>,
    /// The unit that it names.
    pub(super) unit: Option<Unit>,
    /// The month that it names, from 1.
    pub(super) month: Option<u8>,
    /// Whether it is no name even with a capital letter.
    pub(super) is_title: bool,
    /// Whether it turns what it stands at into its opposite.
    pub(super) negates: bool,
    /// Its sides among opposites.
    pub(super) opposites: &'static [Opposite],
}

/// The forms of an answer and its sources.
pub(super) struct Lexicon<'a> {
    stems_of: &'a dyn Fn(&str) -> Vec<String>,
    forms: HashMap<String, Form>,
    stems: HashMap<String, Stem>,
    entries: Vec<Entry>,
}

impl<'a> Lexicon<'a> {
    /// `stems_of` gives the stems of a single word, none for a small one; the first is what it is compared by.
    pub(super) fn new(stems_of: &'a dyn Fn(&str) -> Vec<String>) -> Self {
        Self { stems_of, forms: HashMap::new(), stems: HashMap::new(), entries: Vec::new() }
    }

    /// The form of a word as written.
    pub(super) fn form(&mut self, written: &str) -> Form {
        let mut folded = fold(written);
        if PERCENT.contains(&folded.as_str()) {
            "%".clone_into(&mut folded);
        }
        let value = value(&folded, written);
        let key = match value {
            Some(value) => value.to_string(),
            // "US" and "WHO" are names, not the small words they look like.
            None if is_short_name(written) => written.to_owned(),
            None => folded.clone(),
        };
        if let Some(form) = self.forms.get(&key) {
            return *form;
        }
        let form = Form(self.entries.len() as u32);
        let entry = self.entry(if value.is_some() { key.clone() } else { folded }, value, &key);
        self.entries.push(entry);
        self.forms.insert(key, form);
        form
    }

    fn entry(&mut self, text: String, number: Option<f64>, key: &str) -> Entry {
        let stem = if number.is_some() { Some(text.clone()) } else { self.stem_of(&text, key) };
        let stem = stem.map(|stem| self.stem(stem));
        Entry {
            stem,
            number,
            scale: scale(&text),
            unit: unit(&text),
            month: month(&text),
            is_title: is_title(&text),
            negates: negates(&text),
            opposites: opposites(&text),
            text,
        }
    }

    fn stem_of(&self, folded: &str, written: &str) -> Option<String> {
        if let Some(base) = base(folded) {
            return Some(base.to_owned());
        }
        let stem = (self.stems_of)(written).into_iter().next();
        let stem = stem.or_else(|| is_short_name(written).then(|| written.to_owned()))?;
        Some(stem.chars().take(STEM_LETTERS).collect())
    }

    fn stem(&mut self, text: String) -> Stem {
        let next = Stem(self.stems.len() as u32);
        *self.stems.entry(text).or_insert(next)
    }

    /// How many stems there are.
    pub(super) fn stem_count(&self) -> usize {
        self.stems.len()
    }

    /// What is known of a form.
    pub(super) fn entry_of(&self, form: Form) -> &Entry {
        &self.entries[form.0 as usize]
    }

    /// Folded.
    pub(super) fn text(&self, form: Form) -> &str {
        &self.entry_of(form).text
    }

    /// None for small words.
    pub(super) fn stem_of_form(&self, form: Form) -> Option<Stem> {
        self.entry_of(form).stem
    }

    /// Whether two forms are the same word, whatever its ending.
    pub(super) fn alike(&self, one: Form, other: Form) -> bool {
        one == other || self.stem_of_form(one).is_some_and(|stem| self.stem_of_form(other) == Some(stem))
    }
}

/// Two to four capital letters.
fn is_short_name(written: &str) -> bool {
    let letters = written.chars().filter(|letter| *letter != '.');
    (2..=4).contains(&letters.clone().count()) && letters.clone().all(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use super::super::tests::plain_stems;
    use super::*;

    #[test]
    fn forms_are_kept_once() {
        let stems = plain_stems;
        let mut lexicon = Lexicon::new(&stems);
        let twelve = lexicon.form("twelve");
        assert_eq!(twelve, lexicon.form("12"), "a number is its value");
        assert_eq!(lexicon.form("Café"), lexicon.form("cafe"));
        let (one, other) = (lexicon.form("ship"), lexicon.form("ships"));
        assert!(one != other && lexicon.alike(one, other));
        let the = lexicon.form("the");
        assert!(lexicon.stem_of_form(the).is_none());
    }

    #[test]
    fn short_names_are_no_small_words() {
        let stems = plain_stems;
        let mut lexicon = Lexicon::new(&stems);
        assert_ne!(lexicon.form("US"), lexicon.form("us"));
        assert_eq!(lexicon.form("US"), lexicon.form("US"));
        let form = lexicon.form("US");
        assert!(lexicon.stem_of_form(form).is_some());
    }
}
