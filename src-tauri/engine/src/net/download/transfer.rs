//! One file on its way from a server to the disk.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use tokio_util::sync::CancellationToken;

use super::super::{Net, NetError, Response, unless_cancelled};
use super::part::{Notes, Part};
use super::{Download, DownloadError, Progress};
use crate::off_the_loop::off_the_loop;

/// How much is collected before it is written.
const BATCH: usize = 512 * 1024;

/// The pause between two tellings of progress.
const PULSE: Duration = Duration::from_millis(100);

/// A download between its attempts.
pub(super) struct Transfer<'a, P> {
    net: &'a Net,
    wanted: &'a Download,
    progress: P,
    told: Option<Instant>,
    /// Never waited for: only one piece of work is on the disk at a time.
    part: Arc<Mutex<Part>>,
    /// What of the part is needed to ask for the rest.
    length: u64,
    notes: Option<Notes>,
}

impl<'a, P: FnMut(Progress) + Send> Transfer<'a, P> {
    /// Takes up what earlier runs left.
    ///
    /// # Errors
    /// [`DownloadError::Busy`], [`DownloadError::DiskFull`], [`DownloadError::File`].
    pub(super) async fn open(net: &'a Net, wanted: &'a Download, progress: P) -> Result<Self, DownloadError> {
        let opening = wanted.clone();
        let part = off_the_loop(move || Part::open(&opening)).await?;
        let (length, notes) = (part.length(), part.notes().cloned());
        let part = Arc::new(Mutex::new(part));
        Ok(Self { net, wanted, progress, told: None, part, length, notes })
    }

    /// How many bytes are here.
    pub(super) fn received(&self) -> u64 {
        self.length
    }

    /// How many bytes there must be, once that is known.
    fn size(&self) -> Option<u64> {
        self.notes.as_ref().map(|notes| notes.size).or(self.wanted.size)
    }

    /// Whether all bytes are here.
    pub(super) fn is_whole(&self) -> bool {
        self.size() == Some(self.length)
    }

    /// Asks for what is missing, and takes all that comes of it. Without an error, all is here.
    ///
    /// # Errors
    /// [`DownloadError`].
    pub(super) async fn attempt(&mut self, cancel: &CancellationToken) -> Result<(), DownloadError> {
        let mut request = self.net.get(&self.wanted.url, self.wanted.purpose).header("accept-encoding", "identity");
        if self.length > 0 {
            request = request.header("range", &format!("bytes={}-", self.length));
            if let Some(validator) = self.notes.as_ref().and_then(|notes| notes.validator.as_deref()) {
                request = request.header("if-range", validator);
            }
        }
        let response = unless_cancelled(cancel, request.send()).await??;
        let size = match (response.status(), self.size()) {
            (200, _) => self.begin(&response).await?,
            (206, Some(size)) if self.goes_on(&response) => size,
            (206 | 416, _) => {
                response.end();
                return Err(self.begin_anew(&response).await?.into());
            }
            _ => match response.successful().await {
                Err(error) => return Err(error.into()),
                Ok(response) => return Err(invalid(&response, "it is no file").into()),
            },
        };
        self.receive(response, size, cancel).await
    }

    /// The server sends all of the file: it knows no ranges, or the file is another by now, or nothing is here yet.
    async fn begin(&mut self, response: &Response) -> Result<u64, DownloadError> {
        let announced = response.length();
        let size = match (self.wanted.size, announced) {
            (Some(expected), Some(announced)) if expected != announced => {
                return Err(DownloadError::WrongSize { url: response.url(), expected, announced });
            }
            (Some(size), _) | (None, Some(size)) => size,
            (None, None) => return Err(invalid(response, "it does not say how large the file is").into()),
        };
        let validator = validator(response);
        self.on_disk(move |part| part.begin(size, validator)).await?;
        Ok(size)
    }

    /// Whether the server sends just what is missing, of the same file.
    fn goes_on(&self, response: &Response) -> bool {
        let Some(notes) = &self.notes else { return false };
        let range = response.header("content-range").and_then(range);
        let is_the_rest =
            range.is_some_and(|(from, size)| from == self.length && size.is_none_or(|size| size == notes.size));
        is_the_rest && (notes.validator.is_none() || notes.validator == validator(response))
    }

    /// What is here does not fit what the server has. The next attempt begins with nothing.
    async fn begin_anew(&mut self, response: &Response) -> Result<NetError, DownloadError> {
        self.on_disk(Part::forget).await?;
        let reason = "the file there is not the same any more".to_owned();
        Ok(NetError::Broken { url: response.url(), reason })
    }

    async fn receive(
        &mut self,
        mut response: Response,
        size: u64,
        cancel: &CancellationToken,
    ) -> Result<(), DownloadError> {
        let mut batch = Vec::with_capacity(BATCH);
        let ended = loop {
            match unless_cancelled(cancel, response.chunk()).await.flatten() {
                Ok(Some(bytes)) => batch.extend_from_slice(&bytes),
                Ok(None) => break Ok(()),
                Err(error) => break Err(error),
            }
            let here = self.length + batch.len() as u64;
            if here > size {
                self.on_disk(Part::discard).await?;
                return Err(NetError::TooLarge { url: response.url(), limit: size }.into());
            }
            self.tell(here, size);
            if batch.len() >= BATCH {
                batch = self.write(batch).await?;
            }
        };
        // However it ended, what has come need not come again.
        self.write(batch).await?;
        ended?;
        if self.length < size {
            let reason = format!("{} of {size} bytes have come", self.length);
            return Err(NetError::Broken { url: response.url(), reason }.into());
        }
        Ok(())
    }

    /// Writes what was collected, and gives its room back.
    async fn write(&mut self, mut batch: Vec<u8>) -> Result<Vec<u8>, DownloadError> {
        self.on_disk(move |part| {
            part.write(&batch)?;
            batch.clear();
            Ok(batch)
        })
        .await
    }

    /// Checks the whole and puts it in its place.
    ///
    /// # Errors
    /// [`DownloadError::WrongContent`], [`NetError::Cancelled`], [`DownloadError::File`].
    pub(super) async fn finish(mut self, cancel: &CancellationToken) -> Result<(), DownloadError> {
        let (checksum, cancel) = (self.wanted.checksum, cancel.clone());
        let received = self.length;
        self.on_disk(move |part| part.finish(checksum, &cancel)).await?;
        (self.progress)(Progress { received, of: Some(received) });
        Ok(())
    }

    fn tell(&mut self, received: u64, size: u64) {
        let is_due = self.told.is_none_or(|told| told.elapsed() >= PULSE);
        if is_due {
            self.told = Some(Instant::now());
            (self.progress)(Progress { received, of: Some(size) });
        }
    }

    /// Does something to the part where waiting is allowed, and takes note of what it has become.
    async fn on_disk<T: Send + 'static>(
        &mut self,
        work: impl FnOnce(&mut Part) -> Result<T, DownloadError> + Send + 'static,
    ) -> Result<T, DownloadError> {
        let part = Arc::clone(&self.part);
        let (done, length, notes) = off_the_loop(move || {
            let mut part = part.lock().unwrap_or_else(PoisonError::into_inner);
            let done = work(&mut part);
            (done, part.length(), part.notes().cloned())
        })
        .await;
        (self.length, self.notes) = (length, notes);
        done
    }
}

fn invalid(response: &Response, reason: &str) -> NetError {
    NetError::InvalidAnswer { url: response.url(), reason: reason.to_owned() }
}

/// What the server calls this state of the file. A weak tag is no name for its bytes.
fn validator(response: &Response) -> Option<String> {
    let tag = response.header("etag").filter(|tag| !tag.starts_with("W/"));
    tag.or_else(|| response.header("last-modified")).map(str::to_owned)
}

/// Where a range begins and how large the whole is: `bytes 5-9/10`.
fn range(header: &str) -> Option<(u64, Option<u64>)> {
    let (places, size) = header.strip_prefix("bytes ")?.split_once('/')?;
    let from = places.split_once('-')?.0.parse().ok()?;
    if size == "*" { Some((from, None)) } else { Some((from, Some(size.parse().ok()?))) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_ranges() {
        assert_eq!(range("bytes 5-9/10"), Some((5, Some(10))));
        assert_eq!(range("bytes 5-9/*"), Some((5, None)));
        assert_eq!([range("bytes */10"), range("5-9/10"), range("bytes 5-9/x"), range("")], [None; 4]);
    }
}
