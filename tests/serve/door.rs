//! Who is let in.

use std::io::Read;

use super::client::{Reply, Served};
use crate::support::Paperside;

#[test]
fn nobody_is_let_in_without_the_token() {
    let served = Served::all_of(Paperside::new());
    let host = format!("Host: 127.0.0.1:{}\r\n", served.port);
    let ask = |path: &str, headers: &str| served.ask_so("GET", path, &format!("{host}{headers}"), b"");
    assert_eq!(served.get("/v1/documents").status, 200);
    let wrong =
        [String::new(), "Authorization: Bearer wrong\r\n".into(), format!("Authorization: {}\r\n", served.token)];
    for wrong in wrong {
        for path in ["/v1/documents", "/v1/openapi.json", "/v1/models", "/mcp", "/", "/nowhere"] {
            let refused = ask(path, &wrong);
            assert_eq!((refused.status, refused.error().0.as_str()), (401, "unauthorized"), "{path} {wrong}");
            assert!(refused.head.contains("www-authenticate: bearer"), "{}", refused.head);
        }
    }
    let health = ask("/v1/health", "").json();
    assert_eq!((&health["status"], &health["library"]), (&"ok".into(), &serde_json::Value::Null));
    assert_eq!(served.get("/v1/health").json()["documents"], 0, "who may know is told more");
}

#[test]
fn pages_in_a_browser_are_refused_whatever_they_know() {
    let served = Served::all_of(Paperside::new());
    let port = served.port;
    let token = format!("Authorization: Bearer {}\r\n", served.token);
    let ask = |method: &str, headers: String| served.ask_so(method, "/v1/health", &format!("{token}{headers}"), b"");
    for host in ["evil.example".to_owned(), format!("evil.example:{port}"), "127.0.0.1".to_owned()] {
        let refused = ask("GET", format!("Host: {host}\r\n"));
        assert_eq!((refused.status, refused.error().0.as_str()), (403, "foreign_host"), "{host}");
    }
    for origin in ["https://evil.example", "null", "http://localhost:3000"] {
        for method in ["GET", "OPTIONS"] {
            let refused = ask(method, format!("Host: localhost:{port}\r\nOrigin: {origin}\r\n"));
            assert_eq!((refused.status, refused.error().0.as_str()), (403, "foreign_origin"), "{method} {origin}");
            assert!(!refused.head.contains("access-control"), "nobody is invited: {}", refused.head);
        }
    }
    assert_eq!(ask("GET", format!("Host: localhost:{port}\r\nOrigin: http://localhost:{port}\r\n")).status, 200);
    let elsewhere = format!("GET http://evil.example/v1/health HTTP/1.1\r\nHost: localhost:{port}\r\n{token}");
    let refused = Reply::read(served.send(&format!("{elsewhere}Connection: close\r\n\r\n"), b""));
    assert_eq!(refused.error().0, "foreign_host", "the first line names a host too");
}

#[test]
fn what_is_no_request_ends_its_own_connection_only() {
    let served = Served::all_of(Paperside::new());
    let _open = served.send("GET /v1/health HTTP/1.1\r\nHost: ", b"");
    for nonsense in ["\0\0\0\0\r\n\r\n", "GET\r\n\r\n", "\u{16}\u{3}\u{1}\r\n\r\n"] {
        let mut answer = String::new();
        let _ = served.send(nonsense, b"").read_to_string(&mut answer);
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 400"), "{answer}");
    }
    let long = format!("GET /v1/health HTTP/1.1\r\nHost: localhost\r\nX: {}\r\n\r\n", "a".repeat(40 << 10));
    assert_eq!(Reply::read(served.send(&long, b"")).status, 431);
    assert_eq!(served.get("/v1/health").status, 200, "nobody waits for one who never ends a request");
}

#[test]
fn the_token_stays_until_another_is_wanted() {
    let paperside = Paperside::new();
    let token = |arguments: &[&str]| Served::with(&paperside, arguments).token.clone();
    let first = token(&[]);
    assert_eq!(first.len(), 64);
    assert_eq!(token(&[]), first, "other programs need not be told again");
    assert_ne!(token(&["--new-token"]), first);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let file = paperside.library().join("http-token");
        assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600, "nobody else may read it");
    }
}

#[test]
fn a_port_that_is_taken_is_told() {
    let (first, second) = (Paperside::new(), Paperside::new());
    let served = Served::start(&first);
    let ended = second.json(&["serve", "--port", &served.port.to_string()]);
    assert_eq!(ended.code, 1);
    assert!(ended.stderr.contains(&served.port.to_string()), "{}", ended.stderr);
}
