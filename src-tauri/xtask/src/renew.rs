//! Writes anew what is made from the sources and kept beside them.

use crate::process::{Failure, cargo, run_to_end};
use crate::setup::{self, Packages};
use crate::{test, types};

/// The engine's messages as TypeScript, and the documents of all commands and paths. The tests fail while any of it is
/// not what the sources say.
///
/// # Errors
/// Those of the builds.
pub(crate) fn renew() -> Result<(), Failure> {
    setup::everything(Packages::Tests)?;
    types::write()?;
    // The tests that hold the documents to the sources write them if they are asked to.
    let mut documents = cargo(&["test", "--quiet", "--workspace", "--features", test::ALL, "--bin", "paperside"]);
    run_to_end(documents.arg("reference::").env("PAPERSIDE_RENEW", "1"))
}
