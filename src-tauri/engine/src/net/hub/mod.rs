//! A hub of models: what files a model has, and how they come here, all of them or none.
//!
//! A model is put together in a folder beside its own, which outlives the app, so that a later call goes on where an
//! earlier one ended. Its own folder is there only once every file is here and checked.

mod error;
mod folder;
mod listing;
#[cfg(test)]
mod tests;

pub use error::HubError;
pub use listing::HubFile;

use std::path::Path;

use reqwest::Url;
use tokio_util::sync::CancellationToken;

use super::download::{Download, DownloadError, Progress, download};
use super::{Net, NetError, parse, unless_cancelled};
use crate::off_the_loop::off_the_loop;

/// What requests are for, as the person reads it.
const PURPOSE: &str = "download a model";

/// A hub of models. Cheap to clone.
#[derive(Clone)]
pub struct Hub {
    net: Net,
    base: String,
}

impl Hub {
    /// The hub at an address, such as a company's mirror.
    pub fn new(net: Net, base: &str) -> Self {
        Self { net, base: base.to_owned() }
    }

    /// The files of a model. Their names are as the hub says and not to be trusted as paths.
    ///
    /// # Errors
    /// [`HubError::InvalidName`], [`HubError::NoSuchModel`], [`HubError::Download`].
    pub async fn files(&self, repo: &str, revision: &str) -> Result<Vec<HubFile>, HubError> {
        let mut url = self.url(&["api", "models"], repo, "tree", revision, "")?;
        url.set_query(Some("recursive=true"));
        let mut backoff = self.net.backoff();
        loop {
            let error = match listing::files(&self.net, url.as_str()).await {
                Ok(files) => return Ok(files),
                Err(NetError::Status { status: 401 | 403 | 404, .. }) => {
                    return Err(HubError::NoSuchModel { repo: repo.to_owned() });
                }
                Err(error) => error,
            };
            let Some(pause) = backoff.after(&error) else { return Err(error.into()) };
            tokio::time::sleep(pause).await;
        }
    }

    /// Loads files of a model into a folder, which is replaced if it is there. Progress is of all of them together.
    ///
    /// # Errors
    /// [`HubError`]; what is here by then is kept for the next call.
    pub async fn fetch(
        &self,
        repo: &str,
        revision: &str,
        wanted: &[&str],
        folder: &Path,
        mut progress: impl FnMut(Progress) + Send,
        cancel: &CancellationToken,
    ) -> Result<(), HubError> {
        let listed = unless_cancelled(cancel, self.files(repo, revision)).await??;
        let files = wanted.iter().map(|name| pick(&listed, repo, name)).collect::<Result<Vec<_>, _>>()?;
        let of = Some(files.iter().map(|file| file.size).sum());
        let part = folder.with_added_extension("part");
        let mut done = 0;
        for file in files {
            let target = part.join(&file.path);
            let (looked_at, checked, calling_off) = (target.clone(), file.clone(), cancel.clone());
            if !off_the_loop(move || folder::holds(&looked_at, &checked, &calling_off)).await? {
                let url = self.url(&[], repo, "resolve", revision, &file.path)?.into();
                let (size, checksum) = (Some(file.size), file.checksum);
                let wanted = Download { url, target, size, checksum, purpose: PURPOSE };
                let tell = |now: Progress| progress(Progress { received: done + now.received, of });
                download(&self.net, &wanted, tell, cancel).await?;
            }
            done += file.size;
            progress(Progress { received: done, of });
        }
        let (folder, wanted) = (folder.to_owned(), wanted.iter().map(|name| part.join(name)).collect::<Vec<_>>());
        off_the_loop(move || folder::put_in_place(&part, &folder, &wanted)).await.map_err(HubError::Download)
    }

    /// An address of the hub. Each name is a part of its own, whatever is in it.
    fn url(&self, before: &[&str], repo: &str, kind: &str, revision: &str, file: &str) -> Result<Url, HubError> {
        if !is_repo(repo) {
            return Err(HubError::InvalidName { name: repo.to_owned() });
        }
        if revision.is_empty() || revision.split('/').any(|part| matches!(part, "" | "." | "..")) {
            return Err(HubError::InvalidName { name: revision.to_owned() });
        }
        let mut url = parse(&self.base)?;
        if let Ok(mut path) = url.path_segments_mut() {
            path.pop_if_empty().extend(before).extend(repo.split('/')).push(kind).push(revision);
            path.extend(file.split('/').filter(|part| !part.is_empty()));
        }
        Ok(url)
    }
}

/// What the hub has under a wanted name. Only names that we chose become paths.
fn pick<'a>(listed: &'a [HubFile], repo: &str, name: &str) -> Result<&'a HubFile, HubError> {
    if !folder::is_inside(name) {
        return Err(HubError::InvalidName { name: name.to_owned() });
    }
    let missing = || HubError::NoSuchFile { repo: repo.to_owned(), file: name.to_owned() };
    listed.iter().find(|file| file.path == name).ok_or_else(missing)
}

/// A name, or an owner and a name.
fn is_repo(repo: &str) -> bool {
    let is_letter = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '.' | '_' | '-');
    let is_name = |name: &str| !matches!(name, "" | "." | "..") && name.chars().all(is_letter);
    repo.split('/').count() <= 2 && repo.split('/').all(is_name)
}

impl From<NetError> for HubError {
    fn from(error: NetError) -> Self {
        Self::Download(DownloadError::Net(error))
    }
}
