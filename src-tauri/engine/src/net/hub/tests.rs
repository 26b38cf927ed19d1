//! A small hub on this computer.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use sha1::Sha1;
use sha2::{Digest, Sha256};
use tokio_util::sync::CancellationToken;

use super::super::loopback::{Asked, Loopback, Reply};
use super::super::{Net, NetError};
use super::{Hub, HubError};
use crate::net::download::{Checksum, DownloadError, Progress};

const WEIGHTS: &[u8] = b"so many numbers";
const CONFIG: &[u8] = b"{}";
const WANTED: [&str; 2] = ["model.safetensors", "1_Pooling/config.json"];

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"))
}

fn blob(content: &[u8]) -> String {
    let kind = format!("blob {}\0", content.len());
    hex(&Sha1::new().chain_update(kind).chain_update(content).finalize())
}

fn large(path: &str, content: &[u8]) -> Value {
    let lfs = json!({"oid": hex(&Sha256::digest(content)), "size": content.len(), "pointerSize": 134});
    json!({"type": "file", "path": path, "size": content.len(), "oid": blob(b"a pointer"), "lfs": lfs})
}

fn small(path: &str, content: &[u8]) -> Value {
    json!({"type": "file", "path": path, "size": content.len(), "oid": blob(content)})
}

fn listing() -> Value {
    let folder = json!({"type": "directory", "path": "1_Pooling", "size": 0, "oid": blob(b"")});
    json!([folder, large("model.safetensors", WEIGHTS), small("1_Pooling/config.json", CONFIG), small("../x", b"")])
}

fn answer(asked: &Asked) -> Reply {
    match asked.target.as_str() {
        "/mirror/api/models/owner/model/tree/refs%2Fpr%2F1?recursive=true" => Reply::json(&listing()),
        "/mirror/owner/model/resolve/refs%2Fpr%2F1/model.safetensors" => Reply::redirect("/cdn/1?sign=x"),
        "/cdn/1?sign=x" => Reply::file(asked, WEIGHTS, "\"w\""),
        "/mirror/owner/model/resolve/refs%2Fpr%2F1/1_Pooling/config.json" => Reply::file(asked, CONFIG, "\"c\""),
        _ => Reply::new(404, "nothing here"),
    }
}

fn hub(server: &Loopback) -> Hub {
    Hub::new(Net::for_tests(), &server.url("/mirror/"))
}

async fn fetch(hub: &Hub, wanted: &[&str], folder: &Path) -> Result<Vec<Progress>, HubError> {
    let mut told = Vec::new();
    hub.fetch("owner/model", "refs/pr/1", wanted, folder, |now| told.push(now), &CancellationToken::new()).await?;
    Ok(told)
}

fn folder() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let model = folder.path().join("models/model-v1.5");
    (folder, model)
}

fn is_whole(folder: &Path) -> bool {
    let read = |name| std::fs::read(folder.join(name)).ok();
    let part = folder.with_file_name("model-v1.5.part");
    read(WANTED[0]).as_deref() == Some(WEIGHTS) && read(WANTED[1]).as_deref() == Some(CONFIG) && !part.exists()
}

#[tokio::test]
async fn lists_the_files_of_a_model() {
    let server = Loopback::start(|_, asked| answer(asked)).await;
    let files = hub(&server).files("owner/model", "refs/pr/1").await.expect("a list");
    let names: Vec<_> = files.iter().map(|file| (file.path.as_str(), file.size)).collect();
    assert_eq!(names, [("model.safetensors", 15), ("1_Pooling/config.json", 2), ("../x", 0)], "folders are no files");
    assert_eq!(files[0].checksum, Some(Checksum::Sha256(Sha256::digest(WEIGHTS).into())));
    assert!(matches!(files[1].checksum, Some(Checksum::GitBlob(_))));
}

#[tokio::test]
async fn lists_page_after_page() {
    let server = Loopback::start(|_, asked| match asked.target.as_str() {
        "/api/models/model/tree/main?recursive=true" => {
            let more = r#"</api/models/model/tree/main?cursor=1>; rel="next""#;
            Reply::json(&json!([small("a", b"")])).header("link", more)
        }
        "/api/models/model/tree/main?cursor=1" => Reply::json(&json!([small("b", b"")])),
        _ => Reply::new(404, ""),
    })
    .await;
    let files = Hub::new(Net::for_tests(), &server.url("")).files("model", "main").await.expect("a list");
    assert_eq!(files.iter().map(|file| file.path.as_str()).collect::<Vec<_>>(), ["a", "b"]);
}

#[tokio::test]
async fn a_list_stays_with_its_hub_and_ends() {
    let server = Loopback::start(|number, _| {
        let more = if number == 0 { "<http://127.0.0.1:1/>; rel=\"next\"" } else { "</again>; rel=\"next\"" };
        Reply::json(&json!([])).header("link", more)
    })
    .await;
    let hub = Hub::new(Net::for_tests(), &server.url("").replace("//", "//me:secret@"));
    for reason in ["another server", "no end"] {
        let error = hub.files("model", "main").await.expect_err("it is not followed");
        assert!(error.to_string().contains(reason) && !error.to_string().contains("secret"), "{error}");
    }
}

#[tokio::test]
async fn loads_a_model_whole() {
    let server = Loopback::start(|_, asked| answer(asked)).await;
    let (_kept, folder) = folder();
    let told = fetch(&hub(&server), &WANTED, &folder).await.expect("it is loaded");
    assert!(is_whole(&folder));
    assert!(told.is_sorted_by_key(|now| now.received), "{told:?}");
    assert_eq!(told.last(), Some(&Progress { received: 17, of: Some(17) }));
    assert!(told.iter().all(|now| now.of == Some(17)), "{told:?}");
}

#[tokio::test]
async fn replaces_a_model_that_is_there() {
    let server = Loopback::start(|_, asked| answer(asked)).await;
    let (kept, folder) = folder();
    std::fs::create_dir_all(&folder).expect("a folder");
    std::fs::write(folder.join("model.safetensors"), "old").expect("a file");
    std::fs::write(folder.join("old.json"), "old").expect("a file");
    fetch(&hub(&server), &WANTED, &folder).await.expect("it is loaded");
    assert!(is_whole(&folder) && !folder.join("old.json").exists());
    assert_eq!(std::fs::read_dir(kept.path().join("models")).expect("it is there").count(), 1);
}

#[tokio::test]
async fn a_later_run_loads_only_what_is_missing() {
    let server = Loopback::start(|number, asked| match number {
        // The second file of the first run.
        3 => Reply::new(404, ""),
        _ => answer(asked),
    })
    .await;
    let (_kept, folder) = folder();
    fetch(&hub(&server), &WANTED, &folder).await.expect_err("a file is missing");
    assert!(!folder.exists(), "it is not there until it is whole");
    let part = folder.with_file_name("model-v1.5.part");
    std::fs::create_dir(part.join("unwanted")).expect("a folder");
    std::fs::write(part.join("1_Pooling/unwanted.json"), "").expect("a file");
    fetch(&hub(&server), &WANTED, &folder).await.expect("it is loaded");
    assert!(is_whole(&folder));
    assert!(!folder.join("unwanted").exists() && !folder.join("1_Pooling/unwanted.json").exists());
    let weights = server.asked().iter().filter(|asked| asked.target.starts_with("/cdn")).count();
    assert_eq!(weights, 1, "what is here is not loaded again");
}

#[tokio::test]
async fn what_is_here_is_checked_before_it_is_taken() {
    let server = Loopback::start(|_, asked| answer(asked)).await;
    let (_kept, folder) = folder();
    let part = folder.with_file_name("model-v1.5.part");
    std::fs::create_dir_all(&part).expect("a folder");
    std::fs::write(part.join("model.safetensors"), "SO MANY NUMBERS").expect("a file");
    fetch(&hub(&server), &WANTED, &folder).await.expect("it is loaded");
    assert!(is_whole(&folder));
}

#[tokio::test]
async fn a_model_with_a_forged_file_does_not_appear() {
    let server = Loopback::start(|_, asked| match asked.target.as_str() {
        path if path.ends_with("config.json") => Reply::new(200, "[]"),
        _ => answer(asked),
    })
    .await;
    let (_kept, folder) = folder();
    let error = fetch(&hub(&server), &WANTED, &folder).await.expect_err("git calls it something else");
    assert!(matches!(error, HubError::Download(DownloadError::WrongContent { .. })), "{error}");
    assert!(!folder.exists());
}

#[tokio::test]
async fn names_of_others_become_no_paths() {
    let server = Loopback::start(|_, asked| answer(asked)).await;
    let (_kept, folder) = folder();
    let hub = hub(&server);
    for name in ["../x", "/x", "a/../../x", "C:x", ""] {
        let error = fetch(&hub, &[name], &folder).await.expect_err("it is no name");
        assert!(matches!(error, HubError::InvalidName { .. }), "{name}: {error}");
    }
    for repo in ["", "a/b/c", "../x", "a/..", "a b", "a?b", "/a"] {
        let error = hub.files(repo, "main").await.expect_err("it is no name");
        assert!(matches!(error, HubError::InvalidName { .. }), "{repo}: {error}");
    }
    assert!(hub.files("a/b", "../main").await.is_err());
    assert!(!folder.exists());
}

#[tokio::test]
async fn says_what_is_missing() {
    let server = Loopback::start(|_, asked| answer(asked)).await;
    let (_kept, folder) = folder();
    let error = fetch(&hub(&server), &["tokenizer.json"], &folder).await.expect_err("it is not there");
    let expected = "the model owner/model has no file tokenizer.json and cannot be used; choose another one";
    assert_eq!(error.to_string(), expected);
    let error = hub(&server).files("owner/other", "main").await.expect_err("it is not there");
    assert!(matches!(&error, HubError::NoSuchModel { repo } if repo == "owner/other"), "{error}");
}

#[tokio::test]
async fn a_checksum_that_makes_no_sense_is_not_passed_over() {
    let odd = json!([{"type": "file", "path": "a", "size": 1, "oid": "", "lfs": {"oid": "x", "size": 1}}]);
    let server = Loopback::start(move |_, _| Reply::json(&odd)).await;
    let error = hub(&server).files("model", "main").await.expect_err("it cannot be checked");
    assert!(matches!(error, HubError::Download(DownloadError::Net(NetError::InvalidAnswer { .. }))), "{error}");
}

#[tokio::test]
async fn can_be_called_off_and_moved_between_threads() {
    let mut server = Loopback::start(|_, _| Reply::new(200, "[").hold()).await;
    let (_kept, folder) = folder();
    let (hub, cancel) = (hub(&server), CancellationToken::new());
    let cancelled = cancel.clone();
    let running =
        tokio::spawn(async move { hub.fetch("owner/model", "main", &WANTED, &folder, |_| {}, &cancelled).await });
    while server.asked().is_empty() {
        tokio::task::yield_now().await;
    }
    cancel.cancel();
    assert!(running.await.expect("it does not panic").expect_err("it is called off").is_cancelled());
    server.left().await;
}
