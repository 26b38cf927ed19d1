//! Other programs that use the library while the window is open.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};

use serde_json::json;

use super::PATIENCE;
use super::app::App;
use crate::mcp::client::Client;
use crate::support::Paperside;

fn open_section(app: &App) {
    app.press("[data-testid=settings]");
    app.press("[data-testid=settings-section][data-section=settings-programs]");
    app.find("[data-testid=serve]");
}

/// What the server says of itself to somebody with this token.
fn health(address: &str, token: &str) -> String {
    let host = address.strip_prefix("http://").expect("an address");
    let mut stream = TcpStream::connect(host).expect("it listens");
    let head = format!("GET /v1/health HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {token}\r\n");
    stream.write_all(format!("{head}Connection: close\r\n\r\n").as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

#[test]
fn other_programs_are_served_while_the_switch_is_on() {
    let paperside = Paperside::with(&["french.pdf"]);
    let free = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = free.local_addr().unwrap().port();
    assert_eq!(paperside.json(&["settings", "serve-port", &port.to_string()]).code, 0);
    let app = App::open(&paperside);
    open_section(&app);
    assert!(app.find_all("[data-testid=serving-address]").is_empty(), "nobody is served unless it was chosen");

    // Somebody is there: it is told, and the window goes on.
    app.press("[data-testid=serve]");
    app.wait_for_text("[data-testid=programs-settings] [role=alert]", "another program uses this port");
    app.picture("programs-port-taken");
    drop(free);
    app.press("[data-testid=serve]");
    app.wait_for_count("[data-testid=programs-settings] [role=alert]", 0);
    app.press("[data-testid=serve]");
    app.wait_for_text("[data-testid=serving-address]", &port.to_string());
    let address = app.text_of("[data-testid=serving-address]");
    assert!(app.text_of("[data-testid=serving-token]").contains('•'), "it is hidden until it is asked for");
    assert!(app.text_of("[data-testid=mcp-address]").contains("Bearer •"), "there too");
    app.press("[data-testid=serving-show-token]");
    let token = || app.text_of("[data-testid=serving-token]");
    app.wait_for("the token", PATIENCE, || !token().contains('•'));
    app.picture("programs");
    let first = token();
    assert!(health(&address, &first).contains("\"documents\":1"), "it is this library");
    assert!(app.text_of("[data-testid=mcp-program]").contains("--library"), "it is not the person's own");

    let mut assistant = Client::start(&paperside);
    assert_eq!(assistant.found("list", json!({}))["total"], 1, "an assistant goes through the window");
    assert_eq!(assistant.close(), Some(0));

    app.press("[data-testid=serving-change-token]");
    app.press("[data-testid=serving-confirm-change-token]");
    app.wait_for("another token", PATIENCE, || token() != first && !token().is_empty());
    assert!(health(&address, &first).starts_with("HTTP/1.1 401"), "the old one is refused");
    assert!(health(&address, &token()).starts_with("HTTP/1.1 200"));
    drop(app);

    let app = App::open(&paperside);
    open_section(&app);
    app.wait_for_text("[data-testid=serving-address]", &port.to_string());
    app.press("[data-testid=serve]");
    app.wait_for_count("[data-testid=serving-address]", 0);
    assert!(TcpStream::connect(("127.0.0.1", port)).is_err(), "it is off");
}
