//! Whether the server answers, and what it serves.

use axum::extract::State;
use axum::{Extension, Json};
use paperside_engine::Library;
use schemars::JsonSchema;
use serde::Serialize;

use super::Shared;
use super::door::Trusted;
use super::problem::Problem;

/// That the server answers. Who has shown the token is told what it serves.
#[derive(Serialize, JsonSchema)]
pub(super) struct Health {
    /// `ok`.
    status: &'static str,
    /// Of Paperside.
    version: &'static str,
    /// What is served.
    #[serde(flatten)]
    served: Option<Served>,
}

/// What a server serves.
#[derive(Serialize, JsonSchema)]
pub(super) struct Served {
    /// The library's folder.
    library: String,
    /// How many documents it holds.
    documents: u32,
    /// How many of them hold something that could not be read.
    unread: u32,
    /// How many collections there are.
    collections: u32,
    /// How many files wait, rest or are being imported.
    imports: u32,
}

/// Answers at once to everybody, and from the catalog to those who may know.
pub(super) async fn health(
    State(serving): State<Shared>,
    trusted: Option<Extension<Trusted>>,
) -> Result<Json<Health>, Problem> {
    let served = if trusted.is_some() { Some(served(&serving.library).await?) } else { None };
    Ok(Json(Health { status: "ok", version: env!("CARGO_PKG_VERSION"), served }))
}

async fn served(library: &Library) -> Result<Served, Problem> {
    let (counts, imports) = (library.counts().await?, library.count_imports().await?);
    Ok(Served {
        library: library.folder().to_string_lossy().into_owned(),
        documents: counts.documents,
        unread: counts.unread,
        collections: counts.collections.len() as u32,
        imports,
    })
}
