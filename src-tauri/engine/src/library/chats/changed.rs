//! Citations whose words are not any more as they were, because their file has changed or is gone.

use std::collections::BTreeSet;

use crate::Result;
use crate::catalog::Catalog;
use crate::messages::{ChangedCitation, Citation};
use crate::passage::sentences;

/// What stands between the stretches of a quote that do not follow each other.
const GAP: &str = " … ";

/// A sentence of today stands for one of then if they share at least this part of their words.
const SAME: f32 = 0.5;

/// Those of an answer's citations whose words do not stand any more where they stood.
pub(super) fn changed(catalog: &Catalog, citations: &[Citation]) -> Result<Vec<ChangedCitation>> {
    let mut changed = Vec::new();
    for citation in citations {
        let text = catalog.text_of_passage(&citation.passage)?;
        if text.is_some_and(|text| holds(&text, &citation.quote)) {
            continue;
        }
        // A document may have been read again, so that its passages are others.
        let document = match catalog.document_at(&citation.document.path)? {
            Some(today) => Some(today),
            None => catalog.document_state(&citation.document.id)?.map(|_| citation.document.id.clone()),
        };
        let passages = document.as_deref().map_or_else(|| Ok(Vec::new()), |today| catalog.passage_texts(today))?;
        if passages.iter().any(|(_, text)| holds(text, &citation.quote)) {
            continue;
        }
        let after = nearest(&citation.quote, passages.iter().map(|(_, text)| text.as_str()));
        changed.push(ChangedCitation { number: citation.number, before: citation.quote.clone(), after, document });
    }
    Ok(changed)
}

/// Whether a text holds all stretches of a quote.
fn holds(text: &str, quote: &str) -> bool {
    let text = one_line(text);
    quote.split(GAP).all(|stretch| text.contains(&one_line(stretch)))
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The sentence that is most like a quote, if one is like it at all.
fn nearest<'a>(quote: &str, texts: impl Iterator<Item = &'a str>) -> Option<String> {
    let wanted = words(quote);
    let all = texts.flat_map(|text| sentences(text).into_iter().map(|range| &text[range]));
    let rated = all.map(|sentence| (likeness(&wanted, &words(sentence)), sentence));
    let best = rated.max_by(|(one, _), (other, _)| one.total_cmp(other))?;
    (best.0 >= SAME).then(|| one_line(best.1))
}

fn words(text: &str) -> BTreeSet<String> {
    text.split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

/// The share of words that two sentences have in common (Jaccard 1912).
fn likeness(one: &BTreeSet<String>, other: &BTreeSet<String>) -> f32 {
    let shared = one.intersection(other).count();
    shared as f32 / (one.len() + other.len() - shared).max(1) as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quote_stands_where_only_lines_break_otherwise() {
        assert!(holds("The lease ends\non 1 May. Rent is due.", "The lease ends on 1 May."));
        assert!(holds("One. Two. Three.", "One. … Three."));
        assert!(!holds("The lease ends on 1 June.", "The lease ends on 1 May."));
    }

    #[test]
    fn what_stands_in_its_place_is_found() {
        let today = ["Rent is due monthly. The lease ends on 1 June 2025.", "The garden is shared."];
        let found = nearest("The lease ends on 1 May 2025.", today.into_iter());
        assert_eq!(found.as_deref(), Some("The lease ends on 1 June 2025."));
        assert_eq!(nearest("Dogs are allowed.", today.into_iter()), None);
    }
}
