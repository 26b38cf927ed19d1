//! The other side of the process that keeps the library: starts it, tells it what to do, ends it, kills it.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use paperside_engine::messages::ErrorMessage;
use serde::de::DeserializeOwned;

use super::Found;
use super::deeds::{Deed, Told};
use super::keeping::OPEN;

/// Longer than anything that is asked for here; who says nothing for so long hangs.
const PATIENCE: Duration = Duration::from_mins(5);

/// A library that is open in a process of its own.
pub(super) struct Keeper {
    process: Child,
    deeds: Option<ChildStdin>,
    told: Receiver<String>,
}

impl Keeper {
    /// Starts one.
    pub(super) fn open(library: &Path) -> Found<Self> {
        let program = std::env::current_exe().map_err(|error| error.to_string())?;
        let mut command = Command::new(program);
        command.arg("--keep").arg(library).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut process = command.spawn().map_err(|error| format!("no process could be started: {error}"))?;
        let deeds = process.stdin.take();
        let lines = BufReader::new(process.stdout.take().ok_or("the process has no output")?).lines();
        let (sender, told) = channel();
        std::thread::spawn(move || lines.map_while(Result::ok).try_for_each(|line| sender.send(line)));
        let keeper = Self { process, deeds, told };
        let line = keeper.next_line()?;
        if line == OPEN { Ok(keeper) } else { Err(format!("instead of opening the library it said {line}")) }
    }

    /// The process.
    pub(super) fn id(&self) -> u32 {
        self.process.id()
    }

    /// What comes of a deed that must be possible.
    pub(super) fn done<T: DeserializeOwned>(&mut self, deed: &Deed) -> Found<T> {
        self.tried(deed)?.map_err(|ErrorMessage { code, message }| format!("it was refused ({code}): {message}"))
    }

    /// What comes of a deed that may be refused.
    pub(super) fn tried<T: DeserializeOwned>(&mut self, deed: &Deed) -> Found<Result<T, ErrorMessage>> {
        self.begin(deed)?;
        let line = self.next_line()?;
        let told: Told = serde_json::from_str(&line).map_err(|error| format!("it said {line}: {error}"))?;
        let read = |value| serde_json::from_value(value).map_err(|error| format!("it said {line}: {error}"));
        told.map_or_else(|refused| Ok(Err(refused)), |value| read(value).map(Ok))
    }

    /// Tells it to do something, and waits for nothing.
    pub(super) fn begin(&mut self, deed: &Deed) -> Found<()> {
        let line = serde_json::to_string(deed).map_err(|error| error.to_string())?;
        let deeds = self.deeds.as_mut().ok_or("the process was closed")?;
        writeln!(deeds, "{line}").map_err(|error| format!("the process is gone: {error}"))
    }

    fn next_line(&self) -> Found<String> {
        self.told.recv_timeout(PATIENCE).map_err(|_| format!("nothing was heard within {PATIENCE:?}, or it is gone"))
    }

    /// Ends it as a person who closes the app.
    pub(super) fn close(mut self) -> Found<()> {
        drop(self.deeds.take());
        let ended = self.process.wait().map_err(|error| error.to_string())?;
        if ended.success() { Ok(()) } else { Err(format!("it did not end as it should: {ended}")) }
    }
}

impl Drop for Keeper {
    /// Kills it.
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
