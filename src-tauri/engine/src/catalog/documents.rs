//! Documents and where they were seen.

use rusqlite::{Connection, OptionalExtension, Row, named_params, params};

use super::{Catalog, EmbeddedPassage};
use crate::messages::{DocumentReference, DocumentSummary, PageState, Searched};
use crate::read::Page;
use crate::{Error, Result};

/// A document as it comes from an import: read, split and embedded, not yet searchable.
pub(crate) struct NewDocument<'a> {
    /// SHA-256 of its bytes, in hex.
    pub(crate) id: &'a str,
    /// Its own title, or its file name.
    pub(crate) title: &'a str,
    /// Media type.
    pub(crate) content_type: &'a str,
    /// In bytes.
    pub(crate) size: u64,
    /// Milliseconds since 1970.
    pub(crate) added_at: i64,
    /// Every page, failed ones included.
    pub(crate) pages: &'a [Page],
    /// Every passage with its vector.
    pub(crate) passages: &'a [EmbeddedPassage],
    /// Which model made the vectors.
    pub(crate) model: &'a str,
    /// The collections it goes into.
    pub(crate) collections: &'a [i64],
}

const SUMMARY: &str = "SELECT id, title, content_type, size, added_at, pages, pages_searchable, passages,
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

    /// Writes a document with its pages and passages. It stays hidden until [`Catalog::set_ready`].
    pub(crate) fn insert_document(&self, document: &NewDocument<'_>) -> Result<()> {
        let searchable = document.pages.iter().filter(|page| page.state == PageState::Searchable).count();
        let mut connection = self.write();
        let change = connection.transaction()?;
        change.execute(
            "INSERT INTO document (id, title, content_type, size, added_at, pages, pages_searchable, passages)
             VALUES (:id, :title, :content_type, :size, :added_at, :pages, :pages_searchable, :passages)",
            named_params! {
                ":id": document.id, ":title": document.title, ":content_type": document.content_type,
                ":size": document.size as i64, ":added_at": document.added_at,
                ":pages": document.pages.len() as i64, ":pages_searchable": searchable as i64,
                ":passages": document.passages.len() as i64,
            },
        )?;
        super::pages::insert(&change, document.id, document.pages)?;
        super::passages::insert(&change, document.id, document.model, document.passages)?;
        for collection in document.collections {
            let sql = "INSERT INTO membership (collection, document) VALUES (?, ?)";
            change.execute(sql, params![collection, document.id])?;
        }
        Ok(change.commit()?)
    }

    /// Shows or hides a document.
    pub(crate) fn set_ready(&self, id: &str, ready: bool) -> Result<()> {
        self.write().execute("UPDATE document SET ready = ? WHERE id = ?", params![ready, id])?;
        Ok(())
    }

    /// Removes a document and all that belongs to it.
    pub(crate) fn delete_document(&self, id: &str) -> Result<()> {
        self.write().execute("DELETE FROM document WHERE id = ?", [id])?;
        Ok(())
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
        let sql = "SELECT count(*), coalesce(sum(passages), 0) FROM document WHERE ready AND (?1 = '[]' OR EXISTS
            (SELECT 1 FROM membership WHERE document = document.id
             AND collection IN (SELECT value FROM json_each(?1))))";
        let collections = serde_json::json!(collections).to_string();
        let (documents, passages) = self.read().query_row(sql, [collections], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(Searched { documents, of: documents, passages })
    }
}

fn count_locations(connection: &Connection, document: &str) -> Result<i64> {
    let sql = "SELECT count(*) FROM location WHERE document = ?";
    Ok(connection.query_row(sql, [document], |row| row.get(0))?)
}

fn summary(row: &Row<'_>) -> rusqlite::Result<DocumentSummary> {
    let path: String = row.get(8)?;
    let collections: String = row.get(9)?;
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
        path,
        collections: serde_json::from_str(&collections).unwrap_or_default(),
    })
}
