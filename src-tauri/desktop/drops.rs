//! Files dropped on the window.
//!
//! They are taken here and not in the web view, so that no script can name a path as dropped.

use paperside_engine::Library;
use paperside_engine::messages::AddRequest;
use tauri::{DragDropEvent, Manager, Window, WindowEvent};

/// Adds what was dropped; all other events are not ours.
pub(super) fn handle(window: &Window, event: &WindowEvent) {
    let WindowEvent::DragDrop(DragDropEvent::Drop { paths, .. }) = event else { return };
    let Some(library) = window.try_state::<Library>() else { return };
    let library = library.inner().clone();
    let paths = paths.iter().map(|path| path.to_string_lossy().into_owned()).collect();
    tauri::async_runtime::spawn(async move {
        if let Err(error) = library.add(AddRequest { paths, ..AddRequest::default() }).await {
            tracing::error!(%error, "dropped files could not be added");
        }
    });
}
