//! What waits, what runs, and who listens.
//!
//! What is to be done stands in the catalog and survives the app; here is only what belongs to this run of it.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::broadcast;
use tokio_util::sync::CancellationToken;

use super::batch::Batch;
use super::job::{Job, Stop};
use crate::Result;
use crate::catalog::{Catalog, QueueState, QueuedImport};
use crate::library::inbox::Inbox;
use crate::library::locations;
use crate::messages::{ImportId, ImportOutcome, ImportProgress, ImportQueue, ImportStatus, LibraryEvent, Stage};

/// Events a listener may fall behind; progress is limited to some twenty a second, so this is minutes.
const BACKLOG: usize = 4096;

/// How often it is looked whether somebody still waits.
const LOOK: Duration = Duration::from_millis(50);

/// The setting that keeps a paused queue paused over a restart.
const PAUSED: &str = "import-paused";

/// All imports of an open library.
pub(super) struct Queue {
    catalog: Arc<Catalog>,
    inbox: Inbox,
    listeners: broadcast::Sender<LibraryEvent>,
    closing: CancellationToken,
    /// Held for moments only, never while anything waits or is told.
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    /// Whether all that waits is worked on, or only what was asked for in this run of the app.
    takes_all: bool,
    paused: bool,
    /// Documents of which a page is being recognised.
    recognising: usize,
    /// Those that were taken and have not ended.
    active: BTreeMap<ImportId, Arc<Stop>>,
    /// Who waits for an import to end.
    batches: HashMap<ImportId, Vec<Arc<Batch>>>,
    latest: BTreeMap<ImportId, ImportProgress>,
    /// Those that failed and could not even be noted as failed; they are tried again when the library is opened again.
    given_up: BTreeSet<ImportId>,
    /// Contents on their way through the stages.
    contents: BTreeSet<String>,
    /// Who wants nothing new to be worked on just now, and why if the person should know.
    holds: BTreeMap<u64, Option<String>>,
    /// How many there have been.
    held: u64,
}

/// Keeps what waits from being worked on until it is dropped.
pub(in crate::library) struct Hold {
    queue: Arc<Queue>,
    number: u64,
}

impl Drop for Hold {
    fn drop(&mut self) {
        let reason = self.queue.state().holds.remove(&self.number);
        self.queue.changed.notify_all();
        if matches!(reason, Some(Some(_))) {
            self.queue.tell_order();
        }
    }
}

impl Queue {
    /// The queue of a library that was just opened. Nothing is worked on yet.
    pub(super) fn new(catalog: Arc<Catalog>, inbox: Inbox) -> Result<Self> {
        let paused = catalog.setting(PAUSED)?.is_some();
        Ok(Self {
            catalog,
            inbox,
            listeners: broadcast::Sender::new(BACKLOG),
            closing: CancellationToken::new(),
            state: Mutex::new(State { paused, ..State::default() }),
            changed: Condvar::new(),
        })
    }

    /// Ends when the library is being closed.
    pub(super) fn closing(&self) -> &CancellationToken {
        &self.closing
    }

    /// Ends all that runs; what is not done stays in the queue.
    pub(super) fn close(&self) {
        self.closing.cancel();
        drop(self.state());
        self.changed.notify_all();
    }

    /// Works on everything from now on, also on what was left by an earlier run of the app.
    pub(super) fn take_all(&self) {
        self.state().takes_all = true;
        self.changed.notify_all();
    }

    /// Puts files in the queue for somebody who waits for them, and answers their numbers.
    pub(super) fn enqueue(&self, batch: &Arc<Batch>, files: &[PathBuf], place: i64) -> Result<Vec<ImportId>> {
        let imports = self.catalog.enqueue(files, batch.collection, place)?;
        self.wait_for(batch, imports.iter().copied());
        for (import, file) in imports.iter().zip(files) {
            let path = file.to_string_lossy().into_owned();
            let is_active = self.state().active.contains_key(import);
            if !is_active {
                let size = locations::size(file);
                self.progress(ImportProgress { import: *import, path, stage: Stage::Queued, done: 0, total: 0, size });
            }
        }
        self.changed.notify_all();
        Ok(imports)
    }

    /// Tells a batch of the ends of imports that are in the queue.
    pub(super) fn wait_for(&self, batch: &Arc<Batch>, imports: impl Iterator<Item = ImportId>) {
        let mut state = self.state();
        for import in imports {
            state.given_up.remove(&import);
            state.batches.entry(import).or_default().push(Arc::clone(batch));
        }
        let rests = state.holds.values().any(Option::is_some);
        drop(state);
        if rests && let Ok(order) = self.order() {
            batch.tell_if_there_is_room(LibraryEvent::Queue(order));
        }
        self.changed.notify_all();
    }

    /// The next import that may be worked on; waits for one. None when the library is being closed.
    pub(super) fn next(self: &Arc<Self>) -> Option<Job> {
        self.next_when(|_| true)
    }

    /// The same for somebody who only works while a page of another document is being recognised.
    pub(super) fn next_beside(self: &Arc<Self>) -> Option<Job> {
        self.next_when(|state| state.recognising > 0)
    }

    /// A page of a document is being recognised, which takes seconds.
    pub(super) fn recognising(&self) {
        self.state().recognising += 1;
        self.changed.notify_all();
    }

    /// It is done.
    pub(super) fn recognised(&self) {
        self.state().recognising -= 1;
    }

    fn next_when(self: &Arc<Self>, may_work: impl Fn(&State) -> bool) -> Option<Job> {
        let mut state = self.state();
        loop {
            if self.closing.is_cancelled() {
                return None;
            }
            let rests = state.paused || !state.holds.is_empty();
            let next = if rests || !may_work(&state) { None } else { self.first_wanted(&state) };
            if let Some(import) = next {
                let batches = state.batches.get(&import.id);
                let batch = batches.and_then(|batches| batches.last());
                let cancelled =
                    batch.map_or_else(|| self.closing.child_token(), |batch| batch.cancellation().child_token());
                let password = batch.and_then(|batch| batch.password().cloned());
                let stop = Arc::new(Stop::new(cancelled));
                state.active.insert(import.id, Arc::clone(&stop));
                return Some(Job::new(Arc::clone(self), import, password, stop));
            }
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn first_wanted(&self, state: &State) -> Option<QueuedImport> {
        let mut besides: Vec<ImportId> = state.active.keys().chain(&state.given_up).copied().collect();
        loop {
            let next = self.catalog.next_import(&besides);
            let next = next.inspect_err(|error| tracing::error!(%error, "the queue cannot be read")).ok().flatten()?;
            if state.takes_all || state.batches.contains_key(&next.id) {
                return Some(next);
            }
            besides.push(next.id);
        }
    }

    /// Lets an import be until the library is opened again.
    pub(super) fn give_up(&self, import: ImportId) {
        self.state().given_up.insert(import);
    }

    /// Waits until no other import of the same content is on its way, and claims it. False if whoever waits is to stop.
    pub(super) fn claim(&self, content: &str, is_stopped: &dyn Fn() -> bool) -> bool {
        let mut state = self.state();
        while state.contents.contains(content) {
            if is_stopped() {
                return false;
            }
            let wait = self.changed.wait_timeout(state, Duration::from_millis(100));
            state = wait.unwrap_or_else(PoisonError::into_inner).0;
        }
        state.contents.insert(content.to_owned());
        true
    }

    /// The content is not on its way any more.
    pub(super) fn release(&self, content: &str) {
        self.state().contents.remove(content);
        self.changed.notify_all();
    }

    /// Remembers how far an import has come, and tells.
    pub(super) fn progress(&self, progress: ImportProgress) {
        let batches = {
            let mut state = self.state();
            state.latest.insert(progress.import, progress.clone());
            state.batches.get(&progress.import).cloned().unwrap_or_default()
        };
        let event = LibraryEvent::Progress(progress);
        batches.iter().for_each(|batch| batch.tell_if_there_is_room(event.clone()));
        self.announce(event);
    }

    /// An import has ended and left the queue, or failed and stays in it to be tried again.
    pub(super) fn end(&self, outcome: ImportOutcome) {
        if outcome.status != ImportStatus::Failed || outcome.was_cancelled {
            self.leave_inbox(Path::new(&outcome.path));
        }
        let batches = self.leave(outcome.import);
        batches.iter().for_each(|batch| batch.end(outcome.clone()));
        self.announce(LibraryEvent::Document(outcome));
    }

    /// An import rests: it is not worked on until the person says so, but nobody need wait for it.
    pub(super) fn rest(&self, mut outcome: ImportOutcome, progress: ImportProgress) {
        outcome.reason = Some("Paused before it was imported.".to_owned());
        let batches = self.leave(outcome.import);
        batches.iter().for_each(|batch| batch.end(outcome.clone()));
        self.state().latest.insert(progress.import, progress.clone());
        self.announce(LibraryEvent::Progress(progress));
    }

    /// The app closes in the middle of an import; those who wait for it are told, but it stays in the queue.
    pub(super) fn interrupt(&self, mut outcome: ImportOutcome) {
        outcome.reason = Some("Interrupted; it goes on when Paperside is opened again.".to_owned());
        let batches = self.leave(outcome.import);
        batches.iter().for_each(|batch| batch.end(outcome.clone()));
    }

    /// A file that was received is a document now, or not wanted any more.
    pub(super) fn leave_inbox(&self, file: &Path) {
        self.inbox.let_go(&self.catalog, file);
    }

    /// Forgets the imports of a content that failed: it was received once more.
    pub(super) fn forget_failed(&self, content: &str) -> Result<()> {
        let imports = self.catalog.imports_of(content)?.into_iter();
        for import in imports.filter(|import| import.state == QueueState::Failed) {
            self.catalog.forget_import(import.id)?;
            self.leave_inbox(&import.path);
        }
        Ok(())
    }

    fn leave(&self, import: ImportId) -> Vec<Arc<Batch>> {
        let mut state = self.state();
        state.active.remove(&import);
        state.latest.remove(&import);
        let batches = state.batches.remove(&import);
        drop(state);
        self.changed.notify_all();
        batches.unwrap_or_default()
    }

    /// Tells everyone who listens; nobody listening is no error.
    pub(super) fn announce(&self, event: LibraryEvent) {
        let _ = self.listeners.send(event);
    }

    /// Tells everyone in which order what waits is worked on.
    pub(super) fn announce_order(&self) -> Result<()> {
        let order = self.order()?;
        self.announce(LibraryEvent::Queue(order));
        Ok(())
    }

    /// What reaches everybody who listens.
    pub(super) fn everybody(&self) -> broadcast::Sender<LibraryEvent> {
        self.listeners.clone()
    }

    pub(super) fn subscribe(&self) -> broadcast::Receiver<LibraryEvent> {
        self.listeners.subscribe()
    }

    fn order(&self) -> Result<ImportQueue> {
        let (paused, problem) = {
            let state = self.state();
            (state.paused, state.holds.values().flatten().next().cloned())
        };
        Ok(ImportQueue { paused, order: self.catalog.queue_order()?, problem })
    }

    /// Keeps what waits from being worked on, and says why if the person should know.
    pub(super) fn hold(self: &Arc<Self>, reason: Option<String>) -> Hold {
        let is_told = reason.is_some();
        let number = {
            let mut state = self.state();
            state.held += 1;
            let number = state.held;
            state.holds.insert(number, reason);
            number
        };
        if is_told {
            self.tell_order();
        }
        Hold { queue: Arc::clone(self), number }
    }

    /// Tells everybody, and those who wait for an import, whether all of it rests.
    fn tell_order(&self) {
        let Ok(order) = self.order() else { return };
        let mut waiting: Vec<Arc<Batch>> = self.state().batches.values().flatten().cloned().collect();
        waiting.sort_unstable_by_key(Arc::as_ptr);
        waiting.dedup_by_key(|batch| Arc::as_ptr(batch));
        waiting.iter().for_each(|batch| batch.tell_if_there_is_room(LibraryEvent::Queue(order.clone())));
        self.announce(LibraryEvent::Queue(order));
    }

    /// Waits for so long, or until the library is being closed.
    pub(super) fn wait(&self, pause: Duration, is_stopped: &dyn Fn() -> bool) {
        let end = Instant::now() + pause;
        while Instant::now() < end && !self.closing.is_cancelled() && !is_stopped() {
            std::thread::sleep(LOOK);
        }
    }

    /// The latest event of everything in the queue, in its order, failed ones after the others; then the order.
    pub(super) fn latest(&self) -> Result<Vec<LibraryEvent>> {
        let mut events: Vec<LibraryEvent> =
            self.catalog.imports()?.into_iter().map(|import| self.event(import)).collect();
        events.push(LibraryEvent::Queue(self.order()?));
        Ok(events)
    }

    /// The latest event of every import of a content, failed ones after the others.
    pub(super) fn of_content(&self, content: &str) -> Result<Vec<LibraryEvent>> {
        Ok(self.catalog.imports_of(content)?.into_iter().map(|import| self.event(import)).collect())
    }

    fn event(&self, import: QueuedImport) -> LibraryEvent {
        if import.state == QueueState::Failed {
            let mut outcome = ImportOutcome::of(import.id, &import.path, ImportStatus::Failed);
            (outcome.id, outcome.reason, outcome.needs_password) =
                (import.document, import.reason, import.needs_password);
            return LibraryEvent::Document(outcome);
        }
        let latest = self.state().latest.get(&import.id).cloned();
        LibraryEvent::Progress(latest.unwrap_or_else(|| resting(&import)))
    }

    /// How many files wait, rest or are being worked on.
    pub(super) fn pending(&self) -> Result<u32> {
        self.catalog.count_imports()
    }

    /// Lets the whole queue rest, or go on; over a restart too. What is being worked on comes to rest soon.
    pub(super) fn set_paused(&self, paused: bool) -> Result<()> {
        self.catalog.set_setting(PAUSED, paused.then_some("yes"))?;
        let running: Vec<Arc<Stop>> = {
            let mut state = self.state();
            state.paused = paused;
            state.active.values().cloned().collect()
        };
        if paused {
            running.iter().for_each(|stop| stop.for_a_while());
        }
        self.changed.notify_all();
        self.announce_order()
    }

    /// Lets one import rest.
    pub(super) fn pause(&self, import: ImportId) -> Result<()> {
        let Some(queued) = self.catalog.import(import)?.filter(|import| import.state != QueueState::Failed) else {
            return Ok(());
        };
        self.catalog.set_import_state(import, QueueState::Paused)?;
        let running = self.state().active.get(&import).cloned();
        match running {
            Some(stop) => stop.for_a_while(),
            None => self.progress(resting(&QueuedImport { state: QueueState::Paused, ..queued })),
        }
        Ok(())
    }

    /// Lets an import that rests or failed be worked on.
    pub(super) fn resume(&self, import: ImportId) -> Result<()> {
        let Some(queued) = self.catalog.import(import)? else { return Ok(()) };
        self.catalog.set_import_state(import, QueueState::Waiting)?;
        self.state().latest.remove(&import);
        self.announce(LibraryEvent::Progress(resting(&QueuedImport { state: QueueState::Waiting, ..queued })));
        self.changed.notify_all();
        Ok(())
    }

    /// Ends an import that is being worked on; false if it is not.
    pub(super) fn stop(&self, import: ImportId) -> bool {
        let running = self.state().active.get(&import).cloned();
        running.is_some_and(|stop| {
            stop.for_good();
            true
        })
    }

    /// Lets an import go before all others.
    pub(super) fn advance(&self, import: ImportId) -> Result<()> {
        self.catalog.advance_import(import)?;
        self.announce_order()
    }

    pub(super) fn catalog(&self) -> &Catalog {
        &self.catalog
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// How an import that is not being worked on looks.
fn resting(import: &QueuedImport) -> ImportProgress {
    let stage = if import.state == QueueState::Paused { Stage::Paused } else { Stage::Queued };
    let path = import.path.to_string_lossy().into_owned();
    ImportProgress { import: import.id, path, stage, done: import.pages, total: 0, size: locations::size(&import.path) }
}
