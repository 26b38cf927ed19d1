//! A served library, and requests to it byte by byte: what a well-behaved client would never send is sent too.

use std::io::{BufRead, BufReader, ErrorKind, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::support::Paperside;

/// Long enough for any import of a test on any machine; only a test that fails waits so long.
const PATIENCE: Duration = Duration::from_mins(3);

/// What separates the parts of a form.
const BOUNDARY: &str = "-----a-boundary-that-stands-in-no-file";

/// The program, serving a library.
pub struct Served {
    child: Child,
    /// Gone only when the program is, if nobody else has it.
    library: Option<Paperside>,
    pub port: u16,
    pub token: String,
}

/// An answer.
pub struct Reply {
    pub status: u16,
    /// The first lines, in small letters.
    pub head: String,
    pub body: Vec<u8>,
}

/// Lines of data as they come.
pub struct Events(BufReader<TcpStream>);

/// A form of which the head is sent and nothing more. The other side says when it begins to read the rest (RFC 9110,
/// 10.1.1).
pub struct Announced {
    reader: BufReader<TcpStream>,
    form: Vec<u8>,
}

impl Served {
    pub fn start(paperside: &Paperside) -> Self {
        Self::with(paperside, &[])
    }

    /// Serves a library that nobody else needs.
    pub fn all_of(paperside: Paperside) -> Self {
        let mut served = Self::start(&paperside);
        served.library = Some(paperside);
        served
    }

    pub fn with(paperside: &Paperside, arguments: &[&str]) -> Self {
        let mut command = paperside.command(&["--json", "serve", "--port", "0"]);
        let mut child = command.args(arguments).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let line: Value = serde_json::from_str(&line).unwrap();
        assert_eq!(line["type"], "serving");
        let port = line["port"].as_u64().unwrap() as u16;
        assert_eq!(line["url"], format!("http://127.0.0.1:{port}"));
        Self { child, library: None, port, token: line["token"].as_str().unwrap().to_owned() }
    }

    /// Asks as a program does that has the token.
    pub fn ask(&self, method: &str, path: &str, headers: &str, body: &[u8]) -> Reply {
        let (port, token) = (self.port, &self.token);
        let headers = format!("Host: 127.0.0.1:{port}\r\nAuthorization: Bearer {token}\r\n{headers}");
        self.ask_so(method, path, &headers, body)
    }

    /// Asks with these headers, each with the end of its line, and no others but those that say how long it is.
    pub fn ask_so(&self, method: &str, path: &str, headers: &str, body: &[u8]) -> Reply {
        let length = body.len();
        let head =
            format!("{method} {path} HTTP/1.1\r\n{headers}Content-Length: {length}\r\nConnection: close\r\n\r\n");
        Reply::read(self.send(&head, body))
    }

    pub fn get(&self, path: &str) -> Reply {
        self.ask("GET", path, "", b"")
    }

    pub fn post(&self, path: &str, body: &Value) -> Reply {
        self.ask("POST", path, "Content-Type: application/json\r\n", body.to_string().as_bytes())
    }

    /// Sends files with their names, and other parts of a form.
    pub fn upload(&self, files: &[(&str, &[u8])], texts: &[(&str, &str)]) -> Reply {
        self.send_form(&form(files, texts))
    }

    /// Sends a form as it is.
    pub fn send_form(&self, form: &[u8]) -> Reply {
        self.ask("POST", "/v1/documents", &format!("Content-Type: multipart/form-data; boundary={BOUNDARY}\r\n"), form)
    }

    /// Tells of a form that is going to be sent.
    pub fn announce(&self, form: Vec<u8>) -> Announced {
        let (port, token, length) = (self.port, &self.token, form.len());
        let head = format!(
            "POST /v1/documents HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAuthorization: Bearer {token}\r\n\
             Content-Type: multipart/form-data; boundary={BOUNDARY}\r\nContent-Length: {length}\r\n\
             Expect: 100-continue\r\nConnection: close\r\n\r\n"
        );
        Announced { reader: BufReader::new(self.send(&head, b"")), form }
    }

    /// Waits until a document that was sent is imported, or could not be.
    pub fn imported(&self, id: &str) -> Value {
        let began = Instant::now();
        loop {
            let reply = self.get(&format!("/v1/documents/{id}"));
            assert_eq!(reply.status, 200, "it is known all the time: {}", reply.text());
            let document = reply.json();
            if ["imported", "failed"].contains(&document["status"].as_str().unwrap()) {
                return document;
            }
            assert!(began.elapsed() < PATIENCE, "this import does not end: {document}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Waits until nothing that came in is left of it but documents.
    pub fn take_all_in(paperside: &Paperside) {
        let (began, inbox) = (Instant::now(), paperside.library().join("inbox"));
        while std::fs::read_dir(&inbox).unwrap().count() > 0 {
            assert!(began.elapsed() < PATIENCE, "files are left in {}", inbox.display());
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Listens to events.
    pub fn listen(&self, method: &str, path: &str, body: &str) -> Events {
        let (port, token, length) = (self.port, &self.token, body.len());
        let head = format!(
            "{method} {path} HTTP/1.1\r\nHost: localhost:{port}\r\nAuthorization: Bearer {token}\r\n\
             Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n"
        );
        let mut reader = BufReader::new(self.send(&head, body.as_bytes()));
        let head = read_head(&mut reader);
        assert!(head.contains("200 ok") && head.contains("content-type: text/event-stream"), "{head}");
        Events(reader)
    }

    /// Sends bytes. Whoever refuses them may not listen to their end.
    pub fn send(&self, head: &str, body: &[u8]) -> TcpStream {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body));
        stream
    }

    /// The number of its process.
    #[allow(dead_code, reason = "a benchmark looks at it")]
    pub fn process(&self) -> u32 {
        self.child.id()
    }

    /// Ends it as a system does, and answers its exit code.
    #[cfg(unix)]
    pub fn end(mut self) -> Option<i32> {
        let id = self.child.id().to_string();
        assert!(std::process::Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
        self.child.wait().unwrap().code()
    }

    /// Ends it as a power cut does.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Announced {
    /// Waits until the rest is wanted.
    pub fn wait(&mut self) {
        let head = read_head(&mut self.reader);
        assert!(head.starts_with("http/1.1 100 "), "{head}");
    }

    /// Whether nothing was heard yet.
    pub fn is_unheard(&self) -> bool {
        let stream = self.reader.get_ref();
        stream.set_nonblocking(true).unwrap();
        let heard = stream.peek(&mut [0]);
        stream.set_nonblocking(false).unwrap();
        heard.is_err_and(|error| error.kind() == ErrorKind::WouldBlock)
    }

    /// Sends the rest.
    pub fn send(mut self) -> Reply {
        self.reader.get_mut().write_all(&self.form).unwrap();
        Reply::read_from(self.reader)
    }
}

impl Reply {
    /// Reads an answer to its end.
    pub fn read(stream: TcpStream) -> Self {
        Self::read_from(BufReader::new(stream))
    }

    fn read_from(mut reader: BufReader<TcpStream>) -> Self {
        let head = read_head(&mut reader);
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok());
        let status = status.unwrap_or_else(|| panic!("this is no answer: {head:?}"));
        let mut body = Vec::new();
        let _ = reader.read_to_end(&mut body);
        if head.contains("transfer-encoding: chunked") {
            body = unchunked(&body);
        }
        Self { status, head, body }
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn json(&self) -> Value {
        assert!(self.head.contains("content-type: application/json"), "{}", self.head);
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    /// The lines of data of events that have come to their end.
    pub fn events(&self) -> Vec<String> {
        assert!(self.head.contains("content-type: text/event-stream"), "{}: {}", self.head, self.text());
        self.text().lines().filter_map(|line| line.strip_prefix("data: ")).map(str::to_owned).collect()
    }

    /// The code of an error, and its sentence.
    pub fn error(&self) -> (String, String) {
        let error = &self.json()["error"];
        let [code, message] = ["code", "message"].map(|field| error[field].as_str().unwrap_or_default().to_owned());
        assert!(!code.is_empty() && !message.is_empty(), "{}", self.text());
        (code, message)
    }
}

impl Iterator for Events {
    type Item = Value;

    /// The next line of data; none when the other side has hung up.
    fn next(&mut self) -> Option<Value> {
        loop {
            let mut line = String::new();
            if self.0.read_line(&mut line).ok()? == 0 {
                return None;
            }
            if let Some(data) = line.strip_prefix("data: ") {
                return Some(serde_json::from_str(data).unwrap());
            }
        }
    }
}

/// Files with their names, and other parts of a form before them.
pub fn form(files: &[(&str, &[u8])], texts: &[(&str, &str)]) -> Vec<u8> {
    let mut form = Vec::new();
    for (name, text) in texts {
        write!(form, "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{text}\r\n").unwrap();
    }
    for (name, bytes) in files {
        let head = format!("Content-Disposition: form-data; name=\"file\"; filename=\"{name}\"");
        write!(form, "--{BOUNDARY}\r\n{head}\r\nContent-Type: application/octet-stream\r\n\r\n").unwrap();
        form.extend_from_slice(bytes);
        form.extend_from_slice(b"\r\n");
    }
    write!(form, "--{BOUNDARY}--\r\n").unwrap();
    form
}

fn read_head(reader: &mut impl BufRead) -> String {
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") && reader.read_line(&mut head).is_ok_and(|read| read > 0) {}
    head.to_lowercase()
}

fn unchunked(mut body: &[u8]) -> Vec<u8> {
    let mut whole = Vec::new();
    while let Some(end) = body.windows(2).position(|pair| pair == b"\r\n") {
        let length = usize::from_str_radix(std::str::from_utf8(&body[..end]).unwrap(), 16).unwrap();
        let from = end + 2;
        if length == 0 || body.len() < from + length + 2 {
            break;
        }
        whole.extend_from_slice(&body[from..from + length]);
        body = &body[from + length + 2..];
    }
    whole
}
