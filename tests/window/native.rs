//! The window among others of the system: opened with files, opened twice, closed and opened again.

use std::time::Duration;

use super::app::App;
use crate::support::{Paperside, corpus};

const PATIENCE: Duration = Duration::from_secs(30);

#[test]
fn a_second_start_gives_its_files_to_the_window_that_is_open() {
    let paperside = Paperside::new();
    let app = App::open(&paperside);
    let file = corpus("french.pdf");
    let second = paperside.command(&[file.to_str().unwrap()]).output().unwrap();
    assert!(second.status.success(), "{}", String::from_utf8_lossy(&second.stderr));
    app.wait_for("the document", PATIENCE, || app.find_all("[data-testid=document]").len() == 1);
    app.wait_for("the reader", PATIENCE, || !app.find_all("[data-testid=reader-page]").is_empty());
    let again = paperside.command(&[]).output().unwrap();
    assert!(again.status.success(), "without files it only shows the window that is open");
}

#[test]
fn the_window_is_as_large_as_it_was_left() {
    let paperside = Paperside::new();
    let app = App::open(&paperside);
    app.resize(1000, 640);
    let size = || app.run("return [innerWidth, innerHeight]");
    app.wait_for("the new size", PATIENCE, || size() == serde_json::json!([1000, 640]));
    let home = app.home();
    let state = home.data().join("config/app.paperside.desktop/.window-state.json");
    let is_kept = || std::fs::read_to_string(&state).is_ok_and(|state| state.contains("1000") && state.contains("640"));
    app.wait_for("the size to be kept", PATIENCE, is_kept);
    drop(app);
    let app = App::open_at(home, &paperside.library());
    app.wait_for("the size it had", PATIENCE, || {
        app.run("return [innerWidth, innerHeight]") == serde_json::json!([1000, 640])
    });
}

#[test]
fn a_word_that_is_neither_a_command_nor_a_file_opens_no_window() {
    let paperside = Paperside::new();
    let ended = paperside.command(&["serch", "kettle"]).output().unwrap();
    assert_eq!(ended.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&ended.stderr).contains("no command and no file “serch”"));
}
