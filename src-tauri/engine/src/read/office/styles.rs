//! Which styles of a Word document are those of headings.

use std::collections::HashMap;

use crate::read::ReadError;
use crate::read::container::xml::{self, Piece, Xml};

/// Styles are based on others; more deeply than this they go in circles.
const DEEPEST: usize = 16;

/// What Word calls the outline level of text that is no heading.
const BODY: u8 = 9;

/// The styles of a document by their ids, which are in the language of whoever wrote it, such as `berschrift1`.
#[derive(Debug, Default)]
pub(super) struct Styles(HashMap<String, Style>);

/// What a style says of the paragraphs that are set in it.
#[derive(Debug, Default)]
struct Style {
    /// Its outline level: the one it tells, or the one its name stands for.
    outline: Option<u8>,
    /// The style it is based on.
    base: Option<String>,
}

impl Styles {
    /// The styles that a part lists.
    ///
    /// # Errors
    /// [`ReadError::Damaged`] where it is no XML.
    pub(super) fn of(source: &str) -> Result<Self, ReadError> {
        let mut styles = Self::default();
        let mut xml = Xml::new(source);
        while let Some(piece) = xml.next()? {
            let Piece::Open(tag) = piece else { continue };
            if xml::name(&tag) == "style"
                && let Some(id) = xml::attribute(&tag, "styleId")
            {
                styles.0.insert(id, Style::of(&mut xml)?);
            }
        }
        Ok(styles)
    }

    /// The level of the headings that are set in a style, from 1; none if it is no style of headings.
    pub(super) fn level(&self, id: &str) -> Option<u8> {
        let mut named = Some(id);
        for _ in 0..DEEPEST {
            let Some(style) = named.and_then(|id| self.0.get(id)) else { break };
            if let Some(outline) = style.outline {
                return level_of_outline(outline);
            }
            named = style.base.as_deref();
        }
        // Without a list, ids are as Word writes them in English.
        outline_of_name(id).and_then(level_of_outline)
    }
}

impl Style {
    /// Reads the rest of a style.
    fn of(xml: &mut Xml<'_>) -> Result<Self, ReadError> {
        let (mut style, mut by_name) = (Self::default(), None);
        xml.inside(|tag| {
            let value = || xml::attribute(tag, "val");
            match xml::name(tag) {
                "name" => by_name = value().and_then(|name| outline_of_name(&name)),
                "basedOn" => style.base = value(),
                "outlineLvl" => style.outline = value().and_then(|level| level.trim().parse().ok()),
                _ => {}
            }
        })?;
        style.outline = style.outline.or(by_name);
        Ok(style)
    }
}

/// The level of a heading from what Word calls its outline level, which counts from 0.
pub(super) fn level_of_outline(outline: u8) -> Option<u8> {
    (outline < BODY).then_some(outline + 1)
}

/// The outline level that the name of a built-in style stands for. These names are English in all documents.
fn outline_of_name(name: &str) -> Option<u8> {
    let name = name.trim().to_ascii_lowercase();
    if name == "title" {
        return Some(0);
    }
    let level: u8 = name.strip_prefix("heading")?.trim_start().parse().ok()?;
    (1..=BODY).contains(&level).then(|| level - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn style(id: &str, inner: &str) -> String {
        format!("<w:style w:type='paragraph' w:styleId='{id}'>{inner}</w:style>")
    }

    #[test]
    fn styles_are_known_by_name_by_outline_and_by_what_they_are_based_on() {
        let source = [
            style("berschrift1", "<w:name w:val='heading 1'/><w:basedOn w:val='Standard'/>"),
            style("Titel", "<w:name w:val='Title'/>"),
            style("Own", "<w:name w:val='Our own'/><w:pPr><w:outlineLvl w:val='2'/></w:pPr>"),
            style("Based", "<w:name w:val='x'/><w:basedOn w:val='berschrift1'/>"),
            style(
                "Contents",
                "<w:name w:val='TOC Heading'/><w:basedOn w:val='berschrift1'/><w:pPr><w:outlineLvl w:val='9'/></w:pPr>",
            ),
            style("a", "<w:basedOn w:val='b'/>"),
            style("b", "<w:basedOn w:val='a'/>"),
        ];
        let styles = Styles::of(&format!("<w:styles>{}</w:styles>", source.concat())).expect("it is XML");
        let levels = ["berschrift1", "Titel", "Own", "Based", "Contents", "a", "none"].map(|id| styles.level(id));
        assert_eq!(levels, [Some(1), Some(1), Some(3), Some(1), None, None, None]);
    }

    #[test]
    fn without_a_list_ids_are_english() {
        let levels = ["Title", "Heading1", "Heading9", "Heading10", "Heading", "Headings", "Normal", ""]
            .map(|id| Styles::default().level(id));
        assert_eq!(levels, [Some(1), Some(1), Some(9), None, None, None, None, None]);
    }
}
