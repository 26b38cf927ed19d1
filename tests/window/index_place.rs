//! Where the index is, in the window: moved to a stand-in for a Qdrant server that wants a key, goes away and comes back.

use std::time::Duration;

use paperside_stand_in::StandIn;

use super::app::{App, Home};
use super::{PAPER, PATIENCE};
use crate::support::Paperside;

/// A server that was away is tried again after a while.
const AGAIN: Duration = Duration::from_mins(3);

const KEY: &str = "open sesame";

/// Enough for a move to be stopped in the middle.
const DOCUMENTS: [&str; 5] =
    ["two-columns.pdf", "kitchen-at-sea.docx", "harbour.html", "two-tales.epub", "weather.rtf"];

/// What a person sees of an address in a sentence: its port tells it from all others.
fn port(stand_in: &StandIn) -> String {
    stand_in.url().rsplit(':').next().unwrap().to_owned()
}

/// Opens the section of the settings, and the form in it.
fn open_form(app: &App) {
    app.find("[data-testid=settings]").click();
    app.press("[data-testid=settings-section][data-section=settings-index]");
    app.press("[data-testid=index-choose]");
}

fn begin(app: &App) {
    app.find("[data-testid=index-move-start]:not([disabled])");
    app.press("[data-testid=index-move-start]");
}

fn close_settings(app: &App) {
    app.press("[data-testid=dialog] header button");
    app.wait_for_count("[data-testid=index-settings]", 0);
}

/// Types something in place of what stands there.
fn type_anew(app: &App, selector: &str, text: &str) {
    app.find(selector);
    app.run(&format!(
        "const field = document.querySelector({selector:?}); field.value = ''; \
         field.dispatchEvent(new InputEvent('input', {{ bubbles: true }}))"
    ));
    app.find(selector).type_text(text);
}

fn look_for(app: &App, word: &str) {
    type_anew(app, "[data-testid=question]", word);
}

#[test]
fn the_index_moves_to_a_server_and_back_and_a_server_that_is_away_is_told_of() {
    let (paperside, stand_in) = (Paperside::with(&[PAPER, "french.pdf"]), StandIn::with(Some(KEY), "1.20.0"));
    // Without a keyring, whoever runs the test.
    let mut home = Home::new();
    home.environment.push(("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere".to_owned()));
    let app = App::open_at(home, &paperside.library());
    open_form(&app);
    app.find("[data-testid=index-state][data-place=embedded][data-in-step=true]");
    assert!(app.find_all("[data-testid=index-leaves]").is_empty(), "nothing leaves this computer yet");
    app.find("[data-testid=index-url]").type_text(&stand_in.url());
    begin(&app);
    app.wait_for_text("[data-testid=index-move-problem]", "wants a key");
    app.picture("index-wants-key");
    app.press("[data-testid=index-cancel]");
    app.wait_for_count("[data-testid=index-move]", 0);

    app.press("[data-testid=index-choose]");
    app.find("[data-testid=index-url]").type_text(&stand_in.url());
    app.find("[data-testid=index-key]").type_text(KEY);
    app.picture("index-form");
    begin(&app);
    app.find("[data-testid=index-state][data-place=server][data-in-step=true]");
    app.wait_for_text("[data-testid=index-now]", &port(&stand_in));
    app.find("[data-testid=key-file]");
    app.picture("index-moved");
    let held: usize = stand_in.collections().iter().map(|collection| stand_in.count(collection)).sum();
    assert!(held > 0, "it is there");
    close_settings(&app);

    app.press("[data-testid=mode-search]");
    look_for(&app, "numba");
    app.find("[data-testid=search-results][data-query=numba] [data-testid=search-hit]");
    stand_in.stop();
    look_for(&app, "compiler");
    app.wait_for_text("[data-testid=search-panel] [role=alert]", &port(&stand_in));
    app.wait_for("the line below the documents", PATIENCE, || !app.find_all("[data-testid=index-line]").is_empty());
    app.picture("index-away");
    app.press("[data-testid=index-call]");
    app.wait_for_text("[data-testid=index-trouble]", &port(&stand_in));
    close_settings(&app);
    stand_in.start_again();
    app.wait_for("what is found again", AGAIN, || {
        !app.find_all("[data-testid=search-results][data-query=compiler] [data-testid=search-hit]").is_empty()
    });
    app.wait_for("the end of the trouble", AGAIN, || app.find_all("[data-testid=index-line]").is_empty());

    app.find("[data-testid=settings]").click();
    app.press("[data-testid=index-move-back]");
    app.find("[data-testid=index-state][data-place=embedded][data-in-step=true]");
    app.wait_for("the server to be cleared", PATIENCE, || stand_in.collections().is_empty());
    close_settings(&app);
    look_for(&app, "numba");
    app.find("[data-testid=search-results][data-query=numba] [data-testid=search-hit]");
}

#[test]
fn a_move_that_cannot_go_on_says_why_and_is_called_off() {
    let (paperside, stand_in) = (Paperside::with(&DOCUMENTS), StandIn::start());
    // Two writes make the collection.
    stand_in.stop_after_writes(4);
    let app = App::open(&paperside);
    open_form(&app);
    app.find("[data-testid=index-url]").type_text("10.0.0.1:port");
    app.find("[data-testid=index-move-start][disabled]");
    type_anew(&app, "[data-testid=index-url]", &stand_in.url());
    begin(&app);
    app.wait_for_text("[data-testid=index-move-problem]", &port(&stand_in));
    app.picture("index-stopped");
    app.press("[data-testid=index-cancel]");
    app.wait_for_count("[data-testid=index-move]", 0);
    app.find("[data-testid=index-state][data-place=embedded][data-in-step=true]");
    app.wait_for_text("[data-testid=index-to-clear]", &port(&stand_in));
    stand_in.start_again();
    app.wait_for("the server to be cleared", AGAIN, || stand_in.collections().is_empty());
    close_settings(&app);
    app.press("[data-testid=mode-search]");
    look_for(&app, "settlers");
    app.find("[data-testid=search-results][data-query=settlers] [data-testid=search-hit]");
}
