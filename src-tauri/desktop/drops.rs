//! Files dragged over the window and dropped on it.
//!
//! They are taken here and not in the web view, so that no script can name a path as dropped.

use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use paperside_engine::Library;
use paperside_engine::messages::AddRequest;
use tauri::{DragDropEvent, Emitter, Manager, Window, WindowEvent};

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

/// Looks at what is held over the window, and adds what is dropped; all other events are not ours.
pub(super) fn handle(window: &Window, event: &WindowEvent) {
    let WindowEvent::DragDrop(event) = event else { return };
    let Some(library) = window.try_state::<Library>() else { return };
    let library = library.inner().clone();
    match event {
        DragDropEvent::Enter { paths, .. } => look(window.clone(), library, paths.clone()),
        DragDropEvent::Drop { paths, .. } => {
            let collection = window.try_state::<Aim>().and_then(|aim| aim.now());
            add(library, paths, collection);
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

fn add(library: Library, paths: &[PathBuf], collection: Option<String>) {
    let paths = paths.iter().map(|path| path.to_string_lossy().into_owned()).collect();
    tauri::async_runtime::spawn(async move {
        if let Err(error) = library.add(AddRequest { paths, collection, ..AddRequest::default() }).await {
            tracing::error!(%error, "dropped files could not be added");
        }
    });
}
