//! A connection that is given away for a while, and comes back by itself when nobody needs it any more: what speaks HTTP
//! keeps one that goes on in another protocol, and lets go of all others.

use std::io::Result;
use std::pin::Pin;
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::sync::oneshot;

/// A stream in the hands of somebody else.
pub(super) struct Lent<Stream: Unpin> {
    /// Absent only while it is on its way back.
    stream: Option<Stream>,
    back: Option<oneshot::Sender<Stream>>,
}

/// Lends a stream; it is received again when the other side drops it.
pub(super) fn lend<Stream: Unpin>(stream: Stream) -> (Lent<Stream>, oneshot::Receiver<Stream>) {
    let (back, given_back) = oneshot::channel();
    (Lent { stream: Some(stream), back: Some(back) }, given_back)
}

impl<Stream: Unpin> Lent<Stream> {
    /// The stream, with what is to be done if it is gone: nothing that is awaited would come.
    fn with<T>(self: Pin<&mut Self>, work: impl FnOnce(Pin<&mut Stream>) -> Poll<Result<T>>) -> Poll<Result<T>> {
        match &mut self.get_mut().stream {
            Some(stream) => work(Pin::new(stream)),
            None => Poll::Ready(Err(std::io::ErrorKind::NotConnected.into())),
        }
    }
}

impl<Stream: Unpin> Drop for Lent<Stream> {
    fn drop(&mut self) {
        if let (Some(stream), Some(back)) = (self.stream.take(), self.back.take()) {
            // If nobody waits for it, it is closed.
            let _ = back.send(stream);
        }
    }
}

impl<Stream: AsyncRead + Unpin> AsyncRead for Lent<Stream> {
    fn poll_read(self: Pin<&mut Self>, context: &mut Context<'_>, into: &mut ReadBuf<'_>) -> Poll<Result<()>> {
        self.with(|stream| stream.poll_read(context, into))
    }
}

impl<Stream: AsyncWrite + Unpin> AsyncWrite for Lent<Stream> {
    fn poll_write(self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<Result<usize>> {
        self.with(|stream| stream.poll_write(context, bytes))
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[std::io::IoSlice<'_>],
    ) -> Poll<Result<usize>> {
        self.with(|stream| stream.poll_write_vectored(context, bytes))
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.as_ref().is_some_and(AsyncWrite::is_write_vectored)
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<()>> {
        self.with(|stream| stream.poll_flush(context))
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<()>> {
        self.with(|stream| stream.poll_shutdown(context))
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    use super::*;

    #[tokio::test]
    async fn it_comes_back_as_it_is() {
        let (here, mut there) = tokio::io::duplex(64);
        let (mut lent, mut given_back) = lend(here);
        lent.write_all(b"one").await.expect("room");
        assert!(given_back.try_recv().is_err(), "somebody has it");
        drop(lent);
        given_back.await.expect("it is back").write_all(b" two").await.expect("room");
        let mut said = String::new();
        there.read_to_string(&mut said).await.expect("it was closed at the end");
        assert_eq!(said, "one two");
    }

    #[tokio::test]
    async fn it_is_closed_if_nobody_wants_it_back() {
        let (here, mut there) = tokio::io::duplex(64);
        let (lent, given_back) = lend(here);
        drop(given_back);
        drop(lent);
        assert_eq!(there.read(&mut [0; 3]).await.expect("an end"), 0);
    }
}
