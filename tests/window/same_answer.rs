//! What the window answers and cites, and where it puts the light, beside what the other faces say.

use std::sync::Arc;

use serde_json::Value;

use super::app::App;
use super::{PATIENCE, ask, letters};
use crate::faces::{PAPER, QUESTION, answer_of_all, assert_same};
use crate::models;
use crate::support::Paperside;

/// Points by which a light may be off its words: the window counts in pixels.
const OFF: f64 = 0.1;

/// By how many points the light goes beyond its words on the left and on the right (`highlight.ts`).
const BEYOND: f64 = 1.0;

/// How the window says how well an answer is carried.
fn in_words(verdict: &Value) -> &'static str {
    match verdict.as_str().unwrap() {
        "quoted" => "Quoted word for word",
        "supported" => "Said in other words",
        _ => "Not found to say so",
    }
}

/// The rectangles that are lit, each with its page, in points as citations have them.
fn lit(app: &App) -> Vec<[f64; 5]> {
    let rectangles = app.run(
        "return [...document.querySelectorAll('[data-testid=reader-page] [data-testid=highlight]')].map((light) => { \
         const scale = Number(getComputedStyle(light.closest('.page')).getPropertyValue('--total-scale-factor')); \
         const { left, top, width, height } = light.style; \
         return [Number(light.dataset.page), ...[left, top, width, height].map((it) => parseFloat(it) / scale)]; })",
    );
    let rectangle = |it: &Value| {
        let [page, left, top, width, height] = [0, 1, 2, 3, 4].map(|at| it[at].as_f64().unwrap_or(f64::NAN));
        [page, left + BEYOND, top, left + width - BEYOND, top + height]
    };
    rectangles.as_array().unwrap().iter().map(rectangle).collect()
}

/// Whether the light lies where a citation says, on those of its pages that are drawn.
fn is_lit_as(lit: &[[f64; 5]], boxes: &Value) -> bool {
    let boxes = boxes.as_array().unwrap().iter().map(|it| [0, 1, 2, 3, 4].map(|at| it[at].as_f64().unwrap()));
    let drawn: Vec<[f64; 5]> = boxes.filter(|it| lit.iter().any(|lit| (lit[0] - it[0]).abs() < OFF)).collect();
    let is_near =
        |(one, other): (&[f64; 5], &[f64; 5])| one.iter().zip(other).all(|(one, other)| (one - other).abs() < OFF);
    !lit.is_empty() && lit.len() == drawn.len() && lit.iter().zip(&drawn).all(is_near)
}

/// That a number leads to the document, the page, the words and the rectangles of its citation.
fn assert_leads_to(app: &App, citation: &Value) {
    let number = format!("[data-testid=citation][data-number='{}']", citation["number"]);
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let (title, label, quote) =
        (text(&citation["document"]["title"]), text(&citation["page_label"]), text(&citation["quote"]));
    let said = app.find(&number).attribute("aria-description");
    let (place, words) = said.split_once(". “").unwrap_or_else(|| panic!("no quote: {said}"));
    assert_eq!(place, format!("{title}, page {label}. {}", in_words(&citation["verdict"])));
    assert!(letters(&quote).starts_with(&letters(words)), "{said}: {quote}");

    app.press(&number);
    let is_open = || app.find("[data-testid=reader]").attribute("aria-label") == title;
    app.wait_for("the document", PATIENCE, is_open);
    let boxes = &citation["boxes"];
    if boxes.as_array().unwrap().is_empty() {
        let marks =
            "return [...document.querySelectorAll('mark[data-testid=highlight]')].map((it) => it.textContent).join('')";
        let marked = || app.run(marks).as_str().map(letters).unwrap_or_default();
        app.wait_for("the marks", PATIENCE, || marked() == letters(&quote));
    } else {
        app.wait_for(&format!("the light at {boxes}"), PATIENCE, || is_lit_as(&lit(app), boxes));
        assert_eq!(app.find("[data-testid=highlight]").attribute("title"), quote);
    }
    let page = app.find("[data-testid=highlight]").attribute("data-page");
    assert_eq!(page, citation["page"].to_string(), "the light begins on the page that is cited");
}

/// Asks everywhere else and then in the window, and holds what is shown and kept there to what the others say.
fn assert_answers_as_all(paperside: &Paperside, question: &str) {
    let there = answer_of_all(paperside, question);
    let citations = there["citations"].as_array().unwrap();
    let app = App::open(paperside);
    if there["answerer"] != "extractive" {
        app.wait_for_text("[data-testid=who-answers]", there["answerer"].as_str().unwrap());
    }
    ask(&app, question);
    if there["refused"] == true {
        assert!(app.find("[data-testid=refused]").text().contains(there["answer"].as_str().unwrap()));
    } else {
        // Marks of sentences stand between the words, and are none.
        let shown = app.run(
            "return [...document.querySelectorAll('[data-testid=answer-text] :is(.words, [data-testid=citation])')] \
             .map((part) => part.textContent).join(' ')",
        );
        assert_eq!(letters(shown.as_str().unwrap()), letters(there["answer"].as_str().unwrap()));
    }
    let shown = app.find_all("[data-testid=citation]");
    let numbers: Vec<String> = shown.iter().map(|citation| citation.attribute("data-number")).collect();
    assert_eq!(numbers, citations.iter().map(|citation| citation["number"].to_string()).collect::<Vec<_>>());
    citations.iter().for_each(|citation| assert_leads_to(&app, citation));
    app.wait_for_count("[data-testid=turn][data-turn]", 1);
    drop(app);

    let chat = paperside.json(&["chats"]).lines[0]["id"].to_string();
    let kept = paperside.json(&["chats", "show", &chat]).lines.remove(0);
    assert_same("window", &kept["turns"][0]["record"]["answer"], &there);
}

#[test]
fn the_window_answers_cites_and_lights_what_every_other_face_says() {
    let paperside = Paperside::with(&[PAPER, "table-structure.pdf", "french.pdf"]);
    paperside.add(&[&paperside.file("notes.md", b"# Kitchen\n\nThe kettle is on the stove. It whistles at noon.")]);
    for question in [
        QUESTION,
        "Which loop was decorated for Numba?",
        "When does the kettle whistle?",
        "Who won the football world cup in 1954?",
    ] {
        assert_answers_as_all(&paperside, question);
    }
}

#[test]
fn the_window_judges_what_a_language_model_writes_as_every_other_face_does() {
    let paperside = Paperside::with(&[PAPER]);
    let server = models::server(Arc::default());
    for model in ["honest", "liar"] {
        assert_eq!(paperside.json(&["model", "use", &server.url, model]).code, 0);
        assert_answers_as_all(&paperside, QUESTION);
    }
}
