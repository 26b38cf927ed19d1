//! Where documents are outside of the library.

use std::path::MAIN_SEPARATOR;

use rusqlite::{Connection, OptionalExtension, params};

use super::Catalog;
use super::documents::{SUMMARY, summary};
use crate::Result;
use crate::messages::DocumentSummary;

/// What tells without reading a file that it is still the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct FileStamp {
    /// In bytes.
    pub(crate) size: u64,
    /// When it was last written, in nanoseconds since 1970.
    pub(crate) modified_at: i64,
}

/// Where a content was seen.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Seen<'a> {
    /// Where.
    pub(crate) path: &'a str,
    /// When, in milliseconds since 1970.
    pub(crate) at: i64,
    /// The file as it was then; none if it may have changed unseen.
    pub(crate) stamp: Option<FileStamp>,
}

impl Catalog {
    /// Every path at which the document was seen, the latest first.
    pub(crate) fn locations(&self, id: &str) -> Result<Vec<String>> {
        let connection = self.read();
        let mut statement =
            connection.prepare_cached("SELECT path FROM location WHERE document = ? ORDER BY seen_at DESC, path")?;
        let rows = statement.query_map([id], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The file at a path, if it is as it was when its content was last looked at and that content is here as a whole.
    pub(crate) fn unchanged_at(&self, path: &str, stamp: FileStamp) -> Result<Option<DocumentSummary>> {
        let sql = "SELECT document FROM location WHERE path = ? AND size = ? AND modified_at = ?";
        let connection = self.read();
        let found: Option<String> = connection
            .prepare_cached(sql)?
            .query_row(params![path, stamp.size as i64, stamp.modified_at], |row| row.get(0))
            .optional()?;
        let Some(id) = found else { return Ok(None) };
        let mut statement = connection.prepare_cached(&format!("{SUMMARY} AND id = ? AND state = 'whole'"))?;
        Ok(statement.query_row([id], summary).optional()?)
    }

    /// The document whose content was last seen at a path.
    pub(crate) fn document_at(&self, path: &str) -> Result<Option<String>> {
        let sql = "SELECT document FROM location WHERE path = ?";
        Ok(self.read().query_row(sql, [path], |row| row.get(0)).optional()?)
    }

    /// Notes that a document was seen at a path. The document seen there before leaves, if it is nowhere else, and
    /// its id is answered.
    pub(crate) fn locate(&self, seen: &Seen<'_>, document: &str) -> Result<Option<String>> {
        let mut connection = self.write();
        let change = connection.transaction()?;
        let homeless = locate(&change, seen, document)?;
        change.commit()?;
        Ok(homeless)
    }

    /// Forgets that a document was seen at a path. It leaves if it is nowhere else, and its id is answered.
    pub(crate) fn forget_location(&self, path: &str) -> Result<Option<String>> {
        let mut connection = self.write();
        let change = connection.transaction()?;
        let before: Option<String> =
            change.query_row("SELECT document FROM location WHERE path = ?", [path], |row| row.get(0)).optional()?;
        change.execute("DELETE FROM location WHERE path = ?", [path])?;
        let homeless = before.map(|before| leave_if_homeless(&change, before)).transpose()?.flatten();
        change.commit()?;
        Ok(homeless)
    }

    /// Forgets that a document was seen at a path, if it was seen elsewhere too.
    pub(crate) fn forget_unless_last(&self, path: &str) -> Result<()> {
        let sql = "DELETE FROM location WHERE path = ?1 AND EXISTS
            (SELECT 1 FROM location AS other WHERE other.document = location.document AND other.path <> ?1)";
        self.write().execute(sql, [path])?;
        Ok(())
    }

    /// The paths at or below a folder at which documents were seen.
    pub(crate) fn locations_below(&self, folder: &str) -> Result<Vec<String>> {
        let connection = self.read();
        let mut statement =
            connection.prepare_cached("SELECT path FROM location WHERE substr(path, 1, length(?1)) = ?1")?;
        let below = format!("{}{}", folder.trim_end_matches(MAIN_SEPARATOR), MAIN_SEPARATOR);
        let rows = statement.query_map([below], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

/// Notes the place of a document; answers the one that leaves for it.
pub(super) fn locate(connection: &Connection, seen: &Seen<'_>, document: &str) -> Result<Option<String>> {
    let before: Option<String> = connection
        .query_row("SELECT document FROM location WHERE path = ?", [seen.path], |row| row.get(0))
        .optional()?;
    let (size, modified_at) = seen.stamp.map(|stamp| (stamp.size as i64, stamp.modified_at)).unzip();
    connection.execute(
        "INSERT OR REPLACE INTO location (path, document, seen_at, size, modified_at) VALUES (?, ?, ?, ?, ?)",
        params![seen.path, document, seen.at, size, modified_at],
    )?;
    let before = before.filter(|before| before != document);
    Ok(before.map(|before| leave_if_homeless(connection, before)).transpose()?.flatten())
}

/// A document that is nowhere any more leaves.
fn leave_if_homeless(connection: &Connection, document: String) -> Result<Option<String>> {
    let sql = "UPDATE document SET state = 'leaving'
        WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM location WHERE document = ?1)";
    let left = connection.execute(sql, [&document])? > 0;
    Ok(left.then_some(document))
}
