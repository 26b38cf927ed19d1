//! The library: the only way into the engine.
//!
//! # Layout
//! - [`import`]: files to searchable documents, on threads of their own
//! - [`search`], [`pins`]: a question to hits, and pages known to be right
//! - [`ask`]: a question to a streamed answer
//! - [`language`]: the language model that the person chose
//! - [`remove`]: taking documents out
//! - [`agreement`]: bringing the index and the catalog to agree
//! - [`embedding`]: what a passage is embedded to, looked up or asked for
//! - [`embedders`]: what embeds the library, and the change to another embedder
//! - [`tuning`]: keeping a large index quick
//! - [`locations`]: where documents are outside of the library
//! - [`holes`]: what the person should know of pages that could not be read
//! - [`settings`]: what the person can choose
//! - [`folders`]: folders that it is kept in step with
//! - [`doctor`]: whether all is well, and what to do if not
//! - [`chats`]: what was asked and answered before
//! - [`connections`]: what was asked of other computers, and whether that may be
//! - [`disk`]: whether there is room
//! - [`lock`]: one process a library

mod agreement;
mod ask;
mod chats;
mod connections;
mod disk;
mod doctor;
mod embedders;
mod embedding;
mod folders;
mod holes;
mod import;
mod language;
mod locations;
mod lock;
mod originals;
mod pins;
mod remove;
mod search;
mod settings;
mod tuning;

pub use doctor::{Check, Health};
pub use folders::FolderWatch;
pub use import::ImportBatch;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use tokio::sync::{broadcast, mpsc};

use crate::answer::Extractive;
use crate::catalog::Catalog;
use crate::embed::Embedder;
use crate::embed::endpoint::{Endpoint, EndpointAddress};
use crate::index::{EmbeddedIndex, Keywords, PassageIndex, Scope};
use crate::messages::{
    self, AddRequest, AnswerEvent, AskRequest, ChangeStage, Chat, ChatSummary, Collection, Connection, DocumentDetail,
    DocumentSummary, EmbedderChoice, ExportForm, ImportId, LanguageModelChoice, LanguageModelInfo, LanguageModelKind,
    LibraryEvent, Mentions, PageText, Pin, PinCheck, PinComparison, RunningServer, SearchRequest, SearchResponse,
    Setting, WatchedFolder,
};
use crate::net::Net;
use crate::search::{Question, Searcher, Space, Spaces};
use crate::secrets::{Secrets, key_name};
use crate::{Config, Error, Result};
use embedders::{Chosen, EMBEDDER, Embedders, Shelf};
use folders::Watches;
use import::Importer;
use lock::LibraryLock;
use originals::Originals;

/// A library that is open. Cheap to clone; when the last clone is dropped, imports stop and the library is
/// free for another process.
#[derive(Clone)]
pub struct Library {
    shared: Arc<Shared>,
}

struct Shared {
    // Fields are dropped in this order: the threads that write end before the lock is given back.
    watches: Watches,
    embedders: Embedders,
    importer: Importer,
    searcher: Searcher,
    originals: Originals,
    config: Config,
    net: Net,
    secrets: Secrets,
    _lock: Arc<LibraryLock>,
}

impl Library {
    /// Opens the library that `config` names, or makes it. What an interrupted removal left behind is swept away
    /// first, and the index is brought to agree with the catalog. Imports that were interrupted stay in the queue
    /// until [`Library::work_on_queue`].
    ///
    /// # Errors
    /// [`Error::LibraryInUse`], [`Error::LibraryTooNew`], [`Error::Embed`] if the model is missing, and those
    /// of the disk.
    pub async fn open(config: Config) -> Result<Self> {
        let (net, secrets) = (Net::new(), Secrets::new(&config.keys));
        let runtime = tokio::runtime::Handle::current();
        blocking(move || {
            std::fs::create_dir_all(&config.library).map_err(Error::file(&config.library))?;
            let lock = Arc::new(LibraryLock::take(&config.library)?);
            if !config.library.join("catalog.sqlite").exists() {
                disk::ensure_room(&config.library, 0)?;
            }
            let catalog = Arc::new(Catalog::open(&config.library)?);
            let shelf = Shelf::new(&config, net.clone(), secrets.clone(), runtime);
            let chosen = Chosen::of(&catalog)?;
            let (embedder, problem) = open_embedder(&shelf, &chosen)?;
            let folder = embedders::current_folder(&config.library, &catalog)?;
            embedders::sweep(&config.library, &folder);
            let index = open_index(&folder, embedder.dimensions())?;
            let keywords = Arc::new(Keywords::new());
            let spaces = Arc::new(Spaces::new(Space { embedder, index }));
            let searcher = Searcher { catalog, spaces, keywords };
            let originals = Originals::in_library(&config.library);
            agreement::sweep(&searcher, &originals)?;
            agreement::rebuild_if_needed(&searcher)?;
            settings::apply(&searcher)?;
            let importer = Importer::start(searcher.clone(), originals.clone(), &config)?;
            let embedders = Embedders::start(&searcher, shelf, chosen, problem, importer.announcer())?;
            tuning::start(&searcher.spaces, &lock, importer.subscribe());
            let shared = Arc::new(Shared {
                watches: Watches::default(),
                embedders,
                importer,
                searcher,
                originals,
                config,
                net,
                secrets,
                _lock: lock,
            });
            connections::apply(&shared)?;
            Ok(Self { shared })
        })
        .await
    }

    /// Imports files and folders. Returns at once; the batch tells what happens.
    ///
    /// # Errors
    /// Those of the catalog, if a new collection cannot be made.
    pub async fn add(&self, request: AddRequest) -> Result<ImportBatch> {
        let shared = Arc::clone(&self.shared);
        blocking(move || shared.importer.add(request)).await
    }

    /// Everything that happens in the library from now on. A listener that falls far behind misses events and
    /// is told how many.
    pub fn subscribe(&self) -> broadcast::Receiver<LibraryEvent> {
        self.shared.importer.subscribe()
    }

    /// Goes on with the imports that an earlier run of the app left, besides those that are added, and follows the
    /// watched folders.
    ///
    /// # Errors
    /// Those of the catalog.
    pub async fn work_on_queue(&self) -> Result<()> {
        let shared = Arc::clone(&self.shared);
        blocking(move || {
            shared.importer.take_all();
            shared.embedders.take_up();
            folders::watch_all(&shared)
        })
        .await
    }

    /// The folders that the library is kept in step with.
    ///
    /// # Errors
    /// Those of the catalog.
    pub async fn folders(&self) -> Result<Vec<WatchedFolder>> {
        self.with(folders::list).await
    }

    /// Keeps the library in step with a folder from now on, over restarts too. Its documents go into the collection,
    /// if one is named.
    ///
    /// # Errors
    /// [`Error::File`] if it is no folder; those of the catalog.
    pub async fn watch_folder(&self, folder: PathBuf, collection: Option<String>) -> Result<()> {
        let shared = Arc::clone(&self.shared);
        blocking(move || folders::add(&shared, &folder, collection.as_deref())).await
    }

    /// Leaves a watched folder alone; its documents stay.
    ///
    /// # Errors
    /// Those of the catalog.
    pub async fn unwatch_folder(&self, folder: u32) -> Result<()> {
        self.with(move |shared| folders::forget(shared, i64::from(folder))).await
    }

    /// Keeps the library in step with a folder until what is returned is dropped.
    ///
    /// # Errors
    /// [`Error::File`] if it is no folder; those of the catalog.
    pub async fn follow_folder(&self, folder: PathBuf, collection: Option<String>) -> Result<FolderWatch> {
        let shared = Arc::clone(&self.shared);
        blocking(move || folders::follow(&shared, &folder, collection.as_deref())).await
    }

    /// The same, for somebody who waits for their end.
    ///
    /// # Errors
    /// Those of the catalog.
    pub async fn finish_queue(&self) -> Result<ImportBatch> {
        self.with(|shared| shared.importer.resume_all()).await
    }

    /// The imports that wait, rest or run, in the order in which they are worked on, and those that failed: the
    /// latest event of each. Last comes a [`LibraryEvent::Queue`].
    ///
    /// # Errors
    /// Those of the catalog.
    pub async fn imports(&self) -> Result<Vec<LibraryEvent>> {
        self.with(|shared| shared.importer.latest()).await
    }

    /// Takes imports from the queue. Those that wait, rest or run are then reported as failed, and what was done of
    /// them is taken back; those that failed are forgotten. Unknown ids are ignored, since an import may just have
    /// ended.
    ///
    /// # Errors
    /// Those of the catalog and the index.
    pub async fn cancel_imports(&self, imports: Vec<ImportId>) -> Result<()> {
        self.with(move |shared| shared.importer.cancel(&imports)).await
    }

    /// Lets imports rest, or the whole queue. What was done of them is kept, also over a restart.
    ///
    /// # Errors
    /// Those of the catalog.
    pub async fn pause_imports(&self, imports: Option<Vec<ImportId>>) -> Result<()> {
        self.with(move |shared| shared.importer.pause(imports.as_deref())).await
    }

    /// Lets imports that rest or failed be worked on, or the whole queue.
    ///
    /// # Errors
    /// Those of the catalog.
    pub async fn resume_imports(&self, imports: Option<Vec<ImportId>>) -> Result<()> {
        self.with(move |shared| shared.importer.resume(imports.as_deref())).await
    }

    /// Lets an import go before all others.
    ///
    /// # Errors
    /// Those of the catalog.
    pub async fn advance_import(&self, import: ImportId) -> Result<()> {
        self.with(move |shared| shared.importer.advance(import)).await
    }

    /// All documents, newest first.
    ///
    /// # Errors
    /// Those of the catalog.
    pub async fn list(&self) -> Result<Vec<DocumentSummary>> {
        self.with(|shared| shared.searcher.catalog.documents()).await
    }

    /// One document with its receipt; the beginning of its id is enough.
    ///
    /// # Errors
    /// [`Error::UnknownDocument`], [`Error::AmbiguousDocument`].
    pub async fn show(&self, document: String) -> Result<DocumentDetail> {
        self.with(move |shared| {
            let catalog = &shared.searcher.catalog;
            let document = catalog.document(&document)?;
            let paths = catalog.locations(&document.id)?;
            let outline = catalog.outline(&document.id)?;
            let receipt = catalog.receipt(&document.id)?;
            let holes = holes::describe(&document, &catalog.unread_pages(&document.id)?);
            Ok(DocumentDetail { document, paths, holes, outline, receipt })
        })
        .await
    }

    /// The bytes of a document as they were added.
    ///
    /// # Errors
    /// [`Error::UnknownDocument`], or [`Error::File`] if the library's copy is gone.
    pub async fn original(&self, document: String) -> Result<Vec<u8>> {
        self.with(move |shared| {
            let document = shared.searcher.catalog.document(&document)?;
            shared.originals.read(&document.id)
        })
        .await
    }

    /// The text of a document, page by page.
    ///
    /// # Errors
    /// [`Error::UnknownDocument`].
    pub async fn page_texts(&self, document: String) -> Result<Vec<PageText>> {
        self.with(move |shared| {
            let document = shared.searcher.catalog.document(&document)?;
            shared.searcher.catalog.page_texts(&document.id)
        })
        .await
    }

    /// Removes a document with all that was made of it.
    ///
    /// # Errors
    /// [`Error::UnknownDocument`], [`Error::AmbiguousDocument`], those of the index and the catalog.
    pub async fn remove(&self, document: String) -> Result<DocumentSummary> {
        self.with(move |shared| {
            let document = shared.searcher.catalog.document(&document)?;
            remove::remove(&shared.searcher, &shared.originals, &document.id)?;
            shared.importer.announce(LibraryEvent::Removed { id: document.id.clone() });
            Ok(document)
        })
        .await
    }

    /// The passages that fit a question best.
    ///
    /// # Errors
    /// [`Error::EmptyQuestion`], [`Error::UnknownCollection`], [`Error::UnknownDocument`].
    pub async fn search(&self, request: SearchRequest) -> Result<SearchResponse> {
        search::search(&self.shared, request).await
    }

    /// Every document that mentions something, with nothing left out. Filters and quoted phrases are understood as in
    /// a search.
    ///
    /// # Errors
    /// [`Error::EmptyQuestion`], [`Error::UnknownCollection`], [`Error::UnknownDocument`].
    pub async fn mentions(&self, request: SearchRequest) -> Result<Mentions> {
        self.with(move |shared| search::mentions(shared, &request)).await
    }

    /// The pages that the person said are right answers, the oldest first.
    ///
    /// # Errors
    /// Those of the catalog.
    pub async fn pins(&self) -> Result<Vec<Pin>> {
        self.with(pins::list).await
    }

    /// Notes that a page of a document, by its index from 0, is the right answer to a question.
    ///
    /// # Errors
    /// [`Error::EmptyQuestion`], [`Error::UnknownDocument`], [`Error::UnknownPage`].
    pub async fn pin(&self, question: String, document: String, page: u32) -> Result<()> {
        self.with(move |shared| pins::add(shared, &question, &document, page)).await
    }

    /// Forgets a pin. An unknown one is ignored.
    ///
    /// # Errors
    /// Those of the catalog.
    pub async fn unpin(&self, pin: u32) -> Result<()> {
        self.with(move |shared| shared.searcher.catalog.unpin(pin)).await
    }

    /// Asks the question of every pin again: where is its page found now, and where was it before?
    ///
    /// # Errors
    /// Those of a search.
    pub async fn check_pins(&self) -> Result<Vec<PinCheck>> {
        pins::check(&self.shared).await
    }

    /// Answers a question. The events end with `done` or `error`; dropping the receiver stops the answer.
    pub fn ask(&self, request: AskRequest) -> mpsc::Receiver<AnswerEvent> {
        ask::start(Arc::clone(&self.shared), request)
    }

    /// The chats, those that were changed last first; if something is looked for, those in which it stands.
    ///
    /// # Errors
    /// Those of the catalog.
    pub async fn chats(&self, looked_for: Option<String>) -> Result<Vec<ChatSummary>> {
        self.with(move |shared| shared.searcher.catalog.chats(looked_for.as_deref())).await
    }

    /// A chat with the evidence as it was, and what is not any more so.
    ///
    /// # Errors
    /// [`Error::UnknownChat`].
    pub async fn chat(&self, chat: u32) -> Result<Chat> {
        self.with(move |shared| chats::open(shared, chat)).await
    }

    /// The line of a chat on which a turn is, which is shown from now on.
    ///
    /// # Errors
    /// [`Error::UnknownTurn`].
    pub async fn show_turn(&self, turn: u32) -> Result<Chat> {
        self.with(move |shared| chats::show_turn(shared, turn)).await
    }

    /// Gives a chat another title.
    ///
    /// # Errors
    /// [`Error::UnknownChat`], [`Error::EmptyTitle`].
    pub async fn rename_chat(&self, chat: u32, title: String) -> Result<()> {
        self.with(move |shared| chats::rename(shared, chat, &title)).await
    }

    /// Deletes a chat with all that was said in it.
    ///
    /// # Errors
    /// [`Error::UnknownChat`].
    pub async fn delete_chat(&self, chat: u32) -> Result<()> {
        self.with(move |shared| chats::delete(shared, chat)).await
    }

    /// A chat as a text, for other programs.
    ///
    /// # Errors
    /// [`Error::UnknownChat`].
    pub async fn export_chat(&self, chat: u32, form: ExportForm) -> Result<String> {
        self.with(move |shared| Ok(chats::export(&chats::open(shared, chat)?, form))).await
    }

    /// All collections.
    ///
    /// # Errors
    /// Those of the catalog.
    pub async fn collections(&self) -> Result<Vec<Collection>> {
        self.with(|shared| shared.searcher.catalog.collections()).await
    }

    /// Makes an empty collection.
    ///
    /// # Errors
    /// [`Error::CollectionExists`].
    pub async fn create_collection(&self, name: String) -> Result<()> {
        self.with(move |shared| shared.searcher.catalog.create_collection(&name)).await
    }

    /// Gives a collection another name.
    ///
    /// # Errors
    /// [`Error::UnknownCollection`], [`Error::CollectionExists`].
    pub async fn rename_collection(&self, from: String, to: String) -> Result<()> {
        self.with(move |shared| shared.searcher.catalog.rename_collection(&from, &to)).await
    }

    /// Removes a collection; its documents stay in the library.
    ///
    /// # Errors
    /// [`Error::UnknownCollection`].
    pub async fn delete_collection(&self, name: String) -> Result<()> {
        self.with(move |shared| remove::delete_collection(&shared.searcher, &name)).await
    }

    /// What can be chosen, and what was.
    ///
    /// # Errors
    /// Those of the catalog.
    pub async fn settings(&self) -> Result<Vec<Setting>> {
        self.with(|shared| settings::all(&shared.searcher)).await
    }

    /// Chooses; no value leaves it to the app.
    ///
    /// # Errors
    /// [`Error::UnknownSetting`], [`Error::InvalidSetting`].
    pub async fn set_setting(&self, name: String, value: Option<String>) -> Result<()> {
        self.with(move |shared| {
            settings::set(&shared.searcher, &name, value.as_deref())?;
            connections::apply(shared)
        })
        .await
    }

    /// The person is doing something in a face just now, such as typing: imports leave them a part of the machine.
    pub fn note_attention(&self) {
        self.shared.searcher.spaces.note_attention();
    }

    /// What embeds the library, and what could.
    ///
    /// # Errors
    /// Those of the catalog.
    pub async fn embedders(&self) -> Result<messages::Embedders> {
        self.with(|shared| shared.embedders.list()).await
    }

    /// Begins the change to another embedder, while the old one answers; [`LibraryEvent::EmbedderChange`] tells how
    /// far it is. When the new one is ready it answers at once if there are no pins, by which the two could be
    /// compared; otherwise it waits for [`Library::switch_embedder`]. Choosing the one that embeds now calls the
    /// change off. The key is for a server that wants one, and kept in the system's keyring; without one, that of
    /// before is used, and an empty one forgets it.
    ///
    /// # Errors
    /// [`Error::UnknownModel`], [`Error::File`] if a folder is not there.
    pub async fn choose_embedder(&self, choice: EmbedderChoice, key: Option<String>) -> Result<()> {
        if let (EmbedderChoice::Server { url, .. }, Some(key)) = (&choice, key) {
            let (secrets, name) = (&self.shared.secrets, key_name(EMBEDDER, url));
            match key.trim() {
                "" => secrets.remove(&name).await?,
                key => drop(secrets.set(&name, key).await?),
            }
        }
        self.with(move |shared| shared.embedders.choose(choice)).await
    }

    /// Lets the change to another embedder rest, over restarts too.
    ///
    /// # Errors
    /// [`Error::NoChange`].
    pub async fn pause_embedder_change(&self) -> Result<()> {
        self.with(|shared| shared.embedders.pause()).await
    }

    /// Lets the change to another embedder go on.
    ///
    /// # Errors
    /// [`Error::NoChange`].
    pub async fn resume_embedder_change(&self) -> Result<()> {
        self.with(|shared| shared.embedders.resume()).await
    }

    /// Calls the change to another embedder off. What was embedded is kept, so that it can be gone on with.
    ///
    /// # Errors
    /// Those of the catalog.
    pub async fn cancel_embedder_change(&self) -> Result<()> {
        self.with(|shared| shared.embedders.call_off()).await
    }

    /// Lets the new embedder answer as soon as it is ready.
    ///
    /// # Errors
    /// [`Error::NoChange`].
    pub async fn switch_embedder(&self) -> Result<()> {
        self.with(|shared| shared.embedders.switch()).await
    }

    /// Where the pages of pins are found with the embedder that answers, and with the one that is ready to.
    ///
    /// # Errors
    /// [`Error::NoChange`] if none is; those of a search.
    pub async fn compare_pins(&self) -> Result<Vec<PinComparison>> {
        match self.shared.embedders.change() {
            Some(change) if change.stage == ChangeStage::Ready => embedders::compare(&self.shared).await,
            _ => Err(Error::NoChange),
        }
    }

    /// Forgets what a model has embedded that does not answer, which frees its room.
    ///
    /// # Errors
    /// [`Error::ModelInUse`].
    pub async fn forget_embeddings(&self, model: String) -> Result<()> {
        self.with(move |shared| shared.embedders.forget(&model)).await
    }

    /// The models that a server offers, for the person to choose from; not all of them embed.
    ///
    /// # Errors
    /// [`Error::Embed`] if no server answers there.
    pub async fn server_models(&self, url: String, key: Option<String>) -> Result<Vec<String>> {
        let key = match key {
            None => self.shared.secrets.get(&key_name(EMBEDDER, &url)).await?,
            key => key,
        };
        let address = EndpointAddress { url, model: String::new(), key };
        let models = Endpoint::models(self.shared.net.clone(), &address).await;
        Ok(models.map_err(crate::embed::EmbedError::from)?)
    }

    /// The language model that was chosen to answer, if any.
    ///
    /// # Errors
    /// Those of the catalog.
    pub async fn language_model(&self) -> Result<Option<LanguageModelChoice>> {
        self.with(language::chosen).await
    }

    /// Lets a language model answer from now on, or again the documents' own sentences. The key is for a server that
    /// wants one, and kept in the system's keyring; without one, that of before is used, and an empty one forgets it.
    ///
    /// # Errors
    /// [`Error::Secrets`], those of the catalog.
    pub async fn choose_language_model(&self, choice: Option<LanguageModelChoice>, key: Option<String>) -> Result<()> {
        language::choose(&self.shared, choice, key).await
    }

    /// The programs on this computer that run language models now, with their models.
    pub async fn running_servers(&self) -> Vec<RunningServer> {
        language::running(&self.shared).await
    }

    /// The language models of a server, for the person to choose from; not all of them answer questions.
    ///
    /// # Errors
    /// [`Error::Language`].
    pub async fn language_models(
        &self,
        kind: LanguageModelKind,
        url: String,
        key: Option<String>,
    ) -> Result<Vec<LanguageModelInfo>> {
        language::list(&self.shared, kind, url, key).await
    }

    /// What was asked of other programs and computers since the app was started, the latest first.
    pub fn connections(&self) -> Vec<Connection> {
        connections::list(&self.shared)
    }

    /// Makes the index anew from the catalog, without reading or embedding anything.
    ///
    /// # Errors
    /// Those of the index and the catalog.
    pub async fn repair(&self) -> Result<()> {
        self.with(|shared| agreement::rebuild(&shared.searcher)).await
    }

    /// Checks the parts of the library.
    pub async fn health(&self) -> Health {
        let shared = Arc::clone(&self.shared);
        let checked = blocking(move || Ok(doctor::check(&shared.searcher, &shared.config))).await;
        checked.unwrap_or_else(|error| Health::failed("library", &error))
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

fn open_index(folder: &Path, dimensions: usize) -> Result<Arc<dyn PassageIndex>> {
    match EmbeddedIndex::open(folder, dimensions) {
        Ok(index) => Ok(Arc::new(index)),
        Err(error) if folder.exists() => {
            // The index is a cache of the catalog: what is damaged is made anew.
            tracing::warn!(%error, "the index cannot be opened and is built again");
            std::fs::remove_dir_all(folder).map_err(Error::file(folder))?;
            Ok(Arc::new(EmbeddedIndex::open(folder, dimensions)?))
        }
        Err(error) => Err(error.into()),
    }
}

/// Runs what blocks or computes off the event loop.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(|_| Error::Closed)?
}
