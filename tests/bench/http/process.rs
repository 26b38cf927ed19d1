//! What the server's own process takes of the machine, by Linux's account; nothing where there is none.

use std::fmt::{Display, Formatter, Result};

/// What a process holds.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Taken {
    /// Of memory that is resident.
    pub(super) megabytes: u64,
    /// Open files, connections among them.
    pub(super) handles: usize,
}

impl Taken {
    /// What this process holds now.
    pub(super) fn by(process: u32) -> Self {
        let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
        let resident = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kilobytes: u64 =
            resident.and_then(|value| value.split_whitespace().next()?.parse().ok()).unwrap_or_default();
        let handles = std::fs::read_dir(format!("/proc/{process}/fd")).map_or(0, Iterator::count);
        Self { megabytes: kilobytes >> 10, handles }
    }

    /// The larger of each.
    pub(super) fn max(self, other: Self) -> Self {
        Self { megabytes: self.megabytes.max(other.megabytes), handles: self.handles.max(other.handles) }
    }
}

impl Display for Taken {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> Result {
        write!(formatter, "{} MB resident and {} handles", self.megabytes, self.handles)
    }
}
