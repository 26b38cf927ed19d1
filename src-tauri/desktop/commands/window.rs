//! The window itself, and other programs.

use paperside_engine::Library;
use paperside_engine::messages::LibraryPlace;
use tauri::{Manager, State, WebviewWindow};

use super::{Answered, told};
use crate::desktop::drops::Aim;
use crate::desktop::looks::{self, Looks};
use crate::desktop::opened::Opened;
use crate::desktop::outside;
use crate::desktop::words::Language;

/// Smallest and largest text, as a part of what is drawn.
const ZOOM: std::ops::RangeInclusive<f64> = 0.5..=3.0;

/// Opens a document in the system's own viewer.
#[tauri::command]
pub(in crate::desktop) async fn open_original(library: State<'_, Library>, document: String) -> Answered<()> {
    let file = library.file(document).await.map_err(told)?;
    off_the_loop(move || outside::open(&file)).await
}

/// Shows a document in the system's file browser.
#[tauri::command]
pub(in crate::desktop) async fn reveal_original(library: State<'_, Library>, document: String) -> Answered<()> {
    let file = library.file(document).await.map_err(told)?;
    off_the_loop(move || outside::reveal(&file)).await
}

/// Where the library is, and what it takes of the disk.
#[tauri::command]
pub(in crate::desktop) async fn library_place(library: State<'_, Library>) -> Answered<LibraryPlace> {
    library.place().await.map_err(told)
}

/// Shows the library's folder in the system's file browser.
#[tauri::command]
pub(in crate::desktop) async fn reveal_library(library: State<'_, Library>) -> Answered<()> {
    let folder = library.folder().to_owned();
    off_the_loop(move || outside::reveal(&folder)).await
}

/// Shows the folder of the log in the system's file browser.
#[tauri::command]
pub(in crate::desktop) async fn reveal_logs(library: State<'_, Library>) -> Answered<()> {
    let folder = library.logs().folder().to_owned();
    off_the_loop(move || outside::reveal(&folder)).await
}

/// The collection into which what is dropped next goes.
#[tauri::command]
pub(in crate::desktop) async fn aim_drop(aim: State<'_, Aim>, collection: Option<String>) -> Answered<()> {
    aim.at(collection);
    Ok(())
}

/// The document that was opened with the app before anybody listened.
#[tauri::command]
pub(in crate::desktop) async fn take_opened(opened: State<'_, Opened>) -> Answered<Option<String>> {
    Ok(opened.take())
}

/// Tells the person something, if the window is not in front.
#[tauri::command]
pub(in crate::desktop) async fn notify(window: WebviewWindow, title: String, body: String) -> Answered<()> {
    if window.is_focused().unwrap_or(false) {
        return Ok(());
    }
    off_the_loop(move || {
        outside::notify(&title, &body);
        Ok(())
    })
    .await
}

/// How the frame around the window looks, now and when it is opened again; none follows the system.
#[tauri::command]
pub(in crate::desktop) async fn set_theme(window: WebviewWindow, theme: Option<String>) -> Answered<()> {
    let theme = theme.as_deref().map(looks::theme);
    let app = window.app_handle().clone();
    if !app.state::<Looks>().choose(theme) {
        return Ok(());
    }
    if let Err(error) = looks::show(&window, theme) {
        tracing::warn!(%error, "the frame keeps its looks");
    }
    off_the_loop(move || {
        app.state::<Looks>().remember(&app);
        Ok(())
    })
    .await
}

/// The language that the window speaks.
#[tauri::command]
pub(in crate::desktop) async fn set_language(chosen: State<'_, Language>, language: String) -> Answered<()> {
    chosen.choose(language);
    Ok(())
}

/// How large everything in the window is.
#[tauri::command]
pub(in crate::desktop) async fn set_zoom(window: WebviewWindow, factor: f64) -> Answered<()> {
    if let Err(error) = window.set_zoom(factor.clamp(*ZOOM.start(), *ZOOM.end())) {
        tracing::warn!(%error, "the text keeps its size");
    }
    Ok(())
}

/// Other programs may let wait.
async fn off_the_loop(work: impl FnOnce() -> paperside_engine::Result<()> + Send + 'static) -> Answered<()> {
    let done = tauri::async_runtime::spawn_blocking(work).await;
    done.unwrap_or(Err(paperside_engine::Error::Closed)).map_err(told)
}
