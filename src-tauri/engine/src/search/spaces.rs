//! One index for each model that a library is embedded with; one of them answers.
//!
//! A second one is filled beside it while the library changes its model. What is removed leaves both.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use crossbeam_channel::{Receiver, Sender, bounded};

use super::Standing;
use crate::Result;
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
    known: RwLock<Vec<Arc<Space>>>,
    /// Told when there are new passages.
    news: (Sender<()>, Receiver<()>),
    /// Told when an index that is elsewhere may not hold what the catalog does.
    doubts: (Sender<()>, Receiver<()>),
    /// How the one that answers stands.
    standing: Standing,
    /// Held for reading by who writes to an index and then to the catalog, so that the two are not compared, and the
    /// index is not exchanged for another one, in between.
    writes: RwLock<()>,
    removals: Mutex<()>,
}

impl Spaces {
    /// Those of a library that has one.
    pub(crate) fn new(space: Space) -> Self {
        let known = RwLock::new(vec![Arc::new(space)]);
        Self {
            known,
            news: bounded(1),
            doubts: bounded(1),
            standing: Standing::new(),
            writes: RwLock::default(),
            removals: Mutex::default(),
        }
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

    /// Tells whoever looks after the index that it may not hold what the catalog does.
    pub(crate) fn doubt(&self) {
        let _ = self.doubts.0.try_send(());
    }

    /// Where that is heard.
    pub(crate) fn doubts(&self) -> Receiver<()> {
        self.doubts.1.clone()
    }

    /// How the index that answers stands.
    pub(crate) fn standing(&self) -> &Standing {
        &self.standing
    }

    /// Held by who writes to an index and then to the catalog.
    pub(crate) fn writing(&self) -> RwLockReadGuard<'_, ()> {
        self.writes.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Held by who wants nobody to write meanwhile.
    pub(crate) fn without_writers(&self) -> RwLockWriteGuard<'_, ()> {
        self.writes.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets another index of the same model answer from now on, if that can be remembered; answers the one that did.
    /// Nobody asks or tells an index of anything in between.
    pub(crate) fn exchange(
        &self,
        index: &Arc<dyn PassageIndex>,
        remember: impl FnOnce() -> Result<bool>,
    ) -> Result<Option<Arc<Space>>> {
        let mut spaces = self.write();
        if !remember()? {
            return Ok(None);
        }
        let (embedder, index) = (spaces[0].embedder.clone(), Arc::clone(index));
        Ok(Some(std::mem::replace(&mut spaces[0], Arc::new(Space { embedder, index }))))
    }

    /// Held by who takes a document out, which must not be done by two at once.
    pub(crate) fn removing(&self) -> MutexGuard<'_, ()> {
        self.removals.lock().unwrap_or_else(PoisonError::into_inner)
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
            Some(space) => self.search_in(&space, query),
            None => self.search_words(&IndexQuery { dense: None, ..query.clone() }),
        }
    }

    /// Asks the index that answers for words.
    ///
    /// # Errors
    /// What the engine said.
    pub(crate) fn search_words(&self, query: &IndexQuery) -> Result<IndexHits, IndexError> {
        self.search_in(&self.current(), query)
    }

    fn search_in(&self, space: &Space, query: &IndexQuery) -> Result<IndexHits, IndexError> {
        self.standing.check()?;
        self.heard(space.index.search(query))
    }

    /// What goes wrong with a server is looked into by whoever looks after the index.
    fn heard<T>(&self, done: Result<T, IndexError>) -> Result<T, IndexError> {
        done.inspect_err(|error| {
            if error.is_of_server() {
                self.doubt();
            }
        })
    }

    /// Returns when everything written so far would survive a crash.
    ///
    /// # Errors
    /// What the engine said.
    pub(crate) fn flush(&self) -> Result<(), IndexError> {
        self.each(|space| space.index.flush())
    }

    fn each(&self, work: impl FnMut(&Arc<Space>) -> Result<(), IndexError>) -> Result<(), IndexError> {
        self.heard(self.all().iter().try_for_each(work))
    }

    fn read(&self) -> RwLockReadGuard<'_, Vec<Arc<Space>>> {
        self.known.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Vec<Arc<Space>>> {
        self.known.write().unwrap_or_else(PoisonError::into_inner)
    }
}
