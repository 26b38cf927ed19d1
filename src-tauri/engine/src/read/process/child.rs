//! Starting a reader process, hearing what it says, and telling why it died.

use std::io::{self, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ExitStatus};
use std::thread::JoinHandle;
use std::time::Duration;

use crossbeam_channel::{Receiver, RecvTimeoutError, bounded};

use super::ReadLimits;
use super::protocol::{Hello, PROTOCOL, Reply, Request};
use crate::confined::{Started, end, read_frame, start, write_frame};

/// Tells the app's program to be a reader process and nothing else.
pub const WORKER_ARGUMENT: &str = "read-documents";

/// Replies that wait for the app; the process waits with the next one.
const WAITING: usize = 2;

/// Which program reads documents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkerCommand {
    /// It calls [`serve_reading`](super::serve_reading) if its first argument is [`WORKER_ARGUMENT`].
    pub program: PathBuf,
}

impl WorkerCommand {
    /// The program that is running.
    ///
    /// # Errors
    /// Those of the system, if it cannot tell.
    pub fn own() -> io::Result<Self> {
        Ok(Self { program: std::env::current_exe()? })
    }
}

/// Why a process is no more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Death {
    /// It wanted more memory than it may have.
    Memory,
    /// It computed, or was silent, for longer than it may.
    Time,
    /// Its stack was exhausted.
    Depth,
    /// Anything else; what is known of it.
    Crash(String),
}

/// What is heard of a process.
pub(super) enum Heard {
    /// It said something.
    Reply(Reply),
    /// Not a word for the time that was waited.
    Nothing,
    /// It is dead, or what it says makes no sense.
    Gone,
}

/// A running reader process. Dropping it ends it.
pub(super) struct WorkerProcess {
    child: Child,
    input: ChildStdin,
    replies: Receiver<Reply>,
    errors: Option<JoinHandle<String>>,
}

impl WorkerProcess {
    /// Starts a process that may read the files in `folder`.
    ///
    /// # Errors
    /// Those of the system. Whether it really is one, its first reply tells.
    pub(super) fn start(command: &WorkerCommand, folder: &Path, limits: ReadLimits) -> io::Result<Self> {
        let Started { child, mut input, output, errors } = start(&command.program, WORKER_ARGUMENT)?;
        let (sender, replies) = bounded(WAITING);
        std::thread::Builder::new().name("read-replies".to_owned()).spawn(move || {
            let mut output = BufReader::with_capacity(1 << 16, output);
            while let Ok(Some(reply)) = read_frame(&mut output) {
                if sender.send(reply).is_err() {
                    break;
                }
            }
        })?;
        // A process that is dead already says so when it is listened to.
        let _ = write_frame(&mut input, &Hello { protocol: PROTOCOL, folder: folder.to_owned(), limits });
        Ok(Self { child, input, replies, errors: Some(errors) })
    }

    /// Its number.
    pub(super) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Asks for a document. That the process is dead is heard afterwards.
    pub(super) fn ask(&mut self, request: &Request) {
        let _ = write_frame(&mut self.input, request);
    }

    /// Waits for the next reply.
    pub(super) fn hear(&mut self, wait: Duration) -> Heard {
        match self.replies.recv_timeout(wait) {
            Ok(reply) => Heard::Reply(reply),
            Err(RecvTimeoutError::Timeout) => Heard::Nothing,
            Err(RecvTimeoutError::Disconnected) => Heard::Gone,
        }
    }

    /// Why the process ended. One that has not ended is ended.
    pub(super) fn death(mut self) -> Death {
        let status = end(&mut self.child);
        let said = self.errors.take().and_then(|errors| errors.join().ok()).unwrap_or_default();
        Death::tell(status, &said)
    }
}

impl Drop for WorkerProcess {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Death {
    fn tell(status: Option<ExitStatus>, said: &str) -> Self {
        if said.contains("memory allocation of") {
            return Self::Memory;
        }
        if said.contains("overflowed its stack") {
            return Self::Depth;
        }
        match status {
            #[cfg(unix)]
            Some(status) if is_out_of_time(status) => Self::Time,
            Some(status) => Self::Crash(status.to_string()),
            None => Self::Crash("it spoke nonsense".to_owned()),
        }
    }
}

impl std::fmt::Display for Death {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Memory => formatter.write_str("it needs more memory than a document may use"),
            Self::Time => formatter.write_str("it takes longer than a document may take"),
            Self::Depth => formatter.write_str("it is nested too deeply"),
            Self::Crash(how) => write!(formatter, "the reader crashed ({how})"),
        }
    }
}

#[cfg(unix)]
fn is_out_of_time(status: ExitStatus) -> bool {
    use std::os::unix::process::ExitStatusExt;
    status.signal() == Some(rustix::process::Signal::XCPU.as_raw())
}
