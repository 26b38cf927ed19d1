//! As much of the WebDriver protocol as the tests need, over plain HTTP.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// The key under which an element's number stands (W3C WebDriver, 12.1).
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// A driver that listens on a port of this machine.
#[derive(Debug, Clone, Copy)]
pub struct Driver {
    pub port: u16,
}

/// A window under a driver's control.
#[derive(Debug, Clone)]
pub struct Session {
    driver: Driver,
    path: String,
}

/// An element of the page.
#[derive(Debug, Clone)]
pub struct Element<'a> {
    session: &'a Session,
    path: String,
}

impl Driver {
    /// Starts an application and takes control of it.
    pub fn session(self, binary: &str, arguments: &[String]) -> Session {
        let options = json!({"binary": binary, "args": arguments});
        let wanted = json!({"capabilities": {"alwaysMatch": {"webkitgtk:browserOptions": options}}});
        let began = Instant::now();
        loop {
            match self.call("POST", "/session", Some(&wanted)) {
                Ok(answer) => {
                    let id = answer["sessionId"].as_str().unwrap();
                    return Session { driver: self, path: format!("/session/{id}") };
                }
                Err(error) if began.elapsed() > Duration::from_mins(1) => panic!("no session: {error}"),
                // The driver may not listen yet.
                Err(_) => std::thread::sleep(Duration::from_millis(100)),
            }
        }
    }

    fn call(self, method: &str, path: &str, body: Option<&Value>) -> Result<Value, String> {
        let (status, text) = self.send(method, path, body).map_err(|error| error.to_string())?;
        let mut answer: Value = serde_json::from_str(&text).map_err(|error| error.to_string())?;
        if status == 200 { Ok(answer["value"].take()) } else { Err(answer["value"].to_string()) }
    }

    fn send(self, method: &str, path: &str, body: Option<&Value>) -> std::io::Result<(u16, String)> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port))?;
        stream.set_read_timeout(Some(Duration::from_mins(1)))?;
        let body = body.map_or_else(String::new, Value::to_string);
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nContent-Type: application/json\r\n\
             Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
            self.port,
            body.len()
        )?;
        let mut reader = BufReader::new(stream);
        let mut line = String::new();
        reader.read_line(&mut line)?;
        let status = line.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
        let mut length = 0;
        loop {
            line.clear();
            reader.read_line(&mut line)?;
            match line.trim().to_lowercase().split_once(':') {
                Some(("content-length", value)) => length = value.trim().parse().unwrap_or(0),
                Some(_) => {}
                None => break,
            }
        }
        let mut content = vec![0; length];
        reader.read_exact(&mut content)?;
        Ok((status, String::from_utf8_lossy(&content).into_owned()))
    }
}

impl Session {
    /// The elements that match a selector now.
    pub fn find_all(&self, selector: &str) -> Vec<Element<'_>> {
        let wanted = json!({"using": "css selector", "value": selector});
        let found = self.call("POST", "/elements", Some(&wanted)).unwrap_or_default();
        let element = |value: &Value| {
            let path = format!("{}/element/{}", self.path, value[ELEMENT].as_str().unwrap());
            Element { session: self, path }
        };
        found.as_array().map(|found| found.iter().map(element).collect()).unwrap_or_default()
    }

    /// Runs a script in the page and returns what it returns.
    pub fn run(&self, script: &str) -> Value {
        self.call("POST", "/execute/sync", Some(&json!({"script": script, "args": []}))).unwrap()
    }

    /// Presses keys together, such as `Control+Shift+f` or `F6`, wherever the focus is.
    pub fn press_keys(&self, chord: &str) {
        let keys: Vec<String> = chord.split('+').map(key).collect();
        let event = |kind: &str, key: &String| json!({"type": kind, "value": key});
        let down = keys.iter().map(|key| event("keyDown", key));
        let events: Vec<Value> = down.chain(keys.iter().rev().map(|key| event("keyUp", key))).collect();
        let actions = json!({"actions": [{"type": "key", "id": "keyboard", "actions": events}]});
        self.call("POST", "/actions", Some(&actions)).unwrap();
    }

    /// Loads the page anew.
    pub fn reload(&self) {
        self.call("POST", "/refresh", Some(&json!({}))).unwrap();
    }

    /// Closes the window.
    pub fn close(&self) {
        let _ = self.driver.call("DELETE", &self.path, None);
    }

    fn call(&self, method: &str, path: &str, body: Option<&Value>) -> Result<Value, String> {
        self.driver.call(method, &format!("{}{path}", self.path), body)
    }
}

/// A key by its name, as the protocol writes it (W3C WebDriver, 17.4.2).
fn key(name: &str) -> String {
    let special = match name {
        "Control" => '\u{e009}',
        "Shift" => '\u{e008}',
        "Alt" => '\u{e00a}',
        "Enter" => '\u{e007}',
        "Escape" => '\u{e00c}',
        "Tab" => '\u{e004}',
        "End" => '\u{e010}',
        "Home" => '\u{e011}',
        "Up" => '\u{e013}',
        "Down" => '\u{e015}',
        "Delete" => '\u{e017}',
        "F1" => '\u{e031}',
        "F6" => '\u{e036}',
        "Plus" => '+',
        letter => return letter.to_owned(),
    };
    special.to_string()
}

impl Element<'_> {
    /// Its text as shown.
    pub fn text(&self) -> String {
        self.get("/text")
    }

    /// An attribute; empty if it has none of this name.
    pub fn attribute(&self, name: &str) -> String {
        self.get(&format!("/attribute/{name}"))
    }

    /// Clicks its middle.
    pub fn click(&self) {
        self.post("/click", &json!({}));
    }

    /// Types into it.
    pub fn type_text(&self, text: &str) {
        self.post("/value", &json!({"text": text}));
    }

    fn get(&self, path: &str) -> String {
        let answer = self.session.driver.call("GET", &format!("{}{path}", self.path), None);
        answer.ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
    }

    fn post(&self, path: &str, body: &Value) {
        self.session.driver.call("POST", &format!("{}{path}", self.path), Some(body)).unwrap();
    }
}
