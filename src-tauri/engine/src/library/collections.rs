//! Which documents belong together.
//!
//! The catalog says so first and the index afterwards. Which documents the index is still to be told of is noted before,
//! so that a crash in between is mended when the library is opened again, and an index on a server that is away is told
//! when the server is back.

use std::collections::BTreeSet;

use super::Shared;
use crate::Result;
use crate::messages::LibraryEvent;
use crate::search::Searcher;

/// The setting with the ids of documents, as a JSON list, whose collections the index may not know yet.
const UNTOLD: &str = "filing";

/// Tells the index what it was not told before, because the app ended or its server was away.
pub(super) fn settle(searcher: &Searcher) -> Result<()> {
    let untold: Vec<String> = read(searcher.catalog.setting(UNTOLD)?).into_iter().collect();
    if untold.is_empty() {
        return Ok(());
    }
    tell(searcher, &untold)?;
    note_told(searcher, &untold)
}

/// Puts a document into a collection.
pub(super) fn join(searcher: &Searcher, document: &str, collection: i64) -> Result<()> {
    let documents = [document.to_owned()];
    note_untold(searcher, &documents)?;
    let is_new = searcher.catalog.join_collection(document, collection)?;
    tell_index(searcher, &documents, if is_new { &documents } else { &[] })
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
    tell_index(&shared.searcher, &members, &members)?;
    shared.importer.announce(LibraryEvent::Filed { documents: members });
    announce(shared)
}

/// Puts documents into a collection, which is made if it is new.
pub(super) fn put_in(shared: &Shared, documents: Vec<String>, name: &str) -> Result<()> {
    let documents = known(shared, documents)?;
    let collection = shared.searcher.catalog.ensure_collection(name)?;
    change(shared, &documents, |document| shared.searcher.catalog.join_collection(document, collection))
}

/// Takes documents out of a collection; they stay in the library.
pub(super) fn take_out(shared: &Shared, documents: Vec<String>, name: &str) -> Result<()> {
    let documents = known(shared, documents)?;
    let collection = shared.searcher.catalog.collection(name)?;
    change(shared, &documents, |document| shared.searcher.catalog.leave_collection(document, collection))
}

/// The whole ids of documents; nothing is changed for any if one is not known.
fn known(shared: &Shared, documents: Vec<String>) -> Result<Vec<String>> {
    documents.into_iter().map(|document| Ok(shared.searcher.catalog.document(&document)?.id)).collect()
}

fn change(shared: &Shared, documents: &[String], join_or_leave: impl Fn(&str) -> Result<bool>) -> Result<()> {
    note_untold(&shared.searcher, documents)?;
    let mut changed = Vec::new();
    for document in documents {
        if join_or_leave(document)? {
            changed.push(document.clone());
        }
    }
    tell_index(&shared.searcher, documents, &changed)?;
    shared.importer.announce(LibraryEvent::Filed { documents: changed });
    announce(shared)
}

fn note_untold(searcher: &Searcher, documents: &[String]) -> Result<()> {
    searcher.catalog.change_setting(UNTOLD, |untold| {
        let mut untold = read(untold);
        untold.extend(documents.iter().cloned());
        written(&untold)
    })
}

fn note_told(searcher: &Searcher, documents: &[String]) -> Result<()> {
    searcher.catalog.change_setting(UNTOLD, |untold| {
        let mut untold = read(untold);
        documents.iter().for_each(|document| {
            untold.remove(document);
        });
        written(&untold)
    })
}

fn read(untold: Option<String>) -> BTreeSet<String> {
    untold.and_then(|untold| serde_json::from_str(&untold).ok()).unwrap_or_default()
}

fn written(untold: &BTreeSet<String>) -> Option<String> {
    (!untold.is_empty()).then(|| serde_json::json!(untold).to_string())
}

/// Tells the index where those documents belong that have changed, of those that were noted. What a server that is away
/// cannot be told stays noted.
fn tell_index(searcher: &Searcher, noted: &[String], changed: &[String]) -> Result<()> {
    match tell(searcher, changed) {
        Err(error) if error.is_of_index_server() => {
            tracing::info!(%error, "the index is told of collections when it can be reached");
            Ok(())
        }
        told => told.and_then(|()| note_told(searcher, noted)),
    }
}

fn tell(searcher: &Searcher, documents: &[String]) -> Result<()> {
    for document in documents {
        searcher.spaces.set_collections(document, &searcher.catalog.collections_of(document)?)?;
    }
    Ok(searcher.spaces.flush()?)
}

/// Tells everybody what collections there are.
pub(super) fn announce(shared: &Shared) -> Result<()> {
    let collections = shared.searcher.catalog.collections()?;
    shared.importer.announce(LibraryEvent::Collections { collections });
    Ok(())
}
