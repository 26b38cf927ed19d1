//! What goes wrong before an answer begins.

use super::*;
use crate::net::NetError;
use crate::net::loopback::nobody;

fn complaint(status: u16, message: &str) -> Reply {
    Reply::new(status, json!({"error": {"message": message}}).to_string())
}

#[tokio::test]
async fn a_busy_server_is_asked_again_before_the_first_word() {
    for kind in KINDS {
        let server = Loopback::start(move |number, _| match number {
            0 => complaint(429, "slow down"),
            1 => complaint(503, "Loading model").header("retry-after", "0"),
            2 => complaint(529, "Overloaded"),
            _ => hello(kind),
        })
        .await;
        assert_eq!(ask(kind, &server).await.said, "Hello.", "{kind:?}");
        assert_eq!(server.asked().len(), 4, "{kind:?}");
    }
}

#[tokio::test]
async fn it_is_not_asked_for_ever() {
    let server = Loopback::start(|_, _| complaint(503, "Loading model").header("retry-after", "0")).await;
    let error = refusal(LanguageModelKind::OpenAi, &server).await;
    assert!(matches!(error, LanguageError::Busy { .. }), "{error:?}");
    let expected = format!(
        "the language model server at {} is too busy to answer (it says: Loading model): try again later, or answer \
         without a model",
        server.url("")
    );
    assert_eq!(error.to_string(), expected);
    assert_eq!(server.asked().len(), 5);
}

#[tokio::test]
async fn what_does_not_pass_is_not_asked_again() {
    let server = Loopback::start(|_, _| complaint(500, "CUDA out of memory")).await;
    let error = refusal(LanguageModelKind::OpenAi, &server).await;
    assert!(error.to_string().contains("answered 500 (“CUDA out of memory”)"), "{error}");
    assert_eq!(server.asked().len(), 1);
}

#[tokio::test]
async fn says_that_nobody_is_there() {
    for (kind, name) in
        [(LanguageModelKind::Ollama, "Ollama"), (LanguageModelKind::OpenAi, "the language model server")]
    {
        let (_socket, url) = nobody();
        let net = Net::for_tests();
        let model = ServerModel::new(net.clone(), address(kind, url.clone())).expect("an address");
        let error = model.answer(&prompt()).await.expect_err("nobody is there");
        assert!(matches!(error, LanguageError::NotRunning { .. }), "{error:?}");
        assert_eq!(error.to_string(), format!("{name} is not running at {url}: start it, or answer without a model"));
        assert_eq!(net.entries().len(), 1, "somebody waits");
    }
}

#[tokio::test]
async fn says_that_the_key_is_wrong_without_saying_it() {
    for kind in KINDS {
        let server = Loopback::start(|_, asked| {
            let said = format!("wrong key {:?} {:?}", asked.header("authorization"), asked.header("x-api-key"));
            complaint(401, &said)
        })
        .await;
        let error = refusal(kind, &server).await;
        assert!(matches!(error, LanguageError::KeyRefused { .. }), "{error:?}");
        assert!(error.to_string().ends_with("does not accept the key: check the key in the settings"), "{error}");
        assert!(!format!("{error:?}").contains("sk-secret"), "{error:?}");
        assert_eq!(server.asked().len(), 1);
    }
}

#[tokio::test]
async fn says_which_models_there_are_instead() {
    let said = ["The model `small` does not exist", "model 'small' not found", "model: small"];
    let (data, tags) =
        (json!({"data": [{"id": "tiny"}, {"id": "large"}]}), json!({"models": [{"name": "tiny"}, {"name": "large"}]}));
    for (kind, said) in KINDS.into_iter().zip(said) {
        let (data, tags) = (data.clone(), tags.clone());
        let server = Loopback::start(move |_, asked| match asked.target.as_str() {
            "/v1/models" | "/v1/models?limit=1000" => Reply::json(&data),
            "/api/tags" => Reply::json(&tags),
            _ => complaint(404, said),
        })
        .await;
        let error = refusal(kind, &server).await;
        let LanguageError::UnknownModel { model, available, .. } = &error else { panic!("another error: {error:?}") };
        assert_eq!((model.as_str(), available.as_slice()), ("small", &["tiny".to_owned(), "large".to_owned()][..]));
        assert!(error.to_string().ends_with("has no model “small”: choose one that it has (tiny, large)"), "{error}");
        assert_eq!(server.asked().len(), 2, "{kind:?}: the other place was not tried");
    }
}

#[tokio::test]
async fn says_that_there_is_something_else() {
    let server = Loopback::start(|_, _| Reply::new(404, "File Not Found")).await;
    let error = refusal(LanguageModelKind::OpenAi, &server).await;
    assert!(matches!(&error, LanguageError::Unusable { reason, .. } if reason.contains("nothing there")), "{error:?}");
    assert_eq!(server.asked().len(), 2, "it was looked for at both places");
}

#[tokio::test]
async fn says_that_it_is_too_much() {
    let nested = json!({"error": {"code": 400, "message": "request (2622 tokens) exceeds the available context size \
        (512 tokens), try increasing it", "type": "exceed_context_size_error"}});
    let ollama = Reply::new(400, json!({"error": nested.to_string()}).to_string());
    let replies = [
        complaint(400, "This model's maximum context length is 8192 tokens. However, you requested 9000 tokens"),
        ollama,
        complaint(400, "prompt is too long: 103078 tokens > 102398 maximum"),
    ];
    for (kind, reply) in KINDS.into_iter().zip(replies) {
        let server = Loopback::start(move |_, _| reply.clone()).await;
        let error = refusal(kind, &server).await;
        let LanguageError::TooLong { said, .. } = &error else { panic!("another error: {error:?}") };
        assert!(said.contains(" tokens") && !said.contains('{'), "{said}");
        assert!(error.to_string().ends_with("give the model a larger context, or fewer passages"), "{error}");
        assert_eq!(server.asked().len(), 1);
    }
}

#[tokio::test]
async fn asks_nobody_elsewhere_while_offline() {
    let net = Net::for_tests();
    net.set_offline(true);
    for kind in KINDS {
        let address = address(kind, "https://192.0.2.1/v1".to_owned());
        let model = ServerModel::new(net.clone(), address).expect("an address");
        let error = model.answer(&prompt()).await.expect_err("it is refused");
        assert!(matches!(error, LanguageError::Net(NetError::Offline { .. })), "{error:?}");
    }
    let server = Loopback::start(|_, _| hello(LanguageModelKind::OpenAi)).await;
    let model = ServerModel::new(net, address(LanguageModelKind::OpenAi, server.url(""))).expect("an address");
    assert_eq!(hear(model.answer(&prompt()).await.expect("it is on this computer")).await.said, "Hello.");
}

#[tokio::test]
async fn tells_nothing_to_a_server_that_is_not_trusted() {
    let (server, certificate) = Loopback::start_encrypted(|_, _| hello(LanguageModelKind::OpenAi)).await;
    let error = refusal(LanguageModelKind::OpenAi, &server).await;
    assert!(matches!(error, LanguageError::Net(NetError::Untrusted { .. })), "{error:?}");
    assert_eq!(server.asked().len(), 0);
    let address = address(LanguageModelKind::OpenAi, server.url(""));
    let model = ServerModel::new(Net::trusting(vec![certificate]), address).expect("an address");
    assert_eq!(hear(model.answer(&prompt()).await.expect("it is trusted")).await.said, "Hello.");
}

#[tokio::test]
async fn what_is_asked_goes_nowhere_else() {
    let other = Loopback::start(|_, _| hello(LanguageModelKind::Anthropic)).await;
    let target = other.url("/v1/messages");
    let server = Loopback::start(move |_, _| Reply::redirect(target.clone())).await;
    let error = refusal(LanguageModelKind::Anthropic, &server).await;
    assert!(matches!(&error, LanguageError::Unusable { reason, .. } if reason.contains("to be sent to")), "{error:?}");
    assert_eq!(other.asked().len(), 0);
}

#[test]
fn an_address_that_is_none_is_told_at_once() {
    let error = ServerModel::new(Net::for_tests(), address(LanguageModelKind::OpenAi, "example.org".to_owned()));
    assert!(matches!(error, Err(LanguageError::Net(NetError::Unsendable { .. }))), "{error:?}");
}
