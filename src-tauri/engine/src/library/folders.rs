//! Folders that the library is kept in step with.
//!
//! Whatever happens in a folder, once it is quiet the whole of it is looked through: a file that is as it was costs
//! one look at its size and time, and nothing that a list of events may have missed is missed. What is new is imported
//! before what is gone is removed, so a file that was renamed is recognised by its content.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, unbounded};
use notify::{RecommendedWatcher, RecursiveMode, Watcher};

use super::{Shared, remove};
use crate::messages::{LibraryEvent, WatchedFolder};
use crate::{Error, Result};

/// A folder is looked through when nothing has happened in it for so long: programs write files in several steps.
const QUIET: Duration = Duration::from_millis(700);

/// Or when something has been happening for so long without a pause.
const LONGEST_UNREST: Duration = Duration::from_secs(10);

/// A folder that is not there, as on a drive that is not plugged in, is looked for this often.
const ABSENT: Duration = Duration::from_secs(15);

/// Keeps the library in step with one folder until it is dropped.
pub struct FolderWatch {
    stop: Option<Sender<()>>,
    problem: Arc<Mutex<Option<String>>>,
}

/// The folders that are watched for good, by their numbers in the catalog.
#[derive(Default)]
pub(super) struct Watches(Mutex<BTreeMap<i64, FolderWatch>>);

impl Watches {
    fn all(&self) -> MutexGuard<'_, BTreeMap<i64, FolderWatch>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// All watched folders and how they are.
pub(super) fn list(shared: &Shared) -> Result<Vec<WatchedFolder>> {
    let catalog = &shared.searcher.catalog;
    let watches = shared.watches.all();
    let described = catalog.folders()?.into_iter().map(|folder| {
        let files = catalog.locations_below(&folder.path)?.len() as u32;
        let problem = watches.get(&folder.id).and_then(FolderWatch::problem);
        let collection = folder.collection.map(|(_, name)| name);
        Ok(WatchedFolder { id: folder.id as u32, path: folder.path, collection, files, problem })
    });
    described.collect()
}

/// Watches every folder of the catalog that is not watched yet.
pub(super) fn watch_all(shared: &Arc<Shared>) -> Result<()> {
    for folder in shared.searcher.catalog.folders()? {
        let is_watched = shared.watches.all().contains_key(&folder.id);
        if !is_watched {
            let watch = FolderWatch::start(shared, folder.path.into(), folder.collection.map(|(number, _)| number))?;
            shared.watches.all().insert(folder.id, watch);
        }
    }
    announce(shared)
}

/// Watches a folder for good.
///
/// # Errors
/// [`Error::File`] if it is no folder.
pub(super) fn add(shared: &Arc<Shared>, path: &Path, collection: Option<&str>) -> Result<()> {
    let (path, collection) = resolve(shared, path, collection)?;
    shared.searcher.catalog.watch_folder(&path.to_string_lossy(), collection)?;
    watch_all(shared)
}

/// Watches a folder until the answer is dropped.
///
/// # Errors
/// [`Error::File`] if it is no folder.
pub(super) fn follow(shared: &Arc<Shared>, path: &Path, collection: Option<&str>) -> Result<FolderWatch> {
    let (path, collection) = resolve(shared, path, collection)?;
    FolderWatch::start(shared, path, collection)
}

fn resolve(shared: &Shared, path: &Path, collection: Option<&str>) -> Result<(PathBuf, Option<i64>)> {
    let path = path.canonicalize().map_err(Error::file(path))?;
    if !path.is_dir() {
        return Err(Error::File { source: std::io::ErrorKind::NotADirectory.into(), path });
    }
    let collection = collection.map(|name| shared.searcher.catalog.ensure_collection(name)).transpose()?;
    Ok((path, collection))
}

/// Watches a folder no more; its documents stay.
pub(super) fn forget(shared: &Shared, folder: i64) -> Result<()> {
    shared.searcher.catalog.unwatch_folder(folder)?;
    let watch = shared.watches.all().remove(&folder);
    drop(watch);
    announce(shared)
}

fn announce(shared: &Shared) -> Result<()> {
    let folders = list(shared)?;
    shared.importer.announce(LibraryEvent::Folders { folders });
    Ok(())
}

impl FolderWatch {
    /// Looks through a folder, and again whenever something happens in it.
    ///
    /// # Errors
    /// [`Error::File`] if the system gives no thread.
    pub(super) fn start(shared: &Arc<Shared>, folder: PathBuf, collection: Option<i64>) -> Result<Self> {
        let (stop, stopped) = unbounded();
        let problem = Arc::new(Mutex::new(None));
        let worker = Worker {
            shared: Arc::downgrade(shared),
            folder: folder.clone(),
            collection,
            problem: Arc::clone(&problem),
        };
        let thread = std::thread::Builder::new().name("watch-folder".to_owned());
        thread.spawn(move || worker.run(&stopped)).map_err(Error::file(folder))?;
        Ok(Self { stop: Some(stop), problem })
    }

    fn problem(&self) -> Option<String> {
        self.problem.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Drop for FolderWatch {
    /// The thread ends by itself; it holds nothing that must be waited for.
    fn drop(&mut self) {
        self.stop = None;
    }
}

struct Worker {
    shared: Weak<Shared>,
    folder: PathBuf,
    collection: Option<i64>,
    problem: Arc<Mutex<Option<String>>>,
}

impl Worker {
    fn run(&self, stopped: &Receiver<()>) {
        let (happened, events) = unbounded();
        let mut watcher: Option<RecommendedWatcher> = None;
        loop {
            if !self.folder.is_dir() {
                watcher = None;
                self.tell(Some("The folder is not there."));
            } else if watcher.is_none() {
                match watch(&self.folder, happened.clone()) {
                    Ok(begun) => watcher = Some(begun),
                    Err(error) => self.tell(Some(&format!("It cannot be watched: {error}."))),
                }
            }
            let Some(gone) = self.import() else { return };
            if watcher.is_some() {
                self.tell(None);
            }
            // A file that is gone may have another name by now, which must be looked at first: then it is the same
            // document. So nothing is removed while something happens.
            let happens = !gone.is_empty() && events.recv_timeout(QUIET).is_ok();
            if happens {
                events.try_iter().for_each(drop);
                continue;
            }
            if !self.remove(&gone) {
                return;
            }
            let patience = if watcher.is_some() { None } else { Some(ABSENT) };
            if !wait_for_quiet(&events, stopped, patience) {
                return;
            }
        }
    }

    /// Imports what is new or has changed, and answers the paths where nothing is any more. None when the library is
    /// closed.
    fn import(&self) -> Option<Vec<String>> {
        if !self.folder.is_dir() {
            // Whether files are gone or only their drive, the folder tells.
            return self.shared.upgrade().map(|_| Vec::new());
        }
        let batch = self.shared.upgrade()?.importer.add_folder(self.folder.clone(), self.collection);
        match batch {
            Ok(mut batch) => while batch.blocking_next().is_some() {},
            Err(error) => self.tell(Some(&error.to_string())),
        }
        let shared = self.shared.upgrade()?;
        let known = shared.searcher.catalog.locations_below(&self.folder.to_string_lossy()).unwrap_or_default();
        Some(known.into_iter().filter(|path| matches!(Path::new(path).try_exists(), Ok(false))).collect())
    }

    /// Forgets that documents were at these paths. False when the library is closed.
    fn remove(&self, gone: &[String]) -> bool {
        let Some(shared) = self.shared.upgrade() else { return false };
        let forget = |path: &String| {
            if self.folder.is_dir()
                && let Some(homeless) = shared.searcher.catalog.forget_location(path)?
            {
                remove::remove(&shared.searcher, &shared.originals, &homeless)?;
                shared.importer.announce(LibraryEvent::Removed { id: homeless });
            }
            Ok::<(), Error>(())
        };
        if let Err(error) = gone.iter().try_for_each(forget).and_then(|()| announce(&shared)) {
            tracing::warn!(%error, folder = %self.folder.display(), "a watched folder could not be followed");
        }
        true
    }

    fn tell(&self, problem: Option<&str>) {
        let before = {
            let mut known = self.problem.lock().unwrap_or_else(PoisonError::into_inner);
            std::mem::replace(&mut *known, problem.map(str::to_owned))
        };
        if before.as_deref() != problem
            && let Some(shared) = self.shared.upgrade()
        {
            let _ = announce(&shared);
        }
    }
}

fn watch(folder: &Path, happened: Sender<()>) -> notify::Result<RecommendedWatcher> {
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
        // Reading a file is an event too, and the library itself reads them.
        if !event.is_ok_and(|event| event.kind.is_access()) {
            let _ = happened.send(());
        }
    })?;
    watcher.watch(folder, RecursiveMode::Recursive)?;
    Ok(watcher)
}

/// Waits until something has happened and it is quiet again, or until patience ends. False if there is nothing more to
/// wait for.
fn wait_for_quiet(events: &Receiver<()>, stopped: &Receiver<()>, patience: Option<Duration>) -> bool {
    let patience = patience.map_or_else(crossbeam_channel::never, crossbeam_channel::after);
    crossbeam_channel::select! {
        recv(stopped) -> _ => return false,
        recv(patience) -> _ => return true,
        recv(events) -> _ => {}
    }
    let end = Instant::now() + LONGEST_UNREST;
    while Instant::now() < end {
        match events.recv_timeout(QUIET) {
            Ok(()) => {}
            Err(RecvTimeoutError::Timeout) => break,
            Err(RecvTimeoutError::Disconnected) => return false,
        }
    }
    true
}
