//! `imports`: the queue of files that wait to be imported, or could not be.

use paperside_engine::messages::{ImportId, LibraryEvent, Stage};
use paperside_engine::{Error, Library, Result};
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
    let action = arguments.action.unwrap_or(ImportsAction::List);
    let named = numbers(&action);
    let there = known(library, named, output).await?;
    let (exit, is_all) = (Exit::of(there.len() as u32, (named.len() - there.len()) as u32), named.is_empty());
    if exit == Exit::Failed {
        return Ok(exit);
    }
    match action {
        ImportsAction::Run => {
            let batch = library.finish_queue().await?;
            return add::follow(library, batch, add::Afterwards::Rest, output).await;
        }
        ImportsAction::Pause { .. } => library.pause_imports((!is_all).then_some(there)).await?,
        ImportsAction::Resume { .. } => library.resume_imports((!is_all).then_some(there)).await?,
        ImportsAction::Retry { .. } => {
            let imports = if is_all { all(library, "failed").await? } else { there };
            library.resume_imports(Some(imports)).await?;
        }
        ImportsAction::Cancel { .. } => {
            let imports = if is_all { all(library, "").await? } else { there };
            library.cancel_imports(imports).await?;
        }
        ImportsAction::First { import } => library.advance_import(ImportId(import)).await?,
        ImportsAction::List => {}
    }
    for file in queued(library).await? {
        output.result(&file, || line(&file));
    }
    Ok(exit)
}

/// The numbers that were typed; none if all are meant, or nothing is to be done with any.
fn numbers(action: &ImportsAction) -> &[u32] {
    match action {
        ImportsAction::Pause { imports }
        | ImportsAction::Resume { imports }
        | ImportsAction::Retry { imports }
        | ImportsAction::Cancel { imports } => imports,
        ImportsAction::First { import } => std::slice::from_ref(import),
        ImportsAction::List | ImportsAction::Run => &[],
    }
}

/// Those that are in the queue; of the others it is told that they are not.
async fn known(library: &Library, named: &[u32], output: Output) -> Result<Vec<ImportId>> {
    if named.is_empty() {
        return Ok(Vec::new());
    }
    let queue = all(library, "").await?;
    let (there, strange): (Vec<_>, Vec<_>) = named.iter().map(|id| ImportId(*id)).partition(|id| queue.contains(id));
    strange.into_iter().for_each(|ImportId(id)| output.error(&Error::UnknownImport { id }));
    Ok(there)
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
