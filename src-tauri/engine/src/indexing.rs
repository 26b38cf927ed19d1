//! Passages to an index and back without a library, for tools that measure.

use std::path::Path;

use uuid::Uuid;

use crate::index::{EmbeddedIndex, IndexError, IndexHits, IndexPoint, IndexQuery, Keywords, PassageIndex, Scope};

/// An index of passages that have numbers for names.
pub struct Indexing {
    index: Box<dyn PassageIndex>,
    keywords: Keywords,
}

/// A passage to be found.
#[derive(Debug, Clone)]
pub struct NumberedPassage {
    /// Its number.
    pub number: u64,
    /// The document it belongs to.
    pub document: String,
    /// The collections the document belongs to.
    pub collections: Vec<i64>,
    /// Its words.
    pub text: String,
    /// Its embedding, of length one.
    pub dense: Vec<f32>,
}

/// The numbers of what each leg found, best first.
#[derive(Debug, Clone, Default)]
pub struct NumbersFound {
    /// Nearest in meaning.
    pub dense: Vec<u64>,
    /// Sharing words.
    pub keyword: Vec<u64>,
}

impl Indexing {
    /// The index inside this process, in a folder, for embeddings of so many numbers.
    ///
    /// # Errors
    /// [`IndexError`] if the folder cannot be used.
    pub fn embedded(folder: &Path, dimensions: usize) -> Result<Self, IndexError> {
        Ok(Self { index: Box::new(EmbeddedIndex::open(folder, dimensions)?), keywords: Keywords::new() })
    }

    /// Adds passages, or replaces those of the same numbers. Blocks.
    ///
    /// # Errors
    /// [`IndexError::BadPoint`] or what the engine said.
    pub fn upsert(&self, passages: Vec<NumberedPassage>) -> Result<(), IndexError> {
        let point = |passage: NumberedPassage| IndexPoint {
            id: Uuid::from_u128(u128::from(passage.number)),
            document: passage.document,
            collections: passage.collections,
            dense: Some(passage.dense),
            keywords: self.keywords.of_passage("", &passage.text),
        };
        self.index.upsert(passages.into_iter().map(point).collect())
    }

    /// Removes a document's passages. Blocks.
    ///
    /// # Errors
    /// What the engine said.
    pub fn remove_document(&self, document: &str) -> Result<(), IndexError> {
        self.index.remove_document(document)
    }

    /// Returns when all would survive a crash. Blocks.
    ///
    /// # Errors
    /// What the engine said.
    pub fn flush(&self) -> Result<(), IndexError> {
        self.index.flush()
    }

    /// Makes searches among many passages quicker. Blocks for long.
    ///
    /// # Errors
    /// What the engine said.
    pub fn optimize(&self) -> Result<(), IndexError> {
        self.index.optimize()
    }

    /// How many passages there are.
    ///
    /// # Errors
    /// What the engine said.
    pub fn count(&self) -> Result<usize, IndexError> {
        self.index.count()
    }

    /// What is nearest to an embedding and what shares words with a text, in all collections or in one. Blocks.
    ///
    /// # Errors
    /// What the engine said.
    pub fn search(
        &self,
        dense: &[f32],
        text: &str,
        collection: Option<i64>,
        limit: usize,
    ) -> Result<NumbersFound, IndexError> {
        let query = IndexQuery {
            dense: Some(dense.to_vec()),
            keywords: Some(self.keywords.of_question(text)),
            scope: Scope { collections: collection.into_iter().collect(), ..Scope::default() },
            limit,
        };
        let IndexHits { dense, keyword } = self.index.search(&query)?;
        let numbers = |hits: Vec<crate::index::LegHit>| hits.iter().map(|hit| hit.id.as_u128() as u64).collect();
        Ok(NumbersFound { dense: numbers(dense), keyword: numbers(keyword) })
    }
}
