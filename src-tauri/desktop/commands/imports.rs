//! Files and folders on their way into the library.

use std::path::PathBuf;

use paperside_engine::Library;
use paperside_engine::messages::{AddRequest, ImportId, LibraryEvent, WatchedFolder};
use paperside_engine::reading::DOCUMENT_EXTENSIONS;
use tauri::ipc::Channel;
use tauri::{Manager, State, Window};
use tokio::sync::broadcast::error::RecvError;

use super::{Answered, told};
use crate::desktop::words::Language;
use crate::desktop::{offered, samples};

/// Imports that wait, run or failed.
#[tauri::command]
pub(in crate::desktop) async fn list_imports(library: State<'_, Library>) -> Answered<Vec<LibraryEvent>> {
    library.imports().await.map_err(told)
}

/// Lets imports rest; without numbers, the whole queue.
#[tauri::command]
pub(in crate::desktop) async fn pause_imports(
    library: State<'_, Library>,
    imports: Option<Vec<ImportId>>,
) -> Answered<()> {
    library.pause_imports(imports).await.map_err(told)
}

/// Lets imports that rest be worked on; without numbers, the whole queue.
#[tauri::command]
pub(in crate::desktop) async fn resume_imports(
    library: State<'_, Library>,
    imports: Option<Vec<ImportId>>,
) -> Answered<()> {
    library.resume_imports(imports).await.map_err(told)
}

/// Takes imports from the queue, failed ones too.
#[tauri::command]
pub(in crate::desktop) async fn cancel_imports(library: State<'_, Library>, imports: Vec<ImportId>) -> Answered<()> {
    library.cancel_imports(imports).await.map_err(told)
}

/// Imports files that failed once more.
#[tauri::command]
pub(in crate::desktop) async fn retry_imports(library: State<'_, Library>, imports: Vec<ImportId>) -> Answered<()> {
    library.resume_imports(Some(imports)).await.map_err(told)
}

/// Lets an import go before all others.
#[tauri::command]
pub(in crate::desktop) async fn advance_import(library: State<'_, Library>, import: ImportId) -> Answered<()> {
    library.advance_import(import).await.map_err(told)
}

/// Imports files, such as one that failed for want of a password.
#[tauri::command]
pub(in crate::desktop) async fn add_paths(library: State<'_, Library>, request: AddRequest) -> Answered<()> {
    library.add(request).await.map(drop).map_err(told)
}

/// Lets the person choose files in the system's dialog, and imports them. Sealed ones are offered.
#[tauri::command]
pub(in crate::desktop) async fn choose_files(
    library: State<'_, Library>,
    window: Window,
    language: State<'_, Language>,
    collection: Option<String>,
) -> Answered<()> {
    let words = language.words();
    let dialog = rfd::AsyncFileDialog::new()
        .set_parent(&window)
        .set_title(words.add_documents)
        .add_filter(words.documents, &DOCUMENT_EXTENSIONS)
        .add_filter(words.all_files, &["*"]);
    let chosen = paths(dialog.pick_files().await);
    add_chosen(&library, offered::offer(window.app_handle(), chosen, collection.as_deref()), collection).await
}

/// Lets the person choose folders in the system's dialog, and imports all they hold.
#[tauri::command]
pub(in crate::desktop) async fn choose_folder(
    library: State<'_, Library>,
    window: Window,
    language: State<'_, Language>,
    collection: Option<String>,
) -> Answered<()> {
    let dialog = rfd::AsyncFileDialog::new().set_parent(&window).set_title(language.words().add_folders);
    add_chosen(&library, paths(dialog.pick_folders().await), collection).await
}

/// What was chosen; no choice is no error.
fn paths(chosen: Option<Vec<rfd::FileHandle>>) -> Vec<PathBuf> {
    chosen.unwrap_or_default().iter().map(|file| file.path().to_owned()).collect()
}

/// Imports what was chosen, if anything was.
async fn add_chosen(library: &Library, chosen: Vec<PathBuf>, collection: Option<String>) -> Answered<()> {
    let paths = chosen.into_iter().map(|path| path.to_string_lossy().into_owned()).collect();
    library.add(AddRequest { paths, collection, ..AddRequest::default() }).await.map(drop).map_err(told)
}

/// Adds the documents that come with the app.
#[tauri::command]
pub(in crate::desktop) async fn add_samples(library: State<'_, Library>) -> Answered<()> {
    let paths = samples::write(library.folder()).map_err(told)?;
    let paths = paths.iter().map(|path| path.to_string_lossy().into_owned()).collect();
    library.add(AddRequest { paths, ..AddRequest::default() }).await.map(drop).map_err(told)
}

/// The folders that the library is kept in step with.
#[tauri::command]
pub(in crate::desktop) async fn list_folders(library: State<'_, Library>) -> Answered<Vec<WatchedFolder>> {
    library.folders().await.map_err(told)
}

/// Lets the person choose a folder in the system's dialog, and follows it from now on.
#[tauri::command]
pub(in crate::desktop) async fn choose_watched_folder(
    library: State<'_, Library>,
    window: Window,
    language: State<'_, Language>,
    collection: Option<String>,
) -> Answered<()> {
    let dialog = rfd::AsyncFileDialog::new().set_parent(&window).set_title(language.words().watch_folder);
    match dialog.pick_folder().await {
        Some(folder) => library.watch_folder(folder.path().to_owned(), collection).await.map_err(told),
        None => Ok(()),
    }
}

/// Leaves a watched folder alone; its documents stay.
#[tauri::command]
pub(in crate::desktop) async fn unwatch_folder(library: State<'_, Library>, folder: u32) -> Answered<()> {
    library.unwatch_folder(folder).await.map_err(told)
}

/// Sends what happens in the library until the web view is gone.
#[tauri::command]
pub(in crate::desktop) async fn subscribe(library: State<'_, Library>, channel: Channel<LibraryEvent>) -> Answered<()> {
    let mut events = library.subscribe();
    tauri::async_runtime::spawn(async move {
        loop {
            let sent = match events.recv().await {
                Ok(event) => channel.send(event).is_ok(),
                Err(RecvError::Lagged(missed)) => {
                    tracing::warn!(missed, "the window fell behind");
                    true
                }
                Err(RecvError::Closed) => false,
            };
            if !sent {
                break;
            }
        }
    });
    Ok(())
}
