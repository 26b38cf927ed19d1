//! The steps of a move: a new index is filled beside the old one, compared with the catalog, and takes its place.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::chosen::Chosen;
use super::filling;
use super::shelf::{IndexShelf, Room};
use super::state::{BEGUN, MOVING, State, Task};
use crate::catalog::DocumentState;
use crate::library::{agreement, remove, tuning};
use crate::messages::IndexMoveStage;
use crate::search::{Searcher, Space};
use crate::{Error, Result};

/// So few documents may be left to write while nobody else may: that takes moments.
const FEW: u32 = 8;

/// How long those who still search in the old index are waited for before it is removed.
const LAST_SEARCHES: Duration = Duration::from_secs(10);

/// How often they are looked at.
const LOOK: Duration = Duration::from_millis(20);

/// Makes moves, one step after the other.
pub(super) struct Mover {
    searcher: Searcher,
    shelf: IndexShelf,
    state: Arc<State>,
    beside: Option<Beside>,
}

/// The index that is to come, beside the one that answers.
struct Beside {
    to: Chosen,
    room: Room,
    space: Space,
    /// Whether it was compared with the catalog.
    is_checked: bool,
    /// Whether it was begun anew because it held what it should not.
    is_anew: bool,
}

impl Mover {
    /// One that has nothing to move yet.
    pub(super) fn new(searcher: Searcher, shelf: IndexShelf, state: Arc<State>) -> Self {
        Self { searcher, shelf, state, beside: None }
    }

    /// Gives up an index that is not wanted any more, also one that an earlier run of the app began. What was made of it
    /// is removed. True if there was one.
    pub(super) fn drop_unwanted(&mut self) -> Result<bool> {
        let wanted = self.state.target();
        if let Some(Beside { room, space, .. }) = self.beside.take_if(|beside| Some(&beside.to) != wanted.as_ref()) {
            let form = agreement::form(&space);
            self.searcher.catalog.give_up_filling(&form, &[(BEGUN, None)])?;
            drop(space);
            self.shelf.remove(&room);
            return Ok(true);
        }
        let begun = self.searcher.catalog.setting(BEGUN)?;
        let Some(form) = begun.filter(|_| wanted.is_none()) else { return Ok(false) };
        self.searcher.catalog.give_up_filling(&form, &[(BEGUN, None)])?;
        self.shelf.sweep(false)?;
        Ok(true)
    }

    /// Takes a move as far as it goes. True once the index answers at its new place; false if it was interrupted.
    pub(super) fn advance(&mut self, task: &Task, is_quiet: &dyn Fn() -> bool) -> Result<bool> {
        if self.beside.is_none() {
            self.open(task)?;
        }
        let goes_on = || !task.stop.is_cancelled() && is_quiet();
        let Self { searcher, state, beside: Some(beside), .. } = self else { return Ok(false) };
        let total = searcher.catalog.count_passages()? as u64;
        let mut tell = |filled: usize| state.note(task, IndexMoveStage::Filling, (filled as u64).min(total), total);
        loop {
            if !filling::fill_some(searcher, &beside.space, &goes_on, &mut tell)? {
                return Ok(false);
            }
            if !beside.is_checked {
                if !check(searcher, state, task, &beside.space, &goes_on)? {
                    return Ok(false);
                }
                beside.is_checked = true;
                tuning::make_quick(&*beside.space.index);
            }
            let form = agreement::form(&beside.space);
            if searcher.catalog.unfilled(&form, "", FEW + 1)?.len() <= FEW as usize {
                break;
            }
        }
        self.switch(&goes_on)
    }

    /// Opens the index that is to come: empty, or as an earlier run of the app left it.
    fn open(&mut self, task: &Task) -> Result<()> {
        self.state.note(task, IndexMoveStage::Opening, 0, 0);
        let (catalog, current) = (&self.searcher.catalog, self.searcher.spaces.current());
        let (model, dimensions) = (current.model(), current.embedder.dimensions());
        let room = self.shelf.room_at(&task.to, model);
        let space = |index| Space { embedder: current.embedder.clone(), index };
        let begun = catalog.setting(BEGUN)?;
        // What cannot be opened is made anew.
        let left = begun.as_ref().and_then(|_| self.shelf.open(&room, dimensions).ok()).map(&space);
        let left = left.filter(|left| begun.as_deref() == Some(&agreement::form(left)));
        let space = if let Some(left) = left {
            left.index.prepare()?;
            left
        } else {
            if let Some(other) = &begun {
                catalog.give_up_filling(other, &[(BEGUN, None)])?;
            }
            let empty = space(self.shelf.open_empty(&room, dimensions)?);
            let form = agreement::form(&empty);
            catalog.restart_filling(&form)?;
            catalog.set_setting(BEGUN, Some(&form))?;
            empty
        };
        self.beside = Some(Beside { to: task.to.clone(), room, space, is_checked: false, is_anew: false });
        Ok(())
    }

    /// Lets the new index answer from now on, in one step. False if that cannot be yet.
    fn switch(&mut self, goes_on: &dyn Fn() -> bool) -> Result<bool> {
        let (searcher, shelf) = (&self.searcher, &self.shelf);
        let catalog = &searcher.catalog;
        let Some(beside) = &mut self.beside else { return Ok(false) };
        let form = agreement::form(&beside.space);
        let old_room = shelf.current_room(beside.space.model())?;
        // What is written from now on is written to the new one, so nobody may be in the middle of it.
        let alone = searcher.spaces.without_writers();
        if !filling::fill_some(searcher, &beside.space, goes_on, &mut |_| {})? {
            return Ok(false);
        }
        let (indexed, expected) = (beside.space.index.count()?, catalog.count_filled(&form)?);
        if indexed != expected {
            let has_changed = !catalog.unfilled(&form, "", 1)?.is_empty();
            drop(alone);
            searcher.spaces.doubt();
            if !has_changed {
                begin_anew(searcher, beside, indexed.abs_diff(expected))?;
            }
            return Ok(false);
        }
        let mut settings = shelf.settings(&beside.room);
        settings.extend(shelf.settings_of_left(&old_room)?);
        let mut settings: Vec<_> = settings.iter().map(|(name, value)| (*name, value.as_deref())).collect();
        settings.extend([
            (agreement::FORM, Some(form.as_str())),
            (remove::TRACES, None),
            (MOVING, None),
            (BEGUN, None),
        ]);
        let remember = || catalog.end_filling(&form, &settings);
        let Some(old) = searcher.spaces.exchange(&beside.space.index, remember)? else {
            searcher.spaces.doubt();
            return Ok(false);
        };
        shelf.settle_in(&beside.room);
        drop(alone);
        self.beside = None;
        self.state.end();
        self.retire(old, &old_room);
        Ok(true)
    }

    /// Closes the old index once nobody searches in it any more, and removes it.
    fn retire(&self, old: Arc<Space>, room: &Room) {
        let began = Instant::now();
        while Arc::strong_count(&old) > 1 && began.elapsed() < LAST_SEARCHES && !self.state.is_closed() {
            std::thread::sleep(LOOK);
        }
        drop(old);
        self.shelf.remove(room);
    }
}

/// Looks for each document whether the new index holds its passages. What it does not is written again. False if it was
/// interrupted.
fn check(searcher: &Searcher, state: &State, task: &Task, space: &Space, goes_on: &dyn Fn() -> bool) -> Result<bool> {
    let documents = searcher.catalog.document_states()?;
    let (form, total) = (agreement::form(space), documents.len() as u64);
    for (done, (document, state_of)) in (0..).zip(documents) {
        if !goes_on() {
            return Ok(false);
        }
        state.note(task, IndexMoveStage::Checking, done, total);
        // What is being imported changes meanwhile, and is noted to be written again then.
        if state_of == DocumentState::Whole && agreement::differs(searcher, space, &document)? {
            tracing::warn!(document, "a document is not in the new index as it should be and is written again");
            searcher.catalog.note_unfilled(&form, &document)?;
        }
    }
    state.note(task, IndexMoveStage::Checking, total, total);
    Ok(true)
}

/// Empties an index that holds passages which nobody wrote for this library as it is.
fn begin_anew(searcher: &Searcher, beside: &mut Beside, differences: usize) -> Result<()> {
    if beside.is_anew {
        return Err(Error::IndexDisagrees { differences });
    }
    tracing::warn!(differences, "the new index holds what it should not and is filled anew");
    beside.space.index.clear()?;
    searcher.catalog.restart_filling(&agreement::form(&beside.space))?;
    (beside.is_anew, beside.is_checked) = (true, false);
    Ok(())
}
