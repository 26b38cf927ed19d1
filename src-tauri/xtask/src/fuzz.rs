//! Looks for bytes that break a parser, beginning with those that are kept and going on with what it thinks of itself.
//!
//! The fuzz targets are built like the tests, beside them; only our own packages are compiled once more, so that the
//! fuzzer sees which of their branches are taken.

use std::panic::resume_unwind;
use std::path::Path;
use std::thread::ScopedJoinHandle;

use crate::USAGE;
use crate::process::{Failure, cargo, root, run_to_end};
use crate::test::ALL;

/// The boundaries where bytes that others made meet a parser of ours.
const TARGETS: [&str; 6] = ["document", "frame", "package", "page", "recognised", "sealed"];

/// Where each target's first tries are.
const KEPT: &str = "tests/fuzz/corpus";

/// Where what it finds on the way is put: other branches, and bytes that break something.
const FOUND: &str = "target/fuzz";

/// The engine is compiled quickly instead of well: most of what is tried is short, and the tests wait for it.
const LIGHTLY: &str = "profile.dev.package.paperside-engine.opt-level=1";

/// How long a person's run looks, in seconds.
const LONG: u32 = 60;

/// Targets that a brief run looks at beside each other: one a core, of which the smallest machines have two.
const AT_ONCE: usize = 2;

/// What a run is asked.
#[derive(Debug, Clone, Copy)]
struct Wanted {
    seconds: u32,
    /// Draws the same numbers every time, so that one run is like another.
    is_repeatable: bool,
}

/// `fuzz TARGET|all [SECONDS]`.
///
/// # Errors
/// [`Failure::Usage`] and [`Failure::Program`], if something broke.
pub(crate) fn fuzz(arguments: &[String]) -> Result<(), Failure> {
    let seconds = |written: Option<&String>| match written {
        Some(written) => written.parse().map_err(|_| Failure::Usage(USAGE)),
        None => Ok(LONG),
    };
    match arguments {
        [target, rest @ ..] if rest.len() < 2 && (target == "all" || TARGETS.contains(&&**target)) => {
            let wanted = Wanted { seconds: seconds(rest.first())?, is_repeatable: false };
            let targets = TARGETS.into_iter().filter(|one| target == "all" || one == target);
            targets.into_iter().try_for_each(|target| run(target, wanted))
        }
        _ => Err(Failure::Usage(USAGE)),
    }
}

/// All of them, so many seconds each, beginning with the same numbers every time.
///
/// # Errors
/// [`Failure::Program`], if something broke.
pub(crate) fn briefly(seconds: u32) -> Result<(), Failure> {
    if !cfg!(target_os = "linux") {
        println!("The fuzzer runs on Linux only.");
        return Ok(());
    }
    TARGETS.chunks(AT_ONCE).try_for_each(|beside| {
        std::thread::scope(|scope| {
            let look = |target: &'static str| move || run(target, Wanted { seconds, is_repeatable: true });
            let running: Vec<_> = beside.iter().map(|target| scope.spawn(look(target))).collect();
            let ended = |thread: ScopedJoinHandle<'_, _>| thread.join().unwrap_or_else(|panic| resume_unwind(panic));
            // All are waited for, whatever the first says.
            running.into_iter().map(ended).collect::<Vec<_>>().into_iter().collect()
        })
    })
}

fn run(target: &str, wanted: Wanted) -> Result<(), Failure> {
    let folder = |kind: &str| root().join(FOUND).join(kind).join(target);
    let (branches, broken) = (folder(if wanted.is_repeatable { "brief" } else { "branches" }), folder("broken"));
    if wanted.is_repeatable && branches.exists() {
        // What an earlier run found would make this one another.
        std::fs::remove_dir_all(&branches)?;
    }
    [&branches, &broken].into_iter().try_for_each(std::fs::create_dir_all)?;
    let mut fuzz = cargo(&["test", "--quiet", "--config", LIGHTLY, "--workspace", "--features"]);
    fuzz.arg(format!("{ALL},paperside-fuzz/fuzzer")).args(["--test", "fuzz", "--"]);
    // What it finds goes into the first of them.
    fuzz.arg(&branches).arg(root().join(KEPT).join(target));
    fuzz.args(["-timeout=30", "-rss_limit_mb=2048", "-max_len=65536", "-verbosity=0", "-print_final_stats=1"]);
    fuzz.arg(format!("-max_total_time={}", wanted.seconds)).arg(format!("-artifact_prefix={}", prefix(&broken)));
    fuzz.args(wanted.is_repeatable.then_some("-seed=1"));
    let instrument = root().join("tests/fuzz/instrument.sh");
    run_to_end(fuzz.env("RUSTC_WORKSPACE_WRAPPER", instrument).env("PAPERSIDE_FUZZ", target))
}

/// A folder as the beginning of a file's name.
fn prefix(folder: &Path) -> String {
    format!("{}/", folder.display())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_target_has_something_to_begin_with_and_none_is_forgotten() {
        let kept = std::fs::read_dir(root().join(KEPT)).expect("it is there").flatten();
        let mut kept: Vec<String> = kept.map(|folder| folder.file_name().to_string_lossy().into_owned()).collect();
        kept.sort();
        assert_eq!(kept, TARGETS);
        let main = std::fs::read_to_string(root().join("tests/fuzz/targets/main.rs")).expect("it is there");
        let named = main.lines().filter_map(|line| line.trim().strip_prefix("Ok(\"")?.split('"').next());
        assert!(named.eq(TARGETS), "the targets that can be named");
        for target in TARGETS {
            let files = std::fs::read_dir(root().join(KEPT).join(target)).expect("it is there").flatten();
            let sizes: Vec<u64> = files.map(|file| file.metadata().expect("it is there").len()).collect();
            assert!(!sizes.is_empty() && sizes.iter().sum::<u64>() < 65_536, "{target} begins with little: {sizes:?}");
        }
    }
}
