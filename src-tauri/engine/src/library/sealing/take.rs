//! The documents of a file into the library.
//!
//! As in every import, passages go to the index, which is flushed, and only then to the catalog; the end of a document
//! is one transaction. Several short documents share a flush.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use super::import::Groups;
use super::paths;
use super::teller::Teller;
use crate::Result;
use crate::catalog::{Catalog, DocumentState, NewDocument, TakenPassage, TakenPath, WordCounts, passage_id};
use crate::embed::EmbeddedText;
use crate::library::import::Claim;
use crate::library::{Shared, agreement, holes, locations, remove};
use crate::messages::{ImportId, ImportOutcome, ImportStatus, LeftBehind, SealedSummary};
use crate::passage::Passage;
use crate::read::Page;
use crate::sealed::{DocumentLine, SealedError, StagedDocument};
use crate::search::Space;

/// What waits is written when there is so much of it.
const PASSAGES_AT_ONCE: usize = 256;
const BYTES_AT_ONCE: u64 = 4 << 20;
const DOCUMENTS_AT_ONCE: usize = 64;

/// Why a document is not taken in, such as one that a newer version reads. A program is none either.
const UNKNOWN: &str = "it is of a kind that this version of Paperside does not read";

/// Takes documents in, one after the other.
pub(super) struct Taker<'a> {
    shared: &'a Shared,
    /// Whether a library is brought back to what it was.
    restores: bool,
    teller: &'a Teller,
    /// Documents that have begun and are not whole yet.
    current: Vec<Current>,
    /// Pieces of them that wait to be written, in their order.
    waiting: Vec<Piece>,
    passages: usize,
    bytes: u64,
    added: u32,
    unchanged: u32,
    to_embed: u64,
    left: Vec<LeftBehind>,
}

/// A document on its way.
struct Current {
    id: String,
    /// What it is called in the list.
    path: String,
    paths: Vec<TakenPath>,
    collections: Vec<i64>,
    /// The models in whose indexes some of it is.
    indexed: BTreeSet<Arc<str>>,
    _claim: Claim,
}

/// Some pages or passages of a document.
struct Piece {
    id: String,
    pages: Vec<Page>,
    passages: Vec<TakenPassage>,
    is_last: bool,
}

impl<'a> Taker<'a> {
    /// Has taken nothing yet.
    pub(super) fn new(shared: &'a Shared, restores: bool, teller: &'a Teller) -> Self {
        Self {
            shared,
            restores,
            teller,
            current: Vec::new(),
            waiting: Vec::new(),
            passages: 0,
            bytes: 0,
            added: 0,
            unchanged: 0,
            to_embed: 0,
            left: Vec::new(),
        }
    }

    /// Tells what became of the documents.
    pub(super) fn tell(self, summary: &mut SealedSummary) {
        (summary.added, summary.unchanged, summary.to_embed) = (self.added, self.unchanged, self.to_embed);
        summary.left_behind = self.left;
    }

    fn catalog(&self) -> &'a Catalog {
        &self.shared.searcher.catalog
    }

    /// Takes a document, unless it is here.
    pub(super) fn take(&mut self, document: &StagedDocument<'_>, groups: &mut Groups<'_>) -> Result<()> {
        let Shared { searcher, originals, importer, .. } = self.shared;
        let (id, line) = (&document.id, document.line()?);
        if !document.could_be_added(&line)? {
            let (id, title, reason) = (id.clone(), line.title, UNKNOWN.to_owned());
            self.left.push(LeftBehind { id, title, reason });
            return Ok(());
        }
        let claim = importer.claim(id, &|| self.teller.is_cancelled()).ok_or(SealedError::Cancelled)?;
        let collections = groups.of(&line.collections)?;
        match self.catalog().document_state(id)? {
            None => {}
            Some(DocumentState::Whole) => return self.leave(id, collections, groups),
            // It was whole, and is only read once more.
            Some(DocumentState::Importing) if !self.catalog().locations(id)?.is_empty() => {
                return self.leave(id, collections, groups);
            }
            // What an interrupted import or removal has left of it is less than what comes now.
            Some(DocumentState::Importing | DocumentState::Leaving) => remove::remove(searcher, originals, id)?,
        }
        self.begin(document, &line, collections.into_iter().map(|(_, number)| number).collect(), claim)?;
        self.pages(document)?;
        self.passages(document)
    }

    /// Leaves a document as it is; it only comes into collections.
    fn leave(&mut self, id: &str, collections: Vec<(String, i64)>, groups: &mut Groups<'_>) -> Result<()> {
        let known = self.catalog().collections_of(id)?;
        for (name, number) in collections {
            if !known.contains(&number) {
                groups.joining.entry(name).or_default().push(id.to_owned());
            }
        }
        self.unchanged += 1;
        if let Ok(document) = self.catalog().document(id) {
            let path = Path::new(&document.path);
            self.teller.document(ImportOutcome::of_document(ImportId(0), path, ImportStatus::Unchanged, &document));
        }
        Ok(())
    }

    fn begin(
        &mut self,
        document: &StagedDocument<'_>,
        line: &DocumentLine,
        collections: Vec<i64>,
        claim: Claim,
    ) -> Result<()> {
        let (id, teller) = (&document.id, self.teller);
        let original = document.original();
        let size = locations::size(&original);
        let paths = if self.restores {
            paths::brought_back(line, id, size, &|| teller.is_cancelled())?
        } else {
            paths::elsewhere(line)
        };
        let path = line.paths.first().map_or_else(|| line.title.clone(), |seen| seen.path.clone());
        // Known from here on, so that a failure takes back what was begun.
        let (id, indexed) = (id.clone(), BTreeSet::new());
        let stored = collections.clone();
        self.current.push(Current { id, path, paths, collections, indexed, _claim: claim });
        let id = &document.id;
        self.shared.originals.adopt(&original, id)?;
        let (info, title) = (line.info(), line.title.as_str());
        let added_at = if self.restores { line.added_at } else { locations::now() };
        self.catalog().begin_document(&NewDocument { id, title, info: &info, size, added_at, collections: &stored })
    }

    /// Pages come first, so that a passage never stands on one that is not there.
    fn pages(&mut self, document: &StagedDocument<'_>) -> Result<()> {
        let mut piece = Piece::of(&document.id);
        let mut bytes = 0;
        for page in document.pages()? {
            let page = page?;
            bytes += page.size();
            piece.pages.push(page);
            if bytes >= BYTES_AT_ONCE {
                self.wait(std::mem::replace(&mut piece, Piece::of(&document.id)), bytes)?;
                bytes = 0;
            }
        }
        self.wait(piece, bytes)
    }

    fn passages(&mut self, document: &StagedDocument<'_>) -> Result<()> {
        let mut embeddings = document.embeddings()?;
        let models: Vec<Arc<str>> = embeddings.iter().map(|embeddings| Arc::from(embeddings.model)).collect();
        let mut piece = Piece::of(&document.id);
        for passage in document.passages()? {
            let passage = passage?;
            let mut embedded = Vec::with_capacity(embeddings.len());
            for (embeddings, model) in embeddings.iter_mut().zip(&models) {
                if let Some(found) = embeddings.of(passage.ordinal)? {
                    let (vector, tokens) = (found.vector, found.tokens);
                    embedded.push(EmbeddedText { model: Arc::clone(model), vector, tokens });
                }
            }
            let id = passage_id(&document.id, passage.ordinal);
            piece.passages.push(TakenPassage { id, passage, embeddings: embedded });
            if piece.passages.len() >= PASSAGES_AT_ONCE {
                self.wait(std::mem::replace(&mut piece, Piece::of(&document.id)), 0)?;
            }
        }
        self.wait(Piece { is_last: true, ..piece }, 0)
    }

    /// Lets a piece wait for the others, or writes all of them.
    fn wait(&mut self, piece: Piece, bytes: u64) -> Result<()> {
        self.passages += piece.passages.len();
        self.bytes += bytes;
        self.waiting.push(piece);
        let is_much = self.passages >= PASSAGES_AT_ONCE || self.bytes >= BYTES_AT_ONCE;
        if is_much || self.current.len() >= DOCUMENTS_AT_ONCE { self.settle() } else { Ok(()) }
    }

    /// Makes findable what waits, and then known; ends the documents that are whole.
    pub(super) fn settle(&mut self) -> Result<()> {
        if self.teller.is_cancelled() {
            return Err(SealedError::Cancelled.into());
        }
        (self.passages, self.bytes) = (0, 0);
        let waiting = std::mem::take(&mut self.waiting);
        let space = self.shared.searcher.spaces.current();
        for piece in waiting.iter().filter(|piece| !piece.passages.is_empty()) {
            self.index(&space, piece)?;
        }
        if waiting.iter().any(|piece| !piece.passages.is_empty()) {
            space.index.flush()?;
        }
        for Piece { id, pages, passages, is_last } in waiting {
            if !pages.is_empty() || !passages.is_empty() {
                let words = self.words(&passages);
                self.catalog().append_taken(&id, &pages, &passages, &words)?;
            }
            if is_last {
                self.finish(&id)?;
            }
        }
        Ok(())
    }

    fn index(&mut self, space: &Space, piece: &Piece) -> Result<()> {
        let Some(current) = self.current.iter_mut().find(|current| current.id == piece.id) else { return Ok(()) };
        let vector = |taken: &'_ TakenPassage| {
            let of_space = taken.embeddings.iter().find(|embedding| embedding.model == *space.model());
            of_space.map(|embedding| embedding.vector.clone())
        };
        let vectors: Vec<Option<Vec<f32>>> = piece.passages.iter().map(vector).collect();
        self.to_embed += vectors.iter().filter(|vector| vector.is_none()).count() as u64;
        let passages = piece.passages.iter().zip(&vectors);
        let passages = passages.map(|(taken, vector)| (taken.id, &taken.passage, vector.as_deref()));
        let points = agreement::points(&self.shared.searcher, &current.id, &current.collections, passages);
        space.index.upsert(points)?;
        current.indexed.insert(Arc::clone(space.model()));
        Ok(())
    }

    fn words(&self, passages: &[TakenPassage]) -> WordCounts {
        let texts = passages.iter().map(|taken| {
            let Passage { context, text, .. } = &taken.passage;
            (context.as_str(), text.as_str())
        });
        self.shared.searcher.count_words(texts)
    }

    /// A document is whole.
    fn finish(&mut self, id: &str) -> Result<()> {
        let Some(place) = self.current.iter().position(|current| current.id == id) else { return Ok(()) };
        self.catalog().finish_taken(id, &self.current[place].paths)?;
        let current = self.current.remove(place);
        let Shared { searcher, .. } = self.shared;
        // Another model may be about to answer, or may do so by now: it finds all of it too.
        for space in searcher.spaces.all() {
            let has_all = current.indexed.len() == 1 && current.indexed.contains(space.model());
            if !has_all {
                agreement::fill(searcher, &space, id)?;
                space.index.flush()?;
            }
        }
        self.added += 1;
        let document = self.catalog().document(id)?;
        let reason = holes::describe(&document, &self.catalog().unread_pages(id)?);
        let path = Path::new(&current.path);
        let outcome = ImportOutcome::of_document(ImportId(0), path, ImportStatus::Added, &document);
        self.teller.document(ImportOutcome { reason, ..outcome });
        Ok(())
    }

    /// Takes back what was begun and is not whole.
    pub(super) fn give_up(&mut self) {
        let Shared { searcher, originals, .. } = self.shared;
        for Current { id, .. } in self.current.drain(..) {
            if let Err(error) = agreement::undo_import(searcher, originals, &id) {
                tracing::warn!(%error, id, "what is left of a document is swept away when the library is opened again");
            }
        }
    }
}

impl Piece {
    fn of(id: &str) -> Self {
        Self { id: id.to_owned(), pages: Vec::new(), passages: Vec::new(), is_last: false }
    }
}
