//! `cargo xtask bench busy FOLDER`: how quick a search is while a hundred files are imported, beside idle.

#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "a benchmark reports on the terminal")]

use std::path::PathBuf;
use std::time::{Duration, Instant};

use paperside_engine::embedding::{Embedder, EmbedderOptions};
use paperside_engine::messages::{AddRequest, LibraryEvent, SearchRequest};
use paperside_engine::{Config, Library, WorkerCommand};

/// Documents that are there before, and those that are imported meanwhile.
const BEFORE: usize = 20;
const MEANWHILE: usize = 100;

const SEARCHES: usize = 200;

/// Somebody who types quickly searches this often.
const BETWEEN: Duration = Duration::from_millis(100);

const QUESTIONS: [&str; 5] = [
    "How is memory given back?",
    "What does the table of results show?",
    "Who is the author of the report?",
    "Which license applies to this document?",
    "What happens when a page cannot be read?",
];

#[tokio::main]
async fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let mut files = Vec::new();
    gather(arguments.first().expect("name a folder of documents").into(), &mut files);
    files.sort();
    let home = tempfile::tempdir().unwrap();
    let mut config = Config::locate(Some(home.path().join("library")), None).unwrap();
    config.worker = WorkerCommand { program: env!("CARGO_BIN_EXE_paperside").into() };
    // Of its own, to tell what embedding is of a search; its threads go before those of imports, as the library's do.
    let options = EmbedderOptions { cache: config.model_cache.as_deref(), precision: config.precision, threads: 1 };
    let embedder = Embedder::load(&config.model, options, &|_| false).unwrap();
    let library = Library::open(config).await.unwrap();
    let (before, meanwhile) = files.split_at(BEFORE);
    let mut batch = library.add(request(before)).await.unwrap();
    while batch.next().await.is_some() {}

    println!("| | p50 | p95 | p99 |\n| --- | ---: | ---: | ---: |");
    search(&library, &embedder, "idle", || true).await;
    let mut batch = library.add(request(&meanwhile[..MEANWHILE.min(meanwhile.len())])).await.unwrap();
    let (ended, is_ended) = std::sync::mpsc::channel::<()>();
    let import = tokio::spawn(async move {
        let began = Instant::now();
        let mut passages = 0;
        while let Some(event) = batch.next().await {
            if let LibraryEvent::Document(outcome) = event {
                passages += outcome.passages;
            }
        }
        drop(ended);
        (passages, began.elapsed())
    });
    let goes_on = || is_ended.try_recv() == Err(std::sync::mpsc::TryRecvError::Empty);
    search(&library, &embedder, "while importing", goes_on).await;
    if goes_on() {
        println!("\nThe import was still going on when the last search ended.");
        import.abort();
    } else {
        let (passages, took) = import.await.unwrap();
        println!("\n{passages} passages were imported meanwhile, in {:.0} s.", took.as_secs_f64());
    }
}

async fn search(library: &Library, embedder: &Embedder, name: &str, goes_on: impl Fn() -> bool) {
    let (mut took, mut embedded) = (Vec::new(), Vec::new());
    for number in 0..SEARCHES {
        if !goes_on() {
            break;
        }
        let query = QUESTIONS[number % QUESTIONS.len()].to_owned();
        let began = Instant::now();
        embedder.question(query.clone()).await.unwrap();
        embedded.push(began.elapsed().as_secs_f64() * 1000.0);
        let began = Instant::now();
        library.search(SearchRequest { query, limit: 10, ..SearchRequest::default() }).await.unwrap();
        took.push(began.elapsed().as_secs_f64() * 1000.0);
        tokio::time::sleep(BETWEEN).await;
    }
    for (what, took) in [("searches", &mut took), ("questions embedded", &mut embedded)] {
        took.sort_by(f64::total_cmp);
        let at = |share: f64| took[((took.len() - 1) as f64 * share) as usize];
        println!("| {name}, {} {what} | {:.1} ms | {:.1} ms | {:.1} ms |", took.len(), at(0.5), at(0.95), at(0.99));
    }
}

fn request(files: &[PathBuf]) -> AddRequest {
    let paths = files.iter().map(|file| file.to_string_lossy().into_owned()).collect();
    AddRequest { paths, ..AddRequest::default() }
}

fn gather(folder: PathBuf, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            gather(path, files);
        } else if path.extension().is_some_and(|extension| extension == "pdf") {
            files.push(path);
        }
    }
}
