//! Which of the two readers a page is believed from, and what its receipt says of it.

use std::cell::OnceCell;

use pdf_extract::Document;

use super::glyph::DrawnPage;
use super::lines::{self, LaidOut};
use super::{extract, quietly};
use crate::messages::PageState;
use crate::read::{Bytes, Page};

/// A page is given to the second reader if the first cannot tell what more than this share of its glyphs say.
const UNREADABLE: f32 = 0.2;

const FIRST: &str = "hayro";
const SECOND: &str = "pdf-extract";

/// Opens the document when a page first needs it; most documents never do.
pub(super) struct SecondReader<'a> {
    bytes: Bytes,
    password: &'a str,
    document: OnceCell<Option<Document>>,
}

impl<'a> SecondReader<'a> {
    pub(super) fn new(bytes: Bytes, password: &'a str) -> Self {
        Self { bytes, password, document: OnceCell::new() }
    }

    /// How many pages it finds; none if it cannot open the document.
    pub(super) fn count_pages(&self) -> u32 {
        self.document().map_or(0, |document| quietly(|| document.get_pages().len()).unwrap_or(0) as u32)
    }

    fn document(&self) -> Option<&Document> {
        let open = || quietly(|| extract::open(self.bytes.as_ref(), self.password)).ok().flatten();
        self.document.get_or_init(open).as_ref()
    }

    fn draw(&self, index: u32) -> Result<DrawnPage, String> {
        let document = self.document().ok_or("it cannot open the document")?;
        quietly(|| extract::draw(document, index))?.map_err(|error| error.to_string())
    }
}

/// The page of the reader that made more sense of it.
pub(super) fn choose(first: Result<DrawnPage, String>, index: u32, second: &SecondReader<'_>) -> Page {
    let doubt = match &first {
        Ok(page) if page.unreadable_share() <= UNREADABLE => None,
        Ok(_) => Some("the first reader could not tell what its letters are".to_owned()),
        Err(reason) => Some(format!("the first reader failed: {reason}")),
    };
    let Some(doubt) = doubt else { return finish(FIRST, first.unwrap_or_default(), None) };
    match (first, second.draw(index)) {
        (Ok(first), Ok(second)) if second.unreadable_share() >= first.unreadable_share() => finish(FIRST, first, None),
        (_, Ok(second)) => finish(SECOND, second, Some(doubt)),
        (Ok(first), Err(_)) => finish(FIRST, first, None),
        (Err(_), Err(reason)) => Page::failed(index, &format!("{doubt}; the second: {reason}")),
    }
}

/// Lays the glyphs out. A panic there is ours, but the document goes on all the same.
fn finish(reader: &'static str, drawn: DrawnPage, reason: Option<String>) -> Page {
    let (width, height) = (drawn.width, drawn.height);
    // Of what the second reader does not see nothing can be said.
    let is_blank = reader == FIRST && drawn.glyphs.is_empty() && drawn.images + drawn.paths == 0;
    let is_unreadable = drawn.unreadable_share() > UNREADABLE;
    let readable = drawn.readable();
    let LaidOut { text, words, headings } = match quietly(|| lines::lay_out(&readable, height)) {
        Ok(laid_out) => laid_out,
        Err(reason) => return Page::failed(0, &reason),
    };
    let (state, reason) = match () {
        () if is_blank => (PageState::Blank, Some("it is blank".to_owned())),
        // What little could be read of it is kept, but most of it is as good as a picture.
        () if is_unreadable => (PageState::ImageOnly, Some("its fonts do not tell what its letters are".to_owned())),
        () if words.is_empty() => (PageState::ImageOnly, Some("it is an image without text".to_owned())),
        () => (PageState::Searchable, reason),
    };
    Page {
        index: 0,
        label: String::new(),
        width,
        height,
        text,
        words,
        headings,
        state,
        reader: reader.into(),
        recogniser: None,
        reason,
        milliseconds: 0,
    }
}

/// Notes that there is nothing to be seen on a page.
pub(super) fn note_blank(page: &mut Page) {
    page.state = PageState::Blank;
    page.reason = Some("it is blank".to_owned());
}
