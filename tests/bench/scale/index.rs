//! The index alone.

use std::path::Path;
use std::time::Instant;

use paperside_engine::Config;
use paperside_engine::embedding::{Embedder, EmbedderOptions, Precision};
use paperside_engine::indexing::{Indexing, NumberedPassage};
use serde::{Deserialize, Serialize};

use super::chance::{Chance, aside, exchange};
use super::machine::{Times, memory, size};
use super::{WARMING, sets};

/// How many texts are embedded.
const REAL: usize = 4000;

/// How many characters of a text are taken; about as many as a passage has.
const LENGTH: usize = 700;

/// Passages of one document.
const DOCUMENT: usize = 100;

/// Of so many collections each document is in one.
const COLLECTIONS: usize = 20;

/// How many a leg is asked for, as in a search.
const LIMIT: usize = 100;

/// How many documents are added and removed again.
const CHANGED: usize = 20;

/// How many of the nearest are compared with the true ones.
const NEAREST: usize = 10;

/// What was made, for the process that asks.
#[derive(Serialize, Deserialize)]
struct Made {
    passages: usize,
    filled: f64,
    joined: f64,
    questions: Vec<Asked>,
}

#[derive(Serialize, Deserialize)]
struct Asked {
    vector: Vec<f32>,
    /// The numbers of the nearest passages, found by comparing all.
    nearest: Vec<u64>,
}

/// Fills an index and compares every passage with every question meanwhile.
pub(super) async fn make(folder: &Path, sets: &Path, passages: usize) {
    let config = Config::locate(Some("unused".into()), None).unwrap();
    let options = EmbedderOptions { cache: config.model_cache.as_deref(), precision: Precision::Automatic, threads: 2 };
    let embedder = Embedder::load(&config.model, options, &|_| false).unwrap();
    let texts = sets::texts(sets, "corpus.jsonl");
    let real = REAL.min(texts.len()).min(passages);
    let texts: Vec<String> =
        (0..real).map(|at| texts[at * texts.len() / real].chars().take(LENGTH).collect()).collect();
    let vectors = embedder.vectors(texts.clone()).await.unwrap();
    let words: Vec<String> = texts.iter().flat_map(|text| text.split_whitespace().map(str::to_owned)).collect();
    let asked = embedder.vectors(sets::questions(sets)).await.unwrap();
    let mut nearest = vec![Vec::<(f32, u64)>::new(); asked.len()];

    let index = Indexing::embedded(&folder.join("index"), embedder.dimensions()).unwrap();
    let (mut chance, mut filled) = (Chance::new(), 0.0);
    for first in (0..passages).step_by(DOCUMENT) {
        let document: Vec<NumberedPassage> = (first..passages.min(first + DOCUMENT))
            .map(|number| NumberedPassage {
                number: number as u64,
                document: format!("document {}", first / DOCUMENT),
                collections: vec![(first / DOCUMENT % COLLECTIONS) as i64],
                text: exchange(&texts[number % real], &words, &mut chance),
                dense: aside(&vectors[number % real], &mut chance),
            })
            .collect();
        compare(&asked, &document, &mut nearest);
        let began = Instant::now();
        index.upsert(document).unwrap();
        filled += began.elapsed().as_secs_f64();
    }
    let began = Instant::now();
    index.flush().unwrap();
    filled += began.elapsed().as_secs_f64();
    let began = Instant::now();
    index.optimize().unwrap();
    let joined = began.elapsed().as_secs_f64();
    index.flush().unwrap();
    let questions = asked
        .into_iter()
        .zip(nearest)
        .map(|(vector, nearest)| Asked { vector, nearest: nearest.into_iter().map(|(_, number)| number).collect() });
    let made = Made { passages, filled, joined, questions: questions.collect() };
    std::fs::write(folder.join("made.json"), serde_json::to_vec(&made).unwrap()).unwrap();
}

/// Keeps the nearest of all that were seen, of each question.
fn compare(asked: &[Vec<f32>], passages: &[NumberedPassage], nearest: &mut [Vec<(f32, u64)>]) {
    for (question, nearest) in asked.iter().zip(nearest) {
        for passage in passages {
            let likeness = dot(question, &passage.dense);
            if nearest.len() < NEAREST || likeness > nearest[NEAREST - 1].0 {
                let at = nearest.partition_point(|(other, _)| *other >= likeness);
                nearest.insert(at, (likeness, passage.number));
                nearest.truncate(NEAREST);
            }
        }
    }
}

/// In sixteen sums, which the processor adds side by side.
fn dot(a: &[f32], b: &[f32]) -> f32 {
    let mut sums = [0.0_f32; 16];
    for (a, b) in a.as_chunks::<16>().0.iter().zip(b.as_chunks::<16>().0) {
        for at in 0..16 {
            sums[at] += a[at] * b[at];
        }
    }
    sums.iter().sum()
}

/// Asks, and tells of it in a row of a table.
pub(super) fn ask(folder: &Path, questions: &[String]) {
    let made: Made = serde_json::from_slice(&std::fs::read(folder.join("made.json")).unwrap()).unwrap();
    let began = Instant::now();
    let index = Indexing::embedded(&folder.join("index"), made.questions[0].vector.len()).unwrap();
    let opened = began.elapsed().as_secs_f64();
    let (mut everywhere, mut in_one, mut found) = (Vec::new(), Vec::new(), 0);
    let all = || questions.iter().zip(&made.questions);
    for (at, (text, asked)) in all().take(WARMING).chain(all()).enumerate() {
        let began = Instant::now();
        let hits = index.search(&asked.vector, text, None, LIMIT).unwrap();
        let took = began.elapsed().as_secs_f64() * 1000.0;
        let began = Instant::now();
        index.search(&asked.vector, text, Some((at % COLLECTIONS) as i64), LIMIT).unwrap();
        if at >= WARMING {
            everywhere.push(took);
            in_one.push(began.elapsed().as_secs_f64() * 1000.0);
            found += hits.dense.iter().take(NEAREST).filter(|number| asked.nearest.contains(number)).count();
        }
    }
    let recall = found as f64 / (NEAREST * made.questions.len()) as f64;
    let (resident, anonymous) = (memory("VmRSS"), memory("RssAnon"));
    let (added, removed) = change(&index, &made, questions);
    println!(
        "| passages | filled | joined | open | p50 | p95 | p99 | one of {COLLECTIONS} collections, p95 | recall@{NEAREST} \
         | document added, p50 | removed, p50 | resident | not of files | disk |"
    );
    println!("| ---: {}|", "| ---: ".repeat(13));
    println!(
        "| {} | {:.0} s | {:.0} s | {opened:.2} s | {} | {:.1} ms | {recall:.4} | {:.0} ms | {:.0} ms \
         | {resident} MB | {anonymous} MB | {} MB |",
        made.passages,
        made.filled,
        made.joined,
        Times::new(everywhere).cells(),
        Times::new(in_one).within(0.95),
        added.within(0.5),
        removed.within(0.5),
        size(&folder.join("index")),
    );
}

/// Adds some documents more and removes them again, each until the disk has it.
fn change(index: &Indexing, made: &Made, questions: &[String]) -> (Times, Times) {
    let (mut chance, mut added, mut removed) = (Chance::new(), Vec::new(), Vec::new());
    for number in 0..CHANGED {
        let name = format!("another {number}");
        let passage = |(at, asked): (usize, &Asked)| NumberedPassage {
            number: (made.passages + at) as u64,
            document: name.clone(),
            collections: vec![0],
            text: questions[at].clone(),
            dense: aside(&asked.vector, &mut chance),
        };
        let document = made.questions.iter().enumerate().take(DOCUMENT).map(passage).collect();
        let began = Instant::now();
        index.upsert(document).unwrap();
        index.flush().unwrap();
        added.push(began.elapsed().as_secs_f64() * 1000.0);
        let began = Instant::now();
        index.remove_document(&name).unwrap();
        index.flush().unwrap();
        removed.push(began.elapsed().as_secs_f64() * 1000.0);
    }
    assert_eq!(index.count().unwrap(), made.passages, "what was added is gone again");
    (Times::new(added), Times::new(removed))
}
