//! The loopback HTTP interface, asked byte by byte by another program.

mod assistants;
mod chat;
pub mod client;
mod door;
mod schema;
mod uploads;

use std::fmt::Write;

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

#[cfg(unix)]
use crate::servers::slow_model;
use crate::support::{Paperside, corpus};
use client::{Reply, Served};
use schema::assert_fits;

const PAPER: &str = "programming-languages-in-economics.pdf";
const QUESTION: &str = "How much slower than C++ is code in CPython?";

/// What a content is known by.
fn id_of(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::new(), |mut id, byte| {
        let _ = write!(id, "{byte:02x}");
        id
    })
}

/// The events of an answer.
pub fn asked(served: &Served, request: &Value) -> Vec<Value> {
    let reply = served.post("/v1/ask", request);
    assert_eq!(reply.status, 200, "{}", reply.text());
    reply.events().iter().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn a_paper_that_is_sent_is_found_answers_and_goes() {
    let paperside = Paperside::new();
    let served = Served::start(&paperside);
    let bytes = std::fs::read(corpus(PAPER)).unwrap();
    let reply = served.upload(&[(PAPER, &bytes)], &[("collection", "Papers")]);
    assert_eq!(reply.status, 202, "{}", reply.text());
    let (id, size) = (id_of(&bytes), bytes.len());
    let queued =
        json!({"filename": PAPER, "content_type": "application/pdf", "size": size, "id": id, "status": "queued"});
    assert_eq!(reply.json(), queued);

    let document = served.imported(&id);
    assert_eq!((&document["status"], &document["filename"]), (&"imported".into(), &PAPER.into()), "{document}");
    assert_eq!(document["receipt"].as_array().unwrap().len() as u64, document["pages"].as_u64().unwrap());
    assert_eq!(document["collections"], json!(["Papers"]));
    Served::take_all_in(&paperside);

    let listed = served.get("/v1/documents?search=programming&order=title&collection=Papers").json();
    assert_eq!((&listed["total"], &listed["documents"][0]["id"]), (&1.into(), &id.as_str().into()));
    assert_eq!(served.get("/v1/documents?kind=mail").json()["total"], 0);
    let collections = served.get("/v1/collections").json();
    assert_eq!(collections, json!({"collections": [{"name": "Papers", "documents": 1}]}));
    let page = served.get(&format!("/v1/documents/{}/pages/2", &id[..8])).json();
    assert!(page["text"].as_str().unwrap().len() > 1000 && page["page"] == 2, "{page}");

    let found = served.post("/v1/search", &json!({"query": "Which loop was decorated for Numba?"})).json();
    assert_eq!((&found["hits"][0]["document"]["id"], &found["searched"]["of"]), (&id.as_str().into(), &1.into()));
    let events = asked(&served, &json!({"question": QUESTION, "collections": ["Papers"]}));
    assert_eq!(events[0]["type"], "hits", "the evidence comes before the answer");
    let answer = events.last().unwrap();
    assert_eq!((&answer["type"], &answer["refused"]), (&"done".into(), &false.into()), "{answer}");
    let streamed: String = events.iter().filter_map(|event| event["text"].as_str()).collect();
    assert_eq!(answer["answer"], streamed);
    assert_eq!(answer["citations"][0]["document"]["id"], id);

    let gone = served.ask("DELETE", &format!("/v1/documents/{id}"), "", b"");
    assert_eq!((gone.status, &gone.json()["id"]), (200, &id.as_str().into()));
    assert_eq!(served.get(&format!("/v1/documents/{id}")).error().0, "unknown_document");
    assert_eq!(served.get("/v1/documents").json()["total"], 0);
}

#[test]
fn what_cannot_be_asked_is_told_with_a_code_and_a_sentence() {
    let served = Served::all_of(Paperside::new());
    let refused = |reply: Reply, status: u16, code: &str| {
        let (said, message) = reply.error();
        assert_eq!((reply.status, said.as_str()), (status, code), "{message}");
        message
    };
    let post = |path: &str, body: &str| served.ask("POST", path, "Content-Type: application/json\r\n", body.as_bytes());
    for nonsense in ["", "{", "[]", "{}", "{\"query\": 5}", "{\"query\": \"a\", \"limit\": -1}"] {
        refused(post("/v1/search", nonsense), 422, "malformed");
    }
    let message = refused(post("/v1/search", "{\"query\": \"a\", \"limit\": \"ten\"}"), 422, "malformed");
    assert!(message.contains("u32") && message.contains("column"), "it says what is wrong and where: {message}");
    refused(post("/v1/search", "{\"query\": \"a\", \"limit\": 1001}"), 422, "malformed");
    refused(post("/v1/search", &"[".repeat(100_000)), 422, "malformed");
    refused(post("/v1/search", &" ".repeat(5 << 20)), 413, "too_large");
    refused(post("/v1/search", "{\"query\": \"  \"}"), 422, "empty_question");
    refused(post("/v1/search", "{\"query\": \"a\", \"collections\": [\"None\"]}"), 404, "unknown_collection");
    refused(post("/v1/ask", "{\"question\": \"a\", \"answerer\": \"oracle\"}"), 404, "unknown_answerer");
    refused(served.ask("POST", "/v1/search", "", b"{\"query\": \"a\"}"), 415, "no_json");
    refused(served.get("/v1/documents/0123"), 404, "unknown_document");
    refused(served.get("/v1/documents/%FF"), 422, "malformed");
    refused(served.get("/v1/documents/0123/pages/first"), 422, "malformed");
    for wrong in ["limit=0", "limit=501", "limit=many", "order=colour", "colour=red"] {
        refused(served.get(&format!("/v1/documents?{wrong}")), 422, "malformed");
    }
    refused(served.get("/v1/documents?collection=None"), 404, "unknown_collection");
    refused(served.get("/v2/search"), 404, "unknown_path");
    refused(served.ask("PUT", "/v1/search", "", b""), 405, "wrong_method");
    assert_eq!(served.get("/v1/health").status, 200, "nothing of it was too much");
}

#[test]
fn everything_is_described_and_answers_as_described() {
    let paperside = Paperside::with(&["french.pdf"]);
    let served = Served::start(&paperside);
    let described = served.get("/v1/openapi.json").json();
    assert!(described["openapi"].as_str().unwrap().starts_with("3.1"));
    let id = served.get("/v1/documents").json()["documents"][0]["id"].as_str().unwrap().to_owned();
    let question = json!({"question": "adresse"});
    let chat = json!({"model": "paperside", "messages": [{"role": "user", "content": "adresse"}]});
    // What changes the library comes last.
    let tried = [
        ("get", "/v1/health", Value::Null),
        ("get", "/v1/documents", Value::Null),
        ("get", "/v1/documents/{id}", Value::Null),
        ("get", "/v1/documents/{id}/pages/{page}", Value::Null),
        ("get", "/v1/collections", Value::Null),
        ("post", "/v1/search", json!({"query": "adresse", "limit": 3})),
        ("post", "/v1/ask", question),
        ("get", "/v1/openapi.json", Value::Null),
        ("get", "/v1/models", Value::Null),
        ("post", "/v1/chat/completions", chat),
        ("delete", "/v1/documents/{id}", Value::Null),
    ];
    // Those are listened to, and sent files to, by other tests.
    let mut left = vec![("get", "/v1/events"), ("post", "/v1/documents")];
    let operations = described["paths"].as_object().unwrap().iter();
    let operations = operations.flat_map(|(path, item)| item.as_object().unwrap().keys().map(move |key| (key, path)));
    let undescribed = tried.iter().filter(|(method, path, _)| described["paths"][path][method].is_null()).count();
    assert_eq!((undescribed, operations.count()), (0, tried.len() + left.len()), "nothing is described and not tried");

    for (method, path, body) in tried {
        let place = path.replace("{id}", &id).replace("{page}", "0");
        let reply = match &body {
            Value::Null => served.ask(&method.to_uppercase(), &place, "", b""),
            body => served.post(&place, body),
        };
        let schema = |kind: &str| &described["paths"][path][method]["responses"]["200"]["content"][kind]["schema"];
        assert_eq!(reply.status, 200, "{path}: {}", reply.text());
        if path == "/v1/ask" {
            let events = reply.events();
            assert!(events.len() > 1);
            events.iter().for_each(|event| {
                assert_fits(&described, schema("text/event-stream"), &serde_json::from_str(event).unwrap());
            });
        } else {
            assert_fits(&described, schema("application/json"), &reply.json());
        }
        let refused =
            served.ask_so(&method.to_uppercase(), &place, &format!("Host: localhost:{}\r\n", served.port), b"");
        if path != "/v1/health" {
            let content = &described["paths"][path][method]["responses"]["401"]["content"];
            assert_eq!(refused.status, 401, "{path}");
            assert_fits(&described, &content["application/json"]["schema"], &refused.json());
        }
    }
    left.retain(|(method, path)| described["paths"][path][method].is_null());
    assert!(left.is_empty(), "{left:?}");
}

#[cfg(unix)]
#[test]
fn it_ends_when_it_is_told_to_and_lets_those_go_who_listen() {
    let paperside = Paperside::new();
    let served = Served::start(&paperside);
    let mut events = served.listen("GET", "/v1/events", "");
    let reply = served.upload(&[("kettle.txt", b"Kettles whistle when they boil.")], &[]);
    let id = reply.json()["id"].as_str().unwrap().to_owned();
    let ended = events.by_ref().find(|event| event["type"] == "document").unwrap();
    assert_eq!((&ended["id"], &ended["status"]), (&id.as_str().into(), &"added".into()));
    assert_eq!(served.end(), Some(0), "an end that is asked for is no failure");
    assert_eq!(events.find(|event| event["type"] == "document"), None, "the stream has come to its end");
    assert_eq!(paperside.json(&["list"]).lines[0]["id"], id, "the library is free again");
}

#[cfg(unix)]
#[test]
fn an_end_in_the_middle_of_an_answer_and_an_import_loses_nothing() {
    let paperside = Paperside::with(&[PAPER]);
    let (model, was_asked, was_left) = slow_model();
    assert_eq!(paperside.json(&["model", "use", &model, "slow"]).code, 0);
    let served = Served::start(&paperside);
    let mut events = served.listen("GET", "/v1/events", "");
    let sentence = |number| format!("The kettle of number {number} is told of here, and what became of it later. ");
    let long: String = (0..2500).map(sentence).collect();
    let sent = served.upload(&[("long.txt", long.as_bytes()), ("short.txt", b"The clock is on the wall.")], &[]).json();
    events.find(|event| event["stage"] == "embedding").expect("the import has begun");
    let answer = served.listen("POST", "/v1/ask", &json!({"question": QUESTION}).to_string());
    was_asked.recv().expect("the model is asked");

    assert_eq!(served.end(), Some(0), "an end that is asked for is no failure");
    let last = answer.last().expect("the answer has begun");
    assert_eq!((&last["type"], &last["code"]), (&"error".into(), &"closed".into()), "it says that it is not whole");
    was_left.recv().expect("the model is left");

    let waiting = paperside.json(&["imports"]).lines;
    assert!(!waiting.is_empty() && waiting.iter().all(|file| file["state"] == "waiting"), "{waiting:?}");
    let ended = paperside.json(&["imports", "run"]);
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    for file in sent.as_array().unwrap() {
        let document = paperside.json(&["show", file["id"].as_str().unwrap()]).lines.remove(0);
        assert_eq!(document["pages_searchable"], document["pages"], "{document}");
    }
    assert_eq!(paperside.json(&["list"]).lines.len(), 3, "nothing is lost, nothing twice");
    assert_eq!(paperside.json(&["doctor"]).code, 0);
    Served::take_all_in(&paperside);
}

#[test]
fn a_change_by_another_request_is_heard() {
    let served = Served::all_of(Paperside::with(&["french.pdf"]));
    let described = served.get("/v1/openapi.json").json();
    let schema = &described["paths"]["/v1/events"]["get"]["responses"]["200"]["content"]["text/event-stream"]["schema"];
    let mut events = served.listen("GET", "/v1/events", "");
    let id = served.get("/v1/documents").json()["documents"][0]["id"].as_str().unwrap().to_owned();
    served.ask("DELETE", &format!("/v1/documents/{id}"), "", b"");
    let event = events.find(|event| event["type"] == "removed").unwrap();
    assert_eq!(event, json!({"type": "removed", "id": id}));
    assert_fits(&described, schema, &event);
}
