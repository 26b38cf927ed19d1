//! Crates, as cargo knows them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::process::Stdio;

use serde_json::Value;

use super::{list, text};
use crate::process::{Failure, cargo, output};

/// A crate of the lock file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Crate {
    pub(crate) name: String,
    pub(crate) version: String,
    /// An SPDX expression; empty if the crate names a file instead.
    pub(crate) licence: String,
    /// The oldest Rust that its makers say builds it.
    pub(crate) rust_version: Option<String>,
    pub(crate) authors: Vec<String>,
    /// Where its sources are.
    pub(crate) folder: PathBuf,
    /// Whether it comes from elsewhere.
    pub(crate) is_foreign: bool,
    /// What its manifest asks for itself, for building and testing too.
    pub(crate) asks_for: BTreeSet<String>,
}

/// Crates, and which is built from which.
#[derive(Debug, Default)]
pub(crate) struct Crates {
    crates: BTreeMap<String, Crate>,
    /// What is linked into what, by cargo's numbers of them.
    links: BTreeMap<String, Vec<String>>,
}

impl Crates {
    /// All of the lock file, for every system. Fetches the sources of those that were never built here.
    ///
    /// # Errors
    /// [`Failure::Program`], if cargo cannot tell.
    pub(crate) fn locked() -> Result<Self, Failure> {
        Self::told(&["--locked", "--all-features"])
    }

    /// Those that the packages are built from on this system.
    ///
    /// # Errors
    /// Those of [`Crates::locked`].
    pub(crate) fn shipped(features: &str) -> Result<Self, Failure> {
        let host = output("rustc", &["-vV"]).unwrap_or_default();
        let host = host.lines().find_map(|line| line.strip_prefix("host: ")).unwrap_or_default().to_owned();
        Self::told(&["--locked", "--features", features, "--filter-platform", &host])
    }

    /// Our own, without a look at what they are built from.
    ///
    /// # Errors
    /// Those of [`Crates::locked`].
    #[cfg(test)]
    pub(crate) fn ours() -> Result<Self, Failure> {
        Self::told(&["--no-deps"])
    }

    fn told(arguments: &[&str]) -> Result<Self, Failure> {
        let mut command = cargo(&["metadata", "--quiet", "--format-version", "1"]);
        command.args(arguments).stderr(Stdio::inherit());
        let ended = command.output()?;
        let told = serde_json::from_slice(&ended.stdout).ok().filter(|_| ended.status.success());
        told.as_ref().map(Self::of).ok_or_else(|| Failure::Program("cargo metadata".to_owned()))
    }

    fn of(told: &Value) -> Self {
        let crates = list(&told["packages"]).map(|package| (text(&package["id"]), Crate::of(package)));
        let links = list(&told["resolve"]["nodes"]).map(|node| {
            let linked = list(&node["deps"]).filter(|need| list(&need["dep_kinds"]).any(|kind| kind["kind"].is_null()));
            (text(&node["id"]), linked.map(|need| text(&need["pkg"])).collect())
        });
        Self { crates: crates.collect(), links: links.collect() }
    }

    /// All of them.
    pub(crate) fn all(&self) -> impl Iterator<Item = &Crate> {
        self.crates.values()
    }

    /// Those of others that are linked into the one of this name, by name.
    pub(crate) fn linked_into(&self, name: &str) -> Vec<&Crate> {
        let first = self.crates.iter().find(|(_, found)| found.name == name && !found.is_foreign);
        let mut waiting: Vec<&String> = first.map(|(id, _)| id).into_iter().collect();
        let mut seen = BTreeSet::new();
        while let Some(id) = waiting.pop() {
            if seen.insert(id) {
                waiting.extend(self.links.get(id).into_iter().flatten());
            }
        }
        let mut linked: Vec<&Crate> = seen.into_iter().filter_map(|id| self.crates.get(id)).collect();
        linked.retain(|linked| linked.is_foreign);
        linked.sort_by(|one, other| (&one.name, &one.version).cmp(&(&other.name, &other.version)));
        linked
    }
}

impl Crate {
    fn of(package: &Value) -> Self {
        let manifest = PathBuf::from(text(&package["manifest_path"]));
        Self {
            name: text(&package["name"]),
            version: text(&package["version"]),
            licence: text(&package["license"]),
            rust_version: package["rust_version"].as_str().map(str::to_owned),
            authors: list(&package["authors"]).map(text).collect(),
            folder: manifest.parent().map(PathBuf::from).unwrap_or_default(),
            is_foreign: !package["source"].is_null(),
            asks_for: list(&package["dependencies"]).map(|need| text(&need["name"])).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_only_built_or_tested_with_is_not_linked() {
        let package = |name: &str, source: Option<&str>| json!({"id": name, "name": name, "version": "1.0.0", "source": source, "manifest_path": "/x/Cargo.toml"});
        let need = |name: &str, kind: Option<&str>| json!({"pkg": name, "dep_kinds": [{"kind": kind}]});
        let registry = Some("registry");
        let crates = Crates::of(&json!({
            "packages": [
                package("app", None),
                package("room", None),
                package("linked", registry),
                package("below", registry),
                package("built-with", registry),
                package("tested-with", registry),
            ],
            "resolve": {"nodes": [
                {"id": "app", "deps": [need("room", None), need("built-with", Some("build")), need("tested-with", Some("dev"))]},
                {"id": "room", "deps": [need("linked", None)]},
                {"id": "linked", "deps": [need("below", None)]},
            ]},
        }));
        let names: Vec<&str> = crates.linked_into("app").iter().map(|linked| &*linked.name).collect();
        assert_eq!(names, ["below", "linked"]);
    }
}
