//! What a program has to show before it may ask.
//!
//! It is made once a library and kept in its folder, in a file that only the person can read, so that programs need
//! not be told again. Who can read that file can read the library.

use std::fmt::Write;
use std::fs;
use std::io;
use std::path::Path;

use paperside_engine::{Error, Result, private};
use subtle::ConstantTimeEq;

/// The file in the library's folder.
const FILE: &str = "http-token";

/// Random bytes in a token: nobody guesses it.
const BYTES: usize = 32;

/// As few letters as a token of the person's own making may have.
const FEWEST_LETTERS: usize = 32;

/// A token. It never shows what it is where it is printed by mistake.
#[derive(Clone)]
pub(super) struct Token(String);

impl Token {
    /// The one of the library in this folder, or a new one if there is none or that is wanted. Blocks.
    ///
    /// # Errors
    /// [`Error::File`], also if the file holds no token.
    pub(super) fn kept_in(folder: &Path, anew: bool) -> Result<Self> {
        let path = folder.join(FILE);
        let failed = |source| Error::File { path: path.clone(), source };
        let is_there = path.try_exists().map_err(failed)?;
        if is_there && !anew {
            private::hide_file(&path).map_err(failed)?;
            return Self::found_in(folder);
        }
        let token = Self::random().map_err(failed)?;
        private::replace_file(&path, format!("{}\n", token.0).as_bytes()).map_err(failed)?;
        Ok(token)
    }

    /// The one of the library in this folder. Blocks.
    ///
    /// # Errors
    /// [`Error::File`], also if there is none or the file holds none.
    pub(super) fn found_in(folder: &Path) -> Result<Self> {
        let path = folder.join(FILE);
        let failed = |source| Error::File { path: path.clone(), source };
        let text = fs::read_to_string(&path).map_err(failed)?;
        let token = text.trim();
        let is_token = token.len() >= FEWEST_LETTERS && token.bytes().all(|byte| byte.is_ascii_graphic());
        let none = || io::Error::other("it holds no token; `paperside serve --new-token` makes one");
        is_token.then(|| Self(token.to_owned())).ok_or_else(none).map_err(failed)
    }

    /// The token, for those who are to know it.
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether this is it. How long that takes tells nothing of how nearly it is.
    pub(super) fn is(&self, shown: &[u8]) -> bool {
        self.0.as_bytes().ct_eq(shown).into()
    }

    fn random() -> io::Result<Self> {
        let mut bytes = [0; BYTES];
        getrandom::fill(&mut bytes).map_err(|error| io::Error::other(error.to_string()))?;
        Ok(Self(bytes.iter().fold(String::with_capacity(2 * BYTES), |mut token, byte| {
            let _ = write!(token, "{byte:02x}");
            token
        })))
    }
}

impl std::fmt::Debug for Token {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Token(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_library_keeps_its_token_until_another_is_wanted() {
        let folder = tempfile::tempdir().expect("a folder");
        let token = |anew| Token::kept_in(folder.path(), anew).expect("room for a token");
        let first = token(false);
        assert_eq!(first.as_str().len(), 2 * BYTES);
        assert!(token(false).is(first.as_str().as_bytes()), "other programs need not be told again");
        let second = token(true);
        assert!(!second.is(first.as_str().as_bytes()) && !second.is(b""), "the old one is refused");
        assert!(token(false).is(second.as_str().as_bytes()));
    }

    #[cfg(unix)]
    #[test]
    fn nobody_else_can_read_it() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().expect("a folder");
        let mode = || folder.path().join(FILE).metadata().expect("a file").permissions().mode() & 0o777;
        Token::kept_in(folder.path(), false).expect("room for a token");
        assert_eq!(mode(), 0o600);
        fs::set_permissions(folder.path().join(FILE), PermissionsExt::from_mode(0o644)).expect("our own file");
        Token::kept_in(folder.path(), false).expect("it is there");
        assert_eq!(mode(), 0o600, "a file that was opened to others is closed again");
    }

    #[test]
    fn what_is_no_token_is_not_taken_for_one() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join(FILE), "1234\n").expect("room");
        assert!(Token::kept_in(folder.path(), false).is_err_and(|error| error.to_string().contains("--new-token")));
    }
}
