//! What a file is, by its first bytes and then by its name.

use std::path::Path;

use super::ReadError;

/// A PDF may begin with other bytes, but within this many its mark must come (ISO 32000-1, Annex H).
const PDF_MARK_WITHIN: usize = 1024;

/// So many bytes are looked at to tell text from anything else.
const LOOKED_AT: usize = 4096;

/// A kind of file that can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Portable document format.
    Pdf,
    /// Plain text.
    Text,
    /// Text with Markdown's signs.
    Markdown,
}

impl Kind {
    /// Tells the kind of a file.
    ///
    /// # Errors
    /// [`ReadError::Empty`], and [`ReadError::Unsupported`] with what it is instead.
    pub(super) fn of(bytes: &[u8], filename: &str) -> Result<Self, ReadError> {
        if bytes.is_empty() {
            return Err(ReadError::Empty);
        }
        let extension = Path::new(filename).extension().unwrap_or_default().to_string_lossy().to_lowercase();
        let beginning = &bytes[..bytes.len().min(PDF_MARK_WITHIN)];
        if beginning.windows(5).any(|window| window == b"%PDF-") {
            return Ok(Self::Pdf);
        }
        if let Some(kind) = foreign(bytes) {
            return Err(ReadError::Unsupported { kind });
        }
        match extension.as_str() {
            "md" | "markdown" => Ok(Self::Markdown),
            "" | "txt" | "text" | "log" => Ok(Self::Text),
            // One whose beginning is lost may still be put together.
            "pdf" if !is_text(bytes) => Ok(Self::Pdf),
            "pdf" => Err(ReadError::Damaged { reason: "it is named as a PDF and holds text".to_owned() }),
            other => Err(ReadError::Unsupported { kind: format!(".{other}") }),
        }
    }
}

/// What the file's first bytes say it is, if that is no text.
fn foreign(bytes: &[u8]) -> Option<String> {
    let kind = infer::get(bytes)?;
    let (matcher, extension) = (kind.matcher_type(), kind.extension());
    // The marks of many formats are two letters, with which a text may begin as well.
    let is_text_after_all = is_text(bytes) && !matches!(extension, "rtf" | "ps");
    (matcher != infer::MatcherType::Text && !is_text_after_all).then(|| name(matcher, extension))
}

/// Whether the beginning is UTF-8 without control characters.
fn is_text(bytes: &[u8]) -> bool {
    let beginning = &bytes[..bytes.len().min(LOOKED_AT)];
    let text = match std::str::from_utf8(beginning) {
        Ok(text) => text,
        // The last character may be cut.
        Err(error) if error.error_len().is_none() => {
            std::str::from_utf8(&beginning[..error.valid_up_to()]).unwrap_or("")
        }
        Err(_) => return false,
    };
    !text.chars().any(|c| c.is_control() && !c.is_whitespace())
}

/// A format as people call it.
fn name(matcher: infer::MatcherType, extension: &str) -> String {
    let known = match extension {
        "doc" | "docx" | "odt" | "rtf" => "Word document",
        "xls" | "xlsx" | "ods" => "Spreadsheet",
        "ppt" | "pptx" | "odp" => "Presentation",
        "epub" | "mobi" => "E-book",
        "ps" => "PostScript",
        _ => "",
    };
    let extension = extension.to_uppercase();
    match matcher {
        _ if !known.is_empty() => format!("{known} ({extension})"),
        infer::MatcherType::App => format!("{extension} program"),
        infer::MatcherType::Archive => format!("{extension} archive"),
        infer::MatcherType::Audio => format!("{extension} audio"),
        infer::MatcherType::Font => format!("{extension} font"),
        infer::MatcherType::Image => format!("{extension} image"),
        infer::MatcherType::Video => format!("{extension} video"),
        _ => extension,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(bytes: &[u8], filename: &str) -> String {
        match Kind::of(bytes, filename) {
            Err(ReadError::Unsupported { kind }) => kind,
            other => panic!("{filename} must be refused by name and not be {other:?}"),
        }
    }

    #[test]
    fn content_says_more_than_the_name() {
        assert_eq!(Kind::of(b"\n\n%PDF-1.4\n", "letter.txt").ok(), Some(Kind::Pdf));
        assert_eq!(refused(b"PK\x03\x04\x14\0\0\0\0\0", "letter.txt"), "ZIP archive");
        assert_eq!(refused(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "scan.pdf"), "PNG image");
        assert_eq!(refused(b"{\\rtf1\\ansi Hello}", "letter.md"), "Word document (RTF)");
    }

    #[test]
    fn names_decide_between_texts() {
        assert_eq!(Kind::of("Grüße".as_bytes(), "README.MD").ok(), Some(Kind::Markdown));
        assert_eq!(Kind::of(b"BM, my dear friend, is no picture", "note.txt").ok(), Some(Kind::Text));
        assert_eq!(refused(b"a,b,c\n", "table.csv"), ".csv");
    }

    #[test]
    fn nothing_and_a_false_name_have_their_own_answers() {
        assert!(matches!(Kind::of(b"", "a.pdf"), Err(ReadError::Empty)));
        assert!(matches!(Kind::of(b"<html>not found</html>", "a.pdf"), Err(ReadError::Damaged { .. })));
    }
}
