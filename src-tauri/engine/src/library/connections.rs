//! What was asked of other programs and computers, and whether that may be.

use std::time::UNIX_EPOCH;

use super::Shared;
use crate::Result;
use crate::catalog::Catalog;
use crate::messages::{Connection, ConnectionEnd};
use crate::net::{Entry, Net, Outcome};

/// The setting that forbids to reach other computers.
pub(super) const OFFLINE: &str = "offline";

/// Lets what was chosen be so.
pub(super) fn apply(net: &Net, catalog: &Catalog) -> Result<()> {
    net.set_offline(catalog.is_on(OFFLINE)?);
    Ok(())
}

/// The requests since the app was started, the latest first.
pub(super) fn list(shared: &Shared) -> Vec<Connection> {
    shared.net.entries().iter().rev().map(shown).collect()
}

fn shown(entry: &Entry) -> Connection {
    let Entry { began, host, purpose, sent, received, outcome } = entry;
    let (end, reason) = match outcome {
        Outcome::Underway => (ConnectionEnd::Underway, None),
        Outcome::Answered(200..300) => (ConnectionEnd::Answered, None),
        Outcome::Answered(status) => (ConnectionEnd::Answered, Some(format!("HTTP {status}"))),
        Outcome::Refused => (ConnectionEnd::Refused, None),
        Outcome::Stopped => (ConnectionEnd::Stopped, None),
        Outcome::Failed(reason) => (ConnectionEnd::Failed, Some(reason.clone())),
    };
    Connection {
        began: began.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs()),
        host: host.clone(),
        is_here: crate::net::parse(&format!("http://{host}")).is_ok_and(|url| crate::net::is_loopback(&url)),
        purpose: (*purpose).to_owned(),
        sent: *sent,
        received: *received,
        end,
        reason,
    }
}
