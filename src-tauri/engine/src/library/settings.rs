//! What the person can choose for a library.

use crate::messages::Setting;
use crate::search::Searcher;
use crate::{Error, Result};

/// The languages that are looked for in images of text, as Tesseract calls them, joined by `+`.
pub(super) const OCR_LANGUAGE: &str = "ocr-language";

/// Every setting: its name, and what it is for.
const SETTINGS: [(&str, &str); 1] = [(
    OCR_LANGUAGE,
    "Languages of scanned pages, such as deu or deu+eng; found out for each document if nothing is chosen",
)];

/// All settings with what was chosen.
pub(super) fn all(searcher: &Searcher) -> Result<Vec<Setting>> {
    let setting = |(name, purpose): &(&str, &str)| {
        let value = searcher.catalog.setting(name)?;
        Ok(Setting { name: (*name).to_owned(), purpose: (*purpose).to_owned(), value })
    };
    SETTINGS.iter().map(setting).collect()
}

/// Changes a setting; no value gives it back to the app.
///
/// # Errors
/// [`Error::UnknownSetting`], [`Error::InvalidSetting`].
pub(super) fn set(searcher: &Searcher, name: &str, value: Option<&str>) -> Result<()> {
    if !SETTINGS.iter().any(|(known, _)| *known == name) {
        let known = SETTINGS.map(|(known, _)| known).join(", ");
        return Err(Error::UnknownSetting { name: name.to_owned(), known });
    }
    let value = value.map(str::trim).filter(|value| !value.is_empty());
    // It becomes an argument of another program.
    let is_language = |value: &str| {
        value.split('+').all(|part| {
            part.starts_with(|c: char| c.is_ascii_alphabetic())
                && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        })
    };
    match value {
        Some(value) if !is_language(value) => {
            Err(Error::InvalidSetting { name: name.to_owned(), expected: "languages such as deu+eng".to_owned() })
        }
        value => searcher.catalog.set_setting(name, value),
    }
}
