//! The window as a whole: by keyboard, in other looks and another language.

use super::app::App;
use super::{PAPER, PATIENCE};
use crate::support::Paperside;

fn setting(app: &App, section: &str) {
    app.press("[data-testid=settings]");
    app.press(&format!("[data-testid=settings-section][data-section={section}]"));
}

#[test]
fn everything_is_found_by_the_palette() {
    let paperside = Paperside::with(&[PAPER, "french.pdf"]);
    let app = App::open(&paperside);
    app.keys("Control+k");
    app.find("[data-testid=palette-input]").type_text("programming");
    app.wait_for("the document", PATIENCE, || {
        app.text_of("[data-testid=palette]").to_lowercase().contains("programming-languages")
    });
    app.picture("palette");
    app.keys("Enter");
    app.find("[data-testid=reader-page]");
}

#[test]
fn a_key_shows_all_keys_and_each_can_be_another() {
    let paperside = Paperside::with(&["french.pdf"]);
    let app = App::open(&paperside);
    app.keys("F1");
    app.find("[data-testid=shortcut-list]");
    app.picture("shortcuts");
    app.press("[data-testid=change-shortcuts]");
    app.press("[data-testid=shortcut][data-command=palette] [data-testid=shortcut-keys]");
    app.keys("Control+Shift+y");
    app.find("[data-testid=shortcut][data-command=palette] [data-testid=shortcut-reset]");
    app.keys("Escape");
    app.wait_for("the settings to close", PATIENCE, || app.find_all("[data-testid=shortcut]").is_empty());
    app.keys("Control+Shift+y");
    app.find("[data-testid=palette-input]");
}

#[test]
fn looks_and_language_change_at_once_and_are_remembered() {
    let paperside = Paperside::with(&["french.pdf"]);
    let app = App::open(&paperside);
    app.press("[data-testid=settings]");
    app.find("[data-testid=general-settings]");
    app.press("[data-testid=theme-dark]");
    let background = || app.run("return getComputedStyle(document.body).backgroundColor").to_string();
    let dark = background();
    app.press("[data-testid=theme-light]");
    app.wait_for("another theme", PATIENCE, || background() != dark);
    app.press("[data-testid=theme-dark]");
    app.run(
        "const select = document.querySelector('[data-testid=language]'); select.value = 'de'; \
         select.dispatchEvent(new Event('change', { bubbles: true }))",
    );
    app.wait_for("German", PATIENCE, || app.text_of("[data-testid=general-settings]").contains("Sprache"));
    app.picture("settings-german");
    let kept = app.home().data().join("config/app.paperside.desktop/theme");
    app.wait_for("the theme to be kept for the next start", PATIENCE, || {
        std::fs::read_to_string(&kept).is_ok_and(|theme| theme == "dark")
    });
    app.reload();
    app.wait_for("German", PATIENCE, || app.text_of("body").contains("Dokumente"));
    assert_eq!(background(), dark, "it is as it was left");
    assert_eq!(app.run("return document.documentElement.lang"), "de");
}

#[test]
fn text_grows_to_twice_its_size_without_scrolling_sideways() {
    let paperside = Paperside::with(&[PAPER]);
    let app = App::open(&paperside);
    app.press("[data-testid=settings]");
    let width = app.run("return innerWidth").as_u64().unwrap();
    for _ in 0..10 {
        app.press("[data-testid=text-larger]");
    }
    app.wait_for("larger text", PATIENCE, || {
        app.run("return innerWidth").as_u64().is_some_and(|now| now * 2 <= width + 2)
    });
    app.picture("text-doubled");
    assert_eq!(app.run("return document.documentElement.scrollWidth > innerWidth"), false);
    app.press("[data-testid=text-normal]");
    app.wait_for("the usual text", PATIENCE, || app.run("return innerWidth").as_u64() == Some(width));
}

#[test]
fn a_key_goes_from_pane_to_pane() {
    let paperside = Paperside::with(&[PAPER]);
    let app = App::open(&paperside);
    app.press("[data-testid=document] .row");
    app.find("[data-testid=reader-page]");
    let pane = || app.run("return document.activeElement.closest('[data-pane]')?.dataset.pane ?? ''");
    let mut panes = Vec::new();
    for _ in 0..3 {
        app.keys("F6");
        panes.push(pane().as_str().unwrap_or_default().to_owned());
    }
    panes.sort();
    assert_eq!(panes, ["chat", "left", "reader"]);
}

#[test]
fn every_setting_has_its_section() {
    let paperside = Paperside::with(&["french.pdf"]);
    let app = App::open(&paperside);
    setting(&app, "settings-library");
    app.wait_for_text("[data-testid=library-path]", &paperside.library().to_string_lossy());
    app.find("[data-testid=library-part]");
    app.picture("settings-library");
    assert!(app.find_all("[data-testid=settings-section]").len() >= 9);
}

#[test]
fn the_settings_tell_where_the_log_is_and_offer_a_report() {
    let paperside = Paperside::new();
    let app = App::open(&paperside);
    setting(&app, "settings-about");
    app.wait_for_text("[data-testid=log-folder]", &paperside.library().join("logs").to_string_lossy());
    app.find("[data-testid=make-report]");
    app.find("[data-testid=reveal-logs]");
    assert!(paperside.library().join("logs/paperside.log").is_file(), "the start of the app is in it");
    assert!(app.find_all("[data-testid=new-versions]").is_empty(), "nobody is named who could tell of a new version");
}
