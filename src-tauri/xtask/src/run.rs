//! Opens the app.

use crate::process::{Failure, cargo, run_to_end};
use crate::setup::{self, Packages};

/// Sets up, builds and opens the window; without a display, the terminal face.
pub(crate) fn run(arguments: &[String]) -> Result<(), Failure> {
    if !has_display() {
        println!("There is no display, so Paperside starts in the terminal.");
        setup::everything(Packages::Terminal)?;
        return run_to_end(setup::model::named(cargo(&["run", "--no-default-features", "--"])).args(arguments));
    }
    setup::everything(Packages::App)?;
    run_to_end(setup::model::named(cargo(&["run", "--"])).args(arguments))
}

fn has_display() -> bool {
    let named = |variable| std::env::var_os(variable).is_some_and(|display| !display.is_empty());
    !cfg!(target_os = "linux") || named("DISPLAY") || named("WAYLAND_DISPLAY")
}
