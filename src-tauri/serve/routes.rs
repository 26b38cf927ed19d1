//! What may be asked: one table, from which both the answers and their description are made.

use std::sync::Arc;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::{Method, StatusCode};
use axum::middleware::{from_fn_with_state, map_request};
use axum::response::Response;
use axum::routing::{MethodRouter, delete, get, post};
use paperside_engine::messages::{AnswerEvent, AskRequest, DocumentsFound, PageText, SearchRequest, SearchResponse};
use schemars::{JsonSchema, Schema, SchemaGenerator};

use super::extract::LARGEST_JSON;
use super::problem::{Dialect, Problem};
use super::{Shared, chat, documents, door, health, mcp, news, openapi, patience, questions, uploads};

/// Makes the schema of a type.
pub(super) type SchemaOf = fn(&mut SchemaGenerator) -> Schema;

/// One thing that may be asked.
pub(super) struct Route {
    /// How.
    pub(super) method: Method,
    /// Where; what stands in braces is for the asker to say.
    pub(super) path: &'static str,
    /// What programs call it.
    pub(super) name: &'static str,
    /// What it does, in a line.
    pub(super) summary: &'static str,
    /// What stands behind the question mark: a type with a field for each.
    pub(super) query: Option<SchemaOf>,
    /// What comes with it.
    pub(super) body: Option<Media>,
    /// What is answered if all is well.
    pub(super) answers: &'static [Answer],
    /// The statuses of what may be wrong, besides what is checked of every request.
    pub(super) refusals: &'static [u16],
    /// Whether it is answered without a token.
    pub(super) is_open: bool,
    handler: fn() -> MethodRouter<Shared>,
}

/// What an answer is.
pub(super) struct Answer {
    /// Its HTTP status.
    pub(super) status: u16,
    /// What it means.
    pub(super) meaning: &'static str,
    /// What it holds, in each of the forms that it may have.
    pub(super) media: &'static [Media],
}

/// A form of what is sent.
pub(super) struct Media {
    /// Its media type.
    pub(super) kind: &'static str,
    /// What is in it; of events, in each line of data.
    pub(super) schema: SchemaOf,
}

const JSON: &str = "application/json";
const EVENTS: &str = "text/event-stream";

/// All that may be asked.
pub(super) const ROUTES: &[Route] = &[
    Route {
        method: Method::GET,
        path: "/v1/health",
        name: "health",
        summary: "Whether the server answers; with the token, also what it serves",
        query: None,
        body: None,
        answers: &[answer("It answers", &[json::<health::Health>()])],
        refusals: &[],
        is_open: true,
        handler: || get(health::health),
    },
    Route {
        method: Method::POST,
        path: "/v1/documents",
        name: "addDocuments",
        summary: "Send one or several files; they are imported in the background",
        query: None,
        body: Some(Media { kind: "multipart/form-data", schema: of::<uploads::UploadForm> }),
        answers: &[
            Answer { status: 202, ..answer("They are on disk and in the queue", &[json::<uploads::Uploads>()]) },
            answer("All of them are in the library already", &[json::<uploads::Uploads>()]),
        ],
        refusals: &[413, 415, 422, 503, 507],
        is_open: false,
        // A file is limited by itself, since a request may bring many.
        handler: || post(uploads::add).layer(DefaultBodyLimit::disable()),
    },
    Route {
        method: Method::GET,
        path: "/v1/documents",
        name: "listDocuments",
        summary: "List the documents of the library in stretches",
        query: Some(inline::<documents::Wanted>),
        body: None,
        answers: &[answer("A stretch of them", &[json::<DocumentsFound>()])],
        refusals: &[404, 422],
        is_open: false,
        handler: || get(documents::list),
    },
    Route {
        method: Method::GET,
        path: "/v1/documents/{id}",
        name: "showDocument",
        summary: "A document with what became of each page, or how far its import is",
        query: None,
        body: None,
        answers: &[answer("The document, or its import", &[json::<documents::Document>()])],
        refusals: &[404, 409],
        is_open: false,
        handler: || get(documents::show),
    },
    Route {
        method: Method::DELETE,
        path: "/v1/documents/{id}",
        name: "removeDocument",
        summary: "Remove a document with all that was made of it, or end its import",
        query: None,
        body: None,
        answers: &[answer("It is gone", &[json::<documents::Removed>()])],
        refusals: &[404, 409],
        is_open: false,
        handler: || delete(documents::remove),
    },
    Route {
        method: Method::GET,
        path: "/v1/documents/{id}/pages/{page}",
        name: "readPage",
        summary: "The text of one page of a document",
        query: None,
        body: None,
        answers: &[answer("The page", &[json::<PageText>()])],
        refusals: &[404, 409, 422],
        is_open: false,
        handler: || get(documents::page),
    },
    Route {
        method: Method::GET,
        path: "/v1/collections",
        name: "listCollections",
        summary: "List the collections",
        query: None,
        body: None,
        answers: &[answer("All of them", &[json::<documents::Collections>()])],
        refusals: &[],
        is_open: false,
        handler: || get(documents::collections),
    },
    Route {
        method: Method::POST,
        path: "/v1/search",
        name: "search",
        summary: "Find the passages that fit a question",
        query: None,
        body: Some(json::<SearchRequest>()),
        answers: &[answer("What was found", &[json::<SearchResponse>()])],
        refusals: &[404, 413, 415, 422, 502, 503],
        is_open: false,
        handler: || post(questions::search),
    },
    Route {
        method: Method::POST,
        path: "/v1/ask",
        name: "ask",
        summary: "Answer a question, citing the pages; events come as the answer does, the last is done or error",
        query: None,
        body: Some(json::<AskRequest>()),
        answers: &[answer("The answer as it comes", &[events::<AnswerEvent>()])],
        refusals: &[404, 413, 415, 422, 502, 503],
        is_open: false,
        handler: || post(questions::ask),
    },
    Route {
        method: Method::GET,
        path: "/v1/events",
        name: "listen",
        summary: "What happens in the library from now on",
        query: None,
        body: None,
        answers: &[answer("Events as they happen", &[events::<news::News>()])],
        refusals: &[],
        is_open: false,
        handler: || get(news::listen),
    },
    Route {
        method: Method::GET,
        path: "/v1/openapi.json",
        name: "describe",
        summary: "This description",
        query: None,
        body: None,
        answers: &[answer("An OpenAPI 3.1 document", &[Media { kind: JSON, schema: openapi::anything }])],
        refusals: &[],
        is_open: false,
        handler: || get(openapi::describe),
    },
    Route {
        method: Method::GET,
        path: "/v1/models",
        name: "listModels",
        summary: "The library and its collections, as programs for OpenAI list models",
        query: None,
        body: None,
        answers: &[answer("All of them", &[json::<chat::Models>()])],
        refusals: &[],
        is_open: false,
        handler: || get(chat::models),
    },
    Route {
        method: Method::POST,
        path: "/v1/chat/completions",
        name: "complete",
        summary: "Answer the last question of a conversation, as programs for OpenAI ask language models",
        query: None,
        body: Some(json::<chat::ChatRequest>()),
        answers: &[answer("The answer, at once or in chunks", &[json::<chat::Completion>(), events::<chat::Chunk>()])],
        refusals: &[400, 404, 413, 415, 502, 503],
        is_open: false,
        handler: || post(chat::complete),
    },
];

/// The table as a server.
pub(super) fn router(serving: Shared) -> Router {
    let table = ROUTES.iter().fold(Router::new(), |router, route| router.route(route.path, (route.handler)()));
    let assistants = mcp::service(serving.library.clone(), serving.stop.child_token());
    table
        // Another protocol, behind the same door.
        .route(mcp::lines::PATH, get(mcp::lines::converse))
        .nest_service(mcp::PATH, assistants)
        .fallback(nothing_here)
        .method_not_allowed_fallback(not_so)
        .layer(DefaultBodyLimit::max(LARGEST_JSON))
        .layer(map_request(patience::limit))
        .layer(from_fn_with_state(Arc::clone(&serving), door::check))
        .with_state(serving)
}

/// Whether a request is answered without a token.
pub(super) fn is_open(method: &Method, path: &str) -> bool {
    ROUTES.iter().any(|route| route.is_open && route.method == *method && route.path == path)
}

async fn nothing_here(request: Request) -> Response {
    let message = "there is nothing here; GET /v1/openapi.json lists what there is";
    Problem::new(StatusCode::NOT_FOUND, "unknown_path", message).said_in(Dialect::of(request.uri().path()))
}

async fn not_so(request: Request) -> Response {
    let message = "this cannot be asked in this way; GET /v1/openapi.json lists how";
    let problem = Problem::new(StatusCode::METHOD_NOT_ALLOWED, "wrong_method", message);
    problem.said_in(Dialect::of(request.uri().path()))
}

const fn answer(meaning: &'static str, media: &'static [Media]) -> Answer {
    Answer { status: 200, meaning, media }
}

const fn json<T: JsonSchema>() -> Media {
    Media { kind: JSON, schema: of::<T> }
}

const fn events<T: JsonSchema>() -> Media {
    Media { kind: EVENTS, schema: of::<T> }
}

fn of<T: JsonSchema>(generator: &mut SchemaGenerator) -> Schema {
    generator.subschema_for::<T>()
}

fn inline<T: JsonSchema>(generator: &mut SchemaGenerator) -> Schema {
    T::json_schema(generator)
}
