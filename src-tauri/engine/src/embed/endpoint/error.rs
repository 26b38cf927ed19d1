//! Why an embedding server could not be used.

use crate::net::NetError;

/// Why an embedding server could not be used. None of it holds a key.
#[derive(Debug, thiserror::Error)]
pub enum EndpointError {
    /// Nothing answers at the address.
    #[error("no embedding server answers at {url}: start it, check the address, or choose the built-in model")]
    NoServer {
        /// Where it was looked for.
        url: String,
        /// What stands in the way.
        source: NetError,
    },
    /// The server wants another key, or one at all.
    #[error("the embedding server at {url} does not accept the key: check the key in the settings")]
    KeyRefused {
        /// Where it is.
        url: String,
        /// What it said.
        source: NetError,
    },
    /// The server has no such model, or does not embed.
    #[error(
        "the server at {url} does not embed with the model “{model}”{}: check the address and the model",
        if said.is_empty() { String::new() } else { format!(" (it says: {said})") }
    )]
    NotOffered {
        /// Where it is.
        url: String,
        /// The model that was asked for.
        model: String,
        /// What it said.
        said: String,
    },
    /// The answer cannot be searched by.
    #[error("the embedding server at {url} cannot be used: {reason}. Check the address, or choose another model")]
    Unusable {
        /// Where it is.
        url: String,
        /// What is wrong with its answer.
        reason: String,
    },
    /// The request failed for another reason.
    #[error(transparent)]
    Net(#[from] NetError),
}
