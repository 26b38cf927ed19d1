//! `mcp`: the library for a program that speaks the Model Context Protocol. Standard output is that program's; what a
//! person should know goes to standard error, where clients keep it.

use std::io::IsTerminal;
use std::path::PathBuf;

use paperside_engine::{Error, Library, Result};

use super::{Exit, Output};
use crate::serve::{bridge, mcp};

/// Serves the program at standard input and output until it closes its side. Imports that were interrupted go on
/// meanwhile and watched folders are followed, since nobody else can have the library open. If somebody has, the program
/// is served through them.
///
/// # Errors
/// Those of opening the library.
pub(super) async fn run(opened: Result<Library>, output: Output) -> Result<Exit> {
    let library = match opened {
        Err(Error::LibraryInUse { path, holder }) => return Ok(pass_on(path, holder, output).await),
        opened => opened?,
    };
    library.work_on_queue().await?;
    say_who_is_expected(output);
    Ok(told(mcp::serve_stdio(library).await, output))
}

/// Another Paperside has the library open: what comes here is passed on to it, if it serves other programs.
async fn pass_on(library: PathBuf, holder: Option<u32>, output: Output) -> Exit {
    say_who_is_expected(output);
    told(bridge::pass_on(library, holder).await, output)
}

/// Tells a person who started this by hand.
fn say_who_is_expected(output: Output) {
    if std::io::stdin().is_terminal() {
        output.note("A program that speaks the Model Context Protocol is to be at the other end; Ctrl-D ends.");
    }
}

/// How it ended, with the reason on standard error if it did badly.
fn told(ended: Result<(), impl std::error::Error>, output: Output) -> Exit {
    match ended {
        Ok(()) => Exit::Done,
        Err(error) => {
            output.note(&format!("paperside: {error}"));
            Exit::Failed
        }
    }
}
