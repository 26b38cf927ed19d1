//! Bringing the index and the catalog to agree.
//!
//! The catalog is the source of truth: the index is made to hold what it says.

use std::collections::BTreeSet;

use uuid::Uuid;

use super::originals::Originals;
use super::remove::{TRACES, remove};
use crate::Result;
use crate::catalog::{DocumentState, EmbeddedPassage};
use crate::index::{IndexPoint, KEYWORDS_FORM};
use crate::passage::Passage;
use crate::search::{Searcher, Space};

/// An index of no more passages than this is made anew within a second or two, so it is when the library is opened
/// after something was removed. A larger one keeps the traces (numbers and ids, no text) until `doctor --repair`.
const SOON_MADE: usize = 20_000;

/// The setting that tells in what form the words of the index that answers are, and by which model its vectors.
pub(super) const FORM: &str = "index-form";

/// Passages that are put into the index at a time.
const AT_ONCE: u32 = 1024;

/// Takes back an import that nobody will finish. A document that was here before, and was only read once more, stays
/// with what is here of it.
pub(super) fn undo_import(searcher: &Searcher, originals: &Originals, document: &str) -> Result<()> {
    let catalog = &searcher.catalog;
    if catalog.document_state(document)?.is_none() || catalog.locations(document)?.is_empty() {
        return remove(searcher, originals, document);
    }
    refill(searcher, document)?;
    searcher.spaces.flush()?;
    catalog.settle_document(document)
}

/// Finishes the removals that were interrupted, undoes the imports that nobody will finish, and brings the index to
/// hold of each interrupted import what the catalog knows of it.
pub(super) fn sweep(searcher: &Searcher, originals: &Originals) -> Result<()> {
    let catalog = &searcher.catalog;
    let mut known = BTreeSet::new();
    for (document, state) in catalog.document_states()? {
        if state == DocumentState::Leaving {
            tracing::info!(document, "a removal was interrupted and is finished");
            remove(searcher, originals, &document)?;
            continue;
        }
        if state == DocumentState::Importing && !catalog.is_being_imported(&document)? {
            tracing::info!(document, "an import was interrupted and is undone");
            undo_import(searcher, originals, &document)?;
            if catalog.document_state(&document)?.is_some() {
                known.insert(document);
            }
            continue;
        }
        if state == DocumentState::Importing && differs(searcher, &searcher.spaces.current(), &document)? {
            tracing::info!(document, "an import was interrupted while it was written; the index is brought in step");
            refill(searcher, &document)?;
            searcher.spaces.flush()?;
        }
        known.insert(document);
    }
    originals.sweep(&|id| known.contains(id))
}

/// Brings the index that answers to hold what the catalog does, if they do not hold as many passages, as after the
/// index was lost or damaged.
pub(super) fn rebuild_if_needed(searcher: &Searcher) -> Result<()> {
    let space = searcher.spaces.current();
    let (indexed, expected) = (space.index.count()?, searcher.catalog.count_passages()?);
    let form = form(&space);
    if searcher.catalog.setting(FORM)?.as_deref() != Some(&form) {
        // An earlier version cut words in another way or had another model, or there are no passages yet.
        return if indexed + expected > 0 {
            rebuild(searcher)
        } else {
            searcher.catalog.set_setting(FORM, Some(&form))
        };
    }
    if indexed == expected {
        let has_traces = searcher.catalog.setting(TRACES)?.is_some();
        return if has_traces && expected <= SOON_MADE { rebuild(searcher) } else { Ok(()) };
    }
    tracing::warn!(indexed, expected, "the index does not agree with the catalog and is brought in step");
    for (document, _) in searcher.catalog.document_states()? {
        if differs(searcher, &space, &document)? {
            refill_space(searcher, &space, &document)?;
        }
    }
    // Passages of documents that the catalog does not know at all.
    if space.index.count()? == expected { Ok(space.index.flush()?) } else { rebuild(searcher) }
}

/// Fills the index that answers anew from the catalog, without reading or embedding anything.
pub(super) fn rebuild(searcher: &Searcher) -> Result<()> {
    let space = searcher.spaces.current();
    fill_anew(searcher, &space, &mut |_| true)?;
    searcher.catalog.set_setting(FORM, Some(&form(&space)))?;
    searcher.catalog.set_setting(TRACES, None)
}

/// Fills the index of a space anew from the catalog, as long as `goes_on` holds, which is told of how many passages
/// are in it.
pub(super) fn fill_anew(searcher: &Searcher, space: &Space, goes_on: &mut dyn FnMut(usize) -> bool) -> Result<()> {
    space.index.clear()?;
    let mut filled = 0;
    for (document, _) in searcher.catalog.document_states()? {
        if !goes_on(filled) {
            return Ok(());
        }
        filled += fill(searcher, space, &document)?;
    }
    Ok(space.index.flush()?)
}

/// In what form an index's words are, and by which model its vectors.
pub(super) fn form(space: &Space) -> String {
    format!("{KEYWORDS_FORM} {}", space.model())
}

/// How many passages are in one of index and catalog and not in the other.
pub(super) fn count_differences(searcher: &Searcher) -> Result<usize> {
    let space = searcher.spaces.current();
    let (mut differences, mut indexed) = (0, 0);
    for (document, _) in searcher.catalog.document_states()? {
        let known: BTreeSet<_> = searcher.catalog.passage_ids(&document)?.into_iter().collect();
        let found: BTreeSet<_> = space.index.passages_of(&document)?.into_iter().collect();
        differences += known.symmetric_difference(&found).count();
        indexed += found.len();
    }
    Ok(differences + space.index.count()?.abs_diff(indexed))
}

fn differs(searcher: &Searcher, space: &Space, document: &str) -> Result<bool> {
    let known: BTreeSet<_> = searcher.catalog.passage_ids(document)?.into_iter().collect();
    let found: BTreeSet<_> = space.index.passages_of(document)?.into_iter().collect();
    Ok(known != found)
}

/// Brings every index to hold of a document what the catalog does.
pub(super) fn refill(searcher: &Searcher, document: &str) -> Result<()> {
    searcher.spaces.all().iter().try_for_each(|space| refill_space(searcher, space, document))
}

fn refill_space(searcher: &Searcher, space: &Space, document: &str) -> Result<()> {
    space.index.remove_document(document)?;
    fill(searcher, space, document).map(drop)
}

/// Puts a document's passages into the index of a space; says how many.
pub(super) fn fill(searcher: &Searcher, space: &Space, document: &str) -> Result<usize> {
    let collections = searcher.catalog.collections_of(document)?;
    let mut filled = 0;
    for from in (0..searcher.catalog.count_passages_of(document)?).step_by(AT_ONCE as usize) {
        let passages = searcher.catalog.passages_with_vectors(document, space.model(), from, AT_ONCE)?;
        filled += passages.len();
        let passages = passages.iter().map(|it| (it.id, &it.passage, it.vector.as_deref()));
        space.index.upsert(points(searcher, document, &collections, passages))?;
    }
    Ok(filled)
}

/// A document's passages as the index keeps them, with their vectors if they have them.
pub(super) fn points<'a>(
    searcher: &Searcher,
    document: &str,
    collections: &[i64],
    passages: impl Iterator<Item = (Uuid, &'a Passage, Option<&'a [f32]>)>,
) -> Vec<IndexPoint> {
    // A document that gives itself no title is also found by its file's name, which nothing is embedded with: it may
    // be another one for the next version of the same text.
    let title = searcher.catalog.reference(document).map(|document| document.title).unwrap_or_default();
    let context = |own: &str| if own.contains(&title) { own.to_owned() } else { format!("{title}\n{own}") };
    let point = |(id, passage, vector): (Uuid, &Passage, Option<&[f32]>)| IndexPoint {
        id,
        document: document.to_owned(),
        collections: collections.to_vec(),
        dense: vector.map(<[f32]>::to_vec),
        keywords: searcher.keywords.of_passage(&context(&passage.context), &passage.text),
    };
    passages.map(point).collect()
}

/// The same of passages that were just embedded, for the index of a space: without the vectors of other models.
pub(super) fn points_of_embedded(
    searcher: &Searcher,
    space: &Space,
    document: &str,
    collections: &[i64],
    passages: &[EmbeddedPassage],
) -> Vec<IndexPoint> {
    let vector = |it: &'_ EmbeddedPassage| it.embedding.model == *space.model();
    let passages = passages.iter().map(|it| (it.id, &it.passage, vector(it).then_some(it.embedding.vector.as_slice())));
    points(searcher, document, collections, passages)
}
