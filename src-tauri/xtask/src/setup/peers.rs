//! What Paperside is compared with: Python packages in an environment of their own beside what is built.

use std::path::{Path, PathBuf};

use super::{Packages, system};
use crate::process::{Failure, command, output, root, run_to_end};

/// All of them, each in one version.
const REQUIREMENTS: &str = "tests/bench/peers/requirements.txt";

/// Beside what cargo builds; this program is in `debug` of it.
pub(crate) fn beside_built(name: &str) -> Result<PathBuf, Failure> {
    let program = std::env::current_exe()?;
    let built = program.ancestors().nth(2).unwrap_or(Path::new("target"));
    Ok(built.join(name))
}

/// Makes the environment if it is not there, or there for other packages or another Python, and says where its Python is.
pub(crate) fn ensure() -> Result<PathBuf, Failure> {
    let folder = beside_built("peers-venv")?;
    let python = folder.join("bin").join("python");
    let version = output("python3", &["--version"]).unwrap_or_default();
    let wanted = format!("{version}{}", std::fs::read_to_string(root().join(REQUIREMENTS))?);
    let note = folder.join("installed.txt");
    if std::fs::read_to_string(&note).is_ok_and(|installed| installed == wanted) {
        return Ok(python);
    }
    // Debian's Python comes without what fills an environment.
    if output("python3", &["-c", "import ensurepip, venv"]).is_none() {
        system::ensure(Packages::Peers)?;
    }
    println!("Installing what Paperside is compared with (1 GB), once.");
    if folder.exists() {
        std::fs::remove_dir_all(&folder)?;
    }
    run_to_end(command("python3", &["-m", "venv"]).arg(&folder))?;
    let python_text = python.to_string_lossy();
    let quietly = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--only-binary", ":all:"];
    run_to_end(command(&python_text, &quietly).args(["-r", REQUIREMENTS]))?;
    std::fs::write(note, wanted)?;
    Ok(python)
}
