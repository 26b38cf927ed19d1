//! A question to hits: both legs of the index, fused, re-ranked token by token, and looked up in the catalog.
//!
//! # Layout
//! - [`spaces`]: the models it is embedded with, and their indexes
//! - [`standing`]: whether the index holds what the catalog does
//! - [`question`]: what was typed to what is looked for
//! - [`spelling`]: misspelt words to known ones
//! - [`narrow`]: filters and quoted phrases to where is looked
//! - [`fusion`]: two ranked lists to one
//! - [`late`]: candidates ranked again by their tokens
//! - [`assemble`]: ranked candidates to hits, neighbours joined and copies folded
//! - [`mentions`]: every document that mentions something
//! - [`present`]: a hit as a face shows it, with its boxes

mod assemble;
mod fusion;
mod late;
mod mentions;
mod narrow;
mod present;
mod question;
mod spaces;
mod spelling;
mod standing;

pub(crate) use assemble::Rejected;
pub(crate) use mentions::Mentioning;
pub(crate) use narrow::Narrowed;
pub(crate) use present::Presenter;
use question::self_contained;
pub(crate) use question::{Asked, Subject, Turn, phrase_range};
pub(crate) use spaces::{Space, Spaces};
pub(crate) use standing::{Stand, Standing};

use std::collections::HashMap;
use std::sync::Arc;

use uuid::Uuid;

use crate::catalog::{Catalog, StoredPassage, WordCounts};
use crate::embed::EmbeddedQuestion;
use crate::index::{IndexQuery, Keywords};
use crate::messages::{Correction, HitScores, LegRanks, SearchStages, Understood};
use crate::{Error, Result};

/// How many hits each leg brings to the fusion. Measured on four labelled sets: more did not help.
const LEG_LIMIT: usize = 100;

/// How many of the fused hits are looked at more closely. The right passage of a `SQuAD` question is among 50 in 99 of
/// 100 cases.
const CANDIDATES: usize = 50;

/// A passage that may become a hit.
#[derive(Debug, Clone)]
struct Candidate {
    passage: StoredPassage,
    score: f32,
    scores: HitScores,
    ranks: LegRanks,
    /// Whether it has a vector yet.
    is_embedded: bool,
}

/// A passage that was found, or some that follow each other, with what is known of why.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    /// The passage; if it is several, the id is that of the best.
    pub(crate) passage: StoredPassage,
    /// The page on which the best passage begins.
    pub(crate) page: u32,
    /// 0 to 1.
    pub(crate) score: f32,
    /// What that is made from.
    pub(crate) scores: HitScores,
    /// Its rank in each leg.
    pub(crate) ranks: LegRanks,
    /// Passages that say the same.
    pub(crate) copies: Vec<StoredPassage>,
}

/// A question with its embedding, so that it is embedded once however often it is used.
#[derive(Debug, Clone, Default)]
pub(crate) struct Question {
    /// In words that need no earlier question, without filters.
    pub(crate) text: String,
    /// What else was typed.
    pub(crate) asked: Asked,
    /// What is compared with passages.
    pub(crate) embedded: EmbeddedQuestion,
    /// Words that were taken for others.
    pub(crate) corrections: Vec<Correction>,
    /// Why it could not be embedded.
    pub(crate) only_words: Option<String>,
}

impl Question {
    /// How it was understood, for the person.
    pub(crate) fn understood(&self, narrowed: &Narrowed) -> Understood {
        Understood {
            text: self.text.clone(),
            phrases: self.asked.phrases.clone(),
            corrections: self.corrections.clone(),
            is_narrowed_to_nothing: matches!(narrowed, Narrowed::ToNothing),
            only_words: self.only_words.clone(),
        }
    }

    /// The question with the words that were probably meant beside those that were typed.
    fn with_corrections(&self) -> String {
        let meant = self.corrections.iter().map(|correction| correction.meant.as_str());
        std::iter::once(self.text.as_str()).chain(meant).collect::<Vec<_>>().join(" ")
    }

    /// The question with the words that were probably meant instead of those that were typed.
    pub(crate) fn corrected(&self, keywords: &Keywords) -> String {
        let meant = |word: &str| {
            let folded = keywords.words(word);
            self.corrections.iter().find(|correction| folded.contains(&correction.typed)).map(|found| &found.meant)
        };
        let words = self.text.split_whitespace().map(|word| meant(word).map_or(word, String::as_str));
        words.collect::<Vec<_>>().join(" ")
    }
}

/// How a search is made.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Plan {
    /// How many hits at the most.
    pub(crate) limit: usize,
    /// Which parts of the search are used.
    pub(crate) stages: SearchStages,
}

/// Finds passages. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Searcher {
    pub(crate) catalog: Arc<Catalog>,
    pub(crate) spaces: Arc<Spaces>,
    pub(crate) keywords: Arc<Keywords>,
}

impl Searcher {
    /// Understands a question and embeds it, ahead of all that is being imported. Earlier turns of the chat say what
    /// "it" and "there" are.
    ///
    /// # Errors
    /// [`Error::EmptyQuestion`] if it has no words.
    pub(crate) async fn question(&self, asked: Asked, earlier: &[Turn]) -> Result<Question> {
        self.question_in(&self.spaces.current(), asked, earlier).await
    }

    /// The same for a certain model.
    ///
    /// # Errors
    /// [`Error::EmptyQuestion`] if it has no words.
    pub(crate) async fn question_in(&self, space: &Space, asked: Asked, earlier: &[Turn]) -> Result<Question> {
        let text = self_contained(&asked.text, earlier);
        if text.trim().is_empty() {
            return Err(Error::EmptyQuestion);
        }
        self.spaces.note_attention();
        let (embedded, only_words) = match space.embedder.question(text.clone()).await {
            Ok(embedded) => (embedded, None),
            // While a server is away, words still find what they find.
            Err(error) if error.is_of_server() => {
                let model = Arc::clone(space.model());
                (EmbeddedQuestion { model, ..EmbeddedQuestion::default() }, Some(error.to_string()))
            }
            Err(error) => return Err(error.into()),
        };
        Ok(Question { text, asked, embedded, corrections: Vec::new(), only_words })
    }

    /// Looks for words that stand in no passage among those that do. Blocks.
    pub(crate) fn correct(&self, question: &mut Question) -> Result<()> {
        let words = self.keywords.words(&question.text);
        for typed in self.catalog.unknown_words(words.iter())? {
            let mut letters = typed.chars();
            let initials: Vec<char> = letters.by_ref().take(2).collect();
            let length = typed.chars().count();
            let near = self.catalog.words_like(&initials, length.saturating_sub(2)..=length + 2)?;
            let known = near.iter().map(|(word, passages)| (word.as_str(), *passages));
            if let Some(meant) = spelling::nearest(typed, known) {
                question.corrections.push(Correction { typed: typed.clone(), meant: meant.to_owned() });
            }
        }
        Ok(())
    }

    /// The best passages for a question, and what became of those behind them. Blocks.
    pub(crate) fn find(
        &self,
        question: &Question,
        narrowed: &Narrowed,
        plan: Plan,
    ) -> Result<(Vec<Found>, Vec<Rejected>)> {
        let Narrowed::To(scope) = narrowed else { return Ok((Vec::new(), Vec::new())) };
        let Plan { limit, stages } = plan;
        let (by_meaning, by_words) =
            (stages != SearchStages::Keyword && question.only_words.is_none(), stages != SearchStages::Dense);
        let query = IndexQuery {
            dense: by_meaning.then(|| question.embedded.vector.clone()),
            keywords: by_words.then(|| self.keywords.of_question(&question.with_corrections())),
            scope: scope.clone(),
            limit: LEG_LIMIT.max(limit),
        };
        let model = &question.embedded.model;
        let hits = self.spaces.search(model, &query)?;
        let unembedded = self.catalog.unembedded_among(&fusion::found_by_words_alone(&hits), model)?;
        let fused = fusion::fuse(&hits, &unembedded);
        // The index may still hold passages of a document that is being imported or removed; the catalog
        // leaves these out.
        let ids: Vec<Uuid> = fused.iter().take(CANDIDATES.max(limit * 2)).map(|hit| hit.id).collect();
        let passages = self.catalog.passages(&ids)?;
        let mut passages: HashMap<Uuid, StoredPassage> =
            passages.into_iter().map(|passage| (passage.id, passage)).collect();
        let candidates = fused.into_iter().filter_map(|hit| {
            let passage = passages.remove(&hit.id)?;
            let scores = HitScores { dense: hit.cosine, keyword: hit.bm25, fused: hit.score, late: None };
            Some(Candidate { passage, score: hit.score, scores, ranks: hit.ranks, is_embedded: hit.is_embedded })
        });
        let mut candidates: Vec<Candidate> = candidates.collect();
        if stages == SearchStages::Full {
            self.rank_again(question, &mut candidates)?;
        }
        Ok(assemble::assemble(candidates, limit, stages == SearchStages::Full, &self.keywords))
    }

    /// Puts candidates in the order of their fused score and their likeness token by token.
    fn rank_again(&self, question: &Question, candidates: &mut [Candidate]) -> Result<()> {
        let embedded = candidates.iter().filter(|candidate| candidate.is_embedded);
        let ids: Vec<Uuid> = embedded.map(|candidate| candidate.passage.id).collect();
        let EmbeddedQuestion { model, vector, .. } = &question.embedded;
        let tokens = self.catalog.token_signs(&ids, model, vector.len())?;
        let likenesses = late::likenesses(&question.embedded.tokens, &tokens);
        let likenesses: HashMap<Uuid, f32> =
            ids.into_iter().zip(likenesses).filter_map(|(id, likeness)| Some((id, likeness?))).collect();
        let ranked = candidates.iter_mut().map(|candidate| {
            let likeness = likenesses.get(&candidate.passage.id).copied();
            candidate.scores.late = likeness;
            late::Ranked { fused: candidate.score, likeness, is_embedded: candidate.is_embedded }
        });
        let ranked: Vec<late::Ranked> = ranked.collect();
        candidates.iter_mut().zip(late::scores(&ranked)).for_each(|(candidate, score)| candidate.score = score);
        candidates.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.passage.id.cmp(&b.passage.id)));
        Ok(())
    }

    /// The words of passages and what they stand under, each with the number of passages it is in.
    pub(crate) fn count_words<'a>(&self, passages: impl Iterator<Item = (&'a str, &'a str)>) -> WordCounts {
        let mut counts = WordCounts::new();
        for (context, text) in passages {
            let words = self.keywords.words(text).into_iter().chain(self.keywords.words(context));
            for word in words.collect::<std::collections::BTreeSet<_>>() {
                *counts.entry(word).or_default() += 1;
            }
        }
        counts
    }
}

/// What some scores range over.
#[derive(Debug, Clone, Copy)]
struct Scale {
    least: f32,
    range: f32,
}

impl Scale {
    fn of(scores: impl Iterator<Item = f32> + Clone) -> Self {
        let least = scores.clone().fold(f32::INFINITY, f32::min);
        Self { least, range: scores.fold(f32::NEG_INFINITY, f32::max) - least }
    }

    /// From 0 for the least to 1 for the best; 1 for all if they are equal.
    fn place(self, score: f32) -> f32 {
        if self.range > 0.0 { (score - self.least) / self.range } else { 1.0 }
    }
}
