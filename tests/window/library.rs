//! The pane of documents and collections.

use std::path::PathBuf;

use super::PATIENCE;
use super::app::App;
use crate::support::Paperside;

/// A library of short texts: `kettle-0.txt` and so on, the last one added last.
fn with_texts(count: usize) -> Paperside {
    let paperside = Paperside::new();
    let write = |number| {
        paperside.file(&format!("kettle-{number:03}.txt"), format!("Kettle {number} is on the stove.").as_bytes())
    };
    let files: Vec<PathBuf> = (0..count).map(write).collect();
    assert_eq!(paperside.add(&files.iter().map(PathBuf::as_path).collect::<Vec<_>>()).code, 0);
    paperside
}

fn row(title: &str) -> String {
    format!("[data-testid=document] .row[title$='{title}']")
}

#[test]
fn documents_are_put_into_a_collection_shown_there_and_asked_there() {
    let paperside = with_texts(3);
    let app = App::open(&paperside);
    app.press("[data-testid=new-collection]");
    app.find("[data-testid=collection-name]").type_text("Kitchen");
    app.keys("Enter");
    app.find("[data-testid=collection][data-collection=Kitchen]");
    app.press("[data-testid=all-documents] .what");
    app.wait_for_count("[data-testid=document]", 3);
    app.press(&row("kettle-001.txt"));
    app.run(&format!(
        "document.querySelector(\"{}\").dispatchEvent(new MouseEvent('click', {{ bubbles: true, ctrlKey: true }}))",
        row("kettle-002.txt")
    ));
    app.find("[data-testid=selection-bar]");
    app.picture("library-selection");
    app.press("[data-testid=put-into]");
    app.press("[data-testid=put-into-collection][data-name=Kitchen]");
    app.wait_for_text("[data-testid=collection][data-collection=Kitchen] .count", "2");
    app.keys("Escape");
    app.press("[data-testid=collection][data-collection=Kitchen] .what");
    app.wait_for_count("[data-testid=document]", 2);
    app.picture("library-collection");
    app.press("[data-testid=collection][data-collection=Kitchen] [data-testid=collection-more]");
    app.press("[data-testid=collection-ask]");
    app.wait_for_text("[data-testid=scope-chip]", "Kitchen");
    let in_it = paperside.json(&["collections"]).code;
    assert_eq!(in_it, 1, "the window holds the library meanwhile");
}

#[test]
fn a_list_is_narrowed_by_words_and_ordered() {
    let paperside = with_texts(12);
    let app = App::open(&paperside);
    app.wait_for_count("[data-testid=document]", 12);
    app.find("[data-testid=document-search]").type_text("kettle 007");
    app.wait_for_count("[data-testid=document]", 1);
    assert!(app.text_of("[data-testid=document]").contains("kettle-007"));
    app.picture("library-narrowed");
    app.press("[data-testid=document-search-clear]");
    app.find("[data-testid=document-search]").type_text("saucepan");
    app.find("[data-testid=nothing-found]");
    app.press("[data-testid=document-search-clear]");
    app.wait_for_count("[data-testid=document]", 12);
}

#[test]
fn rows_are_chosen_and_removed_by_keyboard() {
    let paperside = with_texts(5);
    let app = App::open(&paperside);
    app.wait_for_count("[data-testid=document]", 5);
    app.run("document.querySelector('[data-testid=document] .row[tabindex=\"0\"]').focus()");
    app.keys("Home");
    app.keys("Shift+Down");
    app.keys("Shift+Down");
    app.wait_for_text("[data-testid=selection-bar]", "3");
    app.keys("Delete");
    app.find("[data-testid=confirm-remove]").click();
    app.wait_for_count("[data-testid=document]", 2);
}

#[test]
fn a_receipt_tells_what_became_of_each_page() {
    let paperside = Paperside::with(&["programming-languages-in-economics.pdf"]);
    let app = App::open(&paperside);
    app.press("[data-testid=document] .row");
    app.find("[data-testid=document-details] [data-testid=receipt]");
    app.press("[data-testid=receipt-fate] button, [data-testid=receipt-fate]");
    app.picture("library-receipt");
}

#[test]
fn of_a_long_list_only_what_is_in_sight_is_drawn() {
    let paperside = with_texts(300);
    let app = App::open(&paperside);
    app.find("[data-testid=document]");
    let drawn = || app.find_all("[data-testid=document], [data-testid=document-to-come]").len();
    assert!(drawn() < 100, "{} rows are drawn", drawn());
    app.run("document.querySelector('[data-testid=document] .row[tabindex=\"0\"]').focus()");
    app.keys("End");
    app.wait_for("the last row", PATIENCE, || {
        !app.find_all("[data-testid=document] .row[aria-posinset='300']").is_empty()
    });
    assert!(drawn() < 100, "{} rows are drawn", drawn());
}

#[test]
fn a_file_that_is_there_already_is_told_so() {
    let paperside = Paperside::new();
    let file = paperside.file("kettle.txt", b"The kettle is on the stove.");
    let old = std::time::SystemTime::now() - std::time::Duration::from_mins(1);
    std::fs::File::options().write(true).open(&file).unwrap().set_modified(old).unwrap();
    assert_eq!(paperside.add(&[&file]).code, 0);
    let app = App::open(&paperside);
    app.drop_files(&[&file]);
    app.wait_for("what became of it", PATIENCE, || !app.find_all("[data-testid=import-result]").is_empty());
    app.picture("library-known");
    assert_eq!(app.find_all("[data-testid=document]").len(), 1);
}
