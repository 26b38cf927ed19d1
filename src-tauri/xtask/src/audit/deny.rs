//! Crates, looked over by cargo-deny.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::process::{Failure, cargo, output, run_to_end};

/// The one that builds with our Rust.
const VERSION: &str = "0.20.2";

/// How long fetching the list of advisories may take.
const PATIENCE: Duration = Duration::from_mins(2);

/// Licences, where crates come from, and which are there twice.
pub(super) fn check_crates() -> Result<(), Failure> {
    run_to_end(&mut deny(&["--locked", "check", "bans", "licenses", "sources"]))
}

/// What is known against crates, by the list that the community keeps.
pub(super) fn check_advisories() -> Result<(), Failure> {
    if fetch()? {
        return run_to_end(&mut deny(&["--frozen", "check", "advisories"]));
    }
    println!("The list of advisories cannot be had here, so crates were not looked up in it.");
    Ok(())
}

/// Brings the list up to date; false if it cannot be reached.
fn fetch() -> Result<bool, Failure> {
    let mut fetch = deny(&["fetch", "db"]);
    let mut fetching = fetch.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
    let began = Instant::now();
    while began.elapsed() < PATIENCE {
        if let Some(status) = fetching.try_wait()? {
            return Ok(status.success());
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    fetching.kill()?;
    fetching.wait()?;
    Ok(false)
}

fn deny(arguments: &[&str]) -> Command {
    let mut deny = cargo(&["deny", "--config", ".cargo/deny.toml", "--workspace", "--all-features"]);
    deny.args(arguments);
    deny
}

/// Whether it is there in the version that the configuration was written for.
pub(super) fn is_there() -> bool {
    output("cargo", &["deny", "--version"]).is_some_and(|version| version.trim().ends_with(VERSION))
}

/// Builds and installs it if it is not.
pub(super) fn ensure() -> Result<(), Failure> {
    if is_there() {
        return Ok(());
    }
    println!("Installing cargo-deny, once. It takes some minutes.");
    run_to_end(&mut cargo(&["install", "cargo-deny", "--locked", "--version", VERSION]))
}
