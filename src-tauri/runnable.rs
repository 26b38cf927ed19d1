//! Files that a system may run instead of show.

use std::path::Path;

/// What their names end with.
const RUNNABLE: [&str; 12] = ["bat", "cmd", "com", "desktop", "exe", "js", "jse", "lnk", "ps1", "sh", "vbs", "wsf"];

/// Whether opening a file may run it. It is shown in its folder instead.
pub fn is_runnable(file: &Path) -> bool {
    let extension = file.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    RUNNABLE.contains(&extension.as_str())
}
