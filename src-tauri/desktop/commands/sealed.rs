//! Collections and whole libraries in one file. Where such a file is written is chosen in the system's dialog, so that no
//! script can name it.

use std::path::Path;

use paperside_engine::messages::{
    BackupRequest, BackupState, ExportRequest, Password, RestoreRequest, SealedContents, SealedImportRequest,
    SealedSummary, SealingProgress,
};
use paperside_engine::{Library, SEALED_EXTENSION, is_sealed};
use rfd::AsyncFileDialog;
use tauri::ipc::Channel;
use tauri::{State, Window};

use super::{Answered, told};
use crate::desktop::offered::{Offer, Offered};
use crate::desktop::sealings::Sealings;
use crate::desktop::words::{Language, Words};

/// Lets the person choose a file in the system's dialog, and writes a collection or everything to it; none if nothing was
/// chosen. The name in the request is a proposal.
#[tauri::command]
pub(in crate::desktop) async fn export_sealed(
    library: State<'_, Library>,
    sealings: State<'_, Sealings>,
    window: Window,
    language: State<'_, Language>,
    run: u32,
    request: ExportRequest,
    channel: Channel<SealingProgress>,
) -> Answered<Option<SealedSummary>> {
    let words = language.words();
    let chosen = choose_target(&window, words, words.export_sealed, &request.file).await;
    let Some(Target { file, replace }) = chosen else { return Ok(None) };
    let started = library.export(ExportRequest { file, replace, ..request });
    sealings.follow(run, started, &channel).await.map(Some).map_err(told)
}

/// Writes the whole library into the folder that the settings name.
#[tauri::command]
pub(in crate::desktop) async fn back_up(
    library: State<'_, Library>,
    sealings: State<'_, Sealings>,
    run: u32,
    passphrase: Option<Password>,
    channel: Channel<SealingProgress>,
) -> Answered<SealedSummary> {
    let started = library.backup(BackupRequest { passphrase, ..BackupRequest::default() });
    sealings.follow(run, started, &channel).await.map_err(told)
}

/// Lets the person choose a file in the system's dialog, and writes the whole library to it; none if nothing was chosen.
/// The name in the request is a proposal.
#[tauri::command]
pub(in crate::desktop) async fn back_up_to_file(
    library: State<'_, Library>,
    sealings: State<'_, Sealings>,
    window: Window,
    language: State<'_, Language>,
    run: u32,
    request: ExportRequest,
    channel: Channel<SealingProgress>,
) -> Answered<Option<SealedSummary>> {
    let words = language.words();
    let chosen = choose_target(&window, words, words.back_up, &request.file).await;
    let Some(Target { file, replace }) = chosen else { return Ok(None) };
    let backup = BackupRequest { file: Some(file), folder: None, passphrase: request.passphrase, replace };
    let started = library.backup(backup);
    sealings.follow(run, started, &channel).await.map(Some).map_err(told)
}

/// Lets the person choose a sealed file in the system's dialog; none if nothing was chosen.
#[tauri::command]
pub(in crate::desktop) async fn choose_sealed_file(
    window: Window,
    language: State<'_, Language>,
) -> Answered<Option<String>> {
    let words = language.words();
    let dialog = dialog(&window, words).set_title(words.import_sealed).add_filter(words.all_files, &["*"]);
    Ok(dialog.pick_file().await.map(|file| file.path().to_string_lossy().into_owned()))
}

/// Lets the person choose a folder for backups in the system's dialog; none if nothing was chosen.
#[tauri::command]
pub(in crate::desktop) async fn choose_backup_folder(
    window: Window,
    language: State<'_, Language>,
) -> Answered<Option<String>> {
    let dialog = AsyncFileDialog::new().set_parent(&window).set_title(language.words().backup_folder);
    Ok(dialog.pick_folder().await.map(|folder| folder.path().to_string_lossy().into_owned()))
}

/// What a sealed file says that it holds.
#[tauri::command]
pub(in crate::desktop) async fn sealed_contents(
    library: State<'_, Library>,
    file: String,
    passphrase: Option<Password>,
) -> Answered<SealedContents> {
    library.sealed_contents(file, passphrase).await.map_err(told)
}

/// Adds what a sealed file holds.
#[tauri::command]
pub(in crate::desktop) async fn import_sealed(
    library: State<'_, Library>,
    sealings: State<'_, Sealings>,
    run: u32,
    request: SealedImportRequest,
    channel: Channel<SealingProgress>,
) -> Answered<SealedSummary> {
    sealings.follow(run, library.import_sealed(request), &channel).await.map_err(told)
}

/// Brings a backup back into this library, which is empty, and follows the folders that it followed.
#[tauri::command]
pub(in crate::desktop) async fn restore_sealed(
    library: State<'_, Library>,
    sealings: State<'_, Sealings>,
    run: u32,
    request: RestoreRequest,
    channel: Channel<SealingProgress>,
) -> Answered<SealedSummary> {
    let restored = sealings.follow(run, library.restore(request), &channel).await.map_err(told)?;
    library.work_on_queue().await.map_err(told)?;
    Ok(restored)
}

/// Ends the writing or taking in of a sealed file before its time.
#[tauri::command]
pub(in crate::desktop) async fn cancel_sealing(sealings: State<'_, Sealings>, run: u32) -> Answered<()> {
    sealings.cancel(run);
    Ok(())
}

/// How backups are that are made by themselves.
#[tauri::command]
pub(in crate::desktop) async fn backup_state(library: State<'_, Library>) -> Answered<BackupState> {
    library.backup_state().await.map_err(told)
}

/// Sealed files that were dropped or opened before anybody listened.
#[tauri::command]
pub(in crate::desktop) async fn take_offered(offered: State<'_, Offered>) -> Answered<Vec<Offer>> {
    Ok(offered.take())
}

fn dialog(window: &Window, words: Words) -> AsyncFileDialog {
    AsyncFileDialog::new().set_parent(window).add_filter(words.sealed_files, &[SEALED_EXTENSION])
}

/// Where a sealed file is to be written.
#[derive(Debug, PartialEq, Eq)]
struct Target {
    file: String,
    /// Whether the person wants it in place of a file that is there.
    replace: bool,
}

impl Target {
    /// What was chosen in the system's dialog, which asks whether a file of that name is to be replaced: of one with
    /// another ending it has asked nothing.
    fn chosen(path: &Path) -> Self {
        let file = with_extension(path);
        let replace = Path::new(&file) == path;
        Self { file, replace }
    }
}

/// Lets the person choose where a sealed file is to be written; none if nothing was chosen.
async fn choose_target(window: &Window, words: Words, title: &str, proposal: &str) -> Option<Target> {
    let dialog = dialog(window, words).set_title(title).set_file_name(proposed(proposal));
    let file = dialog.save_file().await?;
    Some(Target::chosen(file.path()))
}

/// A name that any system can have a file of; collections can be called anything.
fn proposed(name: &str) -> String {
    let is_sign = |c: char| c.is_control() || "/\\:*?\"<>|".contains(c);
    let name: String = name.chars().map(|c| if is_sign(c) { '-' } else { c }).collect();
    let name = name.trim_start_matches(['.', ' ']).trim_end();
    with_extension(Path::new(if name.is_empty() { "paperside" } else { name }))
}

/// What has another ending would not be offered when it is opened.
fn with_extension(path: &Path) -> String {
    let name = path.to_string_lossy().into_owned();
    if is_sealed(Path::new(&name)) { name } else { format!("{name}.{SEALED_EXTENSION}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_such_as_any_system_has() {
        assert_eq!(proposed("Work 2026"), "Work 2026.paperside");
        assert_eq!(proposed("Q1/Q2: \"final\".paperside"), "Q1-Q2- -final-.paperside");
        assert_eq!(proposed("../../etc"), "-..-etc.paperside", "it lies where the dialog is");
        assert_eq!(proposed(" ."), "paperside.paperside");
        assert_eq!(with_extension(Path::new("/home/anna/work.v2")), "/home/anna/work.v2.paperside");
        assert_eq!(with_extension(Path::new("/home/anna/work.PAPERSIDE")), "/home/anna/work.PAPERSIDE");
    }

    #[test]
    fn only_the_file_that_the_dialog_asked_about_is_replaced() {
        let chosen = |path: &str| Target::chosen(Path::new(path));
        let as_named = Target { file: "/home/anna/work.paperside".into(), replace: true };
        assert_eq!(chosen("/home/anna/work.paperside"), as_named);
        assert_eq!(chosen("/home/anna/work"), Target { replace: false, ..as_named }, "that one nobody named");
    }
}
