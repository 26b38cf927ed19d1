//! `cargo xtask bench http [--documents N] [--pages N] [--rate N] [--seconds N]`: the loopback interface while many
//! files are sent at once and others search all the time.
//!
//! A real `paperside serve` on a fresh library is sent all documents at the same moment. From then on searches come on
//! a schedule, whether or not those before are answered, and each is timed from when it was due; those for a word of a
//! document that is imported must find it. At the end every document must be there, whole and once.
//!
//! # Layout
//! - [`papers`]: the documents, each with a word of its own
//! - [`progress`]: which of them were accepted and imported, and when
//! - [`load`]: the searches, and a look at the server's health and size now and then
//! - [`process`]: what the server takes of the machine

#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "a benchmark reports on the terminal")]
#![allow(clippy::disallowed_types, reason = "it is the other end of the line")]
#![allow(dead_code, reason = "the tests use more of what stands in for another program")]

#[path = "../../serve/client.rs"]
mod client;
mod load;
#[path = "../scale/machine.rs"]
mod machine;
#[path = "../window/pages.rs"]
mod pages;
mod papers;
mod process;
mod progress;
#[path = "../../support.rs"]
mod support;

use std::collections::BTreeSet;
use std::sync::Barrier;
use std::time::{Duration, Instant};

use clap::Parser;
use serde_json::{Value, json};

use client::Served;
use load::{Asked, Load};
use machine::Times;
use papers::Paper;
use process::Taken;
use progress::Progress;
use support::Paperside;

/// Searches before the first that counts, so that the model is loaded.
const WARMING: usize = 20;

/// How much longer searches go on when all is imported, as a part of the whole.
const AFTERWARDS: u32 = 4;

/// Documents in one answer of the list.
const STRETCH: usize = 500;

#[derive(Parser)]
#[command(about = "How the loopback interface does when much is asked of it at once")]
struct Arguments {
    /// Documents that are sent at the same moment
    #[arg(long, value_name = "N", default_value_t = 100, value_parser = clap::value_parser!(u16).range(1..=400))]
    documents: u16,
    /// Pages that each of them has
    #[arg(long, value_name = "N", default_value_t = 4, value_parser = clap::value_parser!(u16).range(1..=500))]
    pages: u16,
    /// Searches a second
    #[arg(long, value_name = "N", default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=500))]
    rate: u32,
    /// For how many seconds at the least
    #[arg(long, value_name = "N", default_value_t = 60, value_parser = clap::value_parser!(u32).range(1..))]
    seconds: u32,
    /// Cargo says so to every benchmark
    #[arg(long, hide = true)]
    bench: bool,
}

fn main() {
    let arguments = Arguments::parse();
    let paperside = Paperside::new();
    let served = Served::start(&paperside);
    // One more than is sent, so that there is something to find from the first.
    let papers: Vec<Paper> =
        (0..=usize::from(arguments.documents)).map(|number| Paper::new(number, arguments.pages.into())).collect();
    let (first, papers) = papers.split_first().unwrap();
    assert_eq!(served.upload(&[(&first.name, &first.bytes)], &[]).status, 202);
    assert_eq!(served.imported(&first.id)["status"], "imported");
    (0..WARMING).for_each(|_| assert_eq!(load::search(&served, first).status, 200));

    let before = Taken::by(served.process());
    let progress = Progress::new(first, papers);
    let Load { asked, health, most } = under_load(&served, &progress, &arguments);
    let after = Taken::by(served.process());
    let all: Vec<&Paper> = std::iter::once(first).chain(papers).collect();
    look_through(&served, &all);

    let (meanwhile, later): (Vec<&Asked>, Vec<&Asked>) = asked.iter().partition(|search| search.is_meanwhile);
    let milliseconds = |asked: Vec<&Asked>| asked.iter().map(|search| search.milliseconds).collect::<Vec<f64>>();
    println!("| | | p50 | p95 | p99 | most |\n| --- | ---: | ---: | ---: | ---: | ---: |");
    row("files accepted", progress.accepted_within());
    row("until a file can be searched", progress.searchable_within());
    row("searches while files are imported", milliseconds(meanwhile));
    row("searches afterwards", milliseconds(later));
    row("/v1/health", health);
    let looked_for = asked.iter().filter(|search| search.is_for_a_document).count();
    println!(
        "\n{looked_for} of {} searches were for a document that was imported, and all of those found it.",
        asked.len()
    );
    println!("The server: {before} before, {after} after, {} MB at the most.", most.megabytes);
}

/// Ends the server if what holds this fails: whoever listens would wait for its document for ever.
struct Watched(u32);

impl Drop for Watched {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let _ = std::process::Command::new("kill").args(["-KILL", &self.0.to_string()]).status();
        }
    }
}

/// Sends all documents at once and searches meanwhile, and then a while longer.
fn under_load(served: &Served, progress: &Progress, arguments: &Arguments) -> Load {
    let mut load = Load::default();
    let at_once = Barrier::new(progress.papers.len() + 1);
    std::thread::scope(|scope| {
        let listening = served.listen("GET", "/v1/events", "");
        let listener = scope.spawn(|| progress.listen(listening));
        for paper in progress.papers {
            let at_once = &at_once;
            scope.spawn(move || {
                let _watched = Watched(served.process());
                at_once.wait();
                let began = Instant::now();
                let reply = served.upload(&[(&paper.name, &paper.bytes)], &[]);
                assert_eq!((reply.status, &reply.json()["id"]), (202, &paper.id.as_str().into()), "{}", reply.text());
                progress.accepted(&paper.id, began);
            });
        }
        at_once.wait();
        let whole = Duration::from_secs(arguments.seconds.into());
        load.ask(served, progress, arguments.rate, whole, || true);
        // However long it takes: what is slow is to be seen in the table.
        load.ask(served, progress, arguments.rate, Duration::MAX, || !listener.is_finished());
        listener.join().unwrap();
        load.ask(served, progress, arguments.rate, whole / AFTERWARDS, || true);
    });
    load
}

/// That every document is listed once and is whole, and that each is found by its word.
fn look_through(served: &Served, papers: &[&Paper]) {
    let mut listed = Vec::new();
    while listed.len() % STRETCH == 0 {
        let (limit, offset) = (STRETCH, listed.len());
        let stretch = served.get(&format!("/v1/documents?limit={limit}&offset={offset}")).json();
        let documents: &Vec<Value> = stretch["documents"].as_array().unwrap();
        if documents.is_empty() {
            break;
        }
        listed.extend(documents.iter().map(|document| document["id"].as_str().unwrap().to_owned()));
    }
    let there: BTreeSet<&str> = listed.iter().map(String::as_str).collect();
    let sent: BTreeSet<&str> = papers.iter().map(|paper| paper.id.as_str()).collect();
    assert_eq!(there, sent, "nothing may be lost");
    assert_eq!(listed.len(), sent.len(), "nothing may be there twice");
    for paper in papers {
        let document = served.imported(&paper.id);
        assert_eq!(document["status"], "imported", "{document}");
        assert_eq!(document["pages_searchable"], document["pages"], "it must be whole: {document}");
        let found = load::search(served, paper);
        assert!(load::is_found(&found, paper), "{} must be found by “{}”: {}", paper.name, paper.word, found.text());
    }
    let health = served.get("/v1/health").json();
    assert_eq!((&health["imports"], &health["documents"]), (&json!(0), &json!(papers.len())));
}

/// One kind of requests, in milliseconds.
fn row(what: &str, took: Vec<f64>) {
    if took.is_empty() {
        return println!("| {what} | 0 | | | | |");
    }
    let (count, times) = (took.len(), Times::new(took));
    println!("| {what} | {count} | {} | {:.1} ms |", times.cells(), times.within(1.0));
}
