//! How all is, in a file for others who are to help.
//!
//! What goes into it is chosen by name, never left out by name: numbers, the app's own words, and settings of which is
//! known what they can be. So nothing that a person wrote, added or asked is in it, however it came to be where.
//!
//! # Layout
//! - [`facts`]: what is told of a library
//! - [`reasons`]: why something failed, without what it failed with
//! - [`system`]: what is told of the computer

mod facts;
mod reasons;
mod system;
#[cfg(test)]
mod tests;

use std::fs::File;
use std::io::{self, Write};
use std::path::Path;

use serde_json::{Value, json};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::{Shared, versions};
use crate::logs::{Line, LogFiles};
use crate::{Error, Result, catalog};

/// What the file tells of itself, for the person who looks into it before sending it.
const READ_ME: &str = "A report of Paperside, for those who are to help.\n\n\
    report.json   versions, the kind of computer, settings, numbers, what was checked\n\
    logs/         what the app did, without what it did it with\n\n\
    No text and no name of a document, no question, no folder, no address and no key is in it.\n";

/// Writes the report of a library. Blocks.
///
/// # Errors
/// [`Error::File`] if it cannot be written. What cannot be told is left out, with its error's code: a report is wanted
/// when something is wrong.
pub(super) fn write(shared: &Shared, file: &Path) -> Result<()> {
    let mut report = general();
    report["library"] = facts::of(shared);
    save(&report, &LogFiles::in_library(&shared.config.library), file)
}

/// Writes what is known of a library that cannot be opened, for a reason with this code. Blocks.
///
/// # Errors
/// [`Error::File`] if it cannot be written.
pub(super) fn write_failure(library: &Path, code: &str, file: &Path) -> Result<()> {
    let mut report = general();
    report["failed"] = json!(code);
    save(&report, &LogFiles::in_library(library), file)
}

fn general() -> Value {
    json!({
        "app": {
            "version": versions::HERE,
            "schema": catalog::VERSION,
            "is_debug_build": cfg!(debug_assertions),
        },
        "system": system::told(),
    })
}

/// Makes the file as a whole or not at all.
fn save(report: &Value, logs: &LogFiles, file: &Path) -> Result<()> {
    let mut partial = file.as_os_str().to_owned();
    partial.push(".partial");
    let partial = Path::new(&partial);
    let written = pack(report, logs, partial).and_then(|()| std::fs::rename(partial, file));
    written.map_err(|source| {
        let _ = std::fs::remove_file(partial);
        Error::File { path: file.to_owned(), source }
    })
}

fn pack(report: &Value, logs: &LogFiles, file: &Path) -> io::Result<()> {
    let mut archive = ZipWriter::new(File::create(file)?);
    let mut part = |name: &str, text: &str| -> io::Result<()> {
        archive.start_file(name, SimpleFileOptions::default())?;
        archive.write_all(text.as_bytes())
    };
    part("README.txt", READ_ME)?;
    part("report.json", &format!("{report:#}\n"))?;
    for (name, text) in logs.read() {
        part(&format!("logs/{name}"), &shareable(&text))?;
    }
    archive.finish()?.sync_all()
}

/// The lines that others may see. What is no line of ours is left out.
fn shareable(log: &str) -> String {
    let lines = log.lines().filter_map(|line| serde_json::from_str::<Line>(line).ok());
    lines.filter_map(|line| Some(serde_json::to_string(&line.shareable()).ok()? + "\n")).collect()
}
