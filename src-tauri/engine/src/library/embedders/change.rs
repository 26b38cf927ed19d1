//! The steps of a change of embedder, on a thread of their own.

use std::sync::Arc;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, RecvTimeoutError};

use super::catching_up::{Target, catch_up, missing};
use super::chosen::{CHOSEN, Chosen, Shelf, recommended};
use super::state::{CHANGING, State, Task};
use crate::Result;
use crate::embed::catalogue::{CatalogueModel, MODEL_FILES};
use crate::library::index::Room;
use crate::library::{agreement, tuning};
use crate::messages::{ChangeStage, EmbedderChoice};
use crate::net::hub::Hub;
use crate::search::{Searcher, Space};

/// How soon what could not be embedded is tried again, such as while a server is away.
const AGAIN: Duration = Duration::from_mins(1);

/// How long those who still search with the old index are waited for before it is removed.
const LAST_SEARCHES: Duration = Duration::from_secs(10);

/// Makes changes, one step after the other.
pub(super) struct Changer {
    searcher: Searcher,
    shelf: Shelf,
    state: Arc<State>,
    news: Receiver<()>,
    beside: Option<Beside>,
}

/// The embedder that is to come, beside the one that answers.
struct Beside {
    chosen: Chosen,
    /// What was asked for, which a server's address may complete.
    asked: EmbedderChoice,
    space: Arc<Space>,
    /// Where its index is.
    room: Room,
    is_filled: bool,
}

impl Changer {
    /// A thread's work, not begun.
    pub(super) fn new(searcher: Searcher, shelf: Shelf, state: Arc<State>) -> Self {
        let news = searcher.spaces.news();
        Self { searcher, shelf, state, news, beside: None }
    }

    /// Works until the library is closed.
    pub(super) fn work(&mut self) {
        while !self.state.is_closed() {
            let caught_up = self.catch_up_current();
            if let Err(error) = &caught_up {
                tracing::warn!(%error, "passages are found by their words only until they can be embedded");
            }
            let task = self.state.task();
            self.drop_unwanted();
            if let Some(task) = task {
                match self.advance(&task) {
                    Err(error) if !task.stop.is_cancelled() => self.state.note_problem(&task, error.to_string()),
                    _ => {}
                }
            }
            if caught_up.is_ok() {
                let _ = self.news.recv();
            } else if self.news.recv_timeout(AGAIN) == Err(RecvTimeoutError::Disconnected) {
                return;
            }
        }
    }

    /// Embeds what the embedder that answers has not embedded yet: of a library that came with another one, or of an
    /// import that began before the change.
    fn catch_up_current(&self) -> Result<()> {
        let space = self.searcher.spaces.current();
        let missing = missing(&self.searcher, &space)?;
        if missing == 0 {
            return Ok(());
        }
        tracing::info!(missing, model = &**space.model(), "passages are not embedded with this model");
        let embedded = catch_up(&self.searcher, &space, Target::Index, &|| self.state.is_closed(), &mut |_| {})?;
        tracing::info!(embedded, "passages that were missing are embedded");
        Ok(())
    }

    /// Gives up an embedder that is not wanted any more. What it has embedded is kept.
    fn drop_unwanted(&mut self) {
        let wanted = self.state.change().map(|change| change.to);
        if self.beside.as_ref().is_some_and(|beside| Some(&beside.asked) != wanted.as_ref()) {
            self.beside = None;
            self.retire(None);
        }
    }

    /// Takes a change as far as it goes.
    fn advance(&mut self, task: &Task) -> Result<()> {
        if self.beside.is_none() {
            self.download(task)?;
            self.open(task)?;
        }
        // The change is called off, or was done by opening it, or is to something else by now.
        let Some(beside) = self.beside.as_mut().filter(|beside| beside.asked == task.to) else { return Ok(()) };
        let (searcher, state, space) = (&self.searcher, &self.state, Arc::clone(&beside.space));
        let goes_on = || !task.stop.is_cancelled();
        if !beside.is_filled {
            embed_all(searcher, state, task, &space)?;
            if goes_on() {
                fill(searcher, state, task, &space)?;
                beside.is_filled = goes_on();
            }
        }
        // What was imported meanwhile.
        while goes_on() && catch_up(searcher, &space, Target::Index, &|| !goes_on(), &mut |_| {})? > 0 {}
        if !goes_on() {
            return Ok(());
        }
        if task.is_confirmed || searcher.catalog.pins()?.is_empty() {
            return self.switch();
        }
        state.note(task, ChangeStage::Ready, 0, 0);
        Ok(())
    }

    /// Downloads a model of the catalogue that is not here.
    fn download(&self, task: &Task) -> Result<()> {
        let EmbedderChoice::Catalogue { id } = &task.to else { return Ok(()) };
        let model = recommended(id)?;
        if self.shelf.is_here(model) {
            return Ok(());
        }
        let CatalogueModel { repo, revision, megabytes, .. } = model;
        self.state.note(task, ChangeStage::Downloading, 0, u64::from(*megabytes) * 1_000_000);
        let tell = |progress: crate::net::download::Progress| {
            let of = progress.of.unwrap_or_default();
            self.state.note(task, ChangeStage::Downloading, progress.received, of);
        };
        let hub = Hub::new(self.shelf.net.clone(), &self.shelf.config.hub);
        let folder = self.shelf.folder_of(model);
        let fetched = hub.fetch(repo, revision, &MODEL_FILES, &folder, tell, &task.stop);
        Ok(self.shelf.runtime.block_on(fetched)?)
    }

    /// Opens the embedder that is to come, with an index that is empty.
    fn open(&mut self, task: &Task) -> Result<()> {
        self.state.note(task, ChangeStage::Opening, 0, 0);
        let (chosen, embedder) = self.shelf.open_new(&task.to)?;
        if task.stop.is_cancelled() {
            return Ok(());
        }
        if *embedder.model_name() == *self.searcher.spaces.current().model() {
            // The same model from another place.
            let settings = [(CHOSEN, chosen.stored()), (CHANGING, None)];
            self.searcher.catalog.set_settings(&settings.each_ref().map(|(name, value)| (*name, value.as_deref())))?;
            self.state.end(chosen);
            return Ok(());
        }
        let room = self.shelf.indexes.room_beside(embedder.model_name());
        let index = self.shelf.indexes.open_empty(&room, embedder.dimensions())?;
        let space = Arc::new(Space { embedder, index });
        self.searcher.spaces.put_beside(Arc::clone(&space));
        crate::library::settings::apply(&self.searcher)?;
        self.beside = Some(Beside { chosen, asked: task.to.clone(), space, room, is_filled: false });
        Ok(())
    }

    /// Lets the new embedder answer from now on.
    fn switch(&mut self) -> Result<()> {
        let Some(Beside { chosen, space, room, .. }) = self.beside.take() else { return Ok(()) };
        let old = self.shelf.indexes.current_room(self.searcher.spaces.current().model())?;
        let (stored, form) = (chosen.stored(), agreement::form(&space));
        let places = self.shelf.indexes.settings(&room);
        let mut settings: Vec<_> = places.iter().map(|(name, value)| (*name, value.as_deref())).collect();
        settings.extend([(CHOSEN, stored.as_deref()), (agreement::FORM, Some(form.as_str())), (CHANGING, None)]);
        self.searcher.catalog.set_settings(&settings)?;
        self.searcher.spaces.promote(space.model());
        self.state.end(chosen);
        self.retire(Some(&old));
        // Imports that were given to the old embedder are caught up with.
        self.searcher.spaces.tell_news();
        Ok(())
    }

    /// Closes every index but the one that answers, and removes them once nobody searches in them any more.
    fn retire(&self, old: Option<&Room>) {
        for space in self.searcher.spaces.retire_others() {
            let beside = self.shelf.indexes.room_beside(space.model());
            let began = Instant::now();
            while Arc::strong_count(&space) > 1 && began.elapsed() < LAST_SEARCHES && !self.state.is_closed() {
                std::thread::sleep(Duration::from_millis(20));
            }
            drop(space);
            self.shelf.indexes.remove(old.unwrap_or(&beside));
        }
    }
}

/// Embeds every passage that the new embedder has not embedded, into the catalog.
fn embed_all(searcher: &Searcher, state: &State, task: &Task, space: &Space) -> Result<()> {
    let total = searcher.catalog.count_passages()?;
    let before = total.saturating_sub(missing(searcher, space)?);
    let mut tell = |embedded: usize| {
        state.note(task, ChangeStage::Embedding, (before + embedded).min(total) as u64, total as u64);
    };
    tell(0);
    catch_up(searcher, space, Target::Catalog, &|| task.stop.is_cancelled(), &mut tell).map(drop)
}

/// Makes the new embedder's index from what it has embedded.
fn fill(searcher: &Searcher, state: &State, task: &Task, space: &Space) -> Result<()> {
    let total = searcher.catalog.count_passages()? as u64;
    let mut tell = |filled: usize| {
        state.note(task, ChangeStage::Indexing, filled as u64, total);
        !task.stop.is_cancelled()
    };
    agreement::fill_anew(searcher, space, &mut tell)?;
    if !task.stop.is_cancelled() {
        tuning::make_quick(&*space.index);
    }
    Ok(())
}
