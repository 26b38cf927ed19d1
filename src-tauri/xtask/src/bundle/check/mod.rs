//! Installs packages on a clean system and uses them there, as a person would who has no network.
//!
//! The system is Debian's or Ubuntu's own, the one that this machine has, with nothing in it but what the package asks
//! for. It is unpacked into memory, in namespaces of its own: no other process sees what is mounted there, and all of
//! it is gone when the check ends, however it ends.
//!
//! # Layout
//! - [`system`]: the clean system, kept between checks
//! - [`room`]: the system unpacked, and what runs in it
//! - [`installing`]: what comes with the package, and what it leaves behind
//! - [`using`]: the main job, without a network
//! - [`screen`]: the window on a display without a screen
//! - [`redhat`]: the other kind of package

mod installing;
mod redhat;
mod room;
mod screen;
mod system;
mod using;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use crate::process::{Failure, command, output, root, run_to_end, target};
use room::Room;

/// What this program is told when it is started once more, in the namespaces.
pub(super) const INSIDE: &str = "--inside";

/// Checks what is in a folder of packages. Where a clean system cannot be had that is said, and is no failure.
pub(super) fn check(packages: &Path) -> Result<(), Failure> {
    let deb = only(&packages.join("deb"), "deb")?;
    let mut rpm = only(&packages.join("rpm"), "rpm")?;
    if rpm.is_some() && output("rpm", &["--version"]).is_none() {
        println!("Left out: the rpm was not looked at, because there is no program of that name.");
        rpm = None;
    }
    if let Some(rpm) = &rpm {
        redhat::compare(rpm, deb.as_deref())?;
    }
    let Some(deb) = deb else {
        println!("Left out: there is no deb to install.");
        return Ok(());
    };
    if let Some(reason) = missing() {
        println!("Left out: the package was not installed on a clean system, because {reason}.");
        return Ok(());
    }
    let system = system::ensure(&deb)?;
    let mut alone = apart();
    // The build may have put a newer one in the place of this program while it ran.
    let this = target()?.join("package").join("xtask");
    std::fs::copy("/proc/self/exe", &this)?;
    alone.arg(this).args(["bundle", INSIDE]).args([&deb, &system]).args(rpm);
    run_to_end(&mut alone)
}

/// What keeps this machine from having a system within a system.
fn missing() -> Option<String> {
    for program in ["apt-get", "mmdebstrap", "zstd"] {
        if output(program, &["--version"]).is_none() {
            return Some(format!("there is no {program}"));
        }
    }
    let tried = apart().arg("true").output();
    match tried {
        Ok(tried) if tried.status.success() => None,
        Ok(tried) => Some(format!(
            "neither root’s rights nor user namespaces are to be had ({})",
            String::from_utf8_lossy(&tried.stderr).trim()
        )),
        Err(error) => Some(format!("`unshare` did not start ({error})")),
    }
}

/// Runs what follows apart from all else: its own mounts, processes and network, which has nothing in it. Whoever is not
/// root is so there.
fn apart() -> Command {
    let mut unshare = command("unshare", &["--mount", "--net", "--pid", "--fork", "--kill-child"]);
    if !is_root() {
        unshare.args(["--user", "--map-auto", "--map-root-user"]);
    }
    unshare
}

fn is_root() -> bool {
    output("id", &["-u"]).is_some_and(|id| id.trim() == "0")
}

/// The part of the check that is done apart: a deb, a packed system, and perhaps an rpm are given.
pub(super) fn inside(arguments: &[String]) -> Result<(), Failure> {
    let [deb, system, rpm @ ..] = arguments else { return Err(Failure::Usage(crate::USAGE)) };
    let folder = target()?.join("package").join("room");
    let room = timed("a clean system", || Room::unpack(&folder, Path::new(system)))?;
    let before = timed("what is there before", || installing::files(&room))?;
    timed("the package is installed", || installing::install(&room, Path::new(deb)))?;
    timed("what comes with it is in its place", || installing::look(&room))?;
    timed("a document is added", || using::add(&room, &root().join("tests/corpus")))?;
    timed("it is asked about", || using::ask(&room))?;
    timed("the window opens and draws", || screen::check(&room))?;
    timed("the package is removed, and nothing of it is left", || installing::remove(&room, &before))?;
    let Some(rpm) = rpm.first() else { return Ok(()) };
    let before = timed("the rpm is installed in its place", || redhat::install(&room, Path::new(rpm)))?;
    timed("the same document is asked about", || using::ask(&room))?;
    timed("the rpm is removed, and nothing of it is left", || redhat::remove(&room, &before))
}

/// Says what was seen, and how long it took.
fn timed<T>(name: &str, work: impl FnOnce() -> Result<T, Failure>) -> Result<T, Failure> {
    let began = Instant::now();
    let ended = work();
    println!(
        "  {name:<52} {:<7} {:>5.1} s",
        if ended.is_ok() { "ok" } else { "FAILED" },
        began.elapsed().as_secs_f64()
    );
    ended
}

/// The one package of a kind.
fn only(folder: &Path, kind: &str) -> Result<Option<PathBuf>, Failure> {
    if !folder.is_dir() {
        return Ok(None);
    }
    let is_kind = |file: &PathBuf| file.extension().is_some_and(|extension| extension == kind);
    let files: Vec<PathBuf> = std::fs::read_dir(folder)?.flatten().map(|entry| entry.path()).filter(is_kind).collect();
    match files.as_slice() {
        [file] => Ok(Some(file.clone())),
        _ => Err(Failure::Found(format!("{} packages in {}, and not one", files.len(), folder.display()))),
    }
}
