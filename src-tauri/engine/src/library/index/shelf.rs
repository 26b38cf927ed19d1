//! Opening, making and removing indexes, wherever they are.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use sha2::{Digest, Sha256};
use tokio::runtime::Handle;

use super::chosen::{Chosen, INDEX, PLACE};
use crate::catalog::Catalog;
use crate::hex::hex;
use crate::index::{EmbeddedIndex, IndexError, IndexServer, PassageIndex};
use crate::messages::{IndexPlace, IndexServerOptions};
use crate::net::Net;
use crate::secrets::{Secrets, key_name};
use crate::{Config, Error, Result};

/// The setting that tells in which folder the index that answers is, if it is not in [`FIRST`].
pub(super) const FOLDER: &str = "index-folder";

/// The setting with the servers that still hold an index nobody asks any more, as a JSON list.
const TO_CLEAR: &str = "index-to-clear";

/// The folder of a new library's index, and how those of all others begin.
const FIRST: &str = "index";

/// Where one index is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Room {
    /// In a folder of this name, in the library's.
    Folder(String),
    /// In a collection of a server.
    Collection {
        /// The server.
        chosen: Chosen,
        /// The collection's name.
        name: String,
    },
}

/// The indexes of a library. Cheap to clone.
#[derive(Clone)]
pub(crate) struct IndexShelf {
    library: PathBuf,
    catalog: Arc<Catalog>,
    net: Net,
    secrets: Secrets,
    runtime: Handle,
    /// How the names of all its collections begin.
    prefix: String,
    is_for_this_run: bool,
    shared: Arc<Mutex<Shared>>,
}

#[derive(Default)]
struct Shared {
    chosen: Chosen,
    /// One connection a server, by its address, and whether there is a key for it.
    servers: BTreeMap<String, (IndexServer, Arc<AtomicBool>)>,
    /// The collections that are used, with the address of their server: these are not cleared away.
    used: BTreeSet<(String, String)>,
}

impl IndexShelf {
    /// The indexes of an open library, of which the one that answers is where it was chosen to be, or where it is to be
    /// for this run.
    pub(crate) fn new(
        config: &Config,
        catalog: Arc<Catalog>,
        net: Net,
        secrets: Secrets,
        runtime: Handle,
    ) -> Result<Self> {
        let remembered = Chosen::of(&catalog)?;
        let chosen = match config.index.clone().map(IndexPlace::kept).transpose()? {
            None => remembered.clone(),
            Some(place) if place.server() == remembered.place.server() => remembered.clone(),
            // Whether it wants a key is not known before it says so.
            Some(place) => Chosen { has_key: place.server().is_some(), place },
        };
        let (prefix, is_for_this_run) = (format!("paperside-{}-", catalog.library_id()?), chosen != remembered);
        let shared = Arc::new(Mutex::new(Shared { chosen, ..Shared::default() }));
        Ok(Self { library: config.library.clone(), catalog, net, secrets, runtime, prefix, is_for_this_run, shared })
    }

    fn shared(&self) -> MutexGuard<'_, Shared> {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Where the index that answers is.
    pub(super) fn chosen(&self) -> Chosen {
        self.shared().chosen.clone()
    }

    /// Whether that is so for this run only.
    pub(super) fn is_for_this_run(&self) -> bool {
        self.is_for_this_run
    }

    /// Whether the index that answers is on this server.
    pub(super) fn is_in_use(&self, url: &str) -> bool {
        self.shared().chosen.place.server().is_some_and(|used| used == url)
    }

    /// Opens the index that answers. No server is asked anything.
    pub(crate) fn open_current(&self, model: &str, dimensions: usize) -> Result<Arc<dyn PassageIndex>> {
        match self.current_room(model)? {
            Room::Folder(folder) => open_folder(&self.library.join(folder), dimensions),
            room @ Room::Collection { .. } => self.open(&room, dimensions),
        }
    }

    /// The room of the index that answers.
    pub(crate) fn current_room(&self, model: &str) -> Result<Room> {
        let chosen = self.chosen();
        let folder = self.catalog.setting(FOLDER)?.unwrap_or_else(|| FIRST.to_owned());
        Ok(self.room(&chosen, model, folder))
    }

    /// The room for the index of a model that is to come, where the one is that answers.
    pub(crate) fn room_beside(&self, model: &str) -> Room {
        self.room(&self.chosen(), model, format!("{FIRST}-{}", hex(&Sha256::digest(model)[..6])))
    }

    /// The room for the index of the model that answers, at another place.
    pub(super) fn room_at(&self, chosen: &Chosen, model: &str) -> Room {
        self.room(chosen, model, FIRST.to_owned())
    }

    fn room(&self, chosen: &Chosen, model: &str, folder: String) -> Room {
        match &chosen.place {
            IndexPlace::Embedded => Room::Folder(folder),
            IndexPlace::Server { options, .. } => {
                // What is chosen for a collection holds for good: another choice is another collection.
                let kind = format!("{model} {}", serde_json::json!(options));
                let name = format!("{}{}", self.prefix, hex(&Sha256::digest(kind)[..6]));
                Room::Collection { chosen: chosen.clone(), name }
            }
        }
    }

    /// What is to be remembered when the index of a room answers; nothing of a place that is for this run only.
    pub(crate) fn settings(&self, room: &Room) -> Vec<(&'static str, Option<String>)> {
        if self.is_for_this_run {
            return Vec::new();
        }
        match room {
            Room::Folder(folder) => vec![(PLACE, None), (FOLDER, (folder != FIRST).then(|| folder.clone()))],
            Room::Collection { chosen, .. } => vec![(PLACE, chosen.stored()), (FOLDER, None)],
        }
    }

    /// What is to be remembered when the index of a room does not answer any more, so that it is removed in any case.
    pub(super) fn settings_of_left(&self, room: &Room) -> Result<Vec<(&'static str, Option<String>)>> {
        let Room::Collection { chosen, .. } = room else { return Ok(Vec::new()) };
        Ok(vec![(TO_CLEAR, with(self.catalog.setting(TO_CLEAR)?, chosen, true))])
    }

    /// The index of this room answers from now on.
    pub(super) fn settle_in(&self, room: &Room) {
        self.shared().chosen = match room {
            Room::Folder(_) => Chosen::default(),
            Room::Collection { chosen, .. } => chosen.clone(),
        };
    }

    /// Opens an index with what is in it. No server is asked anything.
    pub(super) fn open(&self, room: &Room, dimensions: usize) -> Result<Arc<dyn PassageIndex>> {
        match room {
            Room::Folder(folder) => Ok(Arc::new(EmbeddedIndex::open(&self.library.join(folder), dimensions)?)),
            Room::Collection { chosen, name } => {
                let IndexPlace::Server { url, options } = &chosen.place else { return Err(Error::Closed) };
                self.shared().used.insert((url.clone(), name.clone()));
                Ok(self.index(chosen, url, name, dimensions, *options))
            }
        }
    }

    fn index(
        &self,
        chosen: &Chosen,
        url: &str,
        name: &str,
        dimensions: usize,
        options: IndexServerOptions,
    ) -> Arc<dyn PassageIndex> {
        Arc::new(self.server(chosen, url).index(name.to_owned(), dimensions, options))
    }

    /// Opens an index that is to be filled, so whatever is there by that name is of no use.
    pub(crate) fn open_empty(&self, room: &Room, dimensions: usize) -> Result<Arc<dyn PassageIndex>> {
        if let Room::Folder(folder) = room {
            let folder = self.library.join(folder);
            if folder.exists() {
                std::fs::remove_dir_all(&folder).map_err(Error::file(&folder))?;
            }
            return self.open(room, dimensions);
        }
        let index = self.open(room, dimensions)?;
        index.clear()?;
        Ok(index)
    }

    /// The library is closing: no server is waited for long.
    pub(super) fn close(&self) {
        self.shared().servers.values().for_each(|(server, _)| server.close());
    }

    /// Removes an index that nobody asks any more. What cannot be removed now is removed later.
    pub(crate) fn remove(&self, room: &Room) {
        match room {
            Room::Folder(folder) => remove_folder(&self.library.join(folder)),
            Room::Collection { chosen, name } => {
                if let Some(url) = chosen.place.server() {
                    self.shared().used.remove(&(url.clone(), name.clone()));
                }
                let noted = self.note_to_clear(chosen, true);
                if let Err(error) = noted.and_then(|()| self.clear(chosen)) {
                    tracing::info!(%error, name, "an old index is removed later");
                }
            }
        }
    }

    /// Removes the collections of this library on a server, but for those in use. Tells how many there were.
    pub(super) fn clear(&self, chosen: &Chosen) -> Result<usize> {
        let Some(url) = chosen.place.server() else { return Ok(0) };
        let server = self.server(chosen, url);
        let mut cleared = 0;
        for name in server.collections(&self.prefix)? {
            let is_used = self.shared().used.contains(&(url.clone(), name.clone()));
            if !is_used {
                tracing::info!(name, url, "an index that nobody asks is removed");
                server.remove(&name)?;
                cleared += 1;
            }
        }
        self.note_to_clear(chosen, false)?;
        Ok(cleared)
    }

    /// Clears the servers that are to be cleared, as far as they can be reached.
    pub(super) fn clear_rest(&self) -> Result<()> {
        for chosen in self.to_clear()? {
            if let Err(error) = self.clear(&chosen) {
                tracing::info!(%error, "an old index is removed later");
            }
        }
        Ok(())
    }

    /// The servers that are to be cleared.
    pub(super) fn to_clear(&self) -> Result<Vec<Chosen>> {
        Ok(read(self.catalog.setting(TO_CLEAR)?))
    }

    /// Notes that a server is to be cleared, or is not any more.
    pub(super) fn note_to_clear(&self, chosen: &Chosen, is_to_be: bool) -> Result<()> {
        self.catalog.change_setting(TO_CLEAR, |noted| with(noted, chosen, is_to_be))
    }

    /// Remembers whether the server of the index has a key now.
    pub(super) fn note_key(&self, chosen: &Chosen) -> Result<()> {
        self.catalog.set_setting(PLACE, chosen.stored().as_deref())?;
        let mut shared = self.shared();
        if let Some((_, has_key)) = chosen.place.server().and_then(|url| shared.servers.get(url)) {
            has_key.store(chosen.has_key, Ordering::Relaxed);
        }
        shared.chosen = chosen.clone();
        Ok(())
    }

    fn server(&self, chosen: &Chosen, url: &str) -> IndexServer {
        let mut shared = self.shared();
        if let Some((server, has_key)) = shared.servers.get(url) {
            has_key.fetch_or(chosen.has_key, Ordering::Relaxed);
            return server.clone();
        }
        let has_key = Arc::new(AtomicBool::new(chosen.has_key));
        let (runtime, secrets, name) = (self.runtime.clone(), self.secrets.clone(), key_name(INDEX, url));
        let wants_key = Arc::clone(&has_key);
        let look_up = move || {
            // Nobody is asked to open the keyring for nothing.
            if !wants_key.load(Ordering::Relaxed) {
                return Ok(None);
            }
            runtime.block_on(secrets.get(&name)).map_err(|error| error.to_string())
        };
        let server = IndexServer::new(self.net.clone(), self.runtime.clone(), url.to_owned(), Box::new(look_up));
        shared.servers.insert(url.to_owned(), (server.clone(), has_key));
        server
    }

    /// Removes the folders of indexes that nobody has open: of moves and changes that an earlier run of the app made or
    /// gave up. The one that is remembered stays while another is used for this run, and so does one that is being
    /// filled.
    pub(crate) fn sweep(&self, is_being_filled: bool) -> Result<()> {
        let Ok(entries) = std::fs::read_dir(&self.library) else { return Ok(()) };
        let remembered = self.catalog.setting(FOLDER)?.unwrap_or_else(|| FIRST.to_owned());
        let is_there = [self.chosen(), Chosen::of(&self.catalog)?].iter().any(|it| it.place == IndexPlace::Embedded);
        let keeps = |name: &str| (is_there && name == remembered) || (is_being_filled && name == FIRST);
        for folder in entries.flatten().map(|entry| entry.path()) {
            let name = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            let is_index = name == FIRST || name.strip_prefix(FIRST).is_some_and(|rest| rest.starts_with('-'));
            if is_index && folder.is_dir() && !keeps(&name) {
                remove_folder(&folder);
            }
        }
        Ok(())
    }
}

fn read(noted: Option<String>) -> Vec<Chosen> {
    noted.and_then(|noted| serde_json::from_str(&noted).ok()).unwrap_or_default()
}

/// The servers that are to be cleared, with this one among them or not.
fn with(noted: Option<String>, chosen: &Chosen, is_to_be: bool) -> Option<String> {
    let mut noted = read(noted);
    noted.retain(|other| other.place.server() != chosen.place.server());
    if is_to_be {
        noted.push(chosen.clone());
    }
    (!noted.is_empty()).then(|| serde_json::json!(noted).to_string())
}

/// Opens the index in a folder. It is a cache of the catalog: what is damaged is made anew.
fn open_folder(folder: &Path, dimensions: usize) -> Result<Arc<dyn PassageIndex>> {
    let open =
        || -> Result<Arc<dyn PassageIndex>, IndexError> { Ok(Arc::new(EmbeddedIndex::open(folder, dimensions)?)) };
    match open() {
        Err(error) if folder.exists() => {
            tracing::warn!(%error, "the index cannot be opened and is built again");
            std::fs::remove_dir_all(folder).map_err(Error::file(folder))?;
            Ok(open()?)
        }
        opened => Ok(opened?),
    }
}

/// Removes the folder of an index. What cannot be removed now is swept away when the library is opened again.
fn remove_folder(folder: &Path) {
    if let Err(error) = std::fs::remove_dir_all(folder) {
        tracing::info!(%error, folder = %folder.display(), "an old index is removed later");
    }
}
