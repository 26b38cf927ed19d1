//! What embeds the library.

use paperside_engine::Library;
use paperside_engine::messages::{EmbedderChoice, Embedders, PinComparison};
use tauri::{State, Window};

use super::{Answered, told};
use crate::desktop::words::Language;

/// What embeds the library, and what could.
#[tauri::command]
pub(in crate::desktop) async fn list_embedders(library: State<'_, Library>) -> Answered<Embedders> {
    library.embedders().await.map_err(told)
}

/// Begins the change to another embedder; the one that embeds now calls the change off. Tells the file that its key
/// is in, if it is in one.
#[tauri::command]
pub(in crate::desktop) async fn choose_embedder(
    library: State<'_, Library>,
    choice: EmbedderChoice,
    key: Option<String>,
) -> Answered<Option<String>> {
    library.choose_embedder(choice, key).await.map_err(told)
}

/// Lets the person choose a folder with a model in the system's dialog.
#[tauri::command]
pub(in crate::desktop) async fn choose_model_folder(
    window: Window,
    language: State<'_, Language>,
) -> Answered<Option<String>> {
    let dialog = rfd::AsyncFileDialog::new().set_parent(&window).set_title(language.words().model_folder);
    let chosen = dialog.pick_folder().await;
    Ok(chosen.map(|folder| folder.path().to_string_lossy().into_owned()))
}

/// The models that a server offers.
#[tauri::command]
pub(in crate::desktop) async fn list_server_models(
    library: State<'_, Library>,
    url: String,
    key: Option<String>,
) -> Answered<Vec<String>> {
    library.server_models(url, key).await.map_err(told)
}

/// Lets the change to another embedder rest.
#[tauri::command]
pub(in crate::desktop) async fn pause_embedder_change(library: State<'_, Library>) -> Answered<()> {
    library.pause_embedder_change().await.map_err(told)
}

/// Lets it go on.
#[tauri::command]
pub(in crate::desktop) async fn resume_embedder_change(library: State<'_, Library>) -> Answered<()> {
    library.resume_embedder_change().await.map_err(told)
}

/// Calls it off.
#[tauri::command]
pub(in crate::desktop) async fn cancel_embedder_change(library: State<'_, Library>) -> Answered<()> {
    library.cancel_embedder_change().await.map_err(told)
}

/// Lets the new embedder answer.
#[tauri::command]
pub(in crate::desktop) async fn switch_embedder(library: State<'_, Library>) -> Answered<()> {
    library.switch_embedder().await.map_err(told)
}

/// Where the pages of pins are found with either embedder.
#[tauri::command]
pub(in crate::desktop) async fn compare_pins(library: State<'_, Library>) -> Answered<Vec<PinComparison>> {
    library.compare_pins().await.map_err(told)
}

/// Forgets what a model has embedded that does not answer.
#[tauri::command]
pub(in crate::desktop) async fn forget_embeddings(library: State<'_, Library>, model: String) -> Answered<()> {
    library.forget_embeddings(model).await.map_err(told)
}
