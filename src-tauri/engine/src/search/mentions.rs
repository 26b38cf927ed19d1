//! Every document that mentions something, and how often: no ranking decides what is told.

use std::collections::BTreeMap;

use super::question::contains_phrase;
use super::{Narrowed, Searcher, Subject};
use crate::Result;
use crate::catalog::StoredPassage;
use crate::index::IndexQuery;

/// So many passages are looked at in one go.
const AT_ONCE: usize = 4096;

/// A document that mentions what was asked for.
#[derive(Debug, Clone)]
pub(crate) struct Mentioning {
    /// Its id.
    pub(crate) document: String,
    /// How many of its passages do.
    pub(crate) passages: u32,
    /// The pages on which these begin, from 0, each once.
    pub(crate) pages: Vec<u32>,
    /// The first of them.
    pub(crate) first: StoredPassage,
}

impl Searcher {
    /// The documents of which a passage has all the words of a subject, and its phrases as they are; those with the
    /// most first. Blocks.
    ///
    /// The keyword index brings every passage that has any of the words; each is then looked at, so that nothing is
    /// told for a coincidence of hashes.
    pub(crate) fn mentions(&self, subject: &Subject, narrowed: &Narrowed) -> Result<Vec<Mentioning>> {
        let Narrowed::To(scope) = narrowed else { return Ok(Vec::new()) };
        let keywords = self.keywords.of_question(&subject.text);
        let limit = self.catalog.count_passages()?.max(1);
        let query = IndexQuery { dense: None, keywords: Some(keywords), scope: scope.clone(), limit };
        let ids: Vec<_> = self.spaces.search_words(&query)?.keyword.into_iter().map(|hit| hit.id).collect();
        let wanted = self.keywords.terms(&subject.text);
        let mentions = |text: &str| {
            subject.phrases.iter().all(|phrase| contains_phrase(text, phrase))
                && (contains_phrase(text, &subject.text) || wanted.is_subset(&self.keywords.terms(text)))
        };
        let mut found: BTreeMap<String, Mentioning> = BTreeMap::new();
        for ids in ids.chunks(AT_ONCE) {
            for passage in self.catalog.passages(ids)?.into_iter().filter(|found| mentions(&found.passage.text)) {
                let page = passage.passage.spans.first().map_or(0, |span| span.page);
                let entry = found.entry(passage.document.clone()).or_insert_with(|| Mentioning {
                    document: passage.document.clone(),
                    passages: 0,
                    pages: Vec::new(),
                    first: passage.clone(),
                });
                entry.passages += 1;
                entry.pages.push(page);
                if passage.passage.ordinal < entry.first.passage.ordinal {
                    entry.first = passage;
                }
            }
        }
        let mut found: Vec<Mentioning> = found.into_values().collect();
        for mentioning in &mut found {
            mentioning.pages.sort_unstable();
            mentioning.pages.dedup();
        }
        found.sort_by(|a, b| b.passages.cmp(&a.passages).then(a.document.cmp(&b.document)));
        Ok(found)
    }
}
