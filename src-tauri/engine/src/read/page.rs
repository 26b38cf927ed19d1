//! A page as every reader delivers it.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::messages::PageState;

/// A stretch of a page's text and the rectangle it fills.
///
/// The rectangle is in PDF points from the top left corner of the page as it is shown: rotation and crop are
/// undone. A word that is hyphenated over two lines is two `Word`s with touching ranges.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Word {
    /// First byte in [`Page::text`].
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// Left edge.
    pub x0: f32,
    /// Top edge.
    pub y0: f32,
    /// Right edge.
    pub x1: f32,
    /// Bottom edge.
    pub y1: f32,
}

/// A stretch of a page's text that is the name of a section.
///
/// It is what is said, without the blanks around it and without signs such as the `#` of plain texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heading {
    /// First byte in [`Page::text`].
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// How deep its section is, from 1 for the topmost. Levels may be left out, as documents do.
    pub level: u8,
}

/// One page of a document: its text in reading order and where each word stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Page {
    /// Index from 0.
    pub index: u32,
    /// The label printed on the page, or its number from 1.
    pub label: String,
    /// Width as shown, in points; 0 where there is no page to look at.
    pub width: f32,
    /// Height as shown, in points; 0 where there is no page to look at.
    pub height: f32,
    /// The text. Words are separated by a blank, the lines of a paragraph too; paragraphs by an empty line.
    pub text: String,
    /// The words in the order of the text; empty where there is no page to look at.
    pub words: Vec<Word>,
    /// Its headings in the order of the text; empty where the document does not tell them.
    pub headings: Vec<Heading>,
    /// What became of the page.
    pub state: PageState,
    /// Which reader produced the text.
    pub reader: Cow<'static, str>,
    /// What looked for text in its image, if anything did.
    pub recogniser: Option<String>,
    /// Why it is not searchable, or why the second reader was needed.
    pub reason: Option<String>,
    /// How long reading took, in milliseconds.
    pub milliseconds: u32,
}

/// What a page without text looks like, for a recogniser.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PageImage {
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
    /// How many pixels a point is.
    pub scale: f32,
    /// One byte a pixel, row by row, 0 for black.
    #[serde(with = "serde_bytes")]
    pub pixels: Vec<u8>,
}

impl Page {
    /// A page that could not be read, and why.
    pub fn failed(index: u32, reason: &str) -> Self {
        Self {
            index,
            label: (index + 1).to_string(),
            width: 0.0,
            height: 0.0,
            text: String::new(),
            words: Vec::new(),
            headings: Vec::new(),
            state: PageState::Failed,
            reader: Cow::Borrowed(""),
            recogniser: None,
            reason: Some(reason.to_owned()),
            milliseconds: 0,
        }
    }

    /// About how many bytes it takes.
    pub fn size(&self) -> u64 {
        let marks = self.words.len() * size_of::<Word>() + self.headings.len() * size_of::<Heading>();
        (size_of::<Self>() + self.text.len() + marks) as u64
    }
}
