//! What others wrote: under which terms, from where, how old a Rust it wants, and what is known against it.
//!
//! # Layout
//! - [`deny`]: crates, by cargo-deny and `.cargo/deny.toml`
//! - [`npm`]: the packages of the UI
//! - [`rust_version`]: the oldest Rust that builds it all

mod deny;
mod npm;
mod rust_version;

use crate::process::Failure;

/// Everything. What is known against crates is left out where the list of it cannot be had.
///
/// # Errors
/// [`Failure::Found`] for what was found, and those of the programs.
pub(crate) fn audit() -> Result<(), Failure> {
    crate::setup::ui_packages()?;
    deny::ensure()?;
    of_this_tree()?;
    deny::check_advisories()
}

/// What depends on this tree alone, and so cannot fail tomorrow if it does not today. Crates are looked over if
/// cargo-deny is there: building it takes minutes that every new machine would have to wait.
///
/// # Errors
/// Those of [`audit`].
pub(crate) fn of_this_tree() -> Result<(), Failure> {
    rust_version::check()?;
    npm::check()?;
    if deny::is_there() {
        return deny::check_crates();
    }
    println!("Crates were not looked over, because cargo-deny is not there; `cargo xtask audit` installs it.");
    Ok(())
}

/// A failure that names each thing that was found; none if nothing was.
fn found(head: &str, what: &[String]) -> Result<(), Failure> {
    if what.is_empty() { Ok(()) } else { Err(Failure::Found(format!("{head}\n  {}", what.join("\n  ")))) }
}
