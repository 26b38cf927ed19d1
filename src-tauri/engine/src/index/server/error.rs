//! What goes wrong with a server, told so that a person can act on it.

use crate::net::NetError;

/// Why a Qdrant server did not do what it was asked.
#[derive(Debug, Clone, thiserror::Error)]
pub enum ServerError {
    /// It could not be reached, or may not be.
    #[error(transparent)]
    Net(#[from] NetError),
    /// It does not accept the key.
    #[error(
        "the Qdrant server at {url} does not accept the key: check it in the settings, or with `paperside index use`"
    )]
    WrongKey {
        /// Its address.
        url: String,
    },
    /// It wants a key, and there is none.
    #[error(
        "the Qdrant server at {url} wants a key: give it one in the settings, or with `paperside index use --key-stdin`"
    )]
    NoKey {
        /// Its address.
        url: String,
    },
    /// The key cannot be had.
    #[error("the key of the Qdrant server at {url} cannot be had: {reason}")]
    LockedKey {
        /// Its address.
        url: String,
        /// What the keyring says.
        reason: String,
    },
    /// Its version lacks what is needed.
    #[error("the Qdrant server at {url} has version {version}, and {least} is the oldest that can be used: update it")]
    TooOld {
        /// Its address.
        url: String,
        /// The version that it has.
        version: String,
        /// The oldest that would do.
        least: &'static str,
    },
    /// Whatever answers there does not speak as Qdrant does.
    #[error(
        "no Qdrant server answers at {url}{said}: check the address; the port for gRPC is 6334 where nobody changed it"
    )]
    Stranger {
        /// Its address.
        url: String,
        /// What it says instead, in brackets, if anything.
        said: String,
    },
    /// The collection is not there, or not any more.
    #[error(
        "the Qdrant server at {url} has no collection {collection} yet: it is made and filled as soon as that can be"
    )]
    NoCollection {
        /// The server's address.
        url: String,
        /// The collection's name.
        collection: String,
    },
    /// The collection was made for other vectors.
    #[error(
        "the collection {collection} of the Qdrant server at {url} has vectors of {found} numbers, and {expected} are \
         needed: `paperside doctor --repair` makes it anew"
    )]
    OtherDimensions {
        /// The server's address.
        url: String,
        /// The collection's name.
        collection: String,
        /// The length of its vectors; 0 if it has none of the name.
        found: usize,
        /// The length that is needed.
        expected: usize,
    },
    /// It could not do it, as when its disk is full.
    #[error("the Qdrant server at {url} could not do what it was asked{said}: look into its log, or try again later")]
    Failed {
        /// Its address.
        url: String,
        /// What it says, in brackets, if anything.
        said: String,
    },
    /// It does not do such a thing.
    #[error("the Qdrant server at {url} refused what it was asked{said}: look into its settings")]
    Refused {
        /// Its address.
        url: String,
        /// What it says, in brackets, if anything.
        said: String,
    },
}

impl ServerError {
    /// Whether the server is at fault, or the way to it, and not what was asked: another time it may do the same.
    pub(crate) fn is_trouble(&self) -> bool {
        !matches!(self, Self::Refused { .. })
    }

    /// Whether the same may succeed within moments.
    pub(super) fn is_passing(&self) -> bool {
        match self {
            // Who was silent for long is not waited for once more.
            Self::Net(NetError::TimedOut { .. }) => false,
            Self::Net(error) => error.is_passing(),
            Self::Stranger { .. } | Self::Failed { .. } => true,
            _ => false,
        }
    }
}
