//! Runs a fuzz target on what the tests read and on what it thinks of itself.

use crate::USAGE;
use crate::process::{Failure, cargo, output, root, run_to_end};

const FOLDER: &str = "tests/fuzz";

/// `fuzz TARGET [SECONDS]`: a minute unless more are given. What it finds is under `tests/fuzz/artifacts`.
pub(crate) fn fuzz(arguments: &[String]) -> Result<(), Failure> {
    let [target, seconds @ ..] = arguments else { return Err(Failure::Usage(USAGE)) };
    if output("cargo", &["fuzz", "--version"]).is_none() {
        return Err(Failure::Needed("Install the fuzzer first: cargo install cargo-fuzz".to_owned()));
    }
    // The same versions of everything as the app has.
    std::fs::copy(root().join("Cargo.lock"), root().join(FOLDER).join("Cargo.lock"))?;
    let found = root().join(FOLDER).join("corpus").join(target);
    std::fs::create_dir_all(&found)?;
    let found = found.to_string_lossy();
    let longest = format!("-max_total_time={}", seconds.first().map_or("60", String::as_str));
    let run = ["fuzz", "run", "--fuzz-dir", FOLDER, "--sanitizer", "none", target, &found, "tests/corpus", "--"];
    let limits = ["-timeout=10", "-rss_limit_mb=2048", "-max_len=65536", &longest];
    let mut fuzz = cargo(&run);
    // Coverage is counted by switches of the compiler that are not called stable.
    run_to_end(fuzz.args(limits).env("RUSTC_BOOTSTRAP", "1"))
}
