//! Language models that the app runs itself, in the window: one that was downloaded is picked, loaded and asked.
//!
//! The system's dialog cannot be driven, so the model stands where the app keeps those of its catalogue.

use std::path::{Path, PathBuf};
use std::time::Duration;

use super::app::App;
use super::ask;
use crate::gguf::scripted;
use crate::support::Paperside;

const PATIENCE: Duration = Duration::from_mins(1);

const DOCUMENT: &str = "The lighthouse of Norrholm was lit in 1871. Its keeper rang a bell of bronze in fog.";
const QUESTION: &str = "When was the lighthouse of Norrholm lit?";
const HONEST: [&str; 9] = ["The", " lighthouse", " of", " Norrholm", " was", " lit", " in", " 1871", ". [1]"];

/// A model that reads enough at once for rules and passages, most of whose letters are tokens to it.
const ROOM: u32 = 8192;

/// The first of the catalogue.
const ID: &str = "qwen2.5-1.5b-instruct";
const TITLE: &str = "Qwen 2.5 1.5B";
const FILE: &str = "qwen2.5-1.5b-instruct-q4_k_m.gguf";

fn with_document() -> Paperside {
    let paperside = Paperside::new();
    let document = paperside.file("norrholm.txt", DOCUMENT.as_bytes());
    assert_eq!(paperside.add(&[&document]).code, 0);
    paperside
}

/// Puts a file where the app looks for the model of the catalogue.
fn put(data: &Path, content: &[u8]) -> PathBuf {
    let folder = data.join("paperside/models").join(ID);
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join(FILE);
    std::fs::write(&file, content).unwrap();
    file
}

/// The row of the model.
fn row(more: &str) -> String {
    format!("[data-testid=model-file][data-id='{ID}']{more}")
}

/// The text of the first element that matches, in sight or not: what is clipped or scrolled away has none for the
/// driver. Empty if there is none.
fn text_of(app: &App, selector: &str) -> String {
    let text = app.run(&format!("return document.querySelector({selector:?})?.textContent ?? ''"));
    text.as_str().unwrap_or_default().to_owned()
}

/// Presses what may be scrolled out of sight, or lie behind what stays in sight.
fn press(app: &App, selector: &str) {
    app.find(selector);
    app.run(&format!("document.querySelector({selector:?}).click()"));
}

/// Opens the list of models, and picks the one that is here.
fn pick(app: &App) {
    app.find("[data-testid=settings]").click();
    press(app, "[data-testid=answerer-model]");
    app.find(&row("[data-state=here]"));
    press(app, &row(" input"));
    app.wait_for("its button", PATIENCE, || text_of(app, "[data-testid=model-use]").trim() == format!("Use {TITLE}"));
}

#[test]
fn a_downloaded_model_is_picked_loaded_and_answers() {
    let paperside = with_document();
    let app = App::open_with(&paperside, |data| {
        put(data, &scripted(&HONEST, ROOM, false));
    });
    pick(&app);
    app.picture("local-model-picked");
    press(&app, "[data-testid=model-use]");
    app.wait_for("the model", PATIENCE, || text_of(&app, "[data-testid=model-now]").contains(TITLE));
    assert!(text_of(&app, "[data-testid=model-now]").contains(FILE), "where it is");
    assert!(app.find_all("[data-testid=model-sends]").is_empty(), "nothing leaves this computer");
    app.picture("local-model-chosen");
    press(&app, "[data-testid=dialog] header button");
    app.wait_for("who answers", PATIENCE, || {
        text_of(&app, "[data-testid=who-answers]").contains(&format!("{TITLE} answers"))
    });
    ask(&app, QUESTION);
    app.find("[data-testid=sentence][data-verdict=quoted]");
    assert!(text_of(&app, "[data-testid=answer-text]").contains("The lighthouse of Norrholm was lit in 1871."));
    app.find("[data-testid=citation][data-number='1']").click();
    app.wait_for("the mark", PATIENCE, || text_of(&app, "mark[data-testid=highlight]").contains("1871"));
    app.picture("local-model-answer");
}

#[test]
fn what_is_no_model_is_refused_where_it_was_picked_and_can_be_removed() {
    let paperside = with_document();
    let mut file = PathBuf::new();
    let app = App::open_with(&paperside, |data| file = put(data, b"not a model at all"));
    pick(&app);
    press(&app, "[data-testid=model-use]");
    app.wait_for("the reason", PATIENCE, || text_of(&app, "[data-testid=model-problem]").contains("not a model"));
    assert!(app.find_all("[data-testid=model-now]").is_empty(), "it is not chosen");
    app.picture("local-model-refused");
    press(&app, &row(" [data-testid=model-file-remove]"));
    press(&app, &row(" [data-testid=model-file-keep]"));
    press(&app, &row(" [data-testid=model-file-remove]"));
    app.picture("local-model-remove");
    press(&app, &row(" [data-testid=model-file-confirm-remove]"));
    app.find(&row("[data-state=absent]"));
    assert!(!file.exists());
    app.wait_for("the way to it", PATIENCE, || {
        text_of(&app, "[data-testid=model-download]").trim() == format!("Download {TITLE}")
    });
}
