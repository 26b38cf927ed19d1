//! The installable packages.
//!
//! # Layout
//! - [`parts`]: what goes into them besides the program
//! - [`config`]: which part goes where
//! - [`mod@check`]: installs one on a clean system and uses it there

mod check;
mod config;
mod parts;

use std::path::{Path, PathBuf};

use crate::process::{Failure, cargo, command, root, run_to_end, target};
use crate::setup::{self, Packages};
use crate::test;
use parts::Parts;

/// What no package may weigh more than.
const LARGEST: u64 = 60_000_000;

/// Which program is packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Profile {
    /// The one that is tested, without its debug information.
    Debug,
    /// The one that people get. It takes half an hour to build.
    Release,
}

impl Profile {
    /// The folder of its programs, as cargo names it.
    fn folder(self) -> &'static str {
        match self {
            Self::Debug => "debug",
            Self::Release => "release",
        }
    }
}

/// Builds the packages, and checks them if that is asked for.
pub(crate) fn bundle(arguments: &[String]) -> Result<(), Failure> {
    if let Some((check::INSIDE, rest)) = arguments.split_first().map(|(first, rest)| (first.as_str(), rest)) {
        return check::inside(rest);
    }
    let (mut profile, mut checks, mut kinds) = (Profile::Release, false, usual_kinds().to_owned());
    let mut arguments = arguments.iter();
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--debug" => profile = Profile::Debug,
            "--check" => checks = true,
            "--bundles" => kinds.clone_from(arguments.next().ok_or(Failure::Usage(crate::USAGE))?),
            _ => return Err(Failure::Usage(crate::USAGE)),
        }
    }
    setup::everything(if checks { Packages::Tests } else { Packages::Bundle })?;
    let folder = pack(profile, &kinds)?;
    if checks { check::check(&folder) } else { Ok(()) }
}

/// Packs the program that has been tested, and checks the packages.
pub(crate) fn test() -> Result<(), Failure> {
    if !cfg!(target_os = "linux") {
        println!("Left out: packages are checked on Linux only.");
        return Ok(());
    }
    check::check(&pack(Profile::Debug, usual_kinds())?)
}

/// The kinds of package that this system's people install.
fn usual_kinds() -> &'static str {
    if cfg!(windows) {
        "msi"
    } else if cfg!(target_os = "macos") {
        "dmg"
    } else {
        "deb,rpm"
    }
}

/// Builds and packs the program, and gives the folder with a folder for each kind of package.
fn pack(profile: Profile, kinds: &str) -> Result<PathBuf, Failure> {
    build(profile)?;
    // The tools that pack write into the program what it is packed as: they get a copy.
    let (built, room) = (target()?.join(profile.folder()), target()?.join("package"));
    let programs = room.join(profile.folder());
    let packages = programs.join("bundle");
    if packages.exists() {
        std::fs::remove_dir_all(&packages)?;
    }
    std::fs::create_dir_all(&programs)?;
    let name = format!("paperside{}", std::env::consts::EXE_SUFFIX);
    let program = programs.join(&name);
    std::fs::copy(built.join(&name), &program)?;
    if profile == Profile::Debug && cfg!(target_os = "linux") {
        run_to_end(command("strip", &["--strip-all"]).arg(&program))?;
    }
    let parts = Parts::make(&room.join("parts"), &built.join(&name), &built.join("examples"))?;
    let config = room.join("config.json");
    std::fs::write(&config, config::text(&parts))?;
    // By node and not by its launcher, which Windows runs only through a shell.
    let tool = root().join("ui/node_modules/@tauri-apps/cli/tauri.js");
    let mut tauri = command("node", &[]);
    tauri.arg(tool).args(["bundle", "--ci", "--features", test::ALL, "--bundles", kinds]);
    if profile == Profile::Debug {
        tauri.arg("--debug");
    }
    run_to_end(tauri.arg("--config").arg(&config).env("CARGO_TARGET_DIR", &room))?;
    tell_sizes(&packages, profile)?;
    Ok(packages)
}

/// The program, and what makes the model small.
fn build(profile: Profile) -> Result<(), Failure> {
    if profile == Profile::Debug {
        return run_to_end(&mut test::build());
    }
    // With the same features, for with others everything below would be built a second time.
    let built = ["build", "--release", "--features", test::ALL];
    run_to_end(cargo(&built).args(["--bin", "paperside"]))?;
    run_to_end(cargo(&built).args(["--example", "shrink"]))
}

/// Fails if a package that people get is too large.
fn tell_sizes(packages: &Path, profile: Profile) -> Result<(), Failure> {
    for package in files_below(packages)? {
        let size = std::fs::metadata(&package)?.len();
        println!("{} ({:.1} MB)", package.display(), size as f64 / 1e6);
        if profile == Profile::Release && size > LARGEST {
            return Err(Failure::Found(format!("{} is larger than {} MB", package.display(), LARGEST / 1_000_000)));
        }
    }
    Ok(())
}

/// The packages themselves: what the tools leave beside them are folders.
fn files_below(packages: &Path) -> Result<Vec<PathBuf>, Failure> {
    let mut files = Vec::new();
    for kind in std::fs::read_dir(packages)? {
        for file in std::fs::read_dir(kind?.path())? {
            let file = file?.path();
            if file.is_file() {
                files.push(file);
            }
        }
    }
    files.sort();
    Ok(files)
}
