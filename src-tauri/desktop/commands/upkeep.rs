//! Settings, connections, and who is at the keyboard.

use paperside_engine::Library;
use paperside_engine::messages::{Connection, Setting};
use tauri::State;

use super::{Answered, told};

/// What can be chosen, and what was.
#[tauri::command]
pub(in crate::desktop) async fn list_settings(library: State<'_, Library>) -> Answered<Vec<Setting>> {
    library.settings().await.map_err(told)
}

/// Chooses; no value leaves it to the app.
#[tauri::command]
pub(in crate::desktop) async fn set_setting(
    library: State<'_, Library>,
    name: String,
    value: Option<String>,
) -> Answered<()> {
    library.set_setting(name, value).await.map_err(told)
}

/// What was asked of other programs and computers.
#[tauri::command]
pub(in crate::desktop) async fn list_connections(library: State<'_, Library>) -> Answered<Vec<Connection>> {
    Ok(library.connections())
}

/// The person is typing.
#[tauri::command]
pub(in crate::desktop) async fn note_attention(library: State<'_, Library>) -> Answered<()> {
    library.note_attention();
    Ok(())
}
