//! `cargo xtask bench soak [MINUTES] [SEED]`: a library used hard for a long time, beside an account of what should be in it.
//!
//! What a person does with a library is drawn by chance: files are imported, edited and imported again, moved, copied,
//! removed, put into collections, searched for, asked about, pinned, called off, sealed and taken in. Every so many steps
//! and at the end everything is compared: documents, collections, paths, pins, chats, originals, and for words that stand
//! in one paragraph each, where they are found and where not. Whatever differs ends the run with its seed and the last
//! steps.
//!
//! The library is in a process of its own, the engine and nothing else. In the first two fifths of the run it is killed
//! now and then in the midst of something, or closed and opened. Then it lives on, and in the second half a line through
//! what it takes of the machine must not rise: what leaks does so in a process that lives.
//!
//! # Layout
//! - [`person`]: what is done next, and that it comes out as it should
//! - [`filing`], [`asking`]: the things that are done
//! - [`world`]: what should be there
//! - [`compare`]: whether it is
//! - [`keeper`], [`keeping`], [`deeds`]: the process with the library, from outside and inside, and how it is spoken to
//! - [`machine`]: what it takes, and the verdict
//! - [`texts`], [`chance`]: what is written, and what is drawn

#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "a benchmark reports on the terminal")]

mod asking;
mod chance;
mod compare;
mod deeds;
mod filing;
mod keeper;
mod keeping;
mod machine;
mod person;
mod texts;
mod world;

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use clap::Parser;

use machine::Samples;
use person::Person;

/// Steps between two comparisons, and comparisons between two of everything.
const BETWEEN: u64 = 25;
const WHOLE: u64 = 8;

/// Something, or else what differs from what should be.
type Found<T> = Result<T, String>;

#[derive(Parser)]
#[command(about = "A library used hard for a long time")]
struct Arguments {
    /// How long
    #[arg(default_value_t = 30.0)]
    minutes: f64,
    /// What chance begins with, to do the same again; the clock if absent
    seed: Option<u64>,
    /// Documents that there are most of the time
    #[arg(long, default_value_t = 120, value_parser = clap::value_parser!(u16).range(10..=240))]
    documents: u16,
    /// Keep this library for another process
    #[arg(long, hide = true)]
    keep: Option<PathBuf>,
    /// Cargo says so to every benchmark
    #[arg(long, hide = true)]
    bench: bool,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    if let Some(library) = arguments.keep {
        // As the program does.
        paperside_engine::memory::keep_little();
        tokio::runtime::Runtime::new().unwrap().block_on(keeping::keep(library));
        return ExitCode::SUCCESS;
    }
    let clock = || SystemTime::now().duration_since(UNIX_EPOCH).map_or(1, |since| since.as_secs());
    let seed = arguments.seed.unwrap_or_else(clock);
    let of = Duration::from_secs_f64(60.0 * arguments.minutes);
    // Kept if something is wrong, to be looked at.
    let home = tempfile::tempdir().unwrap().keep();
    println!("seed {seed}, {} minutes, {} documents, in {}", arguments.minutes, arguments.documents, home.display());
    let began = Instant::now();
    let mut samples = Samples::new(began, of, &home.join("library"));
    let mut person = match Person::new(home.clone(), seed, usize::from(arguments.documents)) {
        Ok(person) => person,
        Err(problem) => return fail(&problem, &[]),
    };
    let lived = live(&mut person, &mut samples, began, of);
    println!("\n{}", samples.table());
    if let Err(difference) = lived.and_then(|()| person.end()) {
        return fail(&difference, &person.last_steps());
    }
    let (verdict, is_flat) = samples.verdict();
    println!("\n{verdict}\n\n{}", person.account());
    std::fs::remove_dir_all(&home).unwrap();
    println!("{}", if is_flat { "Nothing differs, and all is flat." } else { "Nothing differs, but not all is flat." });
    if is_flat { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Step after step until it is time.
fn live(person: &mut Person, samples: &mut Samples, began: Instant, of: Duration) -> Found<()> {
    for step in 1.. {
        let so_far = began.elapsed();
        if so_far >= of {
            break;
        }
        person.step(so_far < of * 2 / 5)?;
        if step % BETWEEN == 0 {
            person.compare(step % (BETWEEN * WHOLE) == 0)?;
        }
        samples.look(person.process(), person.documents(), step);
    }
    Ok(())
}

fn fail(difference: &str, last_steps: &[String]) -> ExitCode {
    println!("\nThe last steps:");
    last_steps.iter().for_each(|step| println!("  {step}"));
    println!("\nIt is not as it should be: {difference}");
    println!("The seed of the first line draws the same steps again; the library is kept where that line says.");
    ExitCode::FAILURE
}
