//! The models of servers, and which servers there are.

use super::*;
use crate::answer::language::presets::{PRESETS, Preset, probe_all};
use crate::answer::language::{ModelInfo, models, probe};
use crate::net::loopback::nobody;

fn info(name: &str, context_tokens: Option<u32>, size: Option<u64>) -> ModelInfo {
    ModelInfo { name: name.to_owned(), context_tokens, size }
}

fn answer(asked: &Asked) -> Reply {
    match asked.target.as_str() {
        "/v1/models" => {
            Reply::json(&json!({"object": "list", "data": [{"id": "a", "max_model_len": 4096}, {"id": "b"}]}))
        }
        "/v1/models?limit=1000" => Reply::json(
            &json!({"data": [{"type": "model", "id": "c", "max_input_tokens": 200_000}], "has_more": false}),
        ),
        "/api/tags" => Reply::json(&json!({"models": [{"name": "d:1b", "size": 7, "details": {}}, {"name": "e"}]})),
        "/api/show" if sent(asked) == json!({"model": "d:1b"}) => {
            Reply::json(&json!({"model_info": {"llama.context_length": 8192, "llama.block_count": 2}}))
        }
        _ => Reply::new(404, r#"{"error":"nothing here"}"#),
    }
}

#[tokio::test]
async fn lists_the_models_of_each() {
    let expected = [
        vec![info("a", Some(4096), None), info("b", None, None)],
        vec![info("d:1b", Some(8192), Some(7)), info("e", None, None)],
        vec![info("c", Some(200_000), None)],
    ];
    for (kind, expected) in KINDS.into_iter().zip(expected) {
        let server = Loopback::start(|_, asked| answer(asked)).await;
        let listed = models(&Net::for_tests(), &address(kind, server.url(""))).await.expect("a list");
        assert_eq!(listed, expected, "{kind:?}");
        let asked = server.asked();
        let key = asked[0].header("authorization").or(asked[0].header("x-api-key"));
        assert!(key.is_some_and(|key| key.ends_with("sk-secret")), "{kind:?}");
    }
}

#[tokio::test]
async fn a_list_that_is_none_is_an_error() {
    let server = Loopback::start(|_, _| Reply::new(200, "<html>")).await;
    let error = models(&Net::for_tests(), &address(LanguageModelKind::OpenAi, server.url(""))).await;
    assert!(matches!(error, Err(LanguageError::Unusable { .. })), "{error:?}");
    let (_socket, url) = nobody();
    let error = models(&Net::for_tests(), &address(LanguageModelKind::Ollama, url)).await;
    assert!(matches!(error, Err(LanguageError::NotRunning { .. })), "{error:?}");
}

#[tokio::test]
async fn a_list_is_not_looked_for_elsewhere() {
    let other = Loopback::start(|_, asked| answer(asked)).await;
    let target = other.url("/v1/models");
    let server = Loopback::start(move |_, _| Reply::redirect(target.clone())).await;
    let error = models(&Net::for_tests(), &address(LanguageModelKind::OpenAi, server.url(""))).await;
    assert!(matches!(error, Err(LanguageError::Unusable { .. })), "{error:?}");
    assert_eq!(other.asked().len(), 0);
}

fn preset(name: &'static str, kind: LanguageModelKind, url: String) -> Preset {
    Preset { name, kind, url: url.leak() }
}

#[tokio::test]
async fn looks_around_without_a_word_about_what_is_not_there() {
    let there = Loopback::start(|_, asked| answer(asked)).await;
    let page = Loopback::start(|_, _| Reply::new(200, "<html>").header("content-type", "text/html")).await;
    let silent = Loopback::start(|_, _| Reply::new(200, "{").hold()).await;
    let (_socket, absent) = nobody();
    let known = [
        preset("absent", LanguageModelKind::OpenAi, absent),
        preset("Ollama", LanguageModelKind::Ollama, there.url("")),
        preset("silent", LanguageModelKind::OpenAi, silent.url("/v1")),
        preset("page", LanguageModelKind::OpenAi, page.url("/v1")),
        preset("vLLM", LanguageModelKind::OpenAi, there.url("/v1")),
    ];
    let net = Net::for_tests();
    net.set_offline(true);
    let running = probe_all(&net, &known).await;
    let names: Vec<_> = running.iter().map(|running| running.preset.name).collect();
    assert_eq!(names, ["Ollama", "vLLM"], "in the order of the list");
    assert_eq!(running[0].models, [info("d:1b", None, Some(7)), info("e", None, None)], "more is asked for later");
}

#[tokio::test]
async fn looks_at_no_other_computer() {
    let net = Net::for_tests();
    let running = probe(&net).await;
    assert!(running.len() <= PRESETS.len());
    assert!(net.entries().iter().all(|entry| entry.host.starts_with("127.0.0.1:")), "{:?}", net.entries());
}
