//! XML as the document formats use it: a stream of elements and text, nothing of it kept.
//!
//! Names come without their prefix. Of entities only the five that XML has and numbers are known; any other
//! stays as it is written, so nothing can grow by expanding. There is no recursion: depth does no harm.

use std::borrow::Cow;

use encoding_rs::Encoding;
use quick_xml::Reader;
use quick_xml::events::{BytesEnd, BytesRef, BytesStart, Event};

use crate::read::ReadError;

/// What comes next in a document.
pub(in crate::read) enum Piece<'source> {
    /// An element begins.
    Open(BytesStart<'source>),
    /// An element ends; an empty one too.
    Close(BytesEnd<'source>),
    /// Characters, with entities resolved.
    Text(Cow<'source, str>),
}

/// A document that is being read.
pub(in crate::read) struct Xml<'source>(Reader<&'source [u8]>);

impl<'source> Xml<'source> {
    /// Begins to read. What is not quite well-formed is read as far as it makes sense.
    pub(in crate::read) fn new(source: &'source str) -> Self {
        let mut reader = Reader::from_str(source);
        let config = reader.config_mut();
        config.expand_empty_elements = true;
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        config.allow_dangling_amp = true;
        Self(reader)
    }

    /// The next piece; `None` at the end.
    ///
    /// # Errors
    /// [`ReadError::Damaged`] where it is no XML.
    pub(in crate::read) fn next(&mut self) -> Result<Option<Piece<'source>>, ReadError> {
        loop {
            let event = self.0.read_event().map_err(|_| ReadError::Damaged { reason: self.place() })?;
            return Ok(Some(match event {
                Event::Start(tag) | Event::Empty(tag) => Piece::Open(tag),
                Event::End(tag) => Piece::Close(tag),
                Event::Text(text) => Piece::Text(text.into_inner()),
                Event::CData(text) => Piece::Text(text.into_inner()),
                Event::GeneralRef(entity) => Piece::Text(character(&entity)),
                Event::Eof => return Ok(None),
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => continue,
            }));
        }
    }

    /// Passes over the rest of an element that has just begun.
    ///
    /// # Errors
    /// [`ReadError::Damaged`] where it is no XML.
    pub(in crate::read) fn skip(&mut self) -> Result<(), ReadError> {
        self.inside(|_| ())
    }

    /// Calls `opened` for each element inside of one that has just begun, and passes over its text.
    ///
    /// # Errors
    /// [`ReadError::Damaged`] where it is no XML.
    pub(in crate::read) fn inside(&mut self, mut opened: impl FnMut(&BytesStart<'source>)) -> Result<(), ReadError> {
        let mut depth = 1_usize;
        while depth > 0 {
            match self.next()? {
                Some(Piece::Open(tag)) => {
                    opened(&tag);
                    depth += 1;
                }
                Some(Piece::Close(_)) => depth -= 1,
                Some(Piece::Text(_)) => {}
                None => break,
            }
        }
        Ok(())
    }

    /// All characters inside of an element that has just begun, blanks at both ends left out.
    ///
    /// # Errors
    /// [`ReadError::Damaged`] where it is no XML.
    pub(in crate::read) fn text(&mut self) -> Result<String, ReadError> {
        let (mut text, mut depth) = (String::new(), 1_usize);
        while depth > 0 {
            match self.next()? {
                Some(Piece::Open(_)) => depth += 1,
                Some(Piece::Close(_)) => depth -= 1,
                Some(Piece::Text(part)) => text.push_str(&part),
                None => break,
            }
        }
        Ok(text.split_whitespace().collect::<Vec<_>>().join(" "))
    }

    fn place(&self) -> String {
        format!("the XML of a part of it breaks off or is wrong at byte {}", self.0.error_position())
    }
}

/// An element's name without its prefix.
pub(in crate::read) fn name<'tag>(tag: &'tag BytesStart<'_>) -> &'tag str {
    tag.local_name().into_inner()
}

/// An element's attribute: by its full name, or by its name without the prefix if `wanted` has none.
pub(in crate::read) fn attribute(tag: &BytesStart<'_>, wanted: &str) -> Option<String> {
    let is_wanted = |key: quick_xml::name::QName<'_>| {
        key.into_inner() == wanted || (!wanted.contains(':') && key.local_name().into_inner() == wanted)
    };
    let found = tag.attributes().with_checks(false).filter_map(Result::ok).find(|found| is_wanted(found.key))?;
    Some(quick_xml::escape::unescape(&found.value).map_or_else(|_| found.value.to_string(), Cow::into_owned))
}

/// A part's characters: in the encoding of its mark or its declaration, and in UTF-8 otherwise.
pub(in crate::read) fn decode(bytes: Vec<u8>) -> String {
    let declared = || {
        let beginning = String::from_utf8_lossy(&bytes[..bytes.len().min(200)]).into_owned();
        let (_, rest) = beginning.strip_prefix("<?xml")?.split_once("encoding=")?;
        let label = rest.get(1..)?.split(['"', '\'']).next()?;
        Encoding::for_label(label.as_bytes())
    };
    match Encoding::for_bom(&bytes).map(|(encoding, _)| encoding).or_else(declared) {
        Some(encoding) if encoding != encoding_rs::UTF_8 => encoding.decode(&bytes).0.into_owned(),
        _ => {
            let text = String::from_utf8(bytes);
            let text = text.unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned());
            text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text)
        }
    }
}

fn character(entity: &BytesRef<'_>) -> Cow<'static, str> {
    if let Ok(Some(character)) = entity.resolve_char_ref() {
        return character.to_string().into();
    }
    let name = entity.xml10_content();
    match quick_xml::escape::resolve_xml_entity(&name) {
        Some(known) => known.into(),
        None => format!("&{name};").into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(source: &str) -> Result<String, ReadError> {
        let mut xml = Xml::new(source);
        xml.next()?;
        xml.text()
    }

    #[test]
    fn knows_the_built_in_entities_only() {
        let source = "<!DOCTYPE a [<!ENTITY b \"boom\"><!ENTITY c SYSTEM \"file:///etc/passwd\">]>\
                      <a>&lt;&#252;&#x20AC; &b; &c; Q&A<![CDATA[<x>]]></a>";
        assert_eq!(text(source).expect("it is XML"), "<ü€ &b; &c; Q&A<x>");
    }

    #[test]
    fn depth_does_no_harm() {
        let source = format!("{}x{}", "<a>".repeat(200_000), "</a>".repeat(200_000));
        assert_eq!(text(&source).expect("it is XML"), "x");
        assert_eq!(text(&"<a>".repeat(200_000)).expect("what is missing is as if it were there"), "");
    }

    #[test]
    fn what_breaks_off_is_damaged() {
        assert!(matches!(text("<a>text<b attribute='"), Err(ReadError::Damaged { .. })));
    }

    #[test]
    fn attributes_are_found_with_and_without_prefix() {
        let mut xml = Xml::new("<s id='1' r:id='a&amp;b'/>");
        let Ok(Some(Piece::Open(tag))) = xml.next() else { panic!("it begins") };
        assert_eq!(attribute(&tag, "r:id").as_deref(), Some("a&b"));
        assert_eq!(attribute(&tag, "id").as_deref(), Some("1"));
    }

    #[test]
    fn encodings_are_told_by_mark_or_declaration() {
        let (wide, _, _) = encoding_rs::UTF_8.encode("<a>ü</a>");
        assert_eq!(decode(wide.into_owned()), "<a>ü</a>");
        assert_eq!(decode(b"\xff\xfe<\0a\0>\0\xfc\0".to_vec()), "<a>ü");
        assert_eq!(decode(b"<?xml version='1.0' encoding='iso-8859-1'?><a>\xfc".to_vec()).chars().last(), Some('ü'));
    }
}
