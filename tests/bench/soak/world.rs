//! What is on the person's disk, and what should be in the library, by rules that are written down here once more and owe
//! nothing to the engine.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::Path;

use sha2::{Digest, Sha256};

use super::texts::Text;

/// What is in a file.
#[derive(Debug, Clone)]
pub(super) struct Content {
    /// SHA-256 of its bytes, in hex.
    pub(super) id: String,
    /// The text, if it is one that can be edited.
    pub(super) text: Option<Text>,
}

impl Content {
    /// Of a text that was made.
    pub(super) fn of_text(text: Text) -> Self {
        Self { id: id(text.written().as_bytes()), text: Some(text) }
    }

    /// Of a file of others.
    pub(super) fn of_bytes(bytes: &[u8]) -> Self {
        Self { id: id(bytes), text: None }
    }

    fn markers(&self) -> BTreeSet<String> {
        self.text.as_ref().map(Text::markers).unwrap_or_default()
    }
}

fn id(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::new(), |mut id, byte| {
        let _ = write!(id, "{byte:02x}");
        id
    })
}

/// A document that should be in the library.
#[derive(Debug, Clone, Default)]
pub(super) struct Document {
    /// The words by which it must be found.
    pub(super) markers: BTreeSet<String>,
    /// Where it was seen.
    pub(super) paths: BTreeSet<String>,
    /// Whether it is known from a sealed file, and was not seen on this disk since.
    pub(super) is_from_elsewhere: bool,
    /// What it belongs to.
    pub(super) collections: BTreeSet<String>,
}

/// What a sealed file should hold.
#[derive(Debug, Clone)]
pub(super) struct Sealed {
    /// Where it is.
    pub(super) file: String,
    documents: BTreeMap<String, Document>,
    collections: BTreeSet<String>,
    pins: BTreeSet<(String, String)>,
}

/// All that should be.
#[derive(Debug, Default)]
pub(super) struct World {
    /// The person's files by their paths, in the library or not.
    pub(super) files: BTreeMap<String, Content>,
    /// The documents by their ids.
    pub(super) documents: BTreeMap<String, Document>,
    /// The collections by their names.
    pub(super) collections: BTreeSet<String>,
    /// Questions, and the documents whose first page answers them.
    pub(super) pins: BTreeSet<(String, String)>,
    /// The chats.
    pub(super) chats: BTreeSet<u32>,
    /// The sealed files, the oldest first.
    pub(super) sealed: Vec<Sealed>,
}

impl World {
    /// The documents in which a word stands.
    pub(super) fn with(&self, marker: &str) -> BTreeSet<&String> {
        let holds = |document: &Document| document.markers.contains(marker);
        self.documents.iter().filter(|(_, document)| holds(document)).map(|(id, _)| id).collect()
    }

    /// A file was imported. Another content that was at its path leaves, unless it is somewhere else too; paths of the
    /// same content at which no file is any more are forgotten, for it was moved.
    ///
    /// What takes the place of another content, and is new itself, is in its collections too, and without pins.
    pub(super) fn import(&mut self, path: &str, collection: Option<&str>) {
        let Some(content) = self.files.get(path).cloned() else { return };
        let replaced = self.documents.iter().find(|(id, document)| **id != content.id && document.paths.contains(path));
        let replaced = replaced.map(|(id, document)| (id.clone(), document.collections.clone()));
        let is_new = !self.documents.contains_key(&content.id);
        let document = self.documents.entry(content.id.clone()).or_default();
        if let Some((_, collections)) = replaced.as_ref().filter(|_| is_new) {
            document.collections.extend(collections.iter().cloned());
        }
        document.markers = content.markers();
        if !document.paths.contains(path) {
            document.paths.retain(|path| Path::new(path).exists());
            document.is_from_elsewhere = false;
            document.paths.insert(path.to_owned());
        }
        document.collections.extend(collection.map(str::to_owned));
        if let Some((replaced, _)) = replaced
            && let Some(document) = self.documents.get_mut(&replaced)
        {
            document.paths.remove(path);
            if document.paths.is_empty() && !document.is_from_elsewhere {
                self.remove(&replaced);
            }
        }
    }

    /// A document was removed, and what was pinned of it with it.
    pub(super) fn remove(&mut self, document: &str) {
        self.documents.remove(document);
        self.pins.retain(|(_, pinned)| pinned != document);
    }

    /// A collection is called otherwise.
    pub(super) fn rename(&mut self, from: &str, to: &str) {
        for document in self.documents.values_mut() {
            if document.collections.remove(from) {
                document.collections.insert(to.to_owned());
            }
        }
        self.collections.remove(from);
        self.collections.insert(to.to_owned());
    }

    /// A collection was deleted; its documents stay.
    pub(super) fn delete(&mut self, collection: &str) {
        self.collections.remove(collection);
        for document in self.documents.values_mut() {
            document.collections.remove(collection);
        }
    }

    /// A collection, or all there is, was written into a file. The names of other collections stay behind.
    pub(super) fn export(&mut self, file: &str, collection: Option<&str>) {
        let goes = |name: &String| collection.is_none_or(|only| name == only);
        let is_in = |document: &&Document| collection.is_none_or(|only| document.collections.contains(only));
        let mut documents = BTreeMap::new();
        for (id, document) in self.documents.iter().filter(|(_, document)| is_in(document)) {
            let collections = document.collections.iter().filter(|name| goes(name)).cloned().collect();
            documents.insert(id.clone(), Document { collections, ..document.clone() });
        }
        let collections = self.collections.iter().filter(|name| goes(name)).cloned().collect();
        let pins = self.pins.iter().filter(|(_, document)| documents.contains_key(document)).cloned().collect();
        self.sealed.push(Sealed { file: file.to_owned(), documents, collections, pins });
    }

    /// A sealed file was taken in: what is here only comes into collections, what is not comes whole, and no file of this
    /// disk is meant by its paths.
    pub(super) fn take_in(&mut self, sealed: &Sealed) {
        for (id, there) in &sealed.documents {
            let here = self.documents.entry(id.clone()).or_insert_with(|| Document {
                markers: there.markers.clone(),
                is_from_elsewhere: true,
                ..Document::default()
            });
            here.collections.extend(there.collections.iter().cloned());
        }
        self.collections.extend(sealed.collections.iter().cloned());
        self.pins.extend(sealed.pins.iter().cloned());
    }
}
