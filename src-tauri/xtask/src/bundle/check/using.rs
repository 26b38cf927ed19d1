//! The main job: a document is added and asked about by a person without rights and without a network.

use std::path::Path;

use super::room::{Room, run};
use crate::process::Failure;

/// Where the person's documents are.
pub(super) const LIBRARY: &str = "/home/ada/.local/share/paperside/library";

/// The document that is added.
pub(super) const DOCUMENT: &str = "programming-languages-in-economics.pdf";

/// What it is asked.
const QUESTION: &str = "How much slower than C++ is code in CPython?";

/// What of its words must be cited.
const QUOTE: &str = "between 155 and 269 times slower";

/// Adds the document.
pub(super) fn add(room: &Room, corpus: &Path) -> Result<(), Failure> {
    let document = room.give(&corpus.join(DOCUMENT))?;
    let added = said(room, &["--json", "add", &document])?;
    let is_added = |line: &str| line.contains(r#""type":"document""#) && line.contains(r#""status":"added""#);
    must(added.lines().any(is_added), "the document is not added", &added)
}

/// Asks it, and has everything looked over.
pub(super) fn ask(room: &Room) -> Result<(), Failure> {
    let answer = said(room, &["--json", "ask", QUESTION])?;
    let done = answer.lines().find(|line| line.contains(r#""type":"done""#)).unwrap_or_default();
    let is_cited = |citation: &str| citation.contains(r#""verdict":"quoted""#) && quote(citation).contains(QUOTE);
    let is_answer = done.contains(r#""refused":false"#) && done.split(r#""number":"#).skip(1).any(is_cited);
    must(is_answer, "the answer cites no such words", &answer)?;
    // It would end as failed if anything were not well.
    let health = said(room, &["doctor"])?;
    must(health.contains("/usr/lib/Paperside/models/"), "the model is not the package’s", &health)
}

/// What the installed program says to the person.
fn said(room: &Room, arguments: &[&str]) -> Result<String, Failure> {
    let ended = run(room.by_person("/usr/bin/paperside").args(arguments))?;
    Ok(String::from_utf8_lossy(&ended.stdout).into_owned())
}

/// The cited words of a citation.
fn quote(citation: &str) -> &str {
    let (_, after) = citation.split_once(r#""quote":""#).unwrap_or_default();
    after.split('"').next().unwrap_or_default()
}

/// Fails with what was said if something does not hold.
fn must(holds: bool, otherwise: &str, said: &str) -> Result<(), Failure> {
    if holds { Ok(()) } else { Err(Failure::Found(format!("{otherwise}:\n{said}"))) }
}
