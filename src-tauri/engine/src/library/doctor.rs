//! Whether all is well, and what to do if not.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::index::IndexPlaces;
use crate::messages::ErrorMessage;
use crate::search::{Searcher, Stand};
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
pub(super) fn check(searcher: &Searcher, config: &Config, indexes: &IndexPlaces) -> Health {
    let mut parts: Vec<(&str, Result<String>)> = vec![
        ("library", library(searcher, config)),
        ("model", Ok(model(searcher, config))),
        ("index", index(searcher, indexes)),
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

fn index(searcher: &Searcher, indexes: &IndexPlaces) -> Result<String> {
    // One on a server may still be looked at.
    indexes.wait();
    if let Stand::Filling { done, total } = searcher.spaces.standing().now() {
        return Err(Error::IndexFilling { done, total });
    }
    let differences = super::agreement::count_differences(searcher)?;
    if differences > 0 {
        return Err(Error::IndexDisagrees { differences });
    }
    let (space, state) = (searcher.spaces.current(), indexes.state()?);
    let place = match space.index.elsewhere() {
        None => "in the library's folder".to_owned(),
        Some(place) => format!("in the collection {place}"),
    };
    let for_now = if state.is_for_this_run { ", for this run only" } else { "" };
    let moving = state.moving.map_or(String::new(), |moving| match moving.to.server() {
        None => "; it is being moved to the library's folder".to_owned(),
        Some(url) => format!("; it is being moved to {url}"),
    });
    let left = match state.to_clear.as_slice() {
        [] => String::new(),
        left => format!("; old indexes are still to be removed from {}", left.join(", ")),
    };
    let count = space.index.count()?;
    Ok(format!("{count} passages {place}{for_now}, each of them in the catalog{moving}{left}"))
}

/// That a file can be written and read back.
fn disk(config: &Config) -> Result<String> {
    let probe = config.library.join("probe");
    std::fs::write(&probe, b"probe").map_err(Error::file(&probe))?;
    std::fs::remove_file(&probe).map_err(Error::file(&probe))?;
    Ok("the library's folder can be written".to_owned())
}
