//! Bytes to lines, however they are cut and however the lines end.

/// The longest line, in bytes. A piece of an answer has a few hundred.
pub(super) const LONGEST: usize = 1024 * 1024;

/// What stands before the text of some servers, and is no text.
const MARK: &[u8] = b"\xef\xbb\xbf";

/// A line, or several that belong together, is longer than anything that makes sense.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct TooLong;

/// Bytes on their way to be lines.
#[derive(Default)]
pub(super) struct Lines {
    bytes: Vec<u8>,
    /// Up to here there is no end of a line.
    searched: usize,
    /// The last line ended with a carriage return, which a line feed may complete.
    returned: bool,
    /// The first line has been taken.
    begun: bool,
}

impl Lines {
    /// The next bytes.
    pub(super) fn push(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    /// The next line that has come to its end, without it.
    ///
    /// # Errors
    /// [`TooLong`].
    pub(super) fn next(&mut self) -> Result<Option<String>, TooLong> {
        self.complete_return();
        let unread = &self.bytes[self.searched..];
        let Some(end) = unread.iter().position(|byte| matches!(byte, b'\n' | b'\r')) else {
            self.searched = self.bytes.len();
            return if self.searched > LONGEST { Err(TooLong) } else { Ok(None) };
        };
        let end = self.searched + end;
        if end > LONGEST {
            return Err(TooLong);
        }
        self.returned = self.bytes[end] == b'\r';
        let line = self.text(end);
        self.bytes.drain(..=end);
        self.searched = 0;
        self.complete_return();
        Ok(Some(line))
    }

    /// What has no end when there is no more.
    pub(super) fn rest(&mut self) -> Option<String> {
        self.complete_return();
        let rest = self.text(self.bytes.len());
        self.bytes.clear();
        self.searched = 0;
        (!rest.is_empty()).then_some(rest)
    }

    /// Drops the line feed that belongs to a carriage return, once it is here.
    fn complete_return(&mut self) {
        if self.returned && !self.bytes.is_empty() {
            self.returned = false;
            if self.bytes[0] == b'\n' {
                self.bytes.remove(0);
            }
        }
    }

    /// Whole lines are made text, and so no letter is cut apart.
    fn text(&mut self, end: usize) -> String {
        let line = &self.bytes[..end];
        let line = if self.begun { line } else { line.strip_prefix(MARK).unwrap_or(line) };
        self.begun = true;
        String::from_utf8_lossy(line).into_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The lines of bytes that come so many at a time, and what is left.
    fn lines(bytes: &[u8], step: usize) -> (Vec<String>, Option<String>) {
        let (mut lines, mut all) = (Lines::default(), Vec::new());
        for part in bytes.chunks(step) {
            lines.push(part);
            while let Some(line) = lines.next().expect("none is too long") {
                all.push(line);
            }
        }
        let rest = lines.rest();
        assert_eq!((lines.next(), lines.rest()), (Ok(None), None), "nothing is left");
        (all, rest)
    }

    #[test]
    fn finds_lines_however_the_bytes_are_cut() {
        let bytes = "\u{feff}a\nü\r\n\r\nb\r\r€ 😀\n\u{feff}c\r\nrest".as_bytes();
        let expected = ["a", "ü", "", "b", "", "€ 😀", "\u{feff}c"].map(str::to_owned).to_vec();
        for step in 1..=bytes.len() {
            assert_eq!(lines(bytes, step), (expected.clone(), Some("rest".to_owned())), "{step} at a time");
        }
        assert_eq!(lines(b"a\r\n", 1), (vec!["a".to_owned()], None), "the last line feed is no line");
    }

    #[test]
    fn a_return_ends_a_line_at_once() {
        let mut lines = Lines::default();
        lines.push(b"a\r");
        assert_eq!(lines.next(), Ok(Some("a".to_owned())), "what comes next is not waited for");
        lines.push(b"\nb\n");
        assert_eq!(lines.next(), Ok(Some("b".to_owned())));
    }

    #[test]
    fn what_is_no_text_does_no_harm() {
        assert_eq!(lines(b"a\xff\n", 1).0, ["a\u{fffd}"]);
    }

    #[test]
    fn lines_have_a_limit() {
        for end in ["", "\n"] {
            let mut lines = Lines::default();
            lines.push(&vec![b'a'; LONGEST]);
            assert_eq!(lines.next(), Ok(None));
            lines.push(format!("a{end}").as_bytes());
            assert_eq!(lines.next(), Err(TooLong));
        }
    }
}
