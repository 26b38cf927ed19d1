//! The answer of a server as it comes.

use std::collections::VecDeque;
use std::fmt;
use std::time::Duration;

use serde_json::Value;
use tokio::time::timeout;

use super::frames::{Frame, Frames, Unreadable};
use super::news::{Fault, News};
use super::thoughts::Thoughts;
use super::whom::Whom;
use super::{EndReason, LanguageError, LanguageModelKind, Piece, Prompt, Usage, anthropic, ollama, open_ai};
use crate::net::{NetError, Response};

/// What servers of `OpenAI`'s way send last.
const DONE: &str = "[DONE]";

/// How long we wait for a server to hang up when all is said. Longer than that, we do it ourselves.
const FAREWELL: Duration = Duration::from_millis(100);

/// The answer of a server as it comes. Dropping it closes the connection, and the server stops writing.
pub struct ServerStream {
    /// None when there is nothing more to come.
    frames: Option<Frames>,
    kind: LanguageModelKind,
    whom: Whom,
    context_tokens: Option<u32>,
    thoughts: Thoughts,
    /// What has come and was not taken yet; what went wrong comes after it.
    ready: VecDeque<Piece>,
    failed: Option<LanguageError>,
    /// Words have come.
    begun: bool,
    end: End,
}

/// What is known of the end.
#[derive(Default)]
struct End {
    reason: Option<EndReason>,
    read: Option<u32>,
    written: Option<u32>,
    done: bool,
}

impl ServerStream {
    pub(super) fn new(response: Response, kind: LanguageModelKind, whom: Whom, prompt: &Prompt) -> Self {
        Self {
            frames: Some(Frames::new(response, kind)),
            kind,
            whom,
            context_tokens: prompt.context_tokens,
            thoughts: Thoughts::default(),
            ready: VecDeque::new(),
            failed: None,
            begun: false,
            end: End::default(),
        }
    }

    /// The next piece, none after [`Piece::End`] or an error. Dropping the future loses nothing.
    ///
    /// # Errors
    /// [`LanguageError`], after all pieces that came before it.
    pub async fn next(&mut self) -> Result<Option<Piece>, LanguageError> {
        loop {
            if let Some(piece) = self.ready.pop_front() {
                return Ok(Some(piece));
            }
            if let Some(error) = self.failed.take() {
                return Err(error);
            }
            if self.frames.is_none() {
                return Ok(None);
            }
            match self.listen().await {
                Ok(()) if self.end.done => self.finish().await,
                Ok(()) => {}
                Err(error) => self.fail(error),
            }
        }
    }

    async fn listen(&mut self) -> Result<(), LanguageError> {
        let Some(frames) = &mut self.frames else { return Ok(()) };
        match frames.next().await {
            Ok(Some(frame)) => self.hear(&frame),
            Ok(None) => self.hung_up(None),
            Err(unreadable) => self.unreadable(unreadable),
        }
    }

    fn hear(&mut self, frame: &Frame) -> Result<(), LanguageError> {
        let data = frame.data.trim();
        if data == DONE {
            self.end.done = true;
        }
        if data == DONE || data.is_empty() {
            return Ok(());
        }
        let news = self.understand(frame, data)?;
        if frame.is_whole && news.is_empty() {
            return Err(self.whom.unusable("there is no answer in what it says".to_owned()));
        }
        news.into_iter().for_each(|news| self.take(news));
        self.end.done |= frame.is_whole;
        self.check_prompt()
    }

    fn understand(&self, frame: &Frame, data: &str) -> Result<Vec<News>, LanguageError> {
        let message = match serde_json::from_str::<Value>(data) {
            Ok(message) if frame.is_error => return Err(self.whom.fault(&Fault::told(&message))),
            Ok(message) => message,
            Err(_) if frame.is_error => return Err(self.whom.fault(&Fault::text(data))),
            Err(_) if frame.is_torn => return Err(self.whom.cut_short(None)),
            Err(error) => return Err(self.malformed(frame, &error)),
        };
        if let Some(fault) = Fault::of(&message) {
            return Err(self.whom.fault(&fault));
        }
        let news = match self.kind {
            LanguageModelKind::OpenAi => open_ai::news(message),
            LanguageModelKind::Ollama => ollama::news(message),
            LanguageModelKind::Anthropic => anthropic::news(message),
        };
        news.map_err(|error| self.malformed(frame, &error))
    }

    fn take(&mut self, news: News) {
        match news {
            News::Text(text) => self.ready.extend(self.thoughts.push(&text)),
            News::Thinking(text) => self.ready.push_back(Piece::Thinking(text)),
            News::Reason(reason) => self.end.reason = Some(reason),
            News::Read(tokens) => self.end.read = Some(tokens),
            News::Written(tokens) => self.end.written = Some(tokens),
            News::Done => self.end.done = true,
        }
        self.begun |= !self.ready.is_empty();
    }

    /// Older versions of Ollama fill what they can read with the end of the prompt, and leave out the rest without a
    /// word.
    fn check_prompt(&self) -> Result<(), LanguageError> {
        match (self.end.read, self.context_tokens) {
            (Some(read), Some(room)) if self.kind == LanguageModelKind::Ollama && read >= room => {
                Err(self.whom.too_long(format!("it has read {read} tokens of it, and there was room for {room}")))
            }
            _ => Ok(()),
        }
    }

    /// The connection ended. Some servers say why the answer ends, but not that nothing more will come.
    fn hung_up(&mut self, source: Option<NetError>) -> Result<(), LanguageError> {
        if self.end.reason.is_none() {
            return Err(self.whom.cut_short(source));
        }
        self.end.done = true;
        Ok(())
    }

    fn unreadable(&mut self, unreadable: Unreadable) -> Result<(), LanguageError> {
        match unreadable {
            Unreadable::Net(error @ NetError::Broken { .. }) => self.hung_up(Some(error)),
            Unreadable::Net(error @ NetError::TimedOut { .. }) if self.begun => self.hung_up(Some(error)),
            Unreadable::Net(error) => Err(self.whom.explain(error)),
            Unreadable::TooLong => Err(self.whom.unusable("a message of its answer has no end".to_owned())),
            Unreadable::Page => Err(self.whom.unusable("it is a web page".to_owned())),
        }
    }

    async fn finish(&mut self) {
        let reason = self.end.reason.unwrap_or(EndReason::Unknown);
        let usage = self.end.read.zip(self.end.written);
        let usage = usage.map(|(prompt_tokens, answer_tokens)| Usage { prompt_tokens, answer_tokens });
        self.ready.extend(self.thoughts.rest());
        self.ready.push_back(Piece::End { reason, usage });
        if let Some(frames) = self.frames.take() {
            // Whether it does or not, all is said.
            let _ = timeout(FAREWELL, frames.end()).await;
        }
    }

    fn fail(&mut self, error: LanguageError) {
        self.frames = None;
        self.ready.extend(self.thoughts.rest());
        self.failed = Some(error);
    }

    /// What was expected is told, but nothing of what came: it may be anything.
    fn malformed(&self, frame: &Frame, error: &serde_json::Error) -> LanguageError {
        let place = if error.line() == 0 { String::new() } else { format!(" (column {})", error.column()) };
        self.whom.unusable(format!("message {} of its answer is not the JSON that was expected{place}", frame.number))
    }
}

impl fmt::Debug for ServerStream {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("ServerStream").field("kind", &self.kind).finish_non_exhaustive()
    }
}
