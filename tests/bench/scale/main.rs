//! `cargo xtask bench scale FOLDER [PASSAGES]...`: how long a search takes among ten thousand, a hundred thousand and a
//! million passages.
//!
//! To embed so many would take days. Some thousand texts of the labelled sets in the folder are embedded; the others are
//! copies of them, each with a part of its words exchanged for others and its vector moved a little aside. The questions
//! are those of the sets. They are asked by a process of its own, whose memory holds nothing of what was made.
//!
//! With `--library` it is a whole library that is searched: a few thousand passages are imported, their rows in the
//! catalog are multiplied, and the library brings its index in step when it is opened.

#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "a benchmark reports on the terminal")]

mod chance;
mod copies;
mod index;
mod library;
mod machine;
mod sets;

use std::path::{Path, PathBuf};

use clap::Parser;

const QUESTIONS: usize = 200;

/// Searches before the first that counts, so that the index is in memory as after some minutes of use.
const WARMING: usize = 20;

#[derive(Parser)]
#[command(about = "How long a search takes among many passages")]
struct Arguments {
    /// Labelled sets, in any depth: corpus.jsonl and queries.jsonl
    folder: PathBuf,
    /// How many passages there should be
    #[arg(default_values_t = [10_000, 100_000, 1_000_000])]
    passages: Vec<usize>,
    /// A whole library instead of an index alone
    #[arg(long)]
    library: bool,
    /// Where what is made is kept, so that a second run need not make it again
    #[arg(long, value_name = "DIR")]
    keep: Option<PathBuf>,
    /// Ask only, and tell of it in a row
    #[arg(long, hide = true)]
    ask: bool,
    /// Cargo says so to every benchmark
    #[arg(long, hide = true)]
    bench: bool,
}

#[tokio::main]
async fn main() {
    let arguments = Arguments::parse();
    let temporary = tempfile::tempdir().unwrap();
    let home = arguments.keep.as_deref().unwrap_or(temporary.path()).join("scale");
    for &passages in &arguments.passages {
        let folder = home.join(format!("{}-{passages}", if arguments.library { "library" } else { "index" }));
        match (arguments.ask, arguments.library) {
            (true, true) => library::ask(&folder, &sets::questions(&arguments.folder)).await,
            (true, false) => index::ask(&folder, &sets::questions(&arguments.folder)),
            (false, is_library) => {
                let is_made = folder.join("made");
                if !is_made.exists() {
                    std::fs::create_dir_all(&folder).unwrap();
                    if is_library {
                        library::make(&folder, &arguments.folder, passages).await;
                    } else {
                        index::make(&folder, &arguments.folder, passages).await;
                    }
                    std::fs::write(&is_made, "").unwrap();
                }
                ask_in_a_process_of_its_own(&arguments, passages, &home);
            }
        }
    }
}

fn ask_in_a_process_of_its_own(arguments: &Arguments, passages: usize, home: &Path) {
    let mut again = std::process::Command::new(std::env::current_exe().unwrap());
    again.arg(&arguments.folder).arg(passages.to_string()).arg("--ask").arg("--keep").arg(home.parent().unwrap());
    again.args(arguments.library.then_some("--library"));
    assert!(again.status().unwrap().success(), "the measurement failed");
}
