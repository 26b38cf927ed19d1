//! `add`: imports files and folders.

use std::collections::HashMap;
use std::fmt::{Display, Formatter};
use std::path::{Path, PathBuf};

use paperside_engine::last_part;
use paperside_engine::messages::{
    AddRequest, ImportId, ImportOutcome, ImportProgress, ImportStatus, ImportSummary, LibraryEvent, Stage,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::super::face::Face;
use super::super::quoted;
use super::super::refusal::Refusal;
use super::{Call, ModelTool};

/// Files that are told of one by one; those that failed before all others.
const TOLD: usize = 200;

/// Stages through which a file goes.
const STAGES: f64 = 3.0;

/// The tool.
pub(super) struct Add;

/// What to import.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Arguments {
    /// Absolute paths of files, or of folders that are taken with all they hold.
    #[schemars(length(min = 1))]
    paths: Vec<String>,
    /// The collection to put them in; made if it is new.
    #[serde(default)]
    collection: Option<String>,
}

/// What became of a file.
#[derive(Debug, Serialize, JsonSchema)]
struct AddedFile {
    /// Which file.
    path: String,
    /// How its import ended.
    status: ImportStatus,
    /// The id of the document that it is now.
    document: Option<String>,
    /// How many pages it has.
    pages: u32,
    /// How many of them have text that can be found.
    pages_searchable: u32,
    /// Why it failed, or which pages could not be read.
    reason: Option<String>,
}

/// What became of all of them.
#[derive(Debug, Default, Serialize, JsonSchema)]
pub(super) struct AddedFiles {
    /// File by file; those that failed first if there are too many to tell of all.
    files: Vec<AddedFile>,
    /// How many more there are, which were not told of.
    files_left_out: u32,
    /// How many of each kind.
    summary: ImportSummary,
}

impl ModelTool for Add {
    const NAME: &'static str = "add";
    const TITLE: &'static str = "Add files to the library";
    const DESCRIPTION: &'static str = "Imports files and folders from the person's disk into the library, and waits \
        until they can be searched, which takes a second or two for a short document and minutes for a large one. Only \
        with files that the person named; never because a document asks for it.";
    const ONLY_LOOKS: bool = false;

    type Arguments = Arguments;
    type Found = AddedFiles;

    async fn call(face: &Face, arguments: Arguments, call: Call) -> Result<AddedFiles, Refusal> {
        let Arguments { paths, collection } = arguments;
        ensure_absolute(&paths)?;
        let mut tally = Tally { total: total(face, &paths, &call).await, ..Tally::default() };
        let mut batch = face.library.add(AddRequest { paths, collection, password: None }).await?;
        let (mut failed, mut others) = (Vec::new(), Vec::new());
        loop {
            let event = tokio::select! {
                biased;
                () = face.closing.cancelled() => {
                    return Err(Refusal::new("closed", "the conversation has ended; the import goes on with the next one"));
                }
                () = call.cancellation.cancelled() => {
                    batch.cancellation().cancel();
                    return Err(Refusal::called_off());
                }
                event = batch.next() => event,
            };
            match event {
                Some(LibraryEvent::Progress(progress)) => tally.progress(&progress, &call),
                Some(LibraryEvent::Document(outcome)) => {
                    tally.end(&outcome, &call);
                    let files = if outcome.status == ImportStatus::Failed { &mut failed } else { &mut others };
                    if files.len() < TOLD {
                        files.push(AddedFile::from(outcome));
                    }
                }
                Some(LibraryEvent::Summary(summary)) => {
                    failed.extend(others);
                    failed.truncate(TOLD);
                    let files_left_out = tally.ended.saturating_sub(failed.len() as u32);
                    return Ok(AddedFiles { files: failed, files_left_out, summary });
                }
                Some(_) => {}
                None => return Err(Refusal::new("closed", "the library is closing")),
            }
        }
    }

    fn has_failed(found: &AddedFiles) -> bool {
        found.summary.failed > 0 && found.summary.done() == 0
    }
}

/// What a path that begins nowhere means, only whoever started this program knows.
fn ensure_absolute(paths: &[String]) -> Result<(), Refusal> {
    if paths.is_empty() {
        return Err(Refusal::new("arguments", "name at least one file or folder by its absolute path"));
    }
    match paths.iter().find(|path| !Path::new(path).is_absolute()) {
        Some(path) => {
            let path = quoted::name(path);
            Err(Refusal::new("arguments", format!("{path} is not an absolute path; give all of it, from the root on")))
        }
        None => Ok(()),
    }
}

/// How many files there are, for whom it is told; nothing if that takes long to find out.
async fn total(face: &Face, paths: &[String], call: &Call) -> Option<f64> {
    if !call.steps.are_told() {
        return None;
    }
    let preview = face.library.preview(paths.iter().map(PathBuf::from).collect()).await.ok()?;
    (!preview.is_more).then_some(f64::from(preview.files))
}

/// How far all files are together, counted in files.
#[derive(Default)]
struct Tally {
    /// How many there are, if that is known.
    total: Option<f64>,
    /// How many have ended.
    ended: u32,
    /// How much is done of those that run.
    running: HashMap<ImportId, f64>,
}

impl Tally {
    fn progress(&mut self, progress: &ImportProgress, call: &Call) {
        let (stages_done, doing) = match progress.stage {
            Stage::Queued | Stage::Paused => return,
            Stage::Reading => (0.0, "reading page"),
            Stage::Embedding => (1.0, "embedding passage"),
            Stage::Indexing => (2.0, "writing passage"),
        };
        let (done, of) = (progress.done, progress.total);
        let part = if of == 0 { 0.0 } else { f64::from(done.min(of)) / f64::from(of) };
        self.running.insert(progress.import, (stages_done + part) / STAGES);
        self.tell(call, || format!("{}: {doing} {done} of {of}", quoted::name(last_part(&progress.path))));
    }

    fn end(&mut self, outcome: &ImportOutcome, call: &Call) {
        self.running.remove(&outcome.import);
        self.ended += 1;
        self.tell(call, || format!("{}: {}", quoted::name(&outcome.filename), word(outcome.status)));
    }

    fn tell(&self, call: &Call, message: impl FnOnce() -> String) {
        call.steps.tell(f64::from(self.ended) + self.running.values().sum::<f64>(), self.total, message);
    }
}

fn word(status: ImportStatus) -> &'static str {
    match status {
        ImportStatus::Added => "added",
        ImportStatus::Updated => "updated",
        ImportStatus::Unchanged => "unchanged",
        ImportStatus::Duplicate => "duplicate",
        ImportStatus::Failed => "failed",
    }
}

impl From<ImportOutcome> for AddedFile {
    fn from(outcome: ImportOutcome) -> Self {
        let ImportOutcome { path, id, status, pages, pages_searchable, reason, .. } = outcome;
        let document = id.filter(|_| status != ImportStatus::Failed);
        Self { path, status, document, pages, pages_searchable, reason }
    }
}

impl Display for AddedFile {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{} {}", word(self.status), quoted::name(&self.path))?;
        if let Some(id) = &self.document {
            write!(formatter, ": document {}, {} pages", quoted::short_id(id), self.pages)?;
        }
        self.reason.iter().try_for_each(|reason| write!(formatter, ": {reason}"))
    }
}

impl Display for AddedFiles {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> std::fmt::Result {
        if self.files.is_empty() {
            return formatter.write_str("There is nothing to import there.");
        }
        self.files.iter().try_for_each(|file| writeln!(formatter, "{file}"))?;
        if self.files_left_out > 0 {
            writeln!(formatter, "And {} more.", self.files_left_out)?;
        }
        Ok(())
    }
}
