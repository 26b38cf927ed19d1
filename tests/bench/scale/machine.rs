//! What a process takes of the machine, by Linux's account.

use std::path::Path;
use std::time::Duration;

/// How long a process must have had nothing to do.
const QUIET: Duration = Duration::from_secs(5);

/// A process that computes no more than this in that time, and moves no more to and from the disk, is at rest.
const COMPUTED: u64 = QUIET.as_millis() as u64 / 20;
const MOVED: u64 = 1 << 20;

/// Returns when the process has nothing to do any more: the index is made quicker in the background.
pub(super) async fn settle() {
    loop {
        let before = (computed(), moved());
        tokio::time::sleep(QUIET).await;
        if computed() - before.0 < COMPUTED && moved() - before.1 < MOVED {
            return;
        }
    }
}

/// Milliseconds that this process has computed, counted in hundredths of a second.
fn computed() -> u64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let ticks = |at: usize| fields.get(at).and_then(|field| field.parse::<u64>().ok()).unwrap_or(0);
    10 * (ticks(11) + ticks(12))
}

/// Bytes that this process has read from the disk and written to it.
fn moved() -> u64 {
    let account = std::fs::read_to_string("/proc/self/io").unwrap_or_default();
    let bytes = |field: &str| account.lines().find_map(|line| line.strip_prefix(field)?.trim().parse::<u64>().ok());
    bytes("read_bytes:").unwrap_or(0) + bytes("write_bytes:").unwrap_or(0)
}

/// Megabytes of memory of this process, such as `VmRSS`.
pub(super) fn memory(field: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let value = status.lines().find_map(|line| line.strip_prefix(field)?.strip_prefix(':'));
    value.and_then(|value| value.split_whitespace().next()?.parse::<u64>().ok()).unwrap_or(0) >> 10
}

/// Megabytes that a file or a folder takes of the disk; the index makes files longer than what is in them.
pub(super) fn size(path: &Path) -> u64 {
    blocks(path) >> 11
}

/// In blocks of 512 bytes.
fn blocks(path: &Path) -> u64 {
    use std::os::unix::fs::MetadataExt;
    let here = path.metadata().map_or(0, |file| file.blocks());
    if !path.is_dir() {
        return here;
    }
    here + std::fs::read_dir(path).unwrap().map(|entry| blocks(&entry.unwrap().path())).sum::<u64>()
}

/// Times in milliseconds, in order.
pub(super) struct Times(Vec<f64>);

impl Times {
    pub(super) fn new(mut took: Vec<f64>) -> Self {
        took.sort_by(f64::total_cmp);
        Self(took)
    }

    /// The time within which this share of all were done.
    pub(super) fn within(&self, share: f64) -> f64 {
        self.0[((self.0.len() - 1) as f64 * share) as usize]
    }

    /// Three cells of a table.
    pub(super) fn cells(&self) -> String {
        format!("{:.1} ms | {:.1} ms | {:.1} ms", self.within(0.5), self.within(0.95), self.within(0.99))
    }
}
