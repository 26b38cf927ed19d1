//! The oldest Rust that builds it all.

use super::found;
use crate::packages::crates::{Crate, Crates};
use crate::process::{Failure, output};

/// Fails, naming them, if crates ask for a newer Rust than our manifest promises, or if this one is older.
pub(super) fn check() -> Result<(), Failure> {
    let crates = Crates::locked()?;
    let Some(promised) = crates.all().filter(|one| !one.is_foreign).find_map(|one| one.rust_version.clone()) else {
        return Err(Failure::Found("Cargo.toml does not say which Rust it needs".to_owned()));
    };
    let here = output("rustc", &["--version"]).unwrap_or_default();
    let here = here.split_whitespace().nth(1).unwrap_or_default().to_owned();
    if is_newer(&promised, &here) {
        return Err(Failure::Needed(format!("Rust {promised} is needed, and this is {here}: rustup update")));
    }
    let newer = newer_than(&promised, crates.all());
    found(&format!("these crates ask for a newer Rust than {promised}, which Cargo.toml promises:"), &newer)?;
    println!("No crate asks for a newer Rust than {promised}; this is {here}.");
    Ok(())
}

fn newer_than<'a>(promised: &str, crates: impl Iterator<Item = &'a Crate>) -> Vec<String> {
    let asks = |one: &Crate| one.rust_version.clone().filter(|asked| is_newer(asked, promised));
    crates.filter_map(|one| Some(format!("{} {}: {}", one.name, one.version, asks(one)?))).collect()
}

/// Compares as many numbers as are written.
fn is_newer(one: &str, other: &str) -> bool {
    let numbers = |version: &str| -> Vec<u32> {
        let plain = version.split(['-', '+']).next().unwrap_or_default();
        plain.split('.').chain(["0", "0"]).map(|part| part.parse().unwrap_or(0)).take(3).collect()
    };
    numbers(one) > numbers(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_compared_by_number() {
        assert!(is_newer("1.100", "1.95"));
        assert!(is_newer("1.95.1", "1.95"));
        assert!(!is_newer("1.95", "1.95.0"));
        assert!(!is_newer("1.9", "1.95"));
        assert!(!is_newer("1.95", "1.95.0-nightly"));
    }

    #[test]
    fn our_packages_all_promise_the_same_rust() {
        let ours = Crates::ours().expect("cargo tells");
        let promised: std::collections::BTreeSet<_> = ours.all().map(|one| one.rust_version.clone()).collect();
        assert_eq!(promised.len(), 1, "{promised:?}");
        let readme = std::fs::read_to_string(crate::process::root().join("README.md")).expect("it is there");
        let promised = promised.into_iter().flatten().next().expect("they promise one");
        assert!(readme.contains(&format!(") {promised},")), "the README names Rust {promised}");
    }
}
