//! Servers on this computer that stand in for those of the world: they speak what those speak.

use std::fmt::Write;
use std::io::{BufRead, BufReader, Read, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use sha2::{Digest, Sha256};

/// What a server was asked.
pub struct Asked {
    pub method: String,
    /// With the query.
    pub path: String,
    pub body: Vec<u8>,
}

/// What it answers.
pub struct Answer {
    pub status: u16,
    pub body: Vec<u8>,
    /// What the body is.
    pub content_type: &'static str,
    /// Bytes of the body after which the connection breaks.
    pub breaks_after: Option<usize>,
}

impl Answer {
    pub fn json(body: &serde_json::Value) -> Self {
        Self::text(body.to_string())
    }

    pub fn text(body: String) -> Self {
        Self { body: body.into_bytes(), ..Self::status(200) }
    }

    pub fn status(status: u16) -> Self {
        Self { status, body: Vec::new(), content_type: "application/json", breaks_after: None }
    }
}

/// A server on a port of its own. It ends with this value.
pub struct Server {
    pub url: String,
    is_over: Arc<AtomicBool>,
}

impl Server {
    pub fn start(answer: impl Fn(Asked) -> Answer + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let (is_over, answer) = (Arc::new(AtomicBool::new(false)), Arc::new(answer));
        let over = Arc::clone(&is_over);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                if over.load(Ordering::Relaxed) {
                    return;
                }
                let (answer, stream) = (Arc::clone(&answer), stream.unwrap());
                // Whoever asks may have gone away.
                std::thread::spawn(move || drop(serve(&stream, &*answer)));
            }
        });
        Self { url, is_over }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.is_over.store(true, Ordering::Relaxed);
        let address = self.url.trim_start_matches("http://");
        drop(TcpStream::connect(address));
    }
}

/// Answers one request and closes the connection.
fn serve(stream: &TcpStream, answer: &dyn Fn(Asked) -> Answer) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line)?;
    let mut words = line.split_whitespace().map(str::to_owned);
    let (method, path) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let (mut length, mut from) = (0, 0);
    loop {
        let mut header = String::new();
        reader.read_line(&mut header)?;
        let header = header.trim().to_lowercase();
        if header.is_empty() {
            break;
        }
        if let Some(value) = header.strip_prefix("content-length:") {
            length = value.trim().parse().unwrap_or(0);
        }
        if let Some(value) = header.strip_prefix("range: bytes=") {
            from = value.trim_end_matches('-').parse().unwrap_or(0);
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    let Answer { status, body, content_type, breaks_after } = answer(Asked { method, path, body });
    let of = body.len();
    let status = if from > 0 && status == 200 { 206 } else { status };
    let wanted = &body[from.min(of)..];
    let mut head = format!("HTTP/1.1 {status} -\r\nContent-Length: {}\r\nConnection: close\r\n", wanted.len());
    if status == 206 {
        let _ = write!(head, "Content-Range: bytes {from}-{}/{of}\r\n", of - 1);
    }
    let mut writer = stream;
    writer.write_all(format!("{head}Content-Type: {content_type}\r\nETag: \"one\"\r\n\r\n").as_bytes())?;
    writer.write_all(&wanted[..breaks_after.unwrap_or(wanted.len()).min(wanted.len())])
}

/// A hub with one model, the files of which are these.
pub fn hub(repo: &str, files: Vec<(&'static str, Vec<u8>)>, breaks_after: Option<usize>) -> Server {
    let repo = repo.to_owned();
    let breaks = AtomicUsize::new(breaks_after.unwrap_or(0));
    Server::start(move |asked| {
        let path = asked.path.split('?').next().unwrap_or_default();
        if path.starts_with(&format!("/api/models/{repo}/tree/main")) {
            let files = files.iter().map(|(name, bytes)| {
                let sha = Sha256::digest(bytes).iter().fold(String::new(), |mut sha, byte| {
                    let _ = write!(sha, "{byte:02x}");
                    sha
                });
                let size = bytes.len();
                serde_json::json!({"type": "file", "path": name, "size": size, "oid": "0".repeat(40),
                    "lfs": {"oid": sha, "size": size, "pointerSize": 134}})
            });
            return Answer::json(&files.collect());
        }
        let file = files.iter().find(|(name, _)| path == format!("/{repo}/resolve/main/{name}"));
        let Some((_, bytes)) = file else { return Answer::status(404) };
        // The first large file breaks off once.
        let breaks_after = Some(breaks.load(Ordering::Relaxed)).filter(|after| *after > 0 && *after < bytes.len());
        if breaks_after.is_some() {
            breaks.store(0, Ordering::Relaxed);
        }
        Answer { body: bytes.clone(), breaks_after, ..Answer::status(200) }
    })
}

/// Requests by which is learnt how a server embeds: a word, some questions and some passages.
const LEARNING: usize = 3;

/// A server that embeds as `OpenAI`'s does. Beyond what is asked to learn how it does so, it waits until it may.
pub fn embedding(is_open: Arc<AtomicBool>, embed: impl Fn(&str) -> Vec<f32> + Send + Sync + 'static) -> Server {
    let asked_before = AtomicUsize::new(0);
    Server::start(move |asked| {
        if asked.path != "/v1/embeddings" || asked.method != "POST" {
            return Answer::status(404);
        }
        let question: serde_json::Value = serde_json::from_slice(&asked.body).unwrap();
        let texts = question["input"].as_array().unwrap();
        let number = asked_before.fetch_add(1, Ordering::Relaxed);
        while number >= LEARNING && !is_open.load(Ordering::Relaxed) {
            std::thread::sleep(Duration::from_millis(10));
        }
        let vector = |(index, text): (usize, &serde_json::Value)| serde_json::json!({"object": "embedding", "index": index, "embedding": embed(text.as_str().unwrap())});
        let data: Vec<_> = texts.iter().enumerate().map(vector).collect();
        Answer::json(&serde_json::json!({"object": "list", "data": data, "model": question["model"]}))
    })
}

/// Numbers that depend on the letters of a text alone.
pub fn by_letters(text: &str) -> Vec<f32> {
    let mut vector = vec![0.01; 26];
    text.bytes().filter(u8::is_ascii_lowercase).for_each(|letter| vector[usize::from(letter - b'a')] += 1.0);
    vector
}

/// A server of language models that never comes to an answer. It tells when it is asked, and when nobody waits for it
/// any more.
pub fn slow_model() -> (String, Receiver<()>, Receiver<()>) {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let ((asked, was_asked), (left, was_left)) = (channel(), channel());
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let (asked, left, mut stream) = (asked.clone(), left.clone(), stream.unwrap());
            std::thread::spawn(move || {
                let mut bytes = vec![0; 1 << 20];
                let read = stream.read(&mut bytes).unwrap();
                let request = &bytes[..read];
                if !request.starts_with(b"POST /v1/chat/completions") {
                    let status = if request.starts_with(b"GET /v1/models") { 200 } else { 404 };
                    let models =
                        serde_json::json!({"object": "list", "data": [{"id": "slow", "object": "model"}]}).to_string();
                    let head = format!("HTTP/1.1 {status} -\r\nConnection: close\r\nContent-Length: {}", models.len());
                    let answer = format!("{head}\r\nContent-Type: application/json\r\n\r\n{models}");
                    // Whoever asks may have gone away.
                    return drop(stream.write_all(answer.as_bytes()));
                }
                asked.send(()).unwrap();
                while stream.read(&mut bytes).is_ok_and(|read| read > 0) {}
                let _ = left.send(());
            });
        }
    });
    (url, was_asked, was_left)
}
