//! Answers that are none, or go wrong on the way.

use super::*;

fn reason(error: Option<LanguageError>) -> String {
    match error.expect("it does not end well") {
        LanguageError::Unusable { reason, .. } => reason,
        other => panic!("another error: {other:?}"),
    }
}

#[tokio::test]
async fn what_is_no_answer_is_not_used() {
    for kind in KINDS {
        assert_eq!(
            reason(listen(kind, "\n<!doctype html><title>Oh</title>").await.error),
            "it is a web page",
            "{kind:?}"
        );
    }
    let heard = listen(LanguageModelKind::OpenAi, r#"{"status": "ok"}"#).await;
    assert_eq!(reason(heard.error), "there is no answer in what it says");
    let heard = listen(LanguageModelKind::OpenAi, r#"{"choices": [{"mess"#).await;
    assert!(reason(heard.error).starts_with("message 1 of its answer is not the JSON"));
    let heard = listen(LanguageModelKind::OpenAi, "").await;
    assert!(matches!(heard.error, Some(LanguageError::CutShort { .. })));
}

#[tokio::test]
async fn a_web_page_may_say_what_it_is() {
    let server = Loopback::start(|_, _| Reply::new(200, "Hello").header("content-type", "text/html; charset=x")).await;
    let error = refusal(LanguageModelKind::OpenAi, &server).await;
    assert_eq!(reason(Some(error)), "it is a web page");
    assert_eq!(server.asked().len(), 2, "it was looked for at both places");
}

#[tokio::test]
async fn a_message_that_makes_no_sense_is_named() {
    for kind in KINDS {
        let good = framed(kind, &[words(kind, "Well, ")]);
        for bad in ["{\"secret\": ", "{\"message\": 7, \"choices\": 7, \"type\": \"message\", \"content\": 7}"] {
            let bad = if kind == LanguageModelKind::Ollama { format!("{bad}\n") } else { format!("data: {bad}\n\n") };
            let heard = listen(kind, format!("{good}{bad}{good}")).await;
            assert_eq!(heard.said, "Well, ", "{kind:?}");
            let reason = reason(heard.error);
            assert!(reason.starts_with("message 2 of its answer") && !reason.contains("secret"), "{kind:?}: {reason}");
        }
    }
}

#[tokio::test]
async fn a_message_without_an_end_is_not_waited_for() {
    let long = "a".repeat(2 * 1024 * 1024);
    for body in [format!("data: {long}"), format!("data: {long}\n\n"), format!("{{\"choices\": \"{long}\"}}")] {
        let heard = listen(LanguageModelKind::OpenAi, body).await;
        assert_eq!(reason(heard.error), "a message of its answer has no end");
    }
}

#[tokio::test]
async fn errors_in_an_answer_come_after_what_was_said() {
    let overloaded = json!({"type": "error", "error": {"type": "overloaded_error", "message": "Overloaded"}});
    let long = json!({"error": {"code": 400, "message": "request (9 tokens) exceeds the available context size",
        "type": "exceed_context_size_error"}});
    for kind in KINDS {
        let after = |error: &Value| framed(kind, &[words(kind, "Well")]) + &framed(kind, std::slice::from_ref(error));
        let heard = listen(kind, after(&overloaded)).await;
        assert_eq!(heard.said, "Well");
        assert!(matches!(heard.error, Some(LanguageError::Busy { .. })), "{kind:?}: {:?}", heard.error);
        let heard = listen(kind, after(&long)).await;
        assert!(matches!(heard.error, Some(LanguageError::TooLong { .. })), "{kind:?}: {:?}", heard.error);
        let heard = listen(kind, after(&json!({"error": "out of memory"}))).await;
        assert_eq!(reason(heard.error), "it reports “out of memory”", "{kind:?}");
    }
    let kind = LanguageModelKind::OpenAi;
    let odd = [
        "event: error\ndata: {\"message\": \"oh\"}\n\n",
        "error: {\"code\":500,\"message\":\"oh\"}\n\n",
        "event: error\ndata: oh\n\n",
        "data: {\"object\":\"error\",\"message\":\"oh\"}\n\n",
        "{\"error\":\"oh\"}",
    ];
    for body in odd {
        assert_eq!(reason(listen(kind, body).await.error), "it reports “oh”", "{body}");
    }
}

#[tokio::test]
async fn a_prompt_that_was_cut_is_no_answer() {
    let kind = LanguageModelKind::Ollama;
    let end = json!({"done": true, "done_reason": "stop", "prompt_eval_count": 4096, "eval_count": 5});
    let heard = listen(kind, framed(kind, &[words(kind, "Well."), end])).await;
    assert_eq!((heard.said.as_str(), heard.end), ("Well.", None));
    assert!(matches!(heard.error, Some(LanguageError::TooLong { .. })), "{:?}", heard.error);
}
