//! Files dragged over the window and dropped on it.
//!
//! They are taken here and not in the web view, so that no script can name a path as dropped.

use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use paperside_engine::Library;
use paperside_engine::messages::AddRequest;
use tauri::{AppHandle, DragDropEvent, Emitter, Manager, Window, WindowEvent};

use super::offered;

/// Told to the web view, with what would become of the files.
const PREVIEW: &str = "drop-preview";

/// The collection that the web view shows under the files.
#[derive(Default)]
pub(super) struct Aim {
    collection: Mutex<Option<String>>,
}

impl Aim {
    /// What is dropped next goes into this collection, or into none.
    pub(super) fn at(&self, collection: Option<String>) {
        *self.collection.lock().unwrap_or_else(PoisonError::into_inner) = collection;
    }

    fn now(&self) -> Option<String> {
        self.collection.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// Looks at what is held over the window, and takes what is dropped; all other events are not ours.
pub(super) fn handle(window: &Window, event: &WindowEvent) {
    let WindowEvent::DragDrop(event) = event else { return };
    let Some(library) = window.try_state::<Library>() else { return };
    let library = library.inner().clone();
    match event {
        DragDropEvent::Enter { paths, .. } => look(window.clone(), library, paths.clone()),
        DragDropEvent::Drop { paths, .. } => {
            let collection = window.try_state::<Aim>().and_then(|aim| aim.now());
            take(window.app_handle().clone(), library, paths.clone(), collection);
        }
        _ => {}
    }
}

fn look(window: Window, library: Library, paths: Vec<PathBuf>) {
    tauri::async_runtime::spawn(async move {
        match library.preview(paths).await {
            Ok(preview) => drop(window.emit(PREVIEW, preview)),
            Err(error) => tracing::warn!(%error, "files over the window could not be looked at"),
        }
    });
}

/// Adds documents, and offers what is sealed.
fn take(app: AppHandle, library: Library, paths: Vec<PathBuf>, collection: Option<String>) {
    tauri::async_runtime::spawn(async move {
        let paths = offered::offer(&app, paths, collection.as_deref());
        if paths.is_empty() {
            return;
        }
        let paths = paths.iter().map(|path| path.to_string_lossy().into_owned()).collect();
        if let Err(error) = library.add(AddRequest { paths, collection, ..AddRequest::default() }).await {
            tracing::error!(%error, "dropped files could not be added");
        }
    });
}
