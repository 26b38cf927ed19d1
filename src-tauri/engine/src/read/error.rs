//! Why a document could not be read.

/// Why a whole document could not be read; a single bad page is told in its receipt instead.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// A format there is no reader for.
    #[error("{kind} files cannot be read yet; PDF, plain text and Markdown can")]
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
    /// It opens with a password only.
    #[error("the file needs a password; save a copy without one and add that")]
    NeedsPassword,
    /// The one who asked no longer wants it.
    #[error("cancelled")]
    Cancelled,
}
