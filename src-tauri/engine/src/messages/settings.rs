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

/// A version of the app that is newer than this one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct NewVersion {
    /// Its number.
    pub version: String,
    /// Where it is to be had.
    pub page: Option<String>,
}
