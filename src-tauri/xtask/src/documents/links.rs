//! Where documents lead to, and which tasks they name.

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
    let tasks = |text: &str| -> Vec<String> {
        let named = text.split("cargo xtask ").skip(1);
        let first = |rest: &str| rest.split(|letter: char| !letter.is_ascii_lowercase()).next().map(str::to_owned);
        named.filter_map(first).filter(|task| !task.is_empty()).collect()
    };
    let known: Vec<&str> =
        USAGE.lines().filter_map(|line| line.strip_prefix("  ")?.split_whitespace().next()).collect();
    for document in documents() {
        for task in tasks(&text(&document)) {
            assert!(known.contains(&task.as_str()), "{} names the task {task}", document.display());
        }
    }
}
