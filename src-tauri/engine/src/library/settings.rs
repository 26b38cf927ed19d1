//! What the person can choose for a library.

use super::connections::OFFLINE;
use super::language::{ANSWERER, MODEL};
use super::{backups, embedders, language, serving, versions};
use crate::answer::EXTRACTIVE;
use crate::catalog::Catalog;
use crate::embed::Effort;
use crate::messages::Setting;
use crate::search::Searcher;
use crate::{Config, Error, Result};

/// The languages that are looked for in images of text, as Tesseract calls them, joined by `+`.
pub(super) const OCR_LANGUAGE: &str = "ocr-language";

/// How much of the machine imports take.
pub(super) const IMPORT_EFFORT: &str = "import-effort";

/// Whether the best passages are compared with the question token by token.
pub(super) const RERANK: &str = "rerank";

/// Every setting: its name, and what it is for.
const SETTINGS: [(&str, &str); 11] = [
    (
        OCR_LANGUAGE,
        "Languages of scanned pages, such as deu or deu+eng; found out for each document if nothing is chosen",
    ),
    (IMPORT_EFFORT, "How much of the computer imports take: full, balanced (leaves room while you work) or gentle"),
    (ANSWERER, "Who answers: extractive (the documents' own sentences) or model (the language model that was chosen)"),
    (OFFLINE, "Whether other computers must not be reached, whatever else is chosen: on or off"),
    (
        backups::FOLDER,
        "Where backups go that are made by themselves while the window is open; none are made without it",
    ),
    (backups::EVERY, "How often they are made, such as 6h or 1d; every day if nothing is chosen"),
    (backups::KEEP, "How many of them are kept; seven if nothing is chosen"),
    (RERANK, "Whether the best passages are compared with the question word by word, which finds more: on or off"),
    (serving::SERVE, "Whether the window serves other programs on this computer while it is open: on or off"),
    (serving::PORT, "At which port it serves them; 7427 if nothing is chosen"),
    (versions::TELL, "Whether to look once a day for a new version of Paperside, and tell of it: on or off"),
];

/// Those that mean the same on any computer. The others name a program, another computer or a place of this one, and
/// whoever wrote a backup must not choose these for the one who restores it.
const ANYWHERE: [&str; 4] = [OCR_LANGUAGE, IMPORT_EFFORT, OFFLINE, RERANK];

/// The names of all that was chosen in one way or another.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    SETTINGS.iter().map(|(name, _)| *name).chain([embedders::CHOSEN, language::CHOSEN])
}

/// A choice as it may stand in a backup. The address of a server may have a password in it.
pub(super) fn without_addresses(value: String) -> String {
    if value.contains("://") { "(server)".to_owned() } else { value }
}

/// Takes a choice from a backup; says whether it was taken.
pub(super) fn restore(searcher: &Searcher, name: &str, value: &str) -> bool {
    ANYWHERE.contains(&name) && set(searcher, name, Some(value)).is_ok()
}

/// Lets what was chosen be so.
pub(super) fn apply(searcher: &Searcher) -> Result<()> {
    let chosen = searcher.catalog.setting(IMPORT_EFFORT)?;
    let known = Effort::NAMES.iter().find(|(name, _)| chosen.as_deref() == Some(name));
    searcher.spaces.set_effort(known.map(|(_, effort)| *effort).unwrap_or_default());
    Ok(())
}

/// Whether the best passages are compared with the question token by token; they are unless it was switched off.
pub(super) fn is_reranking(catalog: &Catalog) -> Result<bool> {
    Ok(catalog.setting(RERANK)?.as_deref() != Some("off"))
}

/// All settings with what was chosen, but for one that this build could not heed.
pub(super) fn all(searcher: &Searcher, config: &Config) -> Result<Vec<Setting>> {
    let setting = |(name, purpose): &(&str, &str)| {
        let value = searcher.catalog.setting(name)?;
        Ok(Setting { name: (*name).to_owned(), purpose: (*purpose).to_owned(), value })
    };
    let is_offered = |(name, _): &&(&str, &str)| *name != versions::TELL || versions::is_offered(config);
    SETTINGS.iter().filter(is_offered).map(setting).collect()
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
    if let Some(value) = value {
        let (sound, expected) = match name {
            ANSWERER => ([EXTRACTIVE, MODEL].contains(&value), "extractive or model"),
            RERANK | OFFLINE | serving::SERVE | versions::TELL => (["on", "off"].contains(&value), "on or off"),
            serving::PORT => (serving::is_port(value), "a number from 1 to 65535"),
            backups::FOLDER | backups::EVERY | backups::KEEP => backups::is_sound(name, value),
            IMPORT_EFFORT => (Effort::NAMES.iter().any(|(known, _)| *known == value), "full, balanced or gentle"),
            _ => (is_language(value), "languages such as deu+eng"),
        };
        if !sound {
            return Err(Error::InvalidSetting { name: name.to_owned(), expected: expected.to_owned() });
        }
    }
    searcher.catalog.set_setting(name, value)?;
    apply(searcher)
}

/// It becomes an argument of another program.
fn is_language(value: &str) -> bool {
    value.split('+').all(|part| {
        part.starts_with(|c: char| c.is_ascii_alphabetic())
            && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
    })
}
