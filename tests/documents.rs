use std::io::{BufRead, BufReader, Write};
use std::process::Stdio;

use crate::support::Paperside;

#[test]
fn a_receipt_tells_of_every_page() {
    let paperside = Paperside::with(&["labelled-pages.pdf", "programming-languages-in-economics.pdf"]);
    for document in paperside.json(&["list"]).lines {
        let shown = paperside.json(&["show", &document["id"].as_str().unwrap()[..10]]).lines.remove(0);
        let receipt = shown["receipt"].as_array().unwrap();
        assert_eq!(receipt.len() as u64, shown["pages"].as_u64().unwrap());
        let searchable = receipt.iter().filter(|page| page["state"] == "searchable").count() as u64;
        assert_eq!(Some(searchable), shown["pages_searchable"].as_u64());
        assert!(receipt.iter().all(|page| (page["state"] == "searchable") || page["reason"].is_string()));
    }
}

#[test]
fn page_labels_are_the_documents_own() {
    let paperside = Paperside::with(&["labelled-pages.pdf"]);
    let id = paperside.json(&["list"]).lines[0]["id"].as_str().unwrap().to_owned();
    let shown = paperside.json(&["show", &id]).lines.remove(0);
    let labels: Vec<_> =
        shown["receipt"].as_array().unwrap().iter().map(|page| page["label"].as_str().unwrap()).collect();
    assert_eq!(labels, ["i", "ii", "iii", "iv", "1", "2", "3", "a", "b", "4", "5"]);
}

#[test]
fn what_is_removed_is_found_no_more_and_leaves_no_copy() {
    let paperside = Paperside::new();
    let kettle = paperside.file("kettle.txt", b"The kettle is on the zanzibar stove.");
    let other = paperside.file("other.txt", b"The clock is on the wall.");
    paperside.add(&[&kettle, &other]);
    let listed = paperside.json(&["list"]).lines;
    let id = listed.iter().find(|line| line["title"] == "kettle.txt").unwrap()["id"].as_str().unwrap().to_owned();
    assert_eq!(paperside.json(&["remove", &id]).code, 0);
    assert_eq!(paperside.json(&["list"]).lines.len(), 1);
    let found = paperside.json(&["search", "kettle on the zanzibar stove"]).lines.remove(0);
    assert!(found["hits"].as_array().unwrap().iter().all(|hit| hit["document"]["title"] == "other.txt"));
    assert!(!paperside.library().join("originals").join(&id[..2]).join(&id).exists());
    assert!(kettle.exists(), "the person's own file is not ours to remove");
    assert_eq!(paperside.json(&["remove", &id]).code, 1, "it is not there any more");
    assert_eq!(paperside.json(&["doctor"]).code, 0);
}

#[test]
fn collections_are_made_renamed_and_deleted_and_their_documents_stay() {
    let paperside = Paperside::new();
    let file = paperside.file("kettle.txt", b"The kettle is on the stove.");
    paperside.json(&["add", file.to_str().unwrap(), "--collection", "Kitchen"]);
    assert_eq!(paperside.json(&["collections", "create", "kitchen"]).code, 1, "names differ by more than case");
    let renamed = paperside.json(&["collections", "rename", "Kitchen", "Cellar"]);
    assert_eq!((&renamed.lines[0]["name"], &renamed.lines[0]["documents"]), (&"Cellar".into(), &1.into()));
    assert!(paperside.json(&["collections", "delete", "Cellar"]).lines.is_empty());
    assert_eq!(paperside.json(&["list"]).lines.len(), 1);
}

#[test]
fn a_lost_index_is_built_again_without_the_files() {
    let paperside = Paperside::new();
    let file = paperside.file("kettle.txt", b"The kettle is on the stove.");
    paperside.add(&[&file]);
    std::fs::remove_file(&file).unwrap();
    std::fs::remove_dir_all(paperside.library().join("index")).unwrap();
    assert_eq!(paperside.ask("Where is the kettle?")["refused"], false);
    assert_eq!(paperside.json(&["doctor"]).code, 0);
}

#[test]
fn a_damaged_index_is_built_again() {
    let paperside = Paperside::new();
    let file = paperside.file("kettle.txt", b"The kettle is on the stove.");
    paperside.add(&[&file]);
    std::fs::write(paperside.library().join("index/edge_config.json"), "{}").unwrap();
    assert_eq!(paperside.ask("Where is the kettle?")["refused"], false);
}

#[test]
fn a_second_process_is_told_who_has_the_library() {
    let paperside = Paperside::new();
    let mut first = paperside.command(&["chat"]).stdin(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut said = BufReader::new(first.stderr.take().unwrap()).lines();
    assert!(said.any(|line| line.unwrap().contains("documents in the library")), "the first one is open");
    let second = paperside.json(&["list"]);
    assert_eq!((second.code, &second.lines[0]["code"]), (1, &"library_in_use".into()));
    assert!(second.stderr.contains(&first.id().to_string()), "{}", second.stderr);
    first.stdin.take().unwrap().write_all(b"\n").unwrap();
    assert!(first.wait().unwrap().success());
    assert_eq!(paperside.json(&["list"]).code, 0, "it is free again");
}

#[test]
fn a_missing_model_is_named_with_what_to_do() {
    let paperside = Paperside::new();
    let nowhere = paperside.library().join("no-model");
    let output = paperside.command(&["doctor"]).env("PAPERSIDE_MODEL_DIR", nowhere).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(text.contains("no-model") && text.contains("cargo xtask setup"), "{text}");
}

#[test]
fn the_terminal_chat_imports_paths_and_answers_questions() {
    let paperside = Paperside::new();
    let file = paperside.file("a kettle.txt", b"The kettle is on the stove.");
    let mut chat = paperside.command(&["chat"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let asked = format!("'{}'\nWhere is the kettle?\n", file.display());
    chat.stdin.take().unwrap().write_all(asked.as_bytes()).unwrap();
    let said = String::from_utf8(chat.wait_with_output().unwrap().stdout).unwrap();
    assert!(said.contains("The kettle is on the stove. [1]") && said.contains("a kettle.txt, page 1"), "{said}");
}

#[test]
fn wrong_usage_ends_with_two() {
    assert_eq!(Paperside::new().command(&["fly"]).output().unwrap().status.code(), Some(2));
}
