use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use paperside_stand_in::StandIn;
use rusqlite::Connection;
use serde_json::{Value, json};

use crate::support::{Ended, Paperside, corpus};

const DOCUMENTS: [&str; 5] =
    ["two-columns.pdf", "kitchen-at-sea.docx", "harbour.html", "two-tales.epub", "weather.rtf"];
const QUESTIONS: [&str; 4] =
    ["How did the settlers keep warm?", "the harbour at night", "What was eaten at sea?", "Will there be rain?"];

/// Runs a command with the index at an address.
fn at(paperside: &Paperside, url: &str, arguments: &[&str]) -> Ended {
    let mut all = vec!["--index", url];
    all.extend(arguments);
    paperside.json(&all)
}

/// All that a search found, but for how long it took.
fn hits(ended: &Ended) -> Value {
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    let hits = ended.lines[0]["hits"].clone();
    assert!(hits.as_array().is_some_and(|hits| !hits.is_empty()), "{:?}", ended.lines);
    hits
}

/// The passages that the catalog knows.
fn passages(paperside: &Paperside) -> usize {
    let catalog = Connection::open(paperside.library().join("catalog.sqlite")).unwrap();
    catalog.query_row("SELECT count(*) FROM passage", [], |row| row.get::<_, i64>(0)).unwrap() as usize
}

/// The passages on a stand-in.
fn count(stand_in: &StandIn) -> usize {
    stand_in.collections().iter().map(|collection| stand_in.count(collection)).sum()
}

fn place(paperside: &Paperside) -> Value {
    let ended = paperside.json(&["index"]);
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    ended.lines[0]["place"].clone()
}

fn move_to(paperside: &Paperside, place: &str) -> Ended {
    let ended = paperside.json(&["index", "use", place]);
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    ended
}

/// A command that is under way, and what it says on standard error.
struct Running {
    child: Child,
    stderr: BufReader<std::process::ChildStderr>,
}

impl Running {
    fn start(mut command: Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let stderr = BufReader::new(child.stderr.take().unwrap());
        Self { child, stderr }
    }

    /// Waits until it says something.
    fn wait_for(&mut self, wanted: &str) {
        let mut line = String::new();
        while !line.contains(wanted) {
            line.clear();
            assert!(self.stderr.read_line(&mut line).unwrap() > 0, "it ended before it said “{wanted}”");
        }
    }

    fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    fn end(mut self) -> i32 {
        let mut rest = String::new();
        self.child.stdout.take().unwrap().read_to_string(&mut rest).unwrap();
        self.child.wait().unwrap().code().unwrap()
    }
}

fn wait_until_stopped(stand_in: &StandIn) {
    let began = Instant::now();
    while !stand_in.is_stopped() {
        assert!(began.elapsed() < Duration::from_mins(1), "it is never written to");
        std::thread::sleep(Duration::from_millis(10));
    }
}

#[test]
fn a_server_finds_and_answers_as_the_embedded_index_does() {
    let (paperside, stand_in) = (Paperside::with(&DOCUMENTS), StandIn::start());
    let found: Vec<Value> = QUESTIONS.iter().map(|question| hits(&paperside.json(&["search", question]))).collect();
    let answer = paperside.ask(QUESTIONS[0]);
    let all = paperside.json(&["search", "--all", "sea"]).lines[0]["documents"].clone();
    for (question, found) in QUESTIONS.iter().zip(&found) {
        assert_eq!(hits(&at(&paperside, &stand_in.url(), &["search", question])), *found, "{question}");
    }
    let asked = at(&paperside, &stand_in.url(), &["ask", QUESTIONS[0]]);
    let there = asked.lines.last().unwrap();
    assert_eq!((&there["answer"], &there["citations"]), (&answer["answer"], &answer["citations"]));
    assert_eq!(at(&paperside, &stand_in.url(), &["search", "--all", "sea"]).lines[0]["documents"], all);
    assert_eq!(count(&stand_in), passages(&paperside));
    assert_eq!(place(&paperside)["kind"], "embedded", "it was for these runs only");
    assert_eq!(hits(&paperside.json(&["search", QUESTIONS[0]])), found[0], "and all is as it was");
}

#[test]
fn an_import_waits_for_a_server_that_is_away() {
    let (paperside, stand_in) = (Paperside::new(), StandIn::start());
    assert_eq!(at(&paperside, &stand_in.url(), &["add", corpus(DOCUMENTS[0]).to_str().unwrap()]).code, 0);
    stand_in.stop_after_writes(1);
    let mut command = paperside.command(&["--json", "--index", &stand_in.url(), "add"]);
    command.args(DOCUMENTS[1..].iter().map(|name| corpus(name)));
    let mut adding = Running::start(command);
    wait_until_stopped(&stand_in);
    adding.wait_for("It goes on by itself when that is over");
    stand_in.start_again();
    assert_eq!(adding.end(), 0, "no file fails because a server was away");
    assert_eq!(count(&stand_in), passages(&paperside));
    assert_eq!(at(&paperside, &stand_in.url(), &["doctor"]).code, 0, "nothing is lost, and nothing there twice");
    assert_eq!(at(&paperside, &stand_in.url(), &["list"]).lines.len(), DOCUMENTS.len());
}

#[test]
fn an_import_that_was_killed_while_it_waited_goes_on() {
    let (paperside, stand_in) = (Paperside::new(), StandIn::start());
    assert_eq!(at(&paperside, &stand_in.url(), &["add", corpus(DOCUMENTS[0]).to_str().unwrap()]).code, 0);
    stand_in.stop_after_writes(0);
    let mut command = paperside.command(&["--index", &stand_in.url(), "add"]);
    command.args(DOCUMENTS[1..].iter().map(|name| corpus(name)));
    let mut adding = Running::start(command);
    adding.wait_for("It goes on by itself when that is over");
    adding.kill();
    stand_in.start_again();
    assert_eq!(at(&paperside, &stand_in.url(), &["imports", "run"]).code, 0);
    assert_eq!(count(&stand_in), passages(&paperside));
    assert_eq!(at(&paperside, &stand_in.url(), &["doctor"]).code, 0);
    assert_eq!(at(&paperside, &stand_in.url(), &["list"]).lines.len(), DOCUMENTS.len());
}

#[test]
fn a_library_is_there_while_its_server_is_not() {
    let (paperside, stand_in) = (Paperside::with(&DOCUMENTS[..2]), StandIn::start());
    move_to(&paperside, &stand_in.url());
    stand_in.stop();
    let listed = paperside.json(&["list"]);
    assert_eq!((listed.code, listed.lines.len()), (0, 2), "{}", listed.stderr);
    let id = listed.lines[0]["id"].as_str().unwrap();
    assert_eq!(paperside.json(&["show", id]).code, 0);
    let searched = paperside.json(&["search", QUESTIONS[0]]);
    assert_eq!((searched.code, &searched.lines[0]["code"]), (1, &json!("index_server")), "{}", searched.stderr);
    assert!(searched.stderr.contains(&stand_in.url()), "{}", searched.stderr);
    let health = paperside.json(&["doctor"]);
    let index = health.lines[0]["checks"].as_array().unwrap().iter().find(|check| check["part"] == "index").unwrap();
    assert!(health.code == 1 && index["message"].as_str().unwrap().contains("cannot be reached"), "{index}");
    assert_eq!(paperside.json(&["remove", id]).code, 0, "the rest is done when the server is back");
    assert_eq!(paperside.json(&["list"]).lines.len(), 1);
    stand_in.start_again();
    hits(&paperside.json(&["search", "the sea"]));
    assert_eq!(paperside.json(&["doctor"]).code, 0);
    assert_eq!(count(&stand_in), passages(&paperside));
}

#[test]
fn an_index_is_moved_both_ways_with_stops_in_between() {
    let (paperside, stand_in) = (Paperside::with(&DOCUMENTS), StandIn::start());
    let found = hits(&paperside.json(&["search", QUESTIONS[0]]));
    // Two writes make the collection.
    stand_in.stop_after_writes(4);
    let mut moving = Running::start(paperside.command(&["index", "use", &stand_in.url()]));
    moving.wait_for("The move goes on by itself when that is over");
    moving.kill();
    assert_eq!(hits(&paperside.json(&["search", QUESTIONS[0]])), found, "the old one answers");
    assert_eq!(place(&paperside)["kind"], "embedded");
    stand_in.start_again();
    let moved = move_to(&paperside, &stand_in.url());
    let stages: Vec<&Value> = moved.lines.iter().map(|line| &line["moving"]["stage"]).collect();
    assert!(stages.contains(&&json!("filling")) && stages.contains(&&json!("checking")), "{stages:?}");
    assert_eq!(stand_in.written(), passages(&paperside), "what was there already is not written again");
    assert_eq!(
        place(&paperside),
        json!({"kind": "server", "url": stand_in.url(), "options": {
        "shards": null, "replicas": 1, "write_consistency": null, "on_disk": true, "quantization": "none"}})
    );
    assert_eq!(hits(&paperside.json(&["search", QUESTIONS[0]])), found);
    assert_eq!(paperside.json(&["doctor"]).code, 0);
    assert!(!paperside.library().join("index").exists(), "the old one is gone");

    move_to(&paperside, "embedded");
    assert_eq!(hits(&paperside.json(&["search", QUESTIONS[0]])), found);
    assert_eq!((paperside.json(&["doctor"]).code, place(&paperside)["kind"].as_str()), (0, Some("embedded")));
    assert!(stand_in.collections().is_empty(), "nothing is left on the server");
}

#[test]
fn two_libraries_on_one_server_are_kept_apart() {
    let stand_in = StandIn::start();
    let (first, second) = (Paperside::with(&DOCUMENTS[..2]), Paperside::with(&DOCUMENTS[2..]));
    let alone = hits(&first.json(&["search", QUESTIONS[0]]));
    move_to(&first, &stand_in.url());
    move_to(&second, &stand_in.url());
    assert_eq!(hits(&first.json(&["search", QUESTIONS[0]])), alone, "scores do not depend on what others keep");
    assert_eq!(stand_in.collections().len(), 2);
    assert_eq!(count(&stand_in), passages(&first) + passages(&second));
    for paperside in [&first, &second] {
        assert_eq!(paperside.json(&["doctor"]).code, 0);
    }
}

/// The command with a place of its own for keys, and with a key to be read.
fn with_key(paperside: &Paperside, arguments: &[&str], key: &str) -> Ended {
    let key = paperside.file("key.txt", format!("{key}\n").as_bytes());
    let mut command = paperside.command(&["--json"]);
    command.args(arguments).stdin(std::fs::File::open(key).unwrap());
    Ended::from(without_keyring(paperside, &mut command).output().unwrap())
}

fn without_keyring<'a>(paperside: &Paperside, command: &'a mut Command) -> &'a mut Command {
    let config = paperside.library().parent().unwrap().join("config");
    command.env("XDG_CONFIG_HOME", config).env_remove("DBUS_SESSION_BUS_ADDRESS")
}

#[test]
fn a_server_is_given_its_key() {
    let (paperside, stand_in) = (Paperside::with(&DOCUMENTS[..1]), StandIn::with(Some("open sesame"), "1.20.0"));
    let url = stand_in.url();
    let without = paperside.json(&["index", "use", &url]);
    assert!(without.code == 1 && without.stderr.contains("wants a key"), "{}", without.stderr);
    let wrong = with_key(&paperside, &["index", "use", &url, "--key-stdin"], "open says me");
    assert!(wrong.code == 1 && wrong.stderr.contains("does not accept the key"), "{}", wrong.stderr);
    assert_eq!(place(&paperside)["kind"], "embedded", "nothing has changed");
    let right = with_key(&paperside, &["index", "use", &url, "--key-stdin"], "open sesame");
    assert_eq!(right.code, 0, "{}", right.stderr);
    let catalog = std::fs::read(paperside.library().join("catalog.sqlite")).unwrap();
    let is_there = catalog.windows(11).any(|bytes| bytes == b"open sesame");
    assert!(!is_there, "the key is not kept with the library");
    let mut search = paperside.command(&["--json", "search", QUESTIONS[0]]);
    hits(&Ended::from(without_keyring(&paperside, &mut search).output().unwrap()));
    assert_eq!(count(&stand_in), passages(&paperside));
}

#[test]
fn no_other_computer_is_reached_while_offline() {
    let (paperside, stand_in) = (Paperside::with(&DOCUMENTS[..1]), StandIn::start());
    assert_eq!(paperside.json(&["settings", "offline", "on"]).code, 0);
    // Of a network that is kept for documentation: nothing is there.
    let refused = paperside.json(&["index", "use", "http://192.0.2.1:6334"]);
    assert!(refused.code == 1 && refused.stderr.contains("Paperside is offline"), "{}", refused.stderr);
    assert_eq!(place(&paperside)["kind"], "embedded");
    move_to(&paperside, &stand_in.url());
    hits(&paperside.json(&["search", QUESTIONS[0]]));
}

#[test]
fn what_cannot_be_a_place_changes_nothing() {
    let (paperside, old) = (Paperside::with(&DOCUMENTS[..1]), StandIn::with(None, "1.9.0"));
    let refused = paperside.json(&["index", "use", &old.url()]);
    assert!(refused.code == 1 && refused.stderr.contains("has version 1.9.0"), "{}", refused.stderr);
    let nobody = paperside.json(&["index", "use", "http://127.0.0.1:1"]);
    assert!(nobody.code == 1 && nobody.stderr.contains("no program answers there"), "{}", nobody.stderr);
    let no_address = paperside.json(&["index", "use", "qdrant.example.org"]);
    assert!(no_address.code == 1 && no_address.stderr.contains("http://"), "{}", no_address.stderr);
    assert_eq!(place(&paperside)["kind"], "embedded");
    hits(&paperside.json(&["search", QUESTIONS[0]]));
    assert!(Path::new(&paperside.library().join("index")).exists());
}
