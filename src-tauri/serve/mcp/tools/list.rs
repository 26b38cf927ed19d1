//! `list`: the documents there are.

use std::fmt::{Display, Formatter};

use paperside_engine::messages::{Collection, DocumentOrder, DocumentSummary, DocumentsFound, DocumentsRequest};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::super::face::Face;
use super::super::quoted;
use super::super::refusal::Refusal;
use super::{Call, ModelTool};

/// Documents at the most.
const MOST: u32 = 200;

/// Collections that are named.
const NAMED: usize = 100;

/// The tool.
pub(super) struct List;

/// What documents are ordered by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
enum Order {
    /// When they were added, the latest first.
    #[default]
    Added,
    /// Their titles.
    Title,
    /// How large their files are, the largest first.
    Size,
    /// How many pages they have, the most first.
    Pages,
}

/// Which documents to list.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Arguments {
    /// Only those in whose title, author or file name stands every one of these words; empty for all.
    #[serde(default)]
    search: String,
    /// Only those of this collection.
    #[serde(default)]
    collection: Option<String>,
    /// What they are ordered by: added, the latest first; title; size or pages, the greatest first.
    #[serde(default)]
    order: Order,
    /// How many to leave out from the beginning.
    #[serde(default)]
    offset: u32,
    /// How many at the most.
    #[serde(default = "default_limit")]
    #[schemars(range(min = 1, max = 200))]
    limit: u32,
}

fn default_limit() -> u32 {
    50
}

/// A document.
#[derive(Debug, Serialize, JsonSchema)]
struct Listed {
    /// Names the document to other tools; the beginning of it is enough.
    id: String,
    /// The document's own title, or its file name.
    title: String,
    /// Its file's name.
    filename: String,
    /// Who wrote it, as it says itself.
    author: Option<String>,
    /// Its media type.
    content_type: String,
    /// How many pages it has.
    pages: u32,
    /// How many of them hold something that could not be read.
    pages_unread: u32,
    /// The collections it is in.
    collections: Vec<String>,
}

/// The documents.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct DocumentsListed {
    /// What titles and names are.
    notice: &'static str,
    /// How many there are from beginning to end.
    total: u32,
    /// Those of this stretch.
    documents: Vec<Listed>,
    /// The offset at which the list goes on, if it does.
    next_offset: Option<u32>,
    /// The collections of the library, a hundred at the most.
    collections: Vec<Collection>,
}

impl ModelTool for List {
    const NAME: &'static str = "list";
    const TITLE: &'static str = "List the documents";
    const DESCRIPTION: &'static str = "Lists the person's documents with their ids, titles and pages, and the \
        collections there are. Looks in titles, authors and file names, not in texts: that is what search does.";

    type Arguments = Arguments;
    type Found = DocumentsListed;

    async fn call(face: &Face, arguments: Arguments, _: Call) -> Result<DocumentsListed, Refusal> {
        let Arguments { search, collection, order, offset, limit } = arguments;
        let request = DocumentsRequest {
            collection: collection.filter(|name| !name.is_empty()),
            looked_for: search,
            order: match order {
                Order::Added => DocumentOrder::Added,
                Order::Title => DocumentOrder::Title,
                Order::Size => DocumentOrder::Size,
                Order::Pages => DocumentOrder::Pages,
            },
            is_descending: order != Order::Title,
            offset,
            limit: limit.clamp(1, MOST),
            ..DocumentsRequest::default()
        };
        let DocumentsFound { total, documents } = face.library.find(request).await?;
        let mut collections = face.library.collections().await?;
        collections.truncate(NAMED);
        let next = offset.saturating_add(documents.len() as u32);
        let next_offset = (!documents.is_empty() && next < total).then_some(next);
        let documents = documents.into_iter().map(Listed::from).collect();
        Ok(DocumentsListed { notice: quoted::NOTICE, total, documents, next_offset, collections })
    }
}

impl From<DocumentSummary> for Listed {
    fn from(document: DocumentSummary) -> Self {
        let DocumentSummary { id, title, filename, author, content_type, pages, pages_unread, collections, .. } =
            document;
        Self { id, title, filename, author, content_type, pages, pages_unread, collections }
    }
}

impl Display for Listed {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> std::fmt::Result {
        let (id, title) = (quoted::short_id(&self.id), quoted::name(&self.title));
        write!(formatter, "{id}  {title} ({}, {} pages", self.content_type, self.pages)?;
        if self.pages_unread > 0 {
            write!(formatter, ", {} not read", self.pages_unread)?;
        }
        formatter.write_str(")")
    }
}

impl Display for DocumentsListed {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> std::fmt::Result {
        if self.documents.is_empty() {
            return write!(formatter, "No documents here; {} in all.", self.total);
        }
        writeln!(formatter, "{}\n", self.notice)?;
        self.documents.iter().try_for_each(|document| writeln!(formatter, "{document}"))?;
        writeln!(formatter, "\n{} documents in all.", self.total)?;
        if let Some(next) = self.next_offset {
            writeln!(formatter, "The list goes on at the offset {next}.")?;
        }
        for Collection { name, documents } in &self.collections {
            writeln!(formatter, "Collection {}: {documents} documents", quoted::name(name))?;
        }
        Ok(())
    }
}
