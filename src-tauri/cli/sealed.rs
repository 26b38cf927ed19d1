//! `export`, `import`, `backup` and `restore`: collections and whole libraries in one file.

use std::path::Path;

use indicatif::HumanBytes;
use paperside_engine::messages::{
    BackupRequest, ExportRequest, LibraryEvent, Password, RestoreRequest, SealedImportRequest, SealedSummary,
    SealingProgress, SealingStage, SealingWork,
};
use paperside_engine::{Library, Result, SealingRun};

use super::arguments::{BackupArguments, ExportArguments, RestoreArguments, SealedArguments};
use super::bar::{Bar, IN_PARTS};
use super::{Exit, Output, add, read_secret};

/// Writes a collection, or everything, into a file.
pub(super) async fn export(library: &Library, arguments: ExportArguments, output: Output) -> Result<Exit> {
    let ExportArguments { sealed: SealedArguments { file, collection, passphrase_stdin }, replace } = arguments;
    let passphrase = passphrase(passphrase_stdin)?;
    follow(library.export(ExportRequest { file: text(&file), collection, passphrase, replace }), output).await
}

/// Adds what a file holds.
pub(super) async fn import(library: &Library, arguments: SealedArguments, output: Output) -> Result<Exit> {
    let SealedArguments { file, collection, passphrase_stdin } = arguments;
    let passphrase = passphrase(passphrase_stdin)?;
    follow(library.import_sealed(SealedImportRequest { file: text(&file), collection, passphrase }), output).await
}

/// Writes the whole library into a file.
pub(super) async fn backup(library: &Library, arguments: BackupArguments, output: Output) -> Result<Exit> {
    let BackupArguments { file, to, replace, passphrase_stdin } = arguments;
    let passphrase = passphrase(passphrase_stdin)?;
    let (file, folder) = (file.as_deref().map(text), to.as_deref().map(text));
    follow(library.backup(BackupRequest { file, folder, passphrase, replace }), output).await
}

/// Brings a backup back into an empty library.
pub(super) async fn restore(library: &Library, arguments: RestoreArguments, output: Output) -> Result<Exit> {
    let RestoreArguments { file, passphrase_stdin } = arguments;
    let passphrase = passphrase(passphrase_stdin)?;
    follow(library.restore(RestoreRequest { file: text(&file), passphrase }), output).await
}

fn passphrase(is_given: bool) -> Result<Option<Password>> {
    if is_given { Ok(Some(Password(read_secret()?))) } else { Ok(None) }
}

fn text(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

/// Tells of a run until its end. The first Ctrl-C cancels it and lets it end cleanly; the second ends the process.
async fn follow(mut run: SealingRun, output: Output) -> Result<Exit> {
    let cancellation = run.cancellation();
    let interrupt = tokio::spawn(async move {
        if tokio::signal::ctrl_c().await.is_ok() {
            cancellation.cancel();
        }
        if tokio::signal::ctrl_c().await.is_ok() {
            std::process::exit(130);
        }
    });
    let bar = Bar::new(output, IN_PARTS);
    while let Some(event) = run.next().await {
        match &event {
            LibraryEvent::Sealing(progress) => {
                output.result(&event, String::new);
                bar.show(stage(progress), progress.done, progress.total);
            }
            LibraryEvent::Document(outcome) => {
                bar.suspend(|| output.result(&event, || add::line(outcome)));
            }
            _ => {}
        }
    }
    drop(bar);
    let ended = run.end().await;
    interrupt.abort();
    let summary = ended?;
    output.result(&LibraryEvent::Sealed(summary.clone()), || total_line(&summary));
    notes(&summary).iter().for_each(|note| output.note(note));
    Ok(if summary.left_behind.is_empty() { Exit::Done } else { Exit::Partly })
}

fn stage(progress: &SealingProgress) -> String {
    let SealingProgress { stage, done, total, .. } = progress;
    match stage {
        SealingStage::Gathering => format!("document {done} of {total}"),
        SealingStage::Writing => format!("writing, {} of {}", HumanBytes(*done), HumanBytes(*total)),
        SealingStage::Checking => format!("checking, {} of {}", HumanBytes(*done), HumanBytes(*total)),
        SealingStage::Taking => format!("taking document {done} of {total}"),
    }
}

fn total_line(summary: &SealedSummary) -> String {
    let SealedSummary { work, file, bytes, documents, chats, added, unchanged, chats_added, seconds, .. } = summary;
    match work {
        SealingWork::Export | SealingWork::Backup => {
            format!("{file}: {documents} documents, {chats} chats, {} in {seconds:.1} s\n", HumanBytes(*bytes))
        }
        SealingWork::Import | SealingWork::Restore => {
            format!("{added} added, {unchanged} unchanged, {chats_added} chats in {seconds:.1} s\n")
        }
    }
}

/// What the person should know besides.
fn notes(summary: &SealedSummary) -> Vec<String> {
    let SealedSummary { joined, to_embed, left_behind, folders, not_restored, .. } = summary;
    let mut notes: Vec<String> =
        left_behind.iter().map(|left| format!("left behind: {}, because {}", left.title, left.reason)).collect();
    if !joined.is_empty() {
        let joined = joined.iter().map(|name| format!("“{name}”")).collect::<Vec<_>>().join(", ");
        notes.push(format!(
            "Collections of the same name were here already and have these documents too now: {joined}. \
             `import FILE --collection NAME` puts the documents of a file into a collection of their own."
        ));
    }
    if *to_embed > 0 {
        notes.push(format!(
            "{to_embed} passages are found by their words only until they are embedded, because the file has no \
             vectors of the model in use; that goes on whenever Paperside is open."
        ));
    }
    if !folders.is_empty() {
        notes.push(format!("Followed again when the window is open: {}", folders.join(", ")));
    }
    if !not_restored.is_empty() {
        notes.push(format!("Choose these settings again, if you want them: {}", not_restored.join(", ")));
    }
    notes
}
