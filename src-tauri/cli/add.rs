//! `add`: imports files and folders.

use std::time::Instant;

use paperside_engine::messages::{AddRequest, ImportOutcome, ImportStatus, ImportSummary, LibraryEvent, Password};
use paperside_engine::{ImportBatch, Library, Result};
use serde_json::json;

use super::arguments::AddArguments;
use super::bars::Bars;
use super::terminal::harmless::on_one_line;
use super::{Exit, Output, read_secret};

/// What becomes of the files that are not done when somebody will not wait for them any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Afterwards {
    /// The library is closed; they stay in the queue.
    Rest,
    /// The library stays open, and goes on with them.
    GoesOn,
}

/// Imports and waits until all can be searched. Ctrl-C ends that: what is not done stays in the queue. The second ends
/// the process at once.
///
/// # Errors
/// Those of the catalog; a file that fails is told of, and no error.
pub(super) async fn run(library: &Library, arguments: AddArguments, output: Output) -> Result<Exit> {
    let paths = arguments.paths.iter().map(|path| path.to_string_lossy().into_owned()).collect();
    let password = if arguments.password_stdin { Some(Password(read_secret()?)) } else { None };
    let batch = library.add(AddRequest { paths, collection: arguments.collection, password }).await?;
    follow(library, batch, Afterwards::Rest, output).await
}

/// Tells of a batch until its end, or until Ctrl-C.
pub(super) async fn follow(
    library: &Library,
    mut batch: ImportBatch,
    afterwards: Afterwards,
    output: Output,
) -> Result<Exit> {
    let began = Instant::now();
    let mut bars = Bars::new(output.is_watched());
    let mut summary = ImportSummary::default();
    let mut told = None;
    // One for all rounds, so that none is missed between two of them.
    let interrupt = tokio::signal::ctrl_c();
    tokio::pin!(interrupt);
    loop {
        let event = tokio::select! {
            event = batch.next() => event,
            _ = &mut interrupt => {
                drop(bars);
                summary.seconds = began.elapsed().as_secs_f64();
                return stop(library, summary, afterwards, output).await;
            }
        };
        let Some(event) = event else { return Ok(Exit::of(summary.done(), summary.failed)) };
        match &event {
            LibraryEvent::Progress(progress) => {
                bars.progress(progress);
                output.object(&event);
            }
            LibraryEvent::Document(outcome) => {
                summary.count(outcome.status);
                bars.end(outcome.import);
                bars.above(|| output.result(&event, || line(outcome)));
            }
            LibraryEvent::Summary(total) => {
                summary = *total;
                bars.above(|| output.result(&event, || total_line(total)));
            }
            LibraryEvent::Queue(queue) => {
                if let Some(problem) = queue.problem.as_ref().filter(|problem| told.as_ref() != Some(*problem)) {
                    bars.above(|| {
                        output.note(&format!("paperside: {problem} It goes on by itself when that is over."));
                    });
                }
                told.clone_from(&queue.problem);
            }
            LibraryEvent::Index(_)
            | LibraryEvent::Collections { .. }
            | LibraryEvent::Filed { .. }
            | LibraryEvent::Folders { .. }
            | LibraryEvent::Removed { .. }
            | LibraryEvent::EmbedderChange { .. }
            | LibraryEvent::ModelFiles(_)
            | LibraryEvent::Sealing(_)
            | LibraryEvent::Sealed(_)
            | LibraryEvent::SealingFailed { .. } => {}
        }
    }
}

/// Tells what was done and what was not.
async fn stop(library: &Library, summary: ImportSummary, afterwards: Afterwards, output: Output) -> Result<Exit> {
    let queued = library.imports().await?;
    let waiting = queued.iter().filter(|event| matches!(event, LibraryEvent::Progress(_))).count();
    output.object(&json!({"type": "stopped", "waiting": waiting}));
    output.result(&LibraryEvent::Summary(summary), || total_line(&summary));
    let files = if waiting == 1 { "1 file is".to_owned() } else { format!("{waiting} files are") };
    match afterwards {
        Afterwards::GoesOn => {
            output.note(&format!("{files} still being imported; that goes on while you ask."));
            return Ok(Exit::Done);
        }
        Afterwards::Rest => output.note(&format!(
            "Stopped; {files} kept in the queue. `paperside imports run` goes on where it was, `paperside imports \
             cancel` forgets them."
        )),
    }
    // Closing takes a moment; whoever is in a hurry need not wait for it.
    tokio::spawn(async {
        if tokio::signal::ctrl_c().await.is_ok() {
            std::process::exit(130);
        }
    });
    Ok(if summary.done() > 0 { Exit::Partly } else { Exit::Failed })
}

pub(super) fn line(outcome: &ImportOutcome) -> String {
    let word = match outcome.status {
        ImportStatus::Added => "added",
        ImportStatus::Updated => "updated",
        ImportStatus::Unchanged => "unchanged",
        ImportStatus::Duplicate => "duplicate",
        ImportStatus::Failed => "failed",
    };
    let detail = match (&outcome.reason, outcome.status) {
        (Some(reason), ImportStatus::Failed) => reason.clone(),
        (reason, _) => {
            let pages = format!("{} pages, {} passages", outcome.pages, outcome.passages);
            reason.iter().fold(pages, |pages, reason| format!("{pages}; {reason}"))
        }
    };
    format!("{word:<10} {}: {detail}\n", on_one_line(&outcome.filename))
}

fn total_line(summary: &ImportSummary) -> String {
    let counts = [
        (summary.added, "added"),
        (summary.updated, "updated"),
        (summary.unchanged, "unchanged"),
        (summary.duplicate, "duplicate"),
        (summary.failed, "failed"),
    ];
    let told: Vec<String> =
        counts.iter().filter(|(count, _)| *count > 0).map(|(count, word)| format!("{count} {word}")).collect();
    let told = if told.is_empty() { "nothing to import".to_owned() } else { told.join(", ") };
    format!("{told} in {:.1} s\n", summary.seconds)
}
