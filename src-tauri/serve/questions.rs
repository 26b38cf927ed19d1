//! Searching and asking.

use axum::Json;
use axum::extract::State;
use axum::response::Response;
use futures_util::StreamExt;
use paperside_engine::messages::{AskRequest, SearchRequest, SearchResponse};

use super::answers::Answers;
use super::extract::{FromJson, within};
use super::problem::Problem;
use super::{Shared, stream};

/// Hits that may be asked for; the terminal gives no more either.
const MOST_HITS: u32 = 1000;

/// The passages that fit a question best.
pub(super) async fn search(
    State(serving): State<Shared>,
    FromJson(request): FromJson<SearchRequest>,
) -> Result<Json<SearchResponse>, Problem> {
    within("limit", request.limit, 1..=MOST_HITS)?;
    Ok(Json(serving.library.search(request).await?))
}

/// An answer with its citations, as it comes.
pub(super) async fn ask(
    State(serving): State<Shared>,
    FromJson(request): FromJson<AskRequest>,
) -> Result<Response, Problem> {
    let answers = Answers::begin(&serving, request).await?;
    Ok(stream::told(answers.stream().map(|event| stream::event(&event))))
}
