//! What the person can choose.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A setting and its value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct Setting {
    /// How it is called.
    pub name: String,
    /// What it is for.
    pub purpose: String,
    /// What was chosen; if nothing was, the app decides.
    pub value: Option<String>,
}
