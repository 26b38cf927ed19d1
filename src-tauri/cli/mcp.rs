//! `mcp`: the library for a program that speaks the Model Context Protocol. Standard output is that program's; what a
//! person should know goes to standard error, where clients keep it.

use std::io::IsTerminal;

use paperside_engine::{Error, Library, Result};

use super::{Exit, Output};
use crate::serve::mcp;

/// Serves the program at standard input and output until it closes its side. Imports that were interrupted go on
/// meanwhile and watched folders are followed, since nobody else can have the library open.
///
/// # Errors
/// Those of opening the library.
pub(super) async fn run(opened: Result<Library>, output: Output) -> Result<Exit> {
    let library = match opened {
        Err(in_use @ Error::LibraryInUse { .. }) => return bridge(in_use),
        opened => opened?,
    };
    library.work_on_queue().await?;
    if std::io::stdin().is_terminal() {
        output.note("A program that speaks the Model Context Protocol is to be at the other end; Ctrl-D ends.");
    }
    match mcp::serve_stdio(library).await {
        Ok(()) => Ok(Exit::Done),
        Err(error) => {
            output.note(&format!("paperside: {error}"));
            Ok(Exit::Failed)
        }
    }
}

/// Another Paperside has the library open. When that one serves the protocol too, what comes here can be passed on to
/// it; until then the person is told.
fn bridge(in_use: Error) -> Result<Exit> {
    Err(in_use)
}
