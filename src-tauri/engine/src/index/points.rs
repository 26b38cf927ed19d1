//! The words in which the rest of the engine speaks to an index.

use uuid::Uuid;

use super::KeywordVector;

/// A passage as the index keeps it.
#[derive(Debug, Clone)]
pub struct IndexPoint {
    /// The passage's id.
    pub id: Uuid,
    /// The document it belongs to.
    pub document: String,
    /// The collections the document belongs to, by their number in the catalog.
    pub collections: Vec<i64>,
    /// The passage's embedding, of length one; without it the passage is found by its words only.
    pub dense: Option<Vec<f32>>,
    /// Its words.
    pub keywords: KeywordVector,
}

/// Where to look. Empty lists do not restrict.
#[derive(Debug, Clone, Default)]
pub struct Scope {
    /// Only in these documents.
    pub documents: Vec<String>,
    /// Only in these collections.
    pub collections: Vec<i64>,
    /// Only these passages, if there is a list of them.
    pub passages: Option<Vec<Uuid>>,
}

/// What to look for.
#[derive(Debug, Clone)]
pub struct IndexQuery {
    /// The question's embedding; without it only words are looked for.
    pub dense: Option<Vec<f32>>,
    /// The question's words; without them only the meaning is looked for.
    pub keywords: Option<KeywordVector>,
    /// Where to look.
    pub scope: Scope,
    /// How many hits each leg may have.
    pub limit: usize,
}

/// A passage found by one leg.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LegHit {
    /// The passage's id.
    pub id: Uuid,
    /// Cosine in the dense leg, BM25 in the keyword leg.
    pub score: f32,
}

/// What each leg found, best first; equal scores in the order of ids, so that a search repeats itself.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct IndexHits {
    /// Nearest in meaning.
    pub dense: Vec<LegHit>,
    /// Sharing words.
    pub keyword: Vec<LegHit>,
}

/// Why the index failed.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    /// A passage that must not be written.
    #[error("passage {id} has a vector of {length} numbers where {expected} finite ones are needed")]
    BadPoint {
        /// Which passage.
        id: Uuid,
        /// The length of its vector.
        length: usize,
        /// The length that the index was made for.
        expected: usize,
    },
    /// The folder of the index cannot be used.
    #[error("{path}: {source}")]
    Folder {
        /// Which folder.
        path: std::path::PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// What Qdrant said.
    #[error("{0}")]
    Engine(String),
}
