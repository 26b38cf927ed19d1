//! What files a model has, as the hub tells it.

use serde::Deserialize;

use super::super::download::Checksum;
use super::super::{Net, NetError, Response};
use super::PURPOSE;

/// The most that one page of a listing may have, in bytes.
const PAGE_LIMIT: u64 = 4 * 1024 * 1024;

/// The most pages. A model has some dozens of files, and a page a thousand.
const PAGES: usize = 10;

/// A file of a model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HubFile {
    /// Its place in the model, with `/` between folders. Not to be trusted as a path.
    pub path: String,
    /// Its size in bytes.
    pub size: u64,
    /// What it must hold: a SHA-256 for large files, git's name for small ones.
    pub checksum: Option<Checksum>,
}

#[derive(Deserialize)]
struct Item {
    #[serde(rename = "type")]
    kind: String,
    path: String,
    #[serde(default)]
    size: u64,
    #[serde(default)]
    oid: String,
    lfs: Option<LargeFile>,
}

/// A file that is kept outside of git, where git has a pointer to it only.
#[derive(Deserialize)]
struct LargeFile {
    oid: String,
    size: u64,
}

/// All files, page by page.
///
/// # Errors
/// [`NetError`].
pub(super) async fn files(net: &Net, url: &str) -> Result<Vec<HubFile>, NetError> {
    let mut files = Vec::new();
    let (mut page, mut shown) = (url.to_owned(), String::new());
    for _ in 0..PAGES {
        let response = net.get(&page, PURPOSE).send().await?.successful().await?;
        shown = response.url();
        let invalid = NetError::InvalidAnswer { url: shown.clone(), reason: "a checksum makes no sense".to_owned() };
        let more = next_page(&response)?;
        let items: Vec<Item> = response.json(PAGE_LIMIT).await?;
        let found: Option<Vec<_>> = items.into_iter().filter(|item| item.kind == "file").map(file).collect();
        files.extend(found.ok_or(invalid)?);
        match more {
            Some(more) => page = more,
            None => return Ok(files),
        }
    }
    Err(NetError::InvalidAnswer { url: shown, reason: "the list of files has no end".to_owned() })
}

/// None if it has a checksum that is none.
fn file(item: Item) -> Option<HubFile> {
    let Item { path, size, oid, lfs, .. } = item;
    Some(match lfs {
        Some(LargeFile { oid, size }) => {
            let checksum = Checksum::sha256(oid.strip_prefix("sha256:").unwrap_or(&oid))?;
            HubFile { path, size, checksum: Some(checksum) }
        }
        None => HubFile { path, size, checksum: Checksum::git_blob(&oid) },
    })
}

/// Where the list goes on: `<address>; rel="next"`.
fn next_page(response: &Response) -> Result<Option<String>, NetError> {
    let links = response.header("link").unwrap_or_default().split(',');
    let next = links.filter_map(|link| link.split_once(';')).find(|(_, kind)| kind.contains("rel=\"next\""));
    let place = next.and_then(|(place, _)| place.trim().strip_prefix('<')?.strip_suffix('>'));
    place.map(|place| response.resolve(place)).transpose()
}
