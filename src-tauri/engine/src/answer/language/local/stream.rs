//! The answer of a model on this computer as it comes.

use std::collections::VecDeque;
use std::path::PathBuf;

use super::process::Replies;
use super::protocol::Reply;
use super::{gone, too_long};
use crate::answer::language::thoughts::Thoughts;
use crate::answer::language::{LanguageError, Piece};

/// The answer of a model on this computer as it comes. Dropping it stops the model.
pub struct LocalStream {
    file: PathBuf,
    /// None when there is nothing more to come.
    replies: Option<Replies>,
    thoughts: Thoughts,
    ready: VecDeque<Piece>,
}

impl LocalStream {
    /// The answer that begins with a reply.
    ///
    /// # Errors
    /// [`LanguageError::TooLong`], [`LanguageError::LocalFailed`].
    pub(super) async fn begin(file: PathBuf, mut replies: Replies) -> Result<Self, LanguageError> {
        let first = replies.next().await;
        let mut stream = Self { file, replies: Some(replies), thoughts: Thoughts::default(), ready: VecDeque::new() };
        stream.take(first).await?;
        Ok(stream)
    }

    /// The next piece, none after [`Piece::End`] or an error.
    ///
    /// # Errors
    /// [`LanguageError::LocalFailed`].
    pub async fn next(&mut self) -> Result<Option<Piece>, LanguageError> {
        loop {
            if let Some(piece) = self.ready.pop_front() {
                return Ok(Some(piece));
            }
            let Some(replies) = &mut self.replies else { return Ok(None) };
            let reply = replies.next().await;
            self.take(reply).await?;
        }
    }

    async fn take(&mut self, reply: Option<Reply>) -> Result<(), LanguageError> {
        match reply {
            Some(Reply::Reading(_)) => return Ok(()),
            Some(Reply::Text(text)) => {
                self.ready.extend(self.thoughts.push(&text));
                return Ok(());
            }
            Some(Reply::End { reason, usage }) => {
                self.ready.extend(self.thoughts.rest());
                self.ready.push_back(Piece::End { reason, usage: Some(usage) });
                self.replies = None;
                return Ok(());
            }
            _ => {}
        }
        let file = self.file.clone();
        let replies = self.replies.take();
        Err(match (reply, replies) {
            (Some(Reply::TooLong(tokens)), _) => too_long(&file, tokens),
            (Some(Reply::Failed(reason)), _) => LanguageError::LocalFailed { file, reason },
            (_, Some(replies)) => gone(file, replies).await,
            _ => LanguageError::LocalFailed { file, reason: "it has no more to say".to_owned() },
        })
    }
}
