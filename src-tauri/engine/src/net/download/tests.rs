//! Files from a server on this computer, with all that goes wrong on the way.

use std::path::Path;

use sha2::{Digest, Sha256};
use tempfile::TempDir;
use tokio_util::sync::CancellationToken;

use super::super::loopback::{Loopback, Reply};
use super::super::{Net, NetError};
use super::{Checksum, Download, DownloadError, Progress, download};

/// More than is collected before it is written.
fn content() -> Vec<u8> {
    (0..1_500_000_u32).map(|number| (number.wrapping_mul(number) >> 7) as u8).collect()
}

fn folder() -> TempDir {
    tempfile::tempdir().expect("a folder")
}

fn wanted(server: &Loopback, folder: &Path, content: &[u8]) -> Download {
    Download {
        url: server.url("/model?key=secret"),
        target: folder.join("models/model.bin"),
        size: Some(content.len() as u64),
        checksum: Some(Checksum::Sha256(Sha256::digest(content).into())),
        purpose: "a test",
    }
}

async fn load(wanted: &Download) -> Result<(), DownloadError> {
    download(&Net::for_tests(), wanted, |_| {}, &CancellationToken::new()).await
}

fn files(wanted: &Download) -> Vec<String> {
    let folder = wanted.target.parent().expect("it has one");
    let name = |entry: std::io::Result<std::fs::DirEntry>| entry.expect("it can be read").file_name();
    let mut names: Vec<_> = std::fs::read_dir(folder).expect("it is there").map(name).collect();
    names.sort();
    names.into_iter().map(|name| name.to_string_lossy().into_owned()).collect()
}

fn is_here(wanted: &Download, content: &[u8]) -> bool {
    files(wanted) == ["model.bin"] && std::fs::read(&wanted.target).expect("it is there") == content
}

/// What was asked for of a file, one request after the other.
fn ranges(server: &Loopback) -> Vec<Option<String>> {
    server.asked().iter().map(|asked| asked.header("range").map(str::to_owned)).collect()
}

#[tokio::test]
async fn loads_a_file_and_tells_how_far_it_is() {
    let (content, folder) = (content(), folder());
    let served = content.clone();
    let server = Loopback::start(move |_, asked| Reply::file(asked, &served, "\"1\"")).await;
    let wanted = wanted(&server, folder.path(), &content);
    let (net, mut told) = (Net::for_tests(), Vec::new());
    download(&net, &wanted, |now| told.push(now), &CancellationToken::new()).await.expect("it is loaded");
    assert!(is_here(&wanted, &content), "{:?}", files(&wanted));
    let all = content.len() as u64;
    assert_eq!(told.last(), Some(&Progress { received: all, of: Some(all) }));
    assert!(told.is_sorted_by_key(|now| now.received), "{told:?}");
    assert_eq!(server.asked()[0].header("accept-encoding"), Some("identity"));
    assert!(net.entries()[0].received > all, "it is in the ledger");
}

#[tokio::test]
async fn loads_what_nobody_knows_anything_of() {
    let folder = folder();
    let server = Loopback::start(|_, _| Reply::new(200, "content")).await;
    let wanted = Download { size: None, checksum: None, ..wanted(&server, folder.path(), b"content") };
    load(&wanted).await.expect("it is loaded");
    assert!(is_here(&wanted, b"content"));
}

#[tokio::test]
async fn goes_on_where_a_connection_broke() {
    let (content, folder) = (content(), folder());
    let served = content.clone();
    // Each connection brings a little; there may be many, as long as each brings something.
    let server = Loopback::start(move |_, asked| {
        let reply = Reply::file(asked, &served, "\"1\"");
        let missing = reply.length();
        if missing > 200_000 { reply.cut(200_000) } else { reply }
    })
    .await;
    let wanted = wanted(&server, folder.path(), &content);
    load(&wanted).await.expect("it is loaded");
    assert!(is_here(&wanted, &content));
    let expected: Vec<_> = (0..8).map(|number| (number > 0).then(|| format!("bytes={}-", number * 200_000))).collect();
    assert_eq!(ranges(&server), expected);
    assert_eq!(server.asked()[1].header("if-range"), Some("\"1\""));
}

#[tokio::test]
async fn calling_off_keeps_what_is_here_for_a_later_run() {
    let (content, folder) = (content(), folder());
    let served = content.clone();
    let server = Loopback::start(move |number, asked| match number {
        0 => Reply::new(200, &served[..1_000_000]).header("etag", "\"1\"").announce(served.len()).hold(),
        _ => Reply::file(asked, &served, "\"1\""),
    })
    .await;
    let wanted = wanted(&server, folder.path(), &content);
    let cancel = CancellationToken::new();
    let cancelling = |now: Progress| {
        if now.received > 0 {
            cancel.cancel();
        }
    };
    let error = download(&Net::for_tests(), &wanted, cancelling, &cancel).await.expect_err("it is called off");
    assert!(error.is_cancelled(), "{error}");
    assert_eq!(files(&wanted), ["model.bin.part", "model.bin.part.json"]);
    let notes = std::fs::read_to_string(folder.path().join("models/model.bin.part.json")).expect("it is there");
    assert!(!notes.contains("secret") && !notes.contains("localhost"), "{notes}");
    let kept = std::fs::metadata(folder.path().join("models/model.bin.part")).expect("it is there").len();
    assert!(kept > 0);
    let mut first = None;
    let tell = |now: Progress| first = first.or(Some(now.received));
    download(&Net::for_tests(), &wanted, tell, &CancellationToken::new()).await.expect("it is loaded");
    assert!(is_here(&wanted, &content));
    assert_eq!(ranges(&server), [None, Some(format!("bytes={kept}-"))]);
    assert!(first > Some(kept), "what was here is counted");
}

#[tokio::test]
async fn begins_anew_if_the_file_is_another_by_now() {
    let (content, folder) = (content(), folder());
    let served = content.clone();
    let server = Loopback::start(move |number, asked| match number {
        0 => Reply::new(200, vec![0; served.len()]).header("etag", "\"old\"").cut(700_000),
        _ => Reply::file(asked, &served, "\"new\""),
    })
    .await;
    let wanted = wanted(&server, folder.path(), &content);
    load(&wanted).await.expect("it is loaded");
    assert!(is_here(&wanted, &content));
    assert_eq!(server.asked().len(), 2);
}

#[tokio::test]
async fn begins_anew_where_ranges_are_unknown_or_wrong() {
    let (content, folder) = (content(), folder());
    let served = content.clone();
    let server = Loopback::start(move |number, asked| match number {
        0 => Reply::file(asked, &served, "\"1\"").cut(600_000),
        // Too early a place, another state of the file, and no such place at all.
        1 => Reply::new(206, "x").header("etag", "\"1\"").header("content-range", "bytes 5-5/1500000"),
        2 => Reply::file(asked, &served, "\"1\"").cut(700_000),
        3 => Reply::new(206, "x").header("etag", "\"2\"").header("content-range", "bytes 700000-700000/1500000"),
        4 => Reply::file(asked, &served, "\"1\"").cut(800_000),
        5 => Reply::new(416, ""),
        // It knows no ranges.
        6 => Reply::new(200, served.clone()).cut(900_000),
        _ => Reply::new(200, served.clone()),
    })
    .await;
    let wanted = wanted(&server, folder.path(), &content);
    load(&wanted).await.expect("it is loaded");
    assert!(is_here(&wanted, &content));
    let is_range: Vec<_> = ranges(&server).iter().map(Option::is_some).collect();
    assert_eq!(is_range, [false, true, false, true, false, true, false, true]);
}

#[tokio::test]
async fn does_not_trust_a_part_of_unknown_origin() {
    let (content, folder) = (content(), folder());
    let served = content.clone();
    let server = Loopback::start(move |_, asked| Reply::file(asked, &served, "\"1\"")).await;
    let wanted = wanted(&server, folder.path(), &content);
    std::fs::create_dir(folder.path().join("models")).expect("a folder");
    let other = serde_json::json!({"address": vec![0; 32], "validator": "\"1\"", "size": content.len()}).to_string();
    for notes in ["", "{", &other] {
        std::fs::write(folder.path().join("models/model.bin.part"), [7; 1000]).expect("a file");
        std::fs::write(folder.path().join("models/model.bin.part.json"), notes).expect("a file");
        load(&wanted).await.expect("it is loaded");
        assert!(is_here(&wanted, &content));
    }
    assert_eq!(ranges(&server), [None, None, None]);
}

#[tokio::test]
async fn nothing_stays_of_a_file_with_a_wrong_checksum() {
    let folder = folder();
    let server = Loopback::start(|_, asked| Reply::file(asked, b"forged", "\"1\"")).await;
    let wanted = wanted(&server, folder.path(), b"origin");
    let error = load(&wanted).await.expect_err("it is another file");
    assert!(matches!(error, DownloadError::WrongContent { .. }), "{error}");
    assert_eq!(files(&wanted), [""; 0]);
    assert_eq!(server.asked().len(), 1, "it is not tried again by itself");
}

#[tokio::test]
async fn a_file_of_another_size_is_not_loaded() {
    let folder = folder();
    let server = Loopback::start(|number, _| match number {
        0 => Reply::new(200, "much longer"),
        1 => Reply::new(200, "much longer").chunked(),
        _ => Reply::new(200, "of unknown size").chunked(),
    })
    .await;
    let mut wanted = wanted(&server, folder.path(), b"origin");
    let error = load(&wanted).await.expect_err("it says that it is larger");
    assert!(matches!(error, DownloadError::WrongSize { expected: 6, announced: 11, .. }), "{error}");
    let error = load(&wanted).await.expect_err("it is larger");
    assert!(matches!(error, DownloadError::Net(NetError::TooLarge { limit: 6, .. })), "{error}");
    assert_eq!(files(&wanted), [""; 0]);
    wanted.size = None;
    let error = load(&wanted).await.expect_err("it may be of any size");
    assert!(matches!(error, DownloadError::Net(NetError::InvalidAnswer { .. })), "{error}");
}

#[tokio::test]
async fn a_busy_server_is_asked_five_times() {
    let folder = folder();
    let server = Loopback::start(|number, _| Reply::new(if number % 2 == 0 { 429 } else { 503 }, "")).await;
    let error = load(&wanted(&server, folder.path(), b"origin")).await.expect_err("it stays busy");
    assert!(matches!(error, DownloadError::Net(NetError::Status { status: 429, .. })), "{error}");
    assert_eq!(server.asked().len(), 5);
}

#[tokio::test]
async fn a_server_that_never_comes_further_is_given_up() {
    let (content, folder) = (content(), folder());
    let served = content.clone();
    let server = Loopback::start(move |_, _| Reply::new(200, served.clone()).cut(100_000)).await;
    let error = load(&wanted(&server, folder.path(), &content)).await.expect_err("it never ends");
    assert!(matches!(error, DownloadError::Net(NetError::Broken { .. })), "{error}");
    assert_eq!(server.asked().len(), 5, "beginning anew is no progress");
}

#[tokio::test]
async fn what_is_not_there_is_asked_for_once() {
    let folder = folder();
    let server = Loopback::start(|_, _| Reply::new(404, "")).await;
    let error = load(&wanted(&server, folder.path(), b"origin")).await.expect_err("it is not there");
    let shown = error.to_string();
    assert!(shown.contains("404") && !shown.contains("secret"), "{shown}");
    assert_eq!(server.asked().len(), 1);
}

#[tokio::test]
async fn a_whole_part_needs_no_server() {
    let folder = folder();
    let server = Loopback::start(|_, asked| Reply::file(asked, b"origin", "\"1\"")).await;
    let wanted = wanted(&server, folder.path(), b"origin");
    // It comes whole, but the place it goes to is taken by a folder.
    std::fs::create_dir_all(wanted.target.join("in-the-way")).expect("a folder");
    let error = load(&wanted).await.expect_err("it cannot be put in place");
    assert!(matches!(error, DownloadError::File { .. }), "{error}");
    std::fs::remove_dir_all(&wanted.target).expect("it goes");
    load(&wanted).await.expect("it is loaded");
    assert!(is_here(&wanted, b"origin"));
    assert_eq!(server.asked().len(), 1);
}

#[tokio::test]
async fn two_at_once_do_not_get_in_each_others_way() {
    let folder = folder();
    let mut server = Loopback::start(|_, _| Reply::new(200, "ori").announce(6).hold()).await;
    let wanted = wanted(&server, folder.path(), b"origin");
    let (first, cancel) = (wanted.clone(), CancellationToken::new());
    let (begin, mut begun) = tokio::sync::mpsc::unbounded_channel();
    let cancelled = cancel.clone();
    let running = tokio::spawn(async move {
        let tell = |now| begin.send(now).unwrap_or_default();
        download(&Net::for_tests(), &first, tell, &cancelled).await
    });
    begun.recv().await.expect("it begins");
    let error = load(&wanted).await.expect_err("it is being loaded");
    assert!(matches!(error, DownloadError::Busy { .. }), "{error}");
    cancel.cancel();
    assert!(running.await.expect("it does not panic").expect_err("it is called off").is_cancelled());
    server.left().await;
}

#[tokio::test]
async fn going_offline_is_heeded() {
    let folder = folder();
    let net = Net::for_tests();
    net.set_offline(true);
    let server = Loopback::start(|_, _| Reply::new(200, "")).await;
    let wanted = Download { url: "https://192.0.2.1/x".to_owned(), ..wanted(&server, folder.path(), b"origin") };
    let error = download(&net, &wanted, |_| {}, &CancellationToken::new()).await.expect_err("it is refused");
    assert!(matches!(error, DownloadError::Net(NetError::Offline { .. })), "{error}");
    assert_eq!(net.entries().len(), 1, "it is not tried again");
}
