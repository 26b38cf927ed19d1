//! The reader: finding one's way in a document, and from it to a question.

use super::app::App;
use super::{PAPER, PATIENCE, QUESTION, ask};
use crate::support::Paperside;

fn open(documents: &[&str]) -> (Paperside, App) {
    let paperside = Paperside::with(documents);
    let app = App::open(&paperside);
    app.press("[data-testid=document] .row");
    app.find("[data-testid=reader-page]");
    (paperside, app)
}

#[test]
fn a_page_is_gone_to_by_its_label_and_a_wrong_one_is_told() {
    let (_paperside, app) = open(&[PAPER]);
    let go = |label: &str| {
        app.find("[data-testid=page-box]").click();
        app.keys("Control+a");
        app.type_keys(label);
        app.keys("Enter");
    };
    go("3");
    let shown = || app.run("return document.querySelector('[data-testid=page-box]').value");
    app.wait_for("page 3", PATIENCE, || shown() == "3");
    app.find("[data-testid=reader-page][data-page='2'] canvas");
    go("9999");
    app.find("[data-testid=page-wrong]");
    app.picture("reader-page");
}

#[test]
fn words_are_found_in_a_document_one_after_the_other() {
    let (_paperside, app) = open(&[PAPER]);
    app.press("[data-testid=find-open]");
    app.find("[data-testid=find]").type_text("numba");
    app.wait_for("what is found", PATIENCE, || app.text_of("[data-testid=find-count]").contains('1'));
    let first = app.text_of("[data-testid=find-count]");
    app.picture("reader-find");
    app.keys("Enter");
    app.wait_for("the next", PATIENCE, || app.text_of("[data-testid=find-count]") != first);
    app.keys("Escape");
    app.wait_for("the bar to go", PATIENCE, || app.find_all("[data-testid=find]").is_empty());
}

#[test]
fn contents_and_small_pages_lead_into_a_document() {
    let (_paperside, app) = open(&[PAPER]);
    app.press("[data-testid=reader-side-toggle]");
    app.find("[data-testid=reader-side]");
    if !app.find_all("[data-testid=reader-side] [role=tab]").is_empty() {
        app.press("[data-testid=reader-side] [role=tab]:last-child");
    }
    app.wait_for("small pages", PATIENCE, || !app.find_all("[data-testid=thumbnail]").is_empty());
    app.picture("reader-thumbnails");
}

#[test]
fn citations_are_stepped_through_and_marked_in_the_margin() {
    let paperside = Paperside::with(&[PAPER]);
    let app = App::open(&paperside);
    ask(&app, QUESTION);
    app.find("[data-testid=citation][data-number='1']").click();
    app.find("[data-testid=reader-page] [data-testid=highlight]");
    app.find("[data-testid=margin-mark]");
    app.picture("reader-margin");
    if !app.find_all("[data-testid=next-citation]").is_empty() {
        let place = app.text_of("[data-testid=citation-place]");
        app.press("[data-testid=next-citation]");
        app.wait_for("the next citation", PATIENCE, || app.text_of("[data-testid=citation-place]") != place);
    }
}

#[test]
fn a_selection_becomes_a_question_of_this_document() {
    let paperside = Paperside::new();
    let notes = paperside.file("notes.md", "# Kitchen\n\nThe kettle is on the stove.".as_bytes());
    assert_eq!(paperside.add(&[&notes]).code, 0);
    let app = App::open(&paperside);
    app.press("[data-testid=document] .row");
    app.wait_for_text("[data-testid=reader-page]", "kettle");
    // Selected as a pointer would, and let go.
    app.run(
        "const page = document.querySelector('[data-testid=reader-page]'); getSelection().selectAllChildren(page); \
         page.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true })); getSelection().selectAllChildren(page); \
         page.dispatchEvent(new PointerEvent('pointerup', { bubbles: true }))",
    );
    app.press("[data-testid=ask-selection]");
    let draft = || app.run("return document.querySelector('[data-testid=question]').value");
    app.wait_for("the question", PATIENCE, || draft().as_str().is_some_and(|draft| draft.contains("kettle")));
    app.find("[data-testid=scope-chip]");
    app.picture("reader-selection");
}
