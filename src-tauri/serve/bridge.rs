//! The way of an assistant to a library that another process holds: what comes from standard input goes to the server of
//! that process, and what it says comes back.

use std::path::PathBuf;
use std::pin::pin;

use paperside_engine::Error;
use paperside_engine::net::{Net, NetError};
use tokio::io::AsyncWriteExt;

use super::mcp::lines::{PATH, PROTOCOL};
use super::published;
use super::token::Token;

/// What the person sees in the list of connections.
const PURPOSE: &str = "pass on what an assistant asks";

/// Why an assistant cannot be served through the process that holds the library.
#[derive(Debug, thiserror::Error)]
pub enum NotPassedOn {
    /// That process serves nobody.
    #[error(
        "the library {library} is in use by another Paperside{}. To work through its window, open Settings there, \
         go to “Other programs”, switch on “Serve other programs”, and start this again; or close it",
        holder.map(|process| format!(" (process {process})")).unwrap_or_default()
    )]
    NotServed {
        /// The library's folder.
        library: String,
        /// The process that holds it, where it could be told.
        holder: Option<u32>,
    },
    /// Its server did not let the assistant in.
    #[error("the Paperside that has the library open could not be asked: {0}")]
    NotAsked(#[from] NetError),
    /// The token is not to be had.
    #[error("the token of the Paperside that has the library open cannot be read: {0}")]
    NoToken(Box<Error>),
    /// Its server ended first.
    #[error("the Paperside that has the library open ended the conversation: it was closed, or serves nobody any more")]
    Ended,
}

/// Passes on what is said between standard input and output and the server of the process that holds a library, until
/// the program at this end closes its side.
///
/// # Errors
/// [`NotPassedOn`].
pub async fn pass_on(library: PathBuf, holder: Option<u32>) -> Result<(), NotPassedOn> {
    let nobody = NotPassedOn::NotServed { library: library.display().to_string(), holder };
    let found = tokio::task::spawn_blocking(move || {
        let address = published::served(&library, holder)?;
        Some((address, Token::found_in(&library)))
    });
    let Some((address, token)) = found.await.ok().flatten() else { return Err(nobody) };
    let token = token.map_err(|error| NotPassedOn::NoToken(Box::new(error)))?;
    let request = Net::new().get(&format!("{address}{PATH}"), PURPOSE).key(Some(token.as_str()));
    let (mut from_server, mut to_server) = tokio::io::split(request.converse(PROTOCOL).await?);
    let (mut input, mut output) = (tokio::io::stdin(), tokio::io::stdout());
    let mut receiving = pin!(tokio::io::copy(&mut from_server, &mut output));
    let sending = async {
        tokio::io::copy(&mut input, &mut to_server).await?;
        to_server.shutdown().await
    };
    tokio::select! {
        biased;
        _ = &mut receiving => return Err(NotPassedOn::Ended),
        sent = sending => sent.map_err(|_| NotPassedOn::Ended)?,
    }
    // What was asked before the end is still answered.
    let _ = receiving.await;
    Ok(())
}
