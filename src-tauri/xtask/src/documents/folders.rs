//! Where things live: the folders that `docs/architecture.md` names.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::read;
use crate::process::root;

/// How far below its package a folder may lie and still must be named. What is deeper is told of by the sources beside
/// it.
const DEPTH: usize = 2;

/// What sources end with.
const SOURCES: [&str; 3] = ["rs", "svelte", "ts"];

/// Folders of what is fetched or made.
const MADE: [&str; 5] = ["bindings", "dist", "gen", "node_modules", "target"];

/// What is in a folder and kept with the sources.
fn kept(folder: &Path) -> impl Iterator<Item = PathBuf> {
    let entries = std::fs::read_dir(folder).expect("it is there").flatten();
    let is_kept = |name: &str| !name.starts_with('.') && !MADE.contains(&name);
    entries.filter(move |entry| entry.file_name().to_str().is_some_and(is_kept)).map(|entry| entry.path())
}

fn has_sources(path: &Path) -> bool {
    if path.is_dir() {
        return kept(path).any(|path| has_sources(&path));
    }
    path.extension().is_some_and(|extension| SOURCES.iter().any(|source| extension == *source))
}

/// The package whose sources a folder holds, if that is all it is for.
fn told_by_package(folder: &Path) -> &Path {
    if folder.ends_with("src") { folder.parent().unwrap_or(folder) } else { folder }
}

/// The folders with sources below one that lies so far below its package.
fn gather(folder: &Path, depth: usize, folders: &mut BTreeSet<PathBuf>) {
    for folder in kept(folder).filter(|path| path.is_dir() && has_sources(path)) {
        let is_package = ["Cargo.toml", "package.json"].iter().any(|manifest| folder.join(manifest).exists());
        let depth = if is_package { 0 } else { depth + 1 };
        if depth <= DEPTH {
            gather(&folder, depth, folders);
            folders.insert(told_by_package(&folder).strip_prefix(root()).expect("it is below the root").to_owned());
        }
    }
}

/// The names in a document that lead to a file or folder, with where they lead.
fn led_to(document: &str) -> impl Iterator<Item = (&str, &Path)> {
    let links = document.split("[`").skip(1).filter_map(|rest| {
        let (name, rest) = rest.split_once("`](")?;
        Some((name, rest.split([')', '#']).next()?))
    });
    links.filter_map(|(name, target)| Some((name, Path::new(target.strip_prefix("../")?))))
}

#[test]
fn every_folder_of_sources_is_named() {
    let document = read("architecture.md");
    let named: BTreeSet<&Path> = led_to(&document).map(|(_, place)| told_by_package(place)).collect();
    let mut folders = BTreeSet::new();
    gather(&root(), 0, &mut folders);
    assert!(folders.len() > 30, "there are folders: {folders:?}");
    let missing: Vec<_> = folders.iter().filter(|folder| !named.contains(folder.as_path())).collect();
    assert!(missing.is_empty(), "docs/architecture.md says nothing of {missing:?}");
}

#[test]
fn every_folder_that_is_named_is_there() {
    let document = read("architecture.md");
    for (name, place) in led_to(&document) {
        assert!(root().join(place).exists(), "docs/architecture.md leads to {}", place.display());
        let is_so_called = place.ends_with(name) || place.with_extension("").ends_with(name);
        assert!(is_so_called, "docs/architecture.md calls {} `{name}`", place.display());
    }
    // Those that lead nowhere begin where the reader is.
    let places = ["", "src-tauri", "src-tauri/engine/src", "ui/src"].map(|place| root().join(place));
    let is_path = |word: &&str| word.contains('/') && !word.starts_with('/') && !word.contains([' ', ':']);
    for word in document.split('`').skip(1).step_by(2).filter(is_path) {
        let is_there = places.iter().any(|place| place.join(word).exists());
        assert!(is_there, "docs/architecture.md names `{word}`, which there is none of");
    }
}
