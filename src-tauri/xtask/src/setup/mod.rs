//! Brings everything that building, running and testing need; what is there already costs milliseconds.

mod mcp_client;
pub(crate) mod model;
pub(crate) mod peers;
mod system;
mod ui;

use crate::process::Failure;

/// What the system's packages are wanted for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Packages {
    /// The terminal face alone.
    Terminal,
    /// The app with its window.
    App,
    /// The app with all its parts, for packages.
    Bundle,
    /// Environments of Python.
    Peers,
    /// The app with all its parts, and driving its window in tests.
    Tests,
}

/// System packages, the embedding model and the built UI; for tests also a client of the protocol for assistants.
pub(crate) fn everything(packages: Packages) -> Result<(), Failure> {
    system::ensure(packages)?;
    model::ensure()?;
    if packages == Packages::Tests {
        mcp_client::ensure()?;
    }
    if packages == Packages::Terminal { Ok(()) } else { ui::ensure() }
}

/// The packages that the UI is built with, without building it.
pub(crate) fn ui_packages() -> Result<(), Failure> {
    ui::ensure_packages()
}
