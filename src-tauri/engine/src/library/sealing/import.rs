//! A file into the library.
//!
//! All of it is unpacked into a folder of the library and looked through before anything is taken in. Then its
//! documents come in one after the other, each whole or not at all, so that an end in the middle leaves a sound library
//! and the same file can be taken in once more: what is here by then is left as it is.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::TryLockError;
use std::time::Instant;

use super::chats::taken_turn;
use super::folder::Workplace;
use super::paths::is_local;
use super::summary_of;
use super::take::Taker;
use super::teller::Teller;
use crate::Result;
use crate::catalog::TakenChat;
use crate::library::{Shared, collections, disk, settings};
use crate::messages::{LibraryEvent, SealedSummary, SealingStage};
use crate::sealed::{
    ChatLine, FolderLine, PinLine, Progress, SealedChat, SealedError, SettingLine, Staged, damaged, reasons, unpack,
};

/// The setting that tells what is being restored, so that it can be gone on with.
const RESTORING: &str = "restoring";

/// On the disk each byte is unpacked once, and once more it is in the catalog or the index.
const ROOM: u64 = 2;

/// What is to be taken in.
pub(in crate::library) struct Source<'a> {
    /// The file.
    pub(in crate::library) file: &'a Path,
    /// What opens it.
    pub(in crate::library) passphrase: Option<&'a str>,
    /// The collection that its documents go into, in place of those they were in.
    pub(in crate::library) collection: Option<&'a str>,
    /// Whether the library is to become what the file holds, settings and all.
    pub(in crate::library) restores: bool,
}

/// Takes in a file.
///
/// # Errors
/// [`SealedError`], those of the disk, the catalog and the index.
pub(in crate::library) fn take_in(shared: &Shared, source: &Source<'_>, teller: &Teller) -> Result<SealedSummary> {
    let began = Instant::now();
    let _alone = match shared.taking.try_lock() {
        Err(TryLockError::WouldBlock) => return Err(SealedError::Busy.into()),
        Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
        Ok(alone) => alone,
    };
    let file = std::path::absolute(source.file).map_err(crate::Error::file(source.file))?;
    let library = &shared.config.library;
    if source.restores {
        ensure_empty(shared, None)?;
    }
    let workplace = Workplace::new(library)?;
    let mut goes_on = |done, of| teller.progress(SealingStage::Checking, done, of);
    let ensure_room = |bytes: u64| disk::ensure_room(library, bytes.saturating_mul(ROOM));
    let mut progress = Progress { goes_on: &mut goes_on, ensure_room: &ensure_room };
    let staged = unpack(&file, source.passphrase, workplace.path(), &mut progress)?;
    ensure_models_fit(shared, &staged)?;
    if source.restores {
        let digest = staged.digest()?;
        ensure_empty(shared, Some(&digest))?;
        shared.searcher.catalog.set_setting(RESTORING, Some(&digest))?;
    }
    let bytes = file.metadata().map_or(0, |file| file.len());
    let mut summary = summary_of(teller.work(), &file, bytes, staged.manifest().contents);
    let mut groups = Groups::new(shared, source.collection)?;
    let taken = documents(shared, source, &staged, &mut groups, &mut summary, teller);
    // What came in by then is to be found and shown, however it ended.
    let settled = settle(shared, &groups, teller);
    taken.and(settled)?;
    if source.collection.is_none() {
        for line in staged.collections()? {
            groups.number(&line?.name)?;
        }
    }
    (summary.collections, summary.joined) = groups.told();
    chats(shared, &staged, source.collection, &mut summary)?;
    pins(shared, &staged)?;
    if source.restores {
        restore(shared, &staged, &mut summary)?;
    }
    collections::announce(shared)?;
    summary.seconds = began.elapsed().as_secs_f64();
    Ok(summary)
}

/// Whether a backup could be restored: nothing would be mixed with what is here, unless that is what an earlier attempt
/// has brought back so far.
pub(in crate::library) fn can_restore(shared: &Shared) -> Result<bool> {
    goes_with(shared, None)
}

fn ensure_empty(shared: &Shared, digest: Option<&str>) -> Result<()> {
    if goes_with(shared, digest)? { Ok(()) } else { Err(SealedError::NotEmpty.into()) }
}

/// Whether nothing is here, or only what came from this file; from any, if none is named.
fn goes_with(shared: &Shared, digest: Option<&str>) -> Result<bool> {
    let catalog = &shared.searcher.catalog;
    if catalog.is_empty()? {
        return Ok(true);
    }
    let restoring = catalog.setting(RESTORING)?;
    Ok(restoring.is_some_and(|restoring| digest.is_none_or(|digest| digest == restoring)))
}

/// That vectors of a model that is in use have as many numbers as it makes.
fn ensure_models_fit(shared: &Shared, staged: &Staged) -> Result<()> {
    for space in shared.searcher.spaces.all() {
        let same = staged.manifest().models.iter().find(|model| *model.name == **space.model());
        if same.is_some_and(|model| model.dimensions != space.embedder.dimensions()) {
            return Err(damaged(staged.file(), reasons::UNFIT));
        }
    }
    Ok(())
}

/// The collections that documents go into.
pub(super) struct Groups<'a> {
    shared: &'a Shared,
    /// The one that all of them go into.
    only: Option<&'a str>,
    /// Those there were before, in small letters.
    before: Vec<String>,
    /// By the names in the file: what they are called here, and their numbers.
    known: BTreeMap<String, (String, i64)>,
    /// Documents that were here before, by the collection they go into.
    pub(super) joining: BTreeMap<String, Vec<String>>,
}

impl<'a> Groups<'a> {
    fn new(shared: &'a Shared, only: Option<&'a str>) -> Result<Self> {
        let before = shared.searcher.catalog.collections()?;
        let before = before.into_iter().map(|collection| collection.name.to_ascii_lowercase()).collect();
        Ok(Self { shared, only, before, known: BTreeMap::new(), joining: BTreeMap::new() })
    }

    /// The number of a collection of the file, which is made here if it is new.
    fn number(&mut self, name: &str) -> Result<(String, i64)> {
        let name = self.only.unwrap_or(name).trim();
        if let Some(known) = self.known.get(name) {
            return Ok(known.clone());
        }
        let number = self.shared.searcher.catalog.ensure_collection(name)?;
        let called = self.shared.searcher.catalog.named_collection(name)?.1;
        self.known.insert(name.to_owned(), (called.clone(), number));
        Ok((called, number))
    }

    /// The collections that a document goes into which is in these in the file.
    pub(super) fn of(&mut self, names: &[String]) -> Result<Vec<(String, i64)>> {
        if let Some(only) = self.only {
            return Ok(vec![self.number(only)?]);
        }
        let mut found = names.iter().map(|name| self.number(name)).collect::<Result<Vec<_>>>()?;
        found.sort_by_key(|(_, number)| *number);
        found.dedup_by_key(|(_, number)| *number);
        Ok(found)
    }

    /// All of them as they are called here, and those that were here before.
    fn told(&self) -> (Vec<String>, Vec<String>) {
        let mut all: Vec<String> = self.known.values().map(|(name, _)| name.clone()).collect();
        all.sort();
        all.dedup();
        let was_here = |name: &&String| self.before.contains(&name.to_ascii_lowercase());
        let joined = all.iter().filter(was_here).cloned().collect();
        (all, joined)
    }
}

fn documents(
    shared: &Shared,
    source: &Source<'_>,
    staged: &Staged,
    groups: &mut Groups<'_>,
    summary: &mut SealedSummary,
    teller: &Teller,
) -> Result<()> {
    let total = u64::from(summary.documents);
    let mut taker = Taker::new(shared, source.restores, teller);
    let mut taken = || {
        for (done, document) in (0..).zip(staged.documents()?) {
            teller.progress(SealingStage::Taking, done, total)?;
            taker.take(&document?, groups)?;
        }
        taker.settle()?;
        teller.progress(SealingStage::Taking, total, total)
    };
    let ended = taken();
    if ended.is_err() {
        taker.give_up();
    }
    taker.tell(summary);
    ended
}

/// Lets all others know what came in.
fn settle(shared: &Shared, groups: &Groups<'_>, teller: &Teller) -> Result<()> {
    for (collection, documents) in &groups.joining {
        collections::put_in(shared, documents.clone(), collection)?;
    }
    // Whatever is not embedded yet is, and a large index is made quick.
    shared.searcher.spaces.tell_news();
    shared.importer.announce_order()?;
    teller.announce(LibraryEvent::Collections { collections: shared.searcher.catalog.collections()? });
    Ok(())
}

fn chats(shared: &Shared, staged: &Staged, goes_into: Option<&str>, summary: &mut SealedSummary) -> Result<()> {
    let mut lines = staged.chats()?.peekable();
    while let Some(line) = lines.next() {
        let ChatLine::Chat(SealedChat { title, created_at, changed_at, leaf }) = line? else { continue };
        let chat = TakenChat { title, created_at, changed_at, leaf };
        let mut next = || match lines.next_if(|line| !matches!(line, Ok(ChatLine::Chat(_)))) {
            Some(Ok(ChatLine::Turn(turn))) => Ok(Some(taken_turn(turn, goes_into))),
            Some(Err(error)) => Err(error),
            Some(Ok(ChatLine::Chat(_))) | None => Ok(None),
        };
        summary.chats_added += u32::from(shared.searcher.catalog.take_chat(&chat, &mut next)?);
    }
    Ok(())
}

/// Those of documents and pages that are in the file.
fn pins(shared: &Shared, staged: &Staged) -> Result<()> {
    let catalog = &shared.searcher.catalog;
    for line in staged.pins()? {
        let PinLine { question, document, page } = line?;
        if staged.holds(&document) && page < catalog.count_pages(&document)? && !question.trim().is_empty() {
            catalog.pin(&question, &document, page)?;
        }
    }
    Ok(())
}

/// Brings back what is a library's own: what the person chose and what it follows.
fn restore(shared: &Shared, staged: &Staged, summary: &mut SealedSummary) -> Result<()> {
    let catalog = &shared.searcher.catalog;
    for line in staged.settings()? {
        let SettingLine { name, value } = line?;
        if !settings::restore(&shared.searcher, &name, &value) {
            summary.not_restored.push(name);
        }
    }
    for line in staged.folders()? {
        let FolderLine { path, collection } = line?;
        if !is_local(Path::new(&path)) {
            continue;
        }
        let collection = collection.map(|name| catalog.ensure_collection(name.trim())).transpose()?;
        catalog.watch_folder(&path, collection)?;
        summary.folders.push(path);
    }
    catalog.set_setting(RESTORING, None)
}
