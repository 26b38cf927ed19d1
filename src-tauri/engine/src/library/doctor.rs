//! Whether all is well, and what to do if not.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::messages::ErrorMessage;
use crate::search::Searcher;
use crate::{Config, Error, Result};

/// The result of looking at one part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Check {
    /// Which part, such as `model`.
    pub part: String,
    /// Whether it is as it should be.
    pub sound: bool,
    /// What was seen; if it is not sound, also what to do.
    pub message: String,
}

/// The result of looking at all parts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Health {
    /// Whether all parts are as they should be.
    pub sound: bool,
    /// One a part.
    pub checks: Vec<Check>,
}

impl Health {
    /// What is known when a library cannot even be opened.
    pub fn failed(part: &str, error: &Error) -> Self {
        let message = ErrorMessage::from(error).message;
        Self { sound: false, checks: vec![Check { part: part.to_owned(), sound: false, message }] }
    }
}

/// Looks at every part. Blocks.
pub(super) fn check(searcher: &Searcher, config: &Config) -> Health {
    let mut parts: Vec<(&str, Result<String>)> = vec![
        ("library", library(searcher, config)),
        ("model", Ok(model(searcher, config))),
        ("index", index(searcher)),
        ("disk", disk(config)),
    ];
    parts.extend(super::backups::check(&searcher.catalog).map(|backups| ("backup", backups)));
    let checks: Vec<Check> = parts
        .into_iter()
        .map(|(part, seen)| {
            let sound = seen.is_ok();
            let message = seen.unwrap_or_else(|error| error.to_string());
            Check { part: part.to_owned(), sound, message }
        })
        .collect();
    Health { sound: checks.iter().all(|check| check.sound), checks }
}

fn library(searcher: &Searcher, config: &Config) -> Result<String> {
    let documents = searcher.catalog.documents()?;
    let unread: u32 = documents.iter().map(|document| document.pages - document.pages_searchable).sum();
    let count = documents.len();
    Ok(format!("{count} documents in {}; {unread} pages have no text", config.library.display()))
}

fn model(searcher: &Searcher, config: &Config) -> String {
    let embedder = &searcher.spaces.current().embedder;
    let (name, dimensions) = (embedder.model_name(), embedder.dimensions());
    let arithmetic = embedder.arithmetic();
    format!("{name} with {dimensions} dimensions, computed in {arithmetic}, from {}", config.model.display())
}

fn index(searcher: &Searcher) -> Result<String> {
    match super::agreement::count_differences(searcher)? {
        0 => Ok(format!("{} passages, each of them in the catalog", searcher.spaces.current().index.count()?)),
        differences => Err(Error::IndexDisagrees { differences }),
    }
}

/// That a file can be written and read back.
fn disk(config: &Config) -> Result<String> {
    let probe = config.library.join("probe");
    std::fs::write(&probe, b"probe").map_err(Error::file(&probe))?;
    std::fs::remove_file(&probe).map_err(Error::file(&probe))?;
    Ok("the library's folder can be written".to_owned())
}
