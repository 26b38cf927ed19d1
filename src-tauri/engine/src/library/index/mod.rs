//! Where the index of the library is: in its own folder or on a Qdrant server, and the move from one to the other while
//! the library is used.
//!
//! The old index answers until the new one holds everything, was compared with the catalog, and takes its place in one
//! step. How far that is stands in the catalog, which notes by itself what changes meanwhile; so a move can be
//! interrupted at any time and goes on where it stopped.
//!
//! An index on a server is looked after by a thread: it brings it in step with the catalog when the library is opened
//! and whenever there are doubts, and again and again while the server is away.
//!
//! # Layout
//! - [`chosen`]: where an index is, as it is remembered
//! - [`shelf`]: opening, making and removing indexes, wherever they are
//! - [`filling`]: filling an index so that it can be stopped and gone on with
//! - [`state`]: how far a move has come, for those who ask and those who wait
//! - [`keeper`]: the thread
//! - [`moving`]: the steps of a move

mod chosen;
pub(super) mod filling;
mod keeper;
mod moving;
mod shelf;
mod state;
#[cfg(test)]
mod tests;

pub(super) use chosen::{Chosen, INDEX};
pub(super) use shelf::{IndexShelf, Room};

use std::sync::Arc;
use std::thread::JoinHandle;

use super::import::Hold;
use super::originals::Originals;
use crate::catalog::Catalog;
use crate::messages::{IndexPlace, IndexState, LibraryEvent};
use crate::search::{Searcher, Stand};
use crate::{Error, Result, priority};
use keeper::Keeper;
use state::State;

/// Whether an earlier run of the app began to move the index to the library's own folder.
pub(super) fn is_moving_here(catalog: &Catalog) -> Result<bool> {
    Ok(state::remembered(catalog)?.is_some_and(|to| to.place == IndexPlace::Embedded))
}

/// Where the index of a library is, and the thread that looks after it. Dropping it ends the thread.
pub(super) struct IndexPlaces {
    searcher: Searcher,
    shelf: IndexShelf,
    state: Arc<State>,
    thread: Option<JoinHandle<()>>,
}

impl IndexPlaces {
    /// Starts the thread. Imports rest until an index on a server is in step. A move that an earlier run of the app began
    /// is gone on with by [`IndexPlaces::take_up`].
    ///
    /// # Errors
    /// Those of the catalog.
    pub(super) fn start(
        searcher: &Searcher,
        originals: Originals,
        shelf: IndexShelf,
        hold: impl Fn(Option<String>) -> Hold + Send + 'static,
        announce: impl Fn(LibraryEvent) + Send + Sync + 'static,
    ) -> Result<Self> {
        let state = Arc::new(State::new(searcher.clone(), shelf.clone(), Box::new(announce))?);
        let first = searcher.spaces.current().index.elsewhere().is_some().then(|| {
            searcher.spaces.standing().set(Stand::Looking);
            hold(None)
        });
        let mut keeper =
            Keeper::new(searcher.clone(), originals, shelf.clone(), Arc::clone(&state), Box::new(hold), first);
        let work = move || {
            priority::give_way();
            keeper.work();
        };
        let thread = std::thread::Builder::new().name("index-keep".to_owned()).spawn(work).ok();
        Ok(Self { searcher: searcher.clone(), shelf, state, thread })
    }

    /// Works on the move that an earlier run of the app began.
    pub(super) fn take_up(&self) {
        self.state.take_up();
    }

    /// Begins the move to another place, or goes on with it. Choosing the place where it is calls off what is under way.
    ///
    /// # Errors
    /// [`Error::IndexPlaceNamed`], those of the catalog.
    pub(super) fn choose(&self, to: Chosen) -> Result<()> {
        if self.shelf.is_for_this_run() {
            return Err(Error::IndexPlaceNamed);
        }
        let now = self.shelf.chosen();
        if to.place == now.place {
            self.shelf.note_key(&to)?;
            return self.state.call_off();
        }
        self.state.begin(to)
    }

    /// Calls the move off. What was made of the new index is removed.
    ///
    /// # Errors
    /// Those of the catalog.
    pub(super) fn call_off(&self) -> Result<()> {
        self.state.call_off()
    }

    /// Whether a move is under way.
    pub(super) fn is_moving(&self) -> bool {
        self.state.moving().is_some()
    }

    /// Where the index is and how it is.
    ///
    /// # Errors
    /// Those of the catalog.
    pub(super) fn state(&self) -> Result<IndexState> {
        self.state.shown()
    }

    /// Blocks until the index is in step with the catalog, or cannot come to be for now.
    pub(super) fn wait(&self) {
        let state = Arc::clone(&self.state);
        self.searcher.spaces.standing().wait(&mut |_| !state.is_closed());
    }

    /// Removes what a server keeps of the library's indexes, but for those in use. Tells how many there were. Blocks.
    ///
    /// # Errors
    /// [`Error::IndexInUse`], [`Error::IndexServer`].
    pub(super) fn clear(&self, place: IndexPlace) -> Result<usize> {
        let IndexPlace::Server { url, .. } = &place else { return Ok(0) };
        if self.shelf.is_in_use(url) || self.state.moving().is_some_and(|moving| moving.to.server() == Some(url)) {
            return Err(Error::IndexInUse { url: url.clone() });
        }
        self.shelf.clear(&Chosen { place, has_key: true })
    }
}

impl Drop for IndexPlaces {
    fn drop(&mut self) {
        self.state.close();
        self.shelf.close();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
