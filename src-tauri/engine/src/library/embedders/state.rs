//! How far a change of embedder has come, for those who ask and those who wait.

use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};
use tokio_util::sync::CancellationToken;

use super::chosen::{Chosen, title};
use crate::messages::{ChangeStage, EmbedderChange, EmbedderChoice, LibraryEvent};
use crate::search::Searcher;
use crate::{Error, Result};

/// The setting that tells what the library is changing to.
pub(super) const CHANGING: &str = "embedder-change";

/// A change that is remembered, so that it goes on when the library is opened again.
#[derive(Serialize, Deserialize)]
struct Remembered {
    to: EmbedderChoice,
    is_paused: bool,
}

/// Shared by the library and the thread that makes the change.
pub(super) struct State {
    searcher: Searcher,
    announce: Box<dyn Fn(LibraryEvent) + Send + Sync>,
    inner: Mutex<Inner>,
}

struct Inner {
    chosen: Chosen,
    /// Why another embedder than the chosen one answers.
    problem: Option<String>,
    change: Option<Change>,
    /// Whether changes are worked upon, and not only remembered.
    is_working: bool,
    is_closed: bool,
}

struct Change {
    shown: EmbedderChange,
    /// Whether the new embedder is to answer as soon as it can.
    is_confirmed: bool,
    /// Ends the step that is being made.
    stop: CancellationToken,
}

/// What is to be worked upon.
pub(super) struct Task {
    pub(super) to: EmbedderChoice,
    pub(super) is_confirmed: bool,
    /// Cancelled when it is to rest or to end.
    pub(super) stop: CancellationToken,
}

impl State {
    /// Takes up what is remembered, without working on it yet.
    pub(super) fn new(
        searcher: Searcher,
        chosen: Chosen,
        problem: Option<String>,
        announce: Box<dyn Fn(LibraryEvent) + Send + Sync>,
    ) -> Result<Self> {
        let remembered = searcher.catalog.setting(CHANGING)?;
        let remembered = remembered.and_then(|text| serde_json::from_str::<Remembered>(&text).ok());
        let change = remembered.map(|Remembered { to, is_paused }| Change::new(to, is_paused));
        let inner = Inner { chosen, problem, change, is_working: false, is_closed: false };
        Ok(Self { searcher, announce, inner: Mutex::new(inner) })
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What was chosen before the change.
    pub(super) fn chosen(&self) -> Chosen {
        self.inner().chosen.clone()
    }

    /// Why another embedder than the chosen one answers.
    pub(super) fn problem(&self) -> Option<String> {
        self.inner().problem.clone()
    }

    /// The change that is under way.
    pub(super) fn change(&self) -> Option<EmbedderChange> {
        self.inner().change.as_ref().map(|change| change.shown.clone())
    }

    /// Whether the library is closing.
    pub(super) fn is_closed(&self) -> bool {
        self.inner().is_closed
    }

    /// What is to be worked upon, if anything.
    pub(super) fn task(&self) -> Option<Task> {
        let inner = self.inner();
        let change = inner.change.as_ref().filter(|change| inner.is_working && !change.shown.is_paused)?;
        let Change { shown, is_confirmed, stop } = change;
        Some(Task { to: shown.to.clone(), is_confirmed: *is_confirmed, stop: stop.clone() })
    }

    /// Works on changes from now on.
    pub(super) fn take_up(&self) {
        self.inner().is_working = true;
        self.searcher.spaces.tell_news();
    }

    /// Begins a change, in place of what is under way.
    pub(super) fn begin(&self, to: EmbedderChoice) -> Result<()> {
        self.alter(|inner| {
            inner.is_working = true;
            inner.change.replace(Change::new(to, false));
            Ok(())
        })
    }

    /// Lets the change rest.
    pub(super) fn pause(&self) -> Result<()> {
        self.alter(|inner| {
            inner.change.as_mut().ok_or(Error::NoChange)?.shown.is_paused = true;
            Ok(())
        })
    }

    /// Lets the change go on.
    pub(super) fn resume(&self) -> Result<()> {
        self.alter(|inner| {
            inner.is_working = true;
            let shown = &mut inner.change.as_mut().ok_or(Error::NoChange)?.shown;
            (shown.is_paused, shown.problem) = (false, None);
            Ok(())
        })
    }

    /// Ends the change, if there is one, with the old embedder.
    pub(super) fn call_off(&self) -> Result<()> {
        self.alter(|inner| {
            inner.change = None;
            Ok(())
        })
    }

    /// Lets the new embedder answer as soon as it can.
    pub(super) fn confirm(&self) -> Result<()> {
        self.alter(|inner| {
            inner.is_working = true;
            let change = inner.change.as_mut().ok_or(Error::NoChange)?;
            change.is_confirmed = true;
            (change.shown.is_paused, change.shown.problem) = (false, None);
            Ok(())
        })
    }

    /// Ends what the thread does, for good.
    pub(super) fn close(&self) {
        let mut inner = self.inner();
        inner.is_closed = true;
        if let Some(change) = &inner.change {
            change.stop.cancel();
        }
        drop(inner);
        self.searcher.spaces.tell_news();
    }

    /// Interrupts the step that is being made, makes a change to what is wanted, and remembers and tells it.
    fn alter(&self, change: impl FnOnce(&mut Inner) -> Result<()>) -> Result<()> {
        let mut inner = self.inner();
        if let Some(change) = &mut inner.change {
            change.stop.cancel();
            change.stop = CancellationToken::new();
        }
        change(&mut inner)?;
        let remembered = inner.change.as_ref().map(|change| {
            let EmbedderChange { to, is_paused, .. } = &change.shown;
            Remembered { to: to.clone(), is_paused: *is_paused }
        });
        let remembered = remembered.and_then(|remembered| serde_json::to_string(&remembered).ok());
        self.searcher.catalog.set_setting(CHANGING, remembered.as_deref())?;
        drop(inner);
        self.tell();
        self.searcher.spaces.tell_news();
        Ok(())
    }

    /// Notes how far a task has come; nothing if it is not wanted any more.
    pub(super) fn note(&self, task: &Task, stage: ChangeStage, done: u64, total: u64) {
        self.note_change(task, |shown| (shown.stage, shown.done, shown.total) = (stage, done, total));
    }

    /// Lets the change rest because it cannot go on.
    pub(super) fn note_problem(&self, task: &Task, problem: String) {
        self.note_change(task, |shown| (shown.problem, shown.is_paused) = (Some(problem), true));
    }

    fn note_change(&self, task: &Task, change: impl FnOnce(&mut EmbedderChange)) {
        let mut inner = self.inner();
        match &mut inner.change {
            Some(current) if !task.stop.is_cancelled() => change(&mut current.shown),
            _ => return,
        }
        drop(inner);
        self.tell();
    }

    /// The change is made: this is what was chosen from now on.
    pub(super) fn end(&self, chosen: Chosen) {
        let mut inner = self.inner();
        (inner.chosen, inner.problem, inner.change) = (chosen, None, None);
        drop(inner);
        self.tell();
    }

    fn tell(&self) {
        (self.announce)(LibraryEvent::EmbedderChange { change: self.change() });
    }
}

impl Change {
    fn new(to: EmbedderChoice, is_paused: bool) -> Self {
        let shown = EmbedderChange {
            title: title(&to),
            to,
            stage: ChangeStage::Opening,
            done: 0,
            total: 0,
            is_paused,
            problem: None,
        };
        Self { shown, is_confirmed: false, stop: CancellationToken::new() }
    }
}
