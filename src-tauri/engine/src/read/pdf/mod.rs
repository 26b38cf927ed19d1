//! PDF: pages of words with boxes.
//!
//! Two readers, one layout. hayro reads every page; a page it fails on, or of which it cannot tell what the
//! glyphs say, is read again by pdf-extract, and the receipt says so.
//!
//! # Layout
//! - [`glyph`], [`arabic`]: a glyph on a page, however it was read, and what it says
//! - [`hayro`], [`extract`]: the two readers
//! - [`words`], [`columns`], [`lines`]: glyphs to words, blocks and text
//! - [`labels`]: page labels and the title

mod arabic;
mod columns;
mod extract;
mod glyph;
mod hayro;
mod labels;
mod lines;
#[cfg(test)]
mod made;
#[cfg(test)]
mod tests;
mod words;

use std::cell::OnceCell;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Instant;

use hayro_interpret::InterpreterCache;
use hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use pdf_extract::Document;

use super::{DocumentInfo, Page, PageSink, ReadError};
use crate::messages::PageState;
use glyph::DrawnPage;

/// A page is given to the second reader if the first cannot tell what more than this share of its glyphs say.
const UNREADABLE: f32 = 0.2;

const FIRST: &str = "hayro";
const SECOND: &str = "pdf-extract";

/// Reads a PDF.
///
/// # Errors
/// [`ReadError::Damaged`], [`ReadError::NeedsPassword`], [`ReadError::Cancelled`].
pub(super) fn read(bytes: &[u8], sink: &mut dyn PageSink) -> Result<(), ReadError> {
    let opened = quietly(|| Pdf::new(bytes.to_vec()));
    let pdf = match opened {
        Ok(Ok(pdf)) => pdf,
        Ok(Err(LoadPdfError::Decryption(DecryptionError::PasswordProtected))) => return Err(ReadError::NeedsPassword),
        Ok(Err(LoadPdfError::Decryption(error))) => return Err(damaged(&format!("its encryption: {error:?}"))),
        Ok(Err(LoadPdfError::Invalid)) | Err(_) => return read_by_second(bytes, sink),
    };
    let pages = pdf.pages();
    let labels = quietly(|| labels::page_labels(&pdf, pages.len())).unwrap_or_default();
    let title = quietly(|| labels::title(&pdf)).ok().flatten();
    if pages.is_empty() {
        return Err(damaged("it has no pages"));
    }
    go_on(sink.begin(DocumentInfo { content_type: "application/pdf", title, pages: pages.len() as u32 }))?;
    let second = SecondReader { bytes, document: OnceCell::new() };
    let mut cache = InterpreterCache::new();
    for (index, page) in (0..).zip(pages.iter()) {
        let began = Instant::now();
        let label = labels.get(index as usize).cloned().unwrap_or_else(|| (index + 1).to_string());
        let first = quietly(|| hayro::draw(&pdf, page, &cache));
        if first.is_err() {
            // What a panic left half done must not reach the next page.
            cache = InterpreterCache::new();
        }
        let mut page = choose(first, index, &second);
        (page.index, page.label) = (index, label);
        page.milliseconds = began.elapsed().as_millis() as u32;
        go_on(sink.page(page))?;
    }
    Ok(())
}

/// A document that only the second reader can open.
fn read_by_second(bytes: &[u8], sink: &mut dyn PageSink) -> Result<(), ReadError> {
    let second = SecondReader { bytes, document: OnceCell::new() };
    let pages = second.document().map_or(0, |document| document.get_pages().len() as u32);
    if pages == 0 {
        return Err(damaged("it is not a PDF that can be opened"));
    }
    go_on(sink.begin(DocumentInfo { content_type: "application/pdf", title: None, pages }))?;
    for index in 0..pages {
        let began = Instant::now();
        let mut page = choose(Err("the document cannot be opened".to_owned()), index, &second);
        (page.index, page.label) = (index, (index + 1).to_string());
        page.milliseconds = began.elapsed().as_millis() as u32;
        go_on(sink.page(page))?;
    }
    Ok(())
}

/// Opens the document when a page first needs it; most documents never do.
struct SecondReader<'a> {
    bytes: &'a [u8],
    document: OnceCell<Option<Document>>,
}

impl SecondReader<'_> {
    fn document(&self) -> Option<&Document> {
        self.document.get_or_init(|| quietly(|| extract::open(self.bytes)).ok().flatten()).as_ref()
    }

    fn draw(&self, index: u32) -> Result<DrawnPage, String> {
        let document = self.document().ok_or("it cannot open the document")?;
        quietly(|| extract::draw(document, index))?.map_err(|error| error.to_string())
    }
}

/// The page of the reader that made more sense of it.
fn choose(first: Result<DrawnPage, String>, index: u32, second: &SecondReader<'_>) -> Page {
    let doubt = match &first {
        Ok(page) if page.unreadable_share() <= UNREADABLE => None,
        Ok(_) => Some("the first reader could not tell what its letters are".to_owned()),
        Err(reason) => Some(format!("the first reader failed: {reason}")),
    };
    let Some(doubt) = doubt else { return finish(FIRST, first.unwrap_or_default(), None) };
    match (first, second.draw(index)) {
        (Ok(first), Ok(second)) if second.unreadable_share() >= first.unreadable_share() => {
            finish(FIRST, first, Some("some of its letters could not be told".to_owned()))
        }
        (_, Ok(second)) => finish(SECOND, second, Some(doubt)),
        (Ok(first), Err(_)) => finish(FIRST, first, Some("some of its letters could not be told".to_owned())),
        (Err(_), Err(reason)) => failed(&format!("{doubt}; the second: {reason}")),
    }
}

/// Lays the glyphs out. A panic there is ours, but the document goes on all the same.
fn finish(reader: &'static str, drawn: DrawnPage, reason: Option<String>) -> Page {
    let (width, height) = (drawn.width, drawn.height);
    let readable = drawn.readable();
    let (text, words) = match quietly(|| lines::lay_out(&readable)) {
        Ok(laid_out) => laid_out,
        Err(reason) => return failed(&reason),
    };
    let searchable = !words.is_empty();
    let state = if searchable { PageState::Searchable } else { PageState::ImageOnly };
    let without = || "it has no text; it is an image or blank".to_owned();
    let reason = reason.or_else(|| (!searchable).then(without));
    Page { index: 0, label: String::new(), width, height, text, words, state, reader, reason, milliseconds: 0 }
}

fn failed(reason: &str) -> Page {
    Page {
        index: 0,
        label: String::new(),
        width: 0.0,
        height: 0.0,
        text: String::new(),
        words: Vec::new(),
        state: PageState::Failed,
        reader: FIRST,
        reason: Some(reason.to_owned()),
        milliseconds: 0,
    }
}

/// The middle one of some numbers; 0 of none.
fn median(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_by(f64::total_cmp);
    numbers.get(numbers.len() / 2).copied().unwrap_or(0.0)
}

fn damaged(reason: &str) -> ReadError {
    ReadError::Damaged { reason: reason.to_owned() }
}

fn go_on(flow: ControlFlow<()>) -> Result<(), ReadError> {
    if flow.is_break() { Err(ReadError::Cancelled) } else { Ok(()) }
}

/// Runs what may panic on bad input, and turns the panic into its message.
fn quietly<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|panic| {
        let text = panic.downcast_ref::<String>().map(String::as_str).or(panic.downcast_ref::<&str>().copied());
        format!("it broke down ({})", text.unwrap_or("no reason given").lines().next().unwrap_or_default())
    })
}
