//! A whole library.

use std::path::Path;
use std::time::Instant;

use paperside_engine::messages::{AddRequest, AnswerEvent, AskRequest, LibraryEvent, SearchRequest, SearchStages};
use paperside_engine::{Config, Library, WorkerCommand};

use super::copies::Copier;
use super::machine::{Times, memory, settle, size};
use super::{WARMING, sets};

/// The most text that is imported, in bytes; about a thousand make a passage.
const REAL_TEXT: usize = 4_000_000;

const ENTRIES_A_FILE: usize = 50;

/// How many files are imported and removed again.
const CHANGED: usize = 20;

async fn open(library: &Path) -> Library {
    let mut config = Config::locate(Some(library.to_owned()), None).unwrap();
    config.worker = WorkerCommand { program: env!("CARGO_BIN_EXE_paperside").into() };
    Library::open(config).await.unwrap()
}

/// Makes a library of so many passages in the folder.
pub(super) async fn make(folder: &Path, sets: &Path, passages: usize) {
    let library = folder.join("library");
    let real = import(&library, &sets::texts(sets, "corpus.jsonl"), &folder.join("texts")).await;
    let began = Instant::now();
    let documents = Copier::new(&library).fill(passages);
    println!("{real} real passages multiplied in {:.0} s, {documents} documents added", began.elapsed().as_secs_f64());
    let began = Instant::now();
    let filled = open(&library).await;
    println!("index brought in step in {:.0} s", began.elapsed().as_secs_f64());
    let began = Instant::now();
    settle().await;
    drop(filled);
    println!("its graph of neighbours built in {:.0} s\n", began.elapsed().as_secs_f64());
}

/// Imports as many of the texts as are needed and closes the library again; returns how many passages they have.
async fn import(library: &Path, texts: &[String], folder: &Path) -> u32 {
    std::fs::create_dir_all(folder).unwrap();
    let every = texts.iter().map(String::len).sum::<usize>().div_ceil(REAL_TEXT).max(1);
    let texts: Vec<&str> = texts.iter().step_by(every).map(String::as_str).collect();
    for (number, texts) in (1..).zip(texts.chunks(ENTRIES_A_FILE)) {
        std::fs::write(folder.join(format!("{number}.txt")), texts.join("\n\n")).unwrap();
    }
    let began = Instant::now();
    let library = open(library).await;
    let paths = vec![folder.to_string_lossy().into_owned()];
    let mut batch = library.add(AddRequest { paths, ..AddRequest::default() }).await.unwrap();
    let mut passages = 0;
    while let Some(event) = batch.next().await {
        if let LibraryEvent::Document(outcome) = event {
            passages += outcome.passages;
        }
    }
    println!("{passages} real passages imported in {:.0} s", began.elapsed().as_secs_f64());
    passages
}

/// A search as a face would ask for it.
fn request(query: &str, stages: SearchStages) -> SearchRequest {
    SearchRequest { query: query.to_owned(), limit: 10, stages, ..SearchRequest::default() }
}

/// Opens the library, asks, and tells of it.
pub(super) async fn ask(folder: &Path, questions: &[String]) {
    let library = folder.join("library");
    let began = Instant::now();
    let opened = open(&library).await;
    let opening = began.elapsed().as_secs_f64();
    settle().await;
    println!("| {} questions | p50 | p95 | p99 |\n| --- | ---: | ---: | ---: |", questions.len());
    search(&opened, "without re-rank", SearchStages::Fused, questions).await;
    search(&opened, "with re-rank", SearchStages::Full, questions).await;
    answer(&opened, questions).await;
    let searched = opened.search(request(&questions[0], SearchStages::Fused)).await.unwrap().searched;
    let memory = ["VmRSS", "RssAnon", "VmHWM"].map(memory);
    let (added, removed) = change(&opened, folder, questions).await;
    println!("\n| | |\n| --- | ---: |");
    println!("| documents, passages | {}, {} |", searched.documents, searched.passages);
    println!("| until the library is open | {opening:.1} s |");
    println!("| a page of text imported and to be found, p50 | {:.0} ms |", added.within(0.5));
    println!("| the same removed, p50 | {:.0} ms |", removed.within(0.5));
    println!("| resident memory | {} MB |", memory[0]);
    println!("| of this, not of files | {} MB |", memory[1]);
    println!("| most resident memory | {} MB |", memory[2]);
    println!("| index | {} MB |", size(&library.join("index")));
    println!("| catalog | {} MB |", size(&library.join("catalog.sqlite")));
}

/// Imports some small files more and removes them again.
async fn change(library: &Library, folder: &Path, questions: &[String]) -> (Times, Times) {
    let (mut added, mut removed) = (Vec::new(), Vec::new());
    for (number, questions) in questions.chunks(10).take(CHANGED).enumerate() {
        let file = folder.join(format!("another {number}.txt"));
        std::fs::write(&file, questions.join("\n\n")).unwrap();
        let paths = vec![file.to_string_lossy().into_owned()];
        let began = Instant::now();
        let mut batch = library.add(AddRequest { paths, ..AddRequest::default() }).await.unwrap();
        let mut id = None;
        while let Some(event) = batch.next().await {
            if let LibraryEvent::Document(outcome) = event {
                id = outcome.id;
            }
        }
        added.push(began.elapsed().as_secs_f64() * 1000.0);
        let began = Instant::now();
        library.remove(id.expect("it was imported")).await.unwrap();
        removed.push(began.elapsed().as_secs_f64() * 1000.0);
        std::fs::remove_file(&file).unwrap();
    }
    (Times::new(added), Times::new(removed))
}

async fn search(library: &Library, name: &str, stages: SearchStages, questions: &[String]) {
    let mut took = Vec::new();
    for question in questions.iter().take(WARMING).chain(questions) {
        let began = Instant::now();
        assert!(!library.search(request(question, stages)).await.unwrap().hits.is_empty());
        took.push(began.elapsed().as_secs_f64() * 1000.0);
    }
    report(name, took);
}

/// Asks each question and waits for the first words, or the plain word that there are none; the rest is waited for too,
/// so that no two are answered at once.
async fn answer(library: &Library, questions: &[String]) {
    let mut took = Vec::new();
    for question in questions.iter().take(WARMING).chain(questions) {
        let began = Instant::now();
        let mut events = library.ask(AskRequest { question: question.clone(), ..AskRequest::default() });
        let mut first = None;
        while let Some(event) = events.recv().await {
            match event {
                AnswerEvent::Text { .. } if first.is_none() => first = Some(began.elapsed()),
                AnswerEvent::Error(error) => panic!("{question}: {}", error.message),
                _ => {}
            }
        }
        took.push(first.expect("something is said").as_secs_f64() * 1000.0);
    }
    report("first words of an answer", took);
}

/// A row of the table, of milliseconds.
fn report(name: &str, mut took: Vec<f64>) {
    took.drain(..WARMING);
    println!("| {name} | {} |", Times::new(took).cells());
}
