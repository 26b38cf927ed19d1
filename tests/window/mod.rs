//! The real window on a display of its own: real drags from another window, real clicks, nothing in between
//! replaced.
//!
//! Set `PAPERSIDE_SCREENSHOTS` to a folder to keep pictures of what the tests saw.

mod accessibility;
mod app;
mod axe;
mod chats;
mod display;
mod first_run;
mod gallery;
mod index_place;
mod library;
#[cfg(feature = "local-model")]
mod local_models;
mod native;
mod policy;
mod programs;
mod reader;
mod same_answer;
mod sealed;
mod search;
mod shell;
mod webdriver;

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use crate::models;
use crate::servers::{by_letters, embedding};
use crate::support::{Paperside, corpus};
use app::App;

/// How long anything in the window may take. Generous, because machines that run tests are busy.
const PATIENCE: Duration = Duration::from_mins(1);

const PAPER: &str = "programming-languages-in-economics.pdf";
const QUESTION: &str = "How much slower than C++ is code in CPython?";

/// Letters and digits only: line breaks, blanks and hyphens are the page's.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

fn ask(app: &App, question: &str) {
    app.find("[data-testid=question]:not([disabled])").type_text(question);
    app.find("[data-testid=send]").click();
    app.find("[data-testid=message][data-role=answer][data-state=ended]");
}

#[test]
fn files_dropped_on_the_window_are_read_answered_from_and_their_words_lit() {
    let paperside = Paperside::new();
    let named = paperside.file("Grüße & a long name with blanks.pdf", &std::fs::read(corpus("french.pdf")).unwrap());
    let app = App::open(&paperside);
    app.find("[data-testid=empty-library]");
    app.picture("empty");
    // Rows of imports come and go quickly; the page itself notes what it shows.
    app.run(
        "window.stages = new Set(); new MutationObserver(() => { \
         for (const row of document.querySelectorAll('[data-testid=import]')) window.stages.add(row.dataset.stage); \
         if (document.querySelector('[data-testid=drop-overlay]')) window.stages.add('over'); \
         }).observe(document, { subtree: true, childList: true, attributes: true })",
    );

    app.drop_files(&[&corpus(PAPER), &named]);
    app.wait_for("two documents", Duration::from_mins(2), || app.find_all("[data-testid=document]").len() == 2);
    let stages = app.run("return [...window.stages].join(' ')");
    for stage in ["over", "reading", "embedding"] {
        assert!(stages.as_str().unwrap().contains(stage), "{stage} was not seen, only: {stages}");
    }

    ask(&app, QUESTION);
    let answer = app.find("[data-testid=answer-text]").text();
    assert!(letters(&answer).contains("between155and269timesslower"), "{answer}");
    app.picture("answer");

    app.find("[data-testid=citation][data-number='1']").click();
    app.find("[data-testid=reader-page] [data-testid=highlight]");
    let lit = || app.find("[data-testid=reader]").attribute("data-highlighted-text");
    app.wait_for("the light", Duration::from_secs(30), || !lit().is_empty());
    let quote = app.find("[data-testid=highlight]").attribute("title");
    assert!(quote.split_whitespace().count() > 5, "a sentence is lit: {quote}");
    assert_eq!(letters(&lit()), letters(&quote), "the words under the light are the words cited");
    app.picture("citation");
}

#[test]
fn a_broken_file_is_told_beside_a_good_one() {
    let paperside = Paperside::new();
    let broken = paperside.file("broken.pdf", b"%PDF-1.7\nthis is not a document at all");
    let app = App::open(&paperside);
    app.drop_files(&[&broken, &corpus("french.pdf")]);
    let failed = app.find("[data-testid=failed-import]");
    assert!(failed.attribute("data-path").ends_with("broken.pdf"));
    assert!(failed.text().contains("damaged"), "{}", failed.text());
    app.wait_for("the good one", Duration::from_mins(1), || app.find_all("[data-testid=document]").len() == 1);
    app.picture("failed");
}

#[test]
fn a_question_without_an_answer_is_refused_and_the_nearest_passages_open() {
    let paperside = Paperside::with(&[PAPER]);
    let app = App::open(&paperside);
    ask(&app, "Who won the football world cup in 1954?");
    assert!(app.find("[data-testid=refused]").text().contains("Nothing in these documents"));
    app.picture("refused");
    app.find("[data-testid=nearest]").click();
    app.find("[data-testid=highlight]");
}

#[test]
fn the_window_repaints_and_answers_while_files_are_imported() {
    let paperside = Paperside::with(&["french.pdf"]);
    let sentence = "A sentence about kettles that is long enough to be worth embedding on its own. ";
    let long = paperside.file("long.txt", sentence.repeat(20_000).as_bytes());
    let app = App::open(&paperside);
    app.find("[data-testid=document]");
    app.drop_files(&[&long]);
    app.find("[data-testid=import][data-stage=embedding]");
    app.run("window.frames = 0; (function count() { window.frames += 1; requestAnimationFrame(count) })()");
    ask(&app, "Quelle est votre adresse ?");
    app.picture("importing");
    assert!(!app.find_all("[data-testid=import]").is_empty(), "the import must still run, or nothing was shown");
    assert!(app.run("return window.frames").as_u64() > Some(5), "the window must repaint meanwhile");
    app.find("[data-testid=import] [data-testid=cancel-import]").click();
    let is_gone = || app.find_all("[data-testid=import]").is_empty();
    app.wait_for("the import to be gone", Duration::from_secs(30), is_gone);
    assert!(app.find_all("[data-testid=failed-import]").is_empty(), "what the person ended did not fail");
    assert_eq!(app.find_all("[data-testid=document]").len(), 1);
}

#[test]
fn an_import_rests_and_goes_on_when_the_window_is_opened_again() {
    let paperside = Paperside::with(&["french.pdf"]);
    let sentence = |number| format!("A sentence of number {number} that is long enough to be embedded on its own. ");
    let long = paperside.file("long.txt", (0..20_000).map(sentence).collect::<String>().as_bytes());
    let app = App::open(&paperside);
    app.find("[data-testid=document]");
    app.drop_files(&[&long]);
    app.find("[data-testid=import][data-stage=embedding]");
    app.find("[data-testid=import] [data-testid=pause-import]").click();
    app.find("[data-testid=import][data-stage=paused]");
    app.picture("paused");
    drop(app);

    let app = App::open(&paperside);
    app.find("[data-testid=import][data-stage=paused]");
    app.find("[data-testid=import] [data-testid=resume-import]").click();
    app.find("[data-testid=import][data-stage=embedding]");
    drop(app);

    let app = App::open(&paperside);
    app.find("[data-testid=import][data-stage=embedding]");
    app.find("[data-testid=pause-all]").click();
    app.find("[data-testid=resume-all]");
    app.find("[data-testid=import][data-stage=queued], [data-testid=import][data-stage=paused]");
    app.find("[data-testid=import] [data-testid=cancel-import]").click();
    let is_gone = || app.find_all("[data-testid=import]").is_empty();
    app.wait_for("the import to be gone", Duration::from_secs(30), is_gone);
    assert_eq!(app.find_all("[data-testid=document]").len(), 1);
}

#[test]
fn an_encrypted_document_is_unlocked_where_it_was_dropped_and_where_it_is_shown() {
    let paperside = Paperside::new();
    let app = App::open(&paperside);
    app.drop_files(&[&corpus("treasure.pdf")]);
    app.find("[data-testid=failed-import] [data-testid=password]");
    app.picture("password");
    app.find("[data-testid=failed-import] [data-testid=password]").type_text("lantern");
    app.find("[data-testid=failed-import] [data-testid=unlock]").click();
    app.find("[data-testid=document] button").click();
    app.find("[data-testid=reader] [data-testid=password]").type_text("candle");
    app.find("[data-testid=reader] [data-testid=unlock]").click();
    app.find("[data-testid=reader] [role=alert]");
    app.picture("locked");
    app.find("[data-testid=reader] [data-testid=password]").type_text("lantern");
    app.find("[data-testid=reader] [data-testid=unlock]").click();
    app.find("[data-testid=reader-page]");
}

#[test]
fn pages_that_could_not_be_read_are_told_in_the_answer() {
    let paperside = Paperside::new();
    let mut without = paperside.command(&["add"]);
    without.arg(corpus("scanned-letters.pdf")).env("PAPERSIDE_TESSERACT", "/nowhere/tesseract");
    assert!(without.status().unwrap().success());
    let app = App::open(&paperside);
    ask(&app, "When were the originals scanned?");
    let note = app.find("[data-testid=incomplete]").text();
    assert!(note.contains("2 pages of “Letters from the Island”"), "{note}");
    app.find("[data-testid=document] button").click();
    app.picture("unread");
}

#[test]
fn a_text_opens_with_its_words_marked() {
    let paperside = Paperside::new();
    let notes = paperside
        .file("notes.md", "# Kitchen\n\nThe *kettle* is on the stove 😀. The clock is on the wall.".as_bytes());
    assert_eq!(paperside.add(&[Path::new(&notes)]).code, 0);
    let app = App::open(&paperside);
    ask(&app, "Where is the clock?");
    app.find("[data-testid=citation]").click();
    app.wait_for("the mark", Duration::from_secs(10), || !app.find_all("mark").is_empty());
    assert_eq!(app.find("mark").text(), "The clock is on the wall.");
}

#[test]
fn an_answer_tells_why_and_its_page_can_be_pinned_and_looked_for_again() {
    let paperside = Paperside::with(&[PAPER]);
    let app = App::open(&paperside);
    ask(&app, QUESTION);
    app.find("[data-testid=why]").click();
    let first = app.find("[data-testid=why-hit]").text();
    assert!(first.contains("meaning") && first.contains("word by word"), "{first}");
    assert!(app.find_all("[data-testid=why-hit]").len() > 1);
    app.picture("why");
    app.find("[data-testid=pin-page]").click();
    app.find("[data-testid=pin-page][aria-pressed=true]");
    app.find("[data-testid=settings]").click();
    let pinned = || app.text_of("[data-testid=pin]");
    app.wait_for("the pin", Duration::from_secs(20), || pinned().contains(QUESTION));
    app.find("[data-testid=check-pins]").click();
    app.wait_for("the check", Duration::from_secs(30), || pinned().contains("hit 1"));
    app.picture("pins");
}

#[test]
fn every_document_that_mentions_something_is_listed_and_opens_where_it_does() {
    let paperside = Paperside::with(&[PAPER, "french.pdf"]);
    let app = App::open(&paperside);
    ask(&app, "Which documents mention Numba?");
    assert!(app.find("[data-testid=answer-text]").text().starts_with("1 of 2 documents mentions “Numba”"));
    app.picture("mentions");
    app.find("[data-testid=mention] button").click();
    app.find("[data-testid=highlight]");
}

#[test]
fn another_embedder_is_got_ready_compared_and_answers() {
    let paperside = Paperside::with(&[PAPER]);
    let hit = paperside.json(&["search", QUESTION]).lines[0]["hits"][0].clone();
    let page = (hit["page"].as_u64().unwrap() + 1).to_string();
    assert_eq!(paperside.json(&["pins", "add", QUESTION, hit["document"]["id"].as_str().unwrap(), &page]).code, 0);
    let is_open = Arc::new(AtomicBool::new(false));
    let server = embedding(Arc::clone(&is_open), by_letters);
    let app = App::open(&paperside);
    app.find("[data-testid=settings]").click();
    app.find("[data-testid=embedder-choose]").click();
    app.find("[data-testid=embedder-choice][data-id=gte-small]");
    app.picture("embedders");
    app.find("[data-testid=embedder-choice][data-id=server] input").click();
    app.find("[data-testid=embedder-server-url]").type_text(&server.url);
    app.find("[data-testid=embedder-server-model]").type_text("letters");
    app.find("[data-testid=embedder-start]").click();
    app.find("[data-testid=embedder-change][data-stage=embedding]");
    app.picture("embedder-change");
    is_open.store(true, Ordering::Relaxed);
    app.find("[data-testid=embedder-change][data-stage=ready] [data-testid=embedder-comparison]");
    app.picture("embedder-ready");
    app.find("[data-testid=embedder-switch]").click();
    let now = || app.find("[data-testid=embedder-now]").text();
    app.wait_for("the new embedder", Duration::from_secs(30), || now().contains("letters"));
    app.find("[data-testid=embedder-kept]");
    app.picture("embedder-changed");
}

#[test]
fn what_a_model_invents_is_marked_and_whom_was_asked_is_listed() {
    let paperside = Paperside::with(&[PAPER]);
    let server = models::server(Arc::default());
    assert_eq!(paperside.json(&["model", "use", &server.url, "liar"]).code, 0);
    let app = App::open(&paperside);
    app.wait_for("the model's name", Duration::from_secs(20), || {
        app.text_of("[data-testid=who-answers]").contains("liar")
    });
    ask(&app, QUESTION);
    app.find("[data-testid=sentence][data-verdict=unsupported]");
    assert!(app.find("[data-testid=verdict-summary]").text().contains('0'));
    app.find("[data-testid=sentence-problem]").click();
    assert!(app.find("[data-testid=sentence-note]").text().contains('8'), "the number that stands nowhere");
    app.picture("invented");
    app.find("[data-testid=ledger]").click();
    app.find("[data-testid=ledger-part]");
    app.picture("ledger");
    app.find("[data-testid=settings]").click();
    app.find("[data-testid=answers-settings]");
    app.picture("answers-settings");
    app.find("[data-testid=connection-list]").click();
    let host = server.url.trim_start_matches("http://");
    app.wait_for("the list", Duration::from_secs(20), || app.text_of("[data-testid=connection]").contains(host));
    app.picture("connections");
}
