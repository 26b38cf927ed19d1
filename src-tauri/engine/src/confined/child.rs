//! Starting a process that is to be confined, and its end.

use std::io::{self, Read};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, ExitStatus, Stdio};
use std::thread::JoinHandle;
use std::time::Duration;

/// Bytes kept of what a process says on its standard error.
const KEPT_ERROR: u64 = 4096;

/// A process that was started, with both ends of what is said.
pub(crate) struct Started {
    pub(crate) child: Child,
    pub(crate) input: ChildStdin,
    pub(crate) output: ChildStdout,
    /// Ends with the process, and has the beginning of what it said on its standard error.
    pub(crate) errors: JoinHandle<String>,
}

/// Starts a program with one argument and nothing of the person's environment.
///
/// # Errors
/// Those of the system.
pub(crate) fn start(program: &Path, argument: &str) -> io::Result<Started> {
    let mut command = Command::new(program);
    command.arg(argument).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    if cfg!(unix) {
        // Nothing that the person's environment holds is any business of what the process works on.
        command.env_clear();
    }
    let mut child = command.spawn()?;
    let missing = || io::Error::from(io::ErrorKind::BrokenPipe);
    let input = child.stdin.take().ok_or_else(missing)?;
    let output = child.stdout.take().ok_or_else(missing)?;
    let errors = child.stderr.take().ok_or_else(missing)?;
    let errors = std::thread::Builder::new().name("process-errors".to_owned()).spawn(move || keep(errors))?;
    Ok(Started { child, input, output, errors })
}

/// How a process ended that has closed its output; one that has not ended by itself is ended, and nothing is known.
pub(crate) fn end(child: &mut Child) -> Option<ExitStatus> {
    let status = (0..20).find_map(|_| {
        let ended = child.try_wait().ok().flatten();
        if ended.is_none() {
            std::thread::sleep(Duration::from_millis(10));
        }
        ended
    });
    let _ = child.kill();
    let _ = child.wait();
    status
}

/// The beginning of what is said; the rest is thrown away, so that no one waits for it to be read.
fn keep(mut errors: impl Read) -> String {
    let mut kept = Vec::new();
    let _ = errors.by_ref().take(KEPT_ERROR).read_to_end(&mut kept);
    let _ = io::copy(&mut errors, &mut io::sink());
    String::from_utf8_lossy(&kept).into_owned()
}
