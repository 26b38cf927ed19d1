//! The port, the connections and their end.
//!
//! Each connection is on a leash: so many of them, so long for the head of a request, so large a head. What a request
//! brings along is limited elsewhere.

use std::io::{self, ErrorKind};
use std::net::Ipv4Addr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use paperside_engine::messages::ServingChoice;
use paperside_engine::{Error, Result};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use super::lent::lend;

/// Connections at once; who comes beyond them waits. Well below the thousand files that a system lets a program open.
const CONNECTIONS: usize = 512;

/// How long the head of a request may take, and how long a connection may lie idle before it.
const HEAD_WITHIN: Duration = Duration::from_secs(15);

/// Bytes that the head of a request may have.
const LARGEST_HEAD: usize = 32 << 10;

/// How long answers may still take when the server is to end.
const GRACE: Duration = Duration::from_secs(5);

/// How long the rest of what is sent is let pass by before a connection is closed.
const PARTING: Duration = Duration::from_secs(5);

/// How long is waited when the system gives no connection, as when too many files are open.
const PAUSE: Duration = Duration::from_millis(200);

/// Listens on this computer only.
///
/// # Errors
/// [`Error::File`] with the address, and what to do if another program is there.
pub(super) async fn bind(port: Option<u16>) -> Result<TcpListener> {
    let wanted = port.unwrap_or(ServingChoice::USUAL_PORT);
    match TcpListener::bind((Ipv4Addr::LOCALHOST, wanted)).await {
        Err(error) if port.is_none() && error.kind() == ErrorKind::AddrInUse => {
            let any = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await;
            any.map_err(|source| Error::File { path: "127.0.0.1".into(), source })
        }
        bound => bound
            .map_err(|source| Error::File { path: format!("127.0.0.1:{wanted}").into(), source: with_advice(source) }),
    }
}

/// What the system says of a port does not tell a person what to do.
fn with_advice(error: io::Error) -> io::Error {
    match error.kind() {
        kind @ ErrorKind::AddrInUse => io::Error::new(kind, "another program uses this port; choose another one"),
        kind @ ErrorKind::PermissionDenied => {
            io::Error::new(kind, "this port is kept for the system; choose one above 1023")
        }
        _ => error,
    }
}

/// Serves until it is stopped, and a moment longer for what was asked by then.
pub(super) async fn serve(listener: TcpListener, router: Router, stop: CancellationToken) {
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    let mut connections = JoinSet::new();
    loop {
        let next = async {
            let place = Arc::clone(&places).acquire_owned().await;
            (place, listener.accept().await)
        };
        let (place, accepted) = tokio::select! {
            next = next => next,
            Some(_) = connections.join_next() => continue,
            () = stop.cancelled() => break,
        };
        let (Ok(place), Ok((stream, _))) = (place, accepted) else {
            tokio::time::sleep(PAUSE).await;
            continue;
        };
        // Small pieces of an answer are not held back for more of it.
        let _ = stream.set_nodelay(true);
        let (router, stop) = (router.clone(), stop.clone());
        connections.spawn(async move {
            converse(stream, router, stop).await;
            drop(place);
        });
    }
    drop(listener);
    let ended = tokio::time::timeout(GRACE, async { while connections.join_next().await.is_some() {} }).await;
    if ended.is_err() {
        tracing::info!(connections = connections.len(), "what was not answered in time is broken off");
        connections.shutdown().await;
    }
}

/// One request after the other, until either side has had enough. What goes wrong here the other side has done, or
/// sees.
async fn converse(
    stream: impl AsyncRead + AsyncWrite + Send + Unpin + 'static,
    router: Router,
    stop: CancellationToken,
) {
    let mut builder = http1::Builder::new();
    builder.timer(TokioTimer::new()).header_read_timeout(HEAD_WITHIN).max_header_size(LARGEST_HEAD);
    let service = TowerToHyperService::new(router);
    let (lent, given_back) = lend(stream);
    let ended = {
        // What was still being answered ends with it, before anything is waited for.
        let mut connection = pin!(builder.serve_connection(TokioIo::new(lent), service).with_upgrades());
        tokio::select! {
            ended = connection.as_mut() => ended,
            () = stop.cancelled() => {
                connection.as_mut().graceful_shutdown();
                connection.await
            }
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%error, "a connection ended badly");
    }
    // Who goes on in another protocol has it for as long as that lasts.
    let Ok(stream) = given_back.await else { return };
    tokio::select! {
        () = part(stream) => {}
        () = stop.cancelled() => {}
    }
}

/// Lets what is still coming pass by for a while: a connection that is closed over bytes unread takes the answer along
/// that refuses them.
async fn part(mut stream: impl AsyncRead + AsyncWrite + Unpin) {
    let _ = stream.shutdown().await;
    let mut passing = vec![0; 16 << 10];
    let rest = async { while stream.read(&mut passing).await.is_ok_and(|read| read > 0) {} };
    let _ = tokio::time::timeout(PARTING, rest).await;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_port_that_is_taken_is_told_with_what_to_do() {
        let taken = bind(Some(0)).await.expect("a free port");
        let port = taken.local_addr().expect("it is bound").port();
        let error = bind(Some(port)).await.expect_err("somebody is there");
        let said = error.to_string();
        assert_eq!(said, format!("127.0.0.1:{port}: another program uses this port; choose another one"));
    }
}
