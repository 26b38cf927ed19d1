//! What a passage is embedded to, looked up or asked for.

use crate::Result;
use crate::catalog::Catalog;
use crate::embed::{Answer, EmbeddedText, Embedder};
use crate::passage::Passage;

/// An embedding that is on its way, or known from another passage with the same text.
pub(super) enum Embedding {
    /// Nothing is computed for it.
    Known(EmbeddedText),
    /// The embedder has it in its queue.
    Awaited(Answer),
}

impl Embedding {
    /// Gives a passage to the embedder, unless its model has embedded the same text before. Blocks while the embedder's
    /// queue is full.
    pub(super) fn of(passage: &Passage, catalog: &Catalog, embedder: &Embedder) -> Result<Self> {
        Ok(match catalog.known_embedding(passage, embedder.model_name())? {
            Some(known) => Self::Known(known),
            None => Self::Awaited(embedder.submit(passage.to_embed())?),
        })
    }

    /// Blocks until it is there, or not wanted any more.
    pub(super) fn wait_unless(self, is_stopped: &dyn Fn() -> bool) -> Result<EmbeddedText> {
        match self {
            Self::Known(known) => Ok(known),
            Self::Awaited(answer) => Ok(answer.wait_unless(is_stopped)?),
        }
    }
}
