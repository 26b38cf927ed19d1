//! Settings, connections, how all is, and who is at the keyboard.

use paperside_engine::Library;
use paperside_engine::messages::{Connection, NewVersion, Setting};
use tauri::{State, Window};

use super::{Answered, told};
use crate::desktop::words::Language;

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

/// The newer version of the app that is known of, if the person wants to be told.
#[tauri::command]
pub(in crate::desktop) async fn newer_version(library: State<'_, Library>) -> Answered<Option<NewVersion>> {
    library.newer_version().await.map_err(told)
}

/// The folder of the log.
#[tauri::command]
pub(in crate::desktop) async fn log_folder(library: State<'_, Library>) -> Answered<String> {
    Ok(library.logs().folder().to_string_lossy().into_owned())
}

/// Lets the person choose a file in the system's dialog, and writes a report to it; says whether one was chosen.
#[tauri::command]
pub(in crate::desktop) async fn make_report(
    library: State<'_, Library>,
    window: Window,
    language: State<'_, Language>,
) -> Answered<bool> {
    let dialog = rfd::AsyncFileDialog::new().set_parent(&window).set_title(language.words().make_report);
    let chosen = dialog.set_file_name("paperside-report.zip").save_file().await;
    let Some(file) = chosen else { return Ok(false) };
    library.write_report(file.path().to_owned()).await.map_err(told)?;
    Ok(true)
}

/// The person is typing.
#[tauri::command]
pub(in crate::desktop) async fn note_attention(library: State<'_, Library>) -> Answered<()> {
    library.note_attention();
    Ok(())
}
