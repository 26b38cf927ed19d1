//! Filters and quoted phrases to where is looked.

use super::question::{Date, contains_phrase};
use super::{Asked, Searcher};
use crate::Result;
use crate::file_name::last_part;
use crate::index::{IndexQuery, Scope};

/// A phrase is looked for in so many of the passages that share its words, the likeliest first. More have all of them
/// only if it is made of the commonest words of a very large library.
const PHRASE_CANDIDATES: usize = 20_000;

const DAY_MILLISECONDS: i64 = 86_400_000;

/// Where a question is to be looked for.
#[derive(Debug, Clone)]
pub(crate) enum Narrowed {
    /// Here.
    To(Scope),
    /// Nowhere: no document or passage is as was asked for.
    ToNothing,
}

impl Searcher {
    /// Narrows a scope to the documents, pages and phrases that a question names. Blocks.
    pub(crate) fn narrow(&self, asked: &Asked, scope: Scope) -> Result<Narrowed> {
        let mut scope = scope;
        if !asked.documents.is_empty() || asked.after.is_some() || asked.before.is_some() {
            let named = self.named_documents(asked)?;
            let is_in_scope = |id: &String| scope.documents.is_empty() || scope.documents.contains(id);
            scope.documents = named.into_iter().filter(is_in_scope).collect();
            if scope.documents.is_empty() {
                return Ok(Narrowed::ToNothing);
            }
        }
        if !asked.pages.is_empty() {
            let is_wanted = |number: u32, label: &str| asked.pages.iter().any(|range| range.covers(number, label));
            scope.passages = Some(self.catalog.passages_on(&scope.documents, is_wanted)?);
        }
        if !asked.phrases.is_empty() {
            scope.passages = Some(self.with_phrases(&asked.phrases, &scope)?);
        }
        let is_empty = scope.passages.as_ref().is_some_and(Vec::is_empty);
        Ok(if is_empty { Narrowed::ToNothing } else { Narrowed::To(scope) })
    }

    fn named_documents(&self, asked: &Asked) -> Result<Vec<String>> {
        let (after, before) = (asked.after.map(milliseconds), asked.before.map(milliseconds));
        let fits = |title: &str, path: &str| {
            let has = |name: &String| [title, last_part(path)].iter().any(|text| holds(text, name));
            asked.documents.is_empty() || asked.documents.iter().any(has)
        };
        let documents = self.catalog.dated_documents()?.into_iter().filter(|document| {
            fits(&document.title, &document.path)
                && after.is_none_or(|after| document.at >= after)
                && before.is_none_or(|before| document.at < before)
        });
        Ok(documents.map(|document| document.id).collect())
    }

    /// The passages that have all of these phrases.
    fn with_phrases(&self, phrases: &[String], scope: &Scope) -> Result<Vec<uuid::Uuid>> {
        let keywords = self.keywords.of_question(&phrases.join(" "));
        let query =
            IndexQuery { dense: None, keywords: Some(keywords), scope: scope.clone(), limit: PHRASE_CANDIDATES };
        let ids: Vec<_> = self.spaces.search_words(&query)?.keyword.into_iter().map(|hit| hit.id).collect();
        let passages = self.catalog.passages(&ids)?;
        let has_all = |text: &str| phrases.iter().all(|phrase| contains_phrase(text, phrase));
        Ok(passages.into_iter().filter(|found| has_all(&found.passage.text)).map(|found| found.id).collect())
    }
}

/// Whether a name has these letters somewhere, in whatever case.
fn holds(name: &str, wanted: &str) -> bool {
    name.to_lowercase().contains(&wanted.to_lowercase())
}

/// The beginning of a day, in milliseconds since 1970 (days from civil, Hinnant 2013), in universal time: a person's
/// own zone moves it by less than what they ask for.
fn milliseconds(date: Date) -> i64 {
    let (month, day_of_month) = (i64::from(date.month), i64::from(date.day));
    let year = i64::from(date.year) - i64::from(month <= 2);
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * (month + if month > 2 { -3 } else { 9 }) + 2) / 5 + day_of_month - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    (era * 146_097 + day_of_era - 719_468) * DAY_MILLISECONDS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_from_1970() {
        let at = |year, month, day| milliseconds(Date { year, month, day }) / DAY_MILLISECONDS;
        assert_eq!([at(1970, 1, 1), at(2000, 2, 29), at(2026, 11, 21), at(1969, 12, 31)], [0, 11_016, 20_778, -1]);
    }
}
