//! A question to hits: both legs of the index, fused, and looked up in the catalog.
//!
//! # Layout
//! - [`fusion`]: two ranked lists to one
//! - [`present`]: a hit as a face shows it, with its boxes

mod fusion;
mod present;

pub(crate) use present::Presenter;

use std::collections::HashMap;
use std::sync::Arc;

use uuid::Uuid;

use crate::catalog::{Catalog, StoredPassage};
use crate::embed::{Embedder, Priority};
use crate::index::{IndexQuery, Keywords, PassageIndex, Scope};
use crate::messages::LegRanks;
use crate::{Error, Result};

/// How many hits each leg brings to the fusion. Measured on four labelled sets: more did not help.
const LEG_LIMIT: usize = 100;

/// A passage that was found, with what is known of why.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    /// The passage.
    pub(crate) passage: StoredPassage,
    /// Fused score, 0 to 1.
    pub(crate) score: f32,
    /// Cosine with the question; absent where the dense leg did not bring it.
    pub(crate) cosine: Option<f32>,
    /// Its rank in each leg.
    pub(crate) ranks: LegRanks,
}

/// A question with its embedding, so that it is embedded once however often it is used.
#[derive(Debug, Clone)]
pub(crate) struct Question {
    /// As the person typed it, without the white space around it.
    pub(crate) text: String,
    /// Its embedding, of length one.
    pub(crate) vector: Vec<f32>,
}

/// Finds passages. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Searcher {
    pub(crate) catalog: Arc<Catalog>,
    pub(crate) index: Arc<dyn PassageIndex>,
    pub(crate) embedder: Embedder,
    pub(crate) keywords: Arc<Keywords>,
}

impl Searcher {
    /// Embeds a question, ahead of all that is being imported.
    ///
    /// # Errors
    /// [`Error::EmptyQuestion`] if it has no words.
    pub(crate) async fn question(&self, text: &str) -> Result<Question> {
        let text = text.trim();
        if text.is_empty() {
            return Err(Error::EmptyQuestion);
        }
        self.embedder.note_attention();
        let mut vectors = self.embedder.embed(vec![text.to_owned()], Priority::Question).await?;
        let vector = vectors.pop().ok_or(Error::Closed)?;
        Ok(Question { text: text.to_owned(), vector })
    }

    /// The best `limit` passages for a question. Blocks.
    pub(crate) fn find(&self, question: &Question, scope: Scope, limit: usize) -> Result<Vec<Found>> {
        let query = IndexQuery {
            dense: question.vector.clone(),
            keywords: self.keywords.of_question(&question.text),
            scope,
            limit: LEG_LIMIT.max(limit),
        };
        let hits = self.index.search(&query)?;
        let fused = fusion::fuse(&hits);
        // The index may still hold passages of a document that is being imported or removed; the catalog
        // leaves these out, so more are asked for than needed.
        let ids: Vec<Uuid> = fused.iter().take(limit * 2).map(|hit| hit.id).collect();
        let passages = self.catalog.passages(&ids)?;
        let mut passages: HashMap<Uuid, StoredPassage> =
            passages.into_iter().map(|passage| (passage.id, passage)).collect();
        let found = fused.into_iter().filter_map(|hit| {
            let passage = passages.remove(&hit.id)?;
            Some(Found { passage, score: hit.score, cosine: hit.cosine, ranks: hit.ranks })
        });
        Ok(found.take(limit).collect())
    }
}
