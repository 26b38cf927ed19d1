//! Every check and test, and a table of what ran.

use std::process::Command;
use std::time::{Duration, Instant};

use crate::process::{Failure, cargo, npm, output, run_to_end};
use crate::setup::{self, Packages};
use crate::{USAGE, audit, bundle, fuzz, types};

/// What is not built by default, and tested all the same.
pub(crate) const ALL: &str = "local-model";

/// A named piece of work.
type Step = (&'static str, Box<dyn FnOnce() -> Result<(), Failure>>);

/// How long each fuzz target looks unless more or less is said, in seconds. Longer runs are for a night.
const BRIEF: u32 = 60;

/// `test [FUZZ_SECONDS]`: sets up and runs every step; the first that fails is the last.
///
/// # Errors
/// That of the step that failed.
pub(crate) fn test(arguments: &[String]) -> Result<(), Failure> {
    let brief = match arguments {
        [] => BRIEF,
        [seconds] => seconds.parse().map_err(|_| Failure::Usage(USAGE))?,
        _ => return Err(Failure::Usage(USAGE)),
    };
    let mut ran: Vec<(&str, bool, Duration)> = Vec::new();
    let mut ended = Ok(());
    for (name, work) in steps(brief) {
        println!("\n== {name}");
        let began = Instant::now();
        ended = work();
        ran.push((name, ended.is_ok(), began.elapsed()));
        if ended.is_err() {
            break;
        }
    }
    print_table(&ran);
    ended
}

fn steps(brief: u32) -> Vec<Step> {
    vec![
        ("set-up", Box::new(|| setup::everything(Packages::Tests))),
        ("rustfmt", run(cargo(&["fmt", "--all", "--check"]))),
        ("what others wrote", Box::new(audit::of_this_tree)),
        ("UI types", run(npm(&["run", "check"]))),
        ("UI tests", run(npm(&["test"]))),
        ("build", run(build())),
        ("generated types", Box::new(types::check)),
        ("tests", run(tests())),
        ("doc tests", run(cargo(&["test", "--quiet", "--workspace", "--features", ALL, "--doc"]))),
        ("fuzz targets", Box::new(move || fuzz::briefly(brief))),
        ("clippy", run(cargo(&["clippy", "--workspace", "--all-targets", "--features", ALL, "--", "-D", "warnings"]))),
        (
            "clippy without the window",
            run(cargo(&["clippy", "--no-default-features", "--bins", "--", "-D", "warnings"])),
        ),
        ("documentation", run(documentation())),
        ("package", Box::new(bundle::test)),
    ]
}

/// The app and all that tests it.
pub(crate) fn build() -> Command {
    cargo(&["build", "--workspace", "--all-targets", "--features", ALL])
}

fn run(mut command: Command) -> Box<dyn FnOnce() -> Result<(), Failure>> {
    Box::new(move || run_to_end(&mut command))
}

/// nextest runs each test in its own process and so more of them at once; without it, cargo's own runner.
fn tests() -> Command {
    let nextest = output("cargo", &["nextest", "--version"]).is_some();
    let runner: &[&str] =
        if nextest { &["nextest", "run", "--workspace"] } else { &["test", "--workspace", "--all-targets"] };
    let mut tests = setup::model::named(cargo(runner));
    tests.args(["--features", ALL]);
    tests
}

fn documentation() -> Command {
    let mut documentation = cargo(&["doc", "--no-deps", "--workspace", "--features", ALL, "--document-private-items"]);
    documentation.env("RUSTDOCFLAGS", "-D warnings");
    documentation
}

fn print_table(ran: &[(&str, bool, Duration)]) {
    println!("\nWhat ran:");
    for (name, passed, took) in ran {
        let end = if *passed { "ok" } else { "FAILED" };
        println!("  {name:<28} {end:<7} {:>7.1} s", took.as_secs_f64());
    }
    let total: Duration = ran.iter().map(|(_, _, took)| *took).sum();
    println!("  {:<28} {:<7} {:>7.1} s", "together", "", total.as_secs_f64());
}
