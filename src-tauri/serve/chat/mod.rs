//! Questions asked as of a language model of `OpenAI`'s, so that any program made for those can ask the documents.
//!
//! What answers is what answers everywhere: the documents' own sentences, or the language model that the person chose.
//! The numbers in an answer lead to a list of sources below it, and to the citations beside it.
//!
//! # Layout
//! - [`request`]: a conversation to a question
//! - [`reply`]: an answer as such a model gives it, at once or in pieces
//! - [`below`]: what stands below an answer

mod below;
mod reply;
mod request;

pub(super) use reply::{Chunk, Completion};
pub(super) use request::ChatRequest;

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use futures_util::{StreamExt, stream};
use paperside_engine::messages::AnswerEvent;
use schemars::JsonSchema;
use serde::Serialize;

use super::answers::Answers;
use super::extract::FromJson;
use super::problem::{Dialect, Problem};
use super::stream::told;
use super::{Serving, Shared};
use reply::Teller;

/// The model that answers from the whole library. Behind it and a slash stands the collection that another answers
/// from.
const MODEL: &str = "paperside";

/// What can be asked.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Models {
    /// `list`.
    object: &'static str,
    /// The whole library first, then each collection.
    data: Vec<Model>,
}

/// The library or a collection, as a model.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Model {
    /// `paperside`, or `paperside/` and the name of a collection.
    id: String,
    /// `model`.
    object: &'static str,
    /// 0: a library is not made at one time.
    created: u64,
    /// `paperside`.
    owned_by: &'static str,
}

/// The library and its collections.
pub(super) async fn models(State(serving): State<Shared>) -> Response {
    let collections = match serving.library.collections().await {
        Ok(collections) => collections,
        Err(error) => return Problem::from(error).said_in(Dialect::OpenAi),
    };
    let names = collections.into_iter().map(|collection| format!("{MODEL}/{}", collection.name));
    let model = |id| Model { id, object: "model", created: 0, owned_by: MODEL };
    let data = std::iter::once(MODEL.to_owned()).chain(names).map(model).collect();
    Json(Models { object: "list", data }).into_response()
}

/// An answer to the last question of a conversation.
pub(super) async fn complete(
    State(serving): State<Shared>,
    request: Result<FromJson<ChatRequest>, Problem>,
) -> Response {
    let answered = async { answer(&serving, request?.0).await };
    answered.await.unwrap_or_else(|problem| problem.said_in(Dialect::OpenAi))
}

async fn answer(serving: &Serving, request: ChatRequest) -> Result<Response, Problem> {
    let (teller, is_streamed) = (Teller::new(request.model()), request.is_streamed());
    let mut answers = Answers::begin(serving, request.question()?).await?;
    if is_streamed {
        let first = stream::iter([teller.begin()]);
        let rest = answers.stream().scan(teller, |teller, event| {
            let chunks = teller.go_on(event);
            std::future::ready(Some(stream::iter(chunks)))
        });
        return Ok(told(first.chain(rest.flatten())));
    }
    loop {
        match answers.next().await {
            Some(AnswerEvent::Done(answer)) => return Ok(Json(teller.whole(answer)).into_response()),
            Some(AnswerEvent::Error(error)) => return Err(Problem::from(error)),
            Some(_) => {}
            None => return Err(Problem::closing()),
        }
    }
}
