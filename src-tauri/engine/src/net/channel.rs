//! Connections that last: to servers that are asked again and again, side by side, in HTTP/2.
//!
//! Each connection is one entry of the ledger, from its beginning to its end, with all that it carried. It is made when
//! something is asked, and again when it was lost; while the app is offline it is refused, and one that is open is cut.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use hyper_util::rt::TokioIo;
use reqwest::Url;
use rustls::pki_types::ServerName;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_util::either::Either;
use tonic::codegen::http::Uri;
use tonic::codegen::{BoxFuture, Service};
use tonic::transport::{Channel, Endpoint};

use super::address::{HERE, host, parse};
use super::client::{self, AGENT, CONNECT_TIMEOUT};
use super::line::Line;
use super::wire::{Cut, Wire};
use super::{Net, NetError, Outcome};

/// What a connection speaks.
const SIDE_BY_SIDE: &[u8] = b"h2";

/// A server that is asked something is looked for this often while it does not answer.
const LOOK: Duration = Duration::from_secs(20);

/// And has this long to show that it is there.
const LOOK_PATIENCE: Duration = Duration::from_secs(10);

/// The status of every answer in this protocol that was given at all.
const OK: u16 = 200;

impl Net {
    /// A connection to the server of an address, which is not made before something is asked. The purpose is shown to
    /// the person. Must be called within a tokio runtime.
    ///
    /// # Errors
    /// [`NetError::Unsendable`].
    pub(crate) fn channel(&self, url: &str, purpose: &'static str) -> Result<Channel, NetError> {
        let url = parse(url)?;
        let unsendable = |error: &dyn ToString| NetError::Unsendable { reason: error.to_string() };
        let uri = |scheme: &str| {
            let address = format!("{scheme}://{}", host(&url));
            address.parse::<Uri>().map_err(|error| unsendable(&error))
        };
        // Encryption is the connector's business; the client must not look for its own.
        let endpoint = Endpoint::from(uri("http")?)
            .origin(uri(url.scheme())?)
            .http2_keep_alive_interval(LOOK)
            .keep_alive_timeout(LOOK_PATIENCE)
            .user_agent(AGENT)
            .map_err(|error| unsendable(&error))?;
        Ok(endpoint.connect_with_connector_lazy(Connector { net: self.clone(), url, purpose }))
    }
}

/// Makes the connections of a channel.
#[derive(Clone)]
struct Connector {
    net: Net,
    url: Url,
    purpose: &'static str,
}

impl Service<Uri> for Connector {
    type Response = TokioIo<Wire<Stream>>;
    type Error = NetError;
    type Future = BoxFuture<Self::Response, NetError>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), NetError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _: Uri) -> Self::Future {
        let connector = self.clone();
        Box::pin(async move { connector.connect().await.map(TokioIo::new) })
    }
}

impl Connector {
    async fn connect(self) -> Result<Wire<Stream>, NetError> {
        let Self { net, url, purpose } = self;
        let line = Line::new(net.clone(), url.clone(), CONNECT_TIMEOUT);
        let exchange = net.shared.ledger.begin(line.host(), purpose);
        line.check().inspect_err(|_| exchange.end(Outcome::Refused))?;
        let stream = match line.wait_for(open(&net, &url)).await {
            Err(NetError::TimedOut { .. }) => Err(NetError::silent(&url)),
            opened => opened,
        };
        let stream = stream.inspect_err(|error| exchange.end(Outcome::Failed(error.to_string())))?;
        Ok(Wire::new(stream, exchange, OK, Some(Cut::of(line))))
    }
}

type Stream = Either<TcpStream, TlsStream<TcpStream>>;

async fn open(net: &Net, url: &Url) -> Result<Stream, NetError> {
    let stream = reach(url).await?;
    if url.scheme() != "https" {
        return Ok(Either::Left(stream));
    }
    let trust = net.shared.trust.clone();
    let unsendable = |reason: String| NetError::Unsendable { reason };
    // The certificates of the system are many files.
    let encryption = tokio::task::spawn_blocking(move || client::encryption(&trust, SIDE_BY_SIDE)).await;
    let encryption = encryption.map_err(|error| unsendable(error.to_string()))?;
    let encryption = encryption.map_err(|error| unsendable(error.to_string()))?;
    let name = ServerName::try_from(bare_host(url).to_owned()).map_err(|error| unsendable(error.to_string()))?;
    let encrypted = TlsConnector::from(Arc::new(encryption)).connect(name, stream).await;
    encrypted.map(Either::Right).map_err(|error| NetError::of_connection(&error, url))
}

/// Connects to the first of the server's addresses that answers.
async fn reach(url: &Url) -> Result<TcpStream, NetError> {
    let mut failed = NetError::unknown_name(url);
    for address in addresses(url).await? {
        match TcpStream::connect(address).await {
            Ok(stream) => {
                // Small questions must not wait for more of them.
                let _ = stream.set_nodelay(true);
                return Ok(stream);
            }
            Err(error) => failed = NetError::of_connection(&error, url),
        }
    }
    Err(failed)
}

#[expect(clippy::disallowed_methods, reason = "names are looked up here, after the switch was asked")]
async fn addresses(url: &Url) -> Result<Vec<SocketAddr>, NetError> {
    let (host, port) = (bare_host(url), url.port_or_known_default().unwrap_or_default());
    if let Ok(address) = host.parse::<IpAddr>() {
        return Ok(vec![SocketAddr::new(address, port)]);
    }
    if host == "localhost" {
        return Ok(HERE.map(|address| SocketAddr::new(address, port)).into());
    }
    let found = tokio::net::lookup_host((host, port)).await;
    found.map(Iterator::collect).map_err(|_| NetError::unknown_name(url))
}

/// The host without the brackets of an IPv6 address.
fn bare_host(url: &Url) -> &str {
    url.host_str().unwrap_or_default().trim_start_matches('[').trim_end_matches(']')
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    use super::super::loopback::{Loopback, Reply};
    use super::*;

    async fn connect(net: &Net, url: &str) -> Result<Wire<Stream>, NetError> {
        let url = parse(url).expect("an address");
        Connector { net: net.clone(), url, purpose: "a test" }.connect().await
    }

    #[tokio::test]
    async fn a_connection_is_in_the_ledger_for_as_long_as_it_lasts() {
        let server = Loopback::start(|_, _| Reply::new(200, "here")).await;
        let net = Net::for_tests();
        let mut wire = connect(&net, &server.url("/")).await.expect("it is there");
        assert_eq!(net.entries()[0].outcome, Outcome::Underway);
        let asked = b"GET / HTTP/1.1\r\nhost: here\r\n\r\n";
        wire.write_all(asked).await.expect("it listens");
        let mut answer = Vec::new();
        wire.read_to_end(&mut answer).await.expect("it answers");
        let [entry] = net.entries().try_into().expect("one entry");
        assert_eq!((entry.sent, entry.received), (asked.len() as u64, answer.len() as u64), "every byte counts");
        assert_eq!((entry.purpose, entry.outcome), ("a test", Outcome::Answered(200)));
        drop(connect(&net, &server.url("/")).await.expect("it is there"));
        assert_eq!(net.entries()[1].outcome, Outcome::Stopped);
    }

    #[tokio::test]
    async fn only_those_are_encrypted_with_who_are_trusted() {
        let (server, certificate) = Loopback::start_encrypted(|_, _| Reply::new(200, "here")).await;
        let url = server.url("/");
        connect(&Net::trusting(vec![certificate]), &url).await.expect("it is who it says");
        let net = Net::for_tests();
        let error = connect(&net, &url).await.err().expect("nobody vouches for it");
        assert!(matches!(error, NetError::Untrusted { .. }), "{error}");
        assert!(matches!(net.entries()[0].outcome, Outcome::Failed(_)));
        let plain = Loopback::start(|_, _| Reply::new(200, "here")).await;
        let url = plain.url("/").replace("http", "https");
        let error = connect(&net, &url).await.err().expect("it does not encrypt").to_string();
        assert!(error.contains("begins with https://"), "{error}");
    }
}
