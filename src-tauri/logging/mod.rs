//! What is told to those who look after the app: warnings on standard error, and more of it in the library's log.
//!
//! `PAPERSIDE_LOG` asks for more in both (such as `paperside_engine=debug`), and then texts of documents may be among it.
//!
//! # Layout
//! - [`lines`]: what happens, as lines of the log
//! - [`panics`]: what the app did not expect of itself

mod lines;
mod panics;

use std::path::Path;

use paperside_engine::logs::LogFiles;
use tracing_subscriber::filter::EnvFilter;
use tracing_subscriber::prelude::*;

use crate::cli::LogOutput;
use lines::Lines;

/// Asks for more than is usual.
const VARIABLE: &str = "PAPERSIDE_LOG";

/// What reaches a person who looks at a terminal.
const ON_TERMINAL: &str = "error,paperside=warn,paperside_engine=warn";

/// What is noted. Of other people's parts only what went wrong: they know nothing of what must not be written down.
const IN_FILE: &str = "error,paperside=info,paperside_engine=info";

/// Listens from now on, for as long as the process lives.
pub fn begin(library: Option<&Path>) {
    let terminal = tracing_subscriber::fmt::layer().with_writer(|| LogOutput).without_time();
    let noted = library.map(|library| Lines::new(LogFiles::in_library(library)).with_filter(filter(IN_FILE)));
    tracing_subscriber::registry().with(terminal.with_filter(filter(ON_TERMINAL))).with(noted).init();
    panics::note();
}

fn filter(usual: &str) -> EnvFilter {
    EnvFilter::try_from_env(VARIABLE).unwrap_or_else(|_| EnvFilter::new(usual))
}
