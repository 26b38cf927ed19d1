//! Running other programs.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Why a task did not come to its end.
#[derive(Debug)]
pub(crate) enum Failure {
    /// It was called in a way it does not know.
    Usage(&'static str),
    /// Something the person has to do first.
    Needed(String),
    /// A program it needs ended with an error, which it has printed itself.
    Program(String),
    /// A check found something.
    Found(String),
    /// The disk.
    Disk(std::io::Error),
}

impl std::fmt::Display for Failure {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Usage(text) => formatter.write_str(text),
            Self::Needed(text) | Self::Found(text) => formatter.write_str(text),
            Self::Program(line) => write!(formatter, "failed: {line}"),
            Self::Disk(error) => write!(formatter, "{error}"),
        }
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self::Disk(error)
    }
}

/// The root of the repository.
pub(crate) fn root() -> PathBuf {
    let here = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).map_or(here.clone(), std::path::Path::to_owned)
}

/// The folder that cargo builds into. This program is in `debug` of it.
pub(crate) fn target() -> Result<PathBuf, Failure> {
    let program = std::env::current_exe()?;
    Ok(program.ancestors().nth(2).unwrap_or(Path::new("target")).to_owned())
}

/// Where the app, and these tasks, keep what is only fetched or made once.
pub(crate) fn cache() -> PathBuf {
    let home = || PathBuf::from(std::env::var_os("HOME").unwrap_or_default());
    if cfg!(windows) {
        PathBuf::from(std::env::var_os("LOCALAPPDATA").unwrap_or_default()).join("paperside").join("cache")
    } else if cfg!(target_os = "macos") {
        home().join("Library/Caches/paperside")
    } else {
        std::env::var_os("XDG_CACHE_HOME").map_or_else(|| home().join(".cache"), PathBuf::from).join("paperside")
    }
}

/// A program with its arguments, to be run in the root.
pub(crate) fn command(program: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.args(arguments).current_dir(root());
    // What cargo says of this task to this task. A cargo that is started from here would pass it on to build
    // scripts, and those that look at it would build again whenever one works with and without `cargo xtask`.
    let of_task = |name: &String| name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_");
    std::env::vars().map(|(name, _)| name).filter(of_task).for_each(|name| {
        command.env_remove(name);
    });
    command
}

/// Cargo, the same one that runs this task.
pub(crate) fn cargo(arguments: &[&str]) -> Command {
    command(&std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned()), arguments)
}

/// Npm in the folder of the UI. On Windows it is a script, which only the shell finds.
pub(crate) fn npm(arguments: &[&str]) -> Command {
    let mut npm = if cfg!(windows) {
        let mut shell = command("cmd", &["/C", "npm"]);
        shell.args(arguments);
        shell
    } else {
        command("npm", arguments)
    };
    npm.current_dir(root().join("ui"));
    npm
}

/// Says what is run and runs it; an unsuccessful end is a failure.
pub(crate) fn run_to_end(command: &mut Command) -> Result<(), Failure> {
    let line = line(command);
    println!("> {line}");
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(_) => Err(Failure::Program(line)),
        Err(error) => Err(Failure::Program(format!("{line} ({error})"))),
    }
}

/// What a program prints; none if it is not there or ends with an error.
pub(crate) fn output(program: &str, arguments: &[&str]) -> Option<String> {
    let ended = command(program, arguments).stderr(Stdio::null()).output().ok()?;
    ended.status.success().then(|| String::from_utf8_lossy(&ended.stdout).into_owned())
}

fn line(command: &Command) -> String {
    let parts = std::iter::once(command.get_program()).chain(command.get_args());
    parts.map(|part| part.to_string_lossy().into_owned()).collect::<Vec<_>>().join(" ")
}
