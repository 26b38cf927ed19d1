//! A language model's answer, streamed and then checked.

use std::collections::HashMap;
use std::sync::Arc;

use super::{Answering, Looked, Said};
use crate::Result;
use crate::answer::check::{Source, Thresholds, check, is_refusal};
use crate::answer::language::{AnswerStream, EndReason, LanguageError, LanguageModel, Piece};
use crate::answer::{Choice, Meaning, Packed, Written, cite, pack, parts};
use crate::catalog::StoredPassage;
use crate::library::{blocking, language};
use crate::messages::{Answer, AnswerEvent, AnswerMilliseconds};
use crate::search::{Found, Presenter, Question, Turn};

/// How often a prompt that is too long is tried with half of the room.
const HALVINGS: u32 = 3;

/// What a language model wrote.
#[derive(Default)]
struct Heard {
    text: String,
    first_text: u32,
    is_cut_off: bool,
    /// How many tokens it says it has read.
    read: Option<u32>,
}

impl Answering {
    /// A language model's own words, from the passages that were found.
    pub(super) async fn write(&self, looked: Looked, earlier: &[Turn]) -> Result<Answer> {
        let Looked { question, found, searched, search } = looked;
        let Choice { chosen, support } = self.shared.extractive(&question).choose(&question, &found).await?;
        if chosen.is_empty() {
            return self.say(Said::nothing(support, searched, search)).await;
        }
        let (model, room) = language::open(&self.shared).await?;
        let (mut packed, stream) = self.begin(&model, &question, &found, earlier, room).await?;
        let heard = self.listen(stream).await?;
        if let Some(read) = heard.read {
            packed.note_read(read);
        }
        let Heard { text, first_text, is_cut_off, .. } = heard;
        let (ledger, refused) = (packed.ledger, is_refusal(&text));
        let Written { text, citations, sentences } = self.check(text, packed, found, &question).await?;
        Ok(Answer {
            answer: text,
            refused,
            support: Some(support),
            citations,
            sentences,
            ledger: Some(ledger),
            is_cut_off,
            answerer: model.name().to_owned(),
            searched,
            milliseconds: AnswerMilliseconds { search, first_text, total: self.elapsed() },
        })
    }

    /// Asks the model; with fewer passages if it has less room than was thought.
    async fn begin(
        &self,
        model: &LanguageModel,
        question: &Question,
        found: &[Found],
        earlier: &[Turn],
        mut room: Option<u32>,
    ) -> Result<(Packed, AnswerStream)> {
        let counted = match model {
            LanguageModel::Local(model) => model.count(parts(&question.asked.text, found, earlier)).await?,
            LanguageModel::Served(_) => HashMap::new(),
        };
        let mut halvings = 0;
        loop {
            let packed = pack(&question.asked.text, found, earlier, room, &counted);
            match model.answer(&packed.prompt).await {
                Ok(stream) => {
                    self.send(AnswerEvent::Ledger(packed.ledger)).await?;
                    return Ok((packed, stream));
                }
                Err(LanguageError::TooLong { .. }) if halvings < HALVINGS => {
                    halvings += 1;
                    room = Some(packed.ledger.room / 2);
                }
                Err(error) => return Err(error.into()),
            }
        }
    }

    /// Passes on what the model writes.
    async fn listen(&self, mut stream: AnswerStream) -> Result<Heard> {
        let mut heard = Heard::default();
        while let Some(piece) = stream.next().await? {
            match piece {
                Piece::Thinking(text) => self.send(AnswerEvent::Thinking { text }).await?,
                Piece::Text(text) => {
                    if heard.text.is_empty() {
                        heard.first_text = self.elapsed();
                    }
                    heard.text.push_str(&text);
                    self.send(AnswerEvent::Text { text }).await?;
                }
                Piece::End { reason, usage } => {
                    heard.is_cut_off = reason == EndReason::CutOff;
                    heard.read = usage.map(|usage| usage.prompt_tokens).filter(|read| *read > 0);
                }
            }
        }
        Ok(heard)
    }

    /// Lays what the model wrote along the passages it was given.
    async fn check(&self, text: String, packed: Packed, found: Vec<Found>, question: &Question) -> Result<Written> {
        let shared = Arc::clone(&self.shared);
        let meaning = Meaning::new(self.shared.extractive(question).embedder, tokio::runtime::Handle::current());
        blocking(move || {
            let given: Vec<&StoredPassage> = packed.given.iter().map(|place| &found[*place].passage).collect();
            let sources: Vec<Source<'_>> = (1..)
                .zip(&given)
                .map(|(number, stored)| Source { number, text: &stored.passage.text, context: &stored.passage.context })
                .collect();
            let sample: String = sources.iter().map(|source| source.text).collect::<Vec<_>>().join("\n");
            let stems = shared.searcher.keywords.stems_like(&sample);
            let likeness = |sentence: &str, stretch: &str| meaning.likeness(sentence, stretch);
            let checked = check(&text, &sources, &stems, &likeness, &Thresholds::default());
            cite(&text, &checked, &given, &mut Presenter::new(&shared.searcher.catalog))
        })
        .await
    }
}
