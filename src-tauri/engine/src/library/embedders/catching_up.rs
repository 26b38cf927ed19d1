//! Embedding what a model has not embedded yet, behind everything else.
//!
//! A library that comes with another model than it was embedded with is made whole again here, without reading a file:
//! until then all of its passages are found by their words, and those that are done by their meaning too.

use uuid::Uuid;

use crate::Result;
use crate::catalog::{DocumentState, EmbeddedPassage};
use crate::embed::{EmbeddedText, Embedder};
use crate::library::agreement;
use crate::library::embedding::Embedding;
use crate::passage::Passage;
use crate::search::{Searcher, Space};

/// Passages that are embedded before they are written.
const AT_ONCE: u32 = 64;

/// How many passages a space's model has not embedded yet.
pub(super) fn missing(searcher: &Searcher, space: &Space) -> Result<usize> {
    let catalog = &searcher.catalog;
    Ok(catalog.count_passages()?.saturating_sub(catalog.count_embedded(space.model())?))
}

/// Where what is embedded goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Target {
    /// The catalog alone, because the index is filled from it later.
    Catalog,
    /// The index, and then the catalog: as in an import, what the catalog knows can be found.
    Index,
}

/// Embeds what a space's model has not embedded yet until it is stopped, and tells how many passages were embedded so
/// far. Says how many there were.
pub(super) fn catch_up(
    searcher: &Searcher,
    space: &Space,
    target: Target,
    is_stopped: &dyn Fn() -> bool,
    tell: &mut dyn FnMut(usize),
) -> Result<usize> {
    // Asked whenever something was imported, so not document by document if there is nothing.
    if missing(searcher, space)? == 0 {
        return Ok(0);
    }
    let catalog = &searcher.catalog;
    let mut embedded = 0;
    for (document, state) in catalog.document_states()? {
        if state == DocumentState::Leaving {
            continue;
        }
        loop {
            let missing = catalog.unembedded(&document, space.model(), AT_ONCE)?;
            if missing.is_empty() {
                break;
            }
            tell(embedded);
            if is_stopped() {
                return Ok(embedded);
            }
            let passages = match embed(searcher, &space.embedder, missing, is_stopped) {
                Err(_) if is_stopped() => return Ok(embedded),
                passages => passages?,
            };
            // As in an import, nobody may exchange or compare the index before the catalog knows what is in it.
            let _writing = searcher.spaces.writing();
            if target == Target::Index {
                let collections = catalog.collections_of(&document)?;
                let points = agreement::points_of_embedded(searcher, space, &document, &collections, &passages);
                space.index.upsert(points)?;
                space.index.flush()?;
            }
            embedded += passages.len();
            let embeddings: Vec<(Uuid, EmbeddedText)> =
                passages.into_iter().map(|passage| (passage.id, passage.embedding)).collect();
            catalog.keep_embeddings(&embeddings)?;
        }
    }
    Ok(embedded)
}

fn embed(
    searcher: &Searcher,
    embedder: &Embedder,
    passages: Vec<(Uuid, Passage)>,
    is_stopped: &dyn Fn() -> bool,
) -> Result<Vec<EmbeddedPassage>> {
    let given = passages.into_iter().map(|(id, passage)| {
        let embedding = Embedding::of(&passage, &searcher.catalog, embedder)?;
        Ok((id, passage, embedding))
    });
    // All are given to the embedder before the first is waited for.
    let given: Vec<_> = given.collect::<Result<_>>()?;
    let embedded = given.into_iter().map(|(id, passage, embedding)| {
        Ok(EmbeddedPassage { id, passage, embedding: embedding.wait_unless(is_stopped)? })
    });
    embedded.collect()
}
