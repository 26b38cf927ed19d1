//! `cargo xtask bench embed [--rounds N] [--work DIR]`: our embedding beside Python's ONNX Runtime.
//!
//! The same weights, the same texts (the longer ones of the reference), one thread each. All stay loaded, and in each
//! round each embeds all texts, one after the other, so that whatever else the machine does falls on all alike. What
//! counts is the time on the processor. ONNX Runtime is fed padded batches of 32 in fp32, as the vector stores of
//! rivals do it, and single texts in int8, which is the quickest it can be asked for.

#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "a benchmark reports on the terminal")]

mod rival;

use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Parser;
use paperside_engine::Config;
use paperside_engine::embedding::{Answer, Embedder, EmbedderOptions, InstructionSet, Precision};
use rival::Rival;

/// Shorter texts are questions and edge cases.
const LEAST_LENGTH: usize = 300;

/// Multiplications a token in the linear layers of the model: six layers of 384 to three times 384, to 384, to 1536
/// and back.
const PRODUCTS_OF_TOKEN: f64 = 6.0 * (4.0 * 384.0 * 384.0 + 2.0 * 384.0 * 1536.0);

#[derive(Parser)]
#[command(about = "Our embedding beside ONNX Runtime")]
struct Arguments {
    /// How often each embeds all texts
    #[arg(long, default_value_t = 7)]
    rounds: usize,
    /// Where the Python environment of the rivals is made, and kept for the next time
    #[arg(long, value_name = "DIR")]
    work: Option<PathBuf>,
    /// Cargo says so to every benchmark
    #[arg(long, hide = true)]
    bench: bool,
}

/// Somebody who embeds, and how long all texts took each time.
struct Contender {
    name: String,
    engine: Engine,
    rounds: Vec<Duration>,
}

enum Engine {
    Ours(Embedder),
    Rival(Rival),
}

fn main() {
    let arguments = Arguments::parse();
    let config = Config::locate(Some("unused".into()), None).unwrap();
    let texts = texts();
    let work = arguments.work.unwrap_or_else(|| Path::new(env!("CARGO_TARGET_TMPDIR")).join("bench-embed"));
    let ours = |precision| {
        let options = EmbedderOptions { cache: config.model_cache.as_deref(), precision, threads: 1 };
        Engine::Ours(Embedder::load(&config.model, options, &|_| false).unwrap())
    };
    let sets = || InstructionSet::available().filter(|set| *set != InstructionSet::Portable);
    let python = rival::prepare(&work, &config.model);
    let rival = |precision, batch| Engine::Rival(Rival::start(&python, &work, &config.model, precision, batch));
    let contender = |name: String, engine| Contender { name, engine, rounds: Vec::new() };
    let mut contenders = vec![
        contender("ONNX Runtime fp32, padded batches of 32".into(), rival("fp32", 32)),
        contender("ONNX Runtime fp32, one by one".into(), rival("fp32", 1)),
        contender("ONNX Runtime int8, one by one".into(), rival("int8", 1)),
        contender("Paperside fp32".into(), ours(Precision::Whole)),
    ];
    contenders.extend(sets().map(|set| contender(format!("Paperside {}", set.name()), ours(Precision::InEight(set)))));
    // The first round warms caches and is not counted.
    for round in 0..=arguments.rounds {
        for contender in &mut contenders {
            let took = contender.engine.embed(&texts);
            if round > 0 {
                contender.rounds.push(took);
            }
        }
    }
    report(&contenders, &texts);
}

fn report(contenders: &[Contender], texts: &[String]) {
    let config = Config::locate(Some("unused".into()), None).unwrap();
    let options = EmbedderOptions { cache: config.model_cache.as_deref(), precision: Precision::Whole, threads: 1 };
    let counter = Embedder::load(&config.model, options, &|_| false).unwrap();
    let tokens: usize = texts.iter().map(|text| (counter.count_tokens(text) + 2).min(256)).sum();
    let each = |took: Duration| took.as_secs_f64() * 1e3 / texts.len() as f64;
    println!("{} texts of {:.0} tokens on average\n", texts.len(), tokens as f64 / texts.len() as f64);
    println!(
        "| ms on the processor a text | least | median | most | times the first |\n| --- | ---: | ---: | ---: | ---: |"
    );
    let mut ratios = Vec::new();
    for contender in contenders {
        let mut rounds = contender.rounds.clone();
        rounds.sort();
        // Each round against the same round of the first, since a machine is not the same all the time.
        let mut against: Vec<f64> = contenders[0]
            .rounds
            .iter()
            .zip(&contender.rounds)
            .map(|(first, own)| first.as_secs_f64() / own.as_secs_f64())
            .collect();
        against.sort_by(f64::total_cmp);
        let ratio = against[against.len() / 2];
        let (least, median, most) = (rounds[0], rounds[rounds.len() / 2], rounds[rounds.len() - 1]);
        println!("| {} | {:.1} | {:.1} | {:.1} | {ratio:.2} |", contender.name, each(least), each(median), each(most));
        ratios.push((&contender.name, ratio, median));
    }
    println!();
    for set in InstructionSet::available() {
        let name = format!("Paperside {}", set.name());
        let Some((_, _, median)) = ratios.iter().find(|(other, ..)| **other == name) else { continue };
        let Some(peak) = set.peak() else { continue };
        let reached = PRODUCTS_OF_TOKEN * tokens as f64 / median.as_secs_f64();
        println!(
            "{}: {:.0} of {:.0} thousand million products a second, {:.0} %",
            set.name(),
            reached / 1e9,
            peak / 1e9,
            100.0 * reached / peak
        );
    }
    let list = ratios.iter().map(|(name, ratio, _)| serde_json::json!({"name": name, "times": ratio}));
    println!("{}", serde_json::json!({ "embed": list.collect::<Vec<_>>() }));
}

impl Engine {
    /// Embeds all texts and says how long that took on the processor.
    fn embed(&mut self, texts: &[String]) -> Duration {
        match self {
            Self::Ours(embedder) => {
                let before = on_processor();
                let mut waiting: Vec<Answer> = Vec::new();
                for text in texts {
                    waiting.push(embedder.submit(text.clone()).unwrap());
                }
                waiting.into_iter().for_each(|answer| drop(answer.wait().unwrap()));
                on_processor().saturating_sub(before)
            }
            Self::Rival(rival) => rival.embed(texts),
        }
    }
}

/// Time that this program's threads have had on the processor, by Linux's account.
fn on_processor() -> Duration {
    let tasks = std::fs::read_dir("/proc/self/task").unwrap().flatten();
    let accounts = tasks.filter_map(|task| std::fs::read_to_string(task.path().join("schedstat")).ok());
    Duration::from_nanos(accounts.map(|account| account.split(' ').next().unwrap().parse::<u64>().unwrap()).sum())
}

fn texts() -> Vec<String> {
    let lines = include_str!("../../../src-tauri/engine/reference/texts.jsonl").lines();
    let text = |line| serde_json::from_str::<serde_json::Value>(line).unwrap()["text"].as_str().unwrap().to_owned();
    lines.map(text).filter(|text| text.len() >= LEAST_LENGTH).collect()
}
