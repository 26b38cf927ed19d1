//! Answers as they come: whole and in pieces, early and late, good and bad.

use std::time::Duration;

use super::drip::{Drip, Flow};
use super::*;
use crate::net::{NetError, Outcome};

/// Asks one who drips.
async fn drink(kind: LanguageModelKind, flow: Flow) -> Heard {
    let server = Drip::start(content_type(kind), flow).await;
    hear(model(kind, server.url()).answer(&prompt()).await.expect("it answers")).await
}

#[tokio::test]
async fn answers_come_however_they_are_cut() {
    for kind in KINDS {
        let messages = vec![thought(kind, "Hm: π ≈ 3."), words(kind, "384 400 km\n"), words(kind, "– “far” 😀.")];
        let body = frame(kind, messages).into_bytes();
        for step in (1..=7).chain([body.len()]) {
            let heard = drink(kind, Flow::Parts(body.clone(), step)).await;
            assert_eq!(heard.said, "384 400 km\n– “far” 😀.", "{kind:?}, {step} at a time");
            assert_eq!(heard.thought, "Hm: π ≈ 3.", "{kind:?}, {step} at a time");
            assert_eq!(heard.end, ENDED, "{kind:?}, {step} at a time");
        }
    }
}

#[tokio::test]
async fn lines_may_end_in_any_way() {
    let kind = LanguageModelKind::OpenAi;
    let text = format!("\u{feff}: hello\n\n{}", frame(kind, vec![words(kind, "Yes, "), words(kind, "sir.")]));
    for end in ["\n", "\r\n", "\r"] {
        for step in [1, 2, 3, 1000] {
            let heard = drink(kind, Flow::Parts(text.replace('\n', end).into_bytes(), step)).await;
            assert_eq!((heard.said.as_str(), heard.end), ("Yes, sir.", ENDED), "{end:?}, {step} at a time");
        }
    }
}

#[tokio::test]
async fn one_message_may_have_many_lines() {
    let body =
        "data: {\"choices\": [\ndata:{\"delta\": {\"content\": \"Yes\"},\ndata: \"finish_reason\": \"length\"}]}\n\n";
    let heard = listen(LanguageModelKind::OpenAi, body).await;
    assert_eq!((heard.said.as_str(), heard.end), ("Yes", Some((EndReason::CutOff, None))));
}

#[tokio::test]
async fn thinking_in_the_text_is_no_answer() {
    for kind in KINDS {
        let parts = ["<th", "ink>\nHm", ".</thi", "nk>\n\n", "Ye", "s <think>"];
        let heard = listen(kind, frame(kind, parts.map(|part| words(kind, part)).to_vec())).await;
        assert_eq!(
            (heard.thought.as_str(), heard.said.as_str(), heard.end),
            ("\nHm.", "Yes <think>", ENDED),
            "{kind:?}"
        );
    }
}

#[tokio::test]
async fn an_answer_that_breaks_off_says_so_after_what_came() {
    for kind in KINDS {
        let body = framed(kind, &[words(kind, "Half an "), words(kind, "answ")]);
        let torn = format!("{body}{}", &framed(kind, &[words(kind, "er")])[..20]);
        for flow in [Flow::Cut(body.clone()), Flow::Cut(torn.clone()), Flow::Parts(body.into_bytes(), 5)] {
            let heard = drink(kind, flow).await;
            assert_eq!((heard.said.as_str(), heard.end), ("Half an answ", None), "{kind:?}");
            let error = heard.error.expect("it is not the end");
            assert!(matches!(error, LanguageError::CutShort { .. }), "{kind:?}: {error:?}");
            assert!(error.to_string().ends_with("broke off before its end: ask again"), "{error}");
        }
        let heard = drink(kind, Flow::Parts(torn.into_bytes(), 5)).await;
        assert!(matches!(heard.error, Some(LanguageError::CutShort { .. })), "{kind:?}: {:?}", heard.error);
    }
}

#[tokio::test]
async fn what_was_held_back_comes_before_the_error() {
    let kind = LanguageModelKind::OpenAi;
    let heard = drink(kind, Flow::Cut(framed(kind, &[words(kind, "<thin")]))).await;
    assert_eq!(heard.said, "<thin");
    assert!(matches!(heard.error, Some(LanguageError::CutShort { .. })));
}

#[tokio::test]
async fn an_end_without_a_farewell_is_an_end() {
    let kind = LanguageModelKind::OpenAi;
    let body = framed(kind, &[words(kind, "Yes."), json!({"choices": [{"delta": {}, "finish_reason": "stop"}]})]);
    let last = body.trim_end().to_owned();
    for flow in [Flow::Cut(body.clone()), Flow::Parts(body.into_bytes(), 9), Flow::Parts(last.into_bytes(), 9)] {
        let heard = drink(kind, flow).await;
        assert_eq!((heard.said.as_str(), heard.end), ("Yes.", Some((EndReason::Finished, None))));
    }
}

#[tokio::test]
async fn a_farewell_is_not_waited_for_for_ever() {
    for kind in KINDS {
        let heard = drink(kind, Flow::Silence(frame(kind, vec![words(kind, "Yes.")]))).await;
        assert_eq!((heard.said.as_str(), heard.end), ("Yes.", ENDED), "{kind:?}");
    }
}

#[tokio::test]
async fn patience_has_an_end() {
    let kind = LanguageModelKind::OpenAi;
    for (body, said) in [(framed(kind, &[words(kind, "Well")]), "Well"), (": wait\n".to_owned(), "")] {
        let server = Drip::start(content_type(kind), Flow::Silence(body)).await;
        let (net, address) = (Net::for_tests(), address(kind, server.url()));
        let model = ServerModel::with_patience(net, address, Duration::from_millis(50)).expect("an address");
        let heard = hear(model.answer(&prompt()).await.expect("it begins")).await;
        assert_eq!(heard.said, said);
        match heard.error {
            Some(LanguageError::CutShort { source: Some(NetError::TimedOut { .. }), .. }) => assert_eq!(said, "Well"),
            Some(LanguageError::Net(NetError::TimedOut { .. })) => assert_eq!(said, ""),
            other => panic!("another error: {other:?}"),
        }
    }
}

#[tokio::test]
async fn a_whole_answer_is_one_piece() {
    let open_ai = json!({"choices": [{"message": {"role": "assistant", "content": "<think>Hm</think>Yes."},
        "finish_reason": "stop"}], "usage": {"prompt_tokens": 12, "completion_tokens": 5}});
    let anthropic = json!({"type": "message", "content": [{"type": "thinking", "thinking": "Hm"},
        {"type": "text", "text": "Yes."}], "stop_reason": "end_turn",
        "usage": {"input_tokens": 12, "output_tokens": 5}});
    let ollama = json!({"message": {"content": "Yes.", "thinking": "Hm"}, "done": true, "done_reason": "stop",
        "prompt_eval_count": 12, "eval_count": 5});
    for (kind, whole) in KINDS.into_iter().zip([open_ai, ollama, anthropic]) {
        let whole = Reply::json(&whole);
        let server = Loopback::start(move |_, _| whole.clone()).await;
        let heard = ask(kind, &server).await;
        assert_eq!((heard.thought.as_str(), heard.said.as_str(), heard.end), ("Hm", "Yes.", ENDED), "{kind:?}");
    }
    let spread = "{\n  \"choices\": [{\"message\":\n {\"content\": \"Yes.\"}}]\n}";
    let heard = listen(LanguageModelKind::OpenAi, spread).await;
    assert_eq!((heard.said.as_str(), heard.end), ("Yes.", Some((EndReason::Unknown, None))));
}

#[tokio::test]
async fn who_stops_listening_is_not_talked_to() {
    for kind in KINDS {
        let word = framed(kind, &[words(kind, "and ")]);
        let server = Drip::start(content_type(kind), Flow::Endless(framed(kind, &[words(kind, "On ")]), word)).await;
        let net = Net::for_tests();
        let model = ServerModel::new(net.clone(), address(kind, server.url())).expect("an address");
        let mut stream = model.answer(&prompt()).await.expect("it answers");
        for _ in 0..20 {
            assert!(matches!(stream.next().await, Ok(Some(Piece::Text(_)))), "{kind:?}");
        }
        drop(stream);
        // What is on its way then may still go through.
        tokio::time::sleep(Duration::from_millis(30)).await;
        let sent = server.sent();
        tokio::time::sleep(Duration::from_millis(100)).await;
        assert_eq!(server.sent(), sent, "{kind:?}: it got rid of more words");
        assert!((20..100).contains(&sent), "{kind:?}: {sent}");
        assert_eq!(net.entries()[0].outcome, Outcome::Stopped, "{kind:?}");
    }
}

#[tokio::test]
async fn the_next_question_does_not_suffer_from_a_server_that_hangs_up() {
    for kind in KINDS {
        let body = frame(kind, vec![words(kind, "Yes.")]).into_bytes();
        let server = Drip::start(content_type(kind), Flow::Parts(body, 50)).await;
        let model = model(kind, server.url());
        for _ in 0..5 {
            assert_eq!(hear(model.answer(&prompt()).await.expect("it answers")).await.said, "Yes.", "{kind:?}");
        }
    }
}

#[tokio::test]
async fn a_good_answer_is_an_answered_request() {
    for kind in KINDS {
        let server = Loopback::start(move |_, _| hello(kind)).await;
        let net = Net::for_tests();
        let model = ServerModel::new(net.clone(), address(kind, server.url(""))).expect("an address");
        let heard = hear(model.answer(&prompt()).await.expect("it answers")).await;
        assert_eq!((heard.said.as_str(), heard.end), ("Hello.", ENDED), "{kind:?}");
        let [entry] = net.entries().try_into().expect("one request");
        assert_eq!((entry.outcome, entry.purpose), (Outcome::Answered(200), "ask a language model"), "{kind:?}");
    }
}
