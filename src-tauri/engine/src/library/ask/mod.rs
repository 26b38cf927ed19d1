//! A question to a streamed answer.
//!
//! # Layout
//! - [`fluent`]: what a language model writes

mod fluent;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use tokio::sync::mpsc;

use super::search::{Outcome, Wanted, find, mentions_of, turns};
use super::{Shared, blocking, chats, language};
use crate::answer::{Choice, EXTRACTIVE, NOTHING_FOUND, Piece, compose, tell};
use crate::messages::{
    Answer, AnswerEvent, AnswerMilliseconds, AskRequest, ErrorMessage, SearchStages, Searched, TurnRecord, Understood,
};
use crate::search::{Asked, Found, Presenter, Question, Subject};
use crate::{Error, Result};

/// How many passages an answer is made from, and how many a language model is given if it has room for them.
const EVIDENCE: usize = 8;
const EVIDENCE_FOR_MODELS: usize = 12;

/// Events a slow listener may fall behind before the answer waits for it.
const BACKLOG: usize = 64;

/// Starts answering. Must be called within a tokio runtime.
pub(super) fn start(shared: Arc<Shared>, request: AskRequest) -> mpsc::Receiver<AnswerEvent> {
    let (events, receiver) = mpsc::channel(BACKLOG);
    tokio::spawn(async move {
        let listener = events.clone();
        let record = Mutex::default();
        let answerer = Answering { shared, events: events.clone(), began: Instant::now(), record };
        let last = tokio::select! {
            answered = answerer.answer_and_keep(request) => match answered {
                Ok(answer) => AnswerEvent::Done(answer),
                Err(error) => AnswerEvent::Error(ErrorMessage::from(&error)),
            },
            () = listener.closed() => return,
        };
        let _ = events.send(last).await;
    });
    receiver
}

/// An answer that is being given.
struct Answering {
    shared: Arc<Shared>,
    events: mpsc::Sender<AnswerEvent>,
    began: Instant,
    /// What was told so far.
    record: Mutex<TurnRecord>,
}

/// What was found for a question.
struct Looked {
    question: Question,
    found: Vec<Found>,
    searched: Searched,
    /// Milliseconds until that was known.
    search: u32,
}

/// What is about to be said.
struct Said {
    /// What comes before the pieces, or all there is to say.
    beginning: String,
    pieces: Vec<Piece>,
    refused: bool,
    support: Option<f32>,
    searched: Searched,
    /// Milliseconds until the hits were known.
    search: u32,
}

impl Said {
    /// The plain word that nothing was found.
    fn nothing(support: f32, searched: Searched, search: u32) -> Self {
        let beginning = NOTHING_FOUND.to_owned();
        Self { beginning, pieces: Vec::new(), refused: true, support: Some(support), searched, search }
    }
}

impl Answering {
    /// Answers, and keeps question and answer if they have a place.
    async fn answer_and_keep(&self, mut request: AskRequest) -> Result<Answer> {
        let Some(place) = request.place else { return self.answer(request).await };
        let shared = Arc::clone(&self.shared);
        request.earlier = blocking(move || chats::earlier(&shared, &place)).await?;
        let question = request.question.clone();
        {
            let mut record = self.record();
            record.collections.clone_from(&request.collections);
            record.documents.clone_from(&request.documents);
        }
        let answer = self.answer(request).await?;
        let mut record = std::mem::take(&mut *self.record());
        record.answer = Some(answer.clone());
        let shared = Arc::clone(&self.shared);
        let kept = blocking(move || chats::keep(&shared, &place, &question, &record)).await?;
        self.send(AnswerEvent::Kept(kept)).await?;
        Ok(answer)
    }

    fn record(&self) -> MutexGuard<'_, TurnRecord> {
        self.record.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn answer(&self, request: AskRequest) -> Result<Answer> {
        let AskRequest { question, collections, documents, answerer, earlier, .. } = request;
        let is_fluent = self.is_fluent(answerer).await?;
        let limit = if is_fluent { EVIDENCE_FOR_MODELS } else { EVIDENCE };
        let (asked, earlier) = (Asked::parse(&question), turns(earlier));
        let wanted = Wanted { collections, documents, limit, stages: SearchStages::Full };
        if let Some(subject) = asked.exhaustive.clone() {
            let said = self.mentions(subject, asked, wanted).await?;
            return self.say(said).await;
        }
        let question = self.shared.searcher.question(asked, &earlier).await?;
        let looked = self.look(question, wanted).await?;
        if is_fluent {
            return self.write(looked, &earlier).await;
        }
        let said = self.extract(looked).await?;
        self.say(said).await
    }

    /// Whether a language model is to answer.
    async fn is_fluent(&self, named: Option<String>) -> Result<bool> {
        let answerer = if named.is_some() {
            named
        } else {
            let shared = Arc::clone(&self.shared);
            blocking(move || shared.searcher.catalog.setting(language::ANSWERER)).await?
        };
        match answerer.as_deref() {
            None | Some(EXTRACTIVE) => Ok(false),
            Some(language::MODEL) => Ok(true),
            Some(name) => Err(Error::UnknownAnswerer { name: name.to_owned() }),
        }
    }

    /// Every document that mentions the subject.
    async fn mentions(&self, subject: Subject, asked: Asked, wanted: Wanted) -> Result<Said> {
        let shared = Arc::clone(&self.shared);
        let text = asked.text.clone();
        let (mentions, pieces, beginning) = blocking(move || {
            let Wanted { collections, documents, .. } = &wanted;
            let (mentions, found) = mentions_of(&shared, &subject, &asked, (collections, documents))?;
            let mut presenter = Presenter::new(&shared.searcher.catalog);
            let (pieces, beginning) = tell(&subject, &mentions, &found, &shared.searcher.keywords, &mut presenter)?;
            Ok((mentions, pieces, beginning))
        })
        .await?;
        let (search, searched, refused) = (self.elapsed(), mentions.searched, mentions.documents.is_empty());
        // Whoever reads the events finds hits first, of which there are none here.
        let understood = Understood { text, ..Understood::default() };
        self.send(AnswerEvent::Hits { hits: Vec::new(), understood, left_out: Vec::new() }).await?;
        self.send(AnswerEvent::Mentions(mentions)).await?;
        Ok(Said { beginning, pieces, refused, support: None, searched, search })
    }

    /// The passages that an answer is made from.
    async fn look(&self, question: Question, wanted: Wanted) -> Result<Looked> {
        let shared = Arc::clone(&self.shared);
        let (outcome, hits, left_out) = blocking(move || {
            let outcome = find(&shared, question, &wanted)?;
            let mut presenter = Presenter::new(&shared.searcher.catalog);
            let (hits, left_out) = (presenter.hits(&outcome.found)?, presenter.left_out(&outcome.rejected)?);
            Ok((outcome, hits, left_out))
        })
        .await?;
        let Outcome { question, narrowed, found, searched, .. } = outcome;
        let search = self.elapsed();
        let understood = question.understood(&narrowed);
        self.send(AnswerEvent::Hits { hits, understood, left_out }).await?;
        Ok(Looked { question, found, searched, search })
    }

    /// The documents' own sentences.
    async fn extract(&self, looked: Looked) -> Result<Said> {
        let Looked { question, found, searched, search } = looked;
        let Choice { chosen, support } = self.shared.extractive(&question).choose(&question, &found).await?;
        let shared = Arc::clone(&self.shared);
        let pieces = blocking(move || compose(&chosen, &found, &mut Presenter::new(&shared.searcher.catalog))).await?;
        if pieces.is_empty() {
            return Ok(Said::nothing(support, searched, search));
        }
        Ok(Said { beginning: String::new(), pieces, refused: false, support: Some(support), searched, search })
    }

    /// Streams what is to be said.
    async fn say(&self, said: Said) -> Result<Answer> {
        let Said { beginning, pieces, refused, support, searched, search } = said;
        let first_text = self.elapsed();
        let (texts, citations): (Vec<String>, Vec<_>) =
            pieces.into_iter().map(|Piece { text, citation }| (text, citation)).unzip();
        let texts = std::iter::once(beginning).chain(texts).filter(|text| !text.is_empty());
        let mut answer = String::new();
        for text in texts {
            answer.push_str(&text);
            self.send(AnswerEvent::Text { text }).await?;
        }
        Ok(Answer {
            answer,
            refused,
            support,
            citations,
            sentences: Vec::new(),
            ledger: None,
            is_cut_off: false,
            answerer: EXTRACTIVE.to_owned(),
            searched,
            milliseconds: AnswerMilliseconds { search, first_text, total: self.elapsed() },
        })
    }

    fn elapsed(&self) -> u32 {
        self.began.elapsed().as_millis() as u32
    }

    /// Nobody listening any more ends the answer.
    async fn send(&self, event: AnswerEvent) -> Result<()> {
        match &event {
            AnswerEvent::Hits { hits, understood, left_out } => {
                let mut record = self.record();
                record.hits.clone_from(hits);
                record.understood.clone_from(understood);
                record.left_out.clone_from(left_out);
            }
            AnswerEvent::Mentions(mentions) => self.record().mentions = Some(mentions.clone()),
            _ => {}
        }
        self.events.send(event).await.map_err(|_| Error::Closed)
    }
}
