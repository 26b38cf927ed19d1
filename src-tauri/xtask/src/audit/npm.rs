//! The packages of the UI: what they are compared with when they are fetched, and under which terms they are.

use serde_json::Value;

use super::found;
use crate::packages::licence::{TAKEN, is_taken};
use crate::packages::npm::{Package, locked};
use crate::process::Failure;

/// Terms of tools that build and test the window and are no part of it. Their files are used as they are.
const TAKEN_FOR_TOOLS: [&str; 1] = ["MPL-2.0"];

/// Fails, naming them, if packages are not pinned by a hash, come from anywhere but a registry, or are under other terms
/// than we take. Those that are installed must be the ones of the lock file.
pub(super) fn check() -> Result<(), Failure> {
    let packages = locked()?;
    let problems: Vec<String> =
        packages.iter().flat_map(|package| problems(package, package.manifest().as_ref())).collect();
    found("these packages of the UI are not as they should be:", &problems)?;
    println!("{} packages of the UI are pinned by their hashes, and under terms that we take.", packages.len());
    Ok(())
}

/// What is wrong with a package, by its entry in the lock file and by the manifest that came with it.
fn problems(package: &Package, manifest: Option<&Value>) -> Vec<String> {
    let mut problems = Vec::new();
    let mut note = |problem: String| problems.push(format!("{} {}: {problem}", package.place, package.version));
    if !package.integrity.as_ref().is_some_and(|hash| hash.starts_with("sha512-")) {
        note("no SHA-512 in the lock file".to_owned());
    }
    if package.is_link || package.resolved.as_ref().is_some_and(|place| !place.starts_with("https://")) {
        note("not from a registry".to_owned());
    }
    let terms = if package.is_for_development { [&TAKEN[..], &TAKEN_FOR_TOOLS].concat() } else { TAKEN.to_vec() };
    if !is_taken(&package.licence, &terms) {
        note(format!("under terms that we do not take: “{}”", package.licence));
    }
    let Some(manifest) = manifest else {
        if !package.is_optional {
            note("not installed; `npm ci` in ui does that".to_owned());
        }
        return problems;
    };
    let said = |name: &str| manifest[name].as_str().unwrap_or_default();
    if (said("name"), said("version")) != (&*package.name, &*package.version) {
        note(format!("{} {} is installed in its place; `npm ci` in ui mends that", said("name"), said("version")));
    } else if !is_taken(said("license"), &terms) {
        note(format!("under terms that we do not take, by what came with it: “{}”", said("license")));
    }
    problems
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::packages::npm::packages;

    fn sound() -> Package {
        let lock = json!({"packages": {"node_modules/a": {
            "version": "1.0.0", "license": "MIT", "integrity": "sha512-x", "resolved": "https://registry/a.tgz",
        }}});
        packages(&lock.to_string()).expect("it is one").remove(0)
    }

    fn manifest() -> Value {
        json!({"name": "a", "version": "1.0.0", "license": "MIT"})
    }

    fn told(package: &Package, manifest: Option<&Value>) -> String {
        problems(package, manifest).join("\n")
    }

    #[test]
    fn nothing_is_said_of_a_sound_package() {
        assert_eq!(told(&sound(), Some(&manifest())), "");
        let tool = Package { licence: "MPL-2.0".to_owned(), is_for_development: true, is_optional: true, ..sound() };
        assert_eq!(told(&tool, None), "", "a tool for another system");
    }

    #[test]
    fn what_is_wrong_is_told() {
        assert!(told(&Package { integrity: None, ..sound() }, Some(&manifest())).contains("SHA-512"));
        let elsewhere = Some("git+ssh://somewhere/a".to_owned());
        assert!(told(&Package { resolved: elsewhere, ..sound() }, Some(&manifest())).contains("registry"));
        assert!(told(&Package { is_link: true, ..sound() }, Some(&manifest())).contains("registry"));
        let copyleft = Package { licence: "GPL-3.0-only".to_owned(), ..sound() };
        assert!(told(&copyleft, Some(&manifest())).contains("terms"));
        let shipped = Package { licence: "MPL-2.0".to_owned(), ..sound() };
        assert!(told(&shipped, Some(&manifest())).contains("terms"), "only tools may be under these");
        assert!(told(&sound(), None).contains("not installed"));
        assert!(told(&sound(), Some(&json!({"name": "b", "version": "1.0.0", "license": "MIT"}))).contains("b 1.0.0"));
        assert!(
            told(&sound(), Some(&json!({"name": "a", "version": "1.0.0", "license": "GPL-3.0-only"}))).contains("came")
        );
    }
}
