//! Files that the system, or a second start, opens with the app: they are imported, and the first of them is shown. Sealed
//! ones are offered.

use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use paperside_engine::messages::{AddRequest, ImportStatus, LibraryEvent};
use paperside_engine::{Library, Result};
use tauri::{AppHandle, Emitter, Manager};

use super::offered;

/// Told to the web view, with the id of the document that is to be shown.
const EVENT: &str = "opened";

/// Whether the web view listens, and what it is to show until it does.
#[derive(Default)]
pub(super) struct Opened {
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    is_heard: bool,
    early: Option<String>,
}

impl Opened {
    /// What was opened so far. From now on the web view is told.
    pub(super) fn take(&self) -> Option<String> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.is_heard = true;
        state.early.take()
    }

    fn show(&self, app: &AppHandle, document: String) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if state.is_heard {
            let _ = app.emit(EVENT, document);
        } else {
            state.early = Some(document);
        }
    }
}

/// Brings the window to the front, for files or without any.
pub(super) fn come_forward(app: &AppHandle) {
    if let Some(window) = app.get_webview_window("main") {
        let _ = window.unminimize();
        let _ = window.show();
        let _ = window.set_focus();
    }
}

/// Imports the files, and shows the first that is a document. Sealed ones are offered.
pub(super) fn open(app: &AppHandle, paths: &[PathBuf]) {
    let Some(library) = app.try_state::<Library>().filter(|_| !paths.is_empty()) else { return };
    let (app, library, paths) = (app.clone(), library.inner().clone(), paths.to_vec());
    tauri::async_runtime::spawn(async move {
        let paths = offered::offer(&app, paths, None);
        if paths.is_empty() {
            return;
        }
        let paths = paths.iter().map(|path| path.to_string_lossy().into_owned()).collect();
        match first_document(&library, paths).await {
            Ok(Some(document)) => app.state::<Opened>().show(&app, document),
            Ok(None) => {}
            Err(error) => tracing::error!(%error, "opened files could not be added"),
        }
    });
}

async fn first_document(library: &Library, paths: Vec<String>) -> Result<Option<String>> {
    let mut batch = library.add(AddRequest { paths, ..AddRequest::default() }).await?;
    while let Some(event) = batch.next().await {
        if let LibraryEvent::Document(outcome) = event
            && outcome.status != ImportStatus::Failed
        {
            return Ok(outcome.id);
        }
    }
    Ok(None)
}
