use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use paperside_engine::messages::{LibraryEvent, SealedImportRequest};
use paperside_engine::{Config, Library, WorkerCommand};
use rusqlite::Connection;
use serde_json::{Value, json};

#[cfg(unix)]
use crate::crash::{files_in, leftovers};
use crate::support::{Ended, Paperside, corpus};

/// With pages to look at and without.
const DOCUMENTS: [&str; 5] =
    ["two-columns.pdf", "french.pdf", "kitchen-at-sea.docx", "two-tales.epub", "labelled-pages.pdf"];

/// A longer one, and what is asked of it.
const PAPER: &str = "programming-languages-in-economics.pdf";
const ASKED: &str = "How much slower than C++ is code in CPython?";

const QUESTIONS: [&str; 3] = [ASKED, "How did the settlers keep warm?", "adresse"];

fn add(paperside: &Paperside, names: &[&str], collection: &str) {
    let mut command = paperside.command(&["--json", "add", "--collection", collection]);
    let ended = Ended::from(command.args(names.iter().map(|name| corpus(name))).output().unwrap());
    assert_eq!(ended.code, 0, "{}", ended.stderr);
}

/// Two collections of the corpus.
fn library() -> Paperside {
    let paperside = Paperside::new();
    add(&paperside, &DOCUMENTS, "Papers");
    add(&paperside, &["weather.rtf"], "Weather");
    paperside
}

fn file(paperside: &Paperside, name: &str) -> PathBuf {
    paperside.library().parent().unwrap().join(name)
}

/// A command that is about a file, with a line on its standard input.
fn run(paperside: &Paperside, arguments: &[&str], file: &Path, input: Option<&str>) -> Ended {
    let mut command = paperside.command(&["--json"]);
    command.args(arguments).arg(file);
    if input.is_some() {
        command.arg("--passphrase-stdin");
    }
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // Whoever refuses its arguments does not read.
    let _ = child.stdin.take().unwrap().write_all(input.unwrap_or_default().as_bytes());
    Ended::from(child.wait_with_output().unwrap())
}

fn done(paperside: &Paperside, arguments: &[&str], file: &Path) -> Value {
    let ended = run(paperside, arguments, file, None);
    assert_eq!(ended.code, 0, "{arguments:?}: {} {:?}", ended.stderr, ended.lines.last());
    ended.lines.last().unwrap().clone()
}

fn refused(paperside: &Paperside, arguments: &[&str], file: &Path) -> (String, String) {
    let ended = run(paperside, arguments, file, None);
    assert_eq!(ended.code, 1, "{arguments:?} must be refused: {:?}", ended.lines);
    (ended.lines.last().unwrap()["code"].as_str().unwrap().to_owned(), ended.stderr)
}

/// Without what depends on when and on which machine something was.
fn timeless(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            for name in ["milliseconds", "path", "paths", "filename", "added_at", "collections"] {
                fields.remove(name);
            }
            fields.values_mut().for_each(timeless);
        }
        Value::Array(values) => values.iter_mut().for_each(timeless),
        _ => {}
    }
}

/// What a library finds and answers in a collection, and what it shows of each document.
fn account(paperside: &Paperside, collection: &str) -> Value {
    let fields = |value: &Value, names: &[&str]| -> Value {
        names.iter().map(|name| ((*name).to_owned(), value[*name].clone())).collect::<serde_json::Map<_, _>>().into()
    };
    let found = QUESTIONS.map(|question| {
        let ended = paperside.json(&["search", question, "--collection", collection, "-k", "5"]);
        assert_eq!(ended.code, 0, "{}", ended.stderr);
        let hits = ended.lines[0]["hits"].as_array().unwrap().clone();
        let hit = |hit: &Value| {
            fields(hit, &["document", "page", "page_label", "passage", "context", "text", "boxes", "spans"])
        };
        hits.iter().map(hit).collect::<Vec<_>>()
    });
    let answered = QUESTIONS.map(|question| {
        let ended = paperside.json(&["ask", question, "--collection", collection]);
        assert_eq!(ended.code, 0, "{}", ended.stderr);
        fields(ended.lines.last().unwrap(), &["answer", "refused", "citations"])
    });
    let listed = paperside.json(&["list", "--collection", collection]);
    let ids = listed.lines.iter().map(|line| line["id"].as_str().unwrap().to_owned());
    let mut shown: Vec<Value> = ids.map(|id| paperside.json(&["show", &id]).lines.remove(0)).collect();
    shown.sort_by_key(|document| document["id"].to_string());
    let mut account = json!({"found": found, "answered": answered, "shown": shown});
    timeless(&mut account);
    account
}

fn catalog(paperside: &Paperside) -> Connection {
    Connection::open(paperside.library().join("catalog.sqlite")).unwrap()
}

fn count(paperside: &Paperside, sql: &str) -> i64 {
    catalog(paperside).query_row(sql, [], |row| row.get(0)).unwrap()
}

/// Marks every vector of a library, so that whoever has the mark has embedded nothing: its last number is another.
fn mark_vectors(paperside: &Paperside) {
    let catalog = catalog(paperside);
    let mut statement = catalog.prepare("SELECT passage, vector FROM embedding").unwrap();
    let vectors: Vec<(Vec<u8>, Vec<u8>)> =
        statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap().map(Result::unwrap).collect();
    for (passage, mut vector) in vectors {
        let end = vector.len() - 4;
        vector[end..].copy_from_slice(&0.001_f32.to_le_bytes());
        catalog.execute("UPDATE embedding SET vector = ? WHERE passage = ?", (vector, passage)).unwrap();
    }
}

fn marked(paperside: &Paperside) -> i64 {
    count(paperside, "SELECT count(*) FROM embedding WHERE substr(vector, -4) = x'6f12833a'")
}

#[test]
fn a_collection_is_found_and_cited_in_another_library_as_in_its_own() {
    let (here, there) = (library(), Paperside::new());
    add(&here, &[PAPER], "Papers");
    mark_vectors(&here);
    assert_eq!(here.json(&["doctor", "--repair"]).code, 0, "the index is made of the marked vectors");
    let sealed = file(&here, "papers.paperside");
    let written = done(&here, &["export", "--collection", "papers"], &sealed);
    assert_eq!((written["type"].as_str(), &written["collections"]), (Some("sealed"), &json!(["Papers"])));
    let passages = written["passages"].as_i64().unwrap();

    let ended = run(&there, &["import"], &sealed, None);
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    let documents = ended.of_type("document");
    assert_eq!(documents.len(), DOCUMENTS.len() + 1);
    assert!(documents.iter().all(|it| it["status"] == "added" && it["passages_embedded"] == 0), "{documents:?}");
    let stages: Vec<&str> = ended.of_type("sealing").iter().map(|line| line["stage"].as_str().unwrap()).collect();
    assert!(stages.contains(&"checking") && stages.contains(&"taking"), "{stages:?}");
    assert_eq!(ended.lines.last().unwrap()["to_embed"], 0);
    assert_eq!((count(&there, "SELECT count(*) FROM passage"), marked(&there)), (passages, passages));

    // What is rare in a library is told by all of it: to compare, the first must hold nothing else either.
    let weather = here.json(&["list", "--collection", "Weather"]).lines[0]["id"].as_str().unwrap().to_owned();
    assert_eq!(here.json(&["remove", &weather]).code, 0);
    let told = account(&there, "Papers");
    assert_eq!(told, account(&here, "Papers"));
    let citation = &told["answered"][0]["citations"][0];
    assert!(!citation["boxes"].as_array().unwrap().is_empty(), "a citation lights its words: {citation}");
    assert_eq!(there.json(&["doctor"]).code, 0);

    let again = done(&there, &["import"], &sealed);
    assert_eq!((&again["added"], &again["unchanged"]), (&json!(0), &json!(DOCUMENTS.len() + 1)));
}

#[test]
fn a_sealed_file_is_added_as_no_document_and_the_command_for_it_is_named() {
    let paperside = Paperside::with(&["weather.rtf"]);
    let (open, locked) = (file(&paperside, "open.paperside"), file(&paperside, "locked.paperside"));
    done(&paperside, &["export"], &open);
    assert_eq!(run(&paperside, &["export"], &locked, Some("open, sesame")).code, 0);
    let ended = paperside.add(&[&open, &locked, &corpus("french.pdf")]);
    assert_eq!(ended.code, 3, "the others are added: {}", ended.stderr);
    assert_eq!(ended.document("french.pdf")["status"], "added");
    for name in ["open.paperside", "locked.paperside"] {
        let reason = ended.document(name)["reason"].as_str().unwrap();
        assert!(reason.contains("`paperside import`"), "{name}: {reason}");
    }
}

#[test]
fn nothing_is_read_to_take_a_file_in() {
    let (here, there) = (library(), Paperside::new());
    let sealed = file(&here, "all.paperside");
    done(&here, &["export"], &sealed);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let mut config = Config::locate(Some(there.library()), None).unwrap();
        config.worker = WorkerCommand { program: "there-is-no-such-program".into() };
        let library = Library::open(config).await.unwrap();
        let request =
            SealedImportRequest { file: sealed.to_string_lossy().into_owned(), ..SealedImportRequest::default() };
        let mut run = library.import_sealed(request);
        let mut documents = 0;
        while let Some(event) = run.next().await {
            documents += usize::from(matches!(event, LibraryEvent::Document(_)));
        }
        assert_eq!((documents, run.end().await.unwrap().added), (6, 6));
        let text = library.page_texts(library.list().await.unwrap()[0].id.clone()).await.unwrap();
        assert!(!text.is_empty());
    });
}

#[test]
fn a_file_without_the_vectors_in_use_is_embedded_behind_everything_else() {
    let (here, there) = (Paperside::with(&["two-tales.epub", "weather.rtf"]), Paperside::new());
    catalog(&here).execute("UPDATE embedding SET model = 'another@0'", []).unwrap();
    let sealed = file(&here, "all.paperside");
    let written = done(&here, &["export"], &sealed);
    let taken = run(&there, &["import"], &sealed, None);
    assert_eq!(taken.code, 0, "{}", taken.stderr);
    let (passages, to_embed) = (written["passages"].as_i64().unwrap(), &taken.lines.last().unwrap()["to_embed"]);
    // Whoever exports may have embedded some of it again by then.
    assert!(to_embed.as_i64().unwrap() <= passages);
    let found = there.json(&["search", "barometer"]).lines;
    let mut titles = found[0]["hits"].as_array().unwrap().iter().map(|hit| &hit["document"]["title"]);
    assert!(titles.any(|title| title == "Weather Log"), "words find it at once: {found:?}");
    let began = std::time::Instant::now();
    let embedded = "SELECT count(*) FROM embedding WHERE model <> 'another@0'";
    while count(&there, embedded) < passages {
        assert!(began.elapsed() < std::time::Duration::from_mins(1), "it never ends");
        there.json(&["search", "barometer"]);
    }
    assert_eq!(count(&there, "SELECT count(*) FROM embedding WHERE model = 'another@0'"), passages, "both are kept");
    assert_eq!(there.json(&["doctor"]).code, 0);
}

#[test]
fn a_passphrase_locks_a_file() {
    let (here, there) = (Paperside::with(&["weather.rtf"]), Paperside::new());
    let sealed = file(&here, "all.paperside");
    let locked = run(&here, &["export"], &sealed, Some("open, sesame\n"));
    assert_eq!(locked.code, 0, "{}", locked.stderr);
    assert_eq!(refused(&there, &["import"], &sealed).0, "needs_password");
    let wrong = run(&there, &["import"], &sealed, Some("open, barley\n"));
    assert_eq!((wrong.code, &wrong.lines.last().unwrap()["code"]), (1, &json!("needs_password")));
    assert!(there.json(&["list"]).lines.is_empty());
    let right = run(&there, &["import"], &sealed, Some("open, sesame\n"));
    assert_eq!((right.code, &right.lines.last().unwrap()["added"]), (0, &json!(1)), "{}", right.stderr);
}

#[test]
fn nothing_is_taken_from_a_damaged_file() {
    let (here, there) = (library(), Paperside::new());
    let sealed = file(&here, "all.paperside");
    done(&here, &["export"], &sealed);
    let sound = std::fs::read(&sealed).unwrap();
    let damaged = file(&there, "damaged.paperside");
    let broken = |place: usize| {
        let mut bytes = sound.clone();
        bytes[place] ^= 0x20;
        bytes
    };
    let files = [
        broken(sound.len() / 50),
        broken(sound.len() / 2),
        broken(sound.len() - 9),
        sound[..sound.len() - 1].to_vec(),
        sound[..sound.len() / 3].to_vec(),
        [sound.as_slice(), b"more"].concat(),
    ];
    for (number, bytes) in files.iter().enumerate() {
        std::fs::write(&damaged, bytes).unwrap();
        let (code, stderr) = refused(&there, &["import"], &damaged);
        assert!(code == "sealed" && stderr.contains("nothing was taken from it"), "{number}: {stderr}");
    }
    std::fs::write(&damaged, "Dear Anna").unwrap();
    assert!(refused(&there, &["import"], &damaged).1.contains("is no sealed file"));
    assert!(there.json(&["list"]).lines.is_empty() && there.json(&["collections"]).lines.is_empty());
    assert!(!there.library().join("sealing").exists() && !there.library().join("originals").exists());
    std::fs::write(&damaged, sound).unwrap();
    assert_eq!(done(&there, &["import"], &damaged)["added"], 6);
}

#[test]
fn documents_of_both_libraries_come_together() {
    let (here, there) = (library(), Paperside::new());
    add(&there, &["weather.rtf", "prices.csv"], "weather");
    let before = there.json(&["list"]).lines;
    let sealed = file(&here, "all.paperside");
    done(&here, &["export"], &sealed);
    let ended = run(&there, &["import"], &sealed, None);
    let merged = ended.lines.last().unwrap();
    assert_eq!((&merged["added"], &merged["unchanged"]), (&json!(5), &json!(1)));
    assert_eq!((&merged["joined"], &merged["collections"]), (&json!(["weather"]), &json!(["Papers", "weather"])));
    assert!(ended.stderr.contains("--collection NAME"), "{}", ended.stderr);
    let after = there.json(&["list"]).lines;
    assert!(before.iter().all(|document| after.contains(document)), "what was here is as it was");

    let put = done(&there, &["import", "--collection", "From Anna"], &sealed);
    assert_eq!((&put["unchanged"], &put["collections"]), (&json!(6), &json!(["From Anna"])));
    let found = there.json(&["search", "barometer", "--collection", "From Anna"]);
    assert!(!found.lines[0]["hits"].as_array().unwrap().is_empty(), "the index knows of it");
}

#[test]
fn chats_go_with_what_they_cite() {
    let (here, there) = (library(), Paperside::new());
    for (question, collection) in [(QUESTIONS[1], "Papers"), ("Will there be a storm?", "Weather")] {
        let mut command = here.command(&["--json", "chat"]);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        // The terminal's chat asks the whole library, so where it was asked is written down afterwards.
        child.stdin.take().unwrap().write_all(format!("{question}\n").as_bytes()).unwrap();
        assert!(child.wait_with_output().unwrap().status.success());
        let narrow =
            "UPDATE turn SET record = json_set(record, '$.collections', json_array(?1), '$.left_out', json('[]'),
            '$.hits', json('[]'), '$.answer.citations', json('[]')) WHERE id = (SELECT max(id) FROM turn)";
        catalog(&here).execute(narrow, [collection]).unwrap();
    }
    let sealed = file(&here, "papers.paperside");
    assert_eq!(done(&here, &["export", "--collection", "Papers"], &sealed)["chats"], 1);
    assert_eq!(done(&there, &["import"], &sealed)["chats_added"], 1);
    assert_eq!(there.json(&["chats"]).lines[0]["title"], QUESTIONS[1]);
    assert_eq!(done(&there, &["import"], &sealed)["chats_added"], 0, "not twice");
}

#[test]
fn a_whole_library_is_backed_up_and_brought_back() {
    let (here, there) = (library(), Paperside::new());
    let id = here.json(&["list", "--collection", "Weather"]).lines[0]["id"].as_str().unwrap().to_owned();
    assert_eq!(here.json(&["pins", "add", "Will there be a storm?", &id, "1"]).code, 0);
    assert_eq!(here.json(&["settings", "rerank", "off"]).code, 0);
    let backup = file(&here, "library.paperside");
    let written = done(&here, &["backup"], &backup);
    assert_eq!((&written["work"], &written["documents"], &written["pins"]), (&json!("backup"), &json!(6), &json!(1)));
    let folder = file(&here, "backups");
    std::fs::create_dir(&folder).unwrap();
    done(&here, &["backup", "--to"], &folder);
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 1);
    assert_eq!(refused(&here, &["restore"], &backup).0, "sealed", "a library that is not empty");

    let restored = done(&there, &["restore"], &backup);
    assert_eq!((&restored["added"], &restored["work"]), (&json!(6), &json!("restore")));
    for collection in ["Papers", "Weather"] {
        assert_eq!(account(&there, collection), account(&here, collection));
    }
    assert_eq!(there.json(&["list"]).lines, here.json(&["list"]).lines, "also when it was added, and where it is");
    assert_eq!(there.json(&["settings"]).lines, here.json(&["settings"]).lines);
    let pinned = there.json(&["pins"]).lines[0].clone();
    assert_eq!((&pinned["question"], &pinned["document"]["id"]), (&json!("Will there be a storm?"), &json!(id)));
    let again = Ended::from(there.command(&["--json", "add"]).arg(corpus("weather.rtf")).output().unwrap());
    assert_eq!(again.document("weather.rtf")["status"], "unchanged", "its file is where it was");
}

/// Kills the import of a file at instants that a fixed seed draws, until it comes to its end.
#[cfg(unix)]
#[test]
fn an_import_that_is_killed_goes_on_where_it_was() {
    let here = library();
    let sealed = file(&here, "all.paperside");
    done(&here, &["export"], &sealed);
    for work in ["import", "restore"] {
        let there = Paperside::new();
        let (mut kills, mut acknowledged) = (0, std::collections::BTreeSet::new());
        // A little later each time, until it ends before it is killed.
        for delay in (0..60).map(|step| std::time::Duration::from_millis(7 * step)) {
            let mut child = there
                .command(&["--json", work])
                .arg(&sealed)
                .stdout(Stdio::piped())
                .stderr(Stdio::null())
                .spawn()
                .unwrap();
            std::thread::sleep(delay);
            child.kill().unwrap();
            let output = child.wait_with_output().unwrap();
            let lines = String::from_utf8_lossy(&output.stdout).into_owned();
            let lines: Vec<Value> = lines.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
            let documents = lines.iter().filter(|line| line["type"] == "document");
            acknowledged.extend(documents.map(|line| line["id"].as_str().unwrap().to_owned()));
            if output.status.code().is_some() {
                break;
            }
            kills += 1;
            let listed = there.json(&["list"]);
            assert_eq!(listed.code, 0, "{}", listed.stderr);
            let ids: std::collections::BTreeSet<_> =
                listed.lines.iter().map(|line| line["id"].as_str().unwrap().to_owned()).collect();
            assert!(acknowledged.is_subset(&ids), "said to be here, but lost: {acknowledged:?} {ids:?}");
            assert!(!there.library().join("sealing").exists(), "what was unpacked is swept away");
        }
        assert!(kills > 0, "{work}: nothing was killed");
        let last = run(&there, &[work], &sealed, None);
        // A library that was brought back to the end before the last kill is no longer empty.
        assert!(last.code == 0 || (work == "restore" && acknowledged.len() == 6), "{work}: {}", last.stderr);
        for collection in ["Papers", "Weather"] {
            assert_eq!(account(&there, collection), account(&here, collection), "{work}");
        }
        assert_eq!(there.json(&["doctor"]).code, 0, "{work}");
        assert_eq!(leftovers(&there), Vec::<String>::new(), "{work}");
        assert_eq!(files_in(&there.library().join("originals")).len(), 6);
    }
}

#[test]
fn what_is_asked_for_in_vain_is_told() {
    let paperside = Paperside::with(&["weather.rtf"]);
    let sealed = file(&paperside, "all.paperside");
    assert_eq!(refused(&paperside, &["export", "--collection", "Attic"], &sealed).0, "unknown_collection");
    assert_eq!(refused(&paperside, &["import"], &sealed).0, "file");
    done(&paperside, &["export"], &sealed);
    assert!(refused(&paperside, &["export"], &sealed).1.contains("choose another name"));
    assert!(refused(&paperside, &["backup"], &sealed).1.contains("choose another name"));
    assert_eq!(done(&paperside, &["export", "--replace"], &sealed)["work"], "export");
    assert_eq!(done(&paperside, &["backup", "--replace"], &sealed)["work"], "backup");
    let inside = paperside.library().join("all.paperside");
    assert!(refused(&paperside, &["backup"], &inside).1.contains("in the library itself"));
    let nowhere = paperside.json(&["backup"]);
    assert_eq!((nowhere.code, &nowhere.lines[0]["code"]), (1, &json!("sealed")), "{}", nowhere.stderr);
    let id = paperside.json(&["list"]).lines[0]["id"].as_str().unwrap().to_owned();
    std::fs::write(paperside.library().join("originals").join(&id[..2]).join(&id), "rotten").unwrap();
    let ended = run(&paperside, &["export"], &file(&paperside, "rest.paperside"), None);
    assert_eq!(ended.code, 3, "{}", ended.stderr);
    assert!(ended.stderr.contains("Weather Log") && ended.stderr.contains("add the file again"), "{}", ended.stderr);
}
