//! The window.
//!
//! A thin shell: it opens the library, hands dropped files to it, and passes commands and events between the
//! web view and the engine. What decides anything is in the engine.
//!
//! # Layout
//! - [`commands`]: what the web view may ask for
//! - [`drops`]: files dropped on the window
//! - [`answers`]: answers that are being given, so that they can be stopped

mod answers;
mod commands;
mod drops;

use std::path::PathBuf;

use paperside_engine::{Library, Result};
use tauri::{App, Manager, WebviewUrl, WebviewWindowBuilder, generate_context, generate_handler};

use answers::Answers;

/// Size of the window when it is first opened, in logical pixels.
const SIZE: (f64, f64) = (1280.0, 820.0);

/// Smallest size at which every control can still be reached.
const SMALLEST: (f64, f64) = (400.0, 480.0);

/// Opens the window on a library and returns when it is closed.
///
/// # Errors
/// Those of [`Library::open`], before any window is shown, and of the web view if the system has none.
pub fn run(library: Option<PathBuf>) -> Result<()> {
    let app = tauri::Builder::default()
        .manage(Answers::default())
        .invoke_handler(generate_handler![
            commands::add_paths,
            commands::advance_import,
            commands::ask,
            commands::cancel_embedder_change,
            commands::cancel_imports,
            commands::check_pins,
            commands::choose_embedder,
            commands::choose_files,
            commands::choose_folder,
            commands::choose_language_model,
            commands::choose_model_folder,
            commands::choose_watched_folder,
            commands::compare_pins,
            commands::delete_chat,
            commands::export_chat,
            commands::forget_embeddings,
            commands::language_model,
            commands::language_models,
            commands::list_model_files,
            commands::download_model_file,
            commands::cancel_model_download,
            commands::remove_model_file,
            commands::choose_model_file,
            commands::list_chats,
            commands::list_connections,
            commands::list_documents,
            commands::list_embedders,
            commands::list_folders,
            commands::list_imports,
            commands::list_pins,
            commands::list_server_models,
            commands::list_settings,
            commands::note_attention,
            commands::open_chat,
            commands::pause_embedder_change,
            commands::pause_imports,
            commands::pin_page,
            commands::read_document,
            commands::read_pages,
            commands::remove_documents,
            commands::rename_chat,
            commands::resume_embedder_change,
            commands::resume_imports,
            commands::retry_imports,
            commands::running_servers,
            commands::search,
            commands::set_setting,
            commands::show_document,
            commands::show_turn,
            commands::stop_answer,
            commands::subscribe,
            commands::switch_embedder,
            commands::unpin_page,
            commands::unwatch_folder,
        ])
        .on_window_event(drops::handle)
        .build(generate_context!())
        .map_err(no_window)?;
    let resources = app.path().resource_dir().ok();
    let config = crate::configure(library, resources.as_deref())?;
    let library = tauri::async_runtime::block_on(Library::open(config))?;
    tauri::async_runtime::block_on(library.work_on_queue())?;
    app.manage(library);
    open_window(&app).map_err(no_window)?;
    app.run(|_, _| {});
    Ok(())
}

fn open_window(app: &App) -> tauri::Result<()> {
    WebviewWindowBuilder::new(app, "main", WebviewUrl::default())
        .title("Paperside")
        .inner_size(SIZE.0, SIZE.1)
        .min_inner_size(SMALLEST.0, SMALLEST.1)
        .build()?;
    Ok(())
}

fn no_window(error: tauri::Error) -> paperside_engine::Error {
    paperside_engine::Error::File { path: "the window".into(), source: std::io::Error::other(error) }
}
