//! What embeds the library, and the change from one embedder to another while the library is used.
//!
//! The old model answers until the new one has embedded every passage and has an index of its own; only then they
//! change places. What either has embedded is kept in the catalog, so a change can rest, be called off or be turned
//! round without embedding anything twice.
//!
//! # Layout
//! - [`chosen`]: what embeds a library, as it is remembered and opened
//! - [`state`]: how far a change has come, for those who ask and those who wait
//! - [`change`]: the steps of a change, on a thread of their own
//! - [`catching_up`]: embedding what a model has not embedded yet
//! - [`mod@compare`]: where the pages of pins are found with either

mod catching_up;
mod change;
mod chosen;
mod compare;
mod state;

pub(super) use chosen::{CHOSEN, Chosen, EMBEDDER, Shelf};
pub(super) use compare::compare;

use std::sync::Arc;
use std::thread::JoinHandle;

use crate::embed::catalogue::{CATALOGUE, CatalogueModel};
use crate::messages::{
    CatalogueEntry, EmbedderChange, EmbedderChoice, Embedders as Listed, KeptEmbeddings, LibraryEvent,
};
use crate::search::Searcher;
use crate::{Error, Result, priority};
use change::Changer;
use state::State;

/// Embeddings that are forgotten at a time, so that nobody waits long for the catalog.
const FORGOTTEN_AT_ONCE: u32 = 2000;

/// The embedders of a library, and the thread that changes them. Dropping it ends the thread.
pub(super) struct Embedders {
    searcher: Searcher,
    shelf: Shelf,
    state: Arc<State>,
    thread: Option<JoinHandle<()>>,
}

impl Embedders {
    /// Starts the thread. A change that an earlier run of the app began is gone on with by [`Embedders::take_up`].
    pub(super) fn start(
        searcher: &Searcher,
        shelf: Shelf,
        chosen: Chosen,
        problem: Option<String>,
        announce: impl Fn(LibraryEvent) + Send + Sync + 'static,
    ) -> Result<Self> {
        let state = Arc::new(State::new(searcher.clone(), chosen, problem, Box::new(announce))?);
        let mut changer = Changer::new(searcher.clone(), shelf.clone(), Arc::clone(&state));
        let work = move || {
            priority::give_way();
            changer.work();
        };
        let thread = std::thread::Builder::new().name("embedders".to_owned()).spawn(work).ok();
        Ok(Self { searcher: searcher.clone(), shelf, state, thread })
    }

    /// Works on the change that an earlier run of the app began.
    pub(super) fn take_up(&self) {
        self.state.take_up();
    }

    /// Begins the change to an embedder. Choosing the one that embeds now calls off what is under way.
    ///
    /// # Errors
    /// [`Error::UnknownModel`], [`Error::File`] if a folder is not there.
    pub(super) fn choose(&self, choice: EmbedderChoice) -> Result<()> {
        let choice = known(choice)?;
        if choice == self.state.chosen().choice && self.state.problem().is_none() {
            return self.state.call_off();
        }
        self.state.begin(choice)
    }

    /// Lets the change rest.
    pub(super) fn pause(&self) -> Result<()> {
        self.state.pause()
    }

    /// Lets the change go on, after a problem too.
    pub(super) fn resume(&self) -> Result<()> {
        self.state.resume()
    }

    /// Whether a change is under way.
    pub(super) fn is_changing(&self) -> bool {
        self.state.change().is_some()
    }

    /// Calls the change off. What was embedded is kept.
    pub(super) fn call_off(&self) -> Result<()> {
        self.state.call_off()
    }

    /// Lets the new embedder answer as soon as it can.
    pub(super) fn switch(&self) -> Result<()> {
        self.state.confirm()
    }

    /// Forgets what a model has embedded.
    ///
    /// # Errors
    /// [`Error::ModelInUse`].
    pub(super) fn forget(&self, model: &str) -> Result<()> {
        if self.searcher.spaces.of(model).is_some() {
            return Err(Error::ModelInUse { title: chosen::title_of_model(model) });
        }
        while self.searcher.catalog.forget_embeddings(model, FORGOTTEN_AT_ONCE)? > 0 {}
        Ok(())
    }

    /// What embeds the library, and what could.
    pub(super) fn list(&self) -> Result<Listed> {
        let (catalog, space) = (&self.searcher.catalog, self.searcher.spaces.current());
        let models = catalog.models()?;
        let model = space.model().to_string();
        let embedded = models.iter().find(|(known, _)| *known == model).map_or(0, |(_, passages)| *passages);
        let kept = models.into_iter().filter(|(known, _)| *known != model).map(|(model, passages)| {
            let bytes = u64::from(passages) * catalog.bytes_of_embedding(&model)?;
            let title = chosen::title_of_model(&model);
            Ok(KeptEmbeddings { model, title, passages, bytes })
        });
        let kept = kept.collect::<Result<_>>()?;
        let Chosen { choice, .. } = self.state.chosen();
        let problem = self.state.problem();
        Ok(Listed {
            title: if problem.is_some() { chosen::title_of_model(&model) } else { chosen::title(&choice) },
            chosen: choice,
            model,
            dimensions: space.embedder.dimensions() as u32,
            problem,
            embedded,
            passages: catalog.count_passages()? as u32,
            change: self.state.change(),
            catalogue: CATALOGUE.iter().map(|model| self.entry(model)).collect(),
            kept,
        })
    }

    /// The change that is under way.
    pub(super) fn change(&self) -> Option<EmbedderChange> {
        self.state.change()
    }

    fn entry(&self, model: &CatalogueModel) -> CatalogueEntry {
        CatalogueEntry {
            id: model.id.to_owned(),
            title: model.title.to_owned(),
            languages: model.languages.to_owned(),
            megabytes: model.megabytes,
            dimensions: model.dimensions as u32,
            licence: model.licence.to_owned(),
            suits: model.suits.to_owned(),
            is_bundled: model.bundled,
            is_here: self.shelf.is_here(model),
        }
    }
}

impl Drop for Embedders {
    fn drop(&mut self) {
        self.state.close();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// A choice as it is remembered, if it can be one.
fn known(choice: EmbedderChoice) -> Result<EmbedderChoice> {
    match choice {
        EmbedderChoice::Catalogue { id } if chosen::recommended(&id)?.bundled => Ok(EmbedderChoice::Bundled),
        EmbedderChoice::Folder { path } => {
            let path = std::fs::canonicalize(&path).map_err(Error::file(&path))?;
            Ok(EmbedderChoice::Folder { path: path.to_string_lossy().into_owned() })
        }
        EmbedderChoice::Server { url, model } => {
            Ok(EmbedderChoice::Server { url: url.trim().to_owned(), model: model.trim().to_owned() })
        }
        choice => Ok(choice),
    }
}
