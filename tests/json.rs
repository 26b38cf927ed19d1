//! Every command with `--json`: a program that reads along finds JSON and nothing else, whatever comes of it.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Command, Stdio};
use std::sync::Arc;

use serde_json::Value;

use crate::models;
use crate::support::Paperside;

/// A place where nothing answers.
const NOWHERE: &str = "http://127.0.0.1:1";

/// What is typed, in this order and in one library, and how that ends. `FOLDER` is one for the test to write in,
/// `DOCUMENT` the only document's id, `NOWHERE` where no server answers and `SERVER` where one has language models.
const TYPED: [(&str, i32); 102] = [
    ("list", 0),
    ("list --collection None", 1),
    ("add FOLDER/kettle.txt", 0),
    ("add FOLDER/kettle.txt FOLDER/none.pdf", 3),
    ("add FOLDER/none.pdf", 1),
    ("add", 2),
    ("imports", 0),
    ("imports list", 0),
    ("imports run", 0),
    ("imports pause", 0),
    ("imports resume", 0),
    ("imports pause 77", 1),
    ("imports resume 77", 1),
    ("imports retry 77", 1),
    ("imports cancel 77", 1),
    ("imports first 77", 1),
    ("imports first many", 2),
    ("imports retry", 0),
    ("imports cancel", 0),
    ("show DOCUMENT", 0),
    ("show ffff", 1),
    ("collections", 0),
    ("collections create Work", 0),
    ("collections create Work", 1),
    ("collections list", 0),
    ("collections rename Work Kitchen", 0),
    ("collections put Kitchen DOCUMENT", 0),
    ("collections put Kitchen ffff", 1),
    ("collections take Kitchen DOCUMENT", 0),
    ("collections delete Kitchen", 0),
    ("collections delete Kitchen", 1),
    ("search kettle", 0),
    ("search kettle --explain", 0),
    ("search kettle --all", 0),
    ("search kettle --collection None", 1),
    ("search", 2),
    ("ask kettle", 0),
    ("ask dragons", 0),
    ("ask kettle --answerer oracle", 1),
    ("ask kettle --chat 77", 1),
    ("pins", 0),
    ("pins add kettle DOCUMENT 1", 0),
    ("pins add kettle DOCUMENT 9", 1),
    ("pins list", 0),
    ("pins check", 0),
    ("pins remove 1", 0),
    ("embedder", 0),
    ("embedder list", 0),
    ("embedder use NOWHERE", 2),
    ("embedder use NOWHERE --model letters", 1),
    ("embedder cancel", 0),
    ("embedder forget nothing", 0),
    ("embedder models NOWHERE", 1),
    ("embedder models SERVER", 0),
    ("index", 0),
    ("index show", 0),
    ("index use NOWHERE", 1),
    ("index use embedded", 0),
    ("index cancel", 0),
    ("index clear NOWHERE", 1),
    ("model", 0),
    ("model list", 0),
    ("model use nothing", 2),
    ("model use NOWHERE honest", 1),
    ("model use SERVER honest", 0),
    ("model off", 0),
    ("model download nothing", 1),
    ("model download qwen2.5-1.5b-instruct", 1),
    ("model remove qwen2.5-1.5b-instruct", 0),
    ("model remove nothing", 1),
    ("chats", 0),
    ("chats show 77", 1),
    ("chats list", 0),
    ("chats rename 77 Kettles", 1),
    ("chats delete 77", 1),
    ("chats export 77", 1),
    ("export FOLDER/all.paperside", 0),
    ("export FOLDER/none.paperside --collection None", 1),
    ("import FOLDER/all.paperside", 0),
    ("import FOLDER/none.paperside", 1),
    ("backup FOLDER/backup.paperside", 0),
    ("backup", 1),
    ("restore FOLDER/backup.paperside", 1),
    ("restore FOLDER/none.paperside", 1),
    ("settings", 0),
    ("settings rerank off", 0),
    ("settings rerank maybe", 1),
    ("settings no-such on", 1),
    ("doctor", 0),
    ("doctor --repair", 0),
    ("doctor --mend", 2),
    ("completions bash", 0),
    ("completions powershell", 0),
    ("completions nonsense", 2),
    ("man", 0),
    ("man --to FOLDER/man1", 0),
    ("man --to FOLDER/kettle.txt", 1),
    ("watch FOLDER/none", 1),
    ("serve --port many", 2),
    ("remove ffff", 1),
    ("remove DOCUMENT", 0),
    ("nonsense", 2),
];

/// Those that go on until they are ended, or until their input ends. Each has a test below.
const LASTING: [&str; 4] = ["chat", "mcp", "serve", "watch"];

/// The program among nothing that other tests or the person have: no models that were downloaded, no server to download
/// from.
fn alone(paperside: &Paperside, words: &[&str]) -> Command {
    let mut command = paperside.command(&["--json"]);
    let beside = |name: &str| paperside.library().with_file_name(name);
    command.args(words).env("HF_ENDPOINT", NOWHERE).stdin(Stdio::null());
    command.env("XDG_DATA_HOME", beside("data")).env("XDG_CONFIG_HOME", beside("config"));
    command
}

/// The lines of an output, each of which must be an object.
fn objects(what: &str, output: &[u8]) -> Vec<Value> {
    let text = std::str::from_utf8(output).unwrap();
    let object = |line: &str| {
        let value: Value = serde_json::from_str(line).unwrap_or_else(|_| panic!("{what} says what is no JSON: {line}"));
        assert!(value.is_object(), "{what} says what has no names: {line}");
        value
    };
    text.lines().map(object).collect()
}

/// All commands below these words that do something themselves, as the help lists them.
fn commands(paperside: &Paperside, above: &[String]) -> Vec<String> {
    let mut words: Vec<&str> = above.iter().map(String::as_str).collect();
    words.push("--help");
    let help = paperside.text(&words);
    let listed = help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    let names = listed.filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    let names = names.filter_map(|line| line.split_whitespace().next()).filter(|name| *name != "help");
    let below = names.flat_map(|name| commands(paperside, &[above, &[name.to_owned()]].concat()));
    let itself = (!above.is_empty()).then(|| above.join(" "));
    itself.into_iter().chain(below).collect()
}

#[test]
fn every_command_says_json_and_nothing_else() {
    let paperside = Paperside::new();
    let file = paperside.file("kettle.txt", b"The kettle is on the stove.");
    let server = models::server(Arc::default());
    let folder = file.parent().unwrap().to_str().unwrap().to_owned();
    let mut document = String::new();
    let mut tried: BTreeSet<String> = LASTING.map(str::to_owned).into();
    for (typed, code) in TYPED {
        let words = typed.split(' ').map(|word| {
            let word = word.replace("FOLDER", &folder).replace("DOCUMENT", &document);
            word.replace("NOWHERE", NOWHERE).replace("SERVER", &server.url)
        });
        let words: Vec<String> = words.collect();
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let output = alone(&paperside, &words).output().unwrap();
        let said = objects(typed, &output.stdout);
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(code), "{typed}: {said:?} {stderr}");
        if let (1 | 2, last) = (code, said.last()) {
            let last = last.unwrap_or_else(|| panic!("{typed} does not say why not: {stderr}"));
            let is_told = last["type"] == "error" && last["code"].is_string() && last["message"].is_string();
            assert!(is_told || last["type"] == "summary", "{typed}: {last}");
        }
        if let Some(added) = said.iter().find(|line| line["status"] == "added") {
            added["id"].as_str().unwrap().clone_into(&mut document);
        }
        let names = |count: usize| typed.split(' ').take(count).collect::<Vec<_>>().join(" ");
        tried.extend([names(1), names(2)]);
    }
    let there = commands(&paperside, &[]);
    assert!(there.len() > 50 && there.contains(&"model download".to_owned()), "{there:?}");
    let untried: Vec<&String> = there.iter().filter(|name| !tried.contains(*name)).collect();
    assert!(untried.is_empty(), "nobody has looked at what these say: {untried:?}");
}

#[test]
fn what_a_shell_and_its_reader_want_comes_as_text_in_an_object() {
    let paperside = Paperside::new();
    let of = |words: &[&str], field: &str| {
        let (text, object) = (paperside.text(words), paperside.json(words).lines.remove(0));
        assert_eq!(object[field], text, "{words:?}");
        object
    };
    assert_eq!(of(&["completions", "zsh"], "script")["shell"], "zsh");
    assert_eq!(of(&["man"], "page")["type"], "manual");
}

#[test]
fn a_chat_says_json_to_every_line() {
    let paperside = Paperside::new();
    let file = paperside.file("kettle.txt", b"The kettle is on the stove.");
    let mut chat = alone(&paperside, &["chat"]);
    let mut chat = chat.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let lines = format!(
        "/help\n{}\nWhere is the kettle?\n/sources\n/open 1\n/open 9\n/collection None\n/collection\n/chats\n/new\n/fly\n",
        file.display()
    );
    chat.stdin.take().unwrap().write_all(lines.as_bytes()).unwrap();
    let ended = chat.wait_with_output().unwrap();
    let said = objects("chat", &ended.stdout);
    assert_eq!(ended.status.code(), Some(3), "{said:?}");
    for kind in ["document", "summary", "done", "sources", "source", "collection"] {
        assert!(said.iter().any(|line| line["type"] == kind), "{kind}: {said:?}");
    }
    assert_eq!(said.iter().filter(|line| line["type"] == "error").count(), 3, "{said:?}");
}

#[test]
fn the_standard_output_of_a_protocol_is_its_clients_alone() {
    let paperside = Paperside::new();
    let ended = alone(&paperside, &["mcp"]).output().unwrap();
    assert_eq!((ended.status.code(), ended.stdout.as_slice()), (Some(0), &b""[..]));
}

/// Starts a command that lasts, waits for a line of this type and ends it as Ctrl-C does; gives all that it said.
#[cfg(unix)]
fn interrupted(paperside: &Paperside, words: &[&str], awaited: &str) -> Vec<Value> {
    let mut command = alone(paperside, words);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut output = BufReader::new(child.stdout.take().unwrap());
    let mut said = Vec::new();
    while said.last().is_none_or(|line: &Value| line["type"] != awaited) {
        let mut line = String::new();
        assert!(output.read_line(&mut line).unwrap() > 0, "{words:?} ended before it said {awaited}: {said:?}");
        said.extend(objects(words[0], line.as_bytes()));
    }
    let interrupt = Command::new("kill").args(["-INT", &child.id().to_string()]).status();
    assert!(interrupt.unwrap().success());
    let mut rest = Vec::new();
    output.read_to_end(&mut rest).unwrap();
    said.extend(objects(words[0], &rest));
    assert_eq!(child.wait().unwrap().code(), Some(0), "{said:?}");
    said
}

#[cfg(unix)]
#[test]
fn what_lasts_says_json_until_it_is_ended() {
    let paperside = Paperside::new();
    let file = paperside.file("watched/kettle.txt", b"The kettle is on the stove.");
    let watched = interrupted(&paperside, &["watch", file.parent().unwrap().to_str().unwrap()], "document");
    assert!(watched.iter().any(|line| line["status"] == "added"), "{watched:?}");
    let served = interrupted(&paperside, &["serve", "--port", "0"], "serving");
    assert_eq!(served.len(), 1, "{served:?}");
}
