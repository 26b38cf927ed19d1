//! Libraries that earlier versions have written. How they were made stands beside them.

use std::path::{Path, PathBuf};

use rusqlite::Connection;
use serde_json::Value;

use crate::support::{Ended, Paperside};

/// The first versions that keep something which those before them did not.
const SETTINGS_SINCE: i64 = 2;
const IMPORTS_SINCE: i64 = 3;
const PINS_SINCE: i64 = 4;
const CHATS_SINCE: i64 = 6;

#[test]
fn a_library_of_every_version_opens_with_all_it_holds() {
    for version in versions() {
        let paperside = library_of(version);
        let vectors = vectors_of(&paperside);
        assert_eq!(titles(&run(&paperside, version, &["list"])), ["The kettle", "lighthouse.txt"], "version {version}");
        assert_eq!(latest_of(&paperside), latest(), "version {version} must be brought up to date");

        let found = run(&paperside, version, &["search", "lamp that burns oil", "--collection", "coast"]);
        assert_eq!(found.lines[0]["hits"][0]["document"]["title"], "lighthouse.txt", "version {version}");
        assert_eq!(found.lines[0]["hits"].as_array().unwrap().len(), 1, "the other is in no collection");

        let answer = run(&paperside, version, &["ask", "What is the kettle cleaned with?"]);
        let answer = answer.lines.last().unwrap();
        assert!(answer["answer"].as_str().unwrap().contains("vinegar"), "version {version}: {answer}");
        let citation = &answer["citations"][0];
        assert_eq!((citation["verdict"].as_str(), citation["page"].as_u64()), (Some("quoted"), Some(0)));
        assert!(citation["quote"].as_str().unwrap().contains("vinegar"), "version {version}: {citation}");

        let shown = run(&paperside, version, &["show", "dade178f"]);
        assert_eq!(
            shown.lines[0]["receipt"].as_array().map_or(0, Vec::len),
            1,
            "it has its receipt: {:?}",
            shown.lines
        );
        let collections = run(&paperside, version, &["collections"]);
        assert_eq!((&collections.lines[0]["name"], &collections.lines[0]["documents"]), (&"Coast".into(), &1.into()));
        keeps_what_it_had(&paperside, version);

        assert_eq!(vectors_of(&paperside), vectors, "version {version}: nothing may be embedded again");
        let health = run(&paperside, version, &["doctor"]);
        assert_eq!(health.lines[0]["sound"], true, "version {version}: {:?}", health.lines);
    }
}

fn keeps_what_it_had(paperside: &Paperside, version: i64) {
    let settings = run(paperside, version, &["settings"]).lines;
    let chosen = |name: &str| settings.iter().find(|setting| setting["name"] == name).unwrap()["value"].clone();
    if version >= SETTINGS_SINCE {
        assert_eq!(chosen("ocr-language"), "eng", "version {version}");
    }
    let imports = run(paperside, version, &["imports"]).lines;
    if version >= IMPORTS_SINCE {
        assert_eq!(chosen("import-effort"), "gentle", "version {version}");
        assert_eq!(imports[0]["state"], "failed", "version {version}: {imports:?}");
        assert_eq!(imports[0]["path"], "/home/anna/papers/torn.pdf");
    }
    let pins = run(paperside, version, &["pins", "check"]).lines;
    assert_eq!(pins.len(), usize::from(version >= PINS_SINCE), "version {version}: {pins:?}");
    assert!(pins.iter().all(|pin| pin["pin"]["rank"] == 1), "and is found: {pins:?}");

    let chats = run(paperside, version, &["chats"]).lines;
    assert_eq!(chats.len(), usize::from(version >= CHATS_SINCE), "version {version}: {chats:?}");
    if version >= CHATS_SINCE {
        let chat = run(paperside, version, &["chats", "show", "1"]).lines.remove(0);
        let turns = chat["turns"].as_array().unwrap();
        let cited = |turn: &Value| turn["record"]["answer"]["citations"][0]["quote"].as_str().unwrap().to_owned();
        assert!(cited(&turns[0]).contains("nineteen miles") && cited(&turns[1]).contains("vinegar"), "{chat}");
        assert!(turns.iter().all(|turn| turn["changed"] == Value::Array(Vec::new())), "nothing has changed: {chat}");
    }
}

#[test]
fn to_open_a_library_once_more_changes_nothing() {
    for version in versions() {
        let paperside = library_of(version);
        run(&paperside, version, &["list"]);
        let after = all_of(&paperside);
        run(&paperside, version, &["list"]);
        assert_eq!(all_of(&paperside), after, "version {version} is brought up to date once");
    }
}

#[test]
fn a_newer_library_is_refused_and_not_touched() {
    let paperside = library_of(latest());
    let newer = latest() + 1;
    let catalog = catalog_of(&paperside);
    catalog.execute_batch(&format!("CREATE TABLE of_tomorrow (a); PRAGMA user_version = {newer}")).unwrap();
    drop(catalog);
    let before = all_of(&paperside);
    for command in [&["list"][..], &["ask", "Where is the kettle?"], &["doctor"], &["add", "/dev/null"]] {
        let ended = paperside.json(command);
        assert_eq!(ended.code, 1, "{command:?}: {:?}", ended.lines);
        let told = format!("{:?}{}", ended.lines, ended.stderr);
        assert!(told.contains("newer Paperside") && told.contains("Nothing was changed"), "{command:?}: {told}");
    }
    assert_eq!((latest_of(&paperside), all_of(&paperside)), (newer, before));
}

/// A step finds something in its way after others have been taken: what has failed must be as it was, whichever step
/// it is, and the library is brought up to date when nothing is in the way any more.
#[test]
fn a_step_that_fails_takes_the_others_back() {
    for version in versions().into_iter().filter(|version| *version < latest()) {
        let paperside = library_of(version);
        let catalog = catalog_of(&paperside);
        catalog.execute_batch("CREATE TABLE former_passage (in_the_way)").unwrap();
        drop(catalog);
        let before = all_of(&paperside);
        let failed = paperside.json(&["list"]);
        assert_eq!(failed.code, 1, "version {version}: {:?}", failed.lines);
        assert!(failed.stderr.contains("could not be brought up to date"), "version {version}: {}", failed.stderr);
        assert_eq!((latest_of(&paperside), all_of(&paperside)), (version, before), "not even a part may be new");

        catalog_of(&paperside).execute_batch("DROP TABLE former_passage").unwrap();
        assert_eq!(titles(&run(&paperside, version, &["list"])).len(), 2, "version {version}");
    }
}

/// Runs a command that must do all it was asked to.
fn run(paperside: &Paperside, version: i64, arguments: &[&str]) -> Ended {
    let ended = paperside.json(arguments);
    assert_eq!(ended.code, 0, "version {version}, {arguments:?}: {:?} {}", ended.lines, ended.stderr);
    ended
}

fn titles(listed: &Ended) -> Vec<&str> {
    let mut titles: Vec<&str> = listed.lines.iter().map(|line| line["title"].as_str().unwrap()).collect();
    titles.sort_unstable();
    titles
}

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/libraries")
}

/// The versions there are, the first first.
fn versions() -> Vec<i64> {
    let number = |name: &str| name.strip_prefix("version-")?.strip_suffix(".sql")?.parse().ok();
    let names = fixtures().read_dir().unwrap().map(|entry| entry.unwrap().file_name());
    let mut versions: Vec<i64> = names.filter_map(|name| number(&name.to_string_lossy())).collect();
    versions.sort_unstable();
    assert_eq!(versions, (1..=versions.len() as i64).collect::<Vec<_>>(), "there is a library of each version");
    versions
}

/// The version of today, which the catalog's own tests hold the libraries to.
fn latest() -> i64 {
    *versions().last().unwrap()
}

/// A library as a version has left it.
fn library_of(version: i64) -> Paperside {
    let paperside = Paperside::new();
    for folder in fixtures().join("originals").read_dir().unwrap() {
        let folder = folder.unwrap();
        let copy = paperside.library().join("originals").join(folder.file_name());
        std::fs::create_dir_all(&copy).unwrap();
        for file in folder.path().read_dir().unwrap() {
            let file = file.unwrap();
            std::fs::copy(file.path(), copy.join(file.file_name())).unwrap();
        }
    }
    let statements = std::fs::read_to_string(fixtures().join(format!("version-{version}.sql"))).unwrap();
    let catalog = catalog_of(&paperside);
    catalog.pragma_update(None, "journal_mode", "WAL").unwrap();
    catalog.execute_batch(&statements).unwrap();
    paperside
}

fn catalog_of(paperside: &Paperside) -> Connection {
    Connection::open(paperside.library().join("catalog.sqlite")).unwrap()
}

fn latest_of(paperside: &Paperside) -> i64 {
    catalog_of(paperside).pragma_query_value(None, "user_version", |row| row.get(0)).unwrap()
}

/// What the passages are embedded to, wherever a version keeps it.
fn vectors_of(paperside: &Paperside) -> Vec<Vec<u8>> {
    let catalog = catalog_of(paperside);
    let table = if catalog.table_exists(None, "embedding").unwrap() { "embedding" } else { "passage" };
    let mut statement = catalog.prepare(&format!("SELECT vector FROM {table} ORDER BY vector")).unwrap();
    statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

/// Every table, index and trigger with how it was made, and every row.
fn all_of(paperside: &Paperside) -> Vec<String> {
    let catalog = catalog_of(paperside);
    let mut made = catalog.prepare("SELECT type, name, coalesce(sql, '') FROM sqlite_master ORDER BY name").unwrap();
    let made = made.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).unwrap();
    let made: Vec<(String, String, String)> = made.map(Result::unwrap).collect();
    let mut all = Vec::new();
    for (kind, name, sql) in made {
        if kind == "table" {
            let mut statement = catalog.prepare(&format!("SELECT * FROM \"{name}\"")).unwrap();
            let columns = statement.column_count();
            let mut rows = statement.query([]).unwrap();
            while let Some(row) = rows.next().unwrap() {
                let values = (0..columns).map(|column| format!("{:?}", row.get_ref(column).unwrap()));
                all.push(format!("{name}: {}", values.collect::<Vec<_>>().join(", ")));
            }
        }
        all.push(format!("{kind} {name}: {sql}"));
    }
    all
}
