//! The thread that looks after the index: it brings one on a server in step with the catalog, as often as that takes, and
//! moves the index from place to place.

use std::sync::Arc;
use std::time::Duration;

use crossbeam_channel::{Receiver, RecvTimeoutError};

use super::moving::Mover;
use super::shelf::IndexShelf;
use super::state::State;
use crate::library::agreement;
use crate::library::import::{Hold, sentence};
use crate::library::originals::Originals;
use crate::search::{Searcher, Stand};
use crate::{Error, Result};

/// The pause before what did not succeed is tried again, which is doubled until it is the longest.
const FIRST_PAUSE: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// Looks after the index of a library.
pub(super) struct Keeper {
    searcher: Searcher,
    originals: Originals,
    shelf: IndexShelf,
    state: Arc<State>,
    mover: Mover,
    doubts: Receiver<()>,
    /// Keeps imports waiting.
    hold: Box<dyn Fn(Option<String>) -> Hold + Send>,
    /// While they are to wait.
    held: Option<Hold>,
    /// Whether servers are to be looked at for indexes that nobody asks any more.
    clears: bool,
}

impl Keeper {
    /// A thread's work, not begun.
    pub(super) fn new(
        searcher: Searcher,
        originals: Originals,
        shelf: IndexShelf,
        state: Arc<State>,
        hold: Box<dyn Fn(Option<String>) -> Hold + Send>,
        held: Option<Hold>,
    ) -> Self {
        let doubts = searcher.spaces.doubts();
        let mover = Mover::new(searcher.clone(), shelf.clone(), Arc::clone(&state));
        Self { searcher, originals, shelf, state, mover, doubts, hold, held, clears: true }
    }

    /// Works until the library is closed.
    pub(super) fn work(&mut self) {
        let mut pause = FIRST_PAUSE;
        while !self.state.is_closed() {
            if self.round() {
                pause = FIRST_PAUSE;
                if self.doubts.recv().is_err() {
                    return;
                }
                continue;
            }
            if self.doubts.recv_timeout(pause) == Err(RecvTimeoutError::Disconnected) {
                return;
            }
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
    }

    /// Does what there is to do. False if something of it is to be tried again.
    fn round(&mut self) -> bool {
        let agrees = self.agree();
        let dropped = self.mover.drop_unwanted();
        self.clears |= matches!(dropped, Ok(true));
        let moved = match self.state.task() {
            None => dropped.map(|_| false),
            Some(task) => {
                let moved = self.mover.advance(&task, &|| self.doubts.is_empty());
                if let Err(error) = &moved {
                    tracing::info!(%error, "the index cannot be moved just now");
                    self.state.note_problem(&task, error.to_string());
                }
                moved
            }
        };
        let has_moved = matches!(moved, Ok(true));
        if has_moved {
            // It answers at its new place, and is in step there.
            self.note_in_step();
            self.clears = true;
        }
        let is_in_step = agrees || has_moved;
        if is_in_step && std::mem::take(&mut self.clears) {
            self.clear();
        }
        is_in_step && moved.is_ok()
    }

    /// Brings an index on a server in step. False if that is to be tried again.
    fn agree(&mut self) -> bool {
        if self.searcher.spaces.current().index.elsewhere().is_none() {
            self.held = None;
            return true;
        }
        let (searcher, state) = (&self.searcher, &self.state);
        let goes_on = || !state.is_closed();
        let mut tell = |stand: Stand| {
            searcher.spaces.standing().set(stand);
            state.tell();
        };
        match agreement::agree(searcher, &self.originals, &goes_on, &mut tell) {
            Ok(true) => self.note_in_step(),
            Ok(false) => {}
            Err(error) => {
                self.note_failed(&error);
                return false;
            }
        }
        true
    }

    /// The index is in step, and nobody need wait for it.
    fn note_in_step(&mut self) {
        let is_news = !matches!(self.searcher.spaces.standing().now(), Stand::InStep);
        self.searcher.spaces.standing().set(Stand::InStep);
        self.held = None;
        if is_news {
            self.state.tell();
        }
    }

    fn note_failed(&mut self, error: &Error) {
        if self.state.is_closed() {
            return;
        }
        let Error::IndexServer(of_server) = error else {
            tracing::error!(%error, "the index could not be brought in step with the catalog");
            return self.note_in_step();
        };
        tracing::info!(%error, "the index cannot be brought in step with the catalog just now");
        let lacks = self.lacks();
        let before = self.searcher.spaces.standing().now();
        self.searcher.spaces.standing().set(Stand::Away { error: (**of_server).clone(), lacks });
        if !matches!(&before, Stand::Away { error: before, .. } if before.to_string() == error.to_string()) {
            self.held = Some((self.hold)(Some(sentence(&error.to_string()))));
            self.state.tell();
        }
    }

    /// Whether a search would miss something if the server could be asked.
    fn lacks(&self) -> bool {
        let was_filling =
            matches!(self.searcher.spaces.standing().now(), Stand::Filling { .. } | Stand::Away { lacks: true, .. });
        let lacks =
            || -> Result<bool> { Ok(agreement::lacks(&self.searcher)? && self.searcher.catalog.count_passages()? > 0) };
        was_filling || lacks().unwrap_or(false)
    }

    /// Removes indexes that nobody asks any more.
    fn clear(&self) {
        let chosen = self.shelf.chosen();
        if !self.shelf.is_for_this_run()
            && let Err(error) = self.shelf.clear(&chosen)
        {
            tracing::info!(%error, "old indexes are removed later");
        }
        if let Err(error) = self.shelf.clear_rest() {
            tracing::warn!(%error, "what is to be removed cannot be told");
        }
    }
}
