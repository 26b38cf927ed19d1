//! What the app did not expect of itself, noted before anything else can go wrong.

use std::backtrace::{Backtrace, BacktraceStatus};
use std::panic::PanicHookInfo;
use std::path::Path;

use paperside_engine::logs::{Line, LogFiles};
use serde_json::{Map, Value};

use super::lines::line;

/// Notes every panic from now on; it is told on standard error as before.
pub(super) fn note(files: LogFiles) {
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        files.write(&line_of(panic));
        before(panic);
    }));
}

/// Where it was, and what was said there if that stands so in the source: what was put together may have words of a
/// document in it.
fn line_of(panic: &PanicHookInfo<'_>) -> Line {
    let said = panic.payload().downcast_ref::<&'static str>().copied().unwrap_or("(not noted)");
    let place = panic.location().map(|at| format!("{}:{}:{}", source(at.file()), at.line(), at.column()));
    let place = place.unwrap_or_default();
    let thread = std::thread::current().name().unwrap_or_default().to_owned();
    let mut fields = Map::new();
    fields.insert("place".to_owned(), place.into());
    fields.insert("thread".to_owned(), thread.into());
    // Only if it was asked for, as RUST_BACKTRACE does: it takes a while.
    let trace = Backtrace::capture();
    if trace.status() == BacktraceStatus::Captured {
        fields.insert("trace".to_owned(), Value::String(trace.to_string()));
    }
    line("ERROR", "paperside", format!("a panic: {said}"), fields)
}

/// A file of the source without the folder that it was built in, which is somebody's own.
fn source(file: &str) -> String {
    let parts: Vec<&str> = file.split(['/', '\\']).collect();
    let kept = if Path::new(file).is_absolute() { parts.len().saturating_sub(3) } else { 0 };
    parts[kept..].join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_those_of_the_source() {
        assert_eq!(source("src-tauri/engine/src/lib.rs"), "src-tauri/engine/src/lib.rs");
        #[cfg(unix)]
        assert_eq!(source("/home/anna/.cargo/registry/src/x/zip-9.0.0/src/read.rs"), "zip-9.0.0/src/read.rs");
    }
}
