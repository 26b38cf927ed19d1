use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Stdio};

use serde_json::Value;

use crate::support::{Paperside, corpus};

/// Sentences that differ from each other and from those of every other `subject`.
fn text(subject: &str, sentences: usize) -> String {
    let sentence = |number| format!("The {subject} of number {number} is told of here, and what became of it later. ");
    (0..sentences).map(sentence).collect()
}

fn imports(paperside: &Paperside) -> Vec<Value> {
    paperside.json(&["imports"]).lines
}

/// The end of the only file.
fn outcome(lines: &[Value]) -> &Value {
    lines.iter().find(|line| line["type"] == "document").unwrap()
}

/// Starts a command and waits until a line of it is as wanted.
fn until(paperside: &Paperside, arguments: &[&str], is_wanted: impl Fn(&Value) -> bool) -> (Child, Lines) {
    let mut command = paperside.command(&["--json"]);
    let mut child = command.args(arguments).stdout(Stdio::piped()).spawn().unwrap();
    let mut lines = Lines(BufReader::new(child.stdout.take().unwrap()));
    lines.wait_for(is_wanted);
    (child, lines)
}

struct Lines(BufReader<std::process::ChildStdout>);

impl Lines {
    fn wait_for(&mut self, is_wanted: impl Fn(&Value) -> bool) -> Value {
        loop {
            let mut line = String::new();
            assert!(self.0.read_line(&mut line).unwrap() > 0, "the program ended before it said what was waited for");
            let line: Value = serde_json::from_str(&line).unwrap();
            if is_wanted(&line) {
                return line;
            }
        }
    }
}

fn kill(mut child: Child) {
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn an_import_goes_on_where_it_was_when_the_app_was_killed() {
    let paperside = Paperside::new();
    let file = paperside.file("long.txt", text("kettle", 2500).as_bytes());
    let is_far = |line: &Value| line["stage"] == "embedding" && line["done"].as_u64() > Some(330);
    kill(until(&paperside, &["add", file.to_str().unwrap()], is_far).0);

    let waiting = imports(&paperside);
    assert_eq!((waiting.len(), &waiting[0]["state"]), (1, &Value::from("waiting")));
    assert!(waiting[0]["done"].as_u64() > Some(0), "pages are here already: {}", waiting[0]);
    let hits = paperside.json(&["search", "the kettle of number 3", "-k", "1"]).lines.remove(0);
    assert!(hits["hits"][0]["text"].as_str().unwrap().contains("kettle"), "what was read can be found: {hits}");
    assert_eq!((&hits["searched"]["documents"], &hits["searched"]["of"]), (&0.into(), &1.into()));

    let ended = paperside.json(&["imports", "run"]);
    let document = outcome(&ended.lines);
    assert_eq!((ended.code, &document["status"]), (0, &Value::from("added")));
    let (passages, embedded) = (document["passages"].as_u64(), document["passages_embedded"].as_u64());
    // At most 256 passages wait to be written; 330 were embedded when the app was killed.
    assert!(embedded <= passages.map(|all| all - (330 - 256)), "{document}");
    assert_eq!(imports(&paperside), Vec::<Value>::new());
    assert_eq!(paperside.json(&["doctor"]).code, 0);
}

#[test]
fn only_what_was_edited_is_embedded_again() {
    let paperside = Paperside::new();
    let original = text("lantern", 600);
    let file = paperside.file("notes.txt", original.as_bytes());
    paperside.add(&[&file]);
    paperside.file("notes.txt", original.replace("number 300 is", "number 300 was").as_bytes());
    let again = paperside.add(&[&file]);
    let document = outcome(&again.lines);
    assert_eq!(document["status"], "updated");
    assert!((1..=3).contains(&document["passages_embedded"].as_u64().unwrap()), "{document}");
    assert_eq!(paperside.json(&["list"]).lines.len(), 1);
}

#[test]
fn a_file_that_was_moved_is_recognised() {
    let paperside = Paperside::with(&["prices.csv"]);
    let old = paperside.file("old.md", b"The kettle is on the stove.");
    paperside.add(&[&old]);
    let new = old.with_file_name("new.md");
    std::fs::rename(&old, &new).unwrap();
    let moved = paperside.add(&[&new]);
    let document = outcome(&moved.lines);
    assert_eq!((&document["status"], &document["passages_embedded"]), (&"unchanged".into(), &0.into()));
    let shown = paperside.json(&["show", document["id"].as_str().unwrap()]).lines.remove(0);
    assert_eq!(shown["paths"], serde_json::json!([new.to_str().unwrap()]), "it is nowhere else");
}

#[test]
fn the_same_file_in_two_collections_is_kept_once() {
    let paperside = Paperside::new();
    let file = corpus("french.pdf");
    let add = |collection: &str| paperside.json(&["add", file.to_str().unwrap(), "--collection", collection]);
    assert_eq!(add("Work").code, 0);
    let second = add("Home");
    assert_eq!(outcome(&second.lines)["passages_embedded"], 0);
    let list = paperside.json(&["list"]).lines;
    assert_eq!((list.len(), &list[0]["collections"]), (1, &serde_json::json!(["Home", "Work"])));
}

#[test]
fn what_waits_can_rest_go_first_and_be_forgotten() {
    let paperside = Paperside::new();
    let files = ["one", "two", "three"].map(|name| paperside.file(&format!("{name}.txt"), text(name, 500).as_bytes()));
    let paths: Vec<&str> = files.iter().map(|file| file.to_str().unwrap()).collect();
    let is_begun = |line: &Value| line["stage"] == "embedding";
    kill(until(&paperside, &[&["add"], paths.as_slice()].concat(), is_begun).0);
    let waiting = imports(&paperside);
    let id = |number: usize| waiting[number]["import"].to_string();
    assert_eq!(waiting.iter().map(|file| file["path"].as_str().unwrap()).collect::<Vec<_>>(), paths);

    paperside.json(&["imports", "first", &id(2)]);
    paperside.json(&["imports", "pause", &id(1)]);
    let states: Vec<_> = imports(&paperside).iter().map(|file| (file["path"].clone(), file["state"].clone())).collect();
    let expected = [(paths[2], "waiting"), (paths[0], "waiting"), (paths[1], "paused")];
    for (path, state) in expected {
        assert!(states.contains(&(path.into(), state.into())), "{states:?}");
    }
    assert_eq!(states[0].0, paths[2]);

    let partly = paperside.json(&["imports", "cancel", &id(0), "4077"]);
    assert_eq!((partly.code, partly.of_type("error").len()), (3, 1), "{:?}", partly.lines);
    assert_eq!(partly.of_type("error")[0]["code"], "unknown_import");
    let strange = paperside.json(&["imports", "first", "4077"]);
    assert_eq!((strange.code, strange.lines.len()), (1, 1), "nothing was done, so there is nothing to show");
    let ended = paperside.json(&["imports", "run"]);
    let imported: Vec<&str> = ended.of_type("document").iter().map(|line| line["path"].as_str().unwrap()).collect();
    assert_eq!(imported, [paths[2]], "one was forgotten, one rests");
    paperside.json(&["imports", "resume", &id(1)]);
    assert_eq!(paperside.json(&["imports", "run"]).code, 0);
    assert_eq!(paperside.json(&["list"]).lines.len(), 2);
    assert_eq!(paperside.json(&["doctor"]).code, 0);
}

#[test]
fn what_failed_is_remembered_and_can_be_tried_again() {
    let paperside = Paperside::new();
    let file = paperside.file("letter.pdf", b"%PDF-1.4\nnothing that could be read");
    assert_eq!(paperside.add(&[&file]).code, 1);
    let failed = imports(&paperside);
    assert_eq!((failed.len(), &failed[0]["state"]), (1, &Value::from("failed")));
    assert!(failed[0]["reason"].as_str().unwrap().contains("damaged"), "{}", failed[0]);
    std::fs::copy(corpus("french.pdf"), &file).unwrap();
    paperside.json(&["imports", "retry"]);
    assert_eq!(paperside.json(&["imports", "run"]).code, 0);
    assert_eq!(imports(&paperside), Vec::<Value>::new());
}

#[test]
fn the_index_is_made_anew_from_the_catalog() {
    let paperside = Paperside::with(&["french.pdf", "prices.csv"]);
    let question = ["search", "lamp oil", "-k", "3"];
    let before = paperside.json(&question).lines[0]["hits"].clone();
    assert_eq!(paperside.json(&["doctor", "--repair"]).code, 0);
    assert_eq!(paperside.json(&question).lines[0]["hits"], before);
    std::fs::remove_dir_all(paperside.library().join("index")).unwrap();
    assert_eq!(paperside.json(&["doctor"]).code, 0, "opening the library makes it anew");
    assert_eq!(paperside.json(&question).lines[0]["hits"], before);
}

#[test]
fn a_document_that_was_removed_leaves_no_trace() {
    let paperside = Paperside::with(&["prices.csv"]);
    let secret = "Quibbleworth the unmistakable badger";
    let file = paperside.file("secret.txt", format!("{secret} lives under the mill.").as_bytes());
    let id = outcome(&paperside.add(&[&file]).lines)["id"].as_str().unwrap().to_owned();
    assert!(holds(&paperside.library(), "Quibbleworth"), "or this test proves nothing");
    assert_eq!(paperside.json(&["remove", &id]).code, 0);
    // The next time it is opened the index is written anew.
    assert_eq!(paperside.json(&["doctor"]).code, 0);
    for trace in ["Quibbleworth", "secret.txt", &id] {
        assert!(!holds(&paperside.library(), trace), "{trace} is still there");
    }
}

/// Whether a file of a folder holds a text.
fn holds(folder: &Path, text: &str) -> bool {
    std::fs::read_dir(folder).unwrap().any(|entry| {
        let path = entry.unwrap().path();
        if path.is_dir() {
            return holds(&path, text);
        }
        let bytes = std::fs::read(&path).unwrap();
        bytes.windows(text.len()).any(|window| window == text.as_bytes())
    })
}

#[test]
fn a_watched_folder_is_followed() {
    let paperside = Paperside::new();
    let folder = paperside.file("papers/first.md", b"The kettle is on the stove.").parent().unwrap().to_owned();
    std::fs::write(folder.join("picture.png"), b"\x89PNG").unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink(&folder, folder.join("loop")).unwrap();
    let ended = |name: &'static str| {
        move |line: &Value| line["type"] == "document" && line["filename"] == name && line["status"] != "failed"
    };
    let watch = ["watch", folder.to_str().unwrap(), "--collection", "Papers"];
    let (child, mut lines) = until(&paperside, &watch, ended("first.md"));
    std::fs::write(folder.join("second.md"), "The lantern is in the cellar.").unwrap();
    let id = lines.wait_for(ended("second.md"))["id"].clone();
    std::fs::rename(folder.join("second.md"), folder.join("third.md")).unwrap();
    let moved = lines.wait_for(ended("third.md"));
    assert_eq!((&moved["id"], &moved["passages_embedded"]), (&id, &0.into()), "it was only renamed");
    std::fs::remove_file(folder.join("third.md")).unwrap();
    lines.wait_for(|line| line["type"] == "removed" && line["id"] == id);
    kill(child);
    let list = paperside.json(&["list"]).lines;
    assert_eq!((list.len(), &list[0]["collections"]), (1, &serde_json::json!(["Papers"])));
    assert_eq!(imports(&paperside), Vec::<Value>::new(), "pictures and links are nobody's failure");
}
