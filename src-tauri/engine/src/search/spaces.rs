//! One index for each model that a library is embedded with; one of them answers.
//!
//! A second one is filled beside it while the library changes its model. What is removed leaves both.

use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use crossbeam_channel::{Receiver, Sender, bounded};

use crate::embed::{Effort, Embedder};
use crate::index::{IndexError, IndexHits, IndexQuery, PassageIndex};

/// A model and the index of its vectors.
pub(crate) struct Space {
    /// Turns texts into its vectors.
    pub(crate) embedder: Embedder,
    /// Where they are.
    pub(crate) index: Arc<dyn PassageIndex>,
}

impl Space {
    /// Names the model's vectors.
    pub(crate) fn model(&self) -> &Arc<str> {
        self.embedder.model_name()
    }
}

/// The models of a library with their indexes.
pub(crate) struct Spaces {
    /// The one that answers comes first. Held for as long as it takes to clone a handle.
    spaces: RwLock<Vec<Arc<Space>>>,
    /// Told when there are new passages.
    news: (Sender<()>, Receiver<()>),
}

impl Spaces {
    /// Those of a library that has one.
    pub(crate) fn new(space: Space) -> Self {
        Self { spaces: RwLock::new(vec![Arc::new(space)]), news: bounded(1) }
    }

    /// The one that answers.
    pub(crate) fn current(&self) -> Arc<Space> {
        Arc::clone(self.read().first().expect("there is always one"))
    }

    /// That of a model, if there is one.
    pub(crate) fn of(&self, model: &str) -> Option<Arc<Space>> {
        self.read().iter().find(|space| **space.model() == *model).cloned()
    }

    /// All of them, the one that answers first.
    pub(crate) fn all(&self) -> Vec<Arc<Space>> {
        self.read().clone()
    }

    /// Puts one beside the one that answers.
    pub(crate) fn put_beside(&self, space: Arc<Space>) {
        self.write().push(space);
    }

    /// Lets that of a model answer from now on, if there is one.
    pub(crate) fn promote(&self, model: &str) {
        let mut spaces = self.write();
        if let Some(place) = spaces.iter().position(|space| **space.model() == *model) {
            spaces[..=place].rotate_right(1);
        }
    }

    /// Takes away all but the one that answers.
    pub(crate) fn retire_others(&self) -> Vec<Arc<Space>> {
        self.write().split_off(1)
    }

    /// Tells whoever waits for it that there are passages that not every model may have embedded.
    pub(crate) fn tell_news(&self) {
        // One that is still unheard is enough.
        let _ = self.news.0.try_send(());
    }

    /// Where that is heard.
    pub(crate) fn news(&self) -> Receiver<()> {
        self.news.1.clone()
    }

    /// How much of the machine imports may take.
    pub(crate) fn set_effort(&self, effort: Effort) {
        self.read().iter().for_each(|space| space.embedder.set_effort(effort));
    }

    /// The person is doing something just now.
    pub(crate) fn note_attention(&self) {
        self.read().iter().for_each(|space| space.embedder.note_attention());
    }

    /// Removes all passages of a document everywhere.
    ///
    /// # Errors
    /// What the engine said.
    pub(crate) fn remove_document(&self, document: &str) -> Result<(), IndexError> {
        self.each(|space| space.index.remove_document(document))
    }

    /// Whether any holds a passage of a document.
    ///
    /// # Errors
    /// What the engine said.
    pub(crate) fn hold(&self, document: &str) -> Result<bool, IndexError> {
        let mut any = false;
        self.each(|space| space.index.passages_of(document).map(|found| any |= !found.is_empty()))?;
        Ok(any)
    }

    /// Says anew everywhere which collections a document belongs to.
    ///
    /// # Errors
    /// What the engine said.
    pub(crate) fn set_collections(&self, document: &str, collections: &[i64]) -> Result<(), IndexError> {
        self.each(|space| space.index.set_collections(document, collections))
    }

    /// Asks the index of a model; the one that answers, if that model has been given up since the question was
    /// embedded, and then by its words alone.
    ///
    /// # Errors
    /// What the engine said.
    pub(crate) fn search(&self, model: &str, query: &IndexQuery) -> Result<IndexHits, IndexError> {
        match self.of(model) {
            Some(space) => space.index.search(query),
            None => self.current().index.search(&IndexQuery { dense: None, ..query.clone() }),
        }
    }

    /// Returns when everything written so far would survive a crash.
    ///
    /// # Errors
    /// What the engine said.
    pub(crate) fn flush(&self) -> Result<(), IndexError> {
        self.each(|space| space.index.flush())
    }

    fn each(&self, work: impl FnMut(&Arc<Space>) -> Result<(), IndexError>) -> Result<(), IndexError> {
        self.all().iter().try_for_each(work)
    }

    fn read(&self) -> RwLockReadGuard<'_, Vec<Arc<Space>>> {
        self.spaces.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Vec<Arc<Space>>> {
        self.spaces.write().unwrap_or_else(PoisonError::into_inner)
    }
}
