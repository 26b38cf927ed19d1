use std::fmt::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::{Value, json};

use crate::servers::{Answer, Server};
use crate::support::{Ended, Paperside};

const PAPER: &str = "programming-languages-in-economics.pdf";
const QUESTION: &str = "How much slower than C++ is code in CPython?";

/// A passage as a model is given it.
struct Given {
    number: usize,
    text: String,
}

/// The passages of a prompt.
fn given(prompt: &str) -> Vec<Given> {
    let passages = prompt.split("\n>>>\n").filter_map(|part| {
        let (head, text) = part.split_once("\n<<<\n")?;
        let number = head[head.rfind("\n[").map_or(0, |at| at + 1)..].trim_start().strip_prefix('[')?;
        Some(Given { number: number.split(']').next()?.parse().ok()?, text: text.to_owned() })
    });
    passages.collect()
}

/// A sentence of a passage that says something with a number in it, on one line.
fn telling_sentence(passages: &[Given]) -> (usize, String) {
    let sentences = passages.iter().flat_map(|passage| {
        passage
            .text
            .split_inclusive(". ")
            .map(|sentence| (passage.number, sentence.split_whitespace().collect::<Vec<_>>().join(" ")))
    });
    let mut telling = sentences.filter(|(_, sentence)| {
        sentence.ends_with('.') && sentence.chars().any(|c| c.is_ascii_digit()) && (60..240).contains(&sentence.len())
    });
    telling.next().expect("a passage says something with a number")
}

/// What a model of this name makes of a prompt.
fn written(model: &str, prompt: &str) -> String {
    let passages = given(prompt);
    let (number, sentence) = telling_sentence(&passages);
    match model {
        "honest" => format!("{sentence} [{number}]"),
        "liar" | "a-model" => {
            let wrong: String = sentence.chars().map(|c| if c.is_ascii_digit() { '8' } else { c }).collect();
            format!("{wrong} [{number}]")
        }
        "inventor" => format!("{sentence} [97] The moon is made of cheese from Bavaria. [{number}]"),
        "modest" => "The documents do not say.".to_owned(),
        other => panic!("there is no model {other}"),
    }
}

/// A server that streams as `OpenAI`'s does, a few letters at a time; it counts what it was asked.
pub fn server(asked: Arc<AtomicUsize>) -> Server {
    Server::start(move |request| {
        if request.path == "/v1/models" {
            let models = ["honest", "liar", "inventor", "modest"].map(|id| json!({"id": id, "object": "model"}));
            return Answer::json(&json!({"object": "list", "data": models}));
        }
        if request.path != "/v1/chat/completions" {
            return Answer::status(404);
        }
        asked.fetch_add(1, Ordering::Relaxed);
        let request: Value = serde_json::from_slice(&request.body).unwrap();
        let messages = request["messages"].as_array().unwrap();
        let prompt = messages.last().unwrap()["content"].as_str().unwrap();
        let text = written(request["model"].as_str().unwrap(), prompt);
        let letters: Vec<char> = text.chars().collect();
        let mut body = String::new();
        for piece in letters.chunks(5) {
            let piece: String = piece.iter().collect();
            let piece = json!({"choices": [{"index": 0, "delta": {"content": piece}}]});
            let _ = write!(body, "data: {piece}\n\n");
        }
        let end = json!({"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]});
        let _ = write!(body, "data: {end}\n\n");
        let words: usize = messages.iter().map(|it| it["content"].as_str().unwrap().split_whitespace().count()).sum();
        let usage = json!({"prompt_tokens": words * 4 / 3, "completion_tokens": 9, "total_tokens": 9});
        let _ = write!(body, "data: {}\n\ndata: [DONE]\n\n", json!({"choices": [], "usage": usage}));
        Answer { content_type: "text/event-stream", ..Answer::text(body) }
    })
}

fn ask_model(paperside: &Paperside, url: &str, model: &str) -> Value {
    let chosen = paperside.json(&["model", "use", url, model]);
    assert_eq!(chosen.code, 0, "{}", chosen.stderr);
    let ended = paperside.json(&["ask", QUESTION]);
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    assert_eq!(ended.of_type("ledger").len(), 1, "how the room is used is told before the answer");
    let done = ended.lines.last().unwrap().clone();
    assert_eq!((done["type"].as_str(), done["answerer"].as_str()), (Some("done"), Some(model)));
    done
}

#[test]
fn what_a_model_writes_is_checked_and_cited() {
    let paperside = Paperside::with(&[PAPER]);
    let asked = Arc::new(AtomicUsize::new(0));
    let server = server(Arc::clone(&asked));

    let honest = ask_model(&paperside, &server.url, "honest");
    assert_eq!(honest["sentences"][0]["verdict"], "quoted", "{honest}");
    assert_eq!(honest["sentences"][0]["numbers"], json!([1]));
    assert!(honest["answer"].as_str().unwrap().ends_with("[1]"));
    let citation = &honest["citations"][0];
    assert!(!citation["boxes"].as_array().unwrap().is_empty() && citation["verdict"] == "quoted", "{citation}");
    assert_eq!(honest["ledger"]["was_cut"], false, "{}", honest["ledger"]);

    let liar = ask_model(&paperside, &server.url, "liar");
    assert_eq!(liar["sentences"][0]["verdict"], "unsupported", "{liar}");
    assert_eq!(liar["sentences"][0]["problems"][0]["kind"], "number_not_found");

    let inventor = ask_model(&paperside, &server.url, "inventor");
    let problems: Vec<&Value> = inventor["sentences"].as_array().unwrap().iter().map(|it| &it["problems"]).collect();
    assert!(problems[0].as_array().unwrap().iter().any(|it| it["kind"] == "unknown_source"), "{inventor}");
    assert_eq!(inventor["sentences"][1]["verdict"], "unsupported", "{inventor}");

    let modest = ask_model(&paperside, &server.url, "modest");
    assert_eq!((modest["refused"].as_bool(), modest["citations"].as_array().unwrap().len()), (Some(true), 0));

    let before = asked.load(Ordering::Relaxed);
    let nowhere = paperside.ask("Which dragons guard the treasure of the deep?");
    assert_eq!(nowhere["refused"], true);
    assert_eq!(asked.load(Ordering::Relaxed), before, "what the documents do not hold is not asked of a model");
    let own = paperside.json(&["ask", QUESTION, "--answerer", "extractive"]);
    assert_eq!(own.lines.last().unwrap()["answerer"], "extractive");
}

#[test]
fn without_its_server_a_model_does_not_answer_and_the_documents_still_do() {
    let paperside = Paperside::with(&[PAPER]);
    let server = server(Arc::default());
    ask_model(&paperside, &server.url, "honest");
    drop(server);
    let ended: Ended = paperside.json(&["ask", QUESTION]);
    assert_eq!((ended.code, &ended.lines.last().unwrap()["code"]), (1, &json!("language_model")), "{}", ended.stderr);
    assert!(ended.stderr.contains("start it, or answer without a model"), "{}", ended.stderr);
    assert_eq!(paperside.json(&["model", "off"]).code, 0);
    let own = paperside.ask(QUESTION);
    assert_eq!((own["answerer"].as_str(), own["refused"].as_bool()), (Some("extractive"), Some(false)));
}

#[test]
fn a_key_is_kept_where_nobody_else_reads_it_and_sent_to_its_server_only() {
    use std::io::Write;
    use std::process::Stdio;
    let paperside = Paperside::with(&["weather.rtf"]);
    let server = server(Arc::default());
    let config = paperside.library().parent().unwrap().join("config");
    let mut command = paperside.command(&["model", "use", &server.url, "honest", "--key-stdin"]);
    let mut child = command
        .env("XDG_CONFIG_HOME", &config)
        .env_remove("DBUS_SESSION_BUS_ADDRESS")
        .env("XDG_RUNTIME_DIR", &config)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(b"sk-secret\n").unwrap();
    let ended = child.wait_with_output().unwrap();
    let said = String::from_utf8(ended.stderr).unwrap();
    assert!(ended.status.success() && said.contains("not encrypted"), "{said}");
    let kept = std::fs::read_to_string(config.join("paperside/keys.json")).unwrap();
    assert!(kept.contains("sk-secret"));
    let catalog = std::fs::read(paperside.library().join("catalog.sqlite")).unwrap();
    assert!(!catalog.windows(9).any(|bytes| bytes == b"sk-secret"), "a library can be given away");
}
