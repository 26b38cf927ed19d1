//! What is in the folder to which a file was unpacked.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::error::{damaged, reasons};
use super::lines::Lines;
use super::manifest::{MANIFEST, Manifest, Of, Part, PartLine};
use super::numbers::{Numbers, SealedEmbedding};
use super::parts::{ChatLine, CollectionLine, DocumentLine, FolderLine, PageLine, PassageLine, PinLine, SettingLine};
use super::unpack::place;
use crate::file_name::last_part;
use crate::hex::hex;
use crate::passage::Passage;
use crate::read::{Page, refuse_early};
use crate::{Error, Result};

/// Bytes that are looked at at a time.
const BUFFER: usize = 1 << 18;

/// As much of an original as tells what it is.
const BEGINNING: u64 = 1 << 20;

/// A file that was unpacked.
pub(crate) struct Staged {
    file: PathBuf,
    folder: PathBuf,
    manifest: Manifest,
}

/// A document in it.
pub(crate) struct StagedDocument<'a> {
    staged: &'a Staged,
    /// Its id.
    pub(crate) id: String,
}

impl Staged {
    /// What was unpacked from `file` to `folder`.
    pub(super) fn new(file: &Path, folder: &Path, manifest: Manifest) -> Self {
        Self { file: file.to_owned(), folder: folder.to_owned(), manifest }
    }

    /// The file it comes from.
    pub(crate) fn file(&self) -> &Path {
        &self.file
    }

    /// What the file says of itself.
    pub(crate) fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// What its manifest comes to, and with it all that it lists.
    pub(crate) fn digest(&self) -> Result<String> {
        let place = self.folder.join(MANIFEST);
        let mut hash = Sha256::new();
        let mut list = File::open(&place).map_err(Error::file(&place))?;
        let mut buffer = vec![0; BUFFER];
        loop {
            match list.read(&mut buffer).map_err(Error::file(&place))? {
                0 => return Ok(hex(&hash.finalize())),
                read => hash.update(&buffer[..read]),
            }
        }
    }

    /// The documents, in the order of the file.
    pub(crate) fn documents(&self) -> Result<impl Iterator<Item = Result<StagedDocument<'_>>>> {
        let mut lines = Lines::<serde_json::Value>::open(&self.file, &self.folder.join(MANIFEST))?;
        lines.next();
        let parts = lines.then::<PartLine>();
        Ok(parts.filter_map(|line| match line {
            Ok(line) => match Part::named(&line.name) {
                Some(Part::Of(id, Of::Document)) => Some(Ok(StagedDocument { staged: self, id: id.to_owned() })),
                _ => None,
            },
            Err(error) => Some(Err(error)),
        }))
    }

    /// Whether a document is in it.
    pub(crate) fn holds(&self, id: &str) -> bool {
        super::manifest::is_id(id) && place(&self.folder, Part::Of(id, Of::Document)).is_file()
    }

    /// The names of collections.
    pub(crate) fn collections(&self) -> Result<Lines<CollectionLine>> {
        self.lines(Part::Collections)
    }

    /// Conversations.
    pub(crate) fn chats(&self) -> Result<Lines<ChatLine>> {
        self.lines(Part::Chats)
    }

    /// Pages known to be right.
    pub(crate) fn pins(&self) -> Result<Lines<PinLine>> {
        self.lines(Part::Pins)
    }

    /// What the person chose.
    pub(crate) fn settings(&self) -> Result<Lines<SettingLine>> {
        self.lines(Part::Settings)
    }

    /// Folders that were followed.
    pub(crate) fn folders(&self) -> Result<Lines<FolderLine>> {
        self.lines(Part::Folders)
    }

    fn lines<T: serde::de::DeserializeOwned>(&self, part: Part<'_>) -> Result<Lines<T>> {
        Lines::open(&self.file, &place(&self.folder, part))
    }
}

impl<'a> StagedDocument<'a> {
    fn part(&self, of: Of) -> PathBuf {
        place(&self.staged.folder, Part::Of(&self.id, of))
    }

    /// What is known of it.
    pub(crate) fn line(&self) -> Result<DocumentLine> {
        let mut lines = Lines::open(&self.staged.file, &self.part(Of::Document))?;
        lines.next().unwrap_or_else(|| Err(damaged(&self.staged.file, reasons::UNCLEAR)))
    }

    /// The file as it was added.
    pub(crate) fn original(&self) -> PathBuf {
        self.part(Of::Original)
    }

    /// Whether this version would let it be added under each of its names: it is a document as far as its beginning
    /// tells, and no program.
    pub(crate) fn could_be_added(&self, line: &DocumentLine) -> Result<bool> {
        let place = self.original();
        let mut beginning = Vec::new();
        let file = File::open(&place).map_err(Error::file(&place))?;
        file.take(BEGINNING).read_to_end(&mut beginning).map_err(Error::file(&place))?;
        let names = line.paths.iter().map(|seen| last_part(&seen.path));
        let mut names = names.chain(line.paths.is_empty().then_some(""));
        Ok(names.all(|name| refuse_early(&beginning, name).is_ok()))
    }

    /// Its pages with their words.
    pub(crate) fn pages(&self) -> Result<Pages> {
        let file = &self.staged.file;
        let lines = Lines::open(file, &self.part(Of::Pages))?;
        Ok(Pages { of: file.clone(), lines, words: Numbers::open(file, &self.part(Of::Words))? })
    }

    /// Its passages.
    pub(crate) fn passages(&self) -> Result<impl Iterator<Item = Result<Passage>> + use<>> {
        let lines = Lines::<PassageLine>::open(&self.staged.file, &self.part(Of::Passages))?;
        Ok(lines.map(|line| line.map(PassageLine::passage)))
    }

    /// What its passages are embedded to by each model of the file that embedded any, by the model's number.
    pub(crate) fn embeddings(&self) -> Result<Vec<Embeddings<'a>>> {
        let mut all = Vec::new();
        for (number, model) in self.staged.manifest.models.iter().enumerate() {
            if let Some(numbers) = Numbers::open(&self.staged.file, &self.part(Of::Embeddings(number)))? {
                let mut embeddings =
                    Embeddings { model: &model.name, dimensions: model.dimensions, numbers, next: None };
                embeddings.advance()?;
                all.push(embeddings);
            }
        }
        Ok(all)
    }
}

/// Pages, one by one.
pub(crate) struct Pages {
    of: PathBuf,
    lines: Lines<PageLine>,
    words: Option<Numbers>,
}

impl Pages {
    fn page(&mut self, line: PageLine) -> Result<Page> {
        let words = match &mut self.words {
            Some(words) => words.words(line.words)?,
            None if line.words == 0 => Vec::new(),
            None => return Err(damaged(&self.of, reasons::UNFIT)),
        };
        Ok(line.page(words))
    }

    /// Whether all words were on a page.
    pub(super) fn is_over(&self) -> bool {
        self.words.as_ref().is_none_or(Numbers::is_over)
    }
}

impl Iterator for Pages {
    type Item = Result<Page>;

    fn next(&mut self) -> Option<Self::Item> {
        let line = self.lines.next()?;
        Some(line.and_then(|line| self.page(line)))
    }
}

/// What a document's passages are embedded to by a model, in the order of the passages.
pub(crate) struct Embeddings<'a> {
    /// Names the model's vectors.
    pub(crate) model: &'a str,
    dimensions: usize,
    numbers: Numbers,
    next: Option<SealedEmbedding>,
}

impl Embeddings<'_> {
    fn advance(&mut self) -> Result<()> {
        self.next = self.numbers.embedding(self.dimensions)?;
        Ok(())
    }

    /// That of a passage, if the model has embedded it; asked for in their order.
    pub(crate) fn of(&mut self, ordinal: u32) -> Result<Option<SealedEmbedding>> {
        if self.next.as_ref().is_none_or(|next| next.ordinal != ordinal) {
            return Ok(None);
        }
        let found = self.next.take();
        self.advance()?;
        Ok(found)
    }

    /// Whether all of them belonged to a passage.
    pub(super) fn is_over(&self) -> bool {
        self.next.is_none()
    }
}
