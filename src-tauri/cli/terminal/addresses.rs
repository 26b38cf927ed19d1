//! Where a click on a citation leads: the document's file, and its page where the format has such addresses.

use std::fmt::Write;
use std::path::Path;
use std::sync::Arc;

/// The address of a page of a file, counted from 0. None for a file whose place in the system is not known.
pub(crate) fn address(file: &Path, page: u32) -> Option<Arc<str>> {
    let mut address = match bytes(file) {
        path if !file.is_absolute() || path.is_empty() => return None,
        path if path.starts_with(b"/") => format!("file://{}", escaped(&path)),
        // A drive, or a folder of another computer.
        path if path.starts_with(b"\\\\") => format!("file:{}", escaped(&path)),
        path => format!("file:///{}", escaped(&path)),
    };
    let is_pdf = file.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("pdf"));
    if is_pdf {
        let _ = write!(address, "#page={}", page + 1);
    }
    Some(address.into())
}

#[cfg(unix)]
fn bytes(file: &Path) -> Vec<u8> {
    use std::os::unix::ffi::OsStrExt;
    file.as_os_str().as_bytes().to_vec()
}

#[cfg(not(unix))]
fn bytes(file: &Path) -> Vec<u8> {
    let path = file.to_string_lossy();
    path.strip_prefix(r"\\?\").unwrap_or(&path).as_bytes().to_vec()
}

/// A path with everything escaped that could mean something in an address.
fn escaped(path: &[u8]) -> String {
    let mut escaped = String::with_capacity(path.len());
    for byte in path {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                escaped.push(char::from(*byte));
            }
            b'\\' if cfg!(windows) => escaped.push('/'),
            b':' if cfg!(windows) => escaped.push(':'),
            byte => {
                let _ = write!(escaped, "%{byte:02X}");
            }
        }
    }
    escaped
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn pages_of_pdfs_have_addresses() {
        let address =
            |path: &str, page| address(Path::new(path), page).map(|address| address.to_string()).unwrap_or_default();
        assert_eq!(address("/tmp/a b/Grüße.pdf", 2), "file:///tmp/a%20b/Gr%C3%BC%C3%9Fe.pdf#page=3");
        assert_eq!(address("/notes#1.TXT", 0), "file:///notes%231.TXT");
        assert_eq!(address("/evil\u{1b}\\.PDF", 0), "file:///evil%1B%5C.PDF#page=1");
        assert_eq!(address("somewhere.pdf", 0), "", "it could be anywhere");
    }
}
