//! Where a command writes.
//!
//! Whatever it is given, no more of it reaches a terminal than can be shown: what is printed here is harmless, and looks
//! and links come from [`Line`]s alone.

use std::io::{IsTerminal, Write};

use paperside_engine::Error;
use paperside_engine::messages::ErrorMessage;
use serde::Serialize;

use super::terminal::harmless::{harmless, harmless_json};
use super::terminal::lines::Line;
use super::terminal::screen::{Screen, is_dumb};

/// Standard output, as text or as JSON, and standard error for what is not a result.
#[derive(Debug, Clone, Copy)]
pub struct Output {
    json: bool,
}

/// Standard error for lines of the log. Names of files and what servers say stand in them too.
pub struct LogOutput;

impl Write for LogOutput {
    fn write(&mut self, line: &[u8]) -> std::io::Result<usize> {
        let text = String::from_utf8_lossy(line);
        std::io::stderr().lock().write_all(harmless(&text).as_bytes())?;
        Ok(line.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        std::io::stderr().flush()
    }
}

/// An error among other JSON lines.
#[derive(Serialize)]
pub(super) struct ErrorLine {
    r#type: &'static str,
    #[serde(flatten)]
    error: ErrorMessage,
}

impl ErrorLine {
    /// As a line.
    pub(super) fn new(error: ErrorMessage) -> Self {
        Self { r#type: "error", error }
    }
}

impl Output {
    /// JSON or text.
    pub fn new(json: bool) -> Self {
        Self { json }
    }

    /// Whether a program reads along, and wants JSON.
    pub(super) fn is_json(self) -> bool {
        self.json
    }

    /// Whether a person is watching, so that a progress bar or a prompt makes sense.
    pub fn is_watched(self) -> bool {
        !self.json && std::io::stderr().is_terminal() && !is_dumb()
    }

    /// Whether results are read by a person, on whatever kind of terminal.
    pub(super) fn is_seen_by_person(self) -> bool {
        !self.json && std::io::stdout().is_terminal()
    }

    /// What can be shown on the standard output just now.
    pub(super) fn screen(self) -> Screen {
        if self.json { Screen::PAPER } else { Screen::of_standard_output() }
    }

    /// Writes a result: the object if JSON is wanted, else the text. Whoever reads may have gone away, as
    /// `head` does; that is no error.
    pub fn result(self, object: &impl Serialize, text: impl FnOnce() -> String) {
        if self.json { self.object(object) } else { self.text(&text()) }
    }

    /// The same with lines that know how they look, made for the screen they are shown on.
    pub(super) fn drawn(self, object: &impl Serialize, lines: impl FnOnce(Screen) -> Vec<Line>) {
        if self.json {
            self.object(object);
        } else {
            let screen = self.screen();
            self.painted(&screen.paint(&lines(screen)));
        }
    }

    /// Writes an object if JSON is wanted.
    pub(super) fn object(self, object: &impl Serialize) {
        if self.json {
            let line = serde_json::to_string(object).unwrap_or_default();
            self.painted(&format!("{}\n", harmless_json(&line)));
        }
    }

    /// Writes text at once.
    pub fn text(self, text: &str) {
        self.painted(&harmless(text));
    }

    /// Writes what a screen has painted, as it is.
    #[expect(clippy::unused_self, reason = "where it goes is for this type to say")]
    pub(super) fn painted(self, painted: &str) {
        let mut stdout = std::io::stdout().lock();
        let _ = stdout.write_all(painted.as_bytes()).and_then(|()| stdout.flush());
    }

    /// Writes a line that is not a result.
    #[expect(clippy::unused_self, reason = "where it goes is for this type to say")]
    pub fn note(self, text: &str) {
        let _ = writeln!(std::io::stderr().lock(), "{}", harmless(text));
    }

    /// The same, if there is anything to say.
    pub fn note_if_any(self, text: &str) {
        if !text.is_empty() {
            self.note(text);
        }
    }

    /// Writes an error: for a person to standard error, for a program as a JSON line too.
    pub fn error(self, error: &Error) {
        self.tell_error(ErrorMessage::from(error));
    }

    /// The same for what is wrong with what was asked for, or stopped it, and is no error of the engine's.
    pub(super) fn refusal(self, code: &str, message: &str) {
        self.tell_error(ErrorMessage { code: code.to_owned(), message: message.to_owned() });
    }

    fn tell_error(self, error: ErrorMessage) {
        self.note(&format!("paperside: {}", error.message));
        self.object(&ErrorLine::new(error));
    }
}
