//! Searching and asking, and pages that are known to be right.

use std::sync::Arc;

use tokio::sync::mpsc;

use super::super::{Library, ask, pins, search};
use crate::Result;
use crate::messages::{AnswerEvent, AskRequest, Mentions, Pin, PinCheck, SearchRequest, SearchResponse};

impl Library {
    /// The passages that fit a question best.
    ///
    /// # Errors
    /// [`Error::EmptyQuestion`](crate::Error::EmptyQuestion),
    /// [`Error::UnknownCollection`](crate::Error::UnknownCollection),
    /// [`Error::UnknownDocument`](crate::Error::UnknownDocument).
    pub async fn search(&self, request: SearchRequest) -> Result<SearchResponse> {
        search::search(&self.shared, request).await
    }

    /// Every document that mentions something, with nothing left out. Filters and quoted phrases are understood as in
    /// a search.
    ///
    /// # Errors
    /// [`Error::EmptyQuestion`](crate::Error::EmptyQuestion),
    /// [`Error::UnknownCollection`](crate::Error::UnknownCollection),
    /// [`Error::UnknownDocument`](crate::Error::UnknownDocument).
    pub async fn mentions(&self, request: SearchRequest) -> Result<Mentions> {
        self.with(move |shared| search::mentions(shared, &request)).await
    }

    /// The pages that the person said are right answers, the oldest first.
    ///
    /// # Errors
    /// Those of the catalog.
    pub async fn pins(&self) -> Result<Vec<Pin>> {
        self.with(pins::list).await
    }

    /// Notes that a page of a document, by its index from 0, is the right answer to a question.
    ///
    /// # Errors
    /// [`Error::EmptyQuestion`](crate::Error::EmptyQuestion),
    /// [`Error::UnknownDocument`](crate::Error::UnknownDocument),
    /// [`Error::UnknownPage`](crate::Error::UnknownPage).
    pub async fn pin(&self, question: String, document: String, page: u32) -> Result<()> {
        self.with(move |shared| pins::add(shared, &question, &document, page)).await
    }

    /// Forgets a pin. An unknown one is ignored.
    ///
    /// # Errors
    /// Those of the catalog.
    pub async fn unpin(&self, pin: u32) -> Result<()> {
        self.with(move |shared| shared.searcher.catalog.unpin(pin)).await
    }

    /// Asks the question of every pin again: where is its page found now, and where was it before?
    ///
    /// # Errors
    /// Those of a search.
    pub async fn check_pins(&self) -> Result<Vec<PinCheck>> {
        pins::check(&self.shared).await
    }

    /// Answers a question. The events end with `done` or `error`; dropping the receiver stops the answer.
    pub fn ask(&self, request: AskRequest) -> mpsc::Receiver<AnswerEvent> {
        ask::start(Arc::clone(&self.shared), request)
    }

    /// The person is doing something in a face just now, such as typing: imports leave them a part of the machine.
    pub fn note_attention(&self) {
        self.shared.searcher.spaces.note_attention();
    }
}
