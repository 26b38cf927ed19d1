//! What a person typed to what is looked for: filters, quoted phrases, follow-ups, and questions for every document.
//!
//! All of it is rules over words: quick, the same every time, and never in need of a language model. Nothing here
//! reads a catalog or an index; what the parts mean for a search is decided by the caller.
//!
//! # Layout
//! - [`filters`]: `document:`, `page:`, `before:` and `after:`, with [`dates`] and [`pages`] as people write them
//! - [`quotes`]: pairs of quotation marks
//! - [`phrase`]: a phrase in a text
//! - [`exhaustive`]: "which documents mention X?", with [`frames`], the ways to say so
//! - [`follow_up`]: "and in Spain?", with [`depends`], which questions need an earlier one
//! - [`words`] and [`languages`]: what both of these know of words

mod dates;
mod depends;
mod exhaustive;
mod filters;
mod follow_up;
mod frames;
mod languages;
mod pages;
mod phrase;
mod quotes;
mod words;

pub(crate) use dates::Date;
pub(crate) use exhaustive::Subject;
pub(crate) use follow_up::{Turn, self_contained};
pub(crate) use pages::PageRange;
pub(crate) use phrase::{contains_phrase, phrase_range};

use filters::{Filter, filter_at};
use quotes::Quotes;

/// More would make every passage a long check; nobody types as many by hand.
const MOST_PHRASES: usize = 32;

/// In more bytes a person tells something, and quotation marks are the prose's.
const LONGEST_WITH_PHRASES: usize = 300;

/// A question taken apart.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Asked {
    /// As typed, trimmed, filters taken out, quotation marks taken off: what is embedded and shown. Empty if
    /// nothing but filters was typed.
    pub(crate) text: String,
    /// Quoted phrases, each of which must stand in a passage; see [`contains_phrase`]. The first 32
    /// count.
    pub(crate) phrases: Vec<String>,
    /// What the title or file name of a document must contain, any of them; all documents if there are none.
    pub(crate) documents: Vec<String>,
    /// The pages to look on, any of them; all pages if there are none.
    pub(crate) pages: Vec<PageRange>,
    /// Only documents dated on this day or later; the later one if it was said twice.
    pub(crate) after: Option<Date>,
    /// Only documents dated before this day; the earlier one if it was said twice.
    pub(crate) before: Option<Date>,
    /// What documents must mention, if every one of them is asked for.
    pub(crate) exhaustive: Option<Subject>,
}

impl Asked {
    /// Takes apart what was typed. What looks like a filter but is not understood, such as `before:lunch`, and a
    /// quotation mark without its partner stay in the text: a question is never refused for its form.
    pub(crate) fn parse(typed: &str) -> Self {
        let mut asked = Self::default();
        let mut quotes = Quotes::new(typed);
        let (mut at, mut begins_word) = (0, true);
        while let Some(letter) = typed.get(at..).and_then(|rest| rest.chars().next()) {
            let filter = if begins_word { filter_at(typed, at, &mut quotes) } else { None };
            if let Some((filter, end)) = filter {
                asked.narrow(filter);
                at = end;
            } else if let Some(quoted) = quotes.at(at) {
                asked.quote(quoted.inner);
                at = quoted.range.end;
                begins_word = false;
            } else {
                asked.push(letter);
                at += letter.len_utf8();
                begins_word = letter.is_whitespace();
            }
        }
        asked.text.truncate(asked.text.trim_end().len());
        if asked.text.len() > LONGEST_WITH_PHRASES {
            asked.phrases.clear();
        }
        asked.exhaustive = exhaustive::subject(&asked.text, &asked.phrases);
        asked
    }

    /// Of several spaces in a row the first is kept, so that a filter that was taken out leaves no gap.
    fn push(&mut self, letter: char) {
        if !letter.is_whitespace() || self.text.ends_with(|last: char| !last.is_whitespace()) {
            self.text.push(letter);
        }
    }

    /// Punctuation at the end of a phrase is the sentence's, wherever the person set the mark; a phrase without
    /// letters or digits asks for nothing.
    fn quote(&mut self, inner: &str) {
        inner.chars().for_each(|letter| self.push(letter));
        let phrase = inner.trim().trim_end_matches([',', ';', '.', ':', '?', '!']).trim_end();
        if phrase.contains(char::is_alphanumeric) && self.phrases.len() < MOST_PHRASES {
            self.phrases.push(phrase.to_owned());
        }
    }

    fn narrow(&mut self, filter: Filter) {
        match filter {
            Filter::Document(name) => self.documents.push(name),
            Filter::Pages(pages) => self.pages.extend(pages),
            Filter::Before(day) => self.before = Some(self.before.map_or(day, |known| known.min(day))),
            Filter::After(day) => self.after = Some(self.after.map_or(day, |known| known.max(day))),
        }
    }
}

#[cfg(test)]
mod tests;
