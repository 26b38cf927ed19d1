//! How far a move has come and how the index stands, for those who ask and those who wait.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio_util::sync::CancellationToken;

use super::chosen::Chosen;
use super::shelf::IndexShelf;
use crate::Result;
use crate::catalog::Catalog;
use crate::messages::{IndexMove, IndexMoveStage, IndexState, LibraryEvent};
use crate::search::{Searcher, Stand};

/// The setting that tells where the index is moved to.
pub(super) const MOVING: &str = "index-move";

/// The setting that tells the form of the index that is being filled for a move, once it was made.
pub(super) const BEGUN: &str = "index-move-begun";

/// Progress is told at most this often.
const INTERVAL: Duration = Duration::from_millis(100);

/// Shared by the library and the thread that looks after the index.
pub(super) struct State {
    searcher: Searcher,
    shelf: IndexShelf,
    announce: Box<dyn Fn(LibraryEvent) + Send + Sync>,
    inner: Mutex<Inner>,
}

struct Inner {
    moving: Option<Moving>,
    /// Whether moves are worked upon, and not only remembered.
    is_working: bool,
    is_closed: bool,
    told: Option<Instant>,
}

struct Moving {
    to: Chosen,
    shown: IndexMove,
    /// Ends the step that is being made.
    stop: CancellationToken,
}

/// What is to be worked upon.
pub(super) struct Task {
    pub(super) to: Chosen,
    /// Cancelled when it is to end.
    pub(super) stop: CancellationToken,
}

impl State {
    /// Takes up what is remembered, without working on it yet.
    pub(super) fn new(
        searcher: Searcher,
        shelf: IndexShelf,
        announce: Box<dyn Fn(LibraryEvent) + Send + Sync>,
    ) -> Result<Self> {
        let moving = remembered(&searcher.catalog)?.map(Moving::new);
        let inner = Inner { moving, is_working: false, is_closed: false, told: None };
        Ok(Self { searcher, shelf, announce, inner: Mutex::new(inner) })
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether the library is closing.
    pub(super) fn is_closed(&self) -> bool {
        self.inner().is_closed
    }

    /// The move that is under way.
    pub(super) fn moving(&self) -> Option<IndexMove> {
        self.inner().moving.as_ref().map(|moving| moving.shown.clone())
    }

    /// What is to be worked upon, if anything.
    pub(super) fn task(&self) -> Option<Task> {
        let inner = self.inner();
        let moving = inner.moving.as_ref().filter(|_| inner.is_working && !self.shelf.is_for_this_run())?;
        Some(Task { to: moving.to.clone(), stop: moving.stop.clone() })
    }

    /// Where the index is moved to, whether that is worked upon or not.
    pub(super) fn target(&self) -> Option<Chosen> {
        self.inner().moving.as_ref().map(|moving| moving.to.clone())
    }

    /// Works on moves from now on.
    pub(super) fn take_up(&self) {
        self.inner().is_working = true;
        self.searcher.spaces.doubt();
    }

    /// Begins a move, in place of one to elsewhere, or goes on with it.
    pub(super) fn begin(&self, to: Chosen) -> Result<()> {
        self.alter(|inner| {
            inner.is_working = true;
            inner.moving = Some(Moving::new(to));
        })
    }

    /// Ends the move, if there is one, with the index where it is.
    pub(super) fn call_off(&self) -> Result<()> {
        self.alter(|inner| {
            inner.is_working = true;
            inner.moving = None;
        })
    }

    /// Interrupts the step that is being made, makes a change to what is wanted, and remembers and tells it.
    fn alter(&self, change: impl FnOnce(&mut Inner)) -> Result<()> {
        let mut inner = self.inner();
        let before = inner.moving.as_ref().map(|moving| {
            moving.stop.cancel();
            moving.to.clone()
        });
        change(&mut inner);
        let to = inner.moving.as_ref().map(|moving| &moving.to);
        if let Some(before) = before.filter(|before| Some(before) != to && before.place.server().is_some())
            && self.searcher.catalog.setting(BEGUN)?.is_some()
        {
            // Whatever was made of it there, by this run of the app or an earlier one.
            self.shelf.note_to_clear(&before, true)?;
        }
        let remembered = inner.moving.as_ref().and_then(|moving| serde_json::to_string(&moving.to).ok());
        self.searcher.catalog.set_setting(MOVING, remembered.as_deref())?;
        drop(inner);
        self.tell();
        self.searcher.spaces.doubt();
        Ok(())
    }

    /// Ends what the thread does, for good.
    pub(super) fn close(&self) {
        let mut inner = self.inner();
        inner.is_closed = true;
        if let Some(moving) = &inner.moving {
            moving.stop.cancel();
        }
        drop(inner);
        self.searcher.spaces.doubt();
    }

    /// Notes how far a task has come; nothing if it is not wanted any more.
    pub(super) fn note(&self, task: &Task, stage: IndexMoveStage, done: u64, total: u64) {
        let is_due = {
            let mut inner = self.inner();
            let Inner { moving: Some(moving), told, .. } = &mut *inner else { return };
            if task.stop.is_cancelled() {
                return;
            }
            let shown = &mut moving.shown;
            let is_due = shown.stage != stage
                || shown.problem.is_some()
                || done == total
                || told.is_none_or(|told| told.elapsed() >= INTERVAL);
            (shown.stage, shown.done, shown.total, shown.problem) = (stage, done, total, None);
            if is_due {
                *told = Some(Instant::now());
            }
            is_due
        };
        if is_due {
            self.tell();
        }
    }

    /// Notes why a task does not go on just now.
    pub(super) fn note_problem(&self, task: &Task, problem: String) {
        {
            let mut inner = self.inner();
            let Some(moving) = &mut inner.moving else { return };
            if task.stop.is_cancelled() {
                return;
            }
            moving.shown.problem = Some(problem);
        }
        self.tell();
    }

    /// The move is made.
    pub(super) fn end(&self) {
        self.inner().moving = None;
        self.tell();
    }

    /// Where the index is and how it is.
    ///
    /// # Errors
    /// Those of the catalog.
    pub(super) fn shown(&self) -> Result<IndexState> {
        let stand = self.searcher.spaces.standing().now();
        let (filled, problem) = match &stand {
            Stand::Filling { done, .. } => (*done as u32, None),
            Stand::Away { error, .. } => (0, Some(error.to_string())),
            Stand::InStep | Stand::Looking => (0, None),
        };
        let passages = match &stand {
            Stand::Filling { total, .. } => *total,
            _ => self.searcher.catalog.count_passages()?,
        };
        let to_clear = self.shelf.to_clear()?.into_iter().filter_map(|left| left.place.server().cloned());
        Ok(IndexState {
            place: self.shelf.chosen().place,
            is_for_this_run: self.shelf.is_for_this_run(),
            is_in_step: matches!(stand, Stand::InStep),
            problem,
            filled,
            passages: passages as u32,
            moving: self.moving(),
            to_clear: to_clear.collect(),
        })
    }

    /// Tells everybody who listens.
    pub(super) fn tell(&self) {
        match self.shown() {
            Ok(state) => (self.announce)(LibraryEvent::Index(state)),
            Err(error) => tracing::warn!(%error, "how the index is cannot be told"),
        }
    }
}

/// Where a move goes that an earlier run of the app began.
pub(super) fn remembered(catalog: &Catalog) -> Result<Option<Chosen>> {
    let remembered = catalog.setting(MOVING)?;
    Ok(remembered.and_then(|text| serde_json::from_str(&text).ok()))
}

impl Moving {
    fn new(to: Chosen) -> Self {
        let shown =
            IndexMove { to: to.place.clone(), stage: IndexMoveStage::Opening, done: 0, total: 0, problem: None };
        Self { to, shown, stop: CancellationToken::new() }
    }
}
