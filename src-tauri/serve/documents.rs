//! Documents, their pages and collections.

use axum::Json;
use axum::extract::State;
use paperside_engine::messages::{
    Collection, DocumentDetail, DocumentKind, DocumentOrder, DocumentsFound, DocumentsRequest, ImportId, ImportOutcome,
    ImportProgress, LibraryEvent, PageText, Stage,
};
use paperside_engine::{Error, Library, Result, last_part};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Shared;
use super::extract::{FromPath, FromQuery, within};
use super::problem::Problem;

/// Documents in a stretch if nothing is said, and at the most.
const STRETCH: u32 = 50;
const LONGEST_STRETCH: u32 = 500;

/// Which documents to list, and in which order.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Wanted {
    /// How many to leave out from the beginning.
    offset: u32,
    /// How many at the most, 1 to 500; 50 if nothing is said.
    #[schemars(range(min = 1, max = 500))]
    limit: Option<u32>,
    /// Only those in whose title, author or file name stands every one of these words.
    search: String,
    /// What they are ordered by.
    order: DocumentOrder,
    /// Whether the greatest, latest or last comes first. If nothing is said, the latest does where they are ordered by
    /// when they were added.
    descending: Option<bool>,
    /// Only those of this collection.
    collection: Option<String>,
    /// Only those of this kind.
    kind: Option<DocumentKind>,
    /// Only those that hold something which could not be read.
    unread: bool,
}

/// All collections.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Collections {
    /// By name.
    collections: Vec<Collection>,
}

/// What is known of a document.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(untagged)]
pub(super) enum Document {
    /// It is in the library.
    Imported(Box<Imported>),
    /// It is not, or not yet.
    Arriving(Arriving),
}

/// A document of the library, with what became of each of its pages.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Imported {
    /// `imported`.
    status: ImportedStatus,
    /// The document.
    #[serde(flatten)]
    detail: DocumentDetail,
}

/// That a document is in the library.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum ImportedStatus {
    /// All of it can be found.
    Imported,
}

/// A document that is to be imported, or could not be.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Arriving {
    /// How far it is.
    status: ArrivingStatus,
    /// SHA-256 of its bytes, in hex.
    id: String,
    /// What its file is called.
    filename: String,
    /// In bytes; 0 while that is not known.
    size: u64,
    /// What is being done, while it is being imported.
    stage: Option<Stage>,
    /// How much of that is done: pages while it is read, passages afterwards.
    done: u32,
    /// Of so many; 0 while that is not known.
    total: u32,
    /// Why it could not be imported.
    reason: Option<String>,
    /// Whether that is for want of a password.
    needs_password: bool,
}

/// How far a document is that is not in the library, or not yet.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum ArrivingStatus {
    /// It waits for its turn.
    Queued,
    /// The person lets it rest.
    Paused,
    /// It is being read, embedded or written.
    Importing,
    /// It could not be imported.
    Failed,
}

/// A document that was removed, or is not going to be imported.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Removed {
    /// SHA-256 of its bytes, in hex.
    id: String,
    /// Its title, or the name of its file.
    title: String,
}

/// A stretch of the documents.
pub(super) async fn list(
    State(serving): State<Shared>,
    FromQuery(wanted): FromQuery<Wanted>,
) -> Result<Json<DocumentsFound>, Problem> {
    let limit = wanted.limit.unwrap_or(STRETCH);
    within("limit", limit, 1..=LONGEST_STRETCH)?;
    let request = DocumentsRequest {
        collection: wanted.collection,
        looked_for: wanted.search,
        kinds: wanted.kind.into_iter().collect(),
        only_unread: wanted.unread,
        order: wanted.order,
        is_descending: wanted.descending.unwrap_or(wanted.order == DocumentOrder::Added),
        offset: wanted.offset,
        limit,
    };
    Ok(Json(serving.library.find(request).await?))
}

/// A document with its receipt, or how far its import is.
pub(super) async fn show(
    State(serving): State<Shared>,
    FromPath(id): FromPath<String>,
) -> Result<Json<Document>, Problem> {
    let library = &serving.library;
    let unknown = match imported(library, &id).await {
        Err(unknown @ Error::UnknownDocument { .. }) => unknown,
        known => return Ok(Json(known?)),
    };
    let imports = library.imports_of(id.to_ascii_lowercase()).await?;
    match imports.into_iter().find_map(|import| arriving(&id, import)) {
        Some(document) => Ok(Json(Document::Arriving(document))),
        // Between the two looks it may have come to its end.
        None => Ok(Json(imported(library, &id).await.map_err(|_| unknown)?)),
    }
}

/// The text of one page.
pub(super) async fn page(
    State(serving): State<Shared>,
    FromPath((id, page)): FromPath<(String, u32)>,
) -> Result<Json<PageText>, Problem> {
    Ok(Json(serving.library.page_text(id, page).await?))
}

/// Removes a document, or ends its import.
pub(super) async fn remove(
    State(serving): State<Shared>,
    FromPath(id): FromPath<String>,
) -> Result<Json<Removed>, Problem> {
    let library = &serving.library;
    let imports: Vec<(ImportId, String)> =
        library.imports_of(id.to_ascii_lowercase()).await?.into_iter().filter_map(named).collect();
    if !imports.is_empty() {
        library.cancel_imports(imports.iter().map(|(import, _)| *import).collect()).await?;
    }
    match (library.remove(id.clone()).await, imports.into_iter().next()) {
        (Ok(document), _) => Ok(Json(Removed { id: document.id, title: document.title })),
        (Err(Error::UnknownDocument { .. }), Some((_, title))) => Ok(Json(Removed { id, title })),
        (Err(error), _) => Err(error.into()),
    }
}

/// All collections.
pub(super) async fn collections(State(serving): State<Shared>) -> Result<Json<Collections>, Problem> {
    Ok(Json(Collections { collections: serving.library.collections().await? }))
}

async fn imported(library: &Library, id: &str) -> Result<Document> {
    let detail = library.show(id.to_owned()).await?;
    Ok(Document::Imported(Box::new(Imported { status: ImportedStatus::Imported, detail })))
}

/// How far an import is.
fn arriving(id: &str, event: LibraryEvent) -> Option<Arriving> {
    let nothing = Arriving {
        status: ArrivingStatus::Failed,
        id: id.to_ascii_lowercase(),
        filename: String::new(),
        size: 0,
        stage: None,
        done: 0,
        total: 0,
        reason: None,
        needs_password: false,
    };
    match event {
        LibraryEvent::Progress(ImportProgress { path, stage, done, total, size, .. }) => {
            let (status, stage) = match stage {
                Stage::Queued => (ArrivingStatus::Queued, None),
                Stage::Paused => (ArrivingStatus::Paused, None),
                stage => (ArrivingStatus::Importing, Some(stage)),
            };
            Some(Arriving { status, filename: last_part(&path).to_owned(), size, stage, done, total, ..nothing })
        }
        LibraryEvent::Document(ImportOutcome { filename, size, reason, needs_password, .. }) => {
            Some(Arriving { filename, size, reason, needs_password, ..nothing })
        }
        _ => None,
    }
}

/// The number of an import and the name of its file.
fn named(event: LibraryEvent) -> Option<(ImportId, String)> {
    match event {
        LibraryEvent::Progress(progress) => Some((progress.import, last_part(&progress.path).to_owned())),
        LibraryEvent::Document(outcome) => Some((outcome.import, outcome.filename)),
        _ => None,
    }
}
