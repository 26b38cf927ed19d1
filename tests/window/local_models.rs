//! Language models that the app runs itself, in the window: one that was downloaded is picked, loaded and asked.
//!
//! The system's dialog cannot be driven, so the model stands where the app keeps those of its catalogue.

use std::path::{Path, PathBuf};
use std::time::Duration;

use super::app::{App, Home};
use super::ask;
use crate::gguf::scripted;
use crate::local_models::{HONEST, QUESTION, ROOM, with_document};

const PATIENCE: Duration = Duration::from_mins(1);

/// The first of the catalogue.
const ID: &str = "qwen2.5-1.5b-instruct";
const TITLE: &str = "Qwen 2.5 1.5B";
const FILE: &str = "qwen2.5-1.5b-instruct-q4_k_m.gguf";

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

/// Opens the list of models, and picks the one that is here.
fn pick(app: &App) {
    app.find("[data-testid=settings]").click();
    app.press("[data-testid=answerer-model]");
    app.find(&row("[data-state=here]"));
    app.press(&row(" input"));
    app.wait_for("its button", PATIENCE, || app.text_of("[data-testid=model-use]").trim() == format!("Use {TITLE}"));
}

#[test]
fn a_downloaded_model_is_picked_loaded_and_answers() {
    let paperside = with_document();
    let home = Home::new();
    put(home.data(), &scripted(&HONEST, ROOM, false));
    let app = App::open_at(home, &paperside.library());
    pick(&app);
    app.picture("local-model-picked");
    app.press("[data-testid=model-use]");
    app.wait_for("the model", PATIENCE, || app.text_of("[data-testid=model-now]").contains(TITLE));
    assert!(app.text_of("[data-testid=model-now]").contains(FILE), "where it is");
    assert!(app.find_all("[data-testid=model-sends]").is_empty(), "nothing leaves this computer");
    app.picture("local-model-chosen");
    app.press("[data-testid=dialog] header button");
    app.wait_for("who answers", PATIENCE, || {
        app.text_of("[data-testid=who-answers]").contains(&format!("{TITLE} answers"))
    });
    ask(&app, QUESTION);
    app.find("[data-testid=sentence][data-verdict=quoted]");
    assert!(app.text_of("[data-testid=answer-text]").contains("The lighthouse of Norrholm was lit in 1871."));
    app.find("[data-testid=citation][data-number='1']").click();
    app.wait_for("the mark", PATIENCE, || app.text_of("mark[data-testid=highlight]").contains("1871"));
    app.picture("local-model-answer");
}

#[test]
fn what_is_no_model_is_refused_where_it_was_picked_and_can_be_removed() {
    let paperside = with_document();
    let home = Home::new();
    let file = put(home.data(), b"not a model at all");
    let app = App::open_at(home, &paperside.library());
    pick(&app);
    app.press("[data-testid=model-use]");
    app.wait_for("the reason", PATIENCE, || app.text_of("[data-testid=model-problem]").contains("not a model"));
    assert!(app.find_all("[data-testid=model-now]").is_empty(), "it is not chosen");
    app.picture("local-model-refused");
    app.press(&row(" [data-testid=model-file-remove]"));
    app.press(&row(" [data-testid=model-file-keep]"));
    app.press(&row(" [data-testid=model-file-remove]"));
    app.picture("local-model-remove");
    app.press(&row(" [data-testid=model-file-confirm-remove]"));
    app.find(&row("[data-state=absent]"));
    assert!(!file.exists());
    app.wait_for("the way to it", PATIENCE, || {
        app.text_of("[data-testid=model-download]").trim() == format!("Download {TITLE}")
    });
}
