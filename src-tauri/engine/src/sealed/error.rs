//! Why a sealed file cannot be written or opened.

use std::path::{Path, PathBuf};

use crate::Error;

/// Why a sealed file cannot be written or opened. Whatever it is, nothing was taken from the file.
#[derive(Debug, thiserror::Error)]
pub enum SealedError {
    /// It is something else.
    #[error("{path} is no sealed file; choose one that `paperside export` or `paperside backup` has made")]
    NotSealed {
        /// Which file.
        path: PathBuf,
    },
    /// A newer version made it in a way that this one does not know.
    #[error("{path} needs a newer Paperside; update the app to open it. Nothing was taken from it")]
    TooNew {
        /// Which file.
        path: PathBuf,
    },
    /// It is locked and no passphrase was given.
    #[error("{path} is locked: give its passphrase")]
    NeedsPassphrase {
        /// Which file.
        path: PathBuf,
    },
    /// Another passphrase locks it.
    #[error("{path} does not open with this passphrase")]
    WrongPassphrase {
        /// Which file.
        path: PathBuf,
    },
    /// A passphrase without a letter.
    #[error("a passphrase needs a letter")]
    EmptyPassphrase,
    /// It is not as it was written, or was never written by this app.
    #[error("{path} is damaged and nothing was taken from it: {reason}. Get it once more from where it was made")]
    Damaged {
        /// Which file.
        path: PathBuf,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// Nothing is written over a file that is there, unless that was asked for.
    #[error("there is a file {path} already; choose another name, or let `--replace` put the new one in its place")]
    FileExists {
        /// Which file.
        path: PathBuf,
    },
    /// A backup would lie in what it backs up.
    #[error("{path} is in the library itself; choose a folder elsewhere, best on another disk")]
    InLibrary {
        /// Which folder or file.
        path: PathBuf,
    },
    /// A backup is not mixed with what is there.
    #[error(
        "this library is not empty, and a backup is restored into an empty one: name a new folder with --library, or \
         add what is in the backup with `paperside import`"
    )]
    NotEmpty,
    /// Only one is taken in at a time.
    #[error("another sealed file is being taken in; wait until that is done")]
    Busy,
    /// The library's own copy of a document is gone or damaged.
    #[error("the library's copy of the document {id} cannot be read")]
    Original {
        /// Which document.
        id: String,
    },
    /// A backup needs a place.
    #[error("name a file or a folder for the backup, or choose a folder with `paperside settings backup-folder`")]
    NoPlace,
    /// Backups are not made as they should be.
    #[error("no backup could be made in {folder}: {problem}")]
    NoBackup {
        /// Where.
        folder: PathBuf,
        /// Why.
        problem: String,
    },
    /// Nobody wants it any more.
    #[error("cancelled")]
    Cancelled,
}

/// What is wrong with a file. Said in few ways: who made it cannot be told how, and who has it can only get another.
pub(crate) mod reasons {
    /// The file was cut.
    pub(crate) const CUT: &str = "it ends too early";
    /// Its bytes are others than those that were written.
    pub(crate) const BROKEN: &str = "its parts are not what was put into it";
    /// It lists something else than it holds.
    pub(crate) const OTHERWISE: &str = "it does not hold what it lists";
    /// A part that no sealed file has: a link, a device, a path.
    pub(crate) const STRANGE: &str = "it holds something that belongs into no sealed file";
    /// It would fill a disk.
    pub(crate) const SWOLLEN: &str = "it would unpack to far more than it can hold";
    /// A line that cannot be understood.
    pub(crate) const UNCLEAR: &str = "it says something of itself that cannot be";
    /// A document whose pages, passages and vectors are not of one piece.
    pub(crate) const UNFIT: &str = "the parts of a document in it do not fit together";
    /// An original that is not the document, or none.
    pub(crate) const FALSE: &str = "a document in it is not what it is said to be";
}

/// For what is wrong with a file.
pub(crate) fn damaged(path: &Path, reason: &'static str) -> Error {
    SealedError::Damaged { path: path.to_owned(), reason }.into()
}

/// An error of reading: the disk's own, or one that says that the file is damaged.
pub(crate) fn read_error(path: &Path) -> impl Fn(std::io::Error) -> Error {
    let path = path.to_owned();
    move |source| match source.kind() {
        _ if source.raw_os_error().is_some() => Error::File { path: path.clone(), source },
        std::io::ErrorKind::UnexpectedEof => damaged(&path, reasons::CUT),
        _ => damaged(&path, reasons::BROKEN),
    }
}
