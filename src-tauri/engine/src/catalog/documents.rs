//! Documents and where they were seen.

use rusqlite::types::{FromSql, FromSqlResult, ValueRef};
use rusqlite::{OptionalExtension, Row, named_params, params};

use super::locations::{Seen, locate};
use super::{Catalog, EmbeddedPassage, WordCounts};
use crate::file_name::last_part;
use crate::messages::{DocumentReference, DocumentSummary, ImportId, OutlineEntry, Searched};
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

/// Passages that are to be added to a document.
pub(crate) struct NewPassages<'a> {
    /// In their order.
    pub(crate) passages: &'a [EmbeddedPassage],
    /// Their words.
    pub(crate) words: WordCounts,
}

/// What a filter asks of a document.
pub(crate) struct DatedDocument {
    /// Its id.
    pub(crate) id: String,
    /// Its title.
    pub(crate) title: String,
    /// Where it was seen last.
    pub(crate) path: String,
    /// When its file was changed last as far as that is known, or else when it was added; milliseconds since 1970.
    pub(crate) at: i64,
}

/// Counts what a document has and shows it as a whole.
pub(super) const SETTLE: &str = "UPDATE document SET state = 'whole',
    pages = (SELECT count(*) FROM page WHERE document = ?1),
    pages_searchable = (SELECT count(*) FROM page WHERE document = ?1 AND state IN ('searchable', 'recognised')),
    pages_unread = (SELECT count(*) FROM page WHERE document = ?1 AND state IN ('image_only', 'failed')),
    passages = (SELECT count(*) FROM passage WHERE document = ?1)
    WHERE id = ?1";

/// What a document is just now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DocumentState {
    /// Its pages can be found as they come.
    Importing,
    /// All of it is here.
    Whole,
    /// It is not shown, and about to be removed.
    Leaving,
}

impl FromSql for DocumentState {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        Ok(match value.as_str()? {
            "whole" => Self::Whole,
            "importing" => Self::Importing,
            _ => Self::Leaving,
        })
    }
}

/// What the end of an import meant for others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Finished {
    /// Whether there was a document at its path before.
    pub(crate) replaces: bool,
    /// The document that leaves for it.
    pub(crate) homeless: Option<String>,
}

/// Whether a document is whole, or was until it was read once more.
pub(super) const VISIBLE: &str = "(state = 'whole' OR (state = 'importing' AND EXISTS
    (SELECT 1 FROM location WHERE document = document.id)))";

/// Of documents that are [`VISIBLE`].
pub(super) const SUMMARY: &str =
    "SELECT id, title, content_type, size, added_at, pages, pages_searchable, passages, pages_unread, author,
    coalesce((SELECT path FROM location WHERE document = document.id ORDER BY seen_at DESC, path LIMIT 1), ''),
    (SELECT json_group_array(name) FROM
        (SELECT name FROM membership JOIN collection ON collection.id = collection
         WHERE document = document.id ORDER BY name))
    FROM document WHERE (state = 'whole' OR (state = 'importing' AND EXISTS
        (SELECT 1 FROM location WHERE document = document.id)))";

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
        let mut statement = connection.prepare_cached(&format!("{SUMMARY} AND id >= ?1 AND id < ?1 || 'g' LIMIT 2"))?;
        let mut found = statement.query_map([id.to_ascii_lowercase()], summary)?;
        let first = found.next().ok_or_else(unknown)??;
        match found.next() {
            Some(_) => Err(Error::AmbiguousDocument { id: id.to_owned() }),
            None => Ok(first),
        }
    }

    /// Enough of a document to name it, also while it is being imported.
    pub(crate) fn reference(&self, id: &str) -> Result<DocumentReference> {
        let sql = "SELECT title, pages_unread, coalesce(
                (SELECT path FROM location WHERE document = document.id ORDER BY seen_at DESC, path LIMIT 1),
                (SELECT CAST(path AS TEXT) FROM import WHERE document = document.id LIMIT 1), '')
            FROM document WHERE id = ? AND state <> 'leaving'";
        let connection = self.read();
        let mut statement = connection.prepare_cached(sql)?;
        let found = statement.query_row([id], |row| {
            Ok(DocumentReference {
                id: id.to_owned(),
                title: row.get(0)?,
                path: row.get(2)?,
                pages_unread: row.get(1)?,
            })
        });
        found.optional()?.ok_or_else(|| Error::UnknownDocument { id: id.to_owned() })
    }

    /// What filters ask of all documents, those that are being imported among them.
    pub(crate) fn dated_documents(&self) -> Result<Vec<DatedDocument>> {
        let sql = "SELECT id, title, coalesce((SELECT path FROM location WHERE document = document.id
                ORDER BY seen_at DESC, path LIMIT 1), ''),
            coalesce((SELECT max(modified_at) / 1000000 FROM location WHERE document = document.id), added_at)
            FROM document WHERE state <> 'leaving'";
        let connection = self.read();
        let mut statement = connection.prepare_cached(sql)?;
        let rows = statement.query_map([], |row| {
            Ok(DatedDocument { id: row.get(0)?, title: row.get(1)?, path: row.get(2)?, at: row.get(3)? })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// What a document is just now; none if there is no such document.
    pub(crate) fn document_state(&self, id: &str) -> Result<Option<DocumentState>> {
        let sql = "SELECT state FROM document WHERE id = ?";
        Ok(self.read().query_row(sql, [id], |row| row.get(0)).optional()?)
    }

    /// Writes a document without its pages. It is not whole until [`Catalog::finish_document`].
    pub(crate) fn begin_document(&self, document: &NewDocument<'_>) -> Result<()> {
        let mut connection = self.write();
        let change = connection.transaction()?;
        change.execute(
            "INSERT INTO document (id, title, folded_title, own_title, content_type, author, outline, size, added_at, pages,
             pages_searchable, passages)
             VALUES (:id, :title, folded(:title), :own_title, :content_type, :author, :outline, :size, :added_at, 0, 0, 0)",
            named_params! {
                ":id": document.id, ":title": document.title, ":own_title": document.info.title, ":content_type": document.info.content_type,
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

    /// Writes the next pages and passages of a document, and the words of the latter.
    pub(crate) fn append(&self, id: &str, pages: &[Page], passages: &NewPassages<'_>) -> Result<()> {
        let mut connection = self.write();
        let change = connection.transaction()?;
        super::pages::insert(&change, id, pages)?;
        super::passages::insert(&change, id, passages.passages.iter().map(|it| (it.id, &it.passage)))?;
        for EmbeddedPassage { id, embedding, .. } in passages.passages {
            super::embeddings::insert(&change, *id, embedding)?;
        }
        super::words::add(&change, &passages.words)?;
        Ok(change.commit()?)
    }

    /// The title that a document gives itself.
    pub(crate) fn own_title(&self, id: &str) -> Result<Option<String>> {
        Ok(self.read().query_row("SELECT own_title FROM document WHERE id = ?", [id], |row| row.get(0))?)
    }

    /// Empties a document that is to be read once more, whose passages have these words. Where it was seen and where
    /// it belongs stays.
    pub(crate) fn restart_document(&self, id: &str, words: &WordCounts) -> Result<()> {
        let mut connection = self.write();
        let change = connection.transaction()?;
        change.execute("UPDATE document SET state = 'importing' WHERE id = ?", [id])?;
        change.execute("DELETE FROM page WHERE document = ?", [id])?;
        change.execute("DELETE FROM passage WHERE document = ?", [id])?;
        super::words::subtract(&change, words)?;
        Ok(change.commit()?)
    }

    /// Counts what a document has, shows it as a whole, notes where it is and takes its import from the queue: all or
    /// nothing of it.
    pub(crate) fn finish_document(&self, id: &str, import: ImportId, seen: &Seen<'_>) -> Result<Finished> {
        let mut connection = self.write();
        let change = connection.transaction()?;
        change.execute(SETTLE, [id])?;
        let replaces = "SELECT EXISTS (SELECT 1 FROM location JOIN document ON document.id = document
            WHERE path = ? AND state = 'whole')";
        let replaces: bool = change.query_row(replaces, [seen.path], |row| row.get(0))?;
        let homeless = locate(&change, seen, id)?;
        change.execute("DELETE FROM import WHERE id = ?", [import.0])?;
        change.commit()?;
        Ok(Finished { replaces, homeless })
    }

    /// Shows a document as whole with what is here of it.
    pub(crate) fn settle_document(&self, id: &str) -> Result<()> {
        self.write().execute(SETTLE, [id])?;
        Ok(())
    }

    /// The ids of all documents, and what each is just now.
    pub(crate) fn document_states(&self) -> Result<Vec<(String, DocumentState)>> {
        let connection = self.read();
        let mut statement = connection.prepare_cached("SELECT id, state FROM document ORDER BY id")?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The headings of a document.
    pub(crate) fn outline(&self, id: &str) -> Result<Vec<OutlineEntry>> {
        let sql = "SELECT outline FROM document WHERE id = ?";
        let outline: String = self.read().query_row(sql, [id], |row| row.get(0))?;
        Ok(serde_json::from_str(&outline).unwrap_or_default())
    }

    /// Hides a document that is about to be removed.
    pub(crate) fn leave(&self, id: &str) -> Result<()> {
        self.write().execute("UPDATE document SET state = 'leaving' WHERE id = ?", [id])?;
        Ok(())
    }

    /// Removes a document and all that belongs to it. Its passages have these words.
    pub(crate) fn delete_document(&self, id: &str, words: &WordCounts) -> Result<()> {
        let mut connection = self.write();
        let change = connection.transaction()?;
        change.execute("DELETE FROM recognition WHERE document = ?", [id])?;
        change.execute("DELETE FROM document WHERE id = ?", [id])?;
        super::words::subtract(&change, words)?;
        Ok(change.commit()?)
    }

    /// How many documents and passages a search of these collections covers; no collection means all.
    pub(crate) fn coverage(&self, collections: &[i64]) -> Result<Searched> {
        let sql = "SELECT count(*), coalesce(sum(passages), 0), coalesce(sum(pages_unread), 0) FROM document WHERE state = 'whole' AND (?1 = '[]' OR EXISTS
            (SELECT 1 FROM membership WHERE document = document.id
             AND collection IN (SELECT value FROM json_each(?1))))";
        let collections = serde_json::json!(collections).to_string();
        Ok(self.read().query_row(sql, [collections], |row| {
            let documents = row.get(0)?;
            Ok(Searched { documents, of: documents, passages: row.get(1)?, pages_unread: row.get(2)? })
        })?)
    }
}

pub(super) fn summary(row: &Row<'_>) -> rusqlite::Result<DocumentSummary> {
    let path: String = row.get(10)?;
    let collections: String = row.get(11)?;
    Ok(DocumentSummary {
        id: row.get(0)?,
        title: row.get(1)?,
        filename: last_part(&path).to_owned(),
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
