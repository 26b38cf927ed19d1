//! Packages of the UI, as its lock file knows them.

use std::collections::BTreeSet;
use std::path::PathBuf;

use serde_json::Value;

use super::text;
use crate::process::{Failure, root};

/// A package of the lock file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Package {
    /// Its folder below `ui`, which tells two versions of one package apart.
    pub(crate) place: String,
    pub(crate) name: String,
    pub(crate) version: String,
    /// An SPDX expression, as the registry has it.
    pub(crate) licence: String,
    /// The hash that its archive must have; none is for a package that is not compared with anything.
    pub(crate) integrity: Option<String>,
    /// Where its archive is fetched from, if the lock file says so.
    pub(crate) resolved: Option<String>,
    /// Whether it is a folder of this machine.
    pub(crate) is_link: bool,
    /// Whether the window is built and tested with it but not made of it.
    pub(crate) is_for_development: bool,
    /// Whether it is left out on systems that it is not for.
    pub(crate) is_optional: bool,
    /// What it asks for.
    pub(crate) needs: BTreeSet<String>,
}

/// The packages of the lock file that is checked in.
///
/// # Errors
/// [`Failure::Found`], if it cannot be understood, and those of the disk.
pub(crate) fn locked() -> Result<Vec<Package>, Failure> {
    packages(&std::fs::read_to_string(root().join("ui/package-lock.json"))?)
}

/// The packages of a lock file, without the UI itself.
///
/// # Errors
/// [`Failure::Found`], if it is no lock file of npm 7 or newer.
pub(crate) fn packages(lock: &str) -> Result<Vec<Package>, Failure> {
    let lock: Value = serde_json::from_str(lock).unwrap_or_default();
    let packages = lock["packages"].as_object();
    let packages = packages.ok_or_else(|| Failure::Found("ui/package-lock.json lists no packages".to_owned()))?;
    Ok(packages.iter().filter(|(place, _)| !place.is_empty()).map(|(place, package)| of(place, package)).collect())
}

fn of(place: &str, package: &Value) -> Package {
    let optional_text = |name: &str| package[name].as_str().map(str::to_owned);
    let is = |name: &str| package[name].as_bool().unwrap_or(false);
    let needs = ["dependencies", "peerDependencies"].into_iter().filter_map(|kind| package[kind].as_object());
    Package {
        place: place.to_owned(),
        name: optional_text("name").unwrap_or_else(|| place.rsplit("node_modules/").next().unwrap_or(place).to_owned()),
        version: text(&package["version"]),
        licence: text(&package["license"]),
        integrity: optional_text("integrity"),
        resolved: optional_text("resolved"),
        is_link: is("link"),
        is_for_development: is("dev"),
        is_optional: is("optional") || is("devOptional"),
        needs: needs.flat_map(|needs| needs.keys().cloned()).collect(),
    }
}

impl Package {
    /// Where it is, once it is installed.
    pub(crate) fn folder(&self) -> PathBuf {
        root().join("ui").join(&self.place)
    }

    /// The manifest that came with it; none if it is not installed on this system.
    pub(crate) fn manifest(&self) -> Option<Value> {
        serde_json::from_slice(&std::fs::read(self.folder().join("package.json")).ok()?).ok()
    }
}

/// These packages and what they need, as Node.js would find it.
pub(crate) fn with_what_they_need<'a>(all: &'a [Package], names: &[&str]) -> Vec<&'a Package> {
    let at = |place: String| all.iter().find(|package| package.place == place);
    let mut waiting: Vec<&Package> = names.iter().filter_map(|name| at(format!("node_modules/{name}"))).collect();
    let mut found: Vec<&Package> = Vec::new();
    while let Some(package) = waiting.pop() {
        if found.contains(&package) {
            continue;
        }
        found.push(package);
        waiting.extend(package.needs.iter().filter_map(|need| {
            let outwards = std::iter::successors(Some(&*package.place), |place| {
                place.rsplit_once("/node_modules/").map(|(outer, _)| outer)
            });
            let beside = outwards.map(|place| format!("{place}/node_modules/{need}"));
            beside.chain([format!("node_modules/{need}")]).find_map(at)
        }));
    }
    found.sort_by(|one, other| one.place.cmp(&other.place));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCK: &str = r#"{"packages": {
        "": {"name": "ui"},
        "node_modules/a": {"version": "1.0.0", "license": "MIT", "integrity": "sha512-x", "dependencies": {"b": "^2"}},
        "node_modules/a/node_modules/b": {"version": "2.0.0", "dependencies": {"@c/c": "1"}},
        "node_modules/b": {"version": "1.0.0", "dev": true},
        "node_modules/@c/c": {"version": "1.0.0", "optional": true, "peerDependencies": {"a": "1"}}
    }}"#;

    #[test]
    fn a_lock_file_is_read() {
        let packages = packages(LOCK).expect("it is one");
        assert_eq!(packages.len(), 4);
        let nested = packages.iter().find(|package| package.place.ends_with("a/node_modules/b")).expect("it is there");
        assert_eq!((&*nested.name, &*nested.version), ("b", "2.0.0"));
        let scoped = packages.iter().find(|package| package.name == "@c/c").expect("it is there");
        assert!(scoped.is_optional && !scoped.is_for_development);
    }

    #[test]
    fn the_nearest_version_is_the_one_that_is_needed() {
        let packages = packages(LOCK).expect("it is one");
        let places: Vec<&str> = with_what_they_need(&packages, &["a"]).iter().map(|found| &*found.place).collect();
        assert_eq!(places, ["node_modules/@c/c", "node_modules/a", "node_modules/a/node_modules/b"]);
    }
}
