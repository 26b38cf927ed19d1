//! What is in a report, and what never is.

use std::io::Read;
use std::path::Path;

use serde_json::{Value, json};
use zip::ZipArchive;

use crate::catalog::{NewDocument, NewTurn, Seen};
use crate::logs::Line;
use crate::messages::TurnRecord;
use crate::read::DocumentInfo;
use crate::read::process::WorkerCommand;
use crate::{Config, Error, Library};

/// Stands wherever a person could write, name or choose something.
const MARKER: &str = "quetzal";

async fn open(library: &Path) -> Library {
    let mut config = Config::locate(Some(library.to_owned()), None).expect("a library is named");
    config.worker = WorkerCommand { program: "there-is-no-such-program".into() };
    config.keys = library.join("keys");
    Library::open(config).await.expect("the model must be there: `cargo xtask setup` fetches it")
}

/// The parts of a report by their names.
fn parts(file: &Path) -> Vec<(String, String)> {
    let mut archive = ZipArchive::new(std::fs::File::open(file).expect("it is there")).expect("it is a zip archive");
    let names: Vec<String> = archive.file_names().map(|name| name.expect("a name").into_owned()).collect();
    let read = |name: String| {
        let mut text = String::new();
        archive.by_name(&name).expect("a part").read_to_string(&mut text).expect("text");
        (name, text)
    };
    names.into_iter().map(read).collect()
}

fn report(file: &Path) -> Value {
    let (_, text) = parts(file).into_iter().find(|(name, _)| name == "report.json").expect("the report");
    serde_json::from_str(&text).expect("JSON")
}

fn fill(library: &Library) {
    let catalog = &library.shared.searcher.catalog;
    let collection = catalog.ensure_collection(&format!("The {MARKER} papers")).expect("a collection");
    let info = DocumentInfo {
        content_type: "text/plain".into(),
        title: Some(MARKER.to_owned()),
        author: Some(MARKER.to_owned()),
        ..DocumentInfo::default()
    };
    let document =
        NewDocument { id: "ab", title: MARKER, info: &info, size: 5, added_at: 5, collections: &[collection] };
    catalog.begin_document(&document).expect("it is new");
    catalog.settle_document("ab").expect("it can be written");
    let path = format!("/home/{MARKER}/{MARKER}.txt");
    catalog.locate(&Seen { path: &path, at: 7, stamp: None }, "ab").expect("it can be written");
    let torn = catalog.enqueue(&[format!("/home/{MARKER}.pdf").into()], Some(collection), 1).expect("a queue")[0];
    catalog.fail_import(torn, &format!("The file is damaged: {MARKER}"), false).expect("it can be written");
    let chat = catalog.begin_chat(MARKER, 3).expect("a chat");
    let record = serde_json::to_string(&TurnRecord { collections: vec![MARKER.to_owned()], ..TurnRecord::default() });
    let record = record.expect("JSON");
    let turn = NewTurn { parent: None, at: 3, question: MARKER, answer: MARKER, record: &record };
    catalog.keep_turn(chat, turn).expect("kept");
    catalog.set_setting("backup-folder", Some(&format!("/media/{MARKER}"))).expect("chosen");
    let model = json!({"kind": "open_ai", "url": format!("http://{MARKER}.example.org"), "model": MARKER});
    catalog.set_setting("language-model", Some(&model.to_string())).expect("chosen");
    let fields = json!({"error": MARKER, "folder": MARKER, "missed": 3, "code": "file"});
    let line = |target: &str| Line {
        target: target.to_owned(),
        message: if target == "paperside" { "something was lost".to_owned() } else { MARKER.to_owned() },
        fields: fields.as_object().expect("fields").clone(),
        ..Line::default()
    };
    library.logs().write(&line("paperside"));
    library.logs().write(&line("somebody_else"));
    let folder = library.logs().folder().join("paperside.1.log");
    std::fs::write(folder, format!("{MARKER}, and no line of ours\n")).expect("it can be written");
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_that_a_person_wrote_is_in_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let library = open(&folder.path().join(MARKER)).await;
    let filling = library.clone();
    tokio::task::spawn_blocking(move || fill(&filling)).await.expect("it does not panic");
    let question = crate::messages::SearchRequest {
        query: format!("Where is the {MARKER}?"),
        limit: 5,
        ..crate::messages::SearchRequest::default()
    };
    library.search(question).await.expect("it can be searched");

    let file = folder.path().join("report.zip");
    library.write_report(file.clone()).await.expect("it can be written");
    let parts = parts(&file);
    for (name, text) in &parts {
        assert!(!text.to_lowercase().contains(MARKER) && !name.contains(MARKER), "{name} tells it: {text}");
    }
    let log = parts.iter().find(|(name, _)| name == "logs/paperside.log").map(|(_, text)| text.as_str());
    let log = log.expect("the log is in it");
    assert!(log.contains("something was lost") && log.contains("\"missed\":3") && log.contains("\"code\":\"file\""));
    assert!(log.contains("somebody_else"), "that others spoke is told");

    let report = report(&file);
    assert_eq!(report["app"]["version"], env!("CARGO_PKG_VERSION"));
    let told = &report["library"];
    assert_eq!(told["counts"]["rows"]["document"], 1, "{told:#}");
    assert_eq!(told["counts"]["imports_failed"], json!({"damaged": 1}));
    assert_eq!(told["counts"]["rows"]["turn"], 1);
    assert_eq!(told["settings"]["backup-folder"], "(chosen)");
    assert_eq!(told["language_model"]["kind"], "open_ai");
    assert_eq!(told["checks"][0]["part"], "library");
    assert!(!folder.path().join("report.zip.partial").exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_library_that_cannot_be_opened_is_told_of_too() {
    let folder = tempfile::tempdir().expect("a folder");
    let library = folder.path().join(MARKER);
    let file = folder.path().join("report.zip");
    let error = Error::LibraryTooNew { path: library.clone() };
    Library::write_report_of_failure(library.clone(), &error, file.clone()).await.expect("it can be written");
    assert_eq!(report(&file)["failed"], "library_too_new");
    assert!(parts(&file).iter().all(|(_, text)| !text.contains(MARKER)));
    assert!(!library.exists(), "a report makes no library");

    let nowhere = folder.path().join("not/there/report.zip");
    let refused = Library::write_report_of_failure(library, &error, nowhere).await.expect_err("there is no folder");
    assert_eq!(refused.code(), "file");
}
