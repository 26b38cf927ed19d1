//! `list`, `show`, `remove` and `collections`.

use std::fmt::Write;

use paperside_engine::messages::{
    DocumentDetail, DocumentSummary, DocumentsRequest, OutlineEntry, PageReceipt, PageState,
};
use paperside_engine::{Library, Result};
use serde_json::json;

use super::arguments::{CollectionAction, CollectionsArguments, ListArguments, RemoveArguments, ShowArguments};
use super::terminal::harmless::on_one_line;
use super::{Exit, Output};

/// Characters of an id that are shown; enough to tell thousands of documents apart.
const SHOWN_ID: usize = 12;

/// Lists the documents, newest first.
pub(super) async fn list(library: &Library, arguments: ListArguments, output: Output) -> Result<Exit> {
    let is_whole = arguments.collection.is_none();
    let documents = match arguments.collection {
        None => library.list().await?,
        collection => {
            let request =
                DocumentsRequest { collection, is_descending: true, limit: u32::MAX, ..DocumentsRequest::default() };
            library.find(request).await?.documents
        }
    };
    for document in &documents {
        output.result(document, || line(document));
    }
    if documents.is_empty() {
        output.note(if is_whole {
            "No documents yet; `paperside add FILE` imports some."
        } else {
            "No documents in this collection yet."
        });
    }
    Ok(Exit::Done)
}

/// Shows a document and its receipt.
pub(super) async fn show(library: &Library, arguments: ShowArguments, output: Output) -> Result<Exit> {
    let detail = library.show(arguments.document).await?;
    output.result(&detail, || describe(&detail));
    Ok(Exit::Done)
}

/// Removes documents; those that are not there are told of, and the others removed all the same.
pub(super) async fn remove(library: &Library, arguments: RemoveArguments, output: Output) -> Result<Exit> {
    let (mut removed, mut refused) = (0, 0);
    for id in arguments.documents {
        match library.remove(id).await {
            Ok(document) => {
                removed += 1;
                let object = json!({"type": "removed", "id": document.id, "title": document.title});
                output.result(&object, || format!("removed    {}\n", on_one_line(&document.title)));
            }
            Err(error) => {
                refused += 1;
                output.error(&error);
            }
        }
    }
    Ok(Exit::of(removed, refused))
}

/// Lists, makes, renames, fills and deletes collections.
pub(super) async fn collections(library: &Library, arguments: CollectionsArguments, output: Output) -> Result<Exit> {
    match arguments.action {
        None | Some(CollectionAction::List) => {}
        Some(CollectionAction::Create { name }) => library.create_collection(name).await?,
        Some(CollectionAction::Rename { from, to }) => library.rename_collection(from, to).await?,
        Some(CollectionAction::Delete { name }) => library.delete_collection(name).await?,
        Some(CollectionAction::Put { name, documents }) => library.file_documents(documents, name).await?,
        Some(CollectionAction::Take { name, documents }) => library.unfile_documents(documents, name).await?,
    }
    for collection in library.collections().await? {
        output.result(&collection, || format!("{:>6}  {}\n", collection.documents, on_one_line(&collection.name)));
    }
    Ok(Exit::Done)
}

fn line(document: &DocumentSummary) -> String {
    let id = &document.id[..SHOWN_ID.min(document.id.len())];
    let unread = document.pages_unread;
    let unread = if unread > 0 { format!(", {unread} not read") } else { String::new() };
    format!("{id}  {} ({} pages{unread})\n", on_one_line(&document.title), document.pages)
}

fn describe(detail: &DocumentDetail) -> String {
    let document = &detail.document;
    let mut text = format!(
        "{}\n  id        {}\n  type      {}\n  size      {} bytes\n  pages     {}, {} searchable\n  passages  {}\n",
        document.title,
        document.id,
        document.content_type,
        document.size,
        document.pages,
        document.pages_searchable,
        document.passages
    );
    for path in &detail.paths {
        let _ = writeln!(text, "  seen at   {path}");
    }
    if let Some(holes) = &detail.holes {
        let _ = writeln!(text, "  not read  {holes}");
    }
    if let Some(author) = &document.author {
        let _ = writeln!(text, "  author    {author}");
    }
    for OutlineEntry { level, title, page } in &detail.outline {
        let _ = writeln!(text, "  {:width$}{title} (page {})", "", page + 1, width = 2 + 2 * *level as usize);
    }
    if !document.collections.is_empty() {
        let _ = writeln!(text, "  in        {}", document.collections.join(", "));
    }
    detail.receipt.iter().fold(text, |text, page| text + &receipt_line(page))
}

fn receipt_line(page: &PageReceipt) -> String {
    let state = match page.state {
        PageState::Searchable => "searchable",
        PageState::Recognised => "recognised",
        PageState::ImageOnly => "image only",
        PageState::Blank => "blank",
        PageState::Failed => "failed",
    };
    let reason = page.reason.iter().fold(String::new(), |_, reason| format!("  {reason}"));
    let (label, reader, words, time) = (&page.label, &page.reader, page.words, page.milliseconds);
    format!("  page {label:>5}  {state:<10}  {words:>6} words  {reader}, {time} ms{reason}\n")
}
