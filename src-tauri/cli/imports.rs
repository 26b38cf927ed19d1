//! `imports`: the queue of files that wait to be imported, or could not be.

use paperside_engine::messages::{ImportId, LibraryEvent, Stage};
use paperside_engine::{Library, Result};
use serde::Serialize;

use super::arguments::{ImportsAction, ImportsArguments};
use super::terminal::harmless::on_one_line;
use super::{Exit, Output, add};

/// A file in the queue.
#[derive(Debug, Serialize)]
#[serde(tag = "type", rename = "import")]
struct QueuedFile {
    import: ImportId,
    path: String,
    state: &'static str,
    stage: Option<Stage>,
    done: u32,
    total: u32,
    reason: Option<String>,
}

/// Changes the queue and lists it, or works on it until nothing waits.
pub(super) async fn run(library: &Library, arguments: ImportsArguments, output: Output) -> Result<Exit> {
    match arguments.action {
        Some(ImportsAction::Run) => {
            let batch = library.finish_queue().await?;
            return add::follow(library, batch, add::Afterwards::Rest, output).await;
        }
        Some(ImportsAction::Pause { imports }) => library.pause_imports(some(imports)).await?,
        Some(ImportsAction::Resume { imports }) => library.resume_imports(some(imports)).await?,
        Some(ImportsAction::Retry { imports }) => {
            let imports = if imports.is_empty() { all(library, "failed").await? } else { ids(imports) };
            library.resume_imports(Some(imports)).await?;
        }
        Some(ImportsAction::Cancel { imports }) => {
            let imports = if imports.is_empty() { all(library, "").await? } else { ids(imports) };
            library.cancel_imports(imports).await?;
        }
        Some(ImportsAction::First { import }) => library.advance_import(ImportId(import)).await?,
        Some(ImportsAction::List) | None => {}
    }
    for file in queued(library).await? {
        output.result(&file, || line(&file));
    }
    Ok(Exit::Done)
}

fn ids(imports: Vec<u32>) -> Vec<ImportId> {
    imports.into_iter().map(ImportId).collect()
}

fn some(imports: Vec<u32>) -> Option<Vec<ImportId>> {
    (!imports.is_empty()).then(|| ids(imports))
}

async fn all(library: &Library, state: &str) -> Result<Vec<ImportId>> {
    let queued = queued(library).await?.into_iter();
    Ok(queued.filter(|file| state.is_empty() || file.state == state).map(|file| file.import).collect())
}

async fn queued(library: &Library) -> Result<Vec<QueuedFile>> {
    let files = library.imports().await?.into_iter().filter_map(|event| match event {
        LibraryEvent::Progress(progress) => Some(QueuedFile {
            import: progress.import,
            path: progress.path,
            state: match progress.stage {
                Stage::Queued => "waiting",
                Stage::Paused => "paused",
                Stage::Reading | Stage::Embedding | Stage::Indexing => "running",
            },
            stage: Some(progress.stage),
            done: progress.done,
            total: progress.total,
            reason: None,
        }),
        LibraryEvent::Document(outcome) => Some(QueuedFile {
            import: outcome.import,
            path: outcome.path,
            state: "failed",
            stage: None,
            done: 0,
            total: 0,
            reason: outcome.reason,
        }),
        _ => None,
    });
    Ok(files.collect())
}

fn line(file: &QueuedFile) -> String {
    let QueuedFile { import: ImportId(number), path, state, done, reason, .. } = file;
    let detail = match (reason, done) {
        (Some(reason), _) => format!(": {reason}"),
        (None, 0) => String::new(),
        (None, pages) => format!(" ({pages} pages are here)"),
    };
    format!("{number:>5}  {state:<8} {}{detail}\n", on_one_line(path))
}
