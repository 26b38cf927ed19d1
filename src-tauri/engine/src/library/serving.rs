//! Whether a window serves other programs, and where.
//!
//! Only what was chosen is here: who listens at a port is a face.

use super::settings;
use crate::Result;
use crate::catalog::Catalog;
use crate::messages::ServingChoice;
use crate::search::Searcher;

/// The setting that switches it on.
pub(super) const SERVE: &str = "serve";

/// The setting that names the port.
pub(super) const PORT: &str = "serve-port";

/// Whether a program can listen there: at 0 the system would choose, each time another one.
pub(super) fn is_port(value: &str) -> bool {
    value.parse::<u16>().is_ok_and(|port| port > 0)
}

/// What was chosen; off unless it was switched on.
pub(super) fn chosen(catalog: &Catalog) -> Result<ServingChoice> {
    let is_on = catalog.is_on(SERVE)?;
    let port = catalog.setting(PORT)?.and_then(|port| port.parse().ok()).unwrap_or(ServingChoice::USUAL_PORT);
    Ok(ServingChoice { is_on, port })
}

/// Chooses. What is as if nothing was chosen is left to the app.
///
/// # Errors
/// [`Error::InvalidSetting`](crate::Error::InvalidSetting).
pub(super) fn choose(searcher: &Searcher, choice: ServingChoice) -> Result<()> {
    let port = (choice.port != ServingChoice::USUAL_PORT).then(|| choice.port.to_string());
    // What may be refused first, so that nothing is switched on at a port that nobody chose.
    settings::set(searcher, PORT, port.as_deref())?;
    settings::set(searcher, SERVE, choice.is_on.then_some("on"))
}
