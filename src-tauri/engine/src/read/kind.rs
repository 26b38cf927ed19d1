//! What a file is, by its first bytes and then by its name.

use std::path::Path;

use crate::read::ReadError;
use crate::read::cells::xls;
use crate::read::container::archive::Archive;

/// A PDF may begin with other bytes, but within this many its mark must come (ISO 32000-1, Annex H).
const PDF_MARK_WITHIN: usize = 1024;

/// The same for a file that is named as one: what a mail program or a printer put before it may be longer.
const PDF_MARK_WITHIN_PDF: usize = 4096;

/// So many bytes are looked at to tell text from anything else.
const LOOKED_AT: usize = 4096;

/// Extensions that a dialog should offer: of every format the commonest. More are read.
pub const DOCUMENT_EXTENSIONS: [&str; 22] = [
    "pdf", "docx", "docm", "odt", "rtf", "epub", "pptx", "odp", "xlsx", "xlsm", "xls", "ods", "csv", "tsv", "html",
    "htm", "eml", "md", "markdown", "txt", "text", "log",
];

/// Whether a file is a document by its name: what a folder that is watched may hold besides is nobody's wish to find.
/// Files that begin with `~` are what programs leave beside a document that is open.
pub(crate) fn is_document_name(filename: &str) -> bool {
    let extension = Path::new(filename).extension().unwrap_or_default().to_string_lossy().to_lowercase();
    let is_document = DOCUMENT_EXTENSIONS.contains(&extension.as_str()) || office(&extension).is_some();
    is_document && !filename.starts_with(['~', '.'])
}

/// Extensions of files that hold plain text, besides those of [`SOURCE`].
const PLAIN: &str = "adoc asc asciidoc bib cfg conf diff env ics ini json json5 jsonl ldif log me ndjson nfo org patch po \
    properties rst srt tex text textile toml txt vcf vtt wiki xml xsd xsl xslt yaml yml";

/// Extensions of source code.
const SOURCE: &str = "asm awk bash bat c cc clj cmake cmd coffee cpp cs css cxx dart dockerfile el erl ex exs f90 fs go gradle \
    graphql groovy h hh hpp hs java jl js jsx kt kts less lisp lua m mjs ml nix pas php pl pm proto ps1 py r \
    rb rs sass scala scss sh sql swift tcl tf ts tsx vb vhd vue zig zsh";

/// A kind of file that can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Portable document format.
    Pdf,
    /// Plain text.
    Text,
    /// Text with Markdown's signs.
    Markdown,
    /// Word document.
    Docx,
    /// Presentation of Microsoft `PowerPoint`.
    Pptx,
    /// Spreadsheet of Microsoft Excel.
    Sheet,
    /// Text of `OpenDocument`.
    Odt,
    /// Presentation of `OpenDocument`.
    Odp,
    /// Spreadsheet of `OpenDocument`.
    Ods,
    /// E-book.
    Epub,
    /// Rich text.
    Rtf,
    /// E-mail.
    Email,
    /// Web page.
    Html,
    /// Table as text.
    Table,
}

impl Kind {
    /// Tells the kind of a file.
    ///
    /// # Errors
    /// [`ReadError::Empty`]; [`ReadError::Unsupported`] with what it is instead; [`ReadError::Encrypted`] for
    /// encrypted files of Microsoft Office; [`ReadError::Damaged`] if it is not what its name says.
    pub(super) fn of(bytes: &[u8], filename: &str) -> Result<Self, ReadError> {
        if bytes.is_empty() {
            return Err(ReadError::Empty);
        }
        let extension = Path::new(filename).extension().unwrap_or_default().to_string_lossy().to_lowercase();
        let within = if extension == "pdf" { PDF_MARK_WITHIN_PDF } else { PDF_MARK_WITHIN };
        let beginning = &bytes[..bytes.len().min(within)];
        if beginning.windows(5).any(|window| window == b"%PDF-") {
            return Ok(Self::Pdf);
        }
        if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
            return Self::of_archive(bytes, &extension);
        }
        if xls::is_compound(bytes) {
            return Self::of_compound(bytes);
        }
        if bytes.starts_with(b"{\\rtf") {
            return Ok(Self::Rtf);
        }
        // Its bytes only tell that it is compressed, or nothing at all if it is locked.
        if extension == "paperside" {
            return Err(ReadError::Unsupported { kind: "Sealed Paperside".to_owned() });
        }
        if let Some(kind) = foreign(bytes) {
            return Err(ReadError::Unsupported { kind });
        }
        Self::of_text(bytes, &extension)
    }

    /// Refuses what needs no closer look to be refused. Archives need one, and get it where it can do no harm.
    ///
    /// # Errors
    /// [`ReadError::Empty`], [`ReadError::Unsupported`].
    pub(super) fn refuse_early(beginning: &[u8], filename: &str) -> Result<(), ReadError> {
        if beginning.starts_with(b"PK") || xls::is_compound(beginning) {
            return Ok(());
        }
        match Self::of(beginning, filename) {
            Err(error @ (ReadError::Empty | ReadError::Unsupported { .. })) => Err(error),
            _ => Ok(()),
        }
    }

    /// The kind of a file that begins as no other: its name decides.
    fn of_text(bytes: &[u8], extension: &str) -> Result<Self, ReadError> {
        match extension {
            "md" | "markdown" => Ok(Self::Markdown),
            "csv" | "tsv" | "tab" => Ok(Self::Table),
            "html" | "htm" | "xhtml" | "xht" | "shtml" => Ok(Self::Html),
            "eml" => Ok(Self::Email),
            // Programs that cannot write the real formats write web pages under their names.
            "" | "doc" | "xls" if is_web_page(bytes) => Ok(Self::Html),
            "" => Ok(Self::Text),
            plain if [PLAIN, SOURCE].iter().any(|all| all.split(' ').any(|one| one == plain)) => Ok(Self::Text),
            // One whose beginning is lost may still be put together.
            "pdf" if !is_text(bytes) => Ok(Self::Pdf),
            "pdf" => Err(ReadError::Damaged { reason: "it is named as a PDF and holds text".to_owned() }),
            named if named == "rtf" || office(named).is_some() => {
                Err(ReadError::Damaged { reason: format!("it is named .{named} and is nothing of the kind") })
            }
            other => Err(ReadError::Unsupported { kind: format!(".{other}") }),
        }
    }

    /// The kind of a ZIP archive, by its parts.
    fn of_archive(bytes: &[u8], extension: &str) -> Result<Self, ReadError> {
        let mut archive = match Archive::open(bytes) {
            // What is named as a document is one that is damaged.
            Err(error) if office(extension).is_some() => return Err(error),
            Err(_) => return Err(ReadError::Unsupported { kind: "ZIP archive".to_owned() }),
            Ok(archive) => archive,
        };
        if let Some(kind) = Self::by_mimetype(&mut archive) {
            return kind;
        }
        let names: Vec<String> = archive.names().collect();
        let has = |folder: &str| names.iter().any(|name| name.starts_with(folder));
        let is_office = archive.has("[Content_Types].xml") || archive.has("_rels/.rels");
        match () {
            () if is_office && has("word/") => Ok(Self::Docx),
            () if is_office && has("ppt/") => Ok(Self::Pptx),
            () if is_office && has("xl/") => Ok(Self::Sheet),
            () if archive.has("META-INF/container.xml") => Ok(Self::Epub),
            // An OpenDocument without its mark; its name says which.
            () if archive.has("content.xml") && archive.has("META-INF/manifest.xml") => {
                office(extension).ok_or_else(|| ReadError::Unsupported { kind: "ZIP archive".to_owned() })
            }
            () => Err(ReadError::Unsupported { kind: "ZIP archive".to_owned() }),
        }
    }

    /// The kind of an archive whose first part tells it, as `OpenDocument` and EPUB have it.
    fn by_mimetype(archive: &mut Archive<'_>) -> Option<Result<Self, ReadError>> {
        let mimetype = archive.read("mimetype").ok().flatten()?;
        let mimetype = String::from_utf8_lossy(&mimetype);
        let mimetype = mimetype.trim();
        if mimetype == "application/epub+zip" {
            return Some(Ok(Self::Epub));
        }
        let kind = mimetype.strip_prefix("application/vnd.oasis.opendocument.")?;
        Some(match kind.trim_end_matches("-template").trim_end_matches("-master") {
            "text" => Ok(Self::Odt),
            "presentation" => Ok(Self::Odp),
            "spreadsheet" => Ok(Self::Ods),
            other => Err(ReadError::Unsupported { kind: format!("OpenDocument {other}") }),
        })
    }

    /// The kind of a compound file, in which Microsoft Office kept its documents before 2007 and keeps encrypted
    /// ones today.
    fn of_compound(bytes: &[u8]) -> Result<Self, ReadError> {
        let streams = xls::streams(bytes)?;
        let has = |name: &str| streams.iter().any(|stream| stream.eq_ignore_ascii_case(name));
        let kind = match () {
            () if has("EncryptedPackage") => return Err(ReadError::Encrypted),
            () if has("Workbook") || has("Book") => return Ok(Self::Sheet),
            () if has("WordDocument") => "Word document (DOC)",
            () if has("PowerPoint Document") => "Presentation (PPT)",
            () if has("__properties_version1.0") => "Outlook message (MSG)",
            () if has("VisioDocument") => "Visio drawing (VSD)",
            () => "Compound",
        };
        Err(ReadError::Unsupported { kind: kind.to_owned() })
    }
}

/// The media type of what may be anything.
pub(super) const UNKNOWN_TYPE: &str = "application/octet-stream";

/// The media type that a file will probably turn out to have. Archives are not looked into, so their names tell.
pub(super) fn likely_type(beginning: &[u8], filename: &str) -> &'static str {
    let extension = Path::new(filename).extension().unwrap_or_default().to_string_lossy().to_lowercase();
    let kind = if beginning.starts_with(b"PK") || xls::is_compound(beginning) {
        office(&extension)
    } else {
        Kind::of(beginning, filename).ok()
    };
    match kind {
        None => UNKNOWN_TYPE,
        Some(Kind::Pdf) => "application/pdf",
        Some(Kind::Text) => "text/plain",
        Some(Kind::Markdown) => "text/markdown",
        Some(Kind::Docx) => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        Some(Kind::Pptx) => "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        Some(Kind::Sheet) if extension == "xls" => "application/vnd.ms-excel",
        Some(Kind::Sheet) => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        Some(Kind::Odt) => "application/vnd.oasis.opendocument.text",
        Some(Kind::Odp) => "application/vnd.oasis.opendocument.presentation",
        Some(Kind::Ods) => "application/vnd.oasis.opendocument.spreadsheet",
        Some(Kind::Epub) => "application/epub+zip",
        Some(Kind::Rtf) => "application/rtf",
        Some(Kind::Email) => "message/rfc822",
        Some(Kind::Html) => "text/html",
        Some(Kind::Table) if matches!(extension.as_str(), "tsv" | "tab") => "text/tab-separated-values",
        Some(Kind::Table) => "text/csv",
    }
}

/// The kinds that can only be archives, by extension.
fn office(extension: &str) -> Option<Kind> {
    match extension {
        "docx" | "docm" | "dotx" | "dotm" => Some(Kind::Docx),
        "pptx" | "pptm" | "ppsx" | "ppsm" | "potx" => Some(Kind::Pptx),
        "xlsx" | "xlsm" | "xlsb" | "xltx" | "xls" => Some(Kind::Sheet),
        "odt" | "ott" => Some(Kind::Odt),
        "odp" | "otp" => Some(Kind::Odp),
        "ods" | "ots" => Some(Kind::Ods),
        "epub" => Some(Kind::Epub),
        _ => None,
    }
}

/// Whether a text begins as a web page does.
fn is_web_page(bytes: &[u8]) -> bool {
    let beginning = String::from_utf8_lossy(&bytes[..bytes.len().min(LOOKED_AT)]).to_lowercase();
    let beginning = beginning.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    beginning.starts_with("<!doctype html") || beginning.starts_with("<html")
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
    use crate::read::container::archive::pack;

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
        assert_eq!(Kind::of(b"{\\rtf1\\ansi Hello}", "letter.md").ok(), Some(Kind::Rtf));
    }

    #[test]
    fn what_a_dialog_offers_is_not_refused_for_its_name() {
        for extension in DOCUMENT_EXTENSIONS {
            let of = Kind::of(b"Some words.", &format!("a.{extension}"));
            assert!(!matches!(of, Err(ReadError::Unsupported { .. })), "{extension}: {of:?}");
        }
    }

    #[test]
    fn archives_are_told_by_their_parts() {
        let of = |parts: &[(&str, &[u8])], name: &str| Kind::of(&pack(parts), name);
        let types: (&str, &[u8]) = ("[Content_Types].xml", b"");
        for (part, kind) in [("word/document.xml", Kind::Docx), ("ppt/a", Kind::Pptx), ("xl/a", Kind::Sheet)] {
            assert_eq!(of(&[types, (part, b"")], "a.bin").ok(), Some(kind));
        }
        let marks = [
            ("application/epub+zip", Kind::Epub),
            ("application/vnd.oasis.opendocument.text", Kind::Odt),
            ("application/vnd.oasis.opendocument.presentation-template", Kind::Odp),
            ("application/vnd.oasis.opendocument.spreadsheet", Kind::Ods),
        ];
        for (mark, kind) in marks {
            assert_eq!(of(&[("mimetype", mark.as_bytes())], "a").ok(), Some(kind));
        }
        assert_eq!(refused(&pack(&[("a.txt", b"a")]), "a.docx"), "ZIP archive");
        assert!(matches!(Kind::of(b"PK\x03\x04\x14\0", "a.docx"), Err(ReadError::Damaged { .. })));
    }

    #[test]
    fn compound_files_are_told_by_their_streams() {
        assert_eq!(Kind::of(&xls::tests::workbook(), "a").ok(), Some(Kind::Sheet));
        assert_eq!(refused(&xls::tests::compound("WordDocument", b""), "a.doc"), "Word document (DOC)");
        assert_eq!(refused(&xls::tests::compound("PowerPoint Document", b""), "a"), "Presentation (PPT)");
        let locked = Kind::of(&xls::tests::compound("EncryptedPackage", b""), "a.docx");
        assert!(matches!(locked, Err(ReadError::Encrypted)));
        let told = ReadError::Unsupported { kind: "Word document (DOC)".to_owned() }.to_string();
        assert!(told.contains("save a copy as DOCX"), "{told}");
    }

    #[test]
    fn names_decide_between_texts() {
        let of = |name: &str| Kind::of("Grüße".as_bytes(), name).ok();
        assert_eq!(of("README.MD"), Some(Kind::Markdown));
        assert_eq!(of("table.CSV"), Some(Kind::Table));
        assert_eq!(of("page.htm"), Some(Kind::Html));
        assert_eq!(of("mail.eml"), Some(Kind::Email));
        for name in ["main.rs", "a.json", "a.xml", "a.log", "a.srt", "LICENSE"] {
            assert_eq!(of(name), Some(Kind::Text), "{name}");
        }
        assert_eq!(Kind::of(b" <!DOCTYPE html><p>", "page").ok(), Some(Kind::Html));
        assert_eq!(Kind::of(b"BM, my dear friend, is no picture", "note.txt").ok(), Some(Kind::Text));
        assert_eq!(refused(b"a,b,c\n", "table.xyz"), ".xyz");
    }

    #[test]
    fn sealed_files_are_told_by_their_names() {
        for beginning in [&b"\x28\xb5\x2f\xfd\x04\x58"[..], b"age-encryption.org/v1\n-> scrypt "] {
            assert_eq!(refused(beginning, "work.Paperside"), "Sealed Paperside");
            assert_ne!(refused(beginning, "work.zst"), "Sealed Paperside", "others may be made in the same way");
        }
    }

    #[test]
    fn nothing_and_a_false_name_have_their_own_answers() {
        assert!(matches!(Kind::of(b"", "a.pdf"), Err(ReadError::Empty)));
        assert!(matches!(Kind::of(b"<html>not found</html>", "a.pdf"), Err(ReadError::Damaged { .. })));
        assert!(matches!(Kind::of(b"<html>not found</html>", "a.docx"), Err(ReadError::Damaged { .. })));
    }
}
