//! Passages to Qdrant and back, by vectors nearest in meaning and by shared words.
//!
//! The vocabulary here is small and our own, so that the embedded engine and a Qdrant server each need one
//! translation. The room knows no model: dense vectors come from outside; only the keyword vectors are made
//! here, because the engine and the server must cut words alike.
//!
//! # Layout
//! - [`embedded`]: the index inside this process, on disk (`qdrant-edge`)
//! - [`server`]: the index on a Qdrant server or cluster (`qdrant-client`)
//! - [`keywords`]: text to BM25 sparse vectors
//! - [`points`]: the vocabulary
//! - [`quiet`]: panics to errors
//! - `conformance`: what every index does, wherever it is

#[cfg(test)]
mod conformance;
mod embedded;
mod keywords;
mod points;
mod quiet;
mod server;

pub use embedded::EmbeddedIndex;
pub use keywords::{KEYWORDS_FORM, KeywordVector, Keywords, is_small_word};
pub use points::{IndexError, IndexHits, IndexPoint, IndexQuery, LegHit, Scope};
pub use server::{IndexServer, ServerError, server_address};

use uuid::Uuid;

/// Where passages are kept to be found.
///
/// Calls block; keep them off the event loop. Reads go on while one writer writes.
pub trait PassageIndex: Send + Sync {
    /// Where it is, if that is outside of this process: a place that may be away.
    fn elsewhere(&self) -> Option<&str> {
        None
    }

    /// Makes what it needs, where that is not there yet.
    ///
    /// # Errors
    /// What the engine said.
    fn prepare(&self) -> Result<(), IndexError> {
        Ok(())
    }

    /// Adds passages, or replaces those with the same id.
    ///
    /// # Errors
    /// [`IndexError::BadPoint`] before anything is written if a vector has the wrong length or holds a number
    /// that is not finite; otherwise what the engine said.
    fn upsert(&self, points: Vec<IndexPoint>) -> Result<(), IndexError>;

    /// Removes all passages of a document.
    ///
    /// # Errors
    /// What the engine said.
    fn remove_document(&self, document: &str) -> Result<(), IndexError>;

    /// Removes all passages of all documents, and every trace of those that were removed before.
    ///
    /// # Errors
    /// What the engine said.
    fn clear(&self) -> Result<(), IndexError>;

    /// The ids of a document's passages, in any order.
    ///
    /// # Errors
    /// What the engine said.
    fn passages_of(&self, document: &str) -> Result<Vec<Uuid>, IndexError>;

    /// Says anew which collections a document belongs to.
    ///
    /// # Errors
    /// What the engine said.
    fn set_collections(&self, document: &str, collections: &[i64]) -> Result<(), IndexError>;

    /// The passages nearest in meaning and those that share words, best first in each leg.
    ///
    /// # Errors
    /// What the engine said.
    fn search(&self, query: &IndexQuery) -> Result<IndexHits, IndexError>;

    /// Gives back what removed passages take, and makes searches among many passages quicker. Takes long if there is
    /// much to do; searches go on meanwhile, writes wait.
    ///
    /// # Errors
    /// What the engine said.
    fn optimize(&self) -> Result<(), IndexError>;

    /// How many passages there are.
    ///
    /// # Errors
    /// What the engine said.
    fn count(&self) -> Result<usize, IndexError>;

    /// Returns when everything written so far would survive a crash.
    ///
    /// # Errors
    /// What the engine said.
    fn flush(&self) -> Result<(), IndexError>;
}
