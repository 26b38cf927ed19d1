//! Every state of the window that a person meets, in light and dark and in two sizes. With `PAPERSIDE_SCREENSHOTS` set
//! this is how the pictures in `docs/gallery` are taken; without, that each state is there.

use std::path::PathBuf;
use std::sync::Arc;

use super::app::App;
use super::{PAPER, PATIENCE, QUESTION, ask, axe};
use crate::models;
use crate::support::{Paperside, corpus};

/// The window's sizes in pixels.
const SIZES: [(u32, u32); 2] = [(1280, 800), (900, 700)];

/// Shows the window in every theme and size, and does the same in each. `look` is told the name that pictures begin with.
fn in_every_look(app: &App, name: &str, mut show: impl FnMut(&str)) {
    for (width, height) in SIZES {
        app.resize(width, height);
        app.wait_for("the size", PATIENCE, || app.run("return innerWidth").as_u64() == Some(u64::from(width)));
        for theme in ["light", "dark"] {
            app.run(&format!("localStorage.setItem('theme', '{theme}')"));
            app.reload();
            show(&format!("{name}-{theme}-{width}"));
        }
    }
}

/// A library with copies of these documents of the corpus: pictures show where they are.
fn with_copies(names: &[&str]) -> Paperside {
    let paperside = Paperside::new();
    let copy = |name: &&str| paperside.file(&format!("Documents/{name}"), &std::fs::read(corpus(name)).unwrap());
    let files: Vec<_> = names.iter().map(copy).collect();
    assert_eq!(paperside.add(&files.iter().map(PathBuf::as_path).collect::<Vec<_>>()).code, 0);
    paperside
}

#[test]
fn an_empty_library() {
    let paperside = Paperside::new();
    let app = App::open(&paperside);
    in_every_look(&app, "empty", |name| {
        app.find("[data-testid=empty-library]");
        axe::check(&app, name);
        app.picture(name);
    });
}

#[test]
fn documents_answers_and_their_pages() {
    let paperside = with_copies(&[PAPER, "french.pdf", "two-tales.epub"]);
    paperside.json(&["collections", "create", "Research"]);
    let broken = paperside.file("A rather long name of a file that is broken.pdf", b"%PDF-1.7\nthis is no document");
    let app = App::open(&paperside);
    app.drop_files(&[&broken]);
    app.find("[data-testid=failed-import]");
    in_every_look(&app, "library", |name| {
        app.find("[data-testid=failed-import]");
        axe::check(&app, name);
        app.picture(name);
    });
    app.press("[data-testid=dismiss-import]");
    ask(&app, QUESTION);
    in_every_look(&app, "answer", |name| {
        app.press("[data-testid=left-chats]");
        app.press("[data-testid=open-chat]");
        app.find("[data-testid=answer-text]");
        axe::check(&app, name);
        app.picture(name);
        app.press("[data-testid=citation][data-number='1']");
        app.find("[data-testid=reader-page] [data-testid=highlight]");
        axe::check(&app, &format!("{name}-cited"));
        app.picture(&format!("{name}-cited"));
    });
}

#[test]
fn the_reader_with_contents_and_what_is_found() {
    let paperside = with_copies(&[PAPER]);
    let app = App::open(&paperside);
    in_every_look(&app, "reader", |name| {
        app.press("[data-testid=left-documents]");
        app.press("[data-testid=document] .row");
        app.find("[data-testid=reader-page] canvas");
        if app.find_all("[data-testid=reader-side]").is_empty() {
            app.press("[data-testid=reader-side-toggle]");
        }
        app.find("[data-testid=reader-side]");
        app.press("[data-testid=find-open]");
        app.find("[data-testid=find]").type_text("numba");
        app.wait_for("what is found", PATIENCE, || app.text_of("[data-testid=find-count]").contains('1'));
        axe::check(&app, name);
        app.picture(name);
    });
}

#[test]
fn search_palette_and_shortcuts() {
    let paperside = with_copies(&[PAPER, "french.pdf"]);
    let app = App::open(&paperside);
    in_every_look(&app, "search", |name| {
        app.press("[data-testid=mode-search]");
        app.find("[data-testid=question]").type_text("numba");
        app.find("[data-testid=search-results][data-query=numba] [data-testid=search-hit]");
        axe::check(&app, name);
        app.picture(name);
        app.press("[data-testid=mode-ask]");
        app.keys("Control+k");
        app.find("[data-testid=palette-option]");
        axe::check(&app, "palette");
        app.picture(&name.replace("search", "palette"));
        app.keys("Escape");
        app.wait_for_count("[data-testid=palette-option]", 0);
        app.keys("F1");
        app.find("[data-testid=shortcut-list]");
        axe::check(&app, "shortcuts");
        app.picture(&name.replace("search", "shortcuts"));
    });
}

#[test]
fn every_section_of_the_settings() {
    let paperside = with_copies(&["french.pdf"]);
    let app = App::open(&paperside);
    in_every_look(&app, "settings", |name| {
        app.press("[data-testid=settings]");
        app.find("[data-testid=general-settings]");
        let sections = app.run(
            "return [...document.querySelectorAll('[data-testid=settings-section]')].map((it) => it.dataset.section)",
        );
        for section in sections.as_array().unwrap() {
            let section = section.as_str().unwrap();
            app.press(&format!("[data-testid=settings-section][data-section={section}]"));
            axe::check(&app, section);
            app.picture(&format!("{name}-{}", section.trim_start_matches("settings-")));
        }
    });
}

#[test]
fn an_answer_of_a_model_with_a_doubtful_sentence() {
    let paperside = with_copies(&[PAPER]);
    let server = models::server(Arc::default());
    assert_eq!(paperside.json(&["model", "use", &server.url, "a-model"]).code, 0);
    let app = App::open(&paperside);
    ask(&app, QUESTION);
    in_every_look(&app, "model", |name| {
        app.press("[data-testid=left-chats]");
        app.press("[data-testid=open-chat]");
        app.press("[data-testid=sentence-problem]");
        app.find("[data-testid=sentence-note]");
        axe::check(&app, name);
        app.picture(name);
    });
}

#[test]
fn files_that_are_being_imported() {
    let paperside = with_copies(&["french.pdf"]);
    let sentence = |number| format!("The kettle of number {number} is told of here, and what became of it later. ");
    let long = (0..30_000).map(sentence).collect::<Vec<_>>().concat();
    let long = paperside.file("A long text.txt", long.as_bytes());
    let app = App::open(&paperside);
    app.drop_files(&[&long, &corpus(PAPER)]);
    app.find("[data-testid=import][data-stage=embedding]");
    in_every_look(&app, "importing", |name| {
        app.find("[data-testid=import]");
        axe::check(&app, name);
        app.picture(name);
    });
}
