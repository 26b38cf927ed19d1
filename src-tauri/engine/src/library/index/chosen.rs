//! Where an index is, as it is remembered.

use serde::{Deserialize, Serialize};

use crate::Result;
use crate::catalog::Catalog;
use crate::index::{ServerError, server_address};
use crate::messages::{IndexPlace, IndexServerOptions};

/// The setting that tells where the index is; none is the library's own folder.
pub(super) const PLACE: &str = "index-place";

/// What the library's own folder is called where a server could be named.
const EMBEDDED: &str = "embedded";

/// Whose keys are meant.
pub(crate) const INDEX: &str = "index";

/// A place for an index, with what must be known of it to use it without asking anybody.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Chosen {
    pub(crate) place: IndexPlace,
    /// Whether there is a key to be looked up.
    #[serde(default)]
    pub(crate) has_key: bool,
}

impl Chosen {
    /// Where the index of a library is.
    pub(super) fn of(catalog: &Catalog) -> Result<Self> {
        let stored = catalog.setting(PLACE)?;
        // A choice that a newer version made is not understood by this one.
        Ok(stored.and_then(|stored| serde_json::from_str(&stored).ok()).unwrap_or_default())
    }

    /// As it is remembered.
    pub(super) fn stored(&self) -> Option<String> {
        if *self == Self::default() { None } else { serde_json::to_string(self).ok() }
    }
}

impl IndexPlace {
    /// The place that is meant by a word: the address of a server, or `embedded`.
    ///
    /// # Errors
    /// [`Error::IndexServer`](crate::Error::IndexServer) if it is neither.
    pub fn named(word: &str) -> Result<Self> {
        if word.trim() == EMBEDDED {
            return Ok(Self::Embedded);
        }
        Self::Server { url: word.to_owned(), options: IndexServerOptions::default() }.kept()
    }

    /// The place with the address of its server as it is kept: with its scheme and the port for gRPC.
    ///
    /// # Errors
    /// [`Error::IndexServer`](crate::Error::IndexServer) if that is no address.
    pub(crate) fn kept(self) -> Result<Self> {
        Ok(match self {
            Self::Embedded => Self::Embedded,
            Self::Server { url, options } => {
                Self::Server { url: server_address(&url).map_err(ServerError::from)?, options }
            }
        })
    }

    /// The address of its server, if it has one.
    pub(crate) fn server(&self) -> Option<&String> {
        match self {
            Self::Embedded => None,
            Self::Server { url, .. } => Some(url),
        }
    }
}
