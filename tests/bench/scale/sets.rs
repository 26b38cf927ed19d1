//! The labelled sets whose texts and questions are used.

use std::path::{Path, PathBuf};

/// The field `text` of every line of the files of this name, in all folders.
pub(super) fn texts(folder: &Path, name: &str) -> Vec<String> {
    let found = texts_in(folder, name);
    assert!(!found.is_empty(), "there is no {name} in the folder");
    found
}

fn texts_in(folder: &Path, name: &str) -> Vec<String> {
    let mut entries: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    let mut found = Vec::new();
    for path in entries {
        if path.is_dir() {
            found.extend(texts_in(&path, name));
        } else if path.file_name().is_some_and(|file| file == name) {
            let content = std::fs::read_to_string(&path).unwrap();
            let lines = content.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
            found.extend(lines.map(|line| line["text"].as_str().unwrap().to_owned()));
        }
    }
    found
}

/// Questions from all over the sets.
pub(super) fn questions(folder: &Path) -> Vec<String> {
    let all = texts(folder, "queries.jsonl");
    (0..super::QUESTIONS).map(|at| all[at * all.len() / super::QUESTIONS].clone()).collect()
}
