//! The engine's messages as TypeScript.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::process::{Failure, cargo, root, run_to_end};

fn checked_in() -> PathBuf {
    root().join("ui/src/host/messages")
}

/// Writes them where the UI reads them.
pub(crate) fn write() -> Result<(), Failure> {
    export(&checked_in())
}

/// Fails, naming the files, if those that are checked in are not what the engine says today.
pub(crate) fn check() -> Result<(), Failure> {
    let fresh = root().join("ui/node_modules/.fresh-messages");
    if fresh.exists() {
        std::fs::remove_dir_all(&fresh)?;
    }
    export(&fresh)?;
    let (expected, found) = (read(&fresh)?, read(&checked_in())?);
    let names = expected.keys().chain(found.keys());
    let mut stale: Vec<&str> =
        names.filter(|name| expected.get(*name) != found.get(*name)).map(String::as_str).collect();
    stale.dedup();
    if stale.is_empty() {
        return Ok(());
    }
    Err(Failure::Found(format!(
        "stale in ui/src/host/messages: {}. `cargo xtask renew` writes them anew.",
        stale.join(", ")
    )))
}

fn export(folder: &Path) -> Result<(), Failure> {
    // The whole workspace, because another choice of packages is another choice of features to build for.
    let mut tests = cargo(&["test", "--quiet", "--workspace", "--lib", "export_bindings"]);
    run_to_end(tests.env("TS_RS_EXPORT_DIR", folder))
}

fn read(folder: &Path) -> Result<BTreeMap<String, Vec<u8>>, Failure> {
    let mut files = BTreeMap::new();
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        files.insert(entry.file_name().to_string_lossy().into_owned(), std::fs::read(entry.path())?);
    }
    Ok(files)
}
