//! Documents and where they were seen.

use rusqlite::{Connection, OptionalExtension, Row, named_params, params};

use super::{Catalog, EmbeddedPassage};
use crate::messages::{DocumentReference, DocumentSummary, OutlineEntry, Searched};
use crate::read::{DocumentInfo, Page};
use crate::{Error, Result};

/// A document whose import begins.
pub(crate) struct NewDocument<'a> {
    /// SHA-256 of its bytes, in hex.
    pub(crate) id: &'a str,
    /// Its own title, or its file name.
    pub(crate) title: &'a str,
    /// What it says of itself.
    pub(crate) info: &'a DocumentInfo,
    /// In bytes.
    pub(crate) size: u64,
    /// Milliseconds since 1970.
    pub(crate) added_at: i64,
    /// The collections it goes into.
    pub(crate) collections: &'a [i64],
}

const SUMMARY: &str =
    "SELECT id, title, content_type, size, added_at, pages, pages_searchable, passages, pages_unread, author,
    coalesce((SELECT path FROM location WHERE document = document.id ORDER BY seen_at DESC, path LIMIT 1), ''),
    (SELECT json_group_array(name) FROM
        (SELECT name FROM membership JOIN collection ON collection.id = collection
         WHERE document = document.id ORDER BY name))
    FROM document WHERE ready";

impl Catalog {
    /// All documents that can be searched, newest first.
    pub(crate) fn documents(&self) -> Result<Vec<DocumentSummary>> {
        let connection = self.read();
        let mut statement = connection.prepare_cached(&format!("{SUMMARY} ORDER BY added_at DESC, title"))?;
        let rows = statement.query_map([], summary)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The document whose id is or begins with `id`.
    ///
    /// # Errors
    /// [`Error::UnknownDocument`], [`Error::AmbiguousDocument`].
    pub(crate) fn document(&self, id: &str) -> Result<DocumentSummary> {
        let unknown = || Error::UnknownDocument { id: id.to_owned() };
        if id.is_empty() || !id.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(unknown());
        }
        let connection = self.read();
        let mut statement = connection.prepare_cached(&format!("{SUMMARY} AND id LIKE ? || '%' LIMIT 2"))?;
        let mut found = statement.query_map([id], summary)?;
        let first = found.next().ok_or_else(unknown)??;
        match found.next() {
            Some(_) => Err(Error::AmbiguousDocument { id: id.to_owned() }),
            None => Ok(first),
        }
    }

    /// Enough of a document to name it.
    pub(crate) fn reference(&self, id: &str) -> Result<DocumentReference> {
        self.document(id).map(|document| DocumentReference {
            id: document.id,
            title: document.title,
            path: document.path,
            pages_unread: document.pages_unread,
        })
    }

    /// Every path at which the document was seen, the latest first.
    pub(crate) fn locations(&self, id: &str) -> Result<Vec<String>> {
        let connection = self.read();
        let mut statement =
            connection.prepare_cached("SELECT path FROM location WHERE document = ? ORDER BY seen_at DESC, path")?;
        let rows = statement.query_map([id], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The searchable document last seen at this path.
    pub(crate) fn document_at(&self, path: &str) -> Result<Option<String>> {
        let sql = "SELECT document FROM location JOIN document ON document.id = document WHERE path = ? AND ready";
        Ok(self.read().query_row(sql, [path], |row| row.get(0)).optional()?)
    }

    /// Notes that a document was seen at a path. Answers the document seen there before, if that was another
    /// one which now has no path left.
    pub(crate) fn locate(&self, path: &str, document: &str, seen_at: i64) -> Result<Option<String>> {
        let mut connection = self.write();
        let change = connection.transaction()?;
        let before: Option<String> = change
            .query_row("SELECT document FROM location WHERE path = ?", [path], |row| row.get(0))
            .optional()?
            .filter(|before| before != document);
        let sql = "INSERT OR REPLACE INTO location (path, document, seen_at) VALUES (?, ?, ?)";
        change.execute(sql, params![path, document, seen_at])?;
        let homeless = match before {
            Some(before) if count_locations(&change, &before)? == 0 => Some(before),
            _ => None,
        };
        change.commit()?;
        Ok(homeless)
    }

    /// Writes a document without its pages. It stays hidden until [`Catalog::finish_document`].
    pub(crate) fn begin_document(&self, document: &NewDocument<'_>) -> Result<()> {
        let mut connection = self.write();
        let change = connection.transaction()?;
        change.execute(
            "INSERT INTO document (id, title, content_type, author, outline, size, added_at, pages, pages_searchable,
             passages) VALUES (:id, :title, :content_type, :author, :outline, :size, :added_at, 0, 0, 0)",
            named_params! {
                ":id": document.id, ":title": document.title, ":content_type": document.info.content_type,
                ":author": document.info.author, ":outline": serde_json::json!(document.info.outline).to_string(),
                ":size": document.size as i64, ":added_at": document.added_at,
            },
        )?;
        for collection in document.collections {
            let sql = "INSERT INTO membership (collection, document) VALUES (?, ?)";
            change.execute(sql, params![collection, document.id])?;
        }
        Ok(change.commit()?)
    }

    /// Writes the next pages and passages of a document.
    pub(crate) fn append(&self, id: &str, pages: &[Page], model: &str, passages: &[EmbeddedPassage]) -> Result<()> {
        let mut connection = self.write();
        let change = connection.transaction()?;
        super::pages::insert(&change, id, pages)?;
        super::passages::insert(&change, id, model, passages)?;
        Ok(change.commit()?)
    }

    /// Counts what a document has and shows it.
    pub(crate) fn finish_document(&self, id: &str) -> Result<()> {
        let sql = "UPDATE document SET ready = 1,
            pages = (SELECT count(*) FROM page WHERE document = ?1),
            pages_searchable = (SELECT count(*) FROM page WHERE document = ?1 AND state IN ('searchable', 'recognised')),
            pages_unread = (SELECT count(*) FROM page WHERE document = ?1 AND state IN ('image_only', 'failed')),
            passages = (SELECT count(*) FROM passage WHERE document = ?1)
            WHERE id = ?1";
        self.write().execute(sql, [id])?;
        Ok(())
    }

    /// The headings of a document.
    pub(crate) fn outline(&self, id: &str) -> Result<Vec<OutlineEntry>> {
        let sql = "SELECT outline FROM document WHERE id = ?";
        let outline: String = self.read().query_row(sql, [id], |row| row.get(0))?;
        Ok(serde_json::from_str(&outline).unwrap_or_default())
    }

    /// Shows or hides a document.
    pub(crate) fn set_ready(&self, id: &str, ready: bool) -> Result<()> {
        self.write().execute("UPDATE document SET ready = ? WHERE id = ?", params![ready, id])?;
        Ok(())
    }

    /// Removes a document and all that belongs to it.
    pub(crate) fn delete_document(&self, id: &str) -> Result<()> {
        let mut connection = self.write();
        let change = connection.transaction()?;
        change.execute("DELETE FROM recognition WHERE document = ?", [id])?;
        change.execute("DELETE FROM document WHERE id = ?", [id])?;
        Ok(change.commit()?)
    }

    /// Documents whose import or removal did not come to its end.
    pub(crate) fn unfinished(&self) -> Result<Vec<String>> {
        let connection = self.read();
        let mut statement = connection.prepare("SELECT id FROM document WHERE NOT ready")?;
        let rows = statement.query_map([], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// How many documents and passages a search of these collections covers; no collection means all.
    pub(crate) fn coverage(&self, collections: &[i64]) -> Result<Searched> {
        let sql = "SELECT count(*), coalesce(sum(passages), 0), coalesce(sum(pages_unread), 0) FROM document WHERE ready AND (?1 = '[]' OR EXISTS
            (SELECT 1 FROM membership WHERE document = document.id
             AND collection IN (SELECT value FROM json_each(?1))))";
        let collections = serde_json::json!(collections).to_string();
        Ok(self.read().query_row(sql, [collections], |row| {
            let documents = row.get(0)?;
            Ok(Searched { documents, of: documents, passages: row.get(1)?, pages_unread: row.get(2)? })
        })?)
    }
}

fn count_locations(connection: &Connection, document: &str) -> Result<i64> {
    let sql = "SELECT count(*) FROM location WHERE document = ?";
    Ok(connection.query_row(sql, [document], |row| row.get(0))?)
}

fn summary(row: &Row<'_>) -> rusqlite::Result<DocumentSummary> {
    let path: String = row.get(10)?;
    let collections: String = row.get(11)?;
    Ok(DocumentSummary {
        id: row.get(0)?,
        title: row.get(1)?,
        filename: path.rsplit(['/', '\\']).next().unwrap_or_default().to_owned(),
        content_type: row.get(2)?,
        size: row.get::<_, i64>(3)? as u64,
        added_at: row.get(4)?,
        pages: row.get(5)?,
        pages_searchable: row.get(6)?,
        passages: row.get(7)?,
        pages_unread: row.get(8)?,
        author: row.get(9)?,
        path,
        collections: serde_json::from_str(&collections).unwrap_or_default(),
    })
}
