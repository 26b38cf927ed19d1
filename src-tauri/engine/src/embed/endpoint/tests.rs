//! An embedding server on this computer.

use serde_json::{Value, json};

use super::{Endpoint, EndpointAddress, EndpointError};
use crate::net::loopback::{Asked, Loopback, Reply, nobody};
use crate::net::{Net, NetError};

fn address(url: String) -> EndpointAddress {
    EndpointAddress { url, model: "small".to_owned(), key: Some(" sk-secret\n".to_owned()) }
}

fn texts(number: usize) -> Vec<String> {
    (0..number).map(|number| format!("text {number}")).collect()
}

fn sent(asked: &Asked) -> Value {
    serde_json::from_slice(&asked.body).expect("it is JSON")
}

/// The first number of each vector is the place of its text; they come in the wrong order.
fn embeddings(asked: &Asked) -> Reply {
    let count = sent(asked)["input"].as_array().expect("texts").len();
    let data: Vec<_> = (0..count).rev().map(|index| json!({"index": index, "embedding": [index, 1, 0]})).collect();
    Reply::json(&json!({"object": "list", "data": data, "model": "small"}))
}

fn server(asked: &Asked) -> Reply {
    match asked.target.as_str() {
        "/v1/embeddings" => embeddings(asked),
        "/v1/models" => Reply::json(&json!({"data": [{"id": "small"}, {"id": "large", "owned_by": "x"}]})),
        _ => Reply::new(404, "nothing here"),
    }
}

async fn connect(server: &Loopback) -> Result<Endpoint, EndpointError> {
    Endpoint::connect(Net::for_tests(), &address(server.url(""))).await
}

#[tokio::test]
async fn finds_the_server_however_its_address_is_written() {
    let server = Loopback::start(|_, asked| server(asked)).await;
    for path in ["", "/", "/v1", "/v1/", "/v1/embeddings", "/embeddings"] {
        let endpoint = Endpoint::connect(Net::for_tests(), &address(server.url(path))).await.expect("it is there");
        assert_eq!(endpoint.dimensions(), 3, "{path}");
        assert_eq!(endpoint.name(), format!("small at {}", server.url("/v1")), "{path}");
        assert!(!format!("{endpoint:?}").contains("secret"));
    }
}

#[tokio::test]
async fn embeds_a_batch_by_one_request() {
    let server = Loopback::start(|_, asked| server(asked)).await;
    let endpoint = connect(&server).await.expect("it is there");
    let vectors = endpoint.embed(&texts(3)).await.expect("vectors");
    assert_eq!(vectors.len(), 3);
    assert_eq!(vectors[0], [0.0, 1.0, 0.0], "they are in the order of the texts");
    let length: f32 = vectors[2].iter().map(|number| number * number).sum();
    assert!((length - 1.0).abs() < 1e-6, "{length}");
    let [_, asked] = server.asked().try_into().expect("a word to learn from, and the batch");
    assert_eq!(sent(&asked), json!({"model": "small", "input": ["text 0", "text 1", "text 2"]}));
    assert_eq!(asked.header("authorization"), Some("Bearer sk-secret"), "what was pasted along is taken off");
    assert_eq!(endpoint.embed(&[]).await.expect("nothing to do"), Vec::<Vec<f32>>::new());
    assert_eq!(server.asked().len(), 2);
}

#[tokio::test]
async fn lists_the_models() {
    let server = Loopback::start(|_, asked| server(asked)).await;
    let models = Endpoint::models(Net::for_tests(), &address(server.url(""))).await.expect("a list");
    assert_eq!(models, ["small", "large"]);
    assert_eq!(server.asked()[0].header("authorization"), Some("Bearer sk-secret"));
}

#[tokio::test]
async fn waits_for_a_server_that_is_busy_but_not_for_ever() {
    let server = Loopback::start(|number, asked| match number {
        0 | 3 => server(asked),
        1 => Reply::new(429, ""),
        2 => Reply::new(503, "").header("retry-after", "0"),
        _ => Reply::new(503, r#"{"error":{"message":"Loading model"}}"#),
    })
    .await;
    let endpoint = connect(&server).await.expect("it is there");
    assert_eq!(endpoint.embed(&texts(2)).await.expect("the third time").len(), 2);
    let error = endpoint.embed(&texts(2)).await.expect_err("it stays busy");
    assert!(matches!(error, EndpointError::Net(NetError::Status { status: 503, .. })), "{error}");
    assert!(error.to_string().contains("Loading model"), "{error}");
    assert_eq!(server.asked().len(), 9, "it was tried five times");
}

#[tokio::test]
async fn waits_for_a_server_that_is_getting_ready() {
    let server = Loopback::start(|number, asked| match number {
        0..2 => Reply::new(503, r#"{"error":{"message":"Loading model"}}"#),
        _ => server(asked),
    })
    .await;
    assert_eq!(connect(&server).await.expect("it is ready now").dimensions(), 3);
}

#[tokio::test]
async fn says_that_nobody_is_there() {
    let (_socket, url) = nobody();
    let net = Net::for_tests();
    let error = Endpoint::connect(net.clone(), &address(url.clone())).await.expect_err("nobody is there");
    let expected =
        format!("no embedding server answers at {url}/v1: start it, check the address, or choose the built-in model");
    assert_eq!(error.to_string(), expected);
    assert_eq!(net.entries().len(), 1, "somebody is looking at the settings");
}

#[tokio::test]
async fn tries_again_when_the_server_has_gone_away() {
    let (_socket, url) = nobody();
    let there = Loopback::start(|_, asked| server(asked)).await;
    let mut endpoint = connect(&there).await.expect("it is there");
    let net = Net::for_tests();
    (endpoint.server.net, endpoint.server.base) = (net.clone(), url.parse().expect("an address"));
    let error = endpoint.embed(&texts(1)).await.expect_err("nobody is there");
    assert!(matches!(error, EndpointError::NoServer { .. }), "{error}");
    assert_eq!(net.entries().len(), 5);
}

#[tokio::test]
async fn says_that_the_key_is_wrong_without_saying_it() {
    let server = Loopback::start(|_, asked| {
        let said = format!("wrong key {:?}", asked.header("authorization"));
        Reply::new(401, json!({"error": {"message": said}}).to_string())
    })
    .await;
    let error = connect(&server).await.expect_err("it is refused");
    assert!(matches!(error, EndpointError::KeyRefused { .. }), "{error}");
    assert!(!format!("{error} {error:?}").contains("sk-secret"), "{error:?}");
    assert_eq!(server.asked().len(), 1);
}

#[tokio::test]
async fn the_place_that_embeds_says_what_is_wrong() {
    let server = Loopback::start(|_, asked| match asked.target.as_str() {
        "/api/v1/embeddings" => Reply::new(401, ""),
        _ => Reply::new(404, ""),
    })
    .await;
    let error = Endpoint::connect(Net::for_tests(), &address(server.url("/api"))).await.expect_err("it is refused");
    assert!(matches!(&error, EndpointError::KeyRefused { url, .. } if *url == server.url("/api/v1")), "{error}");
}

#[tokio::test]
async fn says_that_the_model_is_not_there() {
    let server = Loopback::start(|_, _| Reply::new(404, r#"{"error":{"message":"model \"small\" not found"}}"#)).await;
    let error = connect(&server).await.expect_err("it is not there");
    let expected = format!(
        "the server at {} does not embed with the model “small” (it says: model \"small\" not found): check the \
         address and the model",
        server.url("/v1")
    );
    assert_eq!(error.to_string(), expected);
}

#[tokio::test]
async fn refuses_answers_that_do_not_fit() {
    let server = Loopback::start(|number, asked| match number {
        0 => server(asked),
        1 => Reply::json(&json!({"data": [{"index": 0, "embedding": [1, 2]}]})),
        2 => Reply::json(&json!({"data": []})),
        3 => Reply::new(200, r#"{"data":[{"index":0,"embedding":[NaN,1,2]}]}"#),
        _ => Reply::new(200, vec![b' '; 1_000_000]),
    })
    .await;
    let endpoint = connect(&server).await.expect("it is there");
    for wrong in ["the dimensions", "the count", "what is no number"] {
        let error = endpoint.embed(&texts(1)).await.expect_err("it does not fit");
        assert!(matches!(error, EndpointError::Unusable { .. }), "{wrong}: {error}");
    }
    let error = endpoint.embed(&texts(1)).await.expect_err("it is too large");
    assert!(matches!(error, EndpointError::Net(NetError::TooLarge { .. })), "{error}");
    assert_eq!(server.asked().len(), 5, "none of this passes");
}

#[tokio::test]
async fn nothing_is_embedded_elsewhere_while_offline() {
    let net = Net::for_tests();
    net.set_offline(true);
    let address = address("https://192.0.2.1/v1".to_owned());
    let error = Endpoint::connect(net.clone(), &address).await.expect_err("it is refused");
    assert!(matches!(error, EndpointError::Net(NetError::Offline { .. })), "{error}");
    let server = Loopback::start(|_, asked| server(asked)).await;
    let endpoint = Endpoint::connect(net, &self::address(server.url(""))).await.expect("it is on this computer");
    assert_eq!(endpoint.embed(&texts(1)).await.expect("vectors").len(), 1);
}

#[tokio::test]
async fn can_be_moved_between_threads() {
    let server = Loopback::start(|_, asked| server(asked)).await;
    let address = address(server.url(""));
    let embedding = tokio::spawn(async move {
        let endpoint = Endpoint::connect(Net::for_tests(), &address).await?;
        Endpoint::models(Net::for_tests(), &address).await?;
        endpoint.embed(&texts(1)).await
    });
    assert_eq!(embedding.await.expect("it does not panic").expect("vectors").len(), 1);
}
