//! The client of the Model Context Protocol that the protocol's makers keep, for the tests: Python packages in a folder
//! of their own beside what is built, where no other program meets them.

use std::path::PathBuf;

use crate::process::{Failure, command, output, run_to_end, target};

/// The version that the tests were written with.
const REQUIREMENT: &str = "mcp==2.3.0";

/// Where the tests look for it: beside `tmp` in the folder that cargo builds into.
fn folder() -> Result<PathBuf, Failure> {
    Ok(target()?.join("mcp-client"))
}

/// Installs it if it is not there, or there for another Python.
pub(super) fn ensure() -> Result<(), Failure> {
    let folder = folder()?;
    let python = output("python3", &["--version"]).unwrap_or_default();
    let (note, wanted) = (folder.join("installed.txt"), format!("{REQUIREMENT}\n{python}"));
    if std::fs::read_to_string(&note).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    if output("python3", &["-m", "pip", "--version"]).is_none() {
        return Err(Failure::Needed(
            "Python 3.10 or newer with pip is needed to test the Model Context Protocol. Install it (Debian and Ubuntu: \
             apt-get install python3-pip; elsewhere from python.org), then start again."
                .to_owned(),
        ));
    }
    if folder.exists() {
        std::fs::remove_dir_all(&folder)?;
    }
    // A folder is nobody else's: it needs no virtual environment, which not every Python can make, and what else the
    // person has installed does not matter.
    let quietly = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-warn-conflicts"];
    let mut pip = command("python3", &quietly);
    pip.args(["--root-user-action", "ignore", "--only-binary", ":all:", "--target"]).arg(&folder).arg(REQUIREMENT);
    run_to_end(&mut pip)?;
    Ok(std::fs::write(note, wanted)?)
}
