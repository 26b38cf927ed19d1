//! One question to every face: what is answered, and every word that is cited for it, is the same.
//!
//! Faces take turns with a library, since one process holds it. The window's turn stands with its other tests.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::mcp::client::Client;
use crate::models;
use crate::serve::asked;
use crate::serve::client::Served;
use crate::support::Paperside;

pub const PAPER: &str = "programming-languages-in-economics.pdf";
pub const QUESTION: &str = "How much slower than C++ is code in CPython?";

/// What of an answer must be the same everywhere: all but how long it took.
const TOLD: [&str; 7] = ["answer", "refused", "answerer", "citations", "sentences", "support", "searched"];

/// That an answer is the same as another, field by field.
pub fn assert_same(face: &str, here: &Value, there: &Value) {
    for field in TOLD {
        assert_eq!(here[field], there[field], "the {field} of the {face} must be the terminal's");
    }
}

/// What of a citation a model is told: it has no use for rectangles.
fn for_a_model(citation: &Value) -> Value {
    let document = json!({"id": citation["document"]["id"], "title": citation["document"]["title"]});
    let mut told = json!({"document": document});
    for field in ["number", "sentence", "verdict", "page", "page_label", "quote"] {
        told[field] = citation[field].clone();
    }
    told
}

/// That the terminal, HTTP and the protocol of assistants answer the same; gives what that is.
pub fn answer_of_all(paperside: &Paperside, question: &str) -> Value {
    let terminal = paperside.ask(question);
    let citations = terminal["citations"].as_array().unwrap();

    let served = Served::start(paperside);
    let by_http = asked(&served, &json!({"question": question})).pop().unwrap();
    assert_same("HTTP interface", &by_http, &terminal);
    let message = json!({"role": "user", "content": question});
    let completed = served.post("/v1/chat/completions", &json!({"model": "paperside", "messages": [message]})).json();
    assert_eq!(completed["citations"], terminal["citations"]);
    let content = completed["choices"][0]["message"]["content"].as_str().unwrap();
    assert!(content.starts_with(terminal["answer"].as_str().unwrap()), "{content}");
    served.kill();

    let mut client = Client::start(paperside);
    let by_mcp = client.found("ask", json!({"question": question}));
    assert_eq!(client.close(), Some(0));
    for field in ["answer", "refused", "answerer", "searched"] {
        assert_eq!(by_mcp[field], terminal[field], "the {field} that assistants are told must be the terminal's");
    }
    assert_eq!(by_mcp["citations"], citations.iter().map(for_a_model).collect::<Value>());
    terminal
}

#[test]
fn every_face_answers_and_cites_the_same() {
    let paperside = Paperside::with(&[PAPER, "table-structure.pdf", "french.pdf"]);
    paperside.add(&[&paperside.file("notes.md", b"# Kitchen\n\nThe kettle is on the stove. It whistles at noon.")]);
    let answer = answer_of_all(&paperside, QUESTION);
    assert!(!answer["citations"][0]["boxes"].as_array().unwrap().is_empty(), "a page has rectangles: {answer}");
    let answer = answer_of_all(&paperside, "When does the kettle whistle?");
    assert_eq!(answer["citations"][0]["document"]["title"], "Kitchen", "{answer}");
    assert_eq!(answer_of_all(&paperside, "Who won the football world cup in 1954?")["refused"], true);
    let answer = answer_of_all(&paperside, "Which documents mention Numba?");
    assert!(answer["answer"].as_str().unwrap().starts_with("1 of 4 documents"), "{answer}");
}

#[test]
fn what_a_language_model_writes_is_judged_the_same_by_every_face() {
    let paperside = Paperside::with(&[PAPER]);
    let server = models::server(Arc::default());
    for (model, verdict) in [("honest", "quoted"), ("liar", "unsupported"), ("inventor", "unsupported")] {
        assert_eq!(paperside.json(&["model", "use", &server.url, model]).code, 0);
        let answer = answer_of_all(&paperside, QUESTION);
        let sentences = answer["sentences"].as_array().unwrap();
        assert_eq!(sentences.last().unwrap()["verdict"], verdict, "{answer}");
    }
}
