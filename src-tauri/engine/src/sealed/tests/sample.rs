//! A small sealed file, and files made of any parts.

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use tar::{EntryType, Header};
use tempfile::TempDir;

use crate::Result;
use crate::hex::hex;
use crate::messages::PageState;
use crate::passage::{Passage, Span};
use crate::read::{Heading, Page, Word};
use crate::sealed::envelope::Envelope;
use crate::sealed::manifest::{MANIFEST, Manifest, PartLine};
use crate::sealed::unpack::Progress;
use crate::sealed::{
    ChatLine, CollectionLine, Contents, DocumentLine, Draft, Parts, PinLine, SealedChat, SealedModel, SealedPath,
    SealedTurn, Staged, Writing,
};

/// The model that has not embedded everything.
pub(super) const OTHER: &str = "another";

/// What is put into a file.
pub(super) struct Sample {
    pub(super) folder: TempDir,
    pub(super) documents: Vec<SampleDocument>,
    pub(super) models: Vec<SealedModel>,
}

pub(super) struct SampleDocument {
    pub(super) id: String,
    pub(super) line: DocumentLine,
    pub(super) original: Vec<u8>,
    pub(super) pages: Vec<Page>,
    pub(super) passages: Vec<Passage>,
}

impl Sample {
    pub(super) fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let mut documents = Vec::from(["The kettle is on the stove.", "The ferry leaves at noon."].map(document));
        documents.sort_by(|one, other| one.id.cmp(&other.id));
        for document in &documents {
            std::fs::write(folder.path().join(&document.id), &document.original).expect("it can be written");
        }
        let model = |name: &str, dimensions| SealedModel { name: name.to_owned(), dimensions };
        Self { folder, documents, models: vec![model("one", 4), model(OTHER, 8)] }
    }

    pub(super) fn contents() -> Contents {
        Contents { is_backup: false, documents: 2, pages: 4, passages: 4, chats: 1, pins: 1 }
    }

    /// Hands all of it over, as a library does.
    fn gather(&self, parts: &mut Parts<'_>) -> Result<()> {
        for SampleDocument { id, line, pages, passages, .. } in &self.documents {
            parts.document(id, line)?;
            parts.pages(id, |take| pages.iter().try_for_each(take))?;
            parts.words(id, |take| pages.iter().try_for_each(take))?;
            parts.passages(id, |take| passages.iter().try_for_each(take))?;
            for (number, model) in self.models.iter().enumerate() {
                parts.embeddings(id, number, |take| {
                    let known = passages.iter().filter(|passage| model.name != OTHER || passage.ordinal == 1);
                    known.map(|passage| passage.ordinal).try_for_each(|ordinal| {
                        let vector: Vec<u8> =
                            vector(ordinal, model.dimensions).iter().flat_map(|number| number.to_le_bytes()).collect();
                        take(ordinal, &vector, &[7, 0, 0, 0, 0b0101, 8, 0, 0, 0, 0b1010])
                    })
                })?;
            }
            parts.original(id, &self.folder.path().join(id))?;
        }
        parts.collections(&[CollectionLine { name: "Kitchen".to_owned() }])?;
        parts.chats(|take| chat().iter().try_for_each(take))?;
        let document = self.documents[0].id.clone();
        parts.pins(&[PinLine { question: "Where is the kettle?".to_owned(), document, page: 0 }])
    }

    pub(super) fn draft(&self) -> Draft {
        let list = self.folder.path().join("list");
        Draft::measure(&list, &mut |_| Ok(()), |parts| self.gather(parts)).expect("it can be measured")
    }

    pub(super) fn try_seal(&self, name: &str, passphrase: Option<&str>) -> Result<PathBuf> {
        let path = self.folder.path().join(name);
        let writing = Writing {
            path: &path,
            passphrase,
            contents: Self::contents(),
            models: &self.models,
            made_at: 1_700_000_000,
        };
        self.draft().write(&writing, &mut |_| Ok(()), |parts| self.gather(parts))?;
        Ok(path)
    }

    pub(super) fn seal(&self, name: &str, passphrase: Option<&str>) -> PathBuf {
        self.try_seal(name, passphrase).expect("it can be written")
    }
}

fn document(text: &str) -> SampleDocument {
    let original = format!("{text}\n").into_bytes();
    let word = |start, end, x0: f32| Word { start, end, x0, y0: 10.5, x1: x0 + 20.0, y1: 22.25 };
    let page = |index: u32| Page {
        index,
        label: (index + 1).to_string(),
        width: 612.0,
        height: 792.5,
        text: text.to_owned(),
        words: vec![word(0, 3, 72.1), word(4, 9, 96.7)],
        headings: vec![Heading { start: 0, end: 3, level: 1 }],
        state: PageState::Searchable,
        reader: "text".into(),
        recogniser: None,
        reason: (index == 1).then(|| "the first reader failed: it came to no end".to_owned()),
        milliseconds: 3,
    };
    let passage = |ordinal: u32| Passage {
        ordinal,
        text: text.to_owned(),
        context: "Voyage".to_owned(),
        spans: vec![Span { page: ordinal, start: 0, end: text.len() as u32 }],
    };
    let line = DocumentLine {
        title: "voyage.txt".to_owned(),
        content_type: "text/plain".to_owned(),
        added_at: 1_700_000_000,
        pages: 2,
        passages: 2,
        collections: vec!["Kitchen".to_owned()],
        paths: vec![SealedPath { path: "/home/anna/voyage.txt".to_owned(), seen_at: 5 }],
        ..DocumentLine::default()
    };
    let (pages, passages) = (vec![page(0), page(1)], vec![passage(0), passage(1)]);
    SampleDocument { id: hex(&Sha256::digest(&original)), line, original, pages, passages }
}

pub(super) fn vector(ordinal: u32, dimensions: usize) -> Vec<f32> {
    (0..dimensions).map(|place| if place == ordinal as usize { 1.0 } else { 0.0 }).collect()
}

fn chat() -> Vec<ChatLine> {
    let turn = |id, parent| {
        let record = r#"{"answer":null}"#.to_owned();
        let (question, answer) = ("Where is the kettle?".to_owned(), "On the stove.".to_owned());
        ChatLine::Turn(SealedTurn { id, parent, at: 9, question, answer, record })
    };
    let title = "The kettle".to_owned();
    vec![
        ChatLine::Chat(SealedChat { title, created_at: 8, changed_at: 9, leaf: Some(5) }),
        turn(3, None),
        turn(5, Some(3)),
    ]
}

/// Unpacks a file; the folder goes when it is dropped.
pub(super) fn unpacked(file: &Path, passphrase: Option<&str>) -> Result<(TempDir, Staged)> {
    let folder = tempfile::tempdir().expect("a folder");
    let mut progress = Progress { goes_on: &mut |_, _| Ok(()), ensure_room: &|_| Ok(()) };
    let staged = crate::sealed::unpack(file, passphrase, folder.path(), &mut progress)?;
    Ok((folder, staged))
}

/// Whether a file opens.
pub(super) fn opens(file: &Path, passphrase: Option<&str>) -> Result<()> {
    unpacked(file, passphrase).map(drop)
}

/// A part of a file that nobody would write who means well.
pub(super) struct Odd {
    pub(super) name: String,
    pub(super) kind: EntryType,
    pub(super) bytes: Vec<u8>,
}

impl Odd {
    pub(super) fn file(name: &str, bytes: &[u8]) -> Self {
        Self { name: name.to_owned(), kind: EntryType::Regular, bytes: bytes.to_vec() }
    }

    fn header(&self) -> Header {
        let mut header = Header::new_ustar();
        // Names that the crate would refuse to write are what this is for.
        let place = &mut header.as_old_mut().name;
        place[..self.name.len()].copy_from_slice(self.name.as_bytes());
        header.set_entry_type(self.kind);
        header.set_size(self.bytes.len() as u64);
        header.set_mode(0o644);
        header.set_cksum();
        header
    }
}

/// Writes a file of any parts, with a manifest that lists them and says of itself what `say` makes of it.
pub(super) fn craft(folder: &Path, parts: &[Odd], say: impl FnOnce(&mut Manifest, &mut Vec<PartLine>)) -> PathBuf {
    let mut lines: Vec<PartLine> = parts
        .iter()
        .map(|part| PartLine {
            name: part.name.clone(),
            size: part.bytes.len() as u64,
            sha256: hex(&Sha256::digest(&part.bytes)),
            is_needed: false,
        })
        .collect();
    let mut manifest = Manifest {
        format: "paperside-sealed".to_owned(),
        version: 1,
        needs: 1,
        parts: lines.len() as u64,
        bytes: lines.iter().map(|line| line.size).sum(),
        ..Manifest::default()
    };
    say(&mut manifest, &mut lines);
    let mut list = serde_json::to_vec(&manifest).expect("it is JSON");
    list.push(b'\n');
    for line in &lines {
        list.extend(serde_json::to_vec(line).expect("it is JSON"));
        list.push(b'\n');
    }
    let path = folder.join("odd.paperside");
    let mut envelope = Envelope::new(File::create(&path).expect("a file"), None).expect("it can be written");
    for part in std::iter::once(&Odd::file(MANIFEST, &list)).chain(parts) {
        envelope.write_all(part.header().as_bytes()).expect("written");
        envelope.write_all(&part.bytes).expect("written");
        let padding = part.bytes.len().next_multiple_of(512) - part.bytes.len();
        envelope.write_all(&vec![0; padding]).expect("written");
    }
    envelope.write_all(&[0; 1024]).expect("written");
    envelope.finish().expect("written");
    path
}
