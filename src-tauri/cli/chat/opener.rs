//! Files in the programs that the person has for them.

use std::path::Path;
use std::process::{Command, Stdio};

use crate::runnable::is_runnable;

/// Opens a file, if there is something to open it with; its folder, if the system might run it instead. Nothing waits
/// for the program, and what it prints is not ours to show.
pub(super) fn open(file: &Path) {
    let Some(mut opener) = opener() else { return };
    let shown = if is_runnable(file) { file.parent().unwrap_or(file) } else { file };
    let started = opener.arg(shown).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    match started {
        // Somebody has to hear of its end.
        Ok(mut child) => drop(std::thread::spawn(move || child.wait())),
        Err(error) => tracing::info!(%error, "nothing opens files here"),
    }
}

/// The system's own.
#[cfg(target_os = "macos")]
fn opener() -> Option<Command> {
    Some(in_its_own_group(Command::new("open")))
}

#[cfg(windows)]
fn opener() -> Option<Command> {
    Some(Command::new("explorer"))
}

/// The desktop's, where there is one.
#[cfg(all(unix, not(target_os = "macos")))]
fn opener() -> Option<Command> {
    let has_desktop = ["WAYLAND_DISPLAY", "DISPLAY"].iter().any(|name| std::env::var_os(name).is_some());
    has_desktop.then(|| in_its_own_group(Command::new("xdg-open")))
}

/// Ctrl-C is for us alone.
#[cfg(unix)]
fn in_its_own_group(mut command: Command) -> Command {
    use std::os::unix::process::CommandExt;
    command.process_group(0);
    command
}
