//! Where documents lead to, and what they tell people to type.

use std::path::{Path, PathBuf};

use crate::USAGE;
use crate::process::root;

/// The README and every document.
fn documents() -> Vec<PathBuf> {
    let docs = std::fs::read_dir(root().join("docs")).expect("it is there").flatten().map(|entry| entry.path());
    let is_document = |path: &PathBuf| path.extension().is_some_and(|extension| extension == "md");
    docs.filter(is_document).chain([root().join("README.md")]).collect()
}

fn text(path: &Path) -> String {
    std::fs::read_to_string(path).expect("it is text")
}

/// What a heading is called in a link: small letters, digits and hyphens.
fn anchor(heading: &str) -> String {
    let kept = heading.trim_start_matches('#').trim().to_lowercase();
    let kept = kept.chars().filter(|letter| letter.is_alphanumeric() || " -_".contains(*letter));
    kept.map(|letter| if letter == ' ' { '-' } else { letter }).collect()
}

/// The words that stand behind each place where this is said.
fn words_after<'a>(text: &'a str, said: &str) -> Vec<&'a str> {
    let is_part = |letter: char| letter.is_ascii_lowercase() || letter == '-';
    let rests = text.split(said).skip(1);
    let words = rests.filter_map(|rest| rest.split(|letter: char| !is_part(letter)).next());
    words.filter(|word| word.starts_with(|letter: char| letter.is_ascii_lowercase())).collect()
}

/// The targets of a document's links and pictures.
fn targets(document: &str) -> impl Iterator<Item = &str> {
    document.split("](").skip(1).filter_map(|rest| rest.split(')').next())
}

#[test]
fn every_link_leads_somewhere() {
    let mut links = 0;
    for document in documents() {
        let (said, folder) = (text(&document), document.parent().expect("a folder"));
        for target in targets(&said).filter(|target| !target.contains("://")) {
            let (file, heading) = target.split_once('#').unwrap_or((target, ""));
            let there = if file.is_empty() { document.clone() } else { folder.join(file) };
            assert!(there.exists(), "{} leads to {target}, which there is none of", document.display());
            let is_heading = |line: &str| line.starts_with('#') && anchor(line) == heading;
            assert!(
                heading.is_empty() || text(&there).lines().any(is_heading),
                "{} leads to {target}, but there is no such heading",
                document.display()
            );
            links += 1;
        }
    }
    assert!(links > 150, "the documents have links: {links}");
}

#[test]
fn every_task_that_is_named_exists() {
    let known: Vec<&str> =
        USAGE.lines().filter_map(|line| line.strip_prefix("  ")?.split_whitespace().next()).collect();
    for document in documents() {
        for task in words_after(&text(&document), "cargo xtask ") {
            assert!(known.contains(&task), "{} names the task {task}", document.display());
        }
    }
}

#[test]
fn every_feature_and_script_that_is_named_exists() {
    let features = text(&root().join("Cargo.toml"));
    let scripts: serde_json::Value = serde_json::from_str(&text(&root().join("ui/package.json"))).expect("it is JSON");
    for document in documents() {
        let (said, shown) = (text(&document), document.display());
        for feature in words_after(&said, "--features ") {
            assert!(features.contains(&format!("\n{feature} = [")), "{shown} names the feature {feature}");
        }
        for script in words_after(&said, "npm --prefix ui run ") {
            assert!(scripts["scripts"][script].is_string(), "{shown} names the script {script}");
        }
    }
}
