//! `watch`: keeps the library in step with a folder.

use paperside_engine::messages::LibraryEvent;
use paperside_engine::{Library, Result};
use tokio::sync::broadcast::error::RecvError;

use super::arguments::WatchArguments;
use super::{Exit, Output, add};

/// Follows the folder until Ctrl-C, and tells what is done.
///
/// # Errors
/// If it is no folder; those of the catalog.
pub(super) async fn run(library: &Library, arguments: WatchArguments, output: Output) -> Result<Exit> {
    let mut events = library.subscribe();
    let _watch = library.follow_folder(arguments.folder, arguments.collection).await?;
    // One for all rounds, so that none is missed between two of them.
    let interrupt = tokio::signal::ctrl_c();
    tokio::pin!(interrupt);
    loop {
        let event = tokio::select! {
            event = events.recv() => event,
            _ = &mut interrupt => return Ok(Exit::Done),
        };
        match event {
            Ok(event @ LibraryEvent::Progress(_)) => output.result(&event, String::new),
            Ok(LibraryEvent::Document(outcome)) => {
                let line = add::line(&outcome);
                output.result(&LibraryEvent::Document(outcome), || line);
            }
            Ok(event @ LibraryEvent::Removed { .. }) => {
                let line = match &event {
                    LibraryEvent::Removed { id } => format!("removed    {}\n", id.get(..8).unwrap_or(id)),
                    _ => String::new(),
                };
                output.result(&event, || line);
            }
            Ok(_) | Err(RecvError::Lagged(_)) => {}
            Err(RecvError::Closed) => return Ok(Exit::Done),
        }
    }
}
