//! Opens the app, as people get it or as it is being changed.

use crate::process::{Failure, cargo, command, run_to_end};
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

/// The same with the UI as it stands in the sources: what is changed there is in the window at once, and what is changed
/// in Rust is built and opened again.
pub(crate) fn dev(arguments: &[String]) -> Result<(), Failure> {
    if !has_display() {
        return Err(Failure::Needed("There is no display to show the window on.".to_owned()));
    }
    setup::everything(Packages::App)?;
    let mut tauri = command("node", &["ui/node_modules/@tauri-apps/cli/tauri.js"]);
    // Without `custom-protocol`, with which the window would load the UI that was built last.
    tauri.args(["dev", "--", "--no-default-features", "--features", "gui", "--"]).args(arguments);
    run_to_end(&mut setup::model::named(tauri))
}

fn has_display() -> bool {
    let named = |variable| std::env::var_os(variable).is_some_and(|display| !display.is_empty());
    !cfg!(target_os = "linux") || named("DISPLAY") || named("WAYLAND_DISPLAY")
}
