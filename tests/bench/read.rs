//! Reads a folder of files as an import does and tells how each ended: `cargo xtask eval read FOLDER`.
//!
//! Prints a table; with a second argument it writes there what was read, a line of JSON a file, for
//! `tests/bench/referees.py` to compare with other readers.

#![allow(clippy::unwrap_used, reason = "a failed assumption should end the measurement")]
#![allow(clippy::print_stdout, reason = "the table is the result")]

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use paperside_engine::messages::PageState;
use paperside_engine::reading::{DocumentInfo, DocumentReader, FileToRead, Page, PageSink};
use paperside_engine::{ReadError, ReadLimits, WorkerCommand};
use serde_json::json;

/// Seconds a file may take; beyond it counts as a time-out.
const LONGEST: f64 = 60.0;

/// As many files are read side by side as the machine has cores, and no more than this.
const MOST_READERS: usize = 4;

/// What became of a file.
#[derive(Default)]
struct Ended {
    refused: Option<String>,
    /// Their texts and words are kept only if they are to be written.
    pages: Vec<Page>,
    keeps_text: bool,
    seconds: f64,
    /// Of the reader process, in milliseconds; less than what was used if it died.
    computed: u64,
    /// The most memory that the reader process has had by now, in bytes.
    peak: u64,
}

impl PageSink for Ended {
    fn begin(&mut self, _: DocumentInfo) -> ControlFlow<()> {
        ControlFlow::Continue(())
    }

    fn page(&mut self, mut page: Page) -> ControlFlow<()> {
        if !self.keeps_text {
            (page.text, page.words) = (String::new(), Vec::new());
        }
        self.pages.push(page);
        ControlFlow::Continue(())
    }
}

fn main() {
    let arguments: Vec<PathBuf> = std::env::args().skip(1).filter(|it| it != "--bench").map(PathBuf::from).collect();
    let [folder, rest @ ..] = arguments.as_slice() else { panic!("name a folder of files to read") };
    let folder = folder.canonicalize().unwrap();
    let mut files = Vec::new();
    gather(&folder, &mut files);
    let next = AtomicUsize::new(0);
    let ended = Mutex::new(BTreeMap::new());
    let readers = std::thread::available_parallelism().unwrap().get().min(MOST_READERS);
    std::thread::scope(|scope| {
        for _ in 0..readers {
            scope.spawn(|| {
                let command = WorkerCommand { program: env!("CARGO_BIN_EXE_paperside").into() };
                let mut reader = DocumentReader::new(command, folder.clone(), ReadLimits::default());
                while let Some(file) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let read = read(&mut reader, file, !rest.is_empty());
                    ended.lock().unwrap().insert(file.strip_prefix(&folder).unwrap().to_owned(), read);
                }
            });
        }
    });
    let ended = ended.into_inner().unwrap();
    print_table(&ended);
    if let [output] = rest {
        write(output, &ended);
    }
}

fn gather(folder: &Path, files: &mut Vec<PathBuf>) {
    let mut entries: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for entry in entries {
        let is_hidden = entry.file_name().unwrap().to_string_lossy().starts_with(['.', '_']);
        match entry.is_dir() {
            true => gather(&entry, files),
            false if !is_hidden => files.push(entry),
            false => {}
        }
    }
}

fn read(reader: &mut DocumentReader, file: &Path, keeps_text: bool) -> Ended {
    let mut ended = Ended { keeps_text, ..Ended::default() };
    let filename = file.file_name().unwrap().to_string_lossy().into_owned();
    let before = reader.process().map_or((0, 0), usage);
    let process = reader.process();
    let began = Instant::now();
    let read = reader.read(FileToRead { id: "", file, filename: &filename, password: None, from: 0 }, &mut ended);
    ended.seconds = began.elapsed().as_secs_f64();
    let after = reader.process().map_or((0, 0), usage);
    let computed_before = if process == reader.process() { before.0 } else { 0 };
    (ended.computed, ended.peak) = (after.0.saturating_sub(computed_before), after.1);
    ended.refused = read.err().map(|error: ReadError| error.to_string());
    ended
}

/// Milliseconds of computing and the most bytes of memory of a process, by Linux's account.
fn usage(process: u32) -> (u64, u64) {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let ticks = |field: usize| fields.get(field).and_then(|ticks| ticks.parse::<u64>().ok()).unwrap_or(0);
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let peak = peak.and_then(|peak| peak.split_whitespace().next()?.parse::<u64>().ok()).unwrap_or(0);
    // A tick is a hundredth of a second.
    (10 * (ticks(11) + ticks(12)), 1024 * peak)
}

fn print_table(ended: &BTreeMap<PathBuf, Ended>) {
    let all = || ended.values();
    let pages = || all().flat_map(|ended| &ended.pages);
    let count = |wanted: &dyn Fn(&Page) -> bool| pages().filter(|page| wanted(page)).count();
    let state = |state: PageState| count(&|page| page.state == state);
    println!("| | |\n| --- | ---: |");
    let row = |name: &str, value: String| println!("| {name} | {value} |");
    row("files", ended.len().to_string());
    row("read", all().filter(|ended| ended.refused.is_none()).count().to_string());
    row("refused with a reason", all().filter(|ended| ended.refused.is_some()).count().to_string());
    row("longer than 60 s", all().filter(|ended| ended.seconds > LONGEST).count().to_string());
    row("slowest file", format!("{:.1} s", all().map(|ended| ended.seconds).fold(0.0, f64::max)));
    row("pages", pages().count().to_string());
    row("pages searchable", state(PageState::Searchable).to_string());
    row("pages that are images", state(PageState::ImageOnly).to_string());
    row("pages that are blank", state(PageState::Blank).to_string());
    row("pages failed, with a reason", state(PageState::Failed).to_string());
    row("pages from the second reader", count(&|page| page.reader == "pdf-extract").to_string());
    let computed: u64 = all().map(|ended| ended.computed).sum();
    row("computing for a page", format!("{:.1} ms", computed as f64 / pages().count().max(1) as f64));
    row("most memory of a reader process", format!("{} MB", all().map(|ended| ended.peak).max().unwrap_or(0) >> 20));
    row("most memory of the app's side", format!("{} MB", usage(std::process::id()).1 >> 20));
    println!();
    let mut reasons = BTreeMap::<&str, usize>::new();
    for reason in all().filter_map(|ended| ended.refused.as_deref()) {
        *reasons.entry(reason).or_default() += 1;
    }
    for reason in pages().filter(|page| page.state == PageState::Failed).filter_map(|page| page.reason.as_deref()) {
        *reasons.entry(reason).or_default() += 1;
    }
    reasons.iter().for_each(|(reason, count)| println!("{count:>5}  {reason}"));
}

fn write(output: &Path, ended: &BTreeMap<PathBuf, Ended>) {
    let mut output = BufWriter::new(File::create(output).unwrap());
    for (file, Ended { refused, pages, seconds, computed, .. }) in ended {
        let pages: Vec<_> = pages
            .iter()
            .map(|page| {
                let words = page.words.iter().map(|word| {
                    let text = &page.text[word.start as usize..word.end as usize];
                    json!([text, word.x0, word.y0, word.x1, word.y1])
                });
                json!({ "text": page.text, "state": page.state, "reader": page.reader, "words": words.collect::<Vec<_>>() })
            })
            .collect();
        let line =
            json!({ "file": file, "refused": refused, "seconds": seconds, "computed": computed, "pages": pages });
        writeln!(output, "{line}").unwrap();
    }
}
