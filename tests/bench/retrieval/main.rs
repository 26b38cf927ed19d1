//! `cargo xtask eval search FOLDER`: how well and how quickly questions find what answers them.
//!
//! Every labelled set in the folder is imported into a library of its own and asked through the public interface:
//! what each stage of a search finds, and whether questions are refused that the documents do not answer. The
//! libraries can be kept (`--keep`, or `PAPERSIDE_EVAL_CACHE`), so that a second run need not import again; they
//! should be removed when documents are read, split or embedded in another way.
//!
//! # Layout
//! - [`sets`]: the labelled sets as they are on disk
//! - [`shelf`]: a set in a library
//! - [`ranking`]: the stages of a search, with [`measures`] of what they find
//! - [`gate`]: what is answered and what refused
//! - [`table`]: tables for the terminal

#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "a benchmark reports on the terminal")]

mod gate;
mod measures;
mod ranking;
mod sets;
mod shelf;
mod table;

use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::Parser;
use serde_json::{Value, json};

use measures::sample;
use sets::LabelledSet;
use shelf::Shelf;

/// Names the folder for the libraries, unless `--keep` does.
const CACHE_VARIABLE: &str = "PAPERSIDE_EVAL_CACHE";

/// How many questions of a set are asked twice, with and without the documents that answer them.
const GATED: usize = 400;

#[derive(Parser)]
#[command(about = "How well and how quickly questions find what answers them")]
struct Arguments {
    /// Labelled sets, in any depth
    folder: PathBuf,
    /// The most questions of a set; more are sampled evenly
    #[arg(long, default_value_t = 2000)]
    questions: usize,
    /// Where the libraries are kept for the next run
    #[arg(long, value_name = "DIR")]
    keep: Option<PathBuf>,
    /// Only asks for answers, and leaves out the stages of the search
    #[arg(long)]
    answers: bool,
    /// Writes the numbers there, too
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// Cargo says so to every benchmark
    #[arg(long, hide = true)]
    bench: bool,
}

#[tokio::main]
async fn main() {
    let arguments = Arguments::parse();
    let temporary = tempfile::tempdir().unwrap();
    let named = || std::env::var_os(CACHE_VARIABLE).map(PathBuf::from);
    let cache = arguments.keep.clone().or_else(named).unwrap_or_else(|| temporary.path().to_owned());
    let sets = sets::find(&arguments.folder.canonicalize().unwrap());
    assert!(!sets.is_empty(), "there is no labelled set in {}", arguments.folder.display());
    let mut values = Vec::new();
    for set in sets {
        values.push(evaluate(&set, &std::path::absolute(cache.join(&set.name)).unwrap(), &arguments).await);
    }
    if let Some(file) = &arguments.json {
        write(file, &Value::Array(values));
    }
}

async fn evaluate(set: &LabelledSet, folder: &Path, arguments: &Arguments) -> Value {
    println!("## {}\n", set.name);
    let began = Instant::now();
    let shelf = Shelf::open(set, folder).await;
    let questions = sample(&shelf.questions, arguments.questions);
    println!(
        "{} documents with {} passages, there after {:.0} s; {} of {} questions\n",
        shelf.documents.len(),
        shelf.passages,
        began.elapsed().as_secs_f64(),
        questions.len(),
        shelf.questions.len()
    );
    let stages =
        if arguments.answers { Value::Null } else { ranking::measure(&shelf, &set.documents, &questions).await };
    let gated: Vec<_> = sample(&questions, GATED).into_iter().copied().collect();
    let gate = gate::measure(&shelf, &gated).await;
    json!({
        "set": set.name,
        "documents": shelf.documents.len(),
        "passages": shelf.passages,
        "questions": questions.len(),
        "stages": stages,
        "gate": gate,
    })
}

fn write(file: &Path, value: &Value) {
    std::fs::write(file, format!("{value:#}\n")).unwrap();
    println!("The numbers are in {}.", file.display());
}
