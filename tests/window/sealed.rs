//! Sealed files in the window: a collection is exported by its menu, and imported by dropping the file on the window of
//! another library, or by opening it with the app.

use std::path::{Path, PathBuf};
use std::time::Duration;

use super::PATIENCE;
use super::app::App;
use crate::support::{Paperside, corpus};

const PASSPHRASE: &str = "open, sesame";

/// A library with a collection of one document.
fn with_collection() -> Paperside {
    let paperside = Paperside::with(&["french.pdf"]);
    let document = corpus("two-columns.pdf");
    let added = paperside.json(&["add", "--collection", "Papers", document.to_str().unwrap()]);
    assert_eq!(added.code, 0, "{}", added.stderr);
    paperside
}

/// A place beside the library.
fn beside(paperside: &Paperside, name: &str) -> PathBuf {
    paperside.library().parent().unwrap().join(name)
}

/// Has a sealed file written by the terminal.
fn written(paperside: &Paperside, command: &str, name: &str) -> PathBuf {
    let file = beside(paperside, name);
    let ended = paperside.json(&[command, file.to_str().unwrap()]);
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    file
}

fn ended(app: &App, wanted: &str) {
    app.wait_for_text("[data-testid=sealing-end]", wanted);
}

#[test]
fn a_collection_is_exported_in_one_window_and_dropped_on_another() {
    let (here, there) = (with_collection(), Paperside::with(&["french.pdf"]));
    let file = beside(&here, "papers.paperside");
    let app = App::open(&here);
    app.press("[data-testid=collection][data-collection=Papers] [data-testid=collection-more]");
    app.press("[data-testid=collection-export]");
    app.find("[data-testid=export-dialog]");
    app.press("[data-testid=sealed-lock]");
    app.find("[data-testid=sealed-passphrase]").type_text(PASSPHRASE);
    app.find("[data-testid=sealed-passphrase-again]").type_text("open, barley");
    app.find("[data-testid=export-dialog] [role=alert]");
    app.find("[data-testid=export-write][disabled]");
    app.picture("export-differs");
    app.run(
        "for (const field of document.querySelectorAll('[data-testid^=sealed-passphrase]')) { \
         field.value = 'open, sesame'; field.dispatchEvent(new InputEvent('input', { bubbles: true })) }",
    );
    app.find("[data-testid=export-write]:not([disabled])").click();
    app.type_into_dialog("Export", &file);
    ended(&app, "papers.paperside is written: 1 document");
    app.picture("export-done");
    assert!(file.is_file());
    drop(app);

    let app = App::open(&there);
    app.wait_for_count("[data-testid=document]", 1);
    app.drop_files(&[&file]);
    app.find("[data-testid=sealed-unlock-passphrase]").type_text("open, barley");
    app.find("[data-testid=sealed-unlock]").click();
    app.find("[data-testid=import-dialog] [role=alert]");
    app.picture("import-locked");
    app.find("[data-testid=sealed-unlock-passphrase]").type_text(PASSPHRASE);
    app.find("[data-testid=sealed-unlock]:not([disabled])").click();
    app.wait_for_text("[data-testid=sealed-holds]", "1 document");
    app.picture("import-holds");
    app.find("[data-testid=sealed-import]:not([disabled])").click();
    ended(&app, "1 document added");
    app.picture("import-done");
    app.find("[data-testid=sealed-close]").click();
    app.wait_for_count("[data-testid=document]", 2);
    app.find("[data-testid=collection][data-collection=Papers]");
    assert!(app.find_all("[data-testid=failed-import]").is_empty(), "it was not read as a document");
}

#[test]
fn a_sealed_file_is_opened_into_a_new_collection_and_what_is_damaged_is_told() {
    let (here, there) = (with_collection(), Paperside::with(&["french.pdf"]));
    let file = written(&here, "export", "all.paperside");
    let app = App::open(&there);
    let second = there.command(&[file.to_str().unwrap()]).output().unwrap();
    assert!(second.status.success(), "{}", String::from_utf8_lossy(&second.stderr));
    app.wait_for_text("[data-testid=sealed-holds]", "2 documents");
    app.run(
        "const into = document.querySelector('[data-testid=sealed-into]'); into.value = 'new'; \
         into.dispatchEvent(new Event('change', { bubbles: true }))",
    );
    app.find("[data-testid=sealed-new-collection]").type_text("From Anna");
    app.find("[data-testid=sealed-import]:not([disabled])").click();
    ended(&app, "1 document added, 1 already here");
    app.find("[data-testid=sealed-close]").click();
    app.find("[data-testid=collection][data-collection='From Anna']");
    assert!(app.find_all("[data-testid=collection][data-collection=Papers]").is_empty(), "all went into the new one");

    let damaged = beside(&here, "damaged.paperside");
    let bytes = std::fs::read(&file).unwrap();
    std::fs::write(&damaged, &bytes[..bytes.len() / 2]).unwrap();
    assert!(there.command(&[damaged.to_str().unwrap()]).output().unwrap().status.success());
    app.wait_for_text("[data-testid=import-dialog] [role=alert]", "nothing was taken from it");
    assert!(app.find_all("[data-testid=sealed-import]:not([disabled])").is_empty(), "there is nothing to be taken");
    app.picture("import-damaged");
}

#[test]
fn a_start_with_sealed_files_asks_about_each_and_imports_the_others() {
    let (here, there) = (with_collection(), Paperside::with(&["french.pdf"]));
    let (first, second) = (written(&here, "export", "all.paperside"), written(&here, "backup", "library.paperside"));
    let app = App::open_with(&there, &[&first, &corpus("weather.rtf"), &second]);
    let close = || app.find("[data-testid=import-dialog] header button").click();
    app.wait_for_text("[data-testid=import-dialog]", "all.paperside");
    app.wait_for_text("[data-testid=sealed-holds]", "2 documents");
    app.wait_for_text("[data-testid=sealed-following]", "1 more sealed file");
    app.find("[data-testid=sealed-import]:not([disabled])");
    app.picture("import-at-start");
    close();
    app.wait_for_text("[data-testid=import-dialog]", "library.paperside");
    app.wait_for_count("[data-testid=sealed-following]", 0);
    close();
    app.wait_for_count("[data-testid=import-dialog]", 0);
    app.wait_for_count("[data-testid=document]", 2);
    assert!(app.find_all("[data-testid=failed-import]").is_empty(), "none was read as a document");
}

#[test]
fn a_sealed_file_in_a_folder_is_told_of_and_taken_in_from_there() {
    let (here, there) = (with_collection(), Paperside::with(&["french.pdf"]));
    let folder = beside(&there, "from-anna");
    std::fs::create_dir(&folder).unwrap();
    std::fs::copy(written(&here, "export", "all.paperside"), folder.join("all.paperside")).unwrap();
    std::fs::copy(corpus("weather.rtf"), folder.join("weather.rtf")).unwrap();
    let app = App::open(&there);
    app.drop_files(&[&folder]);
    app.wait_for_text("[data-testid=failed-import]", "paperside import");
    app.wait_for_count("[data-testid=document]", 2);
    app.picture("import-in-folder");
    app.press("[data-testid=take-in-import]");
    app.wait_for_text("[data-testid=sealed-holds]", "2 documents");
    app.wait_for_count("[data-testid=failed-import]", 0);
    app.find("[data-testid=sealed-import]:not([disabled])").click();
    ended(&app, "1 document added, 1 already here");
}

#[test]
fn a_backup_becomes_an_empty_library_and_is_only_added_to_another() {
    let (here, there) = (with_collection(), Paperside::new());
    let file = written(&here, "backup", "library.paperside");
    let app = App::open(&there);
    app.drop_files(&[&file]);
    app.find("[data-testid=sealed-restore]:checked");
    app.picture("restore");
    app.find("[data-testid=sealed-import]:not([disabled])").click();
    ended(&app, "is restored: 2 documents added");
    app.find("[data-testid=sealed-close]").click();
    app.wait_for_count("[data-testid=document]", 2);

    app.drop_files(&[&file]);
    app.wait_for_text("[data-testid=sealed-holds]", "2 documents");
    assert!(app.find_all("[data-testid=sealed-restore]").is_empty(), "two libraries are never mixed");
    app.find("[data-testid=sealed-close], [data-testid=import-dialog] header button").click();
    app.find("[data-testid=settings]").click();
    app.find("[data-testid=moving-settings]");
    app.wait_for_text("[data-testid=restore-explained]", "an empty library only");
}

#[test]
fn backups_are_made_by_themselves_and_when_asked_for() {
    let paperside = with_collection();
    let backups = beside(&paperside, "backups");
    std::fs::create_dir(&backups).unwrap();
    let made = || std::fs::read_dir(&backups).unwrap().flatten().filter(is_whole).count();
    assert_eq!(paperside.json(&["settings", "backup-folder", backups.to_str().unwrap()]).code, 0);
    assert_eq!(paperside.json(&["settings", "backup-every", "36h"]).code, 0);
    let app = App::open(&paperside);
    app.wait_for("the first backup", Duration::from_mins(2), || made() == 1);
    app.find("[data-testid=settings]").click();
    app.press("[data-testid=settings-section][data-section=settings-moving]");
    app.wait_for_text("[data-testid=backup-last]", backups.to_str().unwrap());
    app.wait_for_text("[data-testid=backup-every]", "Every 36 hours");
    app.press("[data-testid=backup-now]");
    app.wait_for_text("[data-testid=sealing-end][data-work=backup]", "is written: 2 documents");
    app.picture("backups");
    assert_eq!(made(), 2, "one that was asked for stands beside the others");
    drop(app);

    std::fs::remove_dir_all(&backups).unwrap();
    let app = App::open(&paperside);
    app.find("[data-testid=settings]").click();
    app.press("[data-testid=backup-now]");
    app.wait_for("the reason", PATIENCE, || {
        app.text_of("[data-testid=sealing-end][data-work=backup] [role=alert]").contains(backups.to_str().unwrap())
    });
    app.press("[data-testid=backup-folder-none]");
    app.wait_for_count("[data-testid=backup-now]", 0);
}

/// Whether a backup has its name already.
fn is_whole(entry: &std::fs::DirEntry) -> bool {
    let name = entry.file_name();
    !name.to_string_lossy().starts_with('.') && Path::new(&name).extension().is_some_and(|it| it == "paperside")
}
