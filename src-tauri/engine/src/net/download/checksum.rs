//! Whether a file holds what was published.

use std::fs::File;
use std::io::{self, Read, Seek};

use sha1::Sha1;
use sha2::{Digest, Sha256};
use tokio_util::sync::CancellationToken;

/// How much is read at a time.
const PIECE: usize = 1024 * 1024;

/// What a file must hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Checksum {
    /// Its SHA-256.
    Sha256([u8; 32]),
    /// The name git gives to its content, a SHA-1. Good against accidents, less so against malice.
    GitBlob([u8; 20]),
}

impl Checksum {
    /// Reads a SHA-256 of 64 hexadecimal digits.
    pub fn sha256(hex: &str) -> Option<Self> {
        digits(hex).map(Self::Sha256)
    }

    /// Reads a git object's name of 40 hexadecimal digits.
    pub fn git_blob(hex: &str) -> Option<Self> {
        digits(hex).map(Self::GitBlob)
    }

    /// Whether a file holds it; none if that was called off. Reads all of the file, and so is not for the event loop.
    ///
    /// # Errors
    /// What the system says when the file is read.
    pub(crate) fn is_of(self, file: &mut File, cancel: &CancellationToken) -> io::Result<Option<bool>> {
        match self {
            Self::Sha256(wanted) => {
                let found = digest(Sha256::new(), file, cancel)?;
                Ok(found.map(|found| found[..] == wanted))
            }
            Self::GitBlob(wanted) => {
                let kind = format!("blob {}\0", file.metadata()?.len());
                let found = digest(Sha1::new().chain_update(kind), file, cancel)?;
                Ok(found.map(|found| found[..] == wanted))
            }
        }
    }
}

fn digest<D: Digest>(
    mut digest: D,
    file: &mut File,
    cancel: &CancellationToken,
) -> io::Result<Option<sha2::digest::Output<D>>> {
    file.rewind()?;
    let mut piece = vec![0; PIECE];
    while !cancel.is_cancelled() {
        match file.read(&mut piece)? {
            0 => return Ok(Some(digest.finalize())),
            read => digest.update(&piece[..read]),
        }
    }
    Ok(None)
}

fn digits<const BYTES: usize>(hex: &str) -> Option<[u8; BYTES]> {
    let pairs = hex.as_bytes().as_chunks::<2>();
    if !pairs.1.is_empty() || pairs.0.len() != BYTES {
        return None;
    }
    let digit = |letter: u8| char::from(letter).to_digit(16).map(|digit| digit as u8);
    let mut bytes = [0; BYTES];
    for (byte, [high, low]) in bytes.iter_mut().zip(pairs.0) {
        *byte = digit(*high)? << 4 | digit(*low)?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(checksum: Option<Checksum>, content: &str) -> Option<bool> {
        let path = tempfile::tempdir().expect("a folder");
        let path = path.path().join("file");
        std::fs::write(&path, content).expect("a file");
        let mut file = File::open(&path).expect("it is there");
        checksum.expect("digits").is_of(&mut file, &CancellationToken::new()).expect("it can be read")
    }

    #[test]
    fn knows_what_was_published() {
        let sha256 = Checksum::sha256("2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824");
        assert_eq!(check(sha256, "hello"), Some(true));
        assert_eq!(check(sha256, "hallo"), Some(false));
        let blob = Checksum::git_blob("b6fc4c620b67d95f953a5c1c1230aaab5db5a1b0");
        assert_eq!(check(blob, "hello"), Some(true));
        assert_eq!(check(blob, "hallo"), Some(false));
    }

    #[test]
    fn reads_whole_checksums_only() {
        assert_eq!(Checksum::git_blob("b6fc4c"), None);
        assert_eq!(Checksum::git_blob(&"x".repeat(40)), None);
        assert_eq!(Checksum::git_blob(&"é".repeat(20)), None);
        assert_eq!(Checksum::git_blob(&"Ab".repeat(20)), Some(Checksum::GitBlob([0xab; 20])));
    }

    #[test]
    fn can_be_called_off() {
        let cancel = CancellationToken::new();
        cancel.cancel();
        let mut file = tempfile::tempfile().expect("a file");
        assert_eq!(Checksum::Sha256([0; 32]).is_of(&mut file, &cancel).expect("nothing is read"), None);
    }
}
