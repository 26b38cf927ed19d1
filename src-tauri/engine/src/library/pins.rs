//! Pages that the person said are right answers: a measure of their own for every change to the search.

use std::sync::Arc;

use super::search::{Wanted, find};
use super::{Shared, blocking};
use crate::catalog::StoredPin;
use crate::messages::{Pin, PinCheck, SearchStages};
use crate::search::{Asked, Found, Presenter, Space};
use crate::{Error, Result};

/// A page that is found no further up than this is not found, for nobody looks so far.
const DEPTH: usize = 20;

pub(super) fn list(shared: &Shared) -> Result<Vec<Pin>> {
    let catalog = &shared.searcher.catalog;
    let mut presenter = Presenter::new(catalog);
    catalog.pins()?.iter().map(|stored| present(stored, &mut presenter)).collect()
}

fn present(stored: &StoredPin, presenter: &mut Presenter<'_>) -> Result<Pin> {
    let StoredPin { id, question, document, page, rank } = stored;
    Ok(Pin {
        id: *id,
        question: question.clone(),
        document: presenter.document(document)?,
        page: *page,
        page_label: presenter.page_label(document, *page)?,
        rank: rank.filter(|rank| *rank > 0),
        was_checked: rank.is_some(),
    })
}

pub(super) fn add(shared: &Shared, question: &str, document: &str, page: u32) -> Result<()> {
    let question = question.trim();
    if question.is_empty() {
        return Err(Error::EmptyQuestion);
    }
    let catalog = &shared.searcher.catalog;
    let document = catalog.document(document)?;
    if page >= document.pages {
        return Err(Error::UnknownPage { title: document.title, page: page + 1, pages: document.pages });
    }
    catalog.pin(question, &document.id, page)
}

pub(super) async fn check(shared: &Arc<Shared>) -> Result<Vec<PinCheck>> {
    let there = Arc::clone(shared);
    let pins = blocking(move || there.searcher.catalog.pins()).await?;
    let mut checked = Vec::with_capacity(pins.len());
    for pin in pins {
        let rank = rank(shared, &pin, &shared.searcher.spaces.current()).await?.unwrap_or(0);
        let there = Arc::clone(shared);
        let check = blocking(move || {
            there.searcher.catalog.note_ranks(&[(pin.id, rank)])?;
            let pin_now = shown(&there, &StoredPin { rank: Some(rank), ..pin.clone() })?;
            Ok(PinCheck { pin: pin_now, before: pin.rank.filter(|rank| *rank > 0), was_checked: pin.rank.is_some() })
        });
        checked.push(check.await?);
    }
    Ok(checked)
}

/// The rank of a pin's page, from 1, if its question is asked with a model; none if it is not found.
pub(super) async fn rank(shared: &Arc<Shared>, pin: &StoredPin, space: &Space) -> Result<Option<u32>> {
    let question = shared.searcher.question_in(space, Asked::parse(&pin.question), &[]).await?;
    let (there, pin) = (Arc::clone(shared), pin.clone());
    blocking(move || {
        let wanted =
            Wanted { collections: Vec::new(), documents: Vec::new(), limit: DEPTH, stages: SearchStages::Full };
        let found = find(&there, question, &wanted)?.found;
        Ok((1..).zip(&found).find(|(_, found)| stands_on(found, &pin)).map(|(rank, _)| rank))
    })
    .await
}

/// A pin as a face shows it.
pub(super) fn shown(shared: &Shared, pin: &StoredPin) -> Result<Pin> {
    present(pin, &mut Presenter::new(&shared.searcher.catalog))
}

fn stands_on(found: &Found, pin: &StoredPin) -> bool {
    let is_same = |document: &String| *document == pin.document;
    let copies = || found.copies.iter().map(|copy| (&copy.document, &copy.passage.spans));
    std::iter::once((&found.passage.document, &found.passage.passage.spans))
        .chain(copies())
        .any(|(document, spans)| is_same(document) && spans.iter().any(|span| span.page == pin.page))
}
