//! Files that are gone, not to be read or no files at all, and folders that cannot be written.

use std::fs::Permissions;
use std::io::{BufRead, BufReader};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::json;

use super::{Holds, Shim, run};
use crate::crash::leftovers;
use crate::support::Paperside;

#[test]
fn a_read_only_library_is_told_of_and_left_alone() {
    let shim = Shim::build();
    let paperside = Paperside::with(&["prices.csv"]);
    let before = Holds::of(&paperside);
    set_writable(&paperside.library(), false);
    let new = paperside.file("notes.txt", b"The kettle is on the stove.");
    let mut add = paperside.command(&["--json", "add"]);
    add.arg(&new);
    let ended = run(shim.as_person(add));
    set_writable(&paperside.library(), true);
    assert_eq!(ended.status.code(), Some(1), "{ended:?}");
    let reasons = ended.reasons();
    let library = paperside.library().to_string_lossy().to_lowercase();
    assert!(reasons.iter().all(|reason| reason.contains(&library)), "the person must learn which folder: {reasons:?}");
    assert!(!reasons.is_empty() && !ended.stderr.contains("panicked"), "{ended:?}");
    assert_eq!(Holds::of(&paperside), before);
    assert_eq!(paperside.json(&["doctor"]).code, 0);
    assert_eq!(paperside.add(&[&new]).code, 0, "it can be written again");
}

fn set_writable(folder: &Path, writable: bool) {
    let mode = if writable { "u+w" } else { "a-w" };
    assert!(Command::new("chmod").args(["-R", mode]).arg(folder).status().unwrap().success());
}

#[test]
fn files_that_cannot_be_read_are_named_and_the_next_ones_imported() {
    let shim = Shim::build();
    let paperside = Paperside::new();
    let secret = paperside.file("secret.txt", b"The kettle is in the cellar.");
    std::fs::set_permissions(&secret, Permissions::from_mode(0o000)).unwrap();
    let beside = |name: &str| secret.with_file_name(name);
    let [gone, dangling, ring, folder] = ["gone.txt", "dangling.txt", "ring.txt", "book.pdf"].map(beside);
    std::os::unix::fs::symlink(&gone, &dangling).unwrap();
    std::os::unix::fs::symlink(&ring, &ring).unwrap();
    std::fs::create_dir(&folder).unwrap();
    let last = paperside.file("last.txt", b"The kettle is on the stove.");
    let mut add = paperside.command(&["--json", "add"]);
    add.args([&secret, &gone, &dangling, &ring, &folder, &last]);
    let ended = run(shim.as_person(add));
    assert_eq!(ended.status.code(), Some(3), "one was imported, the others were not: {ended:?}");
    for name in ["secret.txt", "gone.txt", "dangling.txt", "ring.txt"] {
        let line = ended.of_type("document").find(|line| line["filename"] == name).unwrap();
        let reason = line["reason"].as_str().unwrap_or_default();
        assert!(line["status"] == "failed" && reason.contains(name), "{line}");
    }
    assert!(ended.of_type("document").any(|line| line["filename"] == "last.txt" && line["status"] == "added"));
    std::fs::set_permissions(&secret, Permissions::from_mode(0o600)).unwrap();
    assert_eq!(paperside.add(&[&secret]).code, 0, "it may be read now");
    assert_eq!(leftovers(&paperside), Vec::<String>::new());
}

/// Opening a pipe waits for a writer that never comes.
#[test]
fn a_pipe_is_refused_and_nothing_waits_for_it() {
    let paperside = Paperside::new();
    let last = paperside.file("last.txt", b"The kettle is on the stove.");
    let pipe = last.with_file_name("pipe.txt");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let mut add = paperside.command(&["--json", "add"]);
    let ended = run(add.args([&pipe, &last]));
    assert_eq!(ended.status.code(), Some(3), "{ended:?}");
    assert!(ended.reasons().iter().all(|reason| reason.contains("pipe.txt")), "{ended:?}");
}

#[test]
fn a_folder_where_a_file_should_be_is_told_of() {
    let notes = |paperside: &Paperside| paperside.file("notes.txt", b"The kettle is on the stove.");
    for (name, is_folder) in [("catalog.sqlite", true), ("lock", true), ("originals", false), ("", false)] {
        let paperside = Paperside::new();
        let path = paperside.library().join(name);
        if is_folder {
            std::fs::create_dir_all(path.join("a folder")).unwrap();
        } else {
            paperside.file(format!("library/{name}").trim_end_matches('/'), b"a file");
        }
        let mut add = paperside.command(&["--json", "add"]);
        let ended = run(add.arg(notes(&paperside)));
        let reasons = ended.reasons();
        assert_eq!((ended.status.code(), reasons.len()), (Some(1), 1), "{name}: {ended:?}");
        let expected = if name.is_empty() { "library" } else { name.trim_end_matches(".sqlite") };
        assert!(reasons[0].contains(expected), "what is wrong must be named: {reasons:?}");
        assert!(!ended.stderr.contains("panicked"), "{ended:?}");
    }
}

/// The queue knows paths, so a file may be gone when its turn comes.
#[test]
fn a_file_that_vanishes_while_it_waits_fails_alone_and_can_be_tried_again() {
    let paperside = Paperside::new();
    let long = paperside
        .file("long.txt", "A sentence about a kettle that is long enough to be a whole one. ".repeat(400).as_bytes());
    let gone = paperside.file("gone.txt", b"The kettle is in the cellar.");
    let last = paperside.file("last.txt", b"The kettle is on the stove.");
    let mut add = paperside.command(&["--json", "add"]);
    kill_at_first_line(add.args([&long, &gone, &last]));
    let waiting = paperside.json(&["imports"]).lines;
    assert_eq!(waiting.len(), 3, "all are noted before anything else is done: {waiting:?}");
    std::fs::remove_file(&gone).unwrap();
    let ended = paperside.json(&["imports", "run"]);
    assert_eq!(ended.code, 3, "{:?}", ended.lines);
    let failed = ended.document("gone.txt");
    assert!(failed["reason"].as_str().unwrap().contains("gone.txt"), "{failed}");
    assert_eq!(ended.document("last.txt")["status"], "added");
    let left = paperside.json(&["imports"]).lines;
    assert_eq!((left.len(), &left[0]["state"], &left[0]["path"]), (1, &json!("failed"), &json!(gone)));
    paperside.file("gone.txt", b"The kettle is in the cellar.");
    assert_eq!(paperside.json(&["imports", "retry", &left[0]["import"].to_string()]).code, 0);
    assert_eq!(paperside.json(&["imports", "run"]).code, 0);
    assert_eq!((paperside.json(&["imports"]).lines.len(), paperside.json(&["list"]).lines.len()), (0, 3));
}

fn kill_at_first_line(command: &mut Command) {
    let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(line.contains("\"type\""), "it must tell of the import before it ends: {line}");
}
