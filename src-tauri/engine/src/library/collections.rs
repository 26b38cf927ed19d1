//! Which documents belong together.
//!
//! The catalog says so first and the index afterwards. Which documents the index is still to be told of is noted before,
//! so that a crash in between is mended when the library is opened again.

use super::Shared;
use crate::Result;
use crate::messages::LibraryEvent;
use crate::search::Searcher;

/// The setting with the ids of documents, as a JSON list, whose collections the index may not know yet.
const UNTOLD: &str = "filing";

/// Tells the index what it was not told before the app ended.
pub(super) fn settle(searcher: &Searcher) -> Result<()> {
    let Some(untold) = searcher.catalog.setting(UNTOLD)? else { return Ok(()) };
    let untold: Vec<String> = serde_json::from_str(&untold).unwrap_or_default();
    tell_index(searcher, &untold)
}

/// Makes an empty collection.
pub(super) fn create(shared: &Shared, name: &str) -> Result<()> {
    shared.searcher.catalog.create_collection(name)?;
    announce(shared)
}

/// Gives a collection another name.
pub(super) fn rename(shared: &Shared, from: &str, to: &str) -> Result<()> {
    shared.searcher.catalog.rename_collection(from, to)?;
    announce(shared)
}

/// Removes a collection; its documents stay.
pub(super) fn delete(shared: &Shared, name: &str) -> Result<()> {
    let catalog = &shared.searcher.catalog;
    let members = catalog.members(catalog.collection(name)?)?;
    note_untold(&shared.searcher, &members)?;
    catalog.delete_collection(name)?;
    tell_index(&shared.searcher, &members)?;
    shared.importer.announce(LibraryEvent::Filed { documents: members });
    announce(shared)
}

/// Puts documents into a collection, which is made if it is new.
pub(super) fn put_in(shared: &Shared, documents: Vec<String>, name: &str) -> Result<()> {
    let documents = known(shared, documents)?;
    let collection = shared.searcher.catalog.ensure_collection(name)?;
    change(shared, documents, |document| shared.searcher.catalog.join_collection(document, collection))
}

/// Takes documents out of a collection; they stay in the library.
pub(super) fn take_out(shared: &Shared, documents: Vec<String>, name: &str) -> Result<()> {
    let documents = known(shared, documents)?;
    let collection = shared.searcher.catalog.collection(name)?;
    change(shared, documents, |document| shared.searcher.catalog.leave_collection(document, collection))
}

/// The whole ids of documents; nothing is changed for any if one is not known.
fn known(shared: &Shared, documents: Vec<String>) -> Result<Vec<String>> {
    documents.into_iter().map(|document| Ok(shared.searcher.catalog.document(&document)?.id)).collect()
}

fn change(shared: &Shared, documents: Vec<String>, join_or_leave: impl Fn(&str) -> Result<bool>) -> Result<()> {
    note_untold(&shared.searcher, &documents)?;
    let mut changed = Vec::new();
    for document in documents {
        if join_or_leave(&document)? {
            changed.push(document);
        }
    }
    tell_index(&shared.searcher, &changed)?;
    shared.importer.announce(LibraryEvent::Filed { documents: changed });
    announce(shared)
}

fn note_untold(searcher: &Searcher, documents: &[String]) -> Result<()> {
    searcher.catalog.set_setting(UNTOLD, Some(&serde_json::json!(documents).to_string()))
}

fn tell_index(searcher: &Searcher, documents: &[String]) -> Result<()> {
    for document in documents {
        searcher.spaces.set_collections(document, &searcher.catalog.collections_of(document)?)?;
    }
    searcher.spaces.flush()?;
    searcher.catalog.set_setting(UNTOLD, None)
}

/// Tells everybody what collections there are.
pub(super) fn announce(shared: &Shared) -> Result<()> {
    let collections = shared.searcher.catalog.collections()?;
    shared.importer.announce(LibraryEvent::Collections { collections });
    Ok(())
}
