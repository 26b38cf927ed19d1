//! The window.
//!
//! A thin shell: it opens the library, hands dropped files to it, and passes commands and events between the
//! web view and the engine. What decides anything is in the engine.
//!
//! # Layout
//! - [`commands`]: what the web view may ask for
//! - [`drops`]: files dragged over the window and dropped on it
//! - [`opened`]: files that the system opens with the app
//! - [`offered`]: those of them that are sealed, which are not documents
//! - [`instance`]: one window a library
//! - [`remembered`]: where the window stands and how large it is
//! - [`looks`]: its theme, before its page is there
//! - [`serving`]: the server for other programs
//! - [`outside`]: other programs of the person's
//! - [`words`]: the few words that the host says itself
//! - [`samples`]: documents that come with the app
//! - [`answers`]: answers that are being given, so that they can be stopped
//! - [`sealings`]: sealed files that are being written or taken in, likewise

mod answers;
mod commands;
mod drops;
mod instance;
mod looks;
mod offered;
mod opened;
mod outside;
mod remembered;
mod samples;
mod sealings;
mod serving;
mod words;

use std::io::IsTerminal;
use std::path::PathBuf;

use paperside_engine::{Library, Result};
use tauri::{App, Manager, RunEvent, WebviewUrl, WebviewWindowBuilder, generate_context};

use crate::cli::Arguments;
use answers::Answers;
use drops::Aim;
use looks::Looks;
use offered::Offered;
use opened::Opened;
use remembered::Changes;
use sealings::Sealings;
use serving::Serving;
use words::Language;

/// Size of the window when it is first opened, in logical pixels.
const SIZE: (f64, f64) = (1280.0, 820.0);

/// Smallest size at which every control can still be reached.
const SMALLEST: (f64, f64) = (400.0, 480.0);

/// Opens the window on a library, with files to import, and returns when it is closed. If a window has the library open
/// already, that gets the files and is brought to the front.
///
/// # Errors
/// Those of [`Library::open`], before any window is shown, and of the web view if the system has none.
pub fn run(arguments: Arguments) -> Result<()> {
    let Arguments { library, index, paths, .. } = arguments;
    let paths: Vec<PathBuf> = paths.into_iter().map(|path| std::path::absolute(&path).unwrap_or(path)).collect();
    let config = crate::configure(library, index.as_deref())?;
    if instance::hand_over(&config.library, &paths) {
        return Ok(());
    }
    let app = tauri::Builder::default()
        .plugin(remembered::plugin())
        .manage(Answers::default())
        .manage(Aim::default())
        .manage(Changes::default())
        .manage(Language::default())
        .manage(Offered::default())
        .manage(Opened::default())
        .manage(Sealings::default())
        .manage(Serving::default())
        .invoke_handler(commands::all())
        .on_window_event(|window, event| {
            drops::handle(window, event);
            remembered::handle(window, event);
            looks::handle(window, event);
        })
        .build(generate_context!())
        .map_err(no_window)?;
    let library = open_library(config).inspect_err(tell)?;
    let folder = library.folder().to_owned();
    look_for_newer(library.clone());
    app.manage(library);
    open_window(&app).map_err(no_window)?;
    serving::begin(app.handle());
    opened::open(app.handle(), &paths);
    let handle = app.handle().clone();
    instance::listen(&folder, move |paths| {
        opened::come_forward(&handle);
        opened::open(&handle, &paths);
    });
    app.run(|app, event| match event {
        RunEvent::Exit => serving::end(app),
        #[cfg(target_os = "macos")]
        RunEvent::Opened { urls } => {
            let paths: Vec<PathBuf> = urls.iter().filter_map(|url| url.to_file_path().ok()).collect();
            opened::open(app, &paths);
        }
        _ => {}
    });
    Ok(())
}

fn open_library(config: paperside_engine::Config) -> Result<Library> {
    tauri::async_runtime::block_on(async {
        let library = Library::open(config).await?;
        library.work_on_queue().await?;
        Ok(library)
    })
}

/// So that it is known when the person looks; nobody waits for it, and nobody is asked who was not to be.
fn look_for_newer(library: Library) {
    tauri::async_runtime::spawn(async move {
        if let Err(error) = library.newer_version().await {
            tracing::warn!(%error, "whether there is a new version cannot be told");
        }
    });
}

/// Who started the app from a menu sees no terminal.
fn tell(error: &paperside_engine::Error) {
    if std::io::stderr().is_terminal() {
        return;
    }
    let dialog = rfd::MessageDialog::new().set_level(rfd::MessageLevel::Error).set_title("Paperside");
    dialog.set_description(error.to_string()).show();
}

fn open_window(app: &App) -> tauri::Result<()> {
    let looks = Looks::last(app.handle());
    let chosen = looks.chosen();
    // Before the page is there, which chooses them once more.
    app.manage(looks);
    let mut window = WebviewWindowBuilder::new(app, "main", WebviewUrl::default())
        .title("Paperside")
        .inner_size(SIZE.0, SIZE.1)
        .min_inner_size(SMALLEST.0, SMALLEST.1)
        .theme(chosen);
    if let Some(theme) = chosen {
        window = window.background_color(looks::paper(theme));
    }
    if let Err(error) = looks::begin(&window.build()?, chosen) {
        tracing::warn!(%error, "the window looks as the system does");
    }
    Ok(())
}

fn no_window(error: tauri::Error) -> paperside_engine::Error {
    paperside_engine::Error::File { path: "the window".into(), source: std::io::Error::other(error) }
}
