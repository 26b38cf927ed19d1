//! `doctor`: whether all is well, and what to do if not.

use std::io;
use std::path::{Path, PathBuf};

use paperside_engine::logs::LogFiles;
use paperside_engine::{Check, Error, Health, Library, Result};
use serde::Serialize;

use super::arguments::DoctorArguments;
use super::{Exit, Output};

/// A report that was written.
#[derive(Serialize)]
struct Report<'a> {
    r#type: &'static str,
    file: &'a Path,
}

/// Prints the result of every check; also when the library cannot be opened, for then it is needed most.
///
/// # Errors
/// That a report could not be written.
pub(super) async fn run(
    opened: Result<Library>,
    folder: PathBuf,
    arguments: DoctorArguments,
    output: Output,
) -> Result<Exit> {
    let health = match &opened {
        Ok(library) => match if arguments.repair { library.repair().await } else { Ok(()) } {
            Ok(()) => library.health().await,
            Err(error) => Health::failed("index", &error),
        },
        Err(error) => Health::failed(error.code(), error).with_logs(&LogFiles::in_library(&folder)),
    };
    output.result(&health, || health.checks.iter().map(line).collect());
    if let Some(file) = arguments.bundle {
        report(&opened, folder, &file).await?;
        let written = format!("\nThe report is in {}: look into it before you send it.\n", file.display());
        output.result(&Report { r#type: "report", file: &file }, || written);
    }
    Ok(if health.sound { Exit::Done } else { Exit::Failed })
}

/// Writes a report, but over nothing.
async fn report(opened: &Result<Library>, folder: PathBuf, file: &Path) -> Result<()> {
    if file.exists() {
        return Err(Error::File { path: file.to_owned(), source: io::ErrorKind::AlreadyExists.into() });
    }
    match opened {
        Ok(library) => library.write_report(file.to_owned()).await,
        Err(error) => Library::write_report_of_failure(folder, error, file.to_owned()).await,
    }
}

fn line(check: &Check) -> String {
    let mark = if check.sound { "ok " } else { "BAD" };
    format!("{mark}  {:<8} {}\n", check.part, check.message)
}
