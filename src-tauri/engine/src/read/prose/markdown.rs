//! Markdown: what it says, without its signs.

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use crate::read::blocks::CELL_SEPARATOR;
use crate::read::headings::heading;
use crate::read::{DocumentInfo, Heading, PageSink, ReadError, text};

/// Reads Markdown as a text whose blocks are separated by empty lines. The first top heading is the title.
///
/// # Errors
/// [`ReadError::Unsupported`] if the bytes are no text, [`ReadError::Cancelled`].
pub(in crate::read) fn read(bytes: &[u8], sink: &mut dyn PageSink) -> Result<(), ReadError> {
    let source = text::decode(bytes)?;
    let Plain { text, headings, title, .. } = Plain::of(&source);
    let info = DocumentInfo::new("text/markdown", title, None);
    text::deliver(info, "markdown", text::sections(&text, &headings), sink)
}

/// The text of a Markdown document, as it is gathered.
#[derive(Default)]
struct Plain {
    text: String,
    title: Option<String>,
    headings: Vec<Heading>,
    /// Where the heading that is being read begins, and its level.
    open: Option<(usize, HeadingLevel)>,
}

impl Plain {
    fn of(source: &str) -> Self {
        let options = Options::ENABLE_TABLES
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_FOOTNOTES
            | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
        let mut plain = Self::default();
        let mut in_metadata = false;
        for event in Parser::new_ext(source, options) {
            match event {
                Event::Start(Tag::MetadataBlock(_)) => in_metadata = true,
                Event::End(TagEnd::MetadataBlock(_)) => in_metadata = false,
                _ if in_metadata => {}
                event => plain.take(event),
            }
        }
        plain
    }

    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(Tag::Heading { level, .. }) => {
                self.end_block();
                self.open = Some((self.text.len(), level));
            }
            Event::Text(text) | Event::Code(text) => self.text.push_str(&text),
            Event::SoftBreak | Event::HardBreak => self.text.push(' '),
            Event::End(TagEnd::Heading(_)) => {
                self.end_heading();
                self.end_block();
            }
            // A table's row stays on one line, so that a label stays with its value.
            Event::End(TagEnd::TableCell) => self.text.push_str(CELL_SEPARATOR),
            Event::End(TagEnd::TableRow | TagEnd::TableHead) => self.end_row(),
            Event::Start(Tag::Paragraph | Tag::CodeBlock(_) | Tag::Table(_) | Tag::Item)
            | Event::End(TagEnd::Paragraph | TagEnd::CodeBlock | TagEnd::Table | TagEnd::Item) => self.end_block(),
            _ => {}
        }
    }

    fn end_heading(&mut self) {
        let Some((start, level)) = self.open.take() else { return };
        let said = self.text[start..].trim();
        if level == HeadingLevel::H1 && self.title.is_none() && !said.is_empty() {
            self.title = Some(said.to_owned());
        }
        self.headings.extend(heading(&self.text, start..self.text.len(), level as u8));
    }

    fn end_row(&mut self) {
        self.text.truncate(self.text.trim_end_matches(CELL_SEPARATOR).len());
        self.text.push('\n');
    }

    fn end_block(&mut self) {
        self.text.truncate(self.text.trim_end().len());
        if !self.text.is_empty() {
            self.text.push_str("\n\n");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_the_words_and_drops_the_signs() {
        let source = "---\nkey: value\n---\n# The *Title*\n\nSome **bold** [link](http://x.y)\nand `code`.\n\n- one\n- two\n\n\
                      | a | b |\n|---|---|\n| 1 | 2 |\n";
        let plain = Plain::of(source);
        assert_eq!(plain.title.as_deref(), Some("The Title"));
        assert_eq!(plain.text.trim(), "The Title\n\nSome bold link and code.\n\none\n\ntwo\n\na | b\n1 | 2");
    }

    #[test]
    fn headings_are_told_with_their_levels() {
        let plain = Plain::of("# *Über* Öl\n\ntext\n\nGröße\n---\n\n- a\n\n  ### In a list\n\n#\n\n```\n# code\n```\n");
        let said = |it: &Heading| (plain.text[it.start as usize..it.end as usize].to_owned(), it.level);
        let expected = [("Über Öl", 1), ("Größe", 2), ("In a list", 3)];
        let headings: Vec<_> = plain.headings.iter().map(said).collect();
        assert_eq!(headings, expected.map(|(said, level)| (said.to_owned(), level)));
    }
}
