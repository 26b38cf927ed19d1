//! E-books (EPUB 2 and 3).

use std::collections::{HashMap, HashSet};

use crate::read::container::archive::{Archive, resolve};
use crate::read::container::package::{self, Properties};
use crate::read::container::xml::{self, Piece, Xml};
use crate::read::prose::html::{self, Plain};
use crate::read::text::Section;
use crate::read::{DocumentInfo, PageSink, ReadError, text};

/// What lists the encrypted parts.
const ENCRYPTION: &str = "META-INF/encryption.xml";

/// Reads an e-book: a page for each of its files that has text, called as the table of contents calls it.
///
/// # Errors
/// [`ReadError::Damaged`], also where a part is too large; [`ReadError::Unsupported`] if it is locked to a
/// reader; [`ReadError::Cancelled`].
pub(in crate::read) fn read(bytes: &[u8], sink: &mut dyn PageSink) -> Result<(), ReadError> {
    let mut archive = Archive::open(bytes)?;
    let main = main_part(&mut archive)?;
    let source = xml::decode(archive.required(&main)?);
    let Properties { title, author } = package::dublin_core(&source)?;
    let book = Book::of(&source, &main)?;
    refuse_locked(&mut archive, &book)?;
    let titles = titles(&mut archive, &book)?;
    let mut sections = Vec::new();
    for (index, part) in book.spine.iter().enumerate() {
        let Some(bytes) = archive.read(part)? else { continue };
        let Plain { text, headings, .. } = html::decode(&bytes).map(|source| html::plain(&source)).unwrap_or_default();
        if !text.trim().is_empty() {
            let number = (index + 1).to_string();
            sections.extend(text::named(Some(titles.get(part).unwrap_or(&number)), &text, &headings));
        }
    }
    if sections.is_empty() {
        sections.push(Section::default());
    }
    text::deliver(DocumentInfo::new("application/epub+zip", title, author), "epub", sections, sink)
}

/// The part that tells what the book consists of.
fn main_part(archive: &mut Archive<'_>) -> Result<String, ReadError> {
    let source = xml::decode(archive.required("META-INF/container.xml")?);
    let mut xml = Xml::new(&source);
    while let Some(piece) = xml.next()? {
        if let Piece::Open(tag) = piece
            && xml::name(&tag) == "rootfile"
            && let Some(path) = xml::attribute(&tag, "full-path")
        {
            return Ok(path);
        }
    }
    Err(ReadError::Damaged { reason: "it does not tell where its contents are".to_owned() })
}

/// What a book consists of.
#[derive(Debug, Default)]
struct Book {
    /// The files in reading order.
    spine: Vec<String>,
    /// The files that hold a table of contents.
    contents: Vec<String>,
}

impl Book {
    fn of(source: &str, main: &str) -> Result<Self, ReadError> {
        let (mut book, mut parts, mut seen) = (Self::default(), HashMap::new(), HashSet::new());
        let mut xml = Xml::new(source);
        while let Some(piece) = xml.next()? {
            let Piece::Open(tag) = piece else { continue };
            let attribute = |name| xml::attribute(&tag, name);
            match xml::name(&tag) {
                "item" => {
                    let (Some(id), Some(target)) = (attribute("id"), attribute("href")) else { continue };
                    let part = resolve(main, &unescape(&target));
                    let is_contents = attribute("properties").is_some_and(|all| all.split(' ').any(|one| one == "nav"))
                        || attribute("media-type").as_deref() == Some("application/x-dtbncx+xml");
                    book.contents.extend(is_contents.then(|| part.clone()));
                    parts.insert(id, part);
                }
                "itemref" => {
                    let part = attribute("idref").and_then(|id| parts.get(&id));
                    // A file that is named again and again is read once.
                    book.spine.extend(part.filter(|part| seen.insert((*part).clone())).cloned());
                }
                _ => {}
            }
        }
        Ok(book)
    }
}

/// What the tables of contents call the book's files. One that is broken is passed over.
fn titles(archive: &mut Archive<'_>, book: &Book) -> Result<HashMap<String, String>, ReadError> {
    let mut titles = HashMap::new();
    for part in &book.contents {
        let source = xml::decode(archive.read(part)?.unwrap_or_default());
        let _ = add_titles(&mut titles, part, &source);
    }
    Ok(titles)
}

/// Adds the first entry for each file, of a list of links (EPUB 3) or of points with labels (EPUB 2).
fn add_titles(titles: &mut HashMap<String, String>, part: &str, source: &str) -> Result<(), ReadError> {
    let mut xml = Xml::new(source);
    let mut label = String::new();
    while let Some(piece) = xml.next()? {
        let Piece::Open(tag) = piece else { continue };
        let (target, title) = match xml::name(&tag) {
            "a" => (xml::attribute(&tag, "href"), xml.text()?),
            "navLabel" => {
                label = xml.text()?;
                continue;
            }
            "content" => (xml::attribute(&tag, "src"), std::mem::take(&mut label)),
            _ => continue,
        };
        if let (Some(target), false) = (target, title.is_empty()) {
            let file = target.split('#').next().unwrap_or_default();
            titles.entry(resolve(part, &unescape(file))).or_insert(title);
        }
    }
    Ok(())
}

/// Refuses a book whose text can be opened in one shop's reader only. Encrypted fonts are no hindrance.
fn refuse_locked(archive: &mut Archive<'_>, book: &Book) -> Result<(), ReadError> {
    let source = xml::decode(archive.read(ENCRYPTION)?.unwrap_or_default());
    let mut xml = Xml::new(&source);
    while let Ok(Some(piece)) = xml.next() {
        if let Piece::Open(tag) = piece
            && xml::name(&tag) == "CipherReference"
            && let Some(part) = xml::attribute(&tag, "URI")
            && book.spine.contains(&resolve("", &unescape(&part)))
        {
            return Err(ReadError::Unsupported { kind: "Copy-protected e-book (EPUB with DRM)".to_owned() });
        }
    }
    Ok(())
}

/// An address with `%20` and the like resolved.
fn unescape(address: &str) -> String {
    let mut bytes = Vec::with_capacity(address.len());
    let mut rest = address.as_bytes();
    while let [first, after @ ..] = rest {
        let digits = after.get(..2).filter(|_| *first == b'%').and_then(|digits| std::str::from_utf8(digits).ok());
        if let Some(byte) = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            bytes.push(byte);
            rest = &after[2..];
        } else {
            bytes.push(*first);
            rest = after;
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::container::archive::pack;
    use crate::read::tests::{assert_harmless, read_with};

    const CONTAINER: &[u8] = b"<container><rootfiles><rootfile full-path='OEBPS/book.opf'/></rootfiles></container>";
    const MAIN: &[u8] =
        b"<package><metadata><dc:title>The Book</dc:title><dc:creator>A. Author</dc:creator></metadata>\
        <manifest><item id='n' href='nav.xhtml' properties='nav'/><item id='t' href='toc.ncx' \
        media-type='application/x-dtbncx+xml'/><item id='2' href='text/two%20b.xhtml'/>\
        <item id='1' href='text/one.xhtml'/><item id='0' href='cover.xhtml'/></manifest>\
        <spine><itemref idref='0'/><itemref idref='1'/><itemref idref='2'/><itemref idref='2'/></spine></package>";

    fn book(extra: &[(&str, &[u8])]) -> Vec<u8> {
        let mut parts: Vec<(&str, &[u8])> = vec![
            ("mimetype", b"application/epub+zip"),
            ("META-INF/container.xml", CONTAINER),
            ("OEBPS/book.opf", MAIN),
            ("OEBPS/cover.xhtml", b"<html><body><img src='a'/></body></html>"),
            ("OEBPS/text/one.xhtml", b"<html><head><title/></head><body><p>First.</p></body></html>"),
            (
                "OEBPS/text/two b.xhtml",
                "<?xml version='1.0'?><html><title/><body><p>Zweites.</p></body></html>".as_bytes(),
            ),
        ];
        parts[4].1 = b"<?xml version='1.0'?><html><head><title/></head><body><p>First.</p></body></html>";
        parts.extend(extra);
        pack(&parts)
    }

    #[test]
    fn reads_in_the_order_of_the_spine_with_the_titles_of_the_contents() {
        let contents = b"<nav><ol><li><a href='text/one.xhtml'>Chapter <i>I</i></a></li>\
                         <li><a href='text/one.xhtml#b'>Later</a></li></ol></nav>";
        let old = b"<ncx><navPoint><navLabel><text>Chapter II</text></navLabel><content src='text/two%20b.xhtml#x'/>\
                    </navPoint></ncx>";
        let bytes = book(&[("OEBPS/nav.xhtml", contents), ("OEBPS/toc.ncx", old)]);
        let read = read_with(read, &bytes).expect("it is read");
        assert_eq!(read.texts(), ["First.", "Zweites."]);
        assert_eq!(read.labels(), ["Chapter I", "Chapter II"]);
        assert_eq!(read.info.title.as_deref(), Some("The Book"));
        assert_eq!(read.info.author.as_deref(), Some("A. Author"));
    }

    #[test]
    fn chapters_have_headings() {
        let chapter = "<html><body><h1>Größe</h1><p>a</p><h2>Über Öl</h2></body></html>";
        let book = pack(&[
            ("mimetype", b"application/epub+zip"),
            ("META-INF/container.xml", CONTAINER),
            ("OEBPS/book.opf", MAIN),
            ("OEBPS/cover.xhtml", b"<html><body><h1>Cover</h1></body></html>"),
            ("OEBPS/text/one.xhtml", chapter.as_bytes()),
        ]);
        let read = read_with(read, &book).expect("it is read");
        let expected = [(0, "Cover", 1), (1, "Größe", 1), (1, "Über Öl", 2)];
        assert_eq!(read.headings(), expected.map(|(page, said, level)| (page, said.to_owned(), level)));
    }

    #[test]
    fn without_contents_files_are_numbered() {
        assert_eq!(read_with(read, &book(&[])).expect("it is read").labels(), ["2", "3"]);
    }

    #[test]
    fn locked_books_are_refused_by_name() {
        let encryption = |uri: &str| format!("<e><CipherReference URI='{uri}'/></e>");
        let (text, font) = (encryption("OEBPS/text/one.xhtml"), encryption("OEBPS/font.otf"));
        let locked = read_with(read, &book(&[(ENCRYPTION, text.as_bytes())]));
        assert!(matches!(locked, Err(ReadError::Unsupported { .. })));
        assert!(read_with(read, &book(&[(ENCRYPTION, font.as_bytes())])).is_ok());
    }

    #[test]
    fn broken_files_do_no_harm() {
        assert_harmless(read, &book(&[]));
        assert!(read_with(read, &pack(&[("mimetype", b"application/epub+zip")])).is_err());
    }
}
