//! What the processes of the window hold, and when they began, as Linux tells it.

use std::path::Path;

use super::app::App;

/// Ticks of the system's clock a second (`sysconf(_SC_CLK_TCK)`, 100 on every Linux of today).
const TICKS: f64 = 100.0;

/// When the app's own process began, in seconds since 1970.
pub fn started_at(app: &App) -> f64 {
    let stat = std::fs::read_to_string(format!("/proc/{}/stat", app.process())).unwrap();
    // Behind the name, which may hold anything, the twentieth field.
    let ticks: f64 = stat.rsplit(')').next().unwrap().split_whitespace().nth(19).unwrap().parse().unwrap();
    let uptime = std::fs::read_to_string("/proc/uptime").unwrap();
    let uptime: f64 = uptime.split_whitespace().next().unwrap().parse().unwrap();
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs_f64();
    now - (uptime - ticks / TICKS)
}

/// Tells what the app holds, and what the web view's processes hold besides.
pub fn report(app: &App) {
    let own = app.process();
    let mut others = 0.0;
    for entry in std::fs::read_dir("/proc").unwrap().flatten() {
        let Ok(process) = entry.file_name().to_string_lossy().parse::<u32>() else { continue };
        let name = std::fs::read_to_string(entry.path().join("comm")).unwrap_or_default();
        if name.starts_with("WebKit") && is_child(process, own) {
            others += held(process, "Pss:");
        }
    }
    println!(
        "idle memory            {:>7.0} MB of the app's own process ({:.0} MB resident), {others:.0} MB of the web view's",
        held(own, "Pss:"),
        held(own, "Rss:")
    );
}

fn is_child(process: u32, of: u32) -> bool {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    let parent = stat.rsplit(')').next().and_then(|rest| rest.split_whitespace().nth(1)?.parse::<u32>().ok());
    parent == Some(of)
}

/// In megabytes.
fn held(process: u32, what: &str) -> f64 {
    let file = Path::new("/proc").join(process.to_string()).join("smaps_rollup");
    let rollup = std::fs::read_to_string(file).unwrap_or_default();
    let line = rollup.lines().find(|line| line.starts_with(what));
    let kilobytes = line.and_then(|line| line.split_whitespace().nth(1)?.parse::<f64>().ok());
    kilobytes.unwrap_or(0.0) * 1024.0 / 1e6
}
