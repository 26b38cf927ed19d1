//! The language model that the app runs itself, from its first question until nobody has asked for a while.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Mutex;

use crate::answer::language::LanguageError;
use crate::answer::language::local::LocalModel;

/// The model that is loaded, if one is. At most one is: they are large.
#[derive(Clone)]
pub(in crate::library) struct Loaded {
    slot: Arc<Mutex<Slot>>,
    runner: Option<PathBuf>,
    threads: u32,
    idle: Duration,
}

#[derive(Default)]
struct Slot {
    model: Option<LocalModel>,
    /// How often it was asked for.
    uses: u64,
}

impl Loaded {
    /// Nothing yet. `runner` is the program that runs models, if there is one; a model that is not asked for so long
    /// is unloaded.
    pub(in crate::library) fn new(runner: Option<PathBuf>, threads: u32, idle: Duration) -> Self {
        Self { slot: Arc::default(), runner, threads, idle }
    }

    /// Whether models can be run at all.
    pub(super) fn can_run(&self) -> bool {
        self.runner.is_some()
    }

    /// The model of a file; loads it if it is another one than that which is there.
    ///
    /// # Errors
    /// [`LanguageError::NotBuiltIn`] and those of [`LocalModel::load`].
    pub(super) async fn get(&self, file: &Path) -> Result<LocalModel, LanguageError> {
        let runner = self.runner.clone().ok_or(LanguageError::NotBuiltIn)?;
        let mut slot = self.slot.lock().await;
        slot.uses += 1;
        let model = match slot.model.take().filter(|model| model.file() == file && !model.is_gone()) {
            Some(model) => model,
            None => LocalModel::load(runner, file.to_owned(), self.threads).await?,
        };
        slot.model = Some(model.clone());
        self.unload_when_idle(slot.uses);
        Ok(model)
    }

    /// Unloads what is there. An answer that is under way ends first.
    pub(super) async fn unload(&self) {
        self.slot.lock().await.model = None;
    }

    fn unload_when_idle(&self, uses: u64) {
        let (slot, idle) = (Arc::downgrade(&self.slot), self.idle);
        tokio::spawn(async move {
            tokio::time::sleep(idle).await;
            let Some(slot) = slot.upgrade() else { return };
            let mut slot = slot.lock().await;
            if slot.uses == uses {
                slot.model = None;
            }
        });
    }
}
