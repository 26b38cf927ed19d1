//! Passages as one types, without an answer.

use super::app::App;
use super::{PAPER, PATIENCE};
use crate::support::Paperside;

#[test]
fn passages_come_while_one_types_and_open_where_they_stand() {
    let paperside = Paperside::with(&[PAPER, "french.pdf"]);
    let app = App::open(&paperside);
    app.find("[data-testid=question]:not([disabled])").click();
    app.keys("Control+Shift+f");
    app.find("[data-testid=mode-search][aria-checked=true]");
    app.find("[data-testid=question]").type_text("numba");
    app.find("[data-testid=search-results][data-query=numba] [data-testid=search-hit]");
    app.picture("search");
    assert!(app.text_of("[data-testid=search-hit]").to_lowercase().contains("numba"));
    app.keys("Down");
    app.keys("Down");
    let active = app.find("[data-testid=search-hit][aria-selected=true]").text();
    app.keys("Enter");
    app.find("[data-testid=reader-page] [data-testid=highlight]");
    assert!(!active.is_empty());
    app.picture("search-opened");
    app.press("[data-testid=mode-ask]");
    app.wait_for("the chat", PATIENCE, || app.find_all("[data-testid=search-results]").is_empty());
}
