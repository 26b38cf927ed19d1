//! Files that are sent.

use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::{Value, json};

use super::client::{Announced, Served, form};
use super::id_of;
use crate::support::Paperside;

const SENT_AT_ONCE: usize = 100;

/// Forms that the server reads at the same time.
const RECEIVED_AT_ONCE: usize = 8;

#[test]
fn a_hundred_files_at_once_hold_nobody_up_and_all_arrive() {
    let served = Served::all_of(Paperside::with(&["french.pdf"]));
    let texts: Vec<String> =
        (0..SENT_AT_ONCE).map(|number| format!("The lantern of number {number} hangs above the door.")).collect();
    let under_way = AtomicUsize::new(SENT_AT_ONCE);
    std::thread::scope(|scope| {
        let (served, under_way) = (&served, &under_way);
        for (number, text) in texts.iter().enumerate() {
            scope.spawn(move || {
                let reply = served.upload(&[(&format!("lantern-{number}.txt"), text.as_bytes())], &[]);
                assert_eq!((reply.status, &reply.json()["id"]), (202, &id_of(text.as_bytes()).into()));
                under_way.fetch_sub(1, Ordering::Relaxed);
            });
        }
        let mut asked = 0;
        while under_way.load(Ordering::Relaxed) > 0 || asked == 0 {
            assert_eq!(served.get("/v1/health").status, 200);
            let found = served.post("/v1/search", &json!({"query": "adresse", "collections": [], "limit": 1}));
            assert_eq!((found.status, found.json()["hits"].as_array().unwrap().len()), (200, 1));
            asked += 1;
        }
    });
    for text in &texts {
        assert_eq!(served.imported(&id_of(text.as_bytes()))["status"], "imported");
    }
    assert_eq!(served.get("/v1/documents").json()["total"], SENT_AT_ONCE as u64 + 1, "nothing is lost, nothing twice");
    assert_eq!(served.get("/v1/health").json()["imports"], 0);
}

#[test]
fn forms_beyond_a_few_wait_unread_while_all_else_is_answered() {
    let served = Served::all_of(Paperside::with(&["french.pdf"]));
    let text = |number: usize| format!("The lantern of number {number} hangs above the door.");
    let announce = |number| served.announce(form(&[("lantern.txt", text(number).as_bytes())], &[]));
    let mut first: Vec<Announced> = (0..RECEIVED_AT_ONCE).map(announce).collect();
    first.iter_mut().for_each(Announced::wait);
    let mut late = announce(RECEIVED_AT_ONCE);
    for _ in 0..3 {
        assert_eq!(served.get("/v1/health").json()["imports"], 0);
        let found = served.post("/v1/search", &json!({"query": "adresse", "limit": 1}));
        assert_eq!((found.status, found.json()["hits"].as_array().unwrap().len()), (200, 1));
    }
    assert!(late.is_unheard(), "nobody has room for it yet");
    assert_eq!(first.remove(0).send().status, 202);
    late.wait();
    assert_eq!(late.send().status, 202);
    assert!(first.into_iter().all(|form| form.send().status == 202));
    for number in 0..=RECEIVED_AT_ONCE {
        assert_eq!(served.imported(&id_of(text(number).as_bytes()))["status"], "imported");
    }
    assert_eq!(served.get("/v1/documents").json()["total"], RECEIVED_AT_ONCE as u64 + 2);
}

#[test]
fn what_was_accepted_survives_the_end_of_the_app() {
    let paperside = Paperside::new();
    let served = Served::start(&paperside);
    let long = "A sentence about kettles that is long enough to be worth embedding on its own. ".repeat(3000);
    let files = [("long.txt", long.as_bytes()), ("short.txt", b"Kettles whistle when they boil.".as_slice())];
    let reply = served.upload(&files, &[("collection", "Kitchen")]);
    let sent = reply.json();
    assert_eq!((reply.status, sent.as_array().unwrap().len()), (202, 2));
    served.kill();
    let served = Served::start(&paperside);
    for file in sent.as_array().unwrap() {
        let document = served.imported(file["id"].as_str().unwrap());
        assert_eq!(
            [&document["status"], &document["filename"], &document["collections"]],
            [&json!("imported"), &file["filename"], &json!(["Kitchen"])]
        );
    }
    served.kill();
    assert_eq!(paperside.json(&["doctor"]).code, 0);
}

#[test]
fn the_same_content_is_taken_once_and_the_same_name_twice() {
    let paperside = Paperside::new();
    let file = paperside.file("stove.txt", b"The kettle is on the stove.");
    paperside.add(&[&file]);
    let served = Served::start(&paperside);
    let send = |bytes: &[u8], texts: &[(&str, &str)]| {
        let reply = served.upload(&[("stove.txt", bytes)], texts);
        let sent = reply.json();
        let id = sent["id"].as_str().unwrap().to_owned();
        (reply.status, sent["status"].as_str().unwrap().to_owned(), served.imported(&id))
    };
    let (status, word, document) = send(b"The kettle is on the stove.", &[("collection", "Kitchen")]);
    assert_eq!((status, word.as_str()), (200, "unchanged"));
    assert_eq!(document["collections"], json!(["Kitchen"]), "it is put where it was wanted all the same");
    assert_eq!(document["paths"], json!([file.to_str().unwrap()]), "it is where it was");
    for _ in 0..2 {
        let (_, _, document) = send(b"The kettle is on the table.", &[]);
        assert_eq!((&document["status"], &document["title"]), (&"imported".into(), &"stove.txt".into()));
    }
    assert_eq!(served.get("/v1/documents").json()["total"], 2, "another file of the same name takes nobody's place");
}

#[test]
fn what_cannot_be_imported_is_told_and_leaves_nothing() {
    let paperside = Paperside::new();
    let served = Served::start(&paperside);
    let refused = |reply: super::client::Reply| (reply.status, reply.error().0);
    let picture = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".as_slice();
    assert_eq!(refused(served.upload(&[("scan.png", picture)], &[])), (415, "read".into()));
    assert_eq!(refused(served.upload(&[("empty.txt", b"")], &[])), (422, "read".into()));
    assert_eq!(refused(served.upload(&[], &[("collection", "None")])), (422, "malformed".into()));
    assert_eq!(refused(served.upload(&[("a.txt", b"words")], &[("colour", "red")])), (422, "malformed".into()));
    assert_eq!(refused(served.upload(&[(" ", b"words")], &[])), (422, "malformed".into()));
    assert_eq!(refused(served.send_form(b"this is no form")), (422, "malformed".into()));
    let cut = b"-------a-boundary-that-stands-in-no-file\r\n\
        Content-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\nwords";
    assert_eq!(refused(served.send_form(cut)), (422, "malformed".into()), "half a file is no file");
    let endless = [b"-------a-boundary-that-stands-in-no-file\r\n".as_slice(), &vec![b'a'; 16 << 20]].concat();
    assert_eq!(refused(served.send_form(&endless)), (413, "too_large".into()), "a head has an end");
    assert_eq!(refused(served.post("/v1/documents", &json!({"file": "a"}))), (415, "no_form".into()));

    let both = served.upload(&[("scan.png", picture), ("a.txt", b"Words about kettles.")], &[]);
    let both = both.json();
    let statuses: Vec<&Value> = both.as_array().unwrap().iter().map(|file| &file["status"]).collect();
    assert_eq!(statuses, ["failed", "queued"], "one that cannot be read holds no other up");
    assert!(both[0]["reason"].as_str().unwrap().contains("PNG"), "{both}");
    assert_eq!(served.imported(both[1]["id"].as_str().unwrap())["status"], "imported");

    let broken = b"%PDF-1.7\nthis is not a document at all";
    served.upload(&[("broken.pdf", broken)], &[]);
    let document = served.imported(&id_of(broken));
    assert_eq!((&document["status"], &document["filename"]), (&"failed".into(), &"broken.pdf".into()));
    assert!(document["reason"].as_str().is_some_and(|reason| !reason.is_empty()), "{document}");
    assert_eq!(served.ask("DELETE", &format!("/v1/documents/{}", id_of(broken)), "", b"").status, 200);
    assert_eq!(served.get(&format!("/v1/documents/{}", id_of(broken))).status, 404, "it is forgotten");
    Served::take_all_in(&paperside);
}

#[test]
fn a_file_that_is_too_large_is_refused_and_the_next_is_taken() {
    let paperside = Paperside::new();
    let served = Served::with(&paperside, &["--max-file-size", "1"]);
    let large = vec![b'a'; 3 << 20];
    let reply = served.upload(&[("large.txt", &large)], &[]);
    let (code, message) = reply.error();
    assert_eq!((reply.status, code.as_str()), (413, "too_large"));
    assert!(message.contains("large.txt") && message.contains("1 MiB"), "{message}");
    let reply = served.upload(&[("small.txt", b"Kettles whistle when they boil.")], &[]);
    assert_eq!(reply.status, 202);
    assert_eq!(served.imported(reply.json()["id"].as_str().unwrap())["status"], "imported");
}

#[test]
fn a_form_that_is_refused_leaves_nothing_of_its_files() {
    let paperside = Paperside::new();
    let served = Served::with(&paperside, &["--max-file-size", "1"]);
    let (small, most) = (b"Kettles whistle when they boil.".as_slice(), "kettle ".repeat(200_000));
    let (most, more) = (&most.as_bytes()[..1 << 20], &most.as_bytes()[..=1 << 20]);
    let whole = form(&[("small.txt", small)], &[]);
    // What stands behind a file in a form is seen when the file is here.
    let behind = |part: &str| {
        let end = whole.len() - "--\r\n".len();
        [&whole[..end], b"\r\n", part.as_bytes(), b"\r\n", &form(&[], &[])].concat()
    };
    let long = format!("Content-Disposition: form-data; name=\"collection\"\r\n\r\n{}", "a".repeat(5000));
    let refused = [
        (served.upload(&[("small.txt", small), ("large.txt", more)], &[]), 413, "too_large"),
        (served.send_form(&behind(&long)), 413, "too_large"),
        (served.send_form(&behind("Content-Disposition: form-data; name=\"colour\"\r\n\r\nred")), 422, "malformed"),
        (served.send_form(&whole[..whole.len() - 20]), 422, "malformed"),
    ];
    for (reply, status, code) in refused {
        assert_eq!((reply.status, reply.error().0.as_str()), (status, code), "{}", reply.text());
    }
    assert_eq!(served.get(&format!("/v1/documents/{}", id_of(small))).status, 404);
    assert_eq!(served.get("/v1/health").json()["imports"], 0);
    Served::take_all_in(&paperside);

    assert_eq!(served.upload(&[("most.txt", most)], &[]).status, 202, "as large as it may be is not too large");
    assert_eq!(served.ask("DELETE", &format!("/v1/documents/{}", id_of(most)), "", b"").status, 200);
    Served::take_all_in(&paperside);
}

#[test]
fn a_name_leads_nowhere() {
    let paperside = Paperside::new();
    let served = Served::start(&paperside);
    let reply = served.upload(&[("../../../../escaped.txt", b"Kettles whistle when they boil.")], &[]);
    let sent = reply.json();
    assert_eq!(sent["filename"], "escaped.txt");
    assert_eq!(served.imported(sent["id"].as_str().unwrap())["filename"], "escaped.txt");
    let beside = paperside.library().with_file_name("escaped.txt");
    assert!(!beside.exists() && !paperside.library().join("escaped.txt").exists());
}
