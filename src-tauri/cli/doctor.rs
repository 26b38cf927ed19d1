//! `doctor`: whether all is well, and what to do if not.

use paperside_engine::{Check, Health, Library, Result};

use super::arguments::DoctorArguments;
use super::{Exit, Output};

/// Prints the result of every check; also when the library cannot be opened, for then it is needed most.
pub(super) async fn run(opened: Result<Library>, arguments: DoctorArguments, output: Output) -> Exit {
    let health = match &opened {
        Ok(library) => match if arguments.repair { library.repair().await } else { Ok(()) } {
            Ok(()) => library.health().await,
            Err(error) => Health::failed("index", &error),
        },
        Err(error) => Health::failed(error.code(), error),
    };
    output.result(&health, || health.checks.iter().map(line).collect());
    if health.sound { Exit::Done } else { Exit::Failed }
}

fn line(check: &Check) -> String {
    let mark = if check.sound { "ok " } else { "BAD" };
    format!("{mark}  {:<8} {}\n", check.part, check.message)
}
