//! Standard input, and its end.

use std::pin::Pin;
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, ReadBuf, Result};
use tokio_util::sync::CancellationToken;

/// An input that tells when it has ended. A request that is called off and one whose client has gone look the same to
/// who works on it, and only the first wants its work undone.
pub(super) struct UntilClosed<Input> {
    input: Input,
    closing: CancellationToken,
}

impl<Input> UntilClosed<Input> {
    /// Cancels the token when there is nothing more to read.
    pub(super) fn new(input: Input, closing: CancellationToken) -> Self {
        Self { input, closing }
    }
}

impl<Input: AsyncRead + Unpin> AsyncRead for UntilClosed<Input> {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, into: &mut ReadBuf<'_>) -> Poll<Result<()>> {
        let before = into.filled().len();
        let read = Pin::new(&mut self.input).poll_read(context, into);
        if matches!(read, Poll::Ready(Err(_))) || (read.is_ready() && into.filled().len() == before) {
            self.closing.cancel();
        }
        read
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::AsyncReadExt;

    use super::*;

    #[tokio::test]
    async fn the_end_is_told_and_not_before() {
        let closing = CancellationToken::new();
        let mut input = UntilClosed::new(&b"two"[..], closing.clone());
        let mut letters = [0; 3];
        input.read_exact(&mut letters).await.expect("three letters");
        assert!(!closing.is_cancelled(), "there could be more");
        assert_eq!(input.read(&mut letters).await.expect("nothing"), 0);
        assert!(closing.is_cancelled());
    }
}
