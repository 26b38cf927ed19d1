//! A line of the log, and what of it others may see.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// Fields whose texts are the app's own words, wherever they occur.
const OWN_WORDS: [&str; 6] = ["code", "command", "literal", "place", "thread", "version"];

/// Something that happened.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// When, as people write it.
    pub at: String,
    /// The process it happened in.
    pub process: u32,
    /// How much it matters, such as `WARN`.
    pub level: String,
    /// The part of the program.
    pub target: String,
    /// What happened. In the app's own parts these are always the same words; what differs is in the fields.
    pub message: String,
    /// To what, and why.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub fields: Map<String, Value>,
}

impl Line {
    /// The line without anything that may name a document, a place or a person: what parts of the app said in their
    /// own words, and numbers. Of other programs' parts nothing but that they spoke.
    pub(crate) fn shareable(mut self) -> Self {
        let is_own = self.target.starts_with("paperside");
        if !is_own {
            self.message.clear();
        }
        self.fields.retain(|name, value| match value {
            Value::Number(_) | Value::Bool(_) => true,
            Value::String(_) => is_own && OWN_WORDS.contains(&name.as_str()),
            _ => false,
        });
        self
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn others_see_no_names_and_no_reasons() {
        let line = serde_json::json!({
            "at": "2026-11-22T08:00:00Z", "process": 7, "level": "WARN", "target": "paperside_engine::library",
            "message": "a watched folder could not be followed",
            "fields": {"error": "/home/anna: gone", "folder": "/home/anna", "code": "file", "missed": 3, "list": ["a"]},
        });
        let line: Line = serde_json::from_value(line).expect("a line");
        let shared = line.clone().shareable();
        assert_eq!(shared.message, line.message, "these are the app's own words");
        assert_eq!(Value::Object(shared.fields), serde_json::json!({"code": "file", "missed": 3}));
        let other = Line { target: "somebody".to_owned(), ..line }.shareable();
        assert_eq!((other.message.as_str(), other.level.as_str()), ("", "WARN"));
        assert_eq!(Value::Object(other.fields), serde_json::json!({"missed": 3}));
    }

    /// What stands before the parenthesis that closes a call.
    fn arguments(call: &str) -> &str {
        let (mut depth, mut is_text) = (1, false);
        for (place, letter) in call.char_indices() {
            match letter {
                '"' => is_text = !is_text,
                '(' if !is_text => depth += 1,
                ')' if !is_text => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                return &call[..place];
            }
        }
        call
    }

    /// What differs must stand in fields, or it would be shown to others.
    #[test]
    fn the_apps_messages_are_always_the_same_words() {
        let mut sources = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("..")];
        let mut seen = 0;
        while let Some(path) = sources.pop() {
            if path.is_dir() {
                sources.extend(path.read_dir().expect("a folder").map(|entry| entry.expect("an entry").path()));
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = std::fs::read_to_string(&path).expect("a source");
                for call in text.split("tracing::").skip(1) {
                    let levels = ["error!(", "warn!(", "info!(", "debug!(", "trace!("];
                    let Some(call) = levels.iter().find_map(|level| call.strip_prefix(level)) else { continue };
                    let said = arguments(call);
                    assert!(!said.contains('{'), "{} puts something into a message: {said}", path.display());
                    seen += 1;
                }
            }
        }
        assert!(seen > 40, "the sources were found");
    }
}
