//! Second stage: passages to vectors.
//!
//! One thread gives texts to the embedder and never waits for a vector; another waits for the vectors and hands them
//! on. So the embedder is given the next pages, or the next document, before it is done with these.

use std::collections::BTreeMap;
use std::sync::Arc;

use crossbeam_channel::Sender;

use super::{Beginning, Chunk, Parcel, Part, go_on_unless_stopped};
use crate::Result;
use crate::catalog::{EmbeddedPassage, passage_id};
use crate::library::embedding::Embedding;
use crate::library::import::job::Job;
use crate::messages::{ImportId, Stage};
use crate::passage::Passage;
use crate::search::Searcher;

/// A passage whose embedding is on its way, or known from another passage with the same text.
pub(in crate::library::import) struct Pending {
    passage: Passage,
    embedding: Embedding,
}

/// Hands the parts of documents on, worked upon. After a failure the rest of a document is let pass by.
struct Relay<T, P> {
    next: Sender<Parcel<P>>,
    /// What is known of the documents whose parts are coming; of none that has ended, well or not.
    current: BTreeMap<ImportId, T>,
}

impl<T, P> Relay<T, P> {
    fn pass<Q>(
        &mut self,
        Parcel { import, part }: Parcel<Q>,
        begin: impl FnOnce(&Beginning) -> T,
        work: impl FnOnce(&mut T, Chunk<Q>) -> Result<Chunk<P>>,
    ) {
        let part = match part {
            Part::Begin(beginning) => {
                self.current.insert(import, begin(&beginning));
                Part::Begin(beginning)
            }
            Part::Pages(chunk) => {
                let Some(current) = self.current.get_mut(&import) else { return };
                match work(current, chunk) {
                    Ok(chunk) => Part::Pages(chunk),
                    Err(error) => {
                        self.current.remove(&import);
                        Part::End(Err(error))
                    }
                }
            }
            Part::End(ended) => match self.current.remove(&import) {
                Some(_) => Part::End(ended),
                None => return,
            },
        };
        if self.next.send(Parcel { import, part }).is_err() {
            self.current.remove(&import);
        }
    }
}

/// Gives passages to the embedder.
pub(in crate::library::import) struct Submitter {
    searcher: Searcher,
    relay: Relay<Arc<Job>, Pending>,
}

impl Submitter {
    /// Embeds with the searcher's model and hands on to `next`.
    pub(in crate::library::import) fn new(searcher: Searcher, next: Sender<Parcel<Pending>>) -> Self {
        Self { searcher, relay: Relay { next, current: BTreeMap::new() } }
    }

    /// Gives a document's part to the embedder and hands it on.
    pub(in crate::library::import) fn take(&mut self, parcel: Parcel<Passage>) {
        let Self { searcher, relay } = self;
        relay.pass(parcel, |beginning| Arc::clone(&beginning.job), |job, chunk| submit(searcher, job, chunk));
    }
}

fn submit(searcher: &Searcher, job: &Job, chunk: Chunk<Passage>) -> Result<Chunk<Pending>> {
    let (catalog, space) = (&searcher.catalog, searcher.spaces.current());
    let Chunk { pages, passages, expected } = chunk;
    let passages = passages.into_iter().map(|passage| {
        go_on_unless_stopped(job)?;
        let embedding = Embedding::of(&passage, catalog, &space.embedder)?;
        Ok(Pending { passage, embedding })
    });
    Ok(Chunk { pages, passages: passages.collect::<Result<_>>()?, expected })
}

/// Waits for the vectors.
pub(in crate::library::import) struct Collector {
    relay: Relay<Current, EmbeddedPassage>,
}

struct Current {
    job: Arc<Job>,
    id: String,
    embedded: u32,
}

impl Collector {
    /// Hands on to `next`.
    pub(in crate::library::import) fn new(next: Sender<Parcel<EmbeddedPassage>>) -> Self {
        Self { relay: Relay { next, current: BTreeMap::new() } }
    }

    /// Waits for a part's vectors and hands it on.
    pub(in crate::library::import) fn take(&mut self, parcel: Parcel<Pending>) {
        let begin =
            |beginning: &Beginning| Current { job: Arc::clone(&beginning.job), id: beginning.id.clone(), embedded: 0 };
        self.relay.pass(parcel, begin, collect);
    }
}

fn collect(current: &mut Current, chunk: Chunk<Pending>) -> Result<Chunk<EmbeddedPassage>> {
    let Current { job, id, embedded } = current;
    let Chunk { pages, passages, expected } = chunk;
    let expected = expected.max(*embedded + passages.len() as u32);
    if !passages.is_empty() {
        job.progress(Stage::Embedding, *embedded, expected);
    }
    let mut with_vectors = Vec::with_capacity(passages.len());
    for Pending { passage, embedding } in passages {
        go_on_unless_stopped(job)?;
        if matches!(embedding, Embedding::Awaited(_)) {
            job.count_embedded();
        }
        let waited = embedding.wait_unless(&|| job.is_stopped());
        go_on_unless_stopped(job)?;
        let embedding = waited?;
        *embedded += 1;
        job.progress(Stage::Embedding, *embedded, expected);
        with_vectors.push(EmbeddedPassage { id: passage_id(id, passage.ordinal), passage, embedding });
    }
    Ok(Chunk { pages, passages: with_vectors, expected })
}
