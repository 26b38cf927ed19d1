//! The UI's packages and its build.

use std::path::Path;
use std::time::SystemTime;

use crate::process::{Failure, npm, root, run_to_end};

/// Installs the UI's packages if their lock file is newer.
pub(super) fn ensure_packages() -> Result<(), Failure> {
    let ui = root().join("ui");
    let installed = changed(&ui.join("node_modules/.package-lock.json"));
    if installed.is_none() || installed < changed(&ui.join("package-lock.json")) {
        run_to_end(&mut npm(&["ci", "--no-audit", "--no-fund"]))?;
    }
    Ok(())
}

/// The same, and builds the UI if anything it is made of is newer.
pub(super) fn ensure() -> Result<(), Failure> {
    ensure_packages()?;
    let ui = root().join("ui");
    let built = changed(&ui.join("dist/index.html"));
    if built.is_none() || built < latest_source(&ui) {
        run_to_end(&mut npm(&["run", "build"]))?;
    }
    Ok(())
}

fn latest_source(ui: &Path) -> Option<SystemTime> {
    let files =
        ["index.html", "package.json", "package-lock.json", "pdfjs-files.ts", "tsconfig.json", "vite.config.ts"];
    files.iter().map(|file| changed(&ui.join(file))).chain([latest_in(&ui.join("src"))]).max().flatten()
}

fn latest_in(folder: &Path) -> Option<SystemTime> {
    let entries = std::fs::read_dir(folder).ok()?.flatten();
    entries.map(|entry| if entry.path().is_dir() { latest_in(&entry.path()) } else { changed(&entry.path()) }).max()?
}

fn changed(file: &Path) -> Option<SystemTime> {
    std::fs::metadata(file).and_then(|file| file.modified()).ok()
}
