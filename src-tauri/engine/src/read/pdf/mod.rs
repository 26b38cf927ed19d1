//! PDF: pages of words with boxes.
//!
//! Two readers, one layout. hayro reads every page; a page it fails on, or of which it cannot tell what the
//! glyphs say, is read again by pdf-extract, and the receipt says so.
//!
//! # Layout
//! - [`glyph`], [`arabic`], [`codes`]: a glyph on a page, however it was read, and what it says
//! - [`hayro`], [`extract`]: the two readers
//! - [`choice`]: which of them is believed
//! - [`words`], [`columns`], [`lines`]: glyphs to words, blocks and text
//! - [`labels`], [`outline`]: page labels, title, author and the headings that the document lists
//! - [`headings`]: the headings that are on a page
//! - [`picture`]: what a page without text looks like

mod arabic;
mod choice;
mod codes;
mod columns;
mod extract;
#[cfg(fuzzing)]
mod fuzzing;
mod glyph;
mod hayro;
mod headings;
mod labels;
mod lines;
#[cfg(test)]
mod made;
mod outline;
mod picture;
#[cfg(test)]
mod tests;
mod words;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Instant;

use hayro_interpret::InterpreterCache;
use hayro_syntax::{DecryptionError, LoadPdfError, Pdf};

use super::{Bytes, DocumentInfo, PageSink, ReadError, ReadOptions, go_on};
use crate::messages::PageState;
use choice::{SecondReader, choose};
#[cfg(fuzzing)]
pub(super) use fuzzing::lay_out_any;
use headings::Outlined;

const CONTENT_TYPE: &str = "application/pdf";

/// A page with fewer words than this that shows an image may be a scan with a line printed over it.
const FEW_WORDS: usize = 12;

/// Reads a PDF.
///
/// # Errors
/// [`ReadError::Damaged`], [`ReadError::NeedsPassword`], [`ReadError::WrongPassword`], [`ReadError::Cancelled`].
pub(super) fn read(bytes: &Bytes, options: &ReadOptions<'_>, sink: &mut dyn PageSink) -> Result<(), ReadError> {
    let second = SecondReader::new(bytes.clone(), options.password);
    let opened = quietly(|| Pdf::new_with_password(Arc::new(bytes.clone()), options.password));
    let pdf = match opened {
        Ok(Ok(pdf)) => pdf,
        Ok(Err(LoadPdfError::Decryption(DecryptionError::PasswordProtected))) if options.password.is_empty() => {
            return Err(ReadError::NeedsPassword);
        }
        Ok(Err(LoadPdfError::Decryption(DecryptionError::PasswordProtected))) => return Err(ReadError::WrongPassword),
        Ok(Err(LoadPdfError::Decryption(_))) => return Err(ReadError::Encrypted),
        Ok(Err(LoadPdfError::Invalid)) | Err(_) => return read_by_second(&second, options, sink),
    };
    let pages = pdf.pages();
    if pages.is_empty() {
        return Err(damaged("it has no pages"));
    }
    let labels = quietly(|| labels::page_labels(&pdf, pages.len())).unwrap_or_default();
    let info = about(&pdf);
    let outlined = Outlined::of(&info.outline);
    go_on(sink.begin(info))?;
    let mut cache = InterpreterCache::new();
    for (index, page) in (0..).zip(pages.iter()).skip(options.from as usize) {
        let began = Instant::now();
        let first = if options.distrust && index == options.from {
            Err("it did not come to an end".to_owned())
        } else {
            quietly(|| hayro::draw(&pdf, page, &cache))
        };
        if first.is_err() {
            // What a panic left half done must not reach the next page.
            cache = InterpreterCache::new();
        }
        let shows_image = first.as_ref().is_ok_and(|drawn| drawn.images > 0);
        let mut read = choose(first, index, &second);
        let is_image = read.state == PageState::ImageOnly || (read.words.len() < FEW_WORDS && shows_image);
        if options.pictures && is_image {
            match quietly(|| picture::picture(page)) {
                Ok(Some(image)) => go_on(sink.picture(image))?,
                Ok(None) if read.words.is_empty() => choice::note_blank(&mut read),
                Ok(None) | Err(_) => {}
            }
        }
        let label = labels.get(index as usize).cloned().unwrap_or_else(|| (index + 1).to_string());
        (read.index, read.label, read.milliseconds) = (index, label, began.elapsed().as_millis() as u32);
        outlined.mark(&mut read);
        go_on(sink.page(read))?;
    }
    Ok(())
}

fn about(pdf: &Pdf) -> DocumentInfo {
    let title = quietly(|| labels::title(pdf)).ok().flatten();
    let author = quietly(|| labels::author(pdf)).ok().flatten();
    let outline = quietly(|| outline::outline(pdf)).unwrap_or_default();
    DocumentInfo { outline, pages: pdf.pages().len() as u32, ..DocumentInfo::new(CONTENT_TYPE, title, author) }
}

/// A document that only the second reader can open.
fn read_by_second(
    second: &SecondReader<'_>,
    options: &ReadOptions<'_>,
    sink: &mut dyn PageSink,
) -> Result<(), ReadError> {
    let pages = second.count_pages();
    if pages == 0 {
        return Err(damaged("it is not a PDF that can be opened"));
    }
    go_on(sink.begin(DocumentInfo { content_type: CONTENT_TYPE.into(), pages, ..DocumentInfo::default() }))?;
    for index in options.from..pages {
        let began = Instant::now();
        let mut page = choose(Err("the document cannot be opened".to_owned()), index, second);
        (page.index, page.label) = (index, (index + 1).to_string());
        page.milliseconds = began.elapsed().as_millis() as u32;
        go_on(sink.page(page))?;
    }
    Ok(())
}

/// The middle one of some numbers; 0 of none.
fn median(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_by(f64::total_cmp);
    numbers.get(numbers.len() / 2).copied().unwrap_or(0.0)
}

fn damaged(reason: &str) -> ReadError {
    ReadError::Damaged { reason: reason.to_owned() }
}

/// Runs what may panic on bad input, and turns the panic into its message.
fn quietly<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|panic| {
        let text = panic.downcast_ref::<String>().map(String::as_str).or(panic.downcast_ref::<&str>().copied());
        format!("it broke down ({})", text.unwrap_or("no reason given").lines().next().unwrap_or_default())
    })
}
