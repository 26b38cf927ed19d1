//! Language model servers on this computer.

mod drip;
mod errors;
mod faults;
mod lists;
mod questions;
mod streams;

use serde_json::{Value, json};

use super::{
    EndReason, LanguageError, LanguageModelAddress, LanguageModelKind, Piece, Prompt, PromptTurn, Role, ServerModel,
    ServerStream, Usage,
};
use crate::net::Net;
use crate::net::loopback::{Asked, Loopback, Reply};

const KINDS: [LanguageModelKind; 3] =
    [LanguageModelKind::OpenAi, LanguageModelKind::Ollama, LanguageModelKind::Anthropic];

fn address(kind: LanguageModelKind, url: String) -> LanguageModelAddress {
    LanguageModelAddress { kind, url, model: "small".to_owned(), key: Some(" sk-secret\n".to_owned()) }
}

fn model(kind: LanguageModelKind, url: String) -> ServerModel {
    ServerModel::new(Net::for_tests(), address(kind, url)).expect("an address")
}

fn prompt() -> Prompt {
    let turn = |role, text: &str| PromptTurn { role, text: text.to_owned() };
    Prompt {
        system: "Be brief.".to_owned(),
        turns: vec![turn(Role::Person, "Hi"), turn(Role::Model, "Hello."), turn(Role::Person, "How far is the moon?")],
        most_answer_tokens: 99,
        context_tokens: Some(4096),
        temperature: 0.25,
    }
}

fn sent(asked: &Asked) -> Value {
    serde_json::from_slice(&asked.body).expect("it is JSON")
}

/// What comes of an answer: what is thought, what is said, how it ends.
#[derive(Debug, Default)]
struct Heard {
    thought: String,
    said: String,
    end: Option<(EndReason, Option<Usage>)>,
    error: Option<LanguageError>,
}

async fn hear(mut stream: ServerStream) -> Heard {
    let mut heard = Heard::default();
    loop {
        match stream.next().await {
            Ok(Some(Piece::Text(text))) => heard.said.push_str(&text),
            Ok(Some(Piece::Thinking(text))) => heard.thought.push_str(&text),
            Ok(Some(Piece::End { reason, usage })) => heard.end = Some((reason, usage)),
            Ok(None) => return heard,
            Err(error) => {
                assert!(matches!(stream.next().await, Ok(None)), "nothing comes after an error");
                return Heard { error: Some(error), ..heard };
            }
        }
    }
}

/// What comes of the question, if it is answered.
async fn ask(kind: LanguageModelKind, server: &Loopback) -> Heard {
    hear(model(kind, server.url("")).answer(&prompt()).await.expect("it answers")).await
}

/// Asks one who answers this.
async fn listen(kind: LanguageModelKind, body: impl Into<Vec<u8>>) -> Heard {
    let answer = reply(kind, body);
    ask(kind, &Loopback::start(move |_, _| answer.clone()).await).await
}

/// Why the question is not answered.
async fn refusal(kind: LanguageModelKind, server: &Loopback) -> LanguageError {
    model(kind, server.url("")).answer(&prompt()).await.expect_err("it does not answer")
}

/// Messages as they are sent: events, or lines.
fn framed(kind: LanguageModelKind, messages: &[Value]) -> String {
    let line = |message: &Value| match kind {
        LanguageModelKind::OpenAi => format!("data: {message}\n\n"),
        LanguageModelKind::Ollama => format!("{message}\n"),
        LanguageModelKind::Anthropic => {
            format!("event: {}\ndata: {message}\n\n", message["type"].as_str().unwrap_or("x"))
        }
    };
    messages.iter().map(line).collect()
}

fn content_type(kind: LanguageModelKind) -> &'static str {
    match kind {
        LanguageModelKind::Ollama => "application/x-ndjson",
        _ => "text/event-stream",
    }
}

/// The message that says these words.
fn words(kind: LanguageModelKind, text: &str) -> Value {
    match kind {
        LanguageModelKind::OpenAi => json!({"choices": [{"index": 0, "delta": {"content": text}}]}),
        LanguageModelKind::Ollama => json!({"message": {"role": "assistant", "content": text}, "done": false}),
        LanguageModelKind::Anthropic => {
            json!({"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": text}})
        }
    }
}

/// The message that thinks these words.
fn thought(kind: LanguageModelKind, text: &str) -> Value {
    match kind {
        LanguageModelKind::OpenAi => json!({"choices": [{"delta": {"reasoning_content": text}}]}),
        LanguageModelKind::Ollama => json!({"message": {"content": "", "thinking": text}, "done": false}),
        LanguageModelKind::Anthropic => {
            json!({"type": "content_block_delta", "delta": {"type": "thinking_delta", "thinking": text}})
        }
    }
}

/// The messages with which an answer begins and ends: 12 tokens read, 5 written.
fn frame(kind: LanguageModelKind, messages: Vec<Value>) -> String {
    let (before, after) = match kind {
        LanguageModelKind::OpenAi => {
            let end = json!({"choices": [{"delta": {}, "finish_reason": "stop"}]});
            let usage = json!({"choices": [], "usage": {"prompt_tokens": 12, "completion_tokens": 5}});
            (vec![json!({"choices": [{"delta": {"role": "assistant"}}]})], vec![end, usage])
        }
        LanguageModelKind::Ollama => {
            let end = json!({"message": {"content": ""}, "done": true, "done_reason": "stop", "prompt_eval_count": 12,
                "eval_count": 5});
            (vec![], vec![end])
        }
        LanguageModelKind::Anthropic => {
            let start = json!({"type": "message_start", "message": {"content": [], "usage": {"input_tokens": 12,
                "output_tokens": 1}}});
            let end = json!({"type": "message_delta", "delta": {"stop_reason": "end_turn"},
                "usage": {"output_tokens": 5}});
            (vec![start, json!({"type": "ping"})], vec![end, json!({"type": "message_stop"})])
        }
    };
    let mut text = framed(kind, &[before, messages, after].concat());
    if kind == LanguageModelKind::OpenAi {
        text.push_str("data: [DONE]\n\n");
    }
    text
}

fn reply(kind: LanguageModelKind, body: impl Into<Vec<u8>>) -> Reply {
    Reply::new(200, body).header("content-type", content_type(kind)).chunked()
}

/// A short answer.
fn hello(kind: LanguageModelKind) -> Reply {
    reply(kind, frame(kind, vec![words(kind, "Hello.")]))
}

/// How all those answers end.
const ENDED: Option<(EndReason, Option<Usage>)> =
    Some((EndReason::Finished, Some(Usage { prompt_tokens: 12, answer_tokens: 5 })));
