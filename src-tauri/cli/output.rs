//! Where a command writes.

use std::io::{IsTerminal, Write};

use paperside_engine::Error;
use paperside_engine::messages::ErrorMessage;
use serde::Serialize;

/// Standard output, as text or as JSON, and standard error for what is not a result.
#[derive(Debug, Clone, Copy)]
pub struct Output {
    json: bool,
}

/// An error among other JSON lines.
#[derive(Serialize)]
struct ErrorLine {
    r#type: &'static str,
    #[serde(flatten)]
    error: ErrorMessage,
}

impl Output {
    /// JSON or text.
    pub fn new(json: bool) -> Self {
        Self { json }
    }

    /// Whether a person is watching, so that a progress bar or a prompt makes sense.
    pub fn is_watched(self) -> bool {
        !self.json && std::io::stderr().is_terminal()
    }

    /// Writes a result: the object if JSON is wanted, else the text. Whoever reads may have gone away, as
    /// `head` does; that is no error.
    pub fn result(self, object: &impl Serialize, text: impl FnOnce() -> String) {
        if self.json {
            let line = serde_json::to_string(object).unwrap_or_default();
            self.text(&format!("{line}\n"));
        } else {
            self.text(&text());
        }
    }

    /// Writes text as it is, at once.
    #[expect(clippy::unused_self, reason = "where it goes is for this type to say")]
    pub fn text(self, text: &str) {
        let mut stdout = std::io::stdout().lock();
        let _ = stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush());
    }

    /// Writes a line that is not a result.
    #[expect(clippy::unused_self, reason = "where it goes is for this type to say")]
    pub fn note(self, text: &str) {
        let _ = writeln!(std::io::stderr().lock(), "{text}");
    }

    /// The same, if there is anything to say.
    pub fn note_if_any(self, text: &str) {
        if !text.is_empty() {
            self.note(text);
        }
    }

    /// Writes an error: for a person to standard error, for a program as a JSON line too.
    pub fn error(self, error: &Error) {
        if self.json {
            let line = ErrorLine { r#type: "error", error: ErrorMessage::from(error) };
            self.result(&line, String::new);
        }
        self.note(&format!("paperside: {error}"));
    }
}
