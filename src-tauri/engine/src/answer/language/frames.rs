//! What a server sends, message by message, in whichever of three shapes it does so: events, lines of JSON, or all at
//! once. The first letter tells them apart better than what the server says it is.

use super::LanguageModelKind;
use super::events::{Event, Events};
use super::lines::{LONGEST, Lines, TooLong};
use crate::net::{NetError, Response};

/// A message of a server.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Frame {
    /// Which one it is, from 1.
    pub(super) number: usize,
    /// What it says.
    pub(super) data: String,
    /// The server calls it an error.
    pub(super) is_error: bool,
    /// It is all of the answer.
    pub(super) is_whole: bool,
    /// The connection ended in it, and so it may lack something.
    pub(super) is_torn: bool,
}

/// Why there is no next message.
#[derive(Debug)]
pub(super) enum Unreadable {
    /// The connection.
    Net(NetError),
    /// The message is longer than anything that makes sense.
    TooLong,
    /// It is a web page.
    Page,
}

impl From<TooLong> for Unreadable {
    fn from(_: TooLong) -> Self {
        Self::TooLong
    }
}

/// The messages of an answer as they come. Dropping them closes the connection.
pub(super) struct Frames {
    response: Option<Response>,
    kind: LanguageModelKind,
    shape: Shape,
    lines: Lines,
    events: Events,
    whole: String,
    number: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// Nothing has come.
    Unknown,
    Events,
    Lines,
    Whole,
}

impl Frames {
    /// Those of an answer.
    pub(super) fn new(response: Response, kind: LanguageModelKind) -> Self {
        let (lines, events, whole) = (Lines::default(), Events::default(), String::new());
        Self { response: Some(response), kind, shape: Shape::Unknown, lines, events, whole, number: 0 }
    }

    /// The next message, none at the end. Dropping the future loses nothing.
    ///
    /// # Errors
    /// [`Unreadable`].
    pub(super) async fn next(&mut self) -> Result<Option<Frame>, Unreadable> {
        loop {
            while let Some(line) = self.lines.next()? {
                if let Some(frame) = self.line(line)? {
                    return Ok(Some(frame));
                }
            }
            let Some(response) = &mut self.response else { return Ok(None) };
            let Some(bytes) = response.chunk().await.map_err(Unreadable::Net)? else {
                self.response = None;
                return self.last();
            };
            self.lines.push(&bytes);
        }
    }

    /// Waits for the proper end of the connection. It is only a matter of form.
    pub(super) async fn end(mut self) {
        if let Some(response) = &mut self.response {
            while let Ok(Some(_)) = response.chunk().await {}
        }
    }

    fn line(&mut self, line: String) -> Result<Option<Frame>, Unreadable> {
        if self.shape == Shape::Unknown {
            self.shape = self.shape_of(&line)?;
        }
        match self.shape {
            Shape::Unknown => Ok(None),
            Shape::Events => Ok(self.events.push(&line)?.map(|event| self.event(event))),
            Shape::Lines if line.trim().is_empty() => Ok(None),
            Shape::Lines => Ok(Some(self.frame(line))),
            Shape::Whole if self.whole.len() + line.len() > LONGEST => Err(Unreadable::TooLong),
            Shape::Whole => {
                self.whole = std::mem::take(&mut self.whole) + &line + "\n";
                Ok(None)
            }
        }
    }

    fn shape_of(&self, line: &str) -> Result<Shape, Unreadable> {
        match line.trim_start().chars().next() {
            None => Ok(Shape::Unknown),
            Some('<') => Err(Unreadable::Page),
            Some('{' | '[') if self.kind == LanguageModelKind::Ollama => Ok(Shape::Lines),
            Some('{' | '[') => Ok(Shape::Whole),
            Some(_) => Ok(Shape::Events),
        }
    }

    /// What is left when the connection has ended.
    fn last(&mut self) -> Result<Option<Frame>, Unreadable> {
        let rest = self.lines.rest().unwrap_or_default();
        let frame = self.line(rest)?.or_else(|| self.events.take().map(|event| self.event(event)));
        if self.shape == Shape::Whole {
            let whole = std::mem::take(&mut self.whole);
            return Ok(Some(Frame { is_whole: true, ..self.frame(whole) }));
        }
        Ok(frame.map(|frame| Frame { is_torn: true, ..frame }))
    }

    fn event(&mut self, event: Event) -> Frame {
        let is_error = event.name.as_deref() == Some("error");
        Frame { is_error, ..self.frame(event.data) }
    }

    fn frame(&mut self, data: String) -> Frame {
        self.number += 1;
        Frame { number: self.number, data, is_error: false, is_whole: false, is_torn: false }
    }
}
