//! A request to a search and what a face shows of it.

use std::sync::Arc;
use std::time::Instant;

use super::{Shared, blocking, settings};
use crate::messages::{EarlierTurn, Mentions, SearchRequest, SearchResponse, SearchStages, Searched};
use crate::search::{Asked, Found, Mentioning, Narrowed, Plan, Presenter, Question, Rejected, Subject, Turn};
use crate::{Error, Result};

/// What was found, and all that is known of how.
pub(super) struct Outcome {
    pub(super) question: Question,
    pub(super) narrowed: Narrowed,
    pub(super) found: Vec<Found>,
    pub(super) rejected: Vec<Rejected>,
    pub(super) searched: Searched,
}

/// Where and how to look.
pub(super) struct Wanted {
    pub(super) collections: Vec<String>,
    pub(super) documents: Vec<String>,
    pub(super) limit: usize,
    pub(super) stages: SearchStages,
}

pub(super) async fn search(shared: &Arc<Shared>, request: SearchRequest) -> Result<SearchResponse> {
    let began = Instant::now();
    let SearchRequest { query, limit, collections, documents, stages, earlier } = request;
    let wanted = Wanted { collections, documents, limit: limit as usize, stages };
    let question = shared.searcher.question(Asked::parse(&query), &turns(earlier)).await?;
    let there = Arc::clone(shared);
    blocking(move || {
        let Outcome { question, narrowed, found, rejected, searched } = find(&there, question, &wanted)?;
        let mut presenter = Presenter::new(&there.searcher.catalog);
        let (hits, left_out) = (presenter.hits(&found)?, presenter.left_out(&rejected)?);
        let milliseconds = began.elapsed().as_millis() as u32;
        Ok(SearchResponse { query, hits, understood: question.understood(&narrowed), left_out, searched, milliseconds })
    })
    .await
}

/// Looks for a question. Blocks.
pub(super) fn find(shared: &Shared, mut question: Question, wanted: &Wanted) -> Result<Outcome> {
    let searcher = &shared.searcher;
    let (scope, searched) = shared.scope(&wanted.collections, &wanted.documents)?;
    searcher.correct(&mut question)?;
    let narrowed = searcher.narrow(&question.asked, scope)?;
    let stages = match wanted.stages {
        SearchStages::Full if !settings::is_reranking(&searcher.catalog)? => SearchStages::Fused,
        stages => stages,
    };
    let (found, rejected) = searcher.find(&question, &narrowed, Plan { limit: wanted.limit, stages })?;
    Ok(Outcome { question, narrowed, found, rejected, searched })
}

/// Every document that mentions the subject of a request. Blocks.
pub(super) fn mentions(shared: &Shared, request: &SearchRequest) -> Result<Mentions> {
    let asked = Asked::parse(&request.query);
    let subject = asked.exhaustive.clone();
    let subject = subject.unwrap_or_else(|| Subject { text: asked.text.clone(), phrases: asked.phrases.clone() });
    if subject.text.trim().is_empty() {
        return Err(Error::EmptyQuestion);
    }
    Ok(mentions_of(shared, &subject, &asked, (&request.collections, &request.documents))?.0)
}

/// Every document that mentions a subject, where the filters of what was asked allow it. Blocks.
pub(super) fn mentions_of(
    shared: &Shared,
    subject: &Subject,
    asked: &Asked,
    (collections, documents): (&[String], &[String]),
) -> Result<(Mentions, Vec<Mentioning>)> {
    let began = Instant::now();
    let (scope, searched) = shared.scope(collections, documents)?;
    // The phrases belong to the subject, which is looked at passage by passage anyway.
    let filters = Asked { phrases: Vec::new(), ..asked.clone() };
    let narrowed = shared.searcher.narrow(&filters, scope)?;
    let found = shared.searcher.mentions(subject, &narrowed)?;
    let documents = Presenter::new(&shared.searcher.catalog).mentioning(&found)?;
    let looked_in = match &narrowed {
        Narrowed::ToNothing => 0,
        Narrowed::To(scope) if scope.documents.is_empty() => searched.documents,
        Narrowed::To(scope) => scope.documents.len() as u32,
    };
    let without = looked_in.saturating_sub(documents.len() as u32);
    let milliseconds = began.elapsed().as_millis() as u32;
    Ok((Mentions { subject: subject.text.clone(), documents, without, searched, milliseconds }, found))
}

/// The turns of a chat as the rules for follow-ups want them.
pub(super) fn turns(earlier: Vec<EarlierTurn>) -> Vec<Turn> {
    earlier.into_iter().map(|EarlierTurn { question, answer }| Turn { question, answer }).collect()
}
