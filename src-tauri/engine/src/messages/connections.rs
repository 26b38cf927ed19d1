//! What was asked of other programs and computers.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A request that left the app, or would have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct Connection {
    /// When it began, in seconds since 1970.
    #[cfg_attr(test, ts(type = "number"))]
    pub began: u64,
    /// Whom it was sent to: host and port.
    pub host: String,
    /// Whether that is this computer.
    pub is_here: bool,
    /// What for.
    pub purpose: String,
    /// Bytes that were sent.
    #[cfg_attr(test, ts(type = "number"))]
    pub sent: u64,
    /// Bytes that came.
    #[cfg_attr(test, ts(type = "number"))]
    pub received: u64,
    /// How it ended.
    pub end: ConnectionEnd,
    /// Why it failed.
    pub reason: Option<String>,
}

/// How a request ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "snake_case")]
pub enum ConnectionEnd {
    /// It has not ended.
    Underway,
    /// With an answer.
    Answered,
    /// It was not sent, because the app is offline.
    Refused,
    /// The app did not want the rest of the answer.
    Stopped,
    /// It failed.
    Failed,
}
