//! What goes into a file, from the catalog as it is at one moment and the originals.

use std::collections::BTreeMap;

use super::chats::{belongs, sealed_turn};
use super::teller::Teller;
use crate::Result;
use crate::catalog::{Snapshot, StoredChat, WholeDocument, path_there};
use crate::library::originals::Originals;
use crate::library::settings;
use crate::messages::{LeftBehind, SealingStage};
use crate::sealed::{
    ChatLine, CollectionLine, Contents, DocumentLine, FolderLine, Parts, PinLine, SealedChat, SealedModel, SealedPath,
    SettingLine, is_path,
};

/// Why a document is not in a file.
const UNFINISHED: &str = "it is still being imported; export again when that is done";
const UNREADABLE: &str = "the library's own copy of it is gone or damaged; add the file again";

/// All that goes into a file, to be handed over twice.
pub(super) struct Gathering<'a> {
    snapshot: Snapshot,
    originals: &'a Originals,
    /// Only this collection, by its number and its name.
    collection: Option<(i64, String)>,
    is_backup: bool,
    models: Vec<SealedModel>,
    chats: Vec<StoredChat>,
    pins: Vec<PinLine>,
    /// Of the documents that are whole.
    documents: u32,
    left: BTreeMap<String, LeftBehind>,
    /// What was handed over last.
    contents: Contents,
}

impl<'a> Gathering<'a> {
    /// Looks what there is.
    pub(super) fn new(
        snapshot: Snapshot,
        originals: &'a Originals,
        collection: Option<(i64, String)>,
        is_backup: bool,
    ) -> Result<Self> {
        let number = collection.as_ref().map(|(number, _)| *number);
        let (documents, unfinished) = snapshot.documents(number)?;
        let models = snapshot.models()?.into_iter();
        let models = models.map(|(name, dimensions)| SealedModel { name, dimensions }).collect();
        let mut chats = Vec::new();
        for chat in snapshot.chats()? {
            let goes_along = match &collection {
                Some((number, name)) => belongs(&snapshot, &chat, *number, name)?,
                None => true,
            };
            if goes_along {
                chats.push(chat);
            }
        }
        let mut pins = Vec::new();
        for (question, document, page) in snapshot.pins()? {
            if number.map_or(Ok(true), |number| snapshot.is_in(&document, number))? {
                pins.push(PinLine { question, document, page });
            }
        }
        let left =
            |(id, title): (String, String)| (id.clone(), LeftBehind { id, title, reason: UNFINISHED.to_owned() });
        let left = unfinished.into_iter().map(left).collect();
        let contents = Contents::default();
        Ok(Self { snapshot, originals, collection, is_backup, models, chats, pins, documents, left, contents })
    }

    /// What was handed over last.
    pub(super) fn contents(&self) -> Contents {
        self.contents
    }

    /// The models whose vectors are handed over.
    pub(super) fn models(&self) -> &[SealedModel] {
        &self.models
    }

    /// The collections whose documents are handed over.
    pub(super) fn collections(&self) -> Result<Vec<String>> {
        match &self.collection {
            Some((_, name)) => Ok(vec![name.clone()]),
            None => self.snapshot.collections(),
        }
    }

    /// Documents that are not handed over although they belong to the others.
    pub(super) fn left_behind(&self) -> Vec<LeftBehind> {
        self.left.values().cloned().collect()
    }

    /// Leaves a document behind from now on, since its original cannot be read. False if that was so before.
    pub(super) fn leave(&mut self, id: &str) -> Result<bool> {
        let number = self.collection.as_ref().map(|(number, _)| *number);
        // Ids are digests, of which no two differ in their last digit only.
        let mut before = id.to_owned();
        before.pop();
        let found = self.snapshot.document_after(&before, number)?.filter(|document| document.id == id);
        Ok(self.note_unreadable(id, found.map_or_else(String::new, |document| document.title)))
    }

    /// Whether it is news that the original of a document cannot be read.
    fn note_unreadable(&mut self, id: &str, title: String) -> bool {
        let left = LeftBehind { id: id.to_owned(), title, reason: UNREADABLE.to_owned() };
        self.left.insert(id.to_owned(), left).is_none()
    }

    /// Hands all of it over, document by document.
    pub(super) fn hand_over(&mut self, parts: &mut Parts<'_>, stage: SealingStage, teller: &Teller) -> Result<()> {
        self.contents = Contents { is_backup: self.is_backup, ..Contents::default() };
        let number = self.collection.as_ref().map(|(number, _)| *number);
        let mut last = String::new();
        while let Some(document) = self.snapshot.document_after(&last, number)? {
            last.clone_from(&document.id);
            if stage == SealingStage::Gathering {
                teller.progress(stage, u64::from(self.contents.documents), u64::from(self.documents))?;
            }
            if self.left.contains_key(&document.id) || !self.has_original(&document) {
                continue;
            }
            self.document(parts, &document)?;
            self.contents.documents += 1;
            self.contents.pages += u64::from(document.pages);
            self.contents.passages += u64::from(document.passages);
        }
        self.rest(parts)
    }

    /// Whether the original is there and as long as it should be. Otherwise the document is left behind.
    fn has_original(&mut self, document: &WholeDocument) -> bool {
        let size = self.originals.path(&document.id).metadata().ok().map(|metadata| metadata.len());
        if size == Some(document.size) {
            return true;
        }
        self.note_unreadable(&document.id, document.title.clone());
        false
    }

    fn document(&self, parts: &mut Parts<'_>, document: &WholeDocument) -> Result<()> {
        let Self { snapshot, .. } = self;
        let id = &document.id;
        parts.document(id, &self.line(document))?;
        parts.pages(id, |take| snapshot.each_page(id, take))?;
        parts.words(id, |take| snapshot.each_page(id, take))?;
        parts.passages(id, |take| snapshot.each_passage(id, take))?;
        for (number, SealedModel { name, dimensions }) in self.models.iter().enumerate() {
            parts.embeddings(id, number, |take| snapshot.each_embedding(id, (name, *dimensions), take))?;
        }
        parts.original(id, &self.originals.path(id))
    }

    fn line(&self, document: &WholeDocument) -> DocumentLine {
        let WholeDocument { title, own_title, content_type, author, outline, added_at, pages, passages, .. } = document;
        let mut paths: Vec<SealedPath> = Vec::new();
        for (path, seen_at) in &document.seen {
            let path = path_there(path);
            // Some systems allow names that no other does.
            if is_path(path) && paths.iter().all(|known| known.path != path) {
                paths.push(SealedPath { path: path.to_owned(), seen_at: *seen_at });
            }
        }
        DocumentLine {
            title: title.clone(),
            own_title: own_title.clone(),
            content_type: content_type.clone(),
            author: author.clone(),
            outline: outline.clone(),
            added_at: *added_at,
            pages: *pages,
            passages: *passages,
            // What else a document belongs to is nobody else's business.
            collections: match &self.collection {
                Some((_, name)) => vec![CollectionLine::name_of(name)],
                None => document.collections.iter().map(|name| CollectionLine::name_of(name)).collect(),
            },
            paths,
        }
    }

    /// What does not belong to one document.
    fn rest(&mut self, parts: &mut Parts<'_>) -> Result<()> {
        let collections = self.collections()?.into_iter();
        let collections = collections.map(|name| CollectionLine { name: CollectionLine::name_of(&name) });
        parts.collections(&collections.collect::<Vec<_>>())?;
        let Self { snapshot, chats, pins, left, .. } = self;
        parts.chats(|take| {
            for StoredChat { id, title, created_at, changed_at, leaf } in &*chats {
                let (title, created_at, changed_at, leaf) = (title.clone(), *created_at, *changed_at, *leaf);
                take(&ChatLine::Chat(SealedChat { title, created_at, changed_at, leaf }))?;
                snapshot.each_turn(*id, &mut |turn| take(&ChatLine::Turn(sealed_turn(turn))))?;
            }
            Ok(())
        })?;
        let pins: Vec<_> = pins.iter().filter(|pin| !left.contains_key(&pin.document)).cloned().collect();
        parts.pins(&pins)?;
        self.contents.chats = chats.len() as u32;
        self.contents.pins = pins.len() as u32;
        if !self.is_backup {
            return Ok(());
        }
        let chosen = settings::names().filter_map(|name| {
            let value = self.snapshot.setting(name).transpose()?;
            Some(value.map(|value| SettingLine { name: name.to_owned(), value: settings::without_addresses(value) }))
        });
        parts.settings(&chosen.collect::<Result<Vec<_>>>()?)?;
        let folders = self.snapshot.folders()?.into_iter().filter(|(path, _)| is_path(path));
        let folders = folders.map(|(path, collection)| {
            let collection = collection.as_deref().map(CollectionLine::name_of);
            FolderLine { path, collection }
        });
        parts.folders(&folders.collect::<Vec<_>>())
    }
}
