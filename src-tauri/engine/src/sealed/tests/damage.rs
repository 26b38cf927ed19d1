//! Files that are not as they were written: a byte is another, or the end is missing.

use std::path::Path;

use super::sample::{Sample, opens, unpacked};
use crate::Error;
use crate::sealed::SealedError;

/// What everything in a file comes to, to compare it with another one.
fn everything(file: &Path, passphrase: Option<&str>) -> Option<Vec<(String, Vec<u8>)>> {
    let (folder, _staged) = unpacked(file, passphrase).ok()?;
    let mut found = Vec::new();
    let mut folders = vec![folder.path().to_owned()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(&next).expect("a folder").flatten() {
            match entry.path() {
                path if path.is_dir() => folders.push(path),
                path => {
                    let name = path.strip_prefix(folder.path()).expect("it is in it").to_string_lossy().into_owned();
                    found.push((name, std::fs::read(&path).expect("a file")));
                }
            }
        }
    }
    found.sort();
    Some(found)
}

/// Every `step`th byte is another, one at a time.
fn every_byte_counts(passphrase: Option<&str>, step: usize) {
    let sample = Sample::new();
    let file = sample.seal("a.paperside", passphrase);
    let (sound, bytes) = (everything(&file, passphrase), std::fs::read(&file).expect("it is there"));
    let damaged = sample.folder.path().join("damaged.paperside");
    for place in (0..bytes.len()).step_by(step) {
        let mut bytes = bytes.clone();
        bytes[place] ^= 1 << (place % 8);
        std::fs::write(&damaged, &bytes).expect("it can be written");
        // A few bits of a compressed file have no meaning.
        let opened = everything(&damaged, passphrase);
        assert!(opened.is_none() || opened == sound, "byte {place} of {} was believed", bytes.len());
    }
}

#[test]
fn no_damaged_byte_is_believed() {
    every_byte_counts(None, 1);
}

#[test]
fn no_damaged_byte_is_believed_behind_a_lock() {
    every_byte_counts(Some("open, sesame"), 5);
}

#[test]
fn a_file_without_its_end_is_refused() {
    for passphrase in [None, Some("open, sesame")] {
        let sample = Sample::new();
        let file = sample.seal("a.paperside", passphrase);
        let bytes = std::fs::read(&file).expect("it is there");
        let cut = sample.folder.path().join("cut.paperside");
        for length in (0..bytes.len()).step_by(7).chain([bytes.len() - 1]) {
            std::fs::write(&cut, &bytes[..length]).expect("it can be written");
            assert!(opens(&cut, passphrase).is_err(), "{length} bytes of {}", bytes.len());
        }
    }
}

#[test]
fn a_file_with_more_behind_its_end_is_refused() {
    let sample = Sample::new();
    let file = sample.seal("a.paperside", None);
    let mut bytes = std::fs::read(&file).expect("it is there");
    bytes.extend_from_within(..);
    std::fs::write(&file, &bytes).expect("it can be written");
    assert!(matches!(opens(&file, None), Err(Error::Sealed(SealedError::Damaged { .. }))));
}

#[test]
fn what_was_never_sealed_is_called_by_its_name() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("letter.txt");
    for bytes in [&b""[..], b"Dear Anna,", b"PK\x03\x04", b"%PDF-1.4"] {
        std::fs::write(&file, bytes).expect("it can be written");
        assert!(matches!(opens(&file, None), Err(Error::Sealed(SealedError::NotSealed { .. }))), "{bytes:?}");
    }
    let gone = folder.path().join("gone.paperside");
    assert!(matches!(opens(&gone, None), Err(Error::File { .. })), "that it is not there is no damage");
}
