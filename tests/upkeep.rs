//! What looks after the program: its log, its reports, and whether there is a newer one.

use std::io::Read;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::{Value, json};
use zip::ZipArchive;

use crate::servers::{Answer, Server};
use crate::support::{Ended, Paperside};

/// Stands wherever a person could write, name or choose something.
const MARKER: &str = "quetzal";

/// The parts of a report.
fn parts(file: &Path) -> Vec<(String, String)> {
    let mut archive = ZipArchive::new(std::fs::File::open(file).unwrap()).unwrap();
    let names: Vec<String> = archive.file_names().map(|name| name.unwrap().into_owned()).collect();
    let read = |name: String| {
        let mut text = String::new();
        archive.by_name(&name).unwrap().read_to_string(&mut text).unwrap();
        (name, text)
    };
    names.into_iter().map(read).collect()
}

fn part(file: &Path, name: &str) -> String {
    parts(file).into_iter().find(|(known, _)| known == name).unwrap().1
}

#[test]
fn a_report_has_nothing_of_documents_names_questions_folders_and_keys() {
    let paperside = Paperside::new();
    let letter = paperside.file(
        &format!("{MARKER}/the {MARKER} letter.md"),
        format!("# On the {MARKER}\n\nThe {MARKER} lives in the cloud forest. It eats wild avocados.").as_bytes(),
    );
    let torn = paperside.file(&format!("torn {MARKER}.pdf"), b"%PDF-1.7\n1 0 obj\n");
    let mut add = paperside.command(&["--json", "add", "--collection", &format!("Papers on the {MARKER}")]);
    let added = Ended::from(add.arg(&letter).arg(&torn).output().unwrap());
    assert_eq!(added.code, 3, "one of them cannot be read: {:?}", added.lines);
    paperside.ask(&format!("What does the {MARKER} eat?"));
    let id = added.document(&format!("the {MARKER} letter.md"))["id"].as_str().unwrap().to_owned();
    assert_eq!(paperside.json(&["pins", "add", &format!("Where is the {MARKER}?"), &id, "1"]).code, 0);
    let backups = paperside.library().with_file_name(format!("{MARKER}-backups"));
    assert_eq!(paperside.json(&["settings", "backup-folder", backups.to_str().unwrap()]).code, 0);
    // Asked for more than is usual: then even texts may be in the log.
    let mut search = paperside.command(&["search", MARKER]);
    assert!(search.env("PAPERSIDE_LOG", "debug").output().unwrap().status.success());

    let report = paperside.library().with_file_name("report.zip");
    let written = paperside.json(&["doctor", "--bundle", report.to_str().unwrap()]);
    assert_eq!(written.code, 0, "{:?} {}", written.lines, written.stderr);
    assert_eq!(written.of_type("report").len(), 1);
    for (name, text) in parts(&report) {
        let place = text.to_lowercase().find(MARKER).map(|place| text[..place].lines().last().unwrap_or_default());
        assert_eq!(place, None, "{name} tells it");
        assert!(!text.contains(paperside.library().to_str().unwrap()), "{name} tells where the library is");
    }
    let told: Value = serde_json::from_str(&part(&report, "report.json")).unwrap();
    assert_eq!(told["library"]["counts"]["rows"]["document"], 1);
    assert_eq!(told["library"]["counts"]["imports_failed"], json!({"damaged": 1}));
    assert!(part(&report, "logs/paperside.log").contains("a library is open"));

    let again = paperside.json(&["doctor", "--bundle", report.to_str().unwrap()]);
    assert_eq!(again.code, 1, "nothing is written over: {:?}", again.lines);
}

#[test]
fn a_report_is_made_of_a_library_that_cannot_be_opened() {
    let paperside = Paperside::with(&["prices.csv"]);
    let catalog = rusqlite::Connection::open(paperside.library().join("catalog.sqlite")).unwrap();
    catalog.pragma_update(None, "user_version", 99).unwrap();
    drop(catalog);
    let report = paperside.library().with_file_name("report.zip");
    let written = paperside.json(&["doctor", "--bundle", report.to_str().unwrap()]);
    assert_eq!(written.code, 1, "it is not sound, and said so: {:?}", written.lines);
    let told: Value = serde_json::from_str(&part(&report, "report.json")).unwrap();
    assert_eq!(told["failed"], "library_too_new");
    assert!(written.lines[0]["checks"].as_array().unwrap().iter().any(|check| check["part"] == "logs"));
}

#[test]
fn what_happens_is_noted_and_the_terminal_is_as_quiet_as_before() {
    let paperside = Paperside::new();
    let ended = paperside.json(&["settings"]);
    assert_eq!((ended.code, ended.stderr.as_str()), (0, ""));
    let file = paperside.library().join("logs/paperside.log");
    let lines = || -> Vec<Value> {
        let text = std::fs::read_to_string(&file).unwrap();
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    };
    assert!(lines().iter().any(|line| line["message"] == "a library is open" && line["level"] == "INFO"));
    assert_eq!(paperside.json(&["show", "abcdef"]).code, 1);
    assert!(lines().iter().any(|line| line["fields"]["code"] == "unknown_document"), "{:?}", lines());
    let told = paperside.text(&["doctor"]);
    assert!(told.contains(paperside.library().join("logs").to_str().unwrap()), "{told}");
}

#[test]
fn many_processes_note_at_once() {
    let paperside = Paperside::new();
    paperside.json(&["list"]);
    // All but one of them are told that the library is in use, which is noted too.
    let running: Vec<_> =
        (0..6).map(|_| paperside.command(&["--json", "list"]).stdout(std::process::Stdio::null()).spawn()).collect();
    let started = running.len();
    for child in running {
        child.unwrap().wait().unwrap();
    }
    let text = std::fs::read_to_string(paperside.library().join("logs/paperside.log")).unwrap();
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let processes: std::collections::BTreeSet<u64> = lines.iter().filter_map(|line| line["process"].as_u64()).collect();
    assert_eq!(processes.len(), 1 + started, "each has noted something, and every line is whole");
}

#[test]
fn a_new_version_is_told_of_if_that_is_wanted() {
    let asked = Arc::new(AtomicUsize::new(0));
    let counting = Arc::clone(&asked);
    let server = Server::start(move |_| {
        counting.fetch_add(1, Ordering::Relaxed);
        Answer::json(&json!({"tag_name": "v99.0.0", "html_url": "https://example.org/get"}))
    });
    let paperside = Paperside::new();
    let run = |arguments: &[&str]| {
        let mut command = paperside.command(&["--json"]);
        Ended::from(command.args(arguments).env("PAPERSIDE_RELEASES", &server.url).output().unwrap())
    };
    let version = |ended: &Ended| {
        let checks = ended.lines[0]["checks"].as_array().unwrap().clone();
        checks.into_iter().find(|check| check["part"] == "version").unwrap()["message"].as_str().unwrap().to_owned()
    };
    assert_eq!(version(&run(&["doctor"])), format!("Paperside {}", env!("CARGO_PKG_VERSION")));
    assert_eq!(asked.load(Ordering::Relaxed), 0, "nobody is asked unless that is wanted");
    assert_eq!(run(&["settings", "new-versions", "on"]).code, 0);
    assert!(version(&run(&["doctor"])).contains("99.0.0 is out, at https://example.org/get"));
    assert!(version(&run(&["doctor"])).contains("99.0.0"), "it is remembered");
    assert_eq!(asked.load(Ordering::Relaxed), 1, "and asked for once a day");
    let listed = paperside.json(&["settings"]).lines;
    assert!(listed.iter().all(|setting| setting["name"] != "new-versions"), "nobody could be asked: {listed:?}");
}
