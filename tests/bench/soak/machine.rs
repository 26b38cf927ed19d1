//! What the process takes of the machine, by Linux's account, and whether that grows.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Between two looks at the most. A short run looks more often.
const EVERY: Duration = Duration::from_mins(1);

/// So many looks there are in a run at the least.
const LOOKS: u32 = 24;

/// A line through fewer points than these says nothing.
const POINTS: usize = 6;

/// What is looked at: what it is called, how it is written, and how much a line through the second half of the run may
/// rise from the beginning of that half to its end: a share of the mean, or this much if that is more.
const MEASURES: [Measure; 6] = [
    Measure { name: "anonymous memory", unit: "MB", share: 0.1, least: 16.0 },
    Measure { name: "resident memory", unit: "MB", share: 0.1, least: 24.0 },
    Measure { name: "file handles", unit: "", share: 0.05, least: 3.0 },
    Measure { name: "threads", unit: "", share: 0.05, least: 2.0 },
    Measure { name: "processes below it", unit: "", share: 0.0, least: 1.0 },
    Measure { name: "library's disk", unit: "MB", share: 0.1, least: 32.0 },
];

struct Measure {
    name: &'static str,
    unit: &'static str,
    share: f64,
    least: f64,
}

/// All that was seen.
pub(super) struct Samples {
    began: Instant,
    /// How long the run is to take.
    of: Duration,
    library: PathBuf,
    taken: Vec<Sample>,
}

struct Sample {
    at: Duration,
    documents: usize,
    steps: u64,
    values: [f64; MEASURES.len()],
}

impl Samples {
    /// None yet.
    pub(super) fn new(began: Instant, of: Duration, library: &Path) -> Self {
        Self { began, of, library: library.to_owned(), taken: Vec::new() }
    }

    /// Looks, if it is time.
    pub(super) fn look(&mut self, process: u32, documents: usize, steps: u64) {
        let at = self.began.elapsed();
        let since = self.taken.last().map_or(at, |last| at.saturating_sub(last.at));
        if since < EVERY.min(self.of / LOOKS) {
            return;
        }
        let values = [
            memory(process, "RssAnon:"),
            memory(process, "VmRSS:"),
            entries(process, "fd"),
            entries(process, "task"),
            below(process),
            (blocks(&self.library) >> 11) as f64,
        ];
        self.taken.push(Sample { at, documents, steps, values });
    }

    /// All samples as a table.
    pub(super) fn table(&self) -> String {
        let mut table = "| minute | steps | documents |".to_owned();
        MEASURES.iter().for_each(|measure| {
            let _ = write!(table, " {} |", measure.name);
        });
        let _ = write!(table, "\n{}|", "| ---: ".repeat(3 + MEASURES.len()));
        for Sample { at, documents, steps, values } in &self.taken {
            let _ = write!(table, "\n| {:.1} | {steps} | {documents} |", at.as_secs_f64() / 60.0);
            for (value, measure) in values.iter().zip(&MEASURES) {
                let _ = write!(table, " {} |", written(*value, measure.unit));
            }
        }
        table
    }

    /// What came of it as a table, and whether all is flat.
    pub(super) fn verdict(&self) -> (String, bool) {
        let half: Vec<&Sample> = self.taken.iter().filter(|sample| sample.at > self.of / 2).collect();
        if half.len() < POINTS {
            return (
                format!("Too short to tell: {} looks in the second half, {POINTS} are needed.", half.len()),
                false,
            );
        }
        let mut table = "| second half | mean | rise | may rise | |\n| --- | ---: | ---: | ---: | --- |".to_owned();
        let mut is_flat = true;
        for (number, Measure { name, unit, share, least }) in MEASURES.iter().enumerate() {
            let points: Vec<(f64, f64)> =
                half.iter().map(|sample| (sample.at.as_secs_f64(), sample.values[number])).collect();
            let (mean, rise) = mean_and_rise(&points);
            let bound = least.max(share * mean);
            let verdict = if rise <= bound { "flat" } else { "GROWS" };
            is_flat &= rise <= bound;
            let [mean, rise, bound] = [mean, rise, bound].map(|value| written(value, unit));
            let _ = write!(table, "\n| {name} | {mean} | {rise} | {bound} | {verdict} |");
        }
        (table, is_flat)
    }
}

/// The mean of values at their times, and how far the line of least squares through them rises from the first time to
/// the last.
fn mean_and_rise(points: &[(f64, f64)]) -> (f64, f64) {
    let count = points.len() as f64;
    let middle = points.iter().map(|(at, _)| at).sum::<f64>() / count;
    let mean = points.iter().map(|(_, value)| value).sum::<f64>() / count;
    let across: f64 = points.iter().map(|(at, value)| (at - middle) * (value - mean)).sum();
    let along: f64 = points.iter().map(|(at, _)| (at - middle).powi(2)).sum();
    let span = points.last().map_or(0.0, |(last, _)| last - points[0].0);
    (mean, if along > 0.0 { span * across / along } else { 0.0 })
}

fn written(value: f64, unit: &str) -> String {
    if unit.is_empty() { format!("{value:.1}") } else { format!("{value:.0} {unit}") }
}

/// In megabytes.
fn memory(process: u32, field: &str) -> f64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let value = status.lines().find_map(|line| line.strip_prefix(field));
    value.and_then(|value| value.split_whitespace().next()?.parse::<f64>().ok()).unwrap_or(0.0) / 1024.0
}

fn entries(process: u32, folder: &str) -> f64 {
    std::fs::read_dir(format!("/proc/{process}/{folder}")).map_or(0, Iterator::count) as f64
}

/// Processes that it has started and that are still there, those that read documents among them.
fn below(process: u32) -> f64 {
    let tasks = std::fs::read_dir(format!("/proc/{process}/task")).into_iter().flatten().flatten();
    let children = tasks.filter_map(|task| std::fs::read_to_string(task.path().join("children")).ok());
    children.map(|children| children.split_whitespace().count()).sum::<usize>() as f64
}

/// What a folder takes of the disk, in blocks of 512 bytes. Files may go meanwhile, and have holes.
fn blocks(path: &Path) -> u64 {
    use std::os::unix::fs::MetadataExt;
    let Ok(metadata) = path.symlink_metadata() else { return 0 };
    if !metadata.is_dir() {
        return metadata.blocks();
    }
    let entries = std::fs::read_dir(path).into_iter().flatten().flatten();
    metadata.blocks() + entries.map(|entry| blocks(&entry.path())).sum::<u64>()
}
