//! `paperside mcp` while another process serves the library: assistants go through it.

use std::process::Stdio;

use serde_json::json;

use super::client::Served;
use super::{PAPER, QUESTION, id_of};
use crate::mcp::client::Client;
use crate::support::{Paperside, corpus};

/// Where the address of the server stands.
const ADDRESS: &str = "http-address";

#[test]
fn an_assistant_is_served_through_the_process_that_holds_the_library() {
    let paperside = Paperside::with(&[PAPER]);
    let there = paperside.json(&["search", QUESTION, "-k", "3"]).lines.remove(0);
    let served = Served::start(&paperside);
    let mut client = Client::start(&paperside);
    let here = client.found("search", json!({"query": QUESTION, "limit": 3}));
    let texts = |hits: &serde_json::Value| -> Vec<String> {
        hits.as_array().unwrap().iter().map(|hit| hit["text"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(texts(&here["passages"]), texts(&there["hits"]));

    let mut second = Client::start(&paperside);
    let added = client.found("add", json!({"paths": [corpus("french.pdf")], "collection": "Letters"}));
    assert_eq!(added["summary"]["added"], 1, "{added}");
    second.wait_for(|message| message["method"] == "notifications/resources/list_changed");
    assert_eq!(second.found("list", json!({"collection": "Letters"}))["total"], 1, "there is one library only");
    let (said, code) = client.refusal("read_page", json!({"document": "0123", "page": 0}));
    assert_eq!(code, "unknown_document", "what goes wrong is told as ever: {said}");
    client.write("this is no message\n");
    assert_eq!(client.found("list", json!({}))["total"], 2, "it goes on all the same");

    assert_eq!((client.close(), second.close()), (Some(0), Some(0)));
    assert_eq!(served.get("/v1/documents").json()["total"], 2, "the server stays");
    let looked = paperside.command(&["mcp"]).stdin(Stdio::null()).output().unwrap();
    assert_eq!((looked.status.code(), looked.stdout.as_slice()), (Some(0), &b""[..]), "an end at once is no error");
}

#[test]
fn what_an_assistant_calls_off_is_taken_back_and_what_it_leaves_goes_on() {
    let paperside = Paperside::new();
    let served = Served::start(&paperside);
    let sentence = |number| format!("The kettle of number {number} is told of here, and what became of it later. ");
    let text: String = (0..20_000).map(sentence).collect();
    let long = paperside.file("long.txt", text.as_bytes());
    let mut client = Client::start(&paperside);
    let id = client.begin_to_add(&long);
    client.cancel(id);
    let short = paperside.file("short.txt", b"The clock is on the wall.");
    assert_eq!(client.found("add", json!({"paths": [short]}))["files"][0]["status"], "added");
    assert_eq!(client.found("list", json!({}))["total"], 1, "the long one is taken back");

    client.begin_to_add(&long);
    assert_eq!(client.close(), Some(0));
    let status = served.get(&format!("/v1/documents/{}", id_of(text.as_bytes()))).json()["status"].clone();
    assert!(["queued", "importing"].contains(&status.as_str().unwrap()), "{status}");
}

#[cfg(unix)]
#[test]
fn an_assistant_is_told_when_the_server_ends() {
    let paperside = Paperside::new();
    let served = Served::start(&paperside);
    let mut client = Client::start(&paperside);
    assert_eq!(client.found("list", json!({}))["total"], 0);
    assert_eq!(served.end(), Some(0), "nobody keeps it from ending");
    assert_eq!(client.child.wait().unwrap().code(), Some(1));
    assert!(!paperside.library().join(ADDRESS).exists(), "nobody is to look for it any more");
}

#[test]
fn a_server_that_was_killed_leads_nobody_astray() {
    let paperside = Paperside::new();
    let served = Served::start(&paperside);
    let port = served.port;
    served.kill();
    assert!(paperside.library().join(ADDRESS).exists(), "it could not clear up");
    // Whoever is at that port now must not be shown the token.
    let stranger = std::net::TcpListener::bind(("127.0.0.1", port)).unwrap();
    stranger.set_nonblocking(true).unwrap();
    let mut holder = Client::start(&paperside);
    assert_eq!(holder.found("list", json!({}))["total"], 0);
    let refused = paperside.command(&["mcp"]).stdin(Stdio::null()).output().unwrap();
    let said = String::from_utf8(refused.stderr).unwrap();
    assert_eq!((refused.status.code(), refused.stdout.as_slice()), (Some(1), &b""[..]), "{said}");
    assert!(said.contains("switch on “Serve other programs”"), "{said}");
    assert!(stranger.accept().is_err(), "nobody came");
    assert_eq!(holder.close(), Some(0));
}
