//! `kill -9` a hundred times over: nothing that was acknowledged is lost, nothing is there twice, and the catalog, the
//! index and the originals agree.
//!
//! Each round has a library of its own, in which imports and removals are killed at instants drawn from a fixed seed:
//! some at any time from the start of the program on, some at the very moment at which a stage is told, so that all
//! stages are hit on quick and on slow machines alike. Then everything is imported undisturbed and the library must be
//! as one that was never disturbed.

#![cfg(unix)]
#![expect(clippy::print_stdout, reason = "the seed and the counts belong to the result")]

use std::collections::BTreeSet;
use std::fmt::Write;
use std::io::{BufRead, BufReader};
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::support::{Ended, Paperside, corpus};

const SEED: u64 = 0x5eed_0f9a_9e12_51de;

/// Rounds run side by side: most of their time is waiting for an instant.
const ROUNDS: u64 = 2;
const KILLS_A_ROUND: u32 = 50;

/// A round that does not come to its kills is stopped here, so that a test that tests nothing cannot pass.
const TURNS_A_ROUND: u32 = 3 * KILLS_A_ROUND;

const SIGKILL: i32 = 9;

/// Longer than any instant, and than any import here.
const PATIENCE: Duration = Duration::from_mins(2);

const OF_THE_CORPUS: &[&str] = &[
    "french.pdf",
    "two-columns.pdf",
    "court-transcript.pdf",
    "kitchen-at-sea.docx",
    "two-tales.epub",
    "ferry.eml",
    "prices.csv",
    "weather.rtf",
    "harbour.html",
    "mill-rules.odt",
];

const QUESTIONS: &[&str] = &[
    "Where is the kettle?",
    "What does the ledger of chapter 57 say?",
    "Who keeps the lighthouse?",
    "adresse",
    "rope, salt and copper for the captain",
];

#[test]
fn nothing_is_lost_or_doubled_when_killed_a_hundred_times() {
    println!("seed {SEED:#x}");
    let began = Instant::now();
    let undisturbed = &Control::new();
    let after_control = began.elapsed();
    let kills: u32 = std::thread::scope(|scope| {
        let rounds: Vec<_> =
            (0..ROUNDS).map(|number| scope.spawn(move || Round::new(number).run(undisturbed))).collect();
        rounds.into_iter().map(|round| round.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))).sum()
    });
    println!("{kills} kills in {:?}, of which the control took {after_control:?}", began.elapsed());
    assert!(kills >= 100, "only {kills} kills landed while something was being done");
}

/// What a library that was never disturbed says.
struct Control {
    documents: Vec<Value>,
    receipt: Value,
    answers: Vec<Value>,
}

impl Control {
    fn new() -> Self {
        let paperside = Paperside::new();
        let ended = add(&paperside, &documents(&paperside));
        assert_eq!(ended.code, 0, "what is imported here must be importable: {}", ended.stderr);
        let documents = listed(&paperside);
        let receipt = receipt_of_the_long_one(&paperside);
        Self { documents, receipt, answers: answers(&paperside) }
    }
}

/// A library that is disturbed, and what must be true of it by now.
struct Round {
    number: u64,
    random: SplitMix,
    paperside: Paperside,
    paths: Vec<PathBuf>,
    /// Ids of documents that the person was told are in the library.
    acknowledged: BTreeSet<String>,
    /// What the last look at the library showed.
    listed: Vec<Value>,
    kills: u32,
}

/// What is being done when the kill comes.
#[derive(Debug)]
enum Deed {
    Add,
    Run,
    Remove(Vec<String>),
}

/// When the kill comes.
#[derive(Debug, Clone, Copy)]
enum Moment {
    /// So long after the start.
    Time(Duration),
    /// So long after the so-manieth line that contains a text was printed.
    Line(&'static str, u64, Duration),
}

impl Round {
    fn new(number: u64) -> Self {
        let paperside = Paperside::new();
        let paths = documents(&paperside);
        let random = SplitMix(SEED ^ number);
        let (acknowledged, listed) = (BTreeSet::new(), Vec::new());
        Self { number, random, paperside, paths, acknowledged, listed, kills: 0 }
    }

    fn run(mut self, undisturbed: &Control) -> u32 {
        for turn in 0..TURNS_A_ROUND {
            if self.kills == KILLS_A_ROUND {
                break;
            }
            self.edit_the_notes();
            let deed = self.next_deed(turn);
            let instant = self.next_instant(&deed);
            let struck = strike(self.command(&deed), instant);
            self.kills += u32::from(struck.was_killed);
            self.look(
                &deed,
                &struck,
                undisturbed,
                &format!("round {}, turn {turn}: {deed:?} {instant:?}", self.number),
            );
        }
        self.settle(undisturbed);
        self.kills
    }

    /// The file has two versions that take turns, so that updates are disturbed too.
    fn edit_the_notes(&mut self) {
        if self.random.below(4) == 0 {
            write_notes(&self.paperside, self.random.below(2) == 0);
        }
    }

    /// Something that is really to be done: where nothing is missing, something is removed first.
    fn next_deed(&mut self, turn: u32) -> Deed {
        let is_complete = self.listed.len() >= self.paths.len();
        if is_complete || (self.listed.len() > 4 && self.random.below(6) == 0) {
            let ids: Vec<String> = self.listed.iter().map(|document| text(&document["id"])).collect();
            let removed = ids.into_iter().filter(|_| is_complete || self.random.below(2) == 0).collect();
            return Deed::Remove(removed);
        }
        if turn.is_multiple_of(2) { Deed::Add } else { Deed::Run }
    }

    fn next_instant(&mut self, deed: &Deed) -> Moment {
        let shortly = Duration::from_millis(self.random.below(30));
        match (deed, self.random.below(8)) {
            (Deed::Remove(_), 0..4) => Moment::Time(Duration::from_millis(150 + self.random.below(250))),
            (Deed::Remove(_), _) => Moment::Line("\"removed\"", 1 + self.random.below(6), shortly / 2),
            (_, 0..5) => Moment::Time(Duration::from_millis(self.random.below(700))),
            (_, 5) => Moment::Line("\"embedding\"", 1 + self.random.below(12), shortly),
            (_, 6) => Moment::Line("\"indexing\"", 1 + self.random.below(4), shortly),
            (_, _) => Moment::Line("\"document\"", 1 + self.random.below(4), shortly),
        }
    }

    fn command(&self, deed: &Deed) -> Command {
        match deed {
            Deed::Add => {
                let mut command = self.paperside.command(&["--json", "add"]);
                command.args(&self.paths);
                command
            }
            Deed::Run => self.paperside.command(&["--json", "imports", "run"]),
            Deed::Remove(ids) => {
                let mut command = self.paperside.command(&["--json", "remove"]);
                command.args(ids);
                command
            }
        }
    }

    /// The library opens, holds what the person was told it holds, and nothing half.
    fn look(&mut self, deed: &Deed, struck: &Struck, undisturbed: &Control, when: &str) {
        self.listed = listed(&self.paperside);
        let ids: BTreeSet<String> = self.listed.iter().map(|document| text(&document["id"])).collect();
        if let Deed::Remove(removed) = deed {
            removed.iter().for_each(|id| {
                self.acknowledged.remove(id);
            });
            for line in struck.of_type("removed") {
                assert!(!ids.contains(&text(&line["id"])), "{when}: it was said to be removed: {line}");
            }
        }
        // What is at the path of the notes changes, and each version takes the place of the other.
        let told = struck.of_type("document").filter(|line| line["status"] != "failed");
        self.acknowledged.extend(told.filter(|line| line["filename"] != NOTES).map(|line| text(&line["id"])));
        let lost: Vec<&String> = self.acknowledged.difference(&ids).collect();
        assert!(lost.is_empty(), "{when}: said to be in the library, but lost: {lost:?}");
        for document in self.listed.iter().filter(|document| document["title"] != NOTES) {
            assert!(undisturbed.documents.contains(document), "{when}: {document} must be whole");
        }
        let failed: Vec<&Value> = struck.of_type("document").filter(|line| line["status"] == "failed").collect();
        assert!(failed.is_empty(), "{when}: a kill is no reason for a later import to fail: {failed:?}");
        assert!(struck.of_type("error").next().is_none(), "{when}: {:?}", struck.lines);
    }

    /// After an undisturbed import all is as if nothing had happened.
    fn settle(&self, undisturbed: &Control) {
        let Self { paperside, number, .. } = self;
        write_notes(paperside, true);
        let ended = add(paperside, &self.paths);
        assert_eq!(ended.code, 0, "round {number}: {} {:?}", ended.stderr, ended.of_type("document"));
        assert_eq!(listed(paperside), undisturbed.documents, "round {number}: each document once, and whole");
        assert_eq!(receipt_of_the_long_one(paperside), undisturbed.receipt, "round {number}: each page of it");
        let imports = paperside.json(&["imports"]);
        assert_eq!((imports.code, imports.lines), (0, Vec::new()), "round {number}: nothing waits any more");
        let doctor = paperside.json(&["doctor"]);
        assert_eq!((doctor.code, &doctor.lines[0]["sound"]), (0, &json!(true)), "round {number}: {:?}", doctor.lines);
        assert_eq!(answers(paperside), undisturbed.answers, "round {number}: the same is found");
        assert_eq!(leftovers(paperside), Vec::<String>::new(), "round {number}");
    }
}

/// What a command printed before it was killed, or to its end.
struct Struck {
    lines: Vec<Value>,
    was_killed: bool,
}

impl Struck {
    fn of_type(&self, name: &str) -> impl Iterator<Item = &Value> {
        self.lines.iter().filter(move |line| line["type"] == name)
    }
}

/// Starts a command and kills it at the instant, unless it ends before.
fn strike(mut command: Command, instant: Moment) -> Struck {
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let printed = printed_by(&mut child);
    let mut lines = Vec::new();
    wait_until(instant, &printed, &mut lines);
    child.kill().unwrap();
    let status = child.wait().unwrap();
    lines.extend(printed.iter());
    // One that had ended before is not counted; one that had crashed would have another signal.
    let was_killed = status.signal() == Some(SIGKILL);
    assert!(was_killed || status.code().is_some(), "nothing but our own kill may end it so: {status}");
    // The last line may be half a line.
    let lines = lines.iter().filter_map(|line| serde_json::from_str(line).ok()).collect();
    Struck { lines, was_killed }
}

/// The lines a program prints, read by a thread, so that waiting for the next one can end.
fn printed_by(child: &mut Child) -> Receiver<String> {
    let stdout = BufReader::new(child.stdout.take().unwrap());
    let (sender, lines) = channel();
    std::thread::spawn(move || stdout.lines().map_while(Result::ok).try_for_each(|line| sender.send(line)));
    lines
}

fn wait_until(instant: Moment, printed: &Receiver<String>, lines: &mut Vec<String>) {
    match instant {
        Moment::Time(time) => wait_for(time, printed, lines),
        Moment::Line(wanted, mut missing, then) => {
            while missing > 0 {
                match printed.recv_timeout(PATIENCE) {
                    Ok(line) => {
                        missing -= u64::from(line.contains(wanted));
                        lines.push(line);
                    }
                    Err(RecvTimeoutError::Disconnected) => return,
                    Err(RecvTimeoutError::Timeout) => panic!("silent for {PATIENCE:?} after {:?}", lines.last()),
                }
            }
            wait_for(then, printed, lines);
        }
    }
}

fn wait_for(time: Duration, printed: &Receiver<String>, lines: &mut Vec<String>) {
    let end = Instant::now() + time;
    while let Ok(line) = printed.recv_timeout(end.saturating_duration_since(Instant::now())) {
        lines.push(line);
    }
}

const LONG: &str = "long.txt";
const NOTES: &str = "notes.txt";

/// The files of a round: those of the corpus, texts of a few words to a few pages, one of a hundred and twenty short
/// pages, and one that is edited now and then.
fn documents(paperside: &Paperside) -> Vec<PathBuf> {
    let mut random = SplitMix(1);
    let mut paths: Vec<PathBuf> = OF_THE_CORPUS.iter().map(|name| corpus(name)).collect();
    for (number, sentences) in [1, 3, 9, 20, 40].into_iter().enumerate() {
        let name = format!("letter {number}.txt");
        paths.push(paperside.file(&name, prose(&mut random, &name, sentences).as_bytes()));
    }
    let pages: Vec<String> = (1..=120).map(|page| prose(&mut random, &format!("chapter {page}"), 2)).collect();
    paths.insert(4, paperside.file(LONG, pages.join("\x0c").as_bytes()));
    paths.insert(9, write_notes(paperside, true));
    paths
}

fn write_notes(paperside: &Paperside, is_first_version: bool) -> PathBuf {
    let place = if is_first_version { "stove" } else { "table" };
    paperside.file(NOTES, format!("The kettle is on the {place}.").as_bytes())
}

/// Sentences that differ from all others, so that each has its own place in the ranking.
fn prose(random: &mut SplitMix, name: &str, sentences: u32) -> String {
    const WORDS: &[&str] = &[
        "kettle", "stove", "keeper", "harbour", "ferry", "captain", "island", "winter", "market", "bread", "salt",
        "rope", "anchor", "window", "candle", "orchard", "river", "mill", "bridge", "garden", "copper", "barrel",
        "sail", "compass", "lantern", "meadow",
    ];
    let mut text = format!("The ledger of {name} is kept in the lighthouse.");
    for _ in 0..sentences {
        let words: Vec<&str> = (0..12).map(|_| WORDS[random.below(WORDS.len() as u64) as usize]).collect();
        write!(text, " The {}.", words.join(" ")).unwrap();
    }
    text
}

fn add(paperside: &Paperside, paths: &[PathBuf]) -> Ended {
    paperside.add(&paths.iter().map(PathBuf::as_path).collect::<Vec<_>>())
}

/// The documents, with what must not depend on when and from where they were imported.
fn listed(paperside: &Paperside) -> Vec<Value> {
    let ended = paperside.json(&["list"]);
    assert_eq!(ended.code, 0, "the library must open: {}", ended.stderr);
    let fields = ["title", "id", "content_type", "size", "pages", "pages_searchable", "passages"];
    let kept = |line: &Value| fields.iter().map(|field| ((*field).to_owned(), line[field].clone())).collect();
    let mut documents: Vec<Value> = ended.lines.iter().map(kept).collect();
    documents.sort_by_key(|document| (document["title"].to_string(), document["id"].to_string()));
    documents
}

/// What became of each page of the longest document, without how long it took.
fn receipt_of_the_long_one(paperside: &Paperside) -> Value {
    let listed = listed(paperside);
    let long = listed.iter().find(|document| document["title"] == LONG).unwrap();
    let mut shown = paperside.json(&["show", long["id"].as_str().unwrap()]).lines.remove(0);
    for page in shown["receipt"].as_array_mut().unwrap() {
        page.as_object_mut().unwrap().remove("milliseconds");
    }
    shown["receipt"].take()
}

/// The five best passages for each question, and the answers to some.
fn answers(paperside: &Paperside) -> Vec<Value> {
    let found = QUESTIONS.iter().map(|question| {
        let found = paperside.json(&["search", question, "-k", "5"]).lines.remove(0);
        let hit = |hit: &Value| json!([hit["document"]["id"], hit["page"], hit["passage"], hit["text"]]);
        json!({"question": question, "hits": found["hits"].as_array().unwrap().iter().map(hit).collect::<Vec<_>>()})
    });
    let answered = QUESTIONS[..3].iter().map(|question| {
        let done = paperside.ask(question);
        json!({"question": question, "answer": done["answer"], "refused": done["refused"]})
    });
    found.chain(answered).collect()
}

/// What is wrong with the files of a library: there is one original a document, and none that is being written.
pub fn leftovers(paperside: &Paperside) -> Vec<String> {
    let library = paperside.library();
    let originals = library.join("originals");
    let ids = paperside.json(&["list"]).lines.into_iter().map(|line| text(&line["id"]));
    let expected: BTreeSet<PathBuf> = ids.map(|id| originals.join(&id[..2]).join(id)).collect();
    let there = files_in(&originals);
    let told = |what: &str, path: &PathBuf| format!("{what} {}", path.display());
    let missing = expected.difference(&there).map(|path| told("missing", path));
    let needless = there.difference(&expected).map(|path| told("needless", path));
    let probe = library.join("probe");
    missing.chain(needless).chain(probe.exists().then(|| told("needless", &probe))).collect()
}

pub fn files_in(folder: &Path) -> BTreeSet<PathBuf> {
    let mut files = BTreeSet::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(files_in(&path));
        } else {
            files.insert(path);
        }
    }
    files
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

/// Splitmix64 by Sebastiano Vigna: small, and the same on every machine.
pub struct SplitMix(pub u64);

impl SplitMix {
    /// A number from 0 to `limit`, without it.
    pub fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % limit
    }
}
