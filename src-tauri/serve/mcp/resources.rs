//! Every document and every page as a text to read.

use paperside_engine::Library;
use paperside_engine::messages::{DocumentOrder, DocumentSummary, DocumentsRequest, PageText};
use rmcp::ErrorData;
use rmcp::model::{
    ListResourceTemplatesResult, ListResourcesResult, ReadResourceResult, Resource, ResourceContents, ResourceTemplate,
};

use super::address::{self, Address, PAGE_TEMPLATE};
use super::quoted;
use super::reading::{self, Reading};
use super::refusal::Refusal;

/// Documents that are listed at once.
const LISTED_AT_ONCE: u32 = 100;

/// Letters that are read at once, over all pages.
const READ_AT_ONCE: usize = 500_000;

/// What all of them are.
const TEXT: &str = "text/plain";

/// A stretch of the documents. The oldest come first, so that what is added meanwhile moves none of those that are still
/// to be listed.
pub(super) async fn list(library: &Library, cursor: Option<String>) -> Result<ListResourcesResult, ErrorData> {
    let offset = match cursor {
        None => 0,
        Some(cursor) => cursor
            .parse()
            .map_err(|_| ErrorData::invalid_params("There is no such cursor; begin again without one.", None))?,
    };
    let request =
        DocumentsRequest { order: DocumentOrder::Added, offset, limit: LISTED_AT_ONCE, ..DocumentsRequest::default() };
    let found = match library.find(request).await {
        Ok(found) => found,
        Err(error) => return Err(protocol_error(&error.into(), library).await),
    };
    let next = offset.saturating_add(found.documents.len() as u32);
    let mut listed = ListResourcesResult::with_all_items(found.documents.iter().map(resource).collect());
    listed.next_cursor = (next > offset && next < found.total).then(|| next.to_string());
    Ok(listed)
}

/// How single pages are named.
pub(super) fn templates() -> ListResourceTemplatesResult {
    let page = ResourceTemplate::new(PAGE_TEMPLATE, "page")
        .with_title("A page of a document")
        .with_description(
            "The text of one page. Pages are counted from 0; the label printed on a page stands in its text.",
        )
        .with_mime_type(TEXT);
    ListResourceTemplatesResult::with_all_items(vec![page])
}

/// The text of a document page by page, or of one page.
pub(super) async fn read(library: &Library, uri: &str) -> Result<ReadResourceResult, ErrorData> {
    let Some(named) = Address::parse(uri) else {
        let message = format!(
            "There is no resource {uri}. Documents are paperside://documents/ID; their pages {PAGE_TEMPLATE}, from 0."
        );
        return Err(ErrorData::resource_not_found(message, None));
    };
    match contents(library, named).await {
        Ok(contents) => Ok(ReadResourceResult::new(contents)),
        Err(refusal) => Err(protocol_error(&refusal, library).await),
    }
}

async fn contents(library: &Library, Address { document, page }: Address) -> Result<Vec<ResourceContents>, Refusal> {
    let reading = Reading::open(library, document).await?;
    if let Some(page) = page {
        return Ok(vec![text_of(&reading, reading.page(page)?, READ_AT_ONCE)]);
    }
    let mut room = READ_AT_ONCE;
    let mut contents = Vec::new();
    for page in &reading.pages {
        if room == 0 {
            contents.push(what_is_left(&reading, page));
            break;
        }
        contents.push(text_of(&reading, page, room));
        room = room.saturating_sub(page.text.chars().count());
    }
    Ok(contents)
}

/// A page under a line that says where it is from.
fn text_of(reading: &Reading, page: &PageText, room: usize) -> ResourceContents {
    let document = &reading.detail.document;
    let head = format!("[{}, page {}. {}]", quoted::name(&document.title), quoted::name(&page.label), quoted::NOTICE);
    let read = reading::stretch(&page.text, 0, room);
    let rest = read.rest.map(|at| format!("[Cut off here. `read_page` with start {at} reads on.]"));
    let empty = reading.why_empty(page.page).map(|why| format!("[There is no text on this page: {why}.]"));
    let parts = [Some(head), Some(read.text).filter(|text| !text.is_empty()), rest, empty];
    let text = parts.into_iter().flatten().collect::<Vec<_>>().join("\n\n");
    ResourceContents::text(text, address::of_page(&document.id, page.page))
}

/// A word at the end of what was too long.
fn what_is_left(reading: &Reading, first: &PageText) -> ResourceContents {
    let document = &reading.detail.document;
    let pages = reading.pages.len();
    let next = address::of_page(&document.id, first.page);
    let text = format!("[This document has {pages} pages, too many to read at once. The next one is {next}.]");
    ResourceContents::text(text, address::of_document(&document.id))
}

fn resource(document: &DocumentSummary) -> Resource {
    let pages = match document.pages {
        1 => "1 page".to_owned(),
        pages => format!("{pages} pages"),
    };
    let unread = match document.pages_unread {
        0 => String::new(),
        unread => format!(", {unread} of them not read"),
    };
    let filed = match document.collections.as_slice() {
        [] => String::new(),
        collections => format!("; in {}", collections.join(", ")),
    };
    Resource::new(address::of_document(&document.id), document.filename.clone())
        .with_title(document.title.clone())
        .with_description(format!("{}, {pages}{unread}{filed}", document.content_type))
        .with_mime_type(TEXT)
}

/// What a client is told that asked for something which is not there, or could not be had.
async fn protocol_error(refusal: &Refusal, library: &Library) -> ErrorData {
    let sentence = refusal.sentence(library).await;
    match refusal.code() {
        "unknown_document" | "ambiguous_document" | "unknown_page" => ErrorData::resource_not_found(sentence, None),
        _ => ErrorData::internal_error(sentence, None),
    }
}
