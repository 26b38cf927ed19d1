//! The language model that answers, if one does.

use paperside_engine::Library;
use paperside_engine::messages::{
    LanguageModelChoice, LanguageModelInfo, LanguageModelKind, ModelFiles, RunningServer,
};
use tauri::{State, Window};

use super::{Answered, told};
use crate::desktop::words::Language;

/// The language model that was chosen to answer.
#[tauri::command]
pub(in crate::desktop) async fn language_model(library: State<'_, Library>) -> Answered<Option<LanguageModelChoice>> {
    library.language_model().await.map_err(told)
}

/// Lets a language model answer, or none. Tells the file that its key is in, if it is in one.
#[tauri::command]
pub(in crate::desktop) async fn choose_language_model(
    library: State<'_, Library>,
    choice: Option<LanguageModelChoice>,
    key: Option<String>,
) -> Answered<Option<String>> {
    library.choose_language_model(choice, key).await.map_err(told)
}

/// The programs on this computer that run language models now.
#[tauri::command]
pub(in crate::desktop) async fn running_servers(library: State<'_, Library>) -> Answered<Vec<RunningServer>> {
    Ok(library.running_servers().await)
}

/// The language models of a server.
#[tauri::command]
pub(in crate::desktop) async fn language_models(
    library: State<'_, Library>,
    kind: LanguageModelKind,
    url: String,
    key: Option<String>,
) -> Answered<Vec<LanguageModelInfo>> {
    library.language_models(kind, url, key).await.map_err(told)
}

/// The language models that the app could run itself.
#[tauri::command]
pub(in crate::desktop) async fn list_model_files(library: State<'_, Library>) -> Answered<ModelFiles> {
    library.model_files().await.map_err(told)
}

/// Loads a language model down; ends when it is here, and tells where.
#[tauri::command]
pub(in crate::desktop) async fn download_model_file(library: State<'_, Library>, id: String) -> Answered<String> {
    library.download_model_file(&id).await.map_err(told)
}

/// Stops the download of a language model.
#[tauri::command]
pub(in crate::desktop) async fn cancel_model_download(library: State<'_, Library>, id: String) -> Answered<()> {
    library.cancel_model_download(&id).map_err(told)
}

/// Removes a language model that was downloaded.
#[tauri::command]
pub(in crate::desktop) async fn remove_model_file(library: State<'_, Library>, id: String) -> Answered<()> {
    library.remove_model_file(id).await.map_err(told)
}

/// Lets the person choose a language model in the system's dialog; none if nothing was chosen.
#[tauri::command]
pub(in crate::desktop) async fn choose_model_file(
    window: Window,
    language: State<'_, Language>,
) -> Answered<Option<String>> {
    let words = language.words();
    let dialog = rfd::AsyncFileDialog::new()
        .set_parent(&window)
        .set_title(words.choose_model)
        .add_filter(words.language_models, &["gguf"])
        .add_filter(words.all_files, &["*"]);
    let chosen = dialog.pick_file().await;
    Ok(chosen.map(|file| file.path().to_string_lossy().into_owned()))
}
