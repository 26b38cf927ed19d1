//! Requests to a server on this computer, and refused ones to others.

use std::time::Duration;

use serde_json::json;

use super::loopback::{Loopback, Reply, nobody};
use super::{Net, NetError, Outcome};

/// Of a network that is kept for documentation: nothing is there.
const ELSEWHERE: &str = "http://192.0.2.1:8080/x?key=long-enough-to-be-secret";

fn outcomes(net: &Net) -> Vec<Outcome> {
    net.entries().into_iter().map(|entry| entry.outcome).collect()
}

#[tokio::test]
async fn every_request_is_in_the_ledger() {
    let server = Loopback::start(|_, _| Reply::json(&json!({"n": 7}))).await;
    let net = Net::for_tests();
    let sent = json!({"question": "how many?"});
    let answer = net.post_json(&server.url("/ask"), "a test", &sent).send().await.expect("it answers");
    let answer: serde_json::Value = answer.json(100).await.expect("it is JSON");
    assert_eq!(answer, json!({"n": 7}));
    let [asked] = server.asked().try_into().expect("one request");
    assert_eq!((asked.method.as_str(), asked.target.as_str()), ("POST", "/ask"));
    assert_eq!(asked.body, sent.to_string().into_bytes());
    assert_eq!(asked.header("content-type"), Some("application/json"));
    assert_eq!(asked.header("user-agent"), Some(concat!("Paperside/", env!("CARGO_PKG_VERSION"))));
    let [entry] = net.entries().try_into().expect("one entry");
    assert_eq!((entry.host, entry.purpose), (server.url("").replace("http://", ""), "a test"));
    assert_eq!(entry.outcome, Outcome::Answered(200));
    assert_eq!(entry.sent, asked.length as u64, "every byte counts");
    assert!(entry.received > 7, "the head counts, too: {}", entry.received);
}

#[tokio::test]
async fn nothing_leaves_while_offline() {
    let net = Net::for_tests();
    net.set_offline(true);
    assert!(net.is_offline());
    let error = net.get(ELSEWHERE, "a test").send().await.expect_err("it is refused");
    assert!(matches!(&error, NetError::Offline { host } if host == "192.0.2.1:8080"), "{error}");
    let [entry] = net.entries().try_into().expect("one entry");
    assert_eq!((entry.sent, entry.received, entry.outcome), (0, 0, Outcome::Refused));
    assert!(net.client_slot().is_none(), "there is not even something to connect with");
}

#[tokio::test]
async fn a_server_on_this_computer_may_be_asked_while_offline() {
    let server = Loopback::start(|_, _| Reply::new(200, "here")).await;
    let net = Net::for_tests();
    net.set_offline(true);
    let answer = net.get(&server.url("/"), "a test").send().await.expect("it answers");
    assert_eq!(answer.bytes(10).await.expect("a word"), b"here");
}

#[tokio::test]
async fn a_redirect_does_not_lead_out_while_offline() {
    let server = Loopback::start(|_, _| Reply::redirect(ELSEWHERE)).await;
    let net = Net::for_tests();
    net.set_offline(true);
    let error = net.get(&server.url("/"), "a test").send().await.expect_err("it is refused");
    assert!(matches!(error, NetError::Offline { .. }), "{error}");
    assert_eq!(outcomes(&net), [Outcome::Answered(302), Outcome::Refused], "each hop is an entry");
}

#[tokio::test]
async fn redirects_are_followed_and_counted() {
    let server = Loopback::start(|number, _| match number {
        0..5 => Reply::redirect(format!("/hop-{number}")),
        _ => Reply::new(200, "there"),
    })
    .await;
    let net = Net::for_tests();
    let answer = net.get(&server.url("/"), "a test").header("range", "bytes=0-").send().await.expect("it answers");
    assert_eq!(answer.url(), server.url("/hop-4"));
    assert_eq!(answer.bytes(10).await.expect("a word"), b"there");
    assert_eq!(net.entries().len(), 6);
    assert!(server.asked().iter().all(|asked| asked.header("range").is_some()), "headers go along");
}

#[tokio::test]
async fn six_redirects_are_too_many() {
    let server = Loopback::start(|_, _| Reply::redirect("/again")).await;
    let net = Net::for_tests();
    let error = net.get(&server.url("/"), "a test").send().await.expect_err("there is no end");
    assert!(matches!(&error, NetError::InvalidAnswer { reason, .. } if reason.contains("on and on")), "{error}");
    assert_eq!(net.entries().len(), 6);
}

#[tokio::test]
async fn what_is_posted_goes_nowhere_else() {
    let server = Loopback::start(|_, _| Reply::redirect("/other")).await;
    let net = Net::for_tests();
    let error = net.post_json(&server.url("/"), "a test", &"text").send().await.expect_err("it is not followed");
    assert!(error.to_string().contains(&server.url("/other")), "it says where: {error}");
    assert_eq!(server.asked().len(), 1);
}

#[tokio::test]
async fn a_key_stays_with_its_server_and_out_of_errors() {
    let other = Loopback::start(|_, asked| {
        Reply::new(401, format!("{:?} {}", asked.header("authorization"), "signature-of-somebody"))
    })
    .await;
    let target = other.url("/file?sign=signature-of-somebody");
    let server = Loopback::start(move |number, asked| match number {
        0 => Reply::new(403, format!("no such key: {:?}", asked.header("authorization"))),
        _ => Reply::redirect(target.clone()),
    })
    .await;
    let net = Net::for_tests();
    let ask = || net.get(&server.url("/"), "a test").key(Some("sk-123")).send();
    let refused = ask().await.expect("it answers").successful().await.expect_err("it refuses");
    assert_eq!(server.asked()[0].header("authorization"), Some("Bearer sk-123"));
    let expected = format!("{} answered 403 (“no such key: Some(\"Bearer …\")”); check the key", server.url("/"));
    assert_eq!(refused.to_string(), expected);
    let refused = ask().await.expect("it answers").successful().await.expect_err("it refuses");
    assert_eq!(other.asked()[0].header("authorization"), None, "another server gets no key");
    assert_eq!(refused.to_string(), format!("{} answered 401 (“None …”); check the key", other.url("/file")));
}

#[tokio::test]
async fn a_key_in_a_header_of_its_own_is_as_secret() {
    let other = Loopback::start(|_, asked| Reply::new(401, format!("{:?}", asked.header("x-api-key")))).await;
    let target = other.url("/");
    let server = Loopback::start(move |number, asked| match number {
        0 => Reply::new(403, format!("no such key: {:?}", asked.header("x-api-key"))),
        _ => Reply::redirect(target.clone()),
    })
    .await;
    let net = Net::for_tests();
    let ask = || net.get(&server.url("/"), "a test").key_in("x-api-key", Some("sk-123")).send();
    let refused = ask().await.expect("it answers").successful().await.expect_err("it refuses");
    assert_eq!(server.asked()[0].header("x-api-key"), Some("sk-123"));
    assert_eq!(server.asked()[0].header("authorization"), None);
    assert!(refused.to_string().contains("no such key: Some(\"…\")"), "{refused}");
    ask().await.expect("it answers");
    assert_eq!(other.asked()[0].header("x-api-key"), None, "another server gets no key");
}

#[tokio::test]
async fn who_is_to_stay_is_not_led_to_another_server() {
    let other = Loopback::start(|_, _| Reply::new(200, "elsewhere")).await;
    let target = other.url("/");
    let server = Loopback::start(move |_, asked| match asked.target.as_str() {
        "/out" => Reply::redirect(target.clone()),
        "/on" => Reply::redirect("/there"),
        _ => Reply::new(200, "there"),
    })
    .await;
    let net = Net::for_tests();
    let error = net.get(&server.url("/out"), "a test").stay().send().await.expect_err("it is not followed");
    assert!(error.to_string().contains(&other.url("/")), "it says where: {error}");
    assert_eq!(other.asked().len(), 0);
    let answer = net.get(&server.url("/on"), "a test").stay().send().await.expect("it is the same server");
    assert_eq!(answer.bytes(10).await.expect("a word"), b"there");
}

#[tokio::test]
async fn an_answer_has_a_limit() {
    let server = Loopback::start(|number, _| match number {
        0 => Reply::new(200, vec![b'1'; 11]),
        _ => Reply::new(200, vec![b'1'; 11]).chunked(),
    })
    .await;
    let net = Net::for_tests();
    for way in ["by its length", "as it comes"] {
        let answer = net.get(&server.url("/"), "a test").send().await.expect("it answers");
        let error = answer.json::<u64>(10).await.expect_err("it is too large");
        assert!(matches!(error, NetError::TooLarge { limit: 10, .. }), "{way}: {error}");
    }
    assert_eq!(outcomes(&net), [Outcome::Stopped, Outcome::Stopped]);
}

#[tokio::test]
async fn an_answer_that_is_no_json_says_nothing_of_what_it_is() {
    let server = Loopback::start(|_, _| Reply::new(200, "<html>secret</html>")).await;
    let answer = Net::for_tests().get(&server.url("/"), "a test").send().await.expect("it answers");
    let error = answer.json::<u64>(100).await.expect_err("it is no JSON");
    assert!(matches!(error, NetError::InvalidAnswer { .. }) && !error.to_string().contains("secret"), "{error}");
}

#[tokio::test]
async fn a_busy_server_says_when_to_come_back() {
    let server =
        Loopback::start(|_, _| Reply::new(429, r#"{"error":{"message":"slow down"}}"#).header("retry-after", "7"))
            .await;
    let answer = Net::for_tests().get(&server.url("/"), "a test").send().await.expect("it answers");
    let error = answer.successful().await.expect_err("it is busy");
    assert_eq!(error.retry_after(), Some(Duration::from_secs(7)));
    assert!(error.is_passing() && error.to_string().contains("slow down"), "{error}");
}

#[tokio::test]
async fn nobody_there_is_told_as_such() {
    let (_socket, url) = nobody();
    let net = Net::for_tests();
    let error = net.get(&url, "a test").send().await.expect_err("nobody answers");
    let expected = format!("{url}/ cannot be reached: no program answers there; start it, or check the address");
    assert_eq!(error.to_string(), expected);
    let [entry] = net.entries().try_into().expect("one entry");
    assert_eq!((entry.sent, entry.outcome), (0, Outcome::Failed(expected)));
}

#[tokio::test]
async fn silence_is_not_waited_for_for_ever() {
    let server = Loopback::start(|_, _| Reply::new(200, "beginning").hold()).await;
    let net = Net::for_tests();
    let request = net.get(&server.url("/"), "a test").patience(Duration::from_millis(50));
    let read = async { request.send().await?.bytes(100).await };
    let error = read.await.expect_err("it never ends");
    assert!(matches!(error, NetError::TimedOut { .. }), "{error}");
}

#[tokio::test]
async fn an_answer_that_breaks_off_is_no_answer() {
    let server = Loopback::start(|_, _| Reply::new(200, "0123456789").cut(4)).await;
    let net = Net::for_tests();
    let answer = net.get(&server.url("/"), "a test").send().await.expect("it begins");
    let error = answer.bytes(100).await.expect_err("it breaks off");
    assert!(matches!(error, NetError::Broken { .. }) && error.is_passing(), "{error}");
}

#[tokio::test]
async fn dropping_an_answer_closes_the_connection() {
    let mut server = Loopback::start(|_, _| Reply::new(200, "data: one\n\n").hold()).await;
    let net = Net::for_tests();
    let mut answer = net.get(&server.url("/"), "a test").send().await.expect("it begins");
    assert_eq!(answer.chunk().await.expect("it comes").as_deref(), Some(&b"data: one\n\n"[..]));
    assert_eq!(outcomes(&net), [Outcome::Underway]);
    drop(answer);
    server.left().await;
    assert_eq!(outcomes(&net), [Outcome::Stopped]);
}

#[tokio::test]
async fn what_cannot_be_sent_is_not() {
    let net = Net::for_tests();
    let requests = [
        net.get("no address", "a test"),
        net.get("http://localhost/", "a test").key(Some("line\nbreak")),
        net.get("http://localhost/", "a test").header("range", "line\nbreak"),
        net.get("http://localhost/", "a test").header("two words", "value"),
        net.post_json("http://localhost/", "a test", &std::collections::HashMap::from([((1, 2), 3)])),
    ];
    for request in requests {
        let error = request.send().await.expect_err("it is not sent");
        assert!(matches!(error, NetError::Unsendable { .. }) && !error.to_string().contains("line"), "{error}");
    }
    assert_eq!(net.entries(), []);
}

#[tokio::test]
async fn encrypted_servers_are_asked_if_they_are_trusted() {
    let (server, certificate) = Loopback::start_encrypted(|_, _| Reply::new(200, "hello")).await;
    let net = Net::trusting(vec![certificate]);
    let answer = net.get(&server.url("/"), "a test").send().await.expect("it is trusted");
    assert_eq!(answer.bytes(10).await.expect("a word"), b"hello");
    let net = Net::for_tests();
    let error = net.get(&server.url("/"), "a test").send().await.expect_err("it is not trusted");
    assert!(matches!(error, NetError::Untrusted { .. }) && !error.is_passing(), "{error}");
    assert_eq!((server.asked().len(), net.entries()[0].sent), (1, 0), "nothing was told to it");
}

#[tokio::test]
async fn encryption_is_not_given_up_on_the_way() {
    let plain = Loopback::start(|_, _| Reply::new(200, "hello")).await;
    let target = plain.url("/");
    let (server, certificate) = Loopback::start_encrypted(move |_, _| Reply::redirect(target.clone())).await;
    let net = Net::trusting(vec![certificate]);
    let error = net.get(&server.url("/"), "a test").send().await.expect_err("it is not followed");
    assert!(error.to_string().contains("without encryption"), "{error}");
    assert_eq!(plain.asked().len(), 0);
}

#[tokio::test]
async fn a_server_without_encryption_is_told_as_such() {
    let server = Loopback::start(|_, _| Reply::new(200, "hello")).await;
    let url = server.url("/").replace("http", "https");
    let error = Net::for_tests().get(&url, "a test").send().await.expect_err("it does not encrypt");
    assert!(error.to_string().contains("begins with https://"), "{error}");
}

#[tokio::test]
async fn the_certificates_of_the_system_can_be_used() {
    let server = Loopback::start(|_, _| Reply::new(200, "hello")).await;
    let answer = Net::new().get(&server.url("/"), "a test").send().await.expect("a client can be made");
    assert_eq!(answer.status(), 200);
}
