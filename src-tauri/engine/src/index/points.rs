//! The words in which the rest of the engine speaks to an index.

use uuid::Uuid;

use super::KeywordVector;
use super::server::ServerError;

/// The vector of a passage's meaning.
pub(super) const DENSE: &str = "dense";

/// The vector of its words.
pub(super) const KEYWORD: &str = "keyword";

/// What tells which document it belongs to.
pub(super) const DOCUMENT: &str = "document";

/// What tells which collections that belongs to.
pub(super) const COLLECTIONS: &str = "collections";

/// How many points are written at once; bounds the size of a record in a log and of a message to a server.
pub(super) const BATCH: usize = 256;

/// How many passages are kept in sight while the graph of neighbours is walked (`ef`); twice what a leg brings, so that
/// few of these are missed.
pub(super) const BREADTH: u64 = 200;

/// How many ids are asked for at once.
pub(super) const SCROLLED: u32 = 4096;

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

impl LegHit {
    /// Best first; equal scores in the order of ids, so that a search repeats itself.
    pub(super) fn in_order(mut hits: Vec<Self>) -> Vec<Self> {
        hits.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.id.cmp(&b.id)));
        hits
    }
}

/// What each leg found, best first; equal scores in the order of ids, so that a search repeats itself.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct IndexHits {
    /// Nearest in meaning.
    pub dense: Vec<LegHit>,
    /// Sharing words.
    pub keyword: Vec<LegHit>,
}

impl IndexPoint {
    /// That a passage can be kept among embeddings of this length.
    ///
    /// # Errors
    /// [`IndexError::BadPoint`].
    pub(super) fn check(&self, dimensions: usize) -> Result<(), IndexError> {
        let Some(dense) = &self.dense else { return Ok(()) };
        let sound = dense.len() == dimensions && dense.iter().all(|x| x.is_finite());
        sound.then_some(()).ok_or(IndexError::BadPoint { id: self.id, length: dense.len(), expected: dimensions })
    }
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
    /// The server that keeps the index did not do what it was asked.
    #[error(transparent)]
    Server(#[from] ServerError),
    /// A search would miss what is not in it yet.
    #[error("the index is being filled: {done} of {total} passages are in it. Search again when it is done")]
    Filling {
        /// How many are in it.
        done: usize,
        /// How many there are.
        total: usize,
    },
}

impl IndexError {
    /// Whether the server is at fault, and not what was asked of it: another time it may do the same.
    pub(crate) fn is_of_server(&self) -> bool {
        matches!(self, Self::Server(error) if error.is_trouble())
    }
}
