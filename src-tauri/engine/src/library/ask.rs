//! A question to a streamed answer.

use std::sync::Arc;
use std::time::Instant;

use tokio::sync::mpsc;

use super::{Shared, blocking};
use crate::answer::{EXTRACTIVE, NOTHING_FOUND, Piece, compose};
use crate::messages::{Answer, AnswerEvent, AnswerMilliseconds, AskRequest, ErrorMessage};
use crate::search::Presenter;
use crate::{Error, Result};

/// How many passages an answer is made from.
const EVIDENCE: usize = 8;

/// Events a slow listener may fall behind before the answer waits for it.
const BACKLOG: usize = 64;

/// Starts answering. Must be called within a tokio runtime.
pub(super) fn start(shared: Arc<Shared>, request: AskRequest) -> mpsc::Receiver<AnswerEvent> {
    let (events, receiver) = mpsc::channel(BACKLOG);
    tokio::spawn(async move {
        let listener = events.clone();
        let last = tokio::select! {
            answered = answer(&shared, request, &events) => match answered {
                Ok(answer) => AnswerEvent::Done(answer),
                Err(error) => AnswerEvent::Error(ErrorMessage::from(&error)),
            },
            () = listener.closed() => return,
        };
        let _ = events.send(last).await;
    });
    receiver
}

async fn answer(shared: &Arc<Shared>, request: AskRequest, events: &mpsc::Sender<AnswerEvent>) -> Result<Answer> {
    let began = Instant::now();
    let elapsed = || began.elapsed().as_millis() as u32;
    if let Some(name) = request.answerer.filter(|name| name != EXTRACTIVE) {
        return Err(Error::UnknownAnswerer { name });
    }
    let question = shared.searcher.question(&request.question).await?;
    let (asked, there) = (question.clone(), Arc::clone(shared));
    let (found, hits, searched) = blocking(move || {
        let (scope, searched) = there.scope(&request.collections, &request.documents)?;
        let found = there.searcher.find(&asked, scope, EVIDENCE)?;
        let hits = Presenter::new(&there.searcher.catalog).hits(&found)?;
        Ok((found, hits, searched))
    })
    .await?;
    let search = elapsed();
    send(events, AnswerEvent::Hits { hits }).await?;

    let chosen = shared.extractive().choose(&question, &found).await?;
    let there = Arc::clone(shared);
    let pieces = blocking(move || compose(&chosen, &found, &mut Presenter::new(&there.searcher.catalog))).await?;
    let first_text = elapsed();
    let refused = pieces.is_empty();
    let (texts, citations): (Vec<String>, Vec<_>) =
        pieces.into_iter().map(|Piece { text, citation }| (text, citation)).unzip();
    let texts = if refused { vec![NOTHING_FOUND.to_owned()] } else { texts };
    for text in &texts {
        send(events, AnswerEvent::Text { text: text.clone() }).await?;
    }
    Ok(Answer {
        answer: texts.concat(),
        refused,
        citations,
        answerer: EXTRACTIVE.to_owned(),
        searched,
        milliseconds: AnswerMilliseconds { search, first_text, total: elapsed() },
    })
}

/// Nobody listening any more ends the answer.
async fn send(events: &mpsc::Sender<AnswerEvent>, event: AnswerEvent) -> Result<()> {
    events.send(event).await.map_err(|_| Error::Closed)
}
