//! What defends the person, and which test proves it.

use std::collections::BTreeSet;
use std::path::Path;

use super::read;
use crate::process::root;

/// The names of all tests in Rust below a folder.
fn tests(folder: &Path, names: &mut BTreeSet<String>) {
    for path in std::fs::read_dir(folder).expect("it is there").flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            tests(&path, names);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = std::fs::read_to_string(&path).expect("it is text");
            let mut is_test = false;
            for line in text.lines().map(str::trim) {
                is_test |= line.starts_with("#[test]") || line.starts_with("#[tokio::test");
                if let Some((_, named)) = line.split_once("fn ").filter(|_| is_test) {
                    names.extend(named.split('(').next().map(str::to_owned));
                    is_test = false;
                }
            }
        }
    }
}

#[test]
fn every_proof_is_a_test_that_there_is() {
    let mut names = BTreeSet::new();
    ["tests", "src-tauri"].iter().for_each(|folder| tests(&root().join(folder), &mut names));
    let document = read("security.md");
    let defences =
        document.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| `") && line.contains('`'));
    let mut proofs = 0;
    for defence in defences {
        let proved = defence.trim_end_matches([' ', '|']).rsplit('|').next().unwrap_or_default();
        for name in proved.split('`').skip(1).step_by(2) {
            assert!(names.contains(name), "docs/security.md names the test {name}, which there is none of");
            proofs += 1;
        }
    }
    assert!(proofs > 50, "the document names what proves it: {proofs}");
}
