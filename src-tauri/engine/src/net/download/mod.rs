//! Large files: loaded beside their place, gone on with after an interruption, checked, and only then put in place.
//!
//! `target.part` holds what has come, and `target.part.json` what it is a part of; both outlive the app.

mod checksum;
mod error;
mod part;
#[cfg(test)]
mod tests;
mod transfer;

pub use checksum::Checksum;
pub use error::DownloadError;

use std::path::PathBuf;

use tokio_util::sync::CancellationToken;

use super::{Net, unless_cancelled};
use transfer::Transfer;

/// A file that is wanted.
#[derive(Debug, Clone)]
pub struct Download {
    /// Where it is.
    pub url: String,
    /// Where it goes. Its folder is made if it is missing.
    pub target: PathBuf,
    /// How many bytes it must have, if that is known.
    pub size: Option<u64>,
    /// What it must hold, if that is known.
    pub checksum: Option<Checksum>,
    /// What it is for, for the ledger.
    pub purpose: &'static str,
}

/// How far a download has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Bytes that are here, those of earlier runs included.
    pub received: u64,
    /// Bytes there will be, once that is known.
    pub of: Option<u64>,
}

/// Loads a file. Progress is told about ten times a second, and at the end.
///
/// A broken connection or a busy server is tried again, at most five times without coming further. Calling it off
/// keeps what is here for the next time; so does every error but those that say that it is of no use.
///
/// # Errors
/// [`DownloadError`].
pub async fn download(
    net: &Net,
    wanted: &Download,
    progress: impl FnMut(Progress) + Send,
    cancel: &CancellationToken,
) -> Result<(), DownloadError> {
    let mut transfer = Transfer::open(net, wanted, progress).await?;
    let mut backoff = net.backoff();
    let mut furthest = transfer.received();
    while !transfer.is_whole() {
        let error = match transfer.attempt(cancel).await {
            Ok(()) => break,
            Err(DownloadError::Net(error)) => error,
            Err(other) => return Err(other),
        };
        // A server that always begins anew and always breaks off comes no further.
        if transfer.received() > furthest {
            furthest = transfer.received();
            backoff.reset();
        }
        let Some(pause) = backoff.after(&error) else { return Err(error.into()) };
        unless_cancelled(cancel, tokio::time::sleep(pause)).await?;
    }
    transfer.finish(cancel).await
}
