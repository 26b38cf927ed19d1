//! The library beside what should be in it. What differs is told in words, and ends the run.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use paperside_engine::Health;
use paperside_engine::messages::{
    ChatSummary, Collection, DocumentDetail, DocumentSummary, ImportId, LibraryEvent, Mentions, Pin,
};

use super::Found;
use super::deeds::Deed;
use super::keeper::Keeper;
use super::world::World;

/// How the path of a document begins that came in a sealed file.
const ELSEWHERE: &str = "elsewhere";

/// Documents and their collections, the collections, the queue, pins and chats.
pub(super) fn lists(keeper: &mut Keeper, world: &World) -> Found<()> {
    let listed: Vec<DocumentSummary> = keeper.done(&Deed::List)?;
    let here: BTreeMap<&String, BTreeSet<&String>> =
        listed.iter().map(|document| (&document.id, document.collections.iter().collect())).collect();
    same("documents", &here.keys().copied().collect(), &world.documents.keys().collect())?;
    for (id, document) in &world.documents {
        same(&format!("collections of {id}"), &here[id], &document.collections.iter().collect())?;
    }
    let blank = listed.iter().find(|document| document.passages == 0 || document.pages_searchable == 0);
    if let Some(blank) = blank {
        return Err(format!("{} is there without a word: {blank:?}", blank.title));
    }
    let collections: Vec<Collection> = keeper.done(&Deed::Collections)?;
    let here = collections.iter().map(|collection| (collection.name.clone(), collection.documents as usize)).collect();
    let count = |name: &String| world.documents.values().filter(|document| document.collections.contains(name)).count();
    let there = world.collections.iter().map(|name| (name.clone(), count(name))).collect();
    same("collections with their numbers of documents", &here, &there)?;
    let queue: Vec<LibraryEvent> = keeper.done(&Deed::Imports)?;
    let waiting =
        queue.iter().find(|event| !matches!(event, LibraryEvent::Queue(queue) if queue.order == no_imports()));
    if let Some(waiting) = waiting {
        return Err(format!("nothing should be in the queue, but there is {waiting:?}"));
    }
    let pins: Vec<Pin> = keeper.done(&Deed::Pins)?;
    let here = pins.into_iter().map(|pin| (pin.question, pin.document.id)).collect();
    same("pins", &here, &world.pins)?;
    same("chats", &chats(keeper)?, &world.chats)
}

fn no_imports() -> Vec<ImportId> {
    Vec::new()
}

/// The chats that there are.
pub(super) fn chats(keeper: &mut Keeper) -> Found<BTreeSet<u32>> {
    let chats: Vec<ChatSummary> = keeper.done(&Deed::Chats)?;
    Ok(chats.into_iter().map(|chat| chat.id).collect())
}

/// Each of these words is found in all documents in which it stands, and in no other.
pub(super) fn words(keeper: &mut Keeper, world: &World, markers: &[String]) -> Found<()> {
    for marker in markers {
        let mentions: Mentions = keeper.done(&Deed::Mentions { query: marker.clone() })?;
        let here = mentions.documents.iter().map(|mention| &mention.document.id).collect();
        same(&format!("documents that mention {marker}"), &here, &world.with(marker))?;
    }
    Ok(())
}

/// All of the above and the paths of every document, the originals on disk, and what the library says of itself.
pub(super) fn everything(keeper: &mut Keeper, world: &World, markers: &[String], library: &Path) -> Found<()> {
    lists(keeper, world)?;
    for (id, document) in &world.documents {
        let shown: DocumentDetail = keeper.done(&Deed::Show { document: id.clone() })?;
        let (elsewhere, here): (Vec<&String>, Vec<&String>) =
            shown.paths.iter().partition(|path| path.starts_with(ELSEWHERE));
        same(&format!("paths of {id}"), &here.into_iter().collect(), &document.paths.iter().collect())?;
        if document.is_from_elsewhere == elsewhere.is_empty() {
            return Err(format!("{id} was seen on another machine: {}, but {elsewhere:?}", document.is_from_elsewhere));
        }
    }
    let every = world.documents.values().flat_map(|document| &document.markers).cloned().collect::<BTreeSet<_>>();
    words(keeper, world, &every.into_iter().chain(markers.iter().cloned()).collect::<Vec<_>>())?;
    same("originals on disk", &originals(&library.join("originals")), &world.documents.keys().cloned().collect())?;
    let health: Health = keeper.done(&Deed::Health)?;
    if health.sound { Ok(()) } else { Err(format!("the library is not well: {:?}", health.checks)) }
}

/// The names of the files in the folders of a folder.
fn originals(folder: &Path) -> BTreeSet<String> {
    let below = |folder: &Path| std::fs::read_dir(folder).into_iter().flatten().flatten();
    let files = below(folder).flat_map(|entry| below(&entry.path()));
    files.map(|file| file.file_name().to_string_lossy().into_owned()).collect()
}

/// What is there beside what should be.
pub(super) fn same<T: Ord + std::fmt::Debug>(what: &str, here: &BTreeSet<T>, expected: &BTreeSet<T>) -> Found<()> {
    let missing: Vec<&T> = expected.difference(here).collect();
    let needless: Vec<&T> = here.difference(expected).collect();
    if missing.is_empty() && needless.is_empty() {
        return Ok(());
    }
    Err(format!("{what}: missing are {missing:?}, and should not be there {needless:?}"))
}
