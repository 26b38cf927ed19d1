//! Taking documents out, and sweeping up what a crash left.
//!
//! A document is hidden in the catalog first, then leaves the index, the originals and at last the catalog. A
//! crash in between leaves it hidden, and the next opening finishes the work. An import goes the other way and
//! is undone by the same sweep.

use super::originals::Originals;
use crate::Result;
use crate::catalog::EmbeddedPassage;
use crate::index::IndexPoint;
use crate::search::Searcher;

/// Passages that are put into the index at a time.
pub(super) const AT_ONCE: u32 = 1024;

/// Removes every trace of a document.
pub(super) fn remove(searcher: &Searcher, originals: &Originals, document: &str) -> Result<()> {
    searcher.catalog.set_ready(document, false)?;
    searcher.index.remove_document(document)?;
    searcher.index.flush()?;
    originals.remove(document)?;
    searcher.catalog.delete_document(document)
}

/// Finishes the removals and undoes the imports that were interrupted.
pub(super) fn sweep(searcher: &Searcher, originals: &Originals) -> Result<()> {
    for document in searcher.catalog.unfinished()? {
        tracing::info!(document, "an import or removal was interrupted and is undone");
        remove(searcher, originals, &document)?;
    }
    Ok(())
}

/// Removes a collection; its documents stay.
pub(super) fn delete_collection(searcher: &Searcher, name: &str) -> Result<()> {
    let members = searcher.catalog.delete_collection(name)?;
    for document in members {
        let collections = searcher.catalog.collections_of(&document)?;
        searcher.index.set_collections(&document, &collections)?;
    }
    Ok(searcher.index.flush()?)
}

/// Fills the index from the catalog if it does not hold as many passages, as after it was lost or damaged.
pub(super) fn rebuild_if_needed(searcher: &Searcher) -> Result<()> {
    let (indexed, expected) = (searcher.index.count()?, searcher.catalog.count_passages()?);
    if indexed == expected {
        return Ok(());
    }
    tracing::warn!(indexed, expected, "the index does not agree with the catalog and is built again");
    for document in searcher.catalog.documents()? {
        searcher.index.remove_document(&document.id)?;
        let collections = searcher.catalog.collections_of(&document.id)?;
        for from in (0..document.passages).step_by(AT_ONCE as usize) {
            let passages = searcher.catalog.embedded_passages(&document.id, from, AT_ONCE)?;
            searcher.index.upsert(points(searcher, &document.id, &collections, &passages))?;
        }
    }
    Ok(searcher.index.flush()?)
}

/// A document's passages as the index keeps them.
pub(super) fn points(
    searcher: &Searcher,
    document: &str,
    collections: &[i64],
    passages: &[EmbeddedPassage],
) -> Vec<IndexPoint> {
    let point = |embedded: &EmbeddedPassage| IndexPoint {
        id: embedded.id,
        document: document.to_owned(),
        collections: collections.to_vec(),
        dense: embedded.vector.clone(),
        keywords: searcher.keywords.of_passage(&embedded.passage.text),
    };
    passages.iter().map(point).collect()
}
