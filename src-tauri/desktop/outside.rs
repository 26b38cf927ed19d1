//! Other programs of the person's: what opens a file, what shows a folder, what tells of news.

use std::path::Path;

use paperside_engine::{Error, Result};

use crate::runnable::is_runnable;

/// Opens a file in the program that the person has for it.
pub(super) fn open(file: &Path) -> Result<()> {
    if is_runnable(file) {
        return reveal(file);
    }
    open::that_detached(file).map_err(|source| Error::File { path: file.to_owned(), source })
}

/// Shows a file in the program that the person looks through folders with.
pub(super) fn reveal(file: &Path) -> Result<()> {
    if show_item(file) {
        return Ok(());
    }
    let folder = if file.is_dir() { file } else { file.parent().unwrap_or(file) };
    open::that_detached(folder).map_err(|source| Error::File { path: folder.to_owned(), source })
}

/// Asks for the file itself to be marked; false where that cannot be asked for.
#[cfg(target_os = "linux")]
fn show_item(file: &Path) -> bool {
    let Ok(uri) = tauri::Url::from_file_path(file) else { return false };
    let ask = || {
        let bus = zbus::blocking::Connection::session()?;
        let (to, path) = ("org.freedesktop.FileManager1", "/org/freedesktop/FileManager1");
        bus.call_method(Some(to), path, Some(to), "ShowItems", &(vec![uri.as_str()], ""))
    };
    let asked: zbus::Result<_> = ask();
    asked.is_ok()
}

#[cfg(target_os = "macos")]
fn show_item(file: &Path) -> bool {
    std::process::Command::new("open").arg("-R").arg(file).status().is_ok_and(|status| status.success())
}

#[cfg(target_os = "windows")]
fn show_item(file: &Path) -> bool {
    use std::os::windows::process::CommandExt;
    // It ends with 1 whether it has shown the file or not.
    std::process::Command::new("explorer").raw_arg(format!("/select,\"{}\"", file.display())).spawn().is_ok()
}

/// Tells the person something while they look at another window. Nobody hearing it is no error.
pub(super) fn notify(title: &str, body: &str) {
    let told = notify_rust::Notification::new().appname("Paperside").icon("paperside").summary(title).body(body).show();
    if let Err(error) = told {
        tracing::info!(%error, "the system shows no news");
    }
}
