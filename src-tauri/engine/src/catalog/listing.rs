//! The documents in stretches, as a window shows them.

use rusqlite::functions::FunctionFlags;
use rusqlite::{CachedStatement, Connection, Rows, ToSql};

use super::Catalog;
use super::documents::{SUMMARY, VISIBLE, summary};
use crate::Result;
use crate::file_name::last_part;
use crate::fold::folded;
use crate::messages::{DocumentOrder, DocumentsFound, DocumentsRequest, LibraryCounts};

/// Each of these words, a JSON list, must stand in a title, an author or a file's name.
const HAS_WORDS: &str = "NOT EXISTS (SELECT 1 FROM json_each(:words) WHERE NOT (
    instr(folded_title, value) OR instr(folded(ifnull(author, '')), value)
    OR EXISTS (SELECT 1 FROM location WHERE document = document.id AND instr(folded(file_name(path)), value))))";

impl Catalog {
    /// A stretch of the documents that fit, in order; those that are equal in it by their ids.
    ///
    /// # Errors
    /// [`Error::UnknownCollection`](crate::Error::UnknownCollection).
    pub(crate) fn find_documents(&self, request: &DocumentsRequest) -> Result<DocumentsFound> {
        let collection = request.collection.as_deref().map(|name| self.collection(name)).transpose()?;
        let types: Vec<_> = request.kinds.iter().flat_map(|kind| kind.content_types()).collect();
        let words: Vec<_> = request.looked_for.split_whitespace().map(folded).collect();
        let (types, words) = (serde_json::json!(types).to_string(), serde_json::json!(words).to_string());
        let order = match request.order {
            DocumentOrder::Added => "added_at",
            DocumentOrder::Title => "folded_title",
            DocumentOrder::Size => "size",
            DocumentOrder::Pages => "pages",
        };
        let way = if request.is_descending { "DESC" } else { "ASC" };
        // Only what is asked for is looked at: the more is, the less do the indexes answer by themselves.
        let conditions = [
            (collection.is_some(), "id IN (SELECT document FROM membership WHERE collection = :collection)"),
            (!request.kinds.is_empty(), "content_type IN (SELECT value FROM json_each(:types))"),
            (request.only_unread, "pages_unread > 0"),
            (words != "[]", HAS_WORDS),
        ];
        let asked = conditions.iter().filter(|(is_asked, _)| *is_asked).map(|(_, condition)| *condition);
        let fits = std::iter::once(VISIBLE).chain(asked).collect::<Vec<_>>().join(" AND ");
        let values: [(&str, &dyn ToSql); 3] = [(":collection", &collection), (":types", &types), (":words", &words)];
        let connection = self.read();
        let total = connection.prepare_cached(&format!("SELECT count(*) FROM document WHERE {fits}"))?;
        let total = with(total, &values, |mut counted| counted.next()?.map_or(Ok(0), |row| row.get(0)))?;
        // What is shown of a document is looked up for those of the stretch only.
        let (limit, offset) = (request.limit, request.offset);
        let stretch = connection.prepare_cached(&format!(
            "{SUMMARY} AND id IN (SELECT id FROM document WHERE {fits}
                ORDER BY {order} {way}, id {way} LIMIT {limit} OFFSET {offset})
             ORDER BY {order} {way}, id {way}"
        ))?;
        let documents = with(stretch, &values, |rows| rows.mapped(summary).collect())?;
        Ok(DocumentsFound { total, documents })
    }

    /// How many documents and collections there are.
    pub(crate) fn counts(&self) -> Result<LibraryCounts> {
        let collections = self.collections()?;
        let sql = format!("SELECT count(*), count(nullif(pages_unread, 0)) FROM document WHERE {VISIBLE}");
        let connection = self.read();
        let mut statement = connection.prepare_cached(&sql)?;
        Ok(statement
            .query_row([], |row| Ok(LibraryCounts { documents: row.get(0)?, unread: row.get(1)?, collections }))?)
    }
}

/// Runs a statement with those of the values that it has a place for.
fn with<T>(
    mut statement: CachedStatement<'_>,
    values: &[(&str, &dyn ToSql)],
    take: impl FnOnce(Rows<'_>) -> rusqlite::Result<T>,
) -> Result<T> {
    for (name, value) in values {
        if let Some(place) = statement.parameter_index(name)? {
            statement.raw_bind_parameter(place, value)?;
        }
    }
    Ok(take(statement.raw_query())?)
}

/// Gives SQL what it has not: its own `lower` knows no letter but those of English.
pub(super) fn add_functions(connection: &Connection) -> rusqlite::Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC | FunctionFlags::SQLITE_INNOCUOUS;
    connection
        .create_scalar_function("folded", 1, flags, |context| Ok(context.get_raw(0).as_str_or_null()?.map(folded)))?;
    connection.create_scalar_function("file_name", 1, flags, |context| {
        let path = context.get_raw(0).as_str_or_null()?;
        Ok(path.map(|path| last_part(path).to_owned()))
    })
}
