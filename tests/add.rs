use serde_json::json;

use crate::support::{Paperside, corpus};

#[test]
fn a_pdf_becomes_searchable_and_its_import_is_told() {
    let paperside = Paperside::new();
    let ended = paperside.add(&[&corpus("programming-languages-in-economics.pdf")]);
    assert_eq!(ended.code, 0);
    let document = ended.document("programming-languages-in-economics.pdf");
    assert_eq!(document["status"], "added");
    assert_eq!(document["content_type"], "application/pdf");
    assert_eq!(document["size"], 211_355);
    assert_eq!((document["pages"].as_u64(), document["pages_searchable"].as_u64()), (Some(16), Some(16)));
    assert!(document["passages"].as_u64() > Some(16), "a page of prose is more than one passage");
    assert_eq!(document["id"].as_str().map(str::len), Some(64), "the id is a SHA-256 in hex");
    let stages: Vec<_> = ended.of_type("progress").iter().map(|line| line["stage"].clone()).collect();
    for stage in ["reading", "embedding", "indexing"] {
        assert!(stages.contains(&json!(stage)), "no progress of {stage} was told");
    }
    let summary = ended.lines.last().unwrap();
    assert_eq!((&summary["type"], &summary["added"], &summary["failed"]), (&json!("summary"), &json!(1), &json!(0)));
}

#[test]
fn the_same_bytes_are_one_document() {
    let paperside = Paperside::with(&["french.pdf"]);
    let original = corpus("french.pdf");
    let again = paperside.add(&[&original]);
    assert_eq!(again.document("french.pdf")["status"], "unchanged");
    let copy = paperside.file("copies/another name.pdf", &std::fs::read(&original).unwrap());
    let copied = paperside.add(&[&copy]);
    assert_eq!(copied.document("another name.pdf")["status"], "duplicate");
    assert_eq!(copied.document("another name.pdf")["id"], again.document("french.pdf")["id"]);
    assert_eq!(paperside.json(&["list"]).lines.len(), 1);
}

#[test]
fn copies_in_one_batch_are_one_document() {
    let paperside = Paperside::new();
    let paths = ["one.txt", "two.txt", "three.txt"].map(|name| paperside.file(name, b"The kettle is on the stove."));
    let ended = paperside.add(&[&paths[0], &paths[1], &paths[2]]);
    let summary = ended.lines.last().unwrap();
    assert_eq!((ended.code, &summary["added"], &summary["duplicate"]), (0, &json!(1), &json!(2)));
    assert_eq!(paperside.json(&["list"]).lines.len(), 1);
}

#[test]
fn a_changed_file_takes_the_place_of_the_old_one() {
    let paperside = Paperside::new();
    let path = paperside.file("notes.txt", b"The kettle is on the stove.");
    paperside.add(&[&path]);
    std::fs::write(&path, "The kettle is on the table.").unwrap();
    let ended = paperside.add(&[&path]);
    assert_eq!(ended.document("notes.txt")["status"], "updated");
    assert_eq!(paperside.json(&["list"]).lines.len(), 1);
    let found = paperside.json(&["search", "kettle"]).lines.remove(0);
    let texts: Vec<_> = found["hits"].as_array().unwrap().iter().map(|hit| hit["text"].clone()).collect();
    assert_eq!(texts, [json!("The kettle is on the table.")]);
}

#[test]
fn a_changed_file_stays_in_its_collections() {
    let paperside = Paperside::new();
    let path = paperside.file("notes.txt", b"The kettle is on the stove.");
    let text = path.to_string_lossy().into_owned();
    paperside.json(&["add", "--collection", "Kitchen", &text]);
    std::fs::write(&path, "The kettle is on the table.").unwrap();
    let ended = paperside.json(&["add", "--collection", "House", &text]);
    assert_eq!(ended.document("notes.txt")["status"], "updated");
    for collection in ["Kitchen", "House"] {
        let found = paperside.json(&["search", "kettle", "--collection", collection]).lines.remove(0);
        assert_eq!(found["hits"][0]["text"], "The kettle is on the table.", "it is in {collection}");
    }
}

#[test]
fn a_broken_file_is_refused_with_a_reason_and_the_one_beside_it_is_imported() {
    let paperside = Paperside::new();
    let broken = paperside.file("broken.pdf", b"%PDF-1.7\nthis is not a document at all");
    let empty = paperside.file("empty.pdf", b"");
    let picture = paperside.file("picture.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01");
    let missing = paperside.library().join("nowhere.pdf");
    let ended = paperside.add(&[&broken, &corpus("french.pdf"), &empty, &picture, &missing]);
    assert_eq!(ended.code, 3, "some were imported and some were not");
    let reason = |name: &str| ended.document(name)["reason"].as_str().unwrap().to_lowercase();
    assert!(reason("broken.pdf").contains("damaged"));
    assert!(reason("empty.pdf").contains("empty"));
    assert!(reason("picture.png").contains("png"), "what is refused is refused by name");
    assert!(reason("nowhere.pdf").contains("nowhere.pdf"));
    let answer = paperside.json(&["search", "adresse"]);
    assert_eq!(answer.lines[0]["hits"][0]["document"]["title"], paperside.json(&["list"]).lines[0]["title"]);
}

#[test]
fn nothing_but_broken_files_is_a_failure() {
    let paperside = Paperside::new();
    let broken = paperside.file("broken.pdf", b"%PDF-1.7\nthis is not a document at all");
    assert_eq!(paperside.add(&[&broken]).code, 1);
}

#[test]
fn a_folder_is_taken_with_all_it_holds() {
    let paperside = Paperside::new();
    paperside.file("papers/über uns/Grüße.md", "# Grüße\n\nEin Gruß aus Köln.".as_bytes());
    paperside.file("papers/deep/er/notes.txt", b"Kettles whistle when they boil.");
    paperside.file("papers/.hidden/secret.txt", b"not to be read");
    let ended = paperside.add(&[&paperside.library().with_file_name("papers")]);
    let mut names: Vec<_> =
        ended.of_type("document").iter().map(|line| line["filename"].as_str().unwrap().to_owned()).collect();
    names.sort();
    assert_eq!((ended.code, names), (0, vec!["Grüße.md".to_owned(), "notes.txt".to_owned()]));
    assert_eq!(paperside.ask("When do kettles whistle?")["citations"][0]["document"]["title"], "notes.txt");
}

#[test]
fn pages_without_text_are_told() {
    let paperside = Paperside::new();
    let ended = paperside.add(&[&corpus("labelled-pages.pdf")]);
    let document = ended.document("labelled-pages.pdf");
    assert_eq!((document["pages"].as_u64(), document["pages_searchable"].as_u64()), (Some(11), Some(0)));
    assert!(document["reason"].as_str().unwrap().contains("11 of 11 pages"));
}

#[test]
fn a_document_encrypted_without_a_password_opens() {
    let paperside = Paperside::new();
    let ended = paperside.add(&[&corpus("empty-password.pdf")]);
    assert_eq!(ended.document("empty-password.pdf")["pages_searchable"], 1);
}

#[cfg(unix)]
#[test]
fn an_interrupt_stops_cleanly_and_what_was_done_stays() {
    use std::io::{BufRead, BufReader};
    use std::process::{Command, Stdio};

    let paperside = Paperside::new();
    let long = "A sentence about kettles that is long enough to be worth embedding on its own. ".repeat(4000);
    let first = paperside.file("1 short.txt", b"Kettles whistle when they boil.");
    let second = paperside.file("2 long.txt", long.as_bytes());
    let mut command = paperside.command(&["--json", "add"]);
    let mut child = command.args([&first, &second]).stdout(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
    let has_begun = |line: &String| line.contains("2 long.txt") && line.contains("\"embedding\"");
    assert!(lines.any(|line| has_begun(&line)), "the long file must be under way");
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    let rest: Vec<String> = lines.collect();
    assert_eq!(child.wait().unwrap().code(), Some(3), "one was imported, one was not");
    assert!(rest.iter().any(|line| line.contains("\"stopped\"") && line.contains("\"waiting\":1")), "{rest:?}");
    assert!(rest.last().unwrap().contains("\"summary\""), "{rest:?}");
    let waiting = paperside.json(&["imports"]).lines;
    assert_eq!((waiting.len(), &waiting[0]["state"]), (1, &"waiting".into()), "it goes on another time");
    assert_eq!(paperside.json(&["imports", "cancel"]).code, 0);
    assert_eq!(paperside.json(&["list"]).lines.len(), 1);
    assert_eq!(paperside.json(&["doctor"]).code, 0);
}
