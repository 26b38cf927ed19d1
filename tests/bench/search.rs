//! `cargo xtask bench search`: how long a search takes in a library of a thousand pages.
//!
//! Builds the library from made text (its words drawn from the corpus, so that keywords repeat as they do in
//! documents), asks a hundred questions through the public interface, and prints milliseconds: the whole
//! search, embedding the question included.

#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "a benchmark reports on the terminal")]

use std::fmt::Write;
use std::time::Instant;

use paperside_engine::messages::{AddRequest, LibraryEvent, SearchRequest};
use paperside_engine::{Config, Library, WorkerCommand};

const PAGES: usize = 1000;
const WORDS_A_PAGE: usize = 400;
const QUESTIONS: usize = 100;

#[tokio::main]
async fn main() {
    let folder = tempfile::tempdir().unwrap();
    let words = vocabulary();
    let mut chance = Chance(7);
    let mut paths = Vec::new();
    for number in 0..PAGES / 20 {
        let path = folder.path().join(format!("{number}.txt"));
        let pages: Vec<String> = (0..20).map(|_| page(&words, &mut chance)).collect();
        std::fs::write(&path, pages.join("\u{c}")).unwrap();
        paths.push(path.to_string_lossy().into_owned());
    }
    let mut config = Config::locate(Some(folder.path().join("library")), None).unwrap();
    config.worker = WorkerCommand { program: env!("CARGO_BIN_EXE_paperside").into() };
    let library = Library::open(config).await.unwrap();
    let began = Instant::now();
    let mut passages = 0;
    let mut batch = library.add(AddRequest { paths, ..AddRequest::default() }).await.unwrap();
    while let Some(event) = batch.next().await {
        if let LibraryEvent::Document(document) = event {
            passages += document.passages;
        }
    }
    println!("{PAGES} pages, {passages} passages, imported in {:.0} s", began.elapsed().as_secs_f64());

    let mut took = Vec::new();
    for _ in 0..QUESTIONS {
        let query = sentence(&words, &mut chance, 8);
        let began = Instant::now();
        let request = SearchRequest { query, limit: 10, ..SearchRequest::default() };
        assert!(!library.search(request).await.unwrap().hits.is_empty());
        took.push(began.elapsed().as_secs_f64() * 1000.0);
    }
    took.sort_by(f64::total_cmp);
    let at = |share: f64| took[((took.len() - 1) as f64 * share) as usize];
    println!("search: p50 {:.1} ms, p95 {:.1} ms, p99 {:.1} ms", at(0.5), at(0.95), at(0.99));
}

/// Numbers that look random and are the same in every run (xorshift, Marsaglia 2003).
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit as u64) as usize
    }
}

/// Words of this repository's own prose.
fn vocabulary() -> Vec<&'static str> {
    let prose = concat!(include_str!("../../README.md"), include_str!("../corpus/README.md"));
    let mut words: Vec<&str> = prose.split(|c: char| !c.is_alphabetic()).filter(|word| word.len() > 2).collect();
    words.sort_unstable();
    words.dedup();
    words
}

fn sentence(words: &[&str], chance: &mut Chance, length: usize) -> String {
    // Low numbers come up more often, as common words do.
    let word = |chance: &mut Chance| words[chance.below(words.len()).min(chance.below(words.len()))];
    (0..length).map(|_| word(chance)).collect::<Vec<_>>().join(" ")
}

fn page(words: &[&str], chance: &mut Chance) -> String {
    (0..WORDS_A_PAGE / 12).fold(String::new(), |mut page, _| {
        let _ = write!(page, "{}. ", sentence(words, chance, 12));
        page
    })
}
