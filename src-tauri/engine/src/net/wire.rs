//! A connection that counts what it carries.
//!
//! It is one entry of the ledger, from its beginning to its end.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use super::ledger::Exchange;
use super::line::Line;
use super::{NetError, Outcome};

/// What is said goes both ways. Dropping it closes the connection.
pub struct Wire<Stream> {
    stream: Stream,
    exchange: Exchange,
    /// Of what was answered, if the other side is the one that ends it.
    status: u16,
    cut: Option<Cut>,
}

/// What ends a connection when the app goes offline.
pub(super) struct Cut {
    /// Where the connection leads.
    host: String,
    offline: Pin<Box<dyn Future<Output = ()> + Send>>,
    is_done: bool,
}

impl Cut {
    /// For a connection to the server at the end of a line.
    pub(super) fn of(line: Line) -> Self {
        Self { host: line.host(), offline: Box::pin(async move { line.offline().await }), is_done: false }
    }
}

impl<Stream> Wire<Stream> {
    /// Counts from now on, and goes on until it is cut, if anything may cut it.
    pub(super) fn new(stream: Stream, exchange: Exchange, status: u16, cut: Option<Cut>) -> Self {
        Self { stream, exchange, status, cut }
    }

    /// Fails from the moment on at which it is cut, also where nothing moves.
    fn check(&mut self, context: &mut Context<'_>) -> io::Result<()> {
        let Some(cut) = &mut self.cut else { return Ok(()) };
        cut.is_done = cut.is_done || cut.offline.as_mut().poll(context).is_ready();
        if !cut.is_done {
            return Ok(());
        }
        let error = NetError::Offline { host: cut.host.clone() };
        self.note(Err(io::Error::other(error)))
    }

    fn note<T>(&self, done: io::Result<T>) -> io::Result<T> {
        done.inspect_err(|error| self.exchange.end(Outcome::Failed(error.to_string())))
    }

    fn sent(&self, written: io::Result<usize>) -> io::Result<usize> {
        self.note(written).inspect(|bytes| self.exchange.sent(*bytes as u64))
    }
}

impl<Stream: AsyncRead + Unpin> AsyncRead for Wire<Stream> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        self.check(context)?;
        let (before, has_room) = (buffer.filled().len(), buffer.remaining() > 0);
        let read = ready!(Pin::new(&mut self.stream).poll_read(context, buffer));
        let came = buffer.filled().len() - before;
        self.exchange.received(came as u64);
        if read.is_ok() && came == 0 && has_room {
            self.exchange.end(Outcome::Answered(self.status));
        }
        Poll::Ready(self.note(read))
    }
}

impl<Stream: AsyncWrite + Unpin> AsyncWrite for Wire<Stream> {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        self.check(context)?;
        let written = ready!(Pin::new(&mut self.stream).poll_write(context, bytes));
        Poll::Ready(self.sent(written))
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.check(context)?;
        let written = ready!(Pin::new(&mut self.stream).poll_write_vectored(context, bytes));
        Poll::Ready(self.sent(written))
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream};

    use super::super::Net;
    use super::super::address::parse;
    use super::*;

    /// A connection to a server elsewhere, and the side of the server.
    fn wire(net: &Net) -> (Wire<DuplexStream>, DuplexStream) {
        let (here, there) = tokio::io::duplex(64);
        let url = parse("http://192.0.2.1:8080").expect("an address");
        let line = Line::new(net.clone(), url, Duration::from_secs(20));
        let exchange = net.shared.ledger.begin(line.host(), "a test");
        (Wire::new(here, exchange, 200, Some(Cut::of(line))), there)
    }

    #[tokio::test]
    async fn going_offline_cuts_a_connection_that_is_open() {
        let net = Net::for_tests();
        let (mut wire, _there) = wire(&net);
        let reading = tokio::spawn(async move { wire.read(&mut [0; 10]).await });
        tokio::task::yield_now().await;
        net.set_offline(true);
        let error = reading.await.expect("it does not panic").expect_err("it is cut");
        assert!(matches!(NetError::within(&error), Some(NetError::Offline { .. })), "{error}");
        assert!(matches!(net.entries()[0].outcome, Outcome::Failed(_)));
    }

    #[tokio::test]
    async fn what_it_carries_is_counted_until_the_other_side_ends_it() {
        let net = Net::for_tests();
        let (mut wire, mut there) = wire(&net);
        wire.write_all(b"Where?").await.expect("room");
        there.write_all(b"There.").await.expect("room");
        assert_eq!(net.entries()[0].outcome, Outcome::Underway);
        drop(there);
        let mut said = String::new();
        wire.read_to_string(&mut said).await.expect("it was said");
        let entry = net.entries().remove(0);
        assert_eq!((entry.sent, entry.received, entry.outcome), (6, 6, Outcome::Answered(200)));
        wire.write_all(b"And?").await.expect_err("nobody is there");
        assert_eq!(net.entries()[0].outcome, Outcome::Answered(200), "the first end counts");
    }
}
