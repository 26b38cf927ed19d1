//! Language models for download, and how far their downloads are.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio_util::sync::CancellationToken;

use super::super::Shared;
use crate::answer::language::catalogue::{CATALOGUE, CatalogueFile};
use crate::messages::{LibraryEvent, ModelDownload, ModelFileEntry, ModelFiles};
use crate::net::download::Progress;
use crate::net::hub::Hub;
use crate::{Config, Error, Result};

/// How often it is told how far a download is.
const TOLD_EVERY: Duration = Duration::from_millis(250);

/// The downloads that are under way.
#[derive(Default)]
pub(in crate::library) struct Downloads {
    running: Mutex<HashMap<&'static str, Running>>,
}

struct Running {
    cancel: CancellationToken,
    progress: ModelDownload,
}

/// What there is for download, and what of it is here.
pub(in crate::library) fn list(shared: &Shared) -> ModelFiles {
    let running = shared.downloads.progress();
    let entry = |model: &CatalogueFile| ModelFileEntry {
        id: model.id.to_owned(),
        title: model.title.to_owned(),
        languages: model.languages.to_owned(),
        megabytes: model.megabytes,
        licence: model.licence.to_owned(),
        suits: model.suits.to_owned(),
        file: Some(place(&shared.config, model))
            .filter(|file| file.is_file())
            .map(|file| file.to_string_lossy().into_owned()),
        download: running.get(model.id).copied(),
    };
    ModelFiles { can_run: shared.loaded.can_run(), catalogue: CATALOGUE.iter().map(entry).collect() }
}

/// Loads a model down, or goes on with that; ends when it is here. One that is on its way already is not loaded twice.
///
/// # Errors
/// [`Error::UnknownModel`], [`Error::ModelOnItsWay`], [`Error::Hub`].
pub(in crate::library) async fn download(shared: &Arc<Shared>, id: &str) -> Result<String> {
    let model = known(id)?;
    let file = place(&shared.config, model);
    let found = || file.to_string_lossy().into_owned();
    let looked_at = file.clone();
    if super::super::blocking(move || Ok(looked_at.is_file())).await? {
        return Ok(found());
    }
    let Some(cancel) = shared.downloads.begin(model.id) else {
        return Err(Error::ModelOnItsWay { title: model.title });
    };
    let ending = Ending { shared, id: model.id };
    let folder = file.parent().map_or_else(|| shared.config.models.clone(), PathBuf::from);
    let mut told = Instant::now();
    let tell = |Progress { received, of }: Progress| {
        shared.downloads.note(model.id, ModelDownload { received, of });
        if told.elapsed() >= TOLD_EVERY {
            told = Instant::now();
            shared.importer.announce(LibraryEvent::ModelFiles(list(shared)));
        }
    };
    let hub = Hub::new(shared.net.clone(), &shared.config.hub);
    let fetched = hub.fetch(model.repo, model.revision, &[model.file], &folder, tell, &cancel).await;
    drop(ending);
    fetched?;
    Ok(found())
}

/// Stops a download. What is here of it is kept for the next time.
///
/// # Errors
/// [`Error::UnknownModel`].
pub(in crate::library) fn cancel(shared: &Shared, id: &str) -> Result<()> {
    let model = known(id)?;
    if let Some(running) = shared.downloads.running().get(model.id) {
        running.cancel.cancel();
    }
    Ok(())
}

/// Removes a model that was downloaded.
///
/// # Errors
/// [`Error::UnknownModel`], [`Error::File`].
pub(in crate::library) fn remove(shared: &Shared, id: &str) -> Result<()> {
    let folder = shared.config.models.join(known(id)?.id);
    match std::fs::remove_dir_all(&folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(Error::file(folder)(error)),
        _ => Ok(()),
    }
}

fn known(id: &str) -> Result<&'static CatalogueFile> {
    CATALOGUE.iter().find(|model| model.id == id).ok_or_else(|| {
        let known = CATALOGUE.iter().map(|model| model.id).collect::<Vec<_>>().join(", ");
        Error::UnknownModel { id: id.to_owned(), known }
    })
}

/// Where a model is once it is here.
fn place(config: &Config, model: &CatalogueFile) -> PathBuf {
    config.models.join(model.id).join(model.file)
}

/// Forgets a download and tells so, however it ends: whoever waits for it may stop waiting.
struct Ending<'a> {
    shared: &'a Shared,
    id: &'static str,
}

impl Drop for Ending<'_> {
    fn drop(&mut self) {
        self.shared.downloads.running().remove(self.id);
        self.shared.importer.announce(LibraryEvent::ModelFiles(list(self.shared)));
    }
}

impl Downloads {
    /// None if it is under way already.
    fn begin(&self, id: &'static str) -> Option<CancellationToken> {
        let mut running = self.running();
        if running.contains_key(id) {
            return None;
        }
        let cancel = CancellationToken::new();
        let progress = ModelDownload { received: 0, of: None };
        running.insert(id, Running { cancel: cancel.clone(), progress });
        Some(cancel)
    }

    fn note(&self, id: &str, progress: ModelDownload) {
        if let Some(running) = self.running().get_mut(id) {
            running.progress = progress;
        }
    }

    /// How far each is.
    fn progress(&self) -> HashMap<&'static str, ModelDownload> {
        self.running().iter().map(|(id, running)| (*id, running.progress)).collect()
    }

    fn running(&self) -> MutexGuard<'_, HashMap<&'static str, Running>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
