//! Embedding what a model has not embedded yet, behind everything else.
//!
//! A library that comes with another model than it was embedded with is made whole again here, without reading a file:
//! until then all of its passages are found by their words, and those that are done by their meaning too.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;

use uuid::Uuid;

use super::agreement;
use super::embedding::Embedding;
use crate::Result;
use crate::catalog::{DocumentState, EmbeddedPassage};
use crate::embed::{EmbeddedText, Embedder};
use crate::index::Space;
use crate::passage::Passage;
use crate::priority;
use crate::search::Searcher;

/// Passages that are embedded before they are written.
const AT_ONCE: u32 = 64;

/// A thread that embeds what is missing. Dropping it ends it.
#[derive(Default)]
pub(super) struct CatchingUp {
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl CatchingUp {
    /// Starts one if something is missing in the space that answers.
    pub(super) fn start(searcher: &Searcher) -> Result<Self> {
        let space = searcher.spaces.current().clone();
        let missing = searcher.catalog.count_passages()?.saturating_sub(searcher.catalog.count_embedded(&space.model)?);
        if missing == 0 {
            return Ok(Self::default());
        }
        tracing::info!(missing, model = &*space.model, "passages are embedded with another model");
        let (stop, searcher) = (Arc::new(AtomicBool::new(false)), searcher.clone());
        let is_stopped = Arc::clone(&stop);
        let work = move || {
            priority::give_way();
            match catch_up(&searcher, &searcher.embedder, &space, &|| is_stopped.load(Ordering::Relaxed)) {
                Ok(embedded) => tracing::info!(embedded, "what was missing is embedded"),
                Err(error) => tracing::warn!(%error, "the rest is embedded when the library is opened again"),
            }
        };
        let thread = std::thread::Builder::new().name("catch-up".to_owned()).spawn(work).ok();
        Ok(Self { stop, thread })
    }
}

impl Drop for CatchingUp {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// Embeds what a space's model has not embedded yet and puts it into its index; says how many passages those were. As
/// in an import, what the catalog knows can be found: the index is written first.
fn catch_up(searcher: &Searcher, embedder: &Embedder, space: &Space, is_stopped: &dyn Fn() -> bool) -> Result<usize> {
    let catalog = &searcher.catalog;
    let mut embedded = 0;
    for (document, state) in catalog.document_states()? {
        if state == DocumentState::Leaving {
            continue;
        }
        loop {
            let missing = catalog.unembedded(&document, &space.model, AT_ONCE)?;
            if missing.is_empty() || is_stopped() {
                break;
            }
            let passages = embed(searcher, embedder, missing)?;
            let collections = catalog.collections_of(&document)?;
            space.index.upsert(agreement::points_of_embedded(searcher, &document, &collections, &passages))?;
            space.index.flush()?;
            let embeddings: Vec<(Uuid, EmbeddedText)> =
                passages.into_iter().map(|passage| (passage.id, passage.embedding)).collect();
            embedded += embeddings.len();
            catalog.keep_embeddings(&embeddings)?;
        }
    }
    Ok(embedded)
}

fn embed(searcher: &Searcher, embedder: &Embedder, passages: Vec<(Uuid, Passage)>) -> Result<Vec<EmbeddedPassage>> {
    let given = passages.into_iter().map(|(id, passage)| {
        let embedding = Embedding::of(&passage, &searcher.catalog, embedder)?;
        Ok((id, passage, embedding))
    });
    // All are given to the embedder before the first is waited for.
    let given: Vec<_> = given.collect::<Result<_>>()?;
    let embedded = given
        .into_iter()
        .map(|(id, passage, embedding)| Ok(EmbeddedPassage { id, passage, embedding: embedding.wait()? }));
    embedded.collect()
}
