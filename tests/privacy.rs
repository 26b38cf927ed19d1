use std::path::Path;
use std::process::Output;

use crate::models;
use crate::support::{Paperside, corpus};

/// Stands in a document and in a question, and nowhere else.
const MARKER: &str = "xylographquartz";

/// Runs a command with these variables, and returns what it wrote.
fn run(paperside: &Paperside, arguments: &[&str], variables: &[(&str, &str)]) -> Output {
    let mut command = paperside.command(&["--json"]);
    command.args(arguments).env_remove("PAPERSIDE_LOG").env_remove("RUST_BACKTRACE").envs(variables.iter().copied());
    command.output().unwrap()
}

/// A document with the marker that is sound, and some that are not.
fn documents(paperside: &Paperside) -> Vec<String> {
    let text = format!("The {MARKER} of Köln weighs 12 pounds and stands beside the kettle. It was bought in 1954.\n");
    let mut package = text.clone().into_bytes();
    package.splice(0..0, *b"PK\x03\x04");
    let files = [
        paperside.file("sound.md", format!("# On the {MARKER}\n\n{}", text.repeat(40)).as_bytes()),
        paperside.file("broken.pdf", format!("%PDF-1.7\n1 0 obj << /Title ({text}) >> {text}").as_bytes()),
        paperside.file("broken.docx", &package),
        paperside.file("broken.eml", format!("Content-Type: multipart/mixed; boundary={text}\n\n--{text}").as_bytes()),
    ];
    files.iter().map(|file| file.to_str().unwrap().to_owned()).collect()
}

#[test]
fn the_log_quotes_neither_documents_nor_questions() {
    let paperside = Paperside::new();
    let question = format!("What does the {MARKER} weigh?");
    let files = documents(&paperside);
    let mut add = vec!["add"];
    add.extend(files.iter().map(String::as_str));
    let server = models::server(std::sync::Arc::default());
    let commands: [&[&str]; 7] = [
        &add,
        &["search", &question],
        &["ask", &question],
        &["model", "use", &server.url, "honest"],
        &["ask", &question],
        &["ask", &question, "--collection", MARKER],
        &["doctor"],
    ];
    for log in [None, Some(("PAPERSIDE_LOG", "paperside=info,paperside_engine=info"))] {
        for command in commands {
            let ended = run(&paperside, command, log.as_slice());
            let said = String::from_utf8_lossy(&ended.stderr);
            // What is told to who asked is no part of the log.
            let logged: Vec<&str> = said.lines().filter(|line| is_of_log(line)).collect();
            assert!(!logged.concat().contains(MARKER), "{command:?} logged: {logged:?}");
        }
    }
    let verbose = run(&paperside, &["ask", &question], &[("PAPERSIDE_LOG", "trace")]);
    let verbose = String::from_utf8_lossy(&verbose.stderr).into_owned();
    assert!(verbose.lines().any(is_of_log), "lines of the log must be told from others: {verbose}");
}

/// Whether a line of standard error is one of the log: it begins with a level.
fn is_of_log(line: &str) -> bool {
    ["ERROR", "WARN", "INFO", "DEBUG", "TRACE"].iter().any(|level| plain(line).trim_start().starts_with(level))
}

/// A line without what colours it.
fn plain(line: &str) -> String {
    let mut parts = line.split('\u{1b}');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |line, part| line + part.split_once('m').map_or(part, |(_, rest)| rest))
}

#[cfg(unix)]
#[test]
fn the_librarys_folder_is_for_nobody_else() {
    use std::os::unix::fs::PermissionsExt;
    let paperside = Paperside::with(&["french.pdf"]);
    let mode = paperside.library().metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!(mode, 0o700, "others cannot even look into it");
}

#[cfg(unix)]
#[test]
fn nothing_is_written_among_temporary_files() {
    let paperside = Paperside::new();
    let nowhere = [("TMPDIR", "/nowhere/at/all"), ("SQLITE_TMPDIR", "/nowhere/at/all")];
    let papers = ["french.pdf", "two-tales.epub", "lighthouses.xlsx", "ferry.eml"].map(corpus);
    let mut add = vec!["add"];
    add.extend(papers.iter().map(|path| path.to_str().unwrap()));
    let sealed = paperside.file("sealed/all.paperside", b"");
    std::fs::remove_file(&sealed).unwrap();
    let sealed = sealed.to_str().unwrap();
    let commands: [&[&str]; 6] = [
        &add,
        &["ask", "Who keeps the lighthouse?"],
        &["search", "lighthouse"],
        &["export", sealed],
        &["import", sealed],
        &["doctor", "--repair"],
    ];
    for command in commands {
        let ended = run(&paperside, command, &nowhere);
        let said = String::from_utf8_lossy(&ended.stderr);
        assert_eq!(ended.status.code(), Some(0), "{command:?} needs no temporary files: {said}");
    }
    assert!(!Path::new("/nowhere").exists());
}
