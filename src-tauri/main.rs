//! Paperside: drop documents on a window, ask, and get answers that cite the page.
//!
//! Chooses a face: the window, or the terminal when a command is given or there is no window to be had. It is
//! also the one place that prints errors. Started by itself to read documents or to run a language model, it does that
//! and nothing else.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod cli;
#[cfg(feature = "gui")]
mod desktop;
mod logging;
mod packaged;
#[cfg(test)]
mod reference;
mod runnable;
mod serve;

use std::path::PathBuf;
use std::process::ExitCode;

use cli::{Arguments, Exit, Output};
use paperside_engine::messages::IndexPlace;
use paperside_engine::{Config, Result, WORKER_ARGUMENT, library_folder, memory, serve_reading};

fn main() -> ExitCode {
    let first = std::env::args_os().nth(1);
    if first.as_ref().is_some_and(|first| first == WORKER_ARGUMENT) {
        return serve_reading();
    }
    #[cfg(feature = "local-model")]
    if first.as_ref().is_some_and(|first| first == paperside_engine::local_model::RUN_MODEL_ARGUMENT) {
        return paperside_local_model::serve_model();
    }
    memory::keep_little();
    let arguments = Arguments::parse_or_exit();
    logging::begin(library_folder(arguments.library.clone()).as_deref());
    let output = Output::new(arguments.prints_json());
    let ended = match &arguments.command {
        #[cfg(feature = "gui")]
        None => desktop::run(arguments).map(|()| Exit::Done),
        _ => cli::run(arguments, output),
    };
    let exit = ended.unwrap_or_else(|error| {
        tracing::info!(code = error.code(), "it could not be done");
        output.error(&error);
        Exit::Failed
    });
    ExitCode::from(exit as u8)
}

/// Where things are, and what this build can do.
fn configure(library: Option<PathBuf>, index: Option<&str>) -> Result<Config> {
    let mut config = Config::locate(library, packaged::resources().as_deref())?;
    if let Some(index) = index {
        config.index = Some(IndexPlace::named(index)?);
    }
    if cfg!(feature = "local-model") {
        config.model_runner = Some(config.worker.program.clone());
    }
    Ok(config)
}
