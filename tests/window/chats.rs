//! Chats in the window: kept, found, opened again, asked otherwise, and told when what they cite has changed.

use std::path::PathBuf;
use std::time::Duration;

use super::app::App;
use super::ask;
use crate::support::Paperside;

const PATIENCE: Duration = Duration::from_secs(30);

const LEASE: &str = "The lease of the flat in Mill Lane ends on 1 May 2025. The rent is 900 euros a month and is due on \
    the third day of the month. Pets are allowed if the neighbours agree.";
const QUESTION: &str = "When does the lease end?";

fn with_lease() -> (Paperside, PathBuf) {
    let paperside = Paperside::new();
    let file = paperside.file("documents/lease.txt", LEASE.as_bytes());
    assert_eq!(paperside.add(&[&file]).code, 0);
    (paperside, file)
}

fn show_chats(app: &App) {
    app.find("[data-testid=left-chats]").click();
    app.find("[data-testid=left-chats][aria-selected=true]");
}

fn open_first(app: &App) {
    show_chats(app);
    app.find("[data-testid=open-chat]").click();
    app.find("[data-testid=open-chat][aria-current=true]");
    app.find("[data-testid=message][data-role=answer][data-state=ended]");
}

#[test]
fn a_chat_is_kept_and_found_and_opens_with_its_citations_when_the_window_is_opened_again() {
    let (paperside, _) = with_lease();
    let app = App::open(&paperside);
    show_chats(&app);
    app.find("[data-testid=chats-none]");
    ask(&app, QUESTION);
    app.wait_for("the chat in the list", PATIENCE, || app.text_of("[data-testid=open-chat]").contains(QUESTION));
    app.find("[data-testid=open-chat][aria-current=true]");
    app.find("[data-testid=new-chat]").click();
    app.wait_for("an empty chat", PATIENCE, || app.find_all("[data-testid=turn]").is_empty());
    drop(app);

    let app = App::open(&paperside);
    assert!(app.find_all("[data-testid=turn]").is_empty(), "the window begins with a new chat");
    show_chats(&app);
    app.find("[data-testid=open-chat]");
    app.find("[data-testid=chat-search]").type_text("dragons");
    app.find("[data-testid=chats-not-found]");
    app.picture("chats-not-found");
    app.find("[data-testid=chat-search-clear]").click();
    app.find("[data-testid=chat-search]").type_text("MILL LANE");
    app.wait_for("the place", PATIENCE, || app.text_of("[data-testid=chat-place] mark") == "Mill Lane");
    app.picture("chats-found");
    app.find("[data-testid=open-chat]").click();
    app.find("[data-testid=citation][data-number='1']").click();
    app.wait_for("the mark", PATIENCE, || app.text_of("mark[data-testid=highlight]").contains("1 May 2025"));
    assert!(app.find_all("[data-testid=changed]").is_empty(), "nothing has changed");
    app.find("[data-testid=why]").click();
    app.find("[data-testid=why-hit]");
    app.picture("chat-opened");
}

#[test]
fn a_question_is_asked_again_and_the_chat_goes_on_from_the_answer_that_is_shown() {
    let (paperside, _) = with_lease();
    let app = App::open(&paperside);
    ask(&app, QUESTION);
    assert!(app.find_all("[data-testid=versions]").is_empty(), "it was asked once");
    let version = || app.text_of("[data-testid=version]");
    app.press("[data-testid=ask-again]:not([disabled])");
    app.wait_for("the second answer", PATIENCE, || version() == "2/2");
    app.press("[data-testid=edit-question]:not([disabled])");
    app.find("[data-testid=edited-question]").type_text(" And the rent?");
    app.picture("question-edited");
    app.find("[data-testid=edit-send]").click();
    app.wait_for("the third answer", PATIENCE, || version() == "3/3");
    app.find("[data-testid=message][data-role=answer][data-state=ended]");
    assert!(app.text_of("[data-role=question]").trim_end().ends_with("And the rent?"));

    app.find("[data-testid=version-previous]").click();
    app.wait_for("the second version", PATIENCE, || version() == "2/3");
    app.find("[data-testid=version-previous]").click();
    app.wait_for("the first version", PATIENCE, || version() == "1/3");
    app.picture("versions");
    app.find("[data-testid=question]").type_text("Are pets allowed?");
    app.find("[data-testid=send]").click();
    app.wait_for("the next answer", PATIENCE, || {
        app.find_all("[data-testid=turn] [data-role=answer][data-state=ended]").len() == 2
    });
    app.wait_for("it to be kept", PATIENCE, || app.find_all("[data-testid=turn][data-turn]").len() == 2);
    drop(app);

    let chat = paperside.json(&["chats"]).lines[0]["id"].as_u64().unwrap().to_string();
    let kept = paperside.json(&["chats", "show", &chat]).lines[0].clone();
    let turns = kept["turns"].as_array().unwrap();
    let siblings = turns[0]["siblings"].as_array().unwrap();
    assert_eq!((turns.len(), siblings.len()), (2, 3), "{kept}");
    assert_eq!((&turns[0]["id"], &turns[1]["parent"]), (&siblings[0], &siblings[0]), "it follows what was shown");
}

#[test]
fn a_chat_is_renamed_and_deleted() {
    let (paperside, _) = with_lease();
    let app = App::open(&paperside);
    ask(&app, QUESTION);
    show_chats(&app);
    app.press("[data-testid=chat-more]");
    app.picture("chat-menu");
    app.find("[data-testid=chat-rename]").click();
    let empty = "const title = document.querySelector('[data-testid=chat-title]'); title.value = ''; \
        title.dispatchEvent(new Event('input', { bubbles: true }))";
    app.find("[data-testid=chat-title]");
    app.run(empty);
    // Enter, which an empty title does not take.
    app.find("[data-testid=chat-title]").type_text("\u{e007}");
    app.find("[data-testid=chat-title][aria-invalid=true]").type_text("The flat\u{e007}");
    app.wait_for("the new title", PATIENCE, || app.text_of("[data-testid=open-chat]").trim() == "The flat");

    app.press("[data-testid=chat-more]");
    app.find("[data-testid=chat-delete]").click();
    app.picture("chat-delete");
    app.find("[data-testid=chat-keep]").click();
    app.press("[data-testid=chat-more]");
    app.find("[data-testid=chat-delete]").click();
    app.find("[data-testid=chat-confirm-delete]").click();
    app.find("[data-testid=chats-none]");
    assert!(app.find_all("[data-testid=turn]").is_empty(), "what was open is gone with it");
    drop(app);
    assert!(paperside.json(&["chats"]).lines.is_empty());
}

#[test]
fn an_old_answer_shows_what_it_cites_before_and_after_its_file_changed() {
    let (paperside, file) = with_lease();
    let app = App::open(&paperside);
    ask(&app, QUESTION);
    drop(app);
    std::fs::write(&file, LEASE.replace("1 May 2025", "1 June 2026")).unwrap();
    assert_eq!(paperside.add(&[&file]).code, 0);

    let app = App::open(&paperside);
    open_first(&app);
    app.find("[data-testid=citation].changed");
    app.find("[data-testid=changed]").click();
    let (before, after) = ("[data-testid=changed-before]", "[data-testid=changed-after]");
    app.find(before);
    assert!(app.text_of(before).contains("1 May 2025") && app.text_of(after).contains("1 June 2026"));
    assert_eq!(app.text_of("[data-testid=changed-before] del").trim_end_matches('.'), "May 2025");
    assert_eq!(app.text_of("[data-testid=changed-after] ins").trim_end_matches('.'), "June 2026");
    app.picture("changed");
    app.find("[data-testid=open-today]").click();
    app.find("[data-testid=reader-later]");
    app.wait_for("the words of today", PATIENCE, || app.text_of("mark[data-testid=highlight]").contains("1 June 2026"));
    app.picture("changed-today");
    drop(app);

    let today = paperside.json(&["list"]).lines[0]["id"].as_str().unwrap().to_owned();
    assert_eq!(paperside.json(&["remove", &today]).code, 0);
    let app = App::open(&paperside);
    open_first(&app);
    app.find("[data-testid=citation]").click();
    app.find("[data-testid=reader-gone]");
    assert!(app.text_of("[data-testid=reader-gone] blockquote").contains("1 May 2025"), "what was cited is kept");
    app.picture("changed-gone");
}
