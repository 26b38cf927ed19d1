use std::path::PathBuf;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use paperside_engine::messages::{ChangeStage, EmbedderChange, EmbedderChoice, SearchRequest};
use paperside_engine::{Config, Library, MODEL_VARIABLE};
use rusqlite::Connection;
use serde_json::{Value, json};

use crate::servers::{by_letters, embedding, hub};
use crate::support::{Ended, Paperside};

const QUESTION: &str = "How did the settlers keep warm?";
const DOCUMENTS: [&str; 4] = ["two-columns.pdf", "kitchen-at-sea.docx", "harbour.html", "two-tales.epub"];

/// Where the model is that the app brings along.
fn model() -> PathBuf {
    Config::locate(Some("unused".into()), None).unwrap().model
}

/// A folder with the same numbers as the model that the app brings along, used in another way: so another model.
fn second_model(paperside: &Paperside) -> PathBuf {
    let pooling = br#"{"pooling_mode_cls_token": true, "pooling_mode_mean_tokens": false}"#;
    let folder = paperside.file("second/1_Pooling/config.json", pooling).parent().unwrap().parent().unwrap().to_owned();
    for file in ["model.safetensors", "tokenizer.json", "config.json"] {
        std::fs::copy(model().join(file), folder.join(file)).unwrap();
    }
    folder
}

fn count(paperside: &Paperside, sql: &str) -> i64 {
    let catalog = Connection::open(paperside.library().join("catalog.sqlite")).unwrap();
    catalog.query_row(sql, [], |row| row.get(0)).unwrap()
}

fn use_folder(paperside: &Paperside, folder: &std::path::Path) -> Ended {
    let ended = paperside.json(&["embedder", "use", &folder.to_string_lossy()]);
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    ended
}

fn dense_rank(paperside: &Paperside) -> Value {
    let ended = paperside.json(&["search", QUESTION]);
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    ended.lines[0]["hits"][0]["ranks"]["dense"].clone()
}

#[test]
fn a_library_changes_to_another_model_and_back_without_embedding_twice() {
    let paperside = Paperside::with(&DOCUMENTS);
    let passages = count(&paperside, "SELECT count(*) FROM passage");
    let ended = use_folder(&paperside, &second_model(&paperside));
    let stages: Vec<&Value> = ended.lines.iter().map(|line| &line["change"]["stage"]).collect();
    assert!(stages.contains(&&json!("embedding")) && stages.contains(&&json!("indexing")), "{stages:?}");
    let listed = ended.lines.last().unwrap();
    assert!(listed["model"].as_str().unwrap().ends_with("-first"), "{listed}");
    assert_eq!((listed["embedded"].as_i64(), listed["change"].is_null()), (Some(passages), true), "{listed}");
    assert_eq!(listed["kept"][0]["passages"].as_i64(), Some(passages), "what the first has embedded is kept");
    assert!(dense_rank(&paperside).is_number());
    assert_eq!(paperside.json(&["doctor"]).code, 0, "the index agrees with the catalog");
    assert_eq!(count(&paperside, "SELECT count(*) FROM embedding"), 2 * passages);

    let back = paperside.json(&["embedder", "use", "bundled"]);
    assert_eq!(back.code, 0, "{}", back.stderr);
    let embedded = back.lines.iter().filter(|line| line["change"]["stage"] == "embedding");
    let begun: Vec<i64> = embedded.map(|line| line["change"]["done"].as_i64().unwrap()).collect();
    assert!(begun.iter().all(|done| *done == passages), "all was embedded before: {begun:?}");
    assert!(dense_rank(&paperside).is_number());

    let kept = back.lines.last().unwrap()["kept"][0]["model"].as_str().unwrap().to_owned();
    assert_eq!(paperside.json(&["embedder", "forget", &kept]).code, 0);
    assert_eq!(count(&paperside, "SELECT count(*) FROM embedding"), passages);
    let indexes = std::fs::read_dir(paperside.library()).unwrap().flatten();
    let indexes = indexes.filter(|entry| entry.file_name().to_string_lossy().starts_with("index")).count();
    assert_eq!(indexes, 1, "an index that nobody asks leaves nothing");
}

#[test]
fn what_answers_cannot_be_forgotten() {
    let paperside = Paperside::with(&["weather.rtf"]);
    let model = paperside.json(&["embedder"]).lines[0]["model"].as_str().unwrap().to_owned();
    let ended = paperside.json(&["embedder", "forget", &model]);
    assert_eq!((ended.code, &ended.lines[0]["code"]), (1, &json!("embedder")), "{}", ended.stderr);
}

#[test]
fn pins_are_compared_before_the_change() {
    let paperside = Paperside::with(&DOCUMENTS);
    let hit = paperside.json(&["search", QUESTION]).lines[0]["hits"][0].clone();
    let (document, page) = (hit["document"]["id"].as_str().unwrap().to_owned(), hit["page"].as_u64().unwrap() + 1);
    assert_eq!(paperside.json(&["pins", "add", QUESTION, &document, &page.to_string()]).code, 0);
    let folder = second_model(&paperside).to_string_lossy().into_owned();
    let compared = paperside.json(&["embedder", "use", &folder, "--compare"]);
    assert_eq!(compared.code, 0, "{}", compared.stderr);
    let pin = compared.lines.last().unwrap();
    assert_eq!(pin["now"], 1, "{pin}");
    assert!(pin["then"].is_number() || pin["then"].is_null());
    let listed = &paperside.json(&["embedder"]).lines[0];
    assert_eq!(listed["chosen"]["kind"], "bundled", "it was only compared");
    assert_eq!(listed["change"]["to"]["kind"], "folder");
    let changed = use_folder(&paperside, folder.as_ref());
    assert_eq!(changed.lines.last().unwrap()["chosen"]["kind"], "folder");
}

#[test]
fn a_model_that_is_gone_is_stood_in_for() {
    let paperside = Paperside::with(&["two-tales.epub", "weather.rtf"]);
    let folder = second_model(&paperside);
    use_folder(&paperside, &folder);
    std::fs::remove_dir_all(&folder).unwrap();
    assert!(dense_rank(&paperside).is_number(), "what the first model has embedded was kept");
    let listed = &paperside.json(&["embedder"]).lines[0];
    assert_eq!(listed["title"], "MiniLM L6", "{listed}");
    assert!(listed["problem"].as_str().unwrap().contains("second"), "{listed}");
}

#[test]
fn a_folder_without_a_model_changes_nothing() {
    let paperside = Paperside::with(&["weather.rtf"]);
    let folder = paperside.file("empty/readme.txt", b"nothing").parent().unwrap().to_owned();
    let ended = paperside.json(&["embedder", "use", &folder.to_string_lossy()]);
    assert_eq!(ended.code, 1);
    assert!(ended.stderr.contains("tokenizer.json"), "{}", ended.stderr);
    let listed = &paperside.json(&["embedder"]).lines[0];
    assert!(listed["change"].is_null() && listed["chosen"]["kind"] == "bundled", "{listed}");
}

/// The command with a hub of its own, and a place of its own for what it downloads.
fn with_hub(paperside: &Paperside, url: &str, arguments: &[&str]) -> Ended {
    let mut command: Command = paperside.command(&["--json"]);
    let data = paperside.library().parent().unwrap().join("data");
    let command = command.args(arguments).env("HF_ENDPOINT", url).env("XDG_DATA_HOME", data);
    Ended::from(command.env(MODEL_VARIABLE, model()).output().unwrap())
}

fn files() -> Vec<(&'static str, Vec<u8>)> {
    let read = |name| (name, std::fs::read(model().join(name)).unwrap());
    ["model.safetensors", "tokenizer.json", "config.json"].map(read).into()
}

#[test]
fn a_recommended_model_is_downloaded_over_a_line_that_breaks() {
    let paperside = Paperside::with(&["two-tales.epub"]);
    let hub = hub("intfloat/e5-small-v2", files(), Some(40_000_000));
    let ended = with_hub(&paperside, &hub.url, &["embedder", "use", "e5-small-v2"]);
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    let downloading = ended.lines.iter().filter(|line| line["change"]["stage"] == "downloading");
    assert!(downloading.clone().any(|line| line["change"]["done"].as_u64() > Some(30_000_000)));
    let listed = ended.lines.last().unwrap();
    assert_eq!(listed["title"], "E5 small");
    let entry = listed["catalogue"].as_array().unwrap().iter().find(|entry| entry["id"] == "e5-small-v2").unwrap();
    assert_eq!(entry["is_here"], true);
    let found = with_hub(&paperside, "http://127.0.0.1:1", &["search", QUESTION]);
    assert!(found.lines[0]["hits"][0]["ranks"]["dense"].is_number(), "the hub is not needed any more");
}

#[test]
fn a_model_that_cannot_be_had_leaves_all_as_it_was() {
    let paperside = Paperside::with(&["two-tales.epub"]);
    let ended = with_hub(&paperside, "http://127.0.0.1:1", &["embedder", "use", "gte-small"]);
    assert_eq!(ended.code, 1);
    assert!(ended.stderr.contains("127.0.0.1"), "{}", ended.stderr);
    assert!(dense_rank(&paperside).is_number());
    let unknown = paperside.json(&["embedder", "use", "no-such-model"]);
    assert_eq!(unknown.code, 1);
    assert!(unknown.stderr.contains("bge-small-en-v1.5"), "it says what there is: {}", unknown.stderr);
}

/// The change, as soon as it is as wanted.
async fn wait_for(library: &Library, is_so: impl Fn(Option<&EmbedderChange>) -> bool) -> Option<EmbedderChange> {
    let began = Instant::now();
    loop {
        let change = library.embedders().await.unwrap().change;
        if is_so(change.as_ref()) {
            return change;
        }
        assert!(began.elapsed() < Duration::from_mins(1), "it never happens: {change:?}");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

/// Whether a question is answered by meaning, and by which model.
async fn finds_by_meaning(library: &Library) -> bool {
    let request = SearchRequest { query: QUESTION.to_owned(), limit: 3, ..SearchRequest::default() };
    let hits = library.search(request).await.unwrap().hits;
    hits.first().is_some_and(|hit| hit.ranks.dense.is_some())
}

#[test]
fn the_old_embedder_answers_until_a_slow_server_is_ready() {
    let paperside = Paperside::with(&DOCUMENTS);
    let is_open = Arc::new(AtomicBool::new(false));
    let server = embedding(Arc::clone(&is_open), by_letters);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let config = Config::locate(Some(paperside.library()), None).unwrap();
        let library = Library::open(config).await.unwrap();
        let choice = EmbedderChoice::Server { url: server.url.clone(), model: "letters".to_owned() };
        let is_embedding =
            |change: Option<&EmbedderChange>| change.is_some_and(|it| it.stage == ChangeStage::Embedding);
        library.choose_embedder(choice, None).await.unwrap();
        wait_for(&library, is_embedding).await;
        assert!(finds_by_meaning(&library).await, "the old one answers");
        library.pause_embedder_change().await.unwrap();
        assert!(wait_for(&library, |it| it.is_some_and(|it| it.is_paused)).await.is_some());
        is_open.store(true, Ordering::Relaxed);
        assert_ne!(library.embedders().await.unwrap().dimensions, 26, "it rests");
        library.resume_embedder_change().await.unwrap();
        wait_for(&library, |change| change.is_none()).await;
        let embedders = library.embedders().await.unwrap();
        assert_eq!((embedders.dimensions, embedders.embedded), (26, embedders.passages));
        assert!(finds_by_meaning(&library).await, "the new one answers");
    });
    drop(runtime);
    // Without the server the library opens all the same, and words find what they find.
    drop(server);
    let ended = paperside.json(&["search", QUESTION]);
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    let found = &ended.lines[0];
    assert!(found["hits"][0]["ranks"]["dense"].is_null() && found["hits"][0]["text"].is_string(), "{found}");
    assert!(found["understood"]["only_words"].as_str().unwrap().contains("no embedding server answers"), "{found}");
}

#[test]
fn a_change_that_is_called_off_leaves_the_old_embedder() {
    let paperside = Paperside::with(&["two-tales.epub"]);
    let server = embedding(Arc::new(AtomicBool::new(false)), by_letters);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let library = Library::open(Config::locate(Some(paperside.library()), None).unwrap()).await.unwrap();
        let choice = EmbedderChoice::Server { url: server.url.clone(), model: "letters".to_owned() };
        library.choose_embedder(choice, None).await.unwrap();
        wait_for(&library, |change| change.is_some()).await;
        library.cancel_embedder_change().await.unwrap();
        wait_for(&library, |change| change.is_none()).await;
        assert!(finds_by_meaning(&library).await);
        assert_eq!(library.embedders().await.unwrap().chosen, EmbedderChoice::Bundled);
    });
}
