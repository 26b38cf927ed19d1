//! Whether all is well, and what to do if not.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::index::IndexPlaces;
use super::versions;
use crate::logs::LogFiles;
use crate::messages::{ErrorMessage, NewVersion};
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

    /// With where the app notes what it does.
    #[must_use]
    pub fn with_logs(mut self, logs: &LogFiles) -> Self {
        let message = format!("what happens is noted in {}", logs.folder().display());
        self.checks.push(Check { part: "logs".to_owned(), sound: true, message });
        self
    }
}

/// Looks at every part. Blocks.
pub(super) fn check(
    searcher: &Searcher,
    config: &Config,
    indexes: &IndexPlaces,
    newer: Result<Option<NewVersion>>,
) -> Health {
    let mut parts = vec![("version", newer.map(|newer| version(newer.as_ref())))];
    parts.extend(look(searcher, config, indexes));
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

/// What was seen of each part of the library. Blocks.
pub(super) fn look(searcher: &Searcher, config: &Config, indexes: &IndexPlaces) -> Vec<(&'static str, Result<String>)> {
    let mut parts = vec![
        ("library", library(searcher, config)),
        ("model", Ok(model(searcher, config))),
        ("index", index(searcher, indexes)),
        ("disk", disk(config)),
    ];
    parts.extend(super::backups::check(&searcher.catalog).map(|backups| ("backup", backups)));
    parts
}

fn version(newer: Option<&NewVersion>) -> String {
    let here = format!("Paperside {}", versions::HERE);
    match newer {
        None => here,
        Some(NewVersion { version, page: None }) => format!("{here}; {version} is out"),
        Some(NewVersion { version, page: Some(page) }) => format!("{here}; {version} is out, at {page}"),
    }
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
