//! A server that sends its answer a few bytes at a time, or words for ever, and knows how many it got rid of.

#![expect(clippy::disallowed_types, reason = "it is the other end of the line")]

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// How long it waits from word to word, if it has so many.
const PAUSE: Duration = Duration::from_millis(2);

/// What it sends.
#[derive(Clone)]
pub(super) enum Flow {
    /// This, so many bytes in each part, with the end that an answer has.
    Parts(Vec<u8>, usize),
    /// The first of these, and then the second again and again.
    Endless(String, String),
    /// This, and then nothing more.
    Silence(String),
    /// This, and then the connection is closed.
    Cut(String),
}

/// A server on this computer. It ends when it is dropped.
pub(super) struct Drip {
    address: SocketAddr,
    sent: Arc<AtomicUsize>,
    serving: JoinHandle<()>,
}

impl Drip {
    /// Starts one that answers whoever asks in the same way.
    pub(super) async fn start(content_type: &'static str, flow: Flow) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let (address, sent) = (listener.local_addr().expect("it is bound"), Arc::new(AtomicUsize::new(0)));
        let counted = Arc::clone(&sent);
        let serving = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (flow, counted) = (flow.clone(), Arc::clone(&counted));
                tokio::spawn(async move { serve(stream, content_type, flow, &counted).await });
            }
        });
        Self { address, sent, serving }
    }

    pub(super) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// How many parts it got rid of so far.
    pub(super) fn sent(&self) -> usize {
        self.sent.load(Ordering::SeqCst)
    }
}

impl Drop for Drip {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

async fn serve(mut stream: TcpStream, content_type: &str, flow: Flow, sent: &AtomicUsize) -> Option<()> {
    read(&mut stream).await?;
    stream.set_nodelay(true).ok()?;
    let head = format!("HTTP/1.1 200 OK\r\ncontent-type: {content_type}\r\ntransfer-encoding: chunked\r\n\r\n");
    stream.write_all(head.as_bytes()).await.ok()?;
    match flow {
        Flow::Parts(body, step) => {
            for part in body.chunks(step) {
                send(&mut stream, part, sent).await?;
            }
            stream.write_all(b"0\r\n\r\n").await.ok()?;
            // It never said that it would hang up, but so does llama.cpp.
            tokio::time::sleep(PAUSE).await;
        }
        Flow::Endless(first, again) => {
            send(&mut stream, first.as_bytes(), sent).await?;
            loop {
                send(&mut stream, again.as_bytes(), sent).await?;
                tokio::time::sleep(PAUSE).await;
            }
        }
        Flow::Silence(body) => {
            send(&mut stream, body.as_bytes(), sent).await?;
            while stream.read(&mut [0; 64]).await.is_ok_and(|read| read > 0) {}
        }
        Flow::Cut(body) => send(&mut stream, body.as_bytes(), sent).await?,
    }
    stream.shutdown().await.ok()
}

/// Sends a part; none if nobody listens any more.
async fn send(stream: &mut TcpStream, part: &[u8], sent: &AtomicUsize) -> Option<()> {
    let framed = [format!("{:x}\r\n", part.len()).as_bytes(), part, b"\r\n"].concat();
    stream.write_all(&framed).await.ok()?;
    sent.fetch_add(1, Ordering::SeqCst);
    Some(())
}

/// Reads what is asked to its end, because closing before would lose the answer.
async fn read(stream: &mut TcpStream) -> Option<()> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.ok()?);
    }
    let head = String::from_utf8(head).ok()?.to_lowercase();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length:")?.trim().parse().ok()).unwrap_or(0);
    stream.read_exact(&mut vec![0; length]).await.ok()?;
    Some(())
}
