//! One index for each model that a library is embedded with; one of them answers.
//!
//! There is only one yet. A second is filled beside it once a library can change its model while it is used; what is
//! removed will leave both.

use std::sync::Arc;

use super::{IndexError, IndexHits, IndexPoint, IndexQuery, PassageIndex};

/// An index and the model whose vectors are in it.
#[derive(Clone)]
pub struct Space {
    /// Names the model.
    pub model: Arc<str>,
    /// Where its vectors are.
    pub index: Arc<dyn PassageIndex>,
}

/// The indexes of a library.
pub struct Spaces {
    /// The one that answers comes first.
    spaces: Vec<Space>,
}

impl Spaces {
    /// Those of a library that has one.
    pub fn new(space: Space) -> Self {
        Self { spaces: vec![space] }
    }

    /// The one that answers.
    pub fn current(&self) -> &Space {
        self.spaces.first().expect("there is always one")
    }

    /// That of a model, if there is one.
    pub fn of(&self, model: &str) -> Option<&Space> {
        self.spaces.iter().find(|space| *space.model == *model)
    }

    /// All of them, the one that answers first.
    pub fn all(&self) -> &[Space] {
        &self.spaces
    }

    fn each(&self, work: impl FnMut(&Space) -> Result<(), IndexError>) -> Result<(), IndexError> {
        self.spaces.iter().try_for_each(work)
    }

    /// Adds passages to the index of their model, or replaces those with the same id.
    ///
    /// # Errors
    /// As [`PassageIndex::upsert`].
    pub fn upsert(&self, model: &str, points: Vec<IndexPoint>) -> Result<(), IndexError> {
        // An import that began before a model was given up ends after it; nobody will ask for these.
        self.of(model).map_or(Ok(()), |space| space.index.upsert(points))
    }

    /// Removes all passages of a document everywhere.
    ///
    /// # Errors
    /// What the engine said.
    pub fn remove_document(&self, document: &str) -> Result<(), IndexError> {
        self.each(|space| space.index.remove_document(document))
    }

    /// Whether any holds a passage of a document.
    ///
    /// # Errors
    /// What the engine said.
    pub fn hold(&self, document: &str) -> Result<bool, IndexError> {
        let mut any = false;
        self.each(|space| space.index.passages_of(document).map(|found| any |= !found.is_empty()))?;
        Ok(any)
    }

    /// Says anew everywhere which collections a document belongs to.
    ///
    /// # Errors
    /// What the engine said.
    pub fn set_collections(&self, document: &str, collections: &[i64]) -> Result<(), IndexError> {
        self.each(|space| space.index.set_collections(document, collections))
    }

    /// Asks the index of a model.
    ///
    /// # Errors
    /// What the engine said.
    pub fn search(&self, model: &str, query: &IndexQuery) -> Result<IndexHits, IndexError> {
        let space = self.of(model).ok_or_else(|| IndexError::Engine(format!("there is no index for {model}")))?;
        space.index.search(query)
    }

    /// Returns when everything written so far would survive a crash.
    ///
    /// # Errors
    /// What the engine said.
    pub fn flush(&self) -> Result<(), IndexError> {
        self.each(|space| space.index.flush())
    }
}
