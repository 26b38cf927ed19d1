//! Chosen sentences to the text of an answer and its citations.

use super::extractive::Chosen;
use crate::Result;
use crate::messages::{Citation, Verdict};
use crate::search::{Found, Presenter};

/// What is said when nothing fits.
pub(crate) const NOTHING_FOUND: &str = "Nothing in these documents answers this.";

/// A piece of an answer as it is streamed.
#[derive(Debug, Clone)]
pub(crate) struct Piece {
    /// To be put behind what came before.
    pub(crate) text: String,
    /// Where it is from.
    pub(crate) citation: Citation,
}

/// Numbers the chosen sentences from 1 and cites each. Blocks.
///
/// # Errors
/// Those of the catalog.
pub(crate) fn compose(chosen: &[Chosen], found: &[Found], presenter: &mut Presenter<'_>) -> Result<Vec<Piece>> {
    let mut pieces = Vec::with_capacity(chosen.len());
    for (number, chosen) in (1..).zip(chosen) {
        let hit = &found[chosen.hit].passage;
        let citation = cite(number, chosen, hit, presenter)?;
        let separator = match pieces.last() {
            None => "",
            Some(Piece { citation: before, .. }) if before.document.id == citation.document.id => " ",
            Some(_) => "\n\n",
        };
        pieces.push(Piece { text: format!("{separator}{} [{number}]", citation.sentence), citation });
    }
    Ok(pieces)
}

fn cite(
    number: u32,
    chosen: &Chosen,
    hit: &crate::catalog::StoredPassage,
    presenter: &mut Presenter<'_>,
) -> Result<Citation> {
    let quote = one_line(&hit.passage.text[chosen.range.clone()]);
    let place = presenter.place(&hit.document, &hit.passage.locate(chosen.range.clone()))?;
    Ok(Citation {
        number,
        sentence: quote.clone(),
        verdict: Verdict::Quoted,
        document: presenter.document(&hit.document)?,
        page: place.page,
        page_label: place.page_label,
        passage: hit.id.to_string(),
        quote,
        boxes: place.boxes,
        spans: place.spans,
    })
}

/// Line breaks are the page's, not the answer's.
pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
