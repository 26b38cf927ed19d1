//! Where a library is served, for other processes of this program: the library's lock keeps them out, and by this they
//! find the way through the one that holds it.
//!
//! It stands beside the token, in a file that only the person can read, for as long as the server listens. A process
//! that is killed leaves it behind; so it names the process, and counts only while that one holds the library.

use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use paperside_engine::{Error, Result, private};

/// The file in the library's folder: the address in its first line, the process in its second.
const FILE: &str = "http-address";

/// That a library is served somewhere. It is no more when this is dropped.
#[derive(Debug)]
pub(super) struct Published {
    path: PathBuf,
}

impl Published {
    /// Tells where the library in this folder is served by this process. Blocks.
    ///
    /// # Errors
    /// [`Error::File`].
    pub(super) fn tell(folder: &Path, address: SocketAddr) -> Result<Self> {
        let path = folder.join(FILE);
        let content = format!("{}\n{}\n", url(address), std::process::id());
        private::replace_file(&path, content.as_bytes())
            .map_err(|source| Error::File { path: path.clone(), source })?;
        Ok(Self { path })
    }
}

impl Drop for Published {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.path);
    }
}

/// Where the process that holds the library in this folder serves it, if it does. Where the system does not tell who
/// holds it, the file is believed. Blocks.
pub(super) fn served(folder: &Path, holder: Option<u32>) -> Option<String> {
    let content = fs::read_to_string(folder.join(FILE)).ok()?;
    let mut lines = content.lines();
    let address: SocketAddr = lines.next()?.strip_prefix("http://")?.parse().ok()?;
    let process: u32 = lines.next()?.parse().ok()?;
    let is_holder = holder.is_none_or(|holder| holder == process);
    // The token goes to this computer and nowhere else, whatever stands there.
    (is_holder && address.ip().is_loopback()).then(|| url(address))
}

/// An address as programs are given it.
pub(super) fn url(address: SocketAddr) -> String {
    format!("http://{address}")
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST), 7427);

    #[test]
    fn it_is_told_for_as_long_as_it_is_so() {
        let folder = tempfile::tempdir().expect("a folder");
        let us = Some(std::process::id());
        assert_eq!(served(folder.path(), us), None);
        let published = Published::tell(folder.path(), HERE).expect("room");
        assert_eq!(served(folder.path(), us).as_deref(), Some("http://127.0.0.1:7427"));
        assert_eq!(served(folder.path(), None), served(folder.path(), us));
        drop(published);
        assert_eq!(served(folder.path(), us), None);
    }

    #[test]
    fn what_another_process_left_behind_does_not_count() {
        let folder = tempfile::tempdir().expect("a folder");
        let _published = Published::tell(folder.path(), HERE).expect("room");
        assert_eq!(served(folder.path(), Some(std::process::id() + 1)), None, "another one holds the library now");
    }

    #[test]
    fn nobody_is_led_away_from_this_computer() {
        let folder = tempfile::tempdir().expect("a folder");
        for address in ["http://192.0.2.1:80", "http://example.org:80", "https://127.0.0.1:80", "127.0.0.1:80", ""] {
            fs::write(folder.path().join(FILE), format!("{address}\n7\n")).expect("room");
            assert_eq!(served(folder.path(), Some(7)), None, "{address}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn nobody_else_can_read_it() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().expect("a folder");
        let _published = Published::tell(folder.path(), HERE).expect("room");
        let mode = folder.path().join(FILE).metadata().expect("a file").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}
