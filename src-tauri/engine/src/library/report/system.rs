//! What is told of the computer: its kind, and nothing that tells it from others of that kind.

use serde_json::{Value, json};

/// What is known everywhere, and on Linux which one it is.
pub(super) fn told() -> Value {
    json!({
        "os": std::env::consts::OS,
        "distribution": distribution(),
        "architecture": std::env::consts::ARCH,
        "cores": std::thread::available_parallelism().map_or(0, std::num::NonZero::get),
        "memory_mb": memory(),
    })
}

/// Name and version, as `debian 12`.
fn distribution() -> Option<String> {
    let told = std::fs::read_to_string("/etc/os-release").ok()?;
    let of = |name: &str| {
        let line = told.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix('='))?;
        Some(line.trim_matches('"').to_owned())
    };
    Some(format!("{} {}", of("ID")?, of("VERSION_ID").unwrap_or_default()))
}

/// Megabytes there are.
fn memory() -> Option<u64> {
    let told = std::fs::read_to_string("/proc/meminfo").ok()?;
    let line = told.lines().find_map(|line| line.strip_prefix("MemTotal:"))?;
    Some(line.split_whitespace().next()?.parse::<u64>().ok()? >> 10)
}
