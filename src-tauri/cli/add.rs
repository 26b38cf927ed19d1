//! `add`: imports files and folders.

use std::collections::BTreeMap;

use indicatif::{MultiProgress, ProgressBar, ProgressStyle};
use paperside_engine::messages::{
    AddRequest, ImportId, ImportOutcome, ImportProgress, ImportStatus, ImportSummary, LibraryEvent, Password, Stage,
};
use paperside_engine::{ImportBatch, Library, Result};

use super::arguments::AddArguments;
use super::{Exit, Output, read_secret};

/// Imports and waits until all can be searched. The first Ctrl-C cancels what is not done and lets the rest
/// end cleanly; the second ends the process.
///
/// # Errors
/// Those of the catalog; a file that fails is told of, and no error.
pub(super) async fn run(library: &Library, arguments: AddArguments, output: Output) -> Result<Exit> {
    let paths = arguments.paths.iter().map(|path| path.to_string_lossy().into_owned()).collect();
    let password = if arguments.password_stdin { Some(Password(read_secret()?)) } else { None };
    follow(library.add(AddRequest { paths, collection: arguments.collection, password }).await?, output).await
}

/// Tells of a batch until its end.
pub(super) async fn follow(mut batch: ImportBatch, output: Output) -> Result<Exit> {
    let cancellation = batch.cancellation();
    let interrupt = tokio::spawn(async move {
        if tokio::signal::ctrl_c().await.is_ok() {
            cancellation.cancel();
        }
        if tokio::signal::ctrl_c().await.is_ok() {
            std::process::exit(130);
        }
    });
    let mut bars = Bars::new(output.is_watched());
    let mut summary = ImportSummary::default();
    while let Some(event) = batch.next().await {
        match &event {
            LibraryEvent::Progress(progress) => {
                bars.progress(progress);
                output.result(&event, String::new);
            }
            LibraryEvent::Document(outcome) => {
                bars.end(outcome.import);
                bars.suspend(|| output.result(&event, || line(outcome)));
            }
            LibraryEvent::Summary(total) => {
                summary = *total;
                output.result(&event, || total_line(total));
            }
            LibraryEvent::Queue(_)
            | LibraryEvent::Collections { .. }
            | LibraryEvent::Filed { .. }
            | LibraryEvent::Folders { .. }
            | LibraryEvent::Removed { .. }
            | LibraryEvent::EmbedderChange { .. }
            | LibraryEvent::ModelFiles(_) => {}
        }
    }
    interrupt.abort();
    Ok(exit(&summary))
}

fn exit(summary: &ImportSummary) -> Exit {
    let done = summary.added + summary.updated + summary.unchanged + summary.duplicate;
    match (done, summary.failed) {
        (_, 0) => Exit::Done,
        (0, _) => Exit::Failed,
        _ => Exit::Partly,
    }
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
    format!("{word:<10} {}: {detail}\n", outcome.filename)
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

/// One progress bar a running file, if somebody watches.
struct Bars {
    bars: Option<MultiProgress>,
    running: BTreeMap<ImportId, ProgressBar>,
}

impl Bars {
    fn new(watched: bool) -> Self {
        Self { bars: watched.then(MultiProgress::new), running: BTreeMap::new() }
    }

    fn progress(&mut self, progress: &ImportProgress) {
        let Some(bars) = &self.bars else { return };
        // Hundreds of waiting files would push everything else off the screen.
        let stage = match progress.stage {
            Stage::Queued | Stage::Paused => return,
            Stage::Reading => "reading",
            Stage::Embedding => "embedding",
            Stage::Indexing => "indexing",
        };
        let bar = self.running.entry(progress.import).or_insert_with(|| {
            let name = progress.path.rsplit(['/', '\\']).next().unwrap_or_default().to_owned();
            bars.add(ProgressBar::new(0).with_style(style()).with_prefix(name))
        });
        bar.set_length(u64::from(progress.total));
        bar.set_position(u64::from(progress.done));
        bar.set_message(stage);
    }

    fn end(&mut self, import: ImportId) {
        if let Some(bar) = self.running.remove(&import) {
            bar.finish_and_clear();
        }
    }

    fn suspend(&self, print: impl FnOnce()) {
        match &self.bars {
            Some(bars) => bars.suspend(print),
            None => print(),
        }
    }
}

fn style() -> ProgressStyle {
    ProgressStyle::with_template("{prefix:30!} {msg:10} {bar:30} {pos}/{len}")
        .unwrap_or_else(|_| ProgressStyle::default_bar())
}
