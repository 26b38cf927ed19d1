//! Questions asked as of a language model of `OpenAI`'s.

use std::sync::Arc;
use std::sync::atomic::AtomicUsize;

use serde_json::{Value, json};

use super::client::Served;
use super::schema::assert_fits;
use super::{PAPER, QUESTION, asked};
use crate::models::server;
use crate::support::Paperside;

const COMPLETIONS: &str = "/v1/chat/completions";

/// The chunks of an answer, without the word that ends them.
fn streamed(served: &Served, request: &Value) -> Vec<Value> {
    let mut lines = served.post(COMPLETIONS, request).events();
    assert_eq!(lines.pop().as_deref(), Some("[DONE]"));
    lines.iter().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn text_of(chunks: &[Value]) -> String {
    chunks.iter().filter_map(|chunk| chunk["choices"][0]["delta"]["content"].as_str()).collect()
}

fn question(text: &str) -> Value {
    json!({"model": "paperside", "messages": [{"role": "user", "content": text}], "temperature": 0.2})
}

#[test]
fn a_program_made_for_language_models_gets_an_answer_with_its_sources() {
    let paperside = Paperside::with(&[PAPER]);
    let file = paperside.file("kettle.txt", b"Kettles whistle when they boil.");
    paperside.json(&["add", file.to_str().unwrap(), "--collection", "Kitchen"]);
    let served = Served::start(&paperside);
    let models = served.get("/v1/models").json();
    let ids: Vec<_> = models["data"].as_array().unwrap().iter().map(|model| model["id"].as_str().unwrap()).collect();
    assert_eq!((&models["object"], ids), (&"list".into(), vec!["paperside", "paperside/Kitchen"]));

    let direct = asked(&served, &json!({"question": QUESTION})).pop().unwrap();
    let whole = served.post(COMPLETIONS, &question(QUESTION)).json();
    let content = whole["choices"][0]["message"]["content"].as_str().unwrap();
    assert_eq!((&whole["object"], &whole["choices"][0]["finish_reason"]), (&"chat.completion".into(), &"stop".into()));
    assert!(content.starts_with(direct["answer"].as_str().unwrap()), "{content}");
    assert!(content.contains("[1]") && content.contains("\n\nSources:\n\n- [1] "), "{content}");
    assert_eq!(whole["citations"], direct["citations"]);

    let mut request = question(QUESTION);
    request["stream"] = true.into();
    let chunks = streamed(&served, &request);
    let described = served.get("/v1/openapi.json").json();
    let schema = &described["paths"][COMPLETIONS]["post"]["responses"]["200"]["content"]["text/event-stream"]["schema"];
    chunks.iter().for_each(|chunk| assert_fits(&described, schema, chunk));
    assert_eq!(chunks[0]["choices"][0]["delta"]["role"], "assistant");
    assert_eq!(text_of(&chunks), content, "in pieces it is the same");
    let (last, before) = chunks.split_last().unwrap();
    assert_eq!((&last["choices"][0]["finish_reason"], &last["citations"]), (&"stop".into(), &direct["citations"]));
    assert!(before.iter().all(|chunk| chunk["choices"][0]["finish_reason"].is_null()));
    assert!(chunks.iter().all(|chunk| chunk["id"] == chunks[0]["id"] && chunk["object"] == "chat.completion.chunk"));
}

#[test]
fn a_collection_is_a_model_of_its_own_and_refuses_what_it_does_not_know() {
    let paperside = Paperside::with(&[PAPER]);
    let file = paperside.file("kettle.txt", b"Kettles whistle when they boil.");
    paperside.json(&["add", file.to_str().unwrap(), "--collection", "Kitchen"]);
    let served = Served::start(&paperside);
    let ask = |text: &str| {
        let mut request = question(text);
        request["model"] = "paperside/Kitchen".into();
        served.post(COMPLETIONS, &request).json()
    };
    let known = ask("When do kettles whistle?");
    assert_eq!(known["citations"][0]["document"]["title"], "kettle.txt", "{known}");
    let unknown = ask(QUESTION);
    assert_eq!(unknown["citations"], json!([]));
    let content = unknown["choices"][0]["message"]["content"].as_str().unwrap();
    assert!(!content.is_empty() && !content.contains("Sources:"), "{content}");
}

#[test]
fn a_follow_up_is_understood_by_what_was_said_before() {
    let paperside = Paperside::new();
    let text = b"The copper kettle stands on the stove. The kettle whistles when the water boils.";
    paperside.add(&[&paperside.file("kettle.txt", text)]);
    let served = Served::start(&paperside);
    let (before, said, now) =
        ("Where does the copper kettle stand?", "It stands on the stove. [1]", "And when does it whistle?");
    let earlier = json!([{"question": before, "answer": said}]);
    let direct = asked(&served, &json!({"question": now, "earlier": earlier}));
    assert!(direct[0]["understood"]["text"].as_str().unwrap().contains("kettle"), "{}", direct[0]);
    let messages = json!([
        {"role": "system", "content": "Answer in verse."},
        {"role": "user", "content": before},
        {"role": "assistant", "content": format!("{said}\n\nSources:\n\n- [1] kettle.txt, page 1")},
        {"role": "user", "content": [{"type": "text", "text": now}]},
    ]);
    let answer = served.post(COMPLETIONS, &json!({"model": "paperside", "messages": messages})).json();
    let content = answer["choices"][0]["message"]["content"].as_str().unwrap();
    let direct = direct.last().unwrap();
    assert!(content.starts_with(direct["answer"].as_str().unwrap()), "{content}");
    assert_eq!(answer["citations"], direct["citations"], "a conversation is the question with what was said before");
}

#[test]
fn what_a_language_model_writes_comes_with_the_numbers_of_its_citations() {
    let paperside = Paperside::with(&[PAPER]);
    let model = server(Arc::new(AtomicUsize::new(0)));
    assert_eq!(paperside.json(&["model", "use", &model.url, "honest"]).code, 0);
    let served = Served::start(&paperside);
    let whole = served.post(COMPLETIONS, &question(QUESTION)).json();
    let mut request = question(QUESTION);
    request["stream"] = true.into();
    let chunks = streamed(&served, &request);
    assert_eq!(whole["choices"][0]["message"]["content"], text_of(&chunks));
    let last = chunks.last().unwrap();
    assert_eq!(last["citations"], whole["citations"]);
    for citation in last["citations"].as_array().unwrap() {
        assert!(text_of(&chunks).contains(&format!("[{}]", citation["number"])), "{citation}");
    }
    assert!(!last["citations"].as_array().unwrap().is_empty());
}

#[test]
fn errors_are_told_as_such_programs_expect_them() {
    let served = Served::all_of(Paperside::new());
    let refused = |request: &Value| {
        let reply = served.post(COMPLETIONS, request);
        let error = reply.json()["error"].clone();
        assert!(error["param"].is_null() && !error["message"].as_str().unwrap().is_empty(), "{error}");
        (reply.status, error["type"].as_str().unwrap().to_owned(), error["code"].as_str().unwrap().to_owned())
    };
    let invalid = |status, code: &str| (status, "invalid_request_error".to_owned(), code.to_owned());
    for model in ["gpt-4", "papersides", ""] {
        let mut request = question("What?");
        request["model"] = model.into();
        assert_eq!(refused(&request), invalid(404, "model_not_found"), "{model}");
    }
    let mut request = question("What?");
    request["model"] = "paperside/None".into();
    assert_eq!(refused(&request), invalid(404, "unknown_collection"));
    request["stream"] = true.into();
    assert_eq!(refused(&request), invalid(404, "unknown_collection"), "before the first piece an error is an error");
    let no_question = json!({"model": "paperside", "messages": [{"role": "assistant", "content": "That."}]});
    for malformed in [json!({}), json!({"model": "paperside", "messages": []}), no_question, json!([1])] {
        assert_eq!(refused(&malformed), invalid(400, "malformed"), "{malformed}");
    }
    let host = format!("Host: localhost:{}\r\n", served.port);
    let stranger = served.ask_so("GET", "/v1/models", &host, b"");
    assert_eq!((stranger.status, &stranger.json()["error"]["type"]), (401, &"authentication_error".into()));
}
