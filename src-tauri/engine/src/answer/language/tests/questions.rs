//! What servers are asked, and where.

use super::*;

fn target(kind: LanguageModelKind) -> &'static str {
    match kind {
        LanguageModelKind::OpenAi => "/v1/chat/completions",
        LanguageModelKind::Ollama => "/api/chat",
        LanguageModelKind::Anthropic => "/v1/messages",
    }
}

fn turns() -> Value {
    json!([
        {"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."},
        {"role": "user", "content": "How far is the moon?"},
    ])
}

fn turns_with_system() -> Value {
    let mut all = vec![json!({"role": "system", "content": "Be brief."})];
    all.extend(turns().as_array().expect("a list").iter().cloned());
    all.into()
}

#[tokio::test]
async fn each_is_asked_in_its_own_way() {
    let expected = [
        json!({"model": "small", "messages": turns_with_system(), "stream": true, "max_tokens": 99,
            "temperature": 0.25, "stream_options": {"include_usage": true}}),
        json!({"model": "small", "messages": turns_with_system(), "stream": true, "truncate": false, "shift": false,
            "options": {"num_ctx": 4096, "num_predict": 99, "temperature": 0.25}}),
        json!({"model": "small", "messages": turns(), "stream": true, "max_tokens": 99, "temperature": 0.25,
            "system": "Be brief."}),
    ];
    for (kind, expected) in KINDS.into_iter().zip(expected) {
        let server = Loopback::start(move |_, _| hello(kind)).await;
        ask(kind, &server).await;
        let [asked] = server.asked().try_into().expect("one request");
        assert_eq!((asked.method.as_str(), asked.target.as_str()), ("POST", target(kind)));
        assert_eq!(sent(&asked), expected, "{kind:?}");
    }
}

#[tokio::test]
async fn what_is_not_known_is_not_said() {
    let prompt = Prompt { system: String::new(), context_tokens: None, ..prompt() };
    for kind in KINDS {
        let server = Loopback::start(move |_, _| hello(kind)).await;
        hear(model(kind, server.url("")).answer(&prompt).await.expect("it answers")).await;
        let sent = sent(&server.asked()[0]);
        assert!(sent.get("system").is_none() && sent.pointer("/options/num_ctx").is_none(), "{sent}");
        assert_eq!(sent["messages"], turns(), "{kind:?}");
    }
}

#[tokio::test]
async fn the_key_is_where_it_belongs() {
    for kind in KINDS {
        let server = Loopback::start(move |_, _| hello(kind)).await;
        ask(kind, &server).await;
        let asked = &server.asked()[0];
        let is_anthropic = kind == LanguageModelKind::Anthropic;
        let (bearer, own) = (asked.header("authorization"), asked.header("x-api-key"));
        let expected = if is_anthropic { (None, Some("sk-secret")) } else { (Some("Bearer sk-secret"), None) };
        assert_eq!((bearer, own), expected, "{kind:?}");
        assert_eq!(asked.header("anthropic-version").is_some(), is_anthropic, "{kind:?}");
    }
}

#[tokio::test]
async fn the_server_is_found_once_however_its_address_is_written() {
    for (kind, there) in
        [(LanguageModelKind::OpenAi, "/chat/completions"), (LanguageModelKind::OpenAi, "/v1/chat/completions")]
    {
        let server = Loopback::start(move |_, asked| match asked.target.as_str() {
            target if target == there => hello(kind),
            _ => Reply::new(404, "404 page not found"),
        })
        .await;
        for path in ["", "/", "/chat/completions"] {
            let model = model(kind, server.url(path));
            for _ in 0..2 {
                let heard = hear(model.clone().answer(&prompt()).await.expect("it is there")).await;
                assert_eq!(heard.said, "Hello.", "{path}");
            }
        }
        let strays = server.asked().iter().filter(|asked| asked.target != there).count();
        assert!(strays <= 3, "each model looks for its place once: {strays}");
    }
}

#[tokio::test]
async fn what_a_server_refuses_to_be_told_is_not_told_again() {
    let server = Loopback::start(|_, asked| {
        let refuses = |field: &str| sent(asked).get(field).is_some();
        if refuses("stream_options") {
            Reply::new(400, r#"{"error":{"message":"Unknown field: stream_options"}}"#)
        } else if refuses("max_tokens") {
            Reply::new(400, r#"{"error":{"message":"Use 'max_completion_tokens' instead of 'max_tokens'."}}"#)
        } else if refuses("temperature") {
            Reply::new(422, r#"{"detail":[{"loc":["body","temperature"],"msg":"not permitted"}]}"#)
        } else {
            hello(LanguageModelKind::OpenAi)
        }
    })
    .await;
    let model = model(LanguageModelKind::OpenAi, server.url("/v1"));
    for _ in 0..2 {
        assert_eq!(hear(model.answer(&prompt()).await.expect("it answers")).await.said, "Hello.");
    }
    let asked = server.asked();
    assert_eq!(asked.len(), 5, "three refusals, and two answers");
    assert_eq!(sent(&asked[4])["max_completion_tokens"], 99);
}

#[tokio::test]
async fn a_field_that_is_refused_for_ever_is_an_error() {
    let server = Loopback::start(|_, _| Reply::new(400, r#"{"error":"temperature is wrong"}"#)).await;
    let error = refusal(LanguageModelKind::Anthropic, &server).await;
    assert!(error.to_string().contains("answered 400 (“temperature is wrong”)"), "{error}");
    assert_eq!(server.asked().len(), 2);
}

#[tokio::test]
async fn can_be_moved_between_threads() {
    let server = Loopback::start(|_, _| hello(LanguageModelKind::OpenAi)).await;
    let model = model(LanguageModelKind::OpenAi, server.url(""));
    let answering = tokio::spawn(async move {
        let mut stream = model.answer(&prompt()).await?;
        stream.next().await
    });
    let piece = answering.await.expect("it does not panic").expect("it answers");
    assert_eq!(piece, Some(Piece::Text("Hello.".to_owned())));
}
