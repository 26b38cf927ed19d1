//! What the app did not expect of itself, and what of that may be said.
//!
//! The message of a panic often quotes what was being worked on, as that of a text which is cut within a letter does: a
//! piece of a document. So where it was is told, and what was said only if that stands so in the source.

use std::backtrace::{Backtrace, BacktraceStatus};
use std::panic::PanicHookInfo;
use std::path::Path;

/// Notes every panic from now on.
pub(super) fn note() {
    std::panic::set_hook(Box::new(tell));
}

fn tell(panic: &PanicHookInfo<'_>) {
    let said = panic.payload().downcast_ref::<&'static str>().copied();
    let said = said.unwrap_or("what was said is told by PAPERSIDE_LOG=debug");
    let place = panic.location().map(|at| format!("{}:{}:{}", source(at.file()), at.line(), at.column()));
    let place = place.unwrap_or_default();
    let thread = std::thread::current();
    let thread = thread.name().unwrap_or_default();
    tracing::error!(thread, place, literal = said, "a panic");
    // Only if it was asked for, as RUST_BACKTRACE does: it takes a while.
    let trace = Backtrace::capture();
    if trace.status() == BacktraceStatus::Captured {
        tracing::error!(%trace, "it came from here");
    }
    tracing::debug!(%panic, "what it said");
}

/// A file of the source without the folder that it was built in, which is somebody's own.
fn source(file: &str) -> String {
    let parts: Vec<&str> = file.split(['/', '\\']).collect();
    let kept = if Path::new(file).is_absolute() { parts.len().saturating_sub(3) } else { 0 };
    parts[kept..].join("/")
}

#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::sync::{Arc, Mutex, PoisonError};
    use std::thread;

    use super::*;

    /// Keeps the lines of a log.
    #[derive(Clone, Default)]
    struct Kept(Arc<Mutex<Vec<u8>>>);

    impl Write for Kept {
        fn write(&mut self, line: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap_or_else(PoisonError::into_inner).write(line)
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    /// What is logged by a thread that cuts a text within a letter.
    fn logged(filter: &str) -> String {
        let kept = Kept::default();
        let writer = kept.clone();
        let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(move || writer.clone()).finish();
        note();
        let cut = thread::spawn(move || {
            tracing::subscriber::with_default(log, || {
                let text = "the secret kettle is hidden in Köln".to_owned();
                text[..text.find('ö').map_or(0, |start| start + 1)].len()
            })
        });
        assert!(cut.join().is_err(), "a letter cannot be cut");
        let lines = kept.0.lock().unwrap_or_else(PoisonError::into_inner);
        String::from_utf8_lossy(&lines).into_owned()
    }

    #[test]
    fn a_panic_tells_where_it_was_and_quotes_no_document() {
        let told = logged(crate::logging::ON_TERMINAL);
        assert!(told.contains("a panic") && told.contains("panics.rs"), "{told}");
        assert!(!told.contains("kettle"), "{told}");
        assert!(logged("debug").contains("kettle"), "who asks for more is told");
    }

    #[test]
    fn places_are_those_of_the_source() {
        assert_eq!(source("src-tauri/engine/src/lib.rs"), "src-tauri/engine/src/lib.rs");
        #[cfg(unix)]
        assert_eq!(source("/home/anna/.cargo/registry/src/x/zip-9.0.0/src/read.rs"), "zip-9.0.0/src/read.rs");
    }
}
