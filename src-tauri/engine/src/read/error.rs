//! Why a document could not be read.

use serde::{Deserialize, Serialize};

/// Why a whole document could not be read; a single bad page is told in its receipt instead.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum ReadError {
    /// A format there is no reader for.
    #[error(
        "{kind} files cannot be read{}; PDF, Word, PowerPoint, Excel, OpenDocument, EPUB, RTF, HTML, e-mail, CSV, \
         Markdown and plain text can",
        advice(kind)
    )]
    Unsupported {
        /// What the file is, such as `ZIP archive` or `.xyz`.
        kind: String,
    },
    /// The file has no bytes.
    #[error("the file is empty")]
    Empty,
    /// The file does not hold together.
    #[error("the file is damaged: {reason}")]
    Damaged {
        /// What the reader stumbled over.
        reason: String,
    },
    /// Reading it takes more memory, time or room than any document may take.
    #[error("the file cannot be read safely: {reason}")]
    TooMuch {
        /// What there is too much of.
        reason: String,
    },
    /// It opens with a password only, and none was given.
    #[error("the file needs a password")]
    NeedsPassword,
    /// It opens with a password, but not with the one that was given.
    #[error("the password is not the right one")]
    WrongPassword,
    /// It is encrypted, and there is no reader for that, whatever the password.
    #[error("the file is encrypted in a way that cannot be read; save a copy without a password and add that")]
    Encrypted,
    /// The process that reads documents cannot be started.
    #[error("the reader cannot be started: {reason}")]
    NoReader {
        /// What the system said.
        reason: String,
    },
    /// The one who asked no longer wants it.
    #[error("cancelled")]
    Cancelled,
}

/// What can be done with a file of a kind that cannot be read.
fn advice(kind: &str) -> &'static str {
    match kind {
        "Word document (DOC)" => " (save a copy as DOCX and add that)",
        "Presentation (PPT)" => " (save a copy as PPTX and add that)",
        "Outlook message (MSG)" => " (save it as EML and add that)",
        "Sealed Paperside" => " as documents (import it with `paperside import`, or drop it on the window)",
        kind if kind.ends_with("archive") => " (unpack it and add what is inside)",
        _ => " yet",
    }
}
