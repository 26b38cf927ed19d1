//! What a file says of itself first, and how its parts are called.

use serde::{Deserialize, Serialize};

/// The name of the manifest, which is the first part.
pub(super) const MANIFEST: &str = "manifest.jsonl";

/// What tells a manifest from any other line of JSON.
pub(super) const FORMAT: &str = "paperside-sealed";

/// The folder of the parts of documents.
const DOCUMENTS: &str = "documents";

/// The longest name of a part; what a tar header has room for.
const LONGEST_NAME: usize = 100;

/// The first line of the manifest.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Manifest {
    /// [`FORMAT`].
    pub(crate) format: String,
    /// The version of the form it is written in.
    pub(crate) version: u32,
    /// The lowest version that a reader must know.
    pub(crate) needs: u32,
    /// The app that made it, with its version.
    #[serde(default)]
    pub(crate) made_by: String,
    /// When, in milliseconds since 1970.
    #[serde(default)]
    pub(crate) made_at: i64,
    /// What is in it.
    #[serde(default)]
    pub(crate) contents: Contents,
    /// The models whose vectors are in it; the numbers in the names of parts count from 0 in this list.
    #[serde(default)]
    pub(crate) models: Vec<SealedModel>,
    /// How many parts follow, and as many lines.
    pub(crate) parts: u64,
    /// What they come to, unpacked.
    pub(crate) bytes: u64,
}

/// How much is in a file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Contents {
    /// Whether it is a library with its settings, and not only what is in it.
    #[serde(default)]
    pub(crate) is_backup: bool,
    /// Documents.
    #[serde(default)]
    pub(crate) documents: u32,
    /// Pages of all of them.
    #[serde(default)]
    pub(crate) pages: u64,
    /// Passages of all of them.
    #[serde(default)]
    pub(crate) passages: u64,
    /// Chats.
    #[serde(default)]
    pub(crate) chats: u32,
    /// Pins.
    #[serde(default)]
    pub(crate) pins: u32,
}

/// A model whose vectors are in a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SealedModel {
    /// Names its vectors: what it is called, what its numbers are and how they are used.
    pub(crate) name: String,
    /// How many numbers a vector has.
    pub(crate) dimensions: usize,
}

/// A line of the manifest behind the first: a part, in the order in which they follow.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct PartLine {
    /// What it is called.
    pub(super) name: String,
    /// In bytes.
    pub(super) size: u64,
    /// SHA-256 in hex.
    pub(super) sha256: String,
    /// Whether who does not know it must leave the whole file alone. This app writes no such part.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) is_needed: bool,
}

/// A part of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Of {
    /// What is known of it: a [`DocumentLine`](super::DocumentLine).
    Document,
    /// Its pages.
    Pages,
    /// The places of their words.
    Words,
    /// Its passages.
    Passages,
    /// What these are embedded to by the model with this number.
    Embeddings(usize),
    /// The file as it was added.
    Original,
}

/// A part that this version knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part<'a> {
    /// Of the document with this id.
    Of(&'a str, Of),
    /// The names of collections.
    Collections,
    /// Conversations.
    Chats,
    /// Pages known to be right.
    Pins,
    /// What the person chose.
    Settings,
    /// Folders that are followed.
    Folders,
}

impl Of {
    /// The last part of the name.
    fn file(self) -> String {
        match self {
            Self::Document => "document.json".to_owned(),
            Self::Pages => "pages.jsonl".to_owned(),
            Self::Words => "words.bin".to_owned(),
            Self::Passages => "passages.jsonl".to_owned(),
            Self::Embeddings(model) => format!("embeddings-{model}.bin"),
            Self::Original => "original".to_owned(),
        }
    }
}

impl<'a> Part<'a> {
    /// How it is called.
    pub(super) fn name(self) -> String {
        match self {
            Self::Of(id, of) => format!("{DOCUMENTS}/{id}/{}", of.file()),
            Self::Collections => "collections.jsonl".to_owned(),
            Self::Chats => "chats.jsonl".to_owned(),
            Self::Pins => "pins.jsonl".to_owned(),
            Self::Settings => "settings.jsonl".to_owned(),
            Self::Folders => "folders.jsonl".to_owned(),
        }
    }

    /// What a name stands for; none if a later version made it up.
    pub(super) fn named(name: &'a str) -> Option<Self> {
        let known = [Self::Collections, Self::Chats, Self::Pins, Self::Settings, Self::Folders];
        if let Some(part) = known.into_iter().find(|part| part.name() == name) {
            return Some(part);
        }
        let (id, file) = name.strip_prefix(DOCUMENTS)?.strip_prefix('/')?.split_once('/')?;
        let model = || file.strip_prefix("embeddings-")?.strip_suffix(".bin")?.parse().ok();
        let of = [Of::Document, Of::Pages, Of::Words, Of::Passages, Of::Original];
        let of = of.into_iter().find(|of| of.file() == file).or_else(|| model().map(Of::Embeddings))?;
        // Numbers can be written in more ways than one, names cannot.
        (is_id(id) && of.file() == file).then_some(Self::Of(id, of))
    }
}

/// Whether a name can be that of a part, of this version or a later one: no more than folders and files of small
/// letters, digits, hyphens and dots, none of which begins with a dot.
pub(super) fn is_name(name: &str) -> bool {
    let is_letter = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-.".contains(&byte);
    name.len() <= LONGEST_NAME
        && name.split('/').all(|step| !step.is_empty() && !step.starts_with('.') && step.bytes().all(is_letter))
}

/// Whether it is a SHA-256 in small hexadecimal digits.
pub(super) fn is_id(id: &str) -> bool {
    id.len() == 64 && id.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_for_what_they_were_made_of() {
        let id = "0f".repeat(32);
        let of = [Of::Document, Of::Pages, Of::Words, Of::Passages, Of::Embeddings(12), Of::Original];
        let parts = of.into_iter().map(|of| Part::Of(&id, of));
        for part in parts.chain([Part::Collections, Part::Chats, Part::Pins, Part::Settings, Part::Folders]) {
            let name = part.name();
            assert!(is_name(&name) && Part::named(&name) == Some(part), "{name}");
        }
        for stranger in ["documents/0f/original", "embeddings-1.bin", "documents", "later.jsonl"] {
            assert_eq!(Part::named(stranger), None, "{stranger}");
        }
        assert_eq!(Part::named(&format!("documents/{id}/embeddings-01.bin")), None, "one name for one part");
    }

    #[test]
    fn no_name_leads_anywhere_else() {
        for name in ["", "/etc/passwd", "../a", "a/../b", "a//b", "a/", "A", "a\\b", "c:a", "a\0", ".a", "a b", "ä"] {
            assert!(!is_name(name), "{name:?}");
        }
        assert!(!is_name(&"a".repeat(101)) && is_name("later/part-2.bin"));
    }
}
