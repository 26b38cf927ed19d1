//! Where the window stands and how large it is, remembered while it is open: who logs out does not close it first.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tauri::{Manager, Runtime, Window, WindowEvent};
use tauri_plugin_window_state::{AppHandleExt, StateFlags};

/// What of the window is as it was when it was closed.
const REMEMBERED: StateFlags = StateFlags::SIZE.union(StateFlags::POSITION).union(StateFlags::MAXIMIZED);

/// A window that is being dragged changes with every frame; it is at rest after so long.
const REST: Duration = Duration::from_millis(500);

/// Counts changes, so that the last of many is told.
#[derive(Default)]
pub(super) struct Changes(AtomicU64);

/// Puts the window where it was, and remembers at the end where it is.
pub(super) fn plugin<R: Runtime>() -> tauri::plugin::TauriPlugin<R> {
    tauri_plugin_window_state::Builder::new().with_state_flags(REMEMBERED).build()
}

/// Remembers where the window is once it has come to rest.
pub(super) fn handle(window: &Window, event: &WindowEvent) {
    let (WindowEvent::Resized(_) | WindowEvent::Moved(_)) = event else { return };
    let app = window.app_handle().clone();
    let Some(changes) = app.try_state::<Changes>() else { return };
    let this = changes.0.fetch_add(1, Ordering::Relaxed) + 1;
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        tokio::time::sleep(REST).await;
        let is_last = app.try_state::<Changes>().is_some_and(|changes| changes.0.load(Ordering::Relaxed) == this);
        if is_last && let Err(error) = app.save_window_state(REMEMBERED) {
            tracing::warn!(%error, "the window's place is not remembered");
        }
    });
}
