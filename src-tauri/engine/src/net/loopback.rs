//! A web server on this computer for tests: it answers as it is told, breaks off where it is told, and remembers what
//! it was asked.

use std::fmt::Write;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpSocket};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivatePkcs8KeyDer};

use super::Net;
use super::client::Trust;

/// A request as it came.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    /// `GET` or `POST`.
    pub(crate) method: String,
    /// Path and query.
    pub(crate) target: String,
    headers: Vec<(String, String)>,
    /// Bytes of all of it.
    pub(crate) length: usize,
    /// What was sent with it.
    pub(crate) body: Vec<u8>,
}

impl Asked {
    /// A header by its name in lower case.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// What is answered.
#[derive(Debug, Clone)]
pub(crate) struct Reply {
    status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
    chunked: bool,
    /// The length that is told, if it is not the body's.
    announced: Option<usize>,
    end: End,
}

/// What comes after the body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    /// The connection is closed as agreed.
    Close,
    /// So many bytes of the body are sent, and then the connection is closed.
    Cut(usize),
    /// Nothing: the connection stays open until the other side closes it.
    Hold,
}

impl Reply {
    /// An answer with a body whose length is told.
    pub(crate) fn new(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self { status, headers: Vec::new(), body: body.into(), chunked: false, announced: None, end: End::Close }
    }

    /// JSON.
    pub(crate) fn json(body: &serde_json::Value) -> Self {
        Self::new(200, body.to_string()).header("content-type", "application/json")
    }

    /// Sends the request on.
    pub(crate) fn redirect(location: impl Into<String>) -> Self {
        Self::new(302, "elsewhere").header("location", location)
    }

    /// What a good file server answers: as much as is asked for, all of it if the file is another by now.
    pub(crate) fn file(asked: &Asked, content: &[u8], tag: &str) -> Self {
        let range = asked.header("range").and_then(|range| range.strip_prefix("bytes=")?.strip_suffix('-'));
        let from =
            range.and_then(|from| from.parse().ok()).filter(|_| asked.header("if-range").is_none_or(|old| old == tag));
        let reply = match from {
            None => Self::new(200, content),
            Some(from) if from >= content.len() => {
                Self::new(416, "").header("content-range", format!("bytes */{}", content.len()))
            }
            Some(from) => {
                let place = format!("bytes {from}-{}/{}", content.len() - 1, content.len());
                Self::new(206, &content[from..]).header("content-range", place)
            }
        };
        reply.header("etag", tag)
    }

    /// With a header.
    pub(crate) fn header(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push((name.to_owned(), value.into()));
        self
    }

    /// In chunks, so that nobody knows its length.
    pub(crate) fn chunked(mut self) -> Self {
        self.chunked = true;
        self
    }

    /// How much is going to be sent.
    pub(crate) fn length(&self) -> usize {
        self.body.len()
    }

    /// Tells another length than it has.
    pub(crate) fn announce(mut self, length: usize) -> Self {
        self.announced = Some(length);
        self
    }

    /// Breaks off after so many bytes of the body.
    pub(crate) fn cut(mut self, bytes: usize) -> Self {
        self.end = End::Cut(bytes);
        self
    }

    /// Sends what there is, without an end unless its length was told, and waits until the other side has had enough.
    pub(crate) fn hold(mut self) -> Self {
        (self.chunked, self.end) = (self.announced.is_none(), End::Hold);
        self
    }
}

/// A server on this computer. It ends when it is dropped.
pub(crate) struct Loopback {
    scheme: &'static str,
    address: SocketAddr,
    asked: Arc<Mutex<Vec<Asked>>>,
    left: mpsc::UnboundedReceiver<()>,
    serving: JoinHandle<()>,
}

/// Makes an answer of a request and its number, from 0.
type Answer = Arc<dyn Fn(usize, &Asked) -> Reply + Send + Sync>;

impl Loopback {
    /// Starts one that answers what `answer` makes of a request and its number, from 0.
    pub(crate) async fn start(answer: impl Fn(usize, &Asked) -> Reply + Send + Sync + 'static) -> Self {
        Self::listen("http", Arc::new(answer), None).await
    }

    /// Starts one that encrypts, and gives the certificate by which it can be trusted.
    pub(crate) async fn start_encrypted(
        answer: impl Fn(usize, &Asked) -> Reply + Send + Sync + 'static,
    ) -> (Self, CertificateDer<'static>) {
        let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).expect("a certificate");
        let (certificate, key) = (made.cert.der().clone(), PrivatePkcs8KeyDer::from(made.signing_key.serialize_der()));
        let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .and_then(|builder| builder.with_no_client_auth().with_single_cert(vec![certificate.clone()], key.into()))
            .expect("they fit");
        let acceptor = TlsAcceptor::from(Arc::new(config));
        (Self::listen("https", Arc::new(answer), Some(acceptor)).await, certificate)
    }

    async fn listen(scheme: &'static str, answer: Answer, encryption: Option<TlsAcceptor>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("it is bound");
        let asked = Arc::new(Mutex::new(Vec::new()));
        let (leaving, left) = mpsc::unbounded_channel();
        let seen = Arc::clone(&asked);
        let serving = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (answer, seen, leaving) = (Arc::clone(&answer), Arc::clone(&seen), leaving.clone());
                let encryption = encryption.clone();
                tokio::spawn(async move {
                    match encryption {
                        None => serve(stream, &seen, &answer, &leaving).await,
                        Some(encryption) => {
                            // Who does not trust the certificate goes away.
                            let Ok(stream) = encryption.accept(stream).await else { return };
                            serve(stream, &seen, &answer, &leaving).await;
                        }
                    }
                });
            }
        });
        Self { scheme, address, asked, left, serving }
    }

    /// An address on it.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("{}://localhost:{}{path}", self.scheme, self.address.port())
    }

    /// What it was asked so far.
    pub(crate) fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Waits until the other side closes a connection that is held.
    pub(crate) async fn left(&mut self) {
        self.left.recv().await.expect("the server runs");
    }
}

impl Drop for Loopback {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

impl Net {
    /// One that trusts nobody and makes no pauses worth speaking of.
    pub(crate) fn for_tests() -> Self {
        Self::trusting(Vec::new())
    }

    /// One that trusts these certificates alone.
    pub(crate) fn trusting(certificates: Vec<CertificateDer<'static>>) -> Self {
        Self::with(Trust::Only(certificates), Duration::from_mins(1), Duration::from_millis(1))
    }
}

/// An address at which nothing listens, for as long as the socket lives.
pub(crate) fn nobody() -> (TcpSocket, String) {
    let socket = TcpSocket::new_v4().expect("a socket");
    socket.bind(SocketAddr::from(([127, 0, 0, 1], 0))).expect("a free port");
    let port = socket.local_addr().expect("it is bound").port();
    (socket, format!("http://127.0.0.1:{port}"))
}

/// Reads one request, answers it and closes. Nothing that goes wrong is of interest here: the other side has it, too.
async fn serve(
    mut stream: impl AsyncRead + AsyncWrite + Unpin,
    seen: &Mutex<Vec<Asked>>,
    answer: &Answer,
    leaving: &mpsc::UnboundedSender<()>,
) {
    let Some(asked) = read(&mut stream).await else { return refuse(stream).await };
    let number = {
        let mut seen = seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.push(asked.clone());
        seen.len() - 1
    };
    let reply = answer(number, &asked);
    let _ = stream.write_all(&written(&reply)).await;
    let _ = stream.flush().await;
    if reply.end == End::Hold {
        while stream.read(&mut [0; 64]).await.is_ok_and(|read| read > 0) {}
        let _ = leaving.send(());
    }
    let _ = stream.shutdown().await;
}

/// Answers what is no request. It is read to its end, because closing before would lose the answer.
async fn refuse(mut stream: impl AsyncRead + AsyncWrite + Unpin) {
    let _ = stream.write_all(&written(&Reply::new(400, "this is no HTTP"))).await;
    let _ = stream.shutdown().await;
    while stream.read(&mut [0; 64]).await.is_ok_and(|read| read > 0) {}
}

async fn read(stream: &mut (impl AsyncRead + Unpin)) -> Option<Asked> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        // What begins otherwise is no HTTP, but perhaps encrypted.
        head.push(stream.read_u8().await.ok().filter(|byte| byte.is_ascii_graphic() || byte.is_ascii_whitespace())?);
    }
    let head = String::from_utf8(head).ok()?;
    let mut lines = head.lines();
    let mut first = lines.next()?.split(' ');
    let (method, target) = (first.next()?.to_owned(), first.next()?.to_owned());
    let pair = |line: &str| line.split_once(':').map(|(name, value)| (name.to_lowercase(), value.trim().to_owned()));
    let mut asked = Asked { method, target, headers: lines.filter_map(pair).collect(), length: 0, body: Vec::new() };
    asked.body = vec![0; asked.header("content-length").and_then(|length| length.parse().ok()).unwrap_or(0)];
    stream.read_exact(&mut asked.body).await.ok()?;
    asked.length = head.len() + asked.body.len();
    Some(asked)
}

fn written(reply: &Reply) -> Vec<u8> {
    let mut head = format!("HTTP/1.1 {} Said\r\nconnection: close\r\n", reply.status);
    if reply.chunked {
        head.push_str("transfer-encoding: chunked\r\n");
    } else {
        let _ = write!(head, "content-length: {}\r\n", reply.announced.unwrap_or(reply.body.len()));
    }
    for (name, value) in &reply.headers {
        let _ = write!(head, "{name}: {value}\r\n");
    }
    let sent = match reply.end {
        End::Cut(bytes) => &reply.body[..bytes],
        End::Close | End::Hold => &reply.body,
    };
    let mut bytes = (head + "\r\n").into_bytes();
    if reply.chunked && !sent.is_empty() {
        bytes.extend(format!("{:x}\r\n", sent.len()).into_bytes());
        bytes.extend_from_slice(sent);
        bytes.extend_from_slice(b"\r\n");
    } else {
        bytes.extend_from_slice(sent);
    }
    if reply.chunked && reply.end == End::Close {
        bytes.extend_from_slice(b"0\r\n\r\n");
    }
    bytes
}
