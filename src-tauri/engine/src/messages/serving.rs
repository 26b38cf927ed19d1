//! The window's server for other programs.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Whether other programs are served while the window is open, and where.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct ServingChoice {
    /// Whether they are.
    pub is_on: bool,
    /// The port on this computer.
    pub port: u16,
}

impl ServingChoice {
    /// Where other programs look for a library if nothing else was chosen. Nothing well known is there.
    pub const USUAL_PORT: u16 = 7427;
}

/// What there is to know of it for somebody who wants to let a program in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct ServingState {
    /// What was chosen.
    pub choice: ServingChoice,
    /// Where it listens, such as `http://127.0.0.1:7427`; absent while it does not.
    pub address: Option<String>,
    /// Why it does not listen although it should.
    pub problem: Option<String>,
    /// Paperside's own program, for those that start it themselves.
    pub program: String,
    /// With what they start it, to speak the Model Context Protocol with this library.
    pub arguments: Vec<String>,
}
