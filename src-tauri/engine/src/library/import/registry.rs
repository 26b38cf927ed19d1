//! What waits and runs, and who listens.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::broadcast;
use tokio_util::sync::CancellationToken;

use crate::messages::{ImportId, ImportStatus, LibraryEvent};

/// Events a listener may fall behind; progress is limited to some twenty a second, so this is minutes.
const BACKLOG: usize = 4096;

/// Failed imports that are remembered for a window that opens later.
const REMEMBERED_FAILURES: usize = 200;

/// All imports of an open library.
pub(super) struct Registry {
    listeners: broadcast::Sender<LibraryEvent>,
    next: AtomicU32,
    /// Held for moments only, never while anything waits.
    imports: Mutex<Imports>,
}

#[derive(Default)]
struct Imports {
    running: BTreeMap<ImportId, (CancellationToken, Option<LibraryEvent>)>,
    failed: BTreeMap<ImportId, LibraryEvent>,
}

impl Registry {
    /// Without imports and listeners.
    pub(super) fn new() -> Self {
        Self { listeners: broadcast::Sender::new(BACKLOG), next: AtomicU32::new(1), imports: Mutex::default() }
    }

    /// Takes an import in.
    pub(super) fn enter(&self, cancellation: CancellationToken) -> ImportId {
        let import = ImportId(self.next.fetch_add(1, Ordering::Relaxed));
        self.imports().running.insert(import, (cancellation, None));
        import
    }

    /// Remembers the event as the latest of its import and tells the listeners.
    pub(super) fn announce(&self, event: LibraryEvent) {
        match &event {
            LibraryEvent::Progress(progress) => {
                if let Some((_, latest)) = self.imports().running.get_mut(&progress.import) {
                    *latest = Some(event.clone());
                }
            }
            LibraryEvent::Document(outcome) => {
                let mut imports = self.imports();
                imports.running.remove(&outcome.import);
                if outcome.status == ImportStatus::Failed {
                    imports.failed.insert(outcome.import, event.clone());
                    if imports.failed.len() > REMEMBERED_FAILURES {
                        imports.failed.pop_first();
                    }
                }
            }
            LibraryEvent::Summary(_) | LibraryEvent::Removed { .. } => {}
        }
        // Nobody listening is no error.
        let _ = self.listeners.send(event);
    }

    pub(super) fn subscribe(&self) -> broadcast::Receiver<LibraryEvent> {
        self.listeners.subscribe()
    }

    /// The latest event of every import that waits, runs or failed, oldest import first.
    pub(super) fn latest(&self) -> Vec<LibraryEvent> {
        let imports = self.imports();
        let running = imports.running.iter().filter_map(|(import, (_, event))| Some((*import, event.clone()?)));
        let failed = imports.failed.iter().map(|(import, event)| (*import, event.clone()));
        running.chain(failed).collect::<BTreeMap<_, _>>().into_values().collect()
    }

    pub(super) fn cancel(&self, import: ImportId) {
        if let Some((cancellation, _)) = self.imports().running.get(&import) {
            cancellation.cancel();
        }
    }

    /// How many imports wait or run.
    pub(super) fn pending(&self) -> u32 {
        self.imports().running.len() as u32
    }

    fn imports(&self) -> MutexGuard<'_, Imports> {
        self.imports.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
