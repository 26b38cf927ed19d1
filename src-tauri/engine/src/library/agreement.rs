//! Bringing the index and the catalog to agree.
//!
//! The catalog is the source of truth: the index is made to hold what it says.

use std::collections::BTreeSet;

use uuid::Uuid;

use super::collections;
use super::index::filling;
use super::originals::Originals;
use super::remove::{TRACES, remove_now};
use crate::Result;
use crate::catalog::{DocumentState, EmbeddedPassage};
use crate::index::{IndexError, IndexPoint, KEYWORDS_FORM, ServerError};
use crate::passage::Passage;
use crate::search::{Searcher, Space, Stand};

/// An index of no more passages than this is made anew within a second or two, so it is when the library is opened
/// after something was removed. A larger one keeps the traces (numbers and ids, no text) until `doctor --repair`.
const SOON_MADE: usize = 20_000;

/// The setting that tells in what form the words of the index that answers are, and by which model its vectors.
pub(super) const FORM: &str = "index-form";

/// The setting that tells of which form the index that answers is to be, while it is being filled on a server.
const FILLING: &str = "index-filling";

/// Passages that are put into the index at a time.
const AT_ONCE: u32 = 1024;

/// Takes back an import that nobody will finish. A document that was here before, and was only read once more, stays
/// with what is here of it.
pub(super) fn undo_import(searcher: &Searcher, originals: &Originals, document: &str) -> Result<()> {
    let catalog = &searcher.catalog;
    if catalog.document_state(document)?.is_none() || catalog.locations(document)?.is_empty() {
        return remove_now(searcher, originals, document);
    }
    refill(searcher, document)?;
    searcher.spaces.flush()?;
    catalog.settle_document(document)
}

/// The same; where the index is on a server that is away, when the server is back.
pub(super) fn undo_import_or_later(searcher: &Searcher, originals: &Originals, document: &str) -> Result<()> {
    match undo_import(searcher, originals, document) {
        Err(error) if error.is_of_index_server() => {
            tracing::info!(%error, document, "an import is undone when the index can be reached");
            searcher.spaces.doubt();
            Ok(())
        }
        undone => undone,
    }
}

/// Finishes the removals that were interrupted, undoes the imports that nobody will finish, and brings the index to
/// hold of each interrupted import what the catalog knows of it.
pub(super) fn sweep(searcher: &Searcher, originals: &Originals) -> Result<()> {
    finish_interrupted(searcher, originals)?;
    let catalog = &searcher.catalog;
    for (document, state) in catalog.document_states()? {
        if state == DocumentState::Importing && differs(searcher, &searcher.spaces.current(), &document)? {
            tracing::info!(document, "an import was interrupted while it was written; the index is brought in step");
            refill(searcher, &document)?;
            searcher.spaces.flush()?;
        }
    }
    sweep_originals(searcher, originals)
}

/// Removes the copies of files that no document is made of.
pub(super) fn sweep_originals(searcher: &Searcher, originals: &Originals) -> Result<()> {
    let known: BTreeSet<String> = searcher.catalog.document_states()?.into_iter().map(|(id, _)| id).collect();
    originals.sweep(&|id| known.contains(id))
}

/// Finishes the removals that were interrupted and undoes the imports that nobody will finish. Others may be at work.
fn finish_interrupted(searcher: &Searcher, originals: &Originals) -> Result<()> {
    let catalog = &searcher.catalog;
    for (document, state) in catalog.document_states()? {
        let is_being_imported = catalog.is_being_imported(&document)?;
        // One that was added again takes out what is left of it by itself.
        if state == DocumentState::Leaving && !is_being_imported {
            tracing::info!(document, "a removal was interrupted and is finished");
            remove_now(searcher, originals, &document)?;
            continue;
        }
        // Asked in this order, an import that has just ended is not taken for one that nobody will finish.
        if state == DocumentState::Importing
            && !is_being_imported
            && catalog.document_state(&document)? == Some(DocumentState::Importing)
        {
            tracing::info!(document, "an import was interrupted and is undone");
            undo_import(searcher, originals, &document)?;
        }
    }
    Ok(())
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

/// Brings an index on a server to hold what the catalog does, as long as `goes_on` holds, and finishes what could not be
/// done while the server was away. Imports may be under way. Tells how the index stands meanwhile. False if it was
/// stopped.
pub(super) fn agree(
    searcher: &Searcher,
    originals: &Originals,
    goes_on: &dyn Fn() -> bool,
    tell: &mut dyn FnMut(Stand),
) -> Result<bool> {
    let space = searcher.spaces.current();
    if let Err(IndexError::Server(ServerError::NoCollection { .. })) = space.index.count() {
        // Nobody may find that there is nothing in it, between now and then.
        tell(Stand::Filling { done: 0, total: searcher.catalog.count_passages()? });
    }
    space.index.prepare()?;
    let agrees =
        if lacks(searcher)? { refill_whole(searcher, goes_on, tell)? } else { mend(searcher, &space, goes_on, tell)? };
    if agrees {
        finish_interrupted(searcher, originals)?;
        collections::settle(searcher)?;
    }
    Ok(agrees)
}

/// Whether the index that answers is known to lack something: it was not in step when the library was closed.
pub(super) fn lacks(searcher: &Searcher) -> Result<bool> {
    let (catalog, form) = (&searcher.catalog, form(&searcher.spaces.current()));
    Ok(catalog.setting(FORM)?.as_deref() != Some(&form) || catalog.setting(FILLING)?.as_deref() == Some(&form))
}

/// Fills the index that answers from the catalog, from the beginning or from where that was interrupted. False if it was
/// stopped.
fn refill_whole(searcher: &Searcher, goes_on: &dyn Fn() -> bool, tell: &mut dyn FnMut(Stand)) -> Result<bool> {
    let (catalog, space) = (&searcher.catalog, searcher.spaces.current());
    let (form, total) = (form(&space), catalog.count_passages()?);
    let mut tell = |done: usize| tell(Stand::Filling { done: done.min(total), total });
    // Nobody may write in between, or there would be no end to it.
    let _alone = searcher.spaces.without_writers();
    if catalog.setting(FILLING)?.as_deref() != Some(&form) {
        tell(0);
        begin_anew(searcher, &space)?;
    }
    let settings = [(FORM, Some(form.as_str())), (FILLING, None), (TRACES, None)];
    while filling::fill_some(searcher, &space, goes_on, &mut tell)? {
        if catalog.end_filling(&form, &settings)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Empties an index that is to be filled.
fn begin_anew(searcher: &Searcher, space: &Space) -> Result<()> {
    let form = form(space);
    space.index.clear()?;
    searcher.catalog.restart_filling(&form)?;
    searcher.catalog.set_setting(FILLING, Some(&form))
}

/// Brings the index that answers in step where it holds more or fewer passages than the catalog. False if it was stopped.
fn mend(searcher: &Searcher, space: &Space, goes_on: &dyn Fn() -> bool, tell: &mut dyn FnMut(Stand)) -> Result<bool> {
    let counts = || -> Result<(usize, usize)> {
        let _alone = searcher.spaces.without_writers();
        Ok((space.index.count()?, searcher.catalog.count_passages()?))
    };
    let (indexed, expected) = counts()?;
    if indexed == expected {
        return Ok(true);
    }
    tracing::warn!(indexed, expected, "the index does not agree with the catalog and is brought in step");
    tell(Stand::Filling { done: indexed.min(expected), total: expected });
    for (document, state) in searcher.catalog.document_states()? {
        if !goes_on() {
            return Ok(false);
        }
        let _alone = searcher.spaces.without_writers();
        if state != DocumentState::Leaving && differs(searcher, space, &document)? {
            refill_space(searcher, space, &document)?;
        }
    }
    let (indexed, expected) = counts()?;
    if indexed > expected {
        // Passages of documents that the catalog does not know at all.
        searcher.catalog.set_setting(FILLING, None)?;
        searcher.catalog.set_setting(FORM, None)?;
        return refill_whole(searcher, goes_on, tell);
    }
    Ok(true)
}

/// Fills the index that answers anew from the catalog, without reading or embedding anything.
pub(super) fn rebuild(searcher: &Searcher) -> Result<()> {
    let space = searcher.spaces.current();
    if space.index.elsewhere().is_some() {
        searcher.catalog.set_setting(FILLING, None)?;
        return refill_whole(searcher, &|| true, &mut |_| {}).map(drop);
    }
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

/// In what form an index's words are, by which model its vectors, and where it is if that is not the library's folder.
pub(super) fn form(space: &Space) -> String {
    let place = space.index.elsewhere().map_or(String::new(), |place| format!(" in {place}"));
    format!("{KEYWORDS_FORM} {}{place}", space.model())
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

/// Whether an index does not hold the passages of a document that the catalog does.
pub(super) fn differs(searcher: &Searcher, space: &Space, document: &str) -> Result<bool> {
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
