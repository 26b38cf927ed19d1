//! What the repository is made of that others wrote.
//!
//! # Layout
//! - [`crates`]: as cargo knows it
//! - [`npm`]: as the lock file of the UI knows it
//! - [`licence`]: which terms are taken

pub(crate) mod crates;
pub(crate) mod licence;
pub(crate) mod npm;

use serde_json::Value;

/// A text in JSON, or nothing.
fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// The members of a list in JSON; none if it is no list.
fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}
