use std::path::Path;

use serde_json::{Value, json};

use crate::support::{Paperside, corpus};

/// The receipt of the only document.
fn receipt(paperside: &Paperside) -> Vec<Value> {
    let id = paperside.json(&["list"]).lines[0]["id"].as_str().unwrap().to_owned();
    paperside.json(&["show", &id]).lines[0]["receipt"].as_array().unwrap().clone()
}

fn states(receipt: &[Value]) -> Vec<&str> {
    receipt.iter().map(|page| page["state"].as_str().unwrap()).collect()
}

#[test]
fn every_format_is_answered_from() {
    let questions = [
        ("kitchen-at-sea.docx", "How long is the galley of the Marigold?", "four metres long", "1"),
        ("lighthouses.xlsx", "Who is the keeper of Gull Rock?", "Tobias Wren", "Keepers"),
        ("bees.pptx", "How much honey did each hive give?", "23 kilograms", "2"),
        ("two-tales.epub", "What lived in the well behind the mill?", "a frog", "The Well"),
        ("mill-rules.odt", "How often may the mill wheel turn in a minute?", "eleven times", "1"),
        ("ferry.eml", "When does the ferry leave from the south pier?", "6.40", "1"),
        ("prices.csv", "What is the price of lamp oil?", "4.20", "1"),
        ("weather.rtf", "How low did the barometer fall?", "968 hectopascals", "1"),
        ("harbour.html", "What is the harbour master's dog called?", "Bosun", "1"),
    ];
    let names: Vec<_> = questions.iter().map(|(name, ..)| *name).collect();
    let paperside = Paperside::with(&names);
    for (name, question, expected, page) in questions {
        let answer = paperside.ask(question);
        let citation = &answer["citations"][0];
        assert!(answer["answer"].as_str().unwrap().contains(expected), "{question} {answer}");
        assert!(citation["document"]["path"].as_str().unwrap().ends_with(name), "{question} {answer}");
        assert_eq!(citation["page_label"], page, "{question}");
    }
}

#[test]
fn titles_and_authors_are_the_documents_own() {
    let paperside = Paperside::with(&["kitchen-at-sea.docx", "lighthouses.xlsx", "scanned-letters.pdf"]);
    let list = paperside.json(&["list"]).lines;
    let find = |title: &str| list.iter().find(|document| document["title"] == title).unwrap();
    assert_eq!(find("The Kitchen at Sea")["author"], "Ada Cook");
    assert_eq!(find("Lighthouses of the coast")["author"], "Ada Cook");
    assert_eq!(find("Letters from the Island")["author"], Value::Null, "“anonymous” is nobody");
}

#[test]
fn scanned_pages_are_recognised_and_their_words_have_places() {
    let paperside = Paperside::with(&["scanned-letters.pdf"]);
    let receipt = receipt(&paperside);
    assert_eq!(states(&receipt), ["searchable", "recognised", "recognised", "blank"]);
    assert!(receipt[1]["reader"].as_str().unwrap().starts_with("tesseract"), "{}", receipt[1]);
    let hit = paperside.json(&["search", "goats on the western cliff", "-k", "1"]).lines[0]["hits"][0].clone();
    assert_eq!((&hit["page"], &hit["document"]["pages_unread"]), (&json!(1), &json!(0)));
    let boxes = hit["boxes"].as_array().unwrap();
    assert!(boxes.len() >= 3, "one a line");
    // The first line was drawn 120 pixels from the top of an image of 900 that fills a page of 432 points.
    let top = boxes[0][2].as_f64().unwrap();
    assert!((50.0..72.0).contains(&top), "the first line is at {top}");
}

#[test]
fn the_language_of_a_scan_is_found_out() {
    let paperside = Paperside::with(&["scanned-letters.pdf"]);
    let readers: Vec<_> = receipt(&paperside).iter().map(|page| page["reader"].as_str().unwrap().to_owned()).collect();
    assert!(readers[1].ends_with("(eng)") && readers[2].ends_with("(deu)"), "{readers:?}");
    let found = paperside.json(&["search", "überraschend schön", "-k", "1"]).lines.remove(0);
    assert!(found["hits"][0]["text"].as_str().unwrap().contains("überraschend schön"), "{found}");
}

#[test]
fn the_language_of_scans_can_be_chosen() {
    let paperside = Paperside::new();
    assert_eq!(paperside.json(&["settings", "ocr-language", "deu"]).code, 0);
    assert_eq!(paperside.json(&["settings", "ocr-language", "deu --psm 0"]).code, 1, "it is an argument of a program");
    assert_eq!(paperside.json(&["settings", "no-such", "deu"]).code, 1);
    assert_eq!(paperside.json(&["settings"]).lines[0]["value"], "deu");
    paperside.add(&[&corpus("scanned-letters.pdf")]);
    let reader = receipt(&paperside)[1]["reader"].clone();
    assert!(reader.as_str().unwrap().ends_with("(deu)"), "{reader}");
}

#[test]
fn scans_are_told_of_where_nothing_can_recognise_them_and_read_once_something_can() {
    let paperside = Paperside::new();
    let file = corpus("scanned-letters.pdf");
    let mut without = paperside.command(&["--json", "add"]);
    let output = without.arg(&file).env("PAPERSIDE_TESSERACT", "/nowhere/tesseract").output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    let document: Value = said
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap())
        .find(|line| line["type"] == "document")
        .unwrap();
    let reason = document["reason"].as_str().unwrap();
    assert!(reason.starts_with("2 of 4 pages (2–3) are images without text; install Tesseract"), "{reason}");
    assert_eq!(document["pages_searchable"], 1);
    assert_eq!(states(&receipt(&paperside)), ["searchable", "image_only", "image_only", "blank"]);
    let answer = paperside.ask("How many goats stood on the cliff?");
    assert_eq!(answer["searched"]["pages_unread"], 2, "an answer says what it has not seen");
    let told = paperside.text(&["ask", "How many goats stood on the cliff?"]);
    assert!(told.contains("2 pages of"), "{told}");

    let again = paperside.add(&[&file]);
    assert_eq!(again.document("scanned-letters.pdf")["status"], "updated");
    assert_eq!(states(&receipt(&paperside)), ["searchable", "recognised", "recognised", "blank"]);
    assert_eq!(paperside.add(&[&file]).document("scanned-letters.pdf")["status"], "unchanged");
}

#[test]
fn an_encrypted_document_opens_with_its_password_only() {
    let paperside = Paperside::new();
    let file = corpus("treasure.pdf");
    let refused = paperside.add(&[&file]);
    let document = refused.document("treasure.pdf");
    assert_eq!((&document["status"], &document["needs_password"]), (&json!("failed"), &json!(true)));
    assert!(document["reason"].as_str().unwrap().contains("needs a password"));

    let wrong = add_with_password(&paperside, &file, "candle");
    assert!(wrong.contains("not the right one"), "{wrong}");
    let right = add_with_password(&paperside, &file, "lantern");
    assert!(right.contains("\"added\""), "{right}");
    assert!(paperside.ask("Where is the treasure buried?")["answer"].as_str().unwrap().contains("third oak"));
    // The document speaks of a lantern, so that is one of the words known for spelling.
    let catalog = rusqlite::Connection::open(paperside.library().join("catalog.sqlite")).unwrap();
    catalog.execute_batch("DELETE FROM word; VACUUM; PRAGMA wal_checkpoint(TRUNCATE);").unwrap();
    drop(catalog);
    for entry in std::fs::read_dir(paperside.library()).unwrap().map(Result::unwrap).filter(|it| it.path().is_file()) {
        let bytes = std::fs::read(entry.path()).unwrap();
        // In its text there is a blank before it.
        let is_kept = bytes.windows(8).any(|window| &window[1..] == b"lantern" && window[0] != b' ');
        assert!(!is_kept, "{} holds the password", entry.path().display());
    }
}

fn add_with_password(paperside: &Paperside, file: &Path, password: &str) -> String {
    use std::io::Write;
    use std::process::Stdio;
    let mut command = paperside.command(&["--json", "add", "--password-stdin"]);
    let mut child = command.arg(file).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    writeln!(child.stdin.take().unwrap(), "{password}").unwrap();
    String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap()
}
