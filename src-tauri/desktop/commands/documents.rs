//! Documents, their pages, and what is looked for in them.

use paperside_engine::Library;
use paperside_engine::messages::{
    DocumentDetail, DocumentReference, DocumentSummary, DocumentsFound, DocumentsRequest, LibraryCounts, PageText, Pin,
    PinCheck, PlacedWord, SearchRequest, SearchResponse,
};
use tauri::State;
use tauri::ipc::Response;

use super::{Answered, told};

/// A stretch of the documents, in an order.
#[tauri::command]
pub(in crate::desktop) async fn find_documents(
    library: State<'_, Library>,
    request: DocumentsRequest,
) -> Answered<DocumentsFound> {
    library.find(request).await.map_err(told)
}

/// How many documents and collections there are.
#[tauri::command]
pub(in crate::desktop) async fn library_counts(library: State<'_, Library>) -> Answered<LibraryCounts> {
    library.counts().await.map_err(told)
}

/// What stands in the library for a document that was named once.
#[tauri::command]
pub(in crate::desktop) async fn stand_in(
    library: State<'_, Library>,
    document: DocumentReference,
) -> Answered<Option<DocumentSummary>> {
    library.stand_in(document).await.map_err(told)
}

/// One document with its receipt.
#[tauri::command]
pub(in crate::desktop) async fn show_document(
    library: State<'_, Library>,
    document: String,
) -> Answered<DocumentDetail> {
    library.show(document).await.map_err(told)
}

/// Removes documents.
#[tauri::command]
pub(in crate::desktop) async fn remove_documents(library: State<'_, Library>, documents: Vec<String>) -> Answered<()> {
    for document in documents {
        library.remove(document).await.map_err(told)?;
    }
    Ok(())
}

/// Makes an empty collection.
#[tauri::command]
pub(in crate::desktop) async fn create_collection(library: State<'_, Library>, name: String) -> Answered<()> {
    library.create_collection(name).await.map_err(told)
}

/// Gives a collection another name.
#[tauri::command]
pub(in crate::desktop) async fn rename_collection(
    library: State<'_, Library>,
    from: String,
    to: String,
) -> Answered<()> {
    library.rename_collection(from, to).await.map_err(told)
}

/// Removes a collection; its documents stay.
#[tauri::command]
pub(in crate::desktop) async fn delete_collection(library: State<'_, Library>, name: String) -> Answered<()> {
    library.delete_collection(name).await.map_err(told)
}

/// Puts documents into a collection.
#[tauri::command]
pub(in crate::desktop) async fn file_documents(
    library: State<'_, Library>,
    documents: Vec<String>,
    collection: String,
) -> Answered<()> {
    library.file_documents(documents, collection).await.map_err(told)
}

/// Takes documents out of a collection.
#[tauri::command]
pub(in crate::desktop) async fn unfile_documents(
    library: State<'_, Library>,
    documents: Vec<String>,
    collection: String,
) -> Answered<()> {
    library.unfile_documents(documents, collection).await.map_err(told)
}

/// The bytes of a document, for the reader. They cross as they are, not as JSON.
#[tauri::command]
pub(in crate::desktop) async fn read_document(library: State<'_, Library>, document: String) -> Answered<Response> {
    library.original(document).await.map(Response::new).map_err(told)
}

/// The text of a document, page by page, for those that are shown as text.
#[tauri::command]
pub(in crate::desktop) async fn read_pages(library: State<'_, Library>, document: String) -> Answered<Vec<PageText>> {
    library.page_texts(document).await.map_err(told)
}

/// Where the words of one page stand on it.
#[tauri::command]
pub(in crate::desktop) async fn read_words(
    library: State<'_, Library>,
    document: String,
    page: u32,
) -> Answered<Vec<PlacedWord>> {
    library.page_words(document, page).await.map_err(told)
}

/// The passages that fit a question best.
#[tauri::command]
pub(in crate::desktop) async fn search(
    library: State<'_, Library>,
    request: SearchRequest,
) -> Answered<SearchResponse> {
    library.search(request).await.map_err(told)
}

/// Notes that a page is the right answer to a question.
#[tauri::command]
pub(in crate::desktop) async fn pin_page(
    library: State<'_, Library>,
    question: String,
    document: String,
    page: u32,
) -> Answered<()> {
    library.pin(question, document, page).await.map_err(told)
}

/// Forgets that a page is the right answer.
#[tauri::command]
pub(in crate::desktop) async fn unpin_page(library: State<'_, Library>, pin: u32) -> Answered<()> {
    library.unpin(pin).await.map_err(told)
}

/// The pages known to be right answers.
#[tauri::command]
pub(in crate::desktop) async fn list_pins(library: State<'_, Library>) -> Answered<Vec<Pin>> {
    library.pins().await.map_err(told)
}

/// Whether these pages are still found.
#[tauri::command]
pub(in crate::desktop) async fn check_pins(library: State<'_, Library>) -> Answered<Vec<PinCheck>> {
    library.check_pins().await.map_err(told)
}
