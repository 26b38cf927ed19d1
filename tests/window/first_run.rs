//! An empty library teaches by doing.

use super::app::App;
use super::{PATIENCE, ask};
use crate::support::Paperside;

#[test]
fn samples_are_one_click_away_and_answer() {
    let paperside = Paperside::new();
    let app = App::open(&paperside);
    app.find("[data-testid=empty-library]");
    app.press("[data-testid=add-samples]");
    app.wait_for_count("[data-testid=document]", 2);
    app.wait_for("questions to try", PATIENCE, || !app.find_all("[data-testid=try-question]").is_empty());
    app.picture("first-questions");
    ask(&app, "How many chests were thrown into Boston harbour?");
    let answer = app.text_of("[data-testid=answer-text]");
    assert!(answer.contains("342"), "{answer}");
    app.find("[data-testid=citation][data-number='1']").click();
    app.find("[data-testid=reader-page] [data-testid=highlight]");
    app.picture("first-answer");
}
