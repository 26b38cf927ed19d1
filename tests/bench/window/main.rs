//! `cargo bench --features local-model --bench window [LIBRARY]`: how quick and how light the real window is.
//!
//! It is opened on a display of its own, without a graphics card, so that frames are drawn by the processor: a machine
//! with a card is faster. With a large library, such as the one that the benchmark `scale` keeps, the search as one types
//! is timed in it.
//!
//! # Layout
//! - [`frames`]: how long the window takes from frame to frame while something goes on
//! - [`memory`]: what its processes hold
//! - [`pages`]: a PDF with many pages

#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "a benchmark reports on the terminal")]
#![allow(clippy::disallowed_types, reason = "tests are the other end of the line")]
#![allow(dead_code, reason = "the tests use more of what stands in for a person")]

#[path = "../../window/app.rs"]
mod app;
#[path = "../../window/display.rs"]
mod display;
mod frames;
mod memory;
mod pages;
#[path = "../../support.rs"]
mod support;
#[path = "../../window/webdriver.rs"]
mod webdriver;

use std::path::PathBuf;
use std::time::Duration;

use clap::Parser;

use app::{App, Home};
use support::Paperside;

/// Starts that are timed.
const STARTS: usize = 7;

/// Pages of the PDF that is scrolled.
const PAGES: usize = 500;

/// Files that are imported while the window is watched.
const FILES: usize = 100;

/// How long anything may take.
const PATIENCE: Duration = Duration::from_mins(2);

#[derive(Parser)]
#[command(about = "How quick and how light the window is")]
struct Arguments {
    /// A library to search as one types
    library: Option<PathBuf>,
    /// Cargo says so to every benchmark
    #[arg(long, hide = true)]
    bench: bool,
}

fn main() {
    let arguments = Arguments::parse();
    bundle();
    starts();
    scrolling();
    importing();
    if let Some(library) = arguments.library {
        typing(&library);
    }
}

/// What the web view has to load, compressed as in a package.
fn bundle() {
    let size = |is_wanted: &dyn Fn(&str) -> bool| -> usize {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("ui/dist/assets");
        let entries = std::fs::read_dir(folder).expect("the UI is built").flatten();
        let wanted = entries.filter(|entry| is_wanted(&entry.file_name().to_string_lossy()));
        wanted.map(|entry| compressed(&std::fs::read(entry.path()).unwrap())).sum()
    };
    let all = size(&|_| true);
    let worker = size(&|name| name.starts_with("pdf.worker"));
    println!(
        "bundle, compressed     {:>7.0} kB without the worker of pdf.js ({:.0} kB)",
        (all - worker) as f64 / 1e3,
        worker as f64 / 1e3
    );
}

fn compressed(bytes: &[u8]) -> usize {
    use std::io::Write;
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap().len()
}

/// From the start of the process until documents are listed and a question can be typed, and what it then holds.
fn starts() {
    let paperside = Paperside::with(&["french.pdf", "two-tales.epub"]);
    let mut seconds: Vec<f64> = Vec::new();
    for _ in 0..=STARTS {
        let app = App::open(&paperside);
        app.find("[data-testid=document]");
        // Both clocks are the system's; the page's counts from when it began to load.
        let usable = app.run("return performance.timeOrigin + performance.getEntriesByName('usable')[0].startTime");
        seconds.push(usable.as_f64().unwrap() / 1000.0 - memory::started_at(&app));
        if seconds.len() > STARTS {
            std::thread::sleep(Duration::from_secs(10));
            memory::report(&app);
        }
    }
    // The first one finds the disk cold.
    let mut warm = seconds.split_off(1);
    warm.sort_by(f64::total_cmp);
    println!(
        "usable after           {:>7.2} s median, {:.2} s slowest of {STARTS} (first: {:.2} s)",
        warm[STARTS / 2],
        warm[STARTS - 1],
        seconds[0]
    );
}

fn scrolling() {
    let paperside = Paperside::new();
    let file = paperside.file("long.pdf", &pages::with_text(PAGES));
    assert_eq!(paperside.add(&[&file]).code, 0);
    let app = App::open(&paperside);
    app.press("[data-testid=document] .row");
    app.find("[data-testid=reader-page] canvas");
    std::thread::sleep(Duration::from_secs(3));
    for step in [10, 60] {
        frames::scroll(&app, "[data-testid=reader-pages]", step);
        frames::report(&app, &format!("PDF, {step} px a frame"));
    }
}

fn importing() {
    let paperside = Paperside::with(&["french.pdf"]);
    let write = |number: usize| {
        let lines = (0..400).map(|line| format!("Line {line} of file {number} tells of kettles and stoves. "));
        let text = lines.collect::<Vec<_>>().concat();
        paperside.file(&format!("many/file-{number}.txt"), text.as_bytes())
    };
    let files: Vec<PathBuf> = (0..FILES).map(write).collect();
    let app = App::open(&paperside);
    app.find("[data-testid=document]");
    app.drop_files(&[files[0].parent().unwrap()]);
    app.find("[data-testid=import]");
    frames::watch(&app, Duration::from_secs(10));
    frames::report(&app, &format!("while {FILES} files import"));
}

fn typing(library: &std::path::Path) {
    let app = App::open_at(Home::new(), library);
    app.press("[data-testid=mode-search]");
    app.find("[data-testid=question]:not([disabled])").click();
    let mut milliseconds = frames::typed(
        &app,
        &["what is the boundary layer", "information retrieval systems", "heat transfer in a wing"],
    );
    milliseconds.sort_by(f64::total_cmp);
    let at = |share: f64| milliseconds[((milliseconds.len() - 1) as f64 * share).round() as usize];
    println!(
        "keypress to results    {:>7.0} ms median, {:.0} ms 95 %, {:.0} ms slowest of {}",
        at(0.5),
        at(0.95),
        at(1.0),
        milliseconds.len()
    );
}
