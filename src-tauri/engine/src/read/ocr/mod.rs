//! The text of pages that are images, by Tesseract if the person has it.
//!
//! Tesseract is a program of its own: it is looked for, never bundled. Without it such pages are told of in the
//! receipt and everything else works.
//!
//! # Layout
//! - [`tesseract`]: finding and running it
//! - [`language`]: which languages it is asked to look for
//! - [`table`]: its answer to words and text

mod language;
mod table;
mod tesseract;

use std::sync::Arc;
use std::time::Instant;

use sha2::{Digest, Sha256};

use super::{Page, PageImage, ReadError};
use crate::hex::hex;
use crate::messages::PageState;
use language::Language;
use tesseract::Tesseract;

/// Keeps what was recognised, by what was looked at, so that no image is looked at twice.
pub trait RecognitionCache: Send + Sync {
    /// What was kept under this key.
    fn get(&self, key: &str) -> Option<String>;
    /// Keeps something for a document. That it cannot is no error: it will be recognised again.
    fn keep(&self, key: &str, document: &str, table: &str);
}

/// A document whose pages are recognised.
pub(super) struct Recognised<'a> {
    /// Its id.
    pub(super) id: &'a str,
    /// The language it is written in, once that is known.
    pub(super) language: Option<String>,
}

/// Recognises the text of images.
#[derive(Clone)]
pub struct Recogniser {
    tesseract: Tesseract,
    /// The languages the person chose, as Tesseract calls them, such as `deu+eng`.
    chosen: Option<String>,
    cache: Arc<dyn RecognitionCache>,
}

impl Recogniser {
    /// The recogniser that is installed, if one is. `chosen` are the languages to look for; without them the
    /// language is guessed for each document.
    pub fn find(chosen: Option<String>, cache: Arc<dyn RecognitionCache>) -> Option<Self> {
        Some(Self { tesseract: Tesseract::find()?, chosen, cache })
    }

    /// Its name and version.
    pub fn version(&self) -> &str {
        self.tesseract.version()
    }

    /// The page with the text of its image. What was printed over the image is in the image too, so the page's own
    /// few words give way to those that are recognised, if these are more.
    ///
    /// `document` names what the page belongs to; its language is noted as far as it was found out.
    ///
    /// # Errors
    /// [`ReadError::Cancelled`]. What else goes wrong is told on the page.
    pub(super) fn recognise(
        &self,
        page: Page,
        image: &PageImage,
        document: &mut Recognised<'_>,
        is_cancelled: &dyn Fn() -> bool,
    ) -> Result<Page, ReadError> {
        let began = Instant::now();
        let Recognised { id, language: known } = document;
        let languages = Language { chosen: self.chosen.as_deref(), installed: self.tesseract.languages(), known };
        let recognised = languages.settle(&mut |language| self.table(image, id, language, is_cancelled));
        let milliseconds = page.milliseconds + began.elapsed().as_millis() as u32;
        let mut page = Page { milliseconds, recogniser: Some(self.version().to_owned()), ..page };
        let reason = match recognised {
            Ok((language, table)) => {
                let (text, words) = table::lay_out(&table, image.scale);
                if words.len() > page.words.len() {
                    let recogniser = Some(format!("{} ({language})", self.version()));
                    let (headings, state) = (Vec::new(), PageState::Recognised);
                    return Ok(Page { text, words, headings, state, recogniser, reason: None, ..page });
                }
                "it is an image in which no text was found".to_owned()
            }
            Err(_) if is_cancelled() => return Err(ReadError::Cancelled),
            Err(reason) => format!("it is an image, and recognising its text failed: {reason}"),
        };
        if page.words.is_empty() {
            page.reason = Some(reason);
        } else if page.state == PageState::ImageOnly {
            page.reason.get_or_insert(reason);
        }
        Ok(page)
    }

    fn table(
        &self,
        image: &PageImage,
        document: &str,
        language: &str,
        is_cancelled: &dyn Fn() -> bool,
    ) -> Result<String, String> {
        let key = self.key(image, language);
        if let Some(kept) = self.cache.get(&key) {
            return Ok(kept);
        }
        let table = self.tesseract.run(image, language, is_cancelled)?;
        self.cache.keep(&key, document, &table);
        Ok(table)
    }

    fn key(&self, image: &PageImage, language: &str) -> String {
        let mut hash = Sha256::new();
        hash.update(format!("{} {language} {}x{} ", self.version(), image.width, image.height));
        hash.update(&image.pixels);
        hex(&hash.finalize())
    }
}

/// Lays out any text as if it were Tesseract's table.
#[cfg(fuzzing)]
pub(super) fn lay_out_any(table: &str) -> (String, Vec<crate::read::Word>) {
    table::lay_out(table, 1.0)
}
