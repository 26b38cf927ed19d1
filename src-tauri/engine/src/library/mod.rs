//! The library: the only way into the engine.
//!
//! # Layout
//! - [`face`]: what may be asked of it
//! - [`import`]: files to searchable documents, on threads of their own
//! - [`inbox`]: files that came as bytes, until they are imported
//! - [`search`], [`pins`]: a question to hits, and pages known to be right
//! - [`ask`]: a question to a streamed answer
//! - [`language`]: the language model that the person chose
//! - [`keys`]: the keys of servers, as the person gives them
//! - [`collections`]: which documents belong together
//! - [`remove`]: taking documents out
//! - [`agreement`]: bringing the index and the catalog to agree
//! - [`embedding`]: what a passage is embedded to, looked up or asked for
//! - [`embedders`]: what embeds the library, and the change to another embedder
//! - [`index`]: where the index is, and its move to another place
//! - [`tuning`]: keeping a large index quick
//! - [`locations`]: where documents are outside of the library
//! - [`holes`]: what the person should know of pages that could not be read
//! - [`settings`]: what the person can choose
//! - [`serving`]: whether a window serves other programs, and where
//! - [`folders`]: folders that it is kept in step with
//! - [`sealing`]: writing it into one file, and taking in what others wrote
//! - [`backups`]: such files that are made by themselves
//! - [`doctor`]: whether all is well, and what to do if not
//! - [`report`]: how all is, for others who are to help
//! - [`versions`]: whether there is a newer version of the app
//! - [`chats`]: what was asked and answered before
//! - [`connections`]: what was asked of other computers, and whether that may be
//! - [`disk`], [`place`]: whether there is room, and what the library takes of it
//! - [`opened`]: a document as a file that other programs can open
//! - [`lock`]: one process a library

mod agreement;
mod ask;
mod backups;
mod chats;
mod collections;
mod connections;
mod disk;
mod doctor;
mod embedders;
mod embedding;
mod face;
mod folders;
mod holes;
mod import;
mod inbox;
mod index;
mod keys;
mod language;
mod locations;
mod lock;
mod opened;
mod originals;
mod pins;
mod place;
mod remove;
mod report;
mod sealing;
mod search;
mod serving;
mod settings;
mod tuning;
mod versions;

pub use doctor::{Check, Health};
pub use folders::FolderWatch;
pub use import::ImportBatch;
pub use inbox::{Incoming, Received};
pub use sealing::SealingRun;

use std::sync::{Arc, Mutex};

use crate::answer::Extractive;
use crate::catalog::Catalog;
use crate::embed::Embedder;
use crate::index::{Keywords, Scope};
use crate::messages::EmbedderChoice;
use crate::net::Net;
use crate::search::{Question, Searcher, Space, Spaces};
use crate::secrets::Secrets;
use crate::{Config, Error, Result, private};
use backups::Backups;
use embedders::{Chosen, Embedders, Shelf};
use folders::Watches;
use import::Importer;
use inbox::Inbox;
use index::{IndexPlaces, IndexShelf};
use language::{Downloads, Loaded};
use lock::LibraryLock;
use originals::Originals;
use sealing::Sealer;

/// A library that is open. Cheap to clone; when the last clone is dropped, imports stop and the library is
/// free for another process.
#[derive(Clone)]
pub struct Library {
    shared: Arc<Shared>,
}

struct Shared {
    // Fields are dropped in this order: the threads that write end before the lock is given back.
    watches: Watches,
    backups: Backups,
    indexes: IndexPlaces,
    embedders: Embedders,
    importer: Importer,
    searcher: Searcher,
    originals: Originals,
    inbox: Inbox,
    config: Config,
    net: Net,
    secrets: Secrets,
    loaded: Loaded,
    downloads: Downloads,
    /// Held by whoever takes in a sealed file.
    taking: Mutex<()>,
    _lock: Arc<LibraryLock>,
}

impl Library {
    /// Opens the library that `config` names, or makes it. What an interrupted removal left behind is swept away
    /// first, and the index is brought to agree with the catalog; one on a server, which may be away, while the library
    /// is open already. Imports that were interrupted stay in the queue until [`Library::work_on_queue`].
    ///
    /// # Errors
    /// [`Error::LibraryInUse`], [`Error::LibraryTooNew`], [`Error::Embed`] if the model is missing, and those
    /// of the disk.
    pub async fn open(config: Config) -> Result<Self> {
        let (net, secrets) = (Net::new(), Secrets::new(&config.keys));
        let runtime = tokio::runtime::Handle::current();
        blocking(move || {
            private::make_folder(&config.library).map_err(Error::file(&config.library))?;
            let lock = Arc::new(LibraryLock::take(&config.library)?);
            if !config.library.join("catalog.sqlite").exists() {
                disk::ensure_room(&config.library, 0)?;
            }
            let catalog = Arc::new(Catalog::open(&config.library)?);
            connections::apply(&net, &catalog)?;
            let places = IndexShelf::new(&config, Arc::clone(&catalog), net.clone(), secrets.clone(), runtime.clone())?;
            let shelf = Shelf::new(&config, net.clone(), secrets.clone(), runtime, places.clone());
            let chosen = Chosen::of(&catalog)?;
            let (embedder, problem) = open_embedder(&shelf, &chosen)?;
            places.sweep(index::is_moving_here(&catalog)?)?;
            let index = places.open_current(embedder.model_name(), embedder.dimensions())?;
            let keywords = Arc::new(Keywords::new());
            let spaces = Arc::new(Spaces::new(Space { embedder, index }));
            let searcher = Searcher { catalog, spaces, keywords };
            let originals = Originals::in_library(&config.library);
            opened::sweep(&config.library);
            let inbox = Inbox::in_library(&config.library);
            inbox.sweep(&searcher.catalog)?;
            sealing::sweep(&config.library);
            if searcher.spaces.current().index.elsewhere().is_some() {
                agreement::sweep_originals(&searcher, &originals)?;
            } else {
                agreement::sweep(&searcher, &originals)?;
                agreement::rebuild_if_needed(&searcher)?;
                collections::settle(&searcher)?;
            }
            settings::apply(&searcher)?;
            let importer = Importer::start(searcher.clone(), originals.clone(), inbox.clone(), &config)?;
            let embedders = Embedders::start(&searcher, shelf, chosen, problem, importer.announcer())?;
            let indexes =
                IndexPlaces::start(&searcher, originals.clone(), places, importer.holder(), importer.announcer())?;
            tuning::start(&searcher.spaces, &lock, importer.subscribe());
            let loaded = Loaded::new(config.model_runner.clone(), config.model_threads as u32, config.model_idle);
            let sealer =
                Sealer { searcher: searcher.clone(), originals: originals.clone(), library: config.library.clone() };
            let backups = Backups::new(sealer, importer.announcer());
            tracing::info!(version = versions::HERE, "a library is open");
            let shared = Arc::new(Shared {
                watches: Watches::default(),
                backups,
                indexes,
                embedders,
                importer,
                searcher,
                originals,
                inbox,
                config,
                net,
                secrets,
                loaded,
                downloads: Downloads::default(),
                taking: Mutex::default(),
                _lock: lock,
            });
            Ok(Self { shared })
        })
        .await
    }

    async fn with<T: Send + 'static>(&self, work: impl FnOnce(&Shared) -> Result<T> + Send + 'static) -> Result<T> {
        let shared = Arc::clone(&self.shared);
        blocking(move || work(&shared)).await
    }
}

impl Shared {
    /// Where to look, and how complete a search there is.
    fn scope(&self, collections: &[String], documents: &[String]) -> Result<(Scope, crate::messages::Searched)> {
        let catalog = &self.searcher.catalog;
        let collections = collections.iter().map(|name| catalog.collection(name)).collect::<Result<Vec<_>>>()?;
        let documents = documents.iter().map(|id| catalog.document(id)).collect::<Result<Vec<_>>>()?;
        let mut searched = catalog.coverage(&collections)?;
        if documents.is_empty() {
            searched.of += self.importer.pending()?;
        } else {
            searched.documents = documents.len() as u32;
            searched.of = searched.documents;
            searched.passages = documents.iter().map(|document| document.passages).sum();
            searched.pages_unread = documents.iter().map(|document| document.pages_unread).sum();
        }
        let documents = documents.into_iter().map(|document| document.id).collect();
        Ok((Scope { documents, collections, passages: None }, searched))
    }

    /// Answers with the model that a question was embedded with, as long as that is there.
    fn extractive(&self, question: &Question) -> Extractive {
        let spaces = &self.searcher.spaces;
        let space = spaces.of(&question.embedded.model).unwrap_or_else(|| spaces.current());
        let embedder = space.embedder.clone();
        Extractive { embedder, keywords: Arc::clone(&self.searcher.keywords) }
    }
}

/// What was chosen to embed the library. If that is not there any more, the model that the app brings along does, and
/// why is told: documents can still be added and found.
fn open_embedder(shelf: &Shelf, chosen: &Chosen) -> Result<(Embedder, Option<String>)> {
    match shelf.open(chosen) {
        Ok(embedder) => Ok((embedder, None)),
        Err(error) if chosen.choice == EmbedderChoice::Bundled => Err(error),
        Err(error) => {
            tracing::warn!(%error, "the model that was chosen cannot be used");
            Ok((shelf.open(&Chosen::default())?, Some(error.to_string())))
        }
    }
}

/// Runs what blocks or computes off the event loop.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(|_| Error::Closed)?
}
