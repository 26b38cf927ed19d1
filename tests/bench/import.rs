//! `cargo xtask bench import FOLDER [FILES]`: how quick an import is, and how quick it is not to import again.
//!
//! Imports a folder of documents (two thousand pages or more) into a new library, then a long text, then that text
//! with one page edited, then as many small files (10,000) twice, the second time unchanged.

#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "a benchmark reports on the terminal")]

use std::path::Path;
use std::time::{Duration, Instant};

use paperside_engine::messages::{AddRequest, ImportOutcome, ImportStatus, LibraryEvent};
use paperside_engine::{Config, Library, WorkerCommand};

const SMALL_FILES: usize = 10_000;
const LONG_PAGES: usize = 300;

/// A file that was written within two seconds may be written again unseen, so it is not taken for unchanged.
const SETTLED: Duration = Duration::from_millis(2500);

#[tokio::main]
async fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let folder = arguments.first().expect("name a folder of documents");
    let small_files = arguments.get(1).map_or(SMALL_FILES, |count| count.parse().unwrap());
    let home = tempfile::tempdir().unwrap();
    let mut config = Config::locate(Some(home.path().join("library")), None).unwrap();
    config.worker = WorkerCommand { program: env!("CARGO_BIN_EXE_paperside").into() };
    let library = Library::open(config).await.unwrap();

    let before = Embedding::so_far();
    let (outcomes, took) = import(&library, Path::new(folder)).await;
    let pages: u32 = outcomes.iter().map(|outcome| outcome.pages).sum();
    let passages: u32 = outcomes.iter().map(|outcome| outcome.passages).sum();
    let failed = outcomes.iter().filter(|outcome| outcome.status == ImportStatus::Failed).count();
    let cores = std::thread::available_parallelism().unwrap().get() as f64;
    let after = Embedding::so_far();
    let share = |after: Duration, before: Duration| {
        100.0 * after.saturating_sub(before).as_secs_f64() / took.as_secs_f64() / cores
    };
    println!("| | |\n| --- | ---: |");
    println!("| files, of which failed | {}, {failed} |", outcomes.len());
    println!("| pages, passages | {pages}, {passages} |");
    println!("| pages a second, end to end | {:.1} |", f64::from(pages) / took.as_secs_f64());
    println!("| share of the time the embedder had work | {:.0} % |", share(after.with_work, before.with_work));
    println!("| share of all cores' time that went into embedding | {:.0} % |", share(after.computed, before.computed));
    println!("| most memory | {} MB |", peak() >> 20);

    let text = home.path().join("long.txt");
    std::fs::write(&text, long(None)).unwrap();
    let (first, _) = import(&library, &text).await;
    std::fs::write(&text, long(Some(LONG_PAGES / 2))).unwrap();
    let (second, _) = import(&library, &text).await;
    let again = f64::from(second[0].passages_embedded) / f64::from(second[0].passages);
    println!("| passages of a text of {LONG_PAGES} pages | {} |", first[0].passages_embedded);
    println!("| of these embedded again after an edit of one page | {:.1} % |", 100.0 * again);

    let small = home.path().join("small");
    for number in 0..small_files {
        let folder = small.join((number / 500).to_string());
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join(format!("{number}.txt")), format!("Note {number} of many, about kettles.")).unwrap();
    }
    std::thread::sleep(SETTLED);
    let (_, took) = import(&library, &small).await;
    println!("| {small_files} small files, new | {:.1} s |", took.as_secs_f64());
    let (outcomes, took) = import(&library, &small).await;
    assert!(outcomes.iter().all(|outcome| outcome.status == ImportStatus::Unchanged));
    println!("| the same, unchanged | {:.2} s |", took.as_secs_f64());
}

async fn import(library: &Library, path: &Path) -> (Vec<ImportOutcome>, Duration) {
    let began = Instant::now();
    let paths = vec![path.to_string_lossy().into_owned()];
    let mut batch = library.add(AddRequest { paths, ..AddRequest::default() }).await.unwrap();
    let mut outcomes = Vec::new();
    while let Some(event) = batch.next().await {
        if let LibraryEvent::Document(outcome) = event {
            outcomes.push(outcome);
        }
    }
    (outcomes, began.elapsed())
}

/// Pages of sentences that differ, one page edited.
fn long(edited: Option<usize>) -> String {
    let sentence = |page: usize, number: usize| {
        let word = ["kettle", "harbour", "lantern", "meadow", "violin"][(page * 7 + number * 3) % 5];
        format!("On page {page} the {word} is told of in sentence {number}, and what became of it in the end.")
    };
    let page = |page: usize| {
        let mut sentences: Vec<String> = (0..25).map(|number| sentence(page, number)).collect();
        if edited == Some(page) {
            sentences[12].replace_range(.., "Here somebody has written something else, which nobody expected.");
        }
        sentences.join(" ")
    };
    (0..LONG_PAGES).map(page).collect::<Vec<_>>().join("\n\n")
}

/// What the threads that embed have done, by Linux's account. There are as many as cores.
#[derive(Clone, Copy)]
struct Embedding {
    /// On a core.
    computed: Duration,
    /// On a core, or with work and waiting for one that reading or recognition has just then.
    with_work: Duration,
}

impl Embedding {
    fn so_far() -> Self {
        let tasks = std::fs::read_dir("/proc/self/task").unwrap().filter_map(|task| {
            let task = task.ok()?.path();
            let name = std::fs::read_to_string(task.join("comm")).ok()?;
            let account = std::fs::read_to_string(task.join("schedstat")).ok()?;
            let mut nanoseconds = account.split_whitespace().map(|number| number.parse::<u64>().unwrap());
            name.starts_with("embed-").then_some((nanoseconds.next()?, nanoseconds.next()?))
        });
        let (computed, waited) = tasks.fold((0, 0), |sum, task| (sum.0 + task.0, sum.1 + task.1));
        Self { computed: Duration::from_nanos(computed), with_work: Duration::from_nanos(computed + waited) }
    }
}

fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    1024 * peak.split_whitespace().next().unwrap().parse::<u64>().unwrap()
}
