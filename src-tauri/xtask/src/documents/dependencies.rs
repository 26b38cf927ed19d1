//! What the app is built from.

use std::collections::BTreeSet;

use super::{read, rows};
use crate::packages::crates::Crates;
use crate::packages::npm;
use crate::process::root;

/// What our manifests ask for that is not ours.
fn asked_for() -> BTreeSet<String> {
    let ours = Crates::ours().expect("cargo tells");
    let own: BTreeSet<&str> = ours.all().map(|one| &*one.name).collect();
    let crates = ours.all().flat_map(|one| &one.asks_for).filter(|name| !own.contains(&***name)).cloned();
    let manifest = std::fs::read(root().join("ui/package.json")).expect("it is there");
    let manifest: serde_json::Value = serde_json::from_slice(&manifest).expect("it is JSON");
    let kinds =
        ["dependencies", "devDependencies"].map(|kind| manifest[kind].as_object().expect("they are there").clone());
    crates.chain(kinds.into_iter().flat_map(|packages| packages.into_iter().map(|(name, _)| name))).collect()
}

#[test]
fn every_dependency_is_accounted_for_and_no_other() {
    let document = read("dependencies.md");
    let named: BTreeSet<String> = rows(&document).map(|(name, _)| name.to_owned()).collect();
    let asked = asked_for();
    let missing: Vec<_> = asked.difference(&named).collect();
    let gone: Vec<_> = named.difference(&asked).collect();
    assert!(missing.is_empty(), "docs/dependencies.md does not say what these are for: {missing:?}");
    assert!(gone.is_empty(), "docs/dependencies.md names what nothing asks for any more: {gone:?}");
    assert_eq!(rows(&document).count(), named.len(), "each stands there once");
}

#[test]
fn every_version_is_the_one_that_is_locked() {
    let lock = std::fs::read_to_string(root().join("Cargo.lock")).expect("it is there");
    let packages = npm::locked().expect("it is one");
    for (name, row) in rows(&read("dependencies.md")) {
        let version = row.split('|').next().unwrap_or_default().trim();
        let is_crate = lock.contains(&format!("name = \"{name}\"\nversion = \"{version}\"\n"));
        let place = format!("node_modules/{name}");
        let is_package = packages.iter().any(|package| package.place == place && package.version == version);
        assert!(
            is_crate || is_package,
            "docs/dependencies.md says {name} {version}, and the lock file another version"
        );
    }
}
