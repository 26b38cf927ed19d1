//! The queue of files to be imported. It survives whatever ends the app.

use std::path::{Path, PathBuf};

use rusqlite::types::{ToSql, ToSqlOutput, ValueRef};
use rusqlite::{OptionalExtension, Row, params};

use super::Catalog;
use crate::Result;
use crate::messages::ImportId;

/// Between the places of two requests; no request names as many files.
const APART: i64 = 1 << 32;

/// Whether an import is to be worked on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum QueueState {
    /// It waits, or is being worked on.
    Waiting,
    /// It rests until the person says otherwise.
    Paused,
    /// It was tried, and the person may try again.
    Failed,
}

/// A file in the queue.
#[derive(Debug, Clone)]
pub(crate) struct QueuedImport {
    /// Names it, also after a restart.
    pub(crate) id: ImportId,
    /// Where the file is.
    pub(crate) path: PathBuf,
    /// The collection it goes into.
    pub(crate) collection: Option<i64>,
    /// Whether it is to be worked on.
    pub(crate) state: QueueState,
    /// The content that was found there, once it was looked at.
    pub(crate) document: Option<String>,
    /// Pages of it that are in the library already.
    pub(crate) pages: u32,
    /// Why it failed.
    pub(crate) reason: Option<String>,
    /// Whether it failed for want of a password.
    pub(crate) needs_password: bool,
}

/// A path as SQL keeps it.
struct StoredPath<'a>(&'a Path);

const QUEUED: &str = "SELECT id, path, collection, state, document,
    (SELECT count(*) FROM page WHERE page.document = import.document
     AND (SELECT document.state FROM document WHERE document.id = import.document) = 'importing'),
    reason, needs_password FROM import";

impl Catalog {
    /// A place before everything that waits.
    pub(crate) fn first_place(&self) -> Result<i64> {
        let sql = "SELECT coalesce(min(place), 0) FROM import";
        Ok(self.read().query_row(sql, [], |row| row.get::<_, i64>(0))? - APART)
    }

    /// A place after everything that waits.
    pub(crate) fn last_place(&self) -> Result<i64> {
        let sql = "SELECT coalesce(max(place), 0) FROM import";
        Ok(self.read().query_row(sql, [], |row| row.get::<_, i64>(0))? + APART)
    }

    /// Puts files in the queue, the first at `place`, and answers their numbers in the same order. Those that are in
    /// it already go to the new place, and are tried again if they had failed.
    pub(crate) fn enqueue(&self, files: &[PathBuf], collection: Option<i64>, place: i64) -> Result<Vec<ImportId>> {
        let mut connection = self.write();
        let change = connection.transaction()?;
        let mut ids = Vec::with_capacity(files.len());
        {
            let mut statement = change.prepare_cached(
                "INSERT INTO import (path, collection, place) VALUES (?1, ?2, ?3)
                 ON CONFLICT (path) DO UPDATE SET place = ?3, collection = coalesce(?2, collection), state = 'waiting',
                 reason = NULL, needs_password = 0 RETURNING id",
            )?;
            for (place, file) in (place..).zip(files) {
                let id = statement.query_row(params![StoredPath(file), collection, place], |row| row.get(0))?;
                ids.push(ImportId(id));
            }
        }
        change.commit()?;
        Ok(ids)
    }

    /// What is to be worked on next, besides what is.
    pub(crate) fn next_import(&self, besides: &[ImportId]) -> Result<Option<QueuedImport>> {
        let sql = format!(
            "{QUEUED} WHERE state = 'waiting' AND id NOT IN (SELECT value FROM json_each(?)) ORDER BY place LIMIT 1"
        );
        let besides = serde_json::json!(besides).to_string();
        Ok(self.read().prepare_cached(&sql)?.query_row([besides], queued).optional()?)
    }

    /// The whole queue in the order in which it is worked on, failed ones last.
    pub(crate) fn imports(&self) -> Result<Vec<QueuedImport>> {
        let connection = self.read();
        let mut statement = connection.prepare_cached(&format!("{QUEUED} ORDER BY state = 'failed', place"))?;
        let rows = statement.query_map([], queued)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The imports of a content, those that failed last.
    pub(crate) fn imports_of(&self, content: &str) -> Result<Vec<QueuedImport>> {
        let connection = self.read();
        let sql = format!("{QUEUED} WHERE document = ? ORDER BY state = 'failed', place");
        let mut statement = connection.prepare_cached(&sql)?;
        let rows = statement.query_map([content], queued)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// One import of the queue.
    pub(crate) fn import(&self, import: ImportId) -> Result<Option<QueuedImport>> {
        let connection = self.read();
        let mut statement = connection.prepare_cached(&format!("{QUEUED} WHERE id = ?"))?;
        Ok(statement.query_row([import.0], queued).optional()?)
    }

    /// The import of the queue at this path.
    pub(crate) fn import_at(&self, path: &Path) -> Result<Option<ImportId>> {
        let connection = self.read();
        let mut statement = connection.prepare_cached("SELECT id FROM import WHERE path = ?")?;
        Ok(statement.query_row([StoredPath(path)], |row| Ok(ImportId(row.get(0)?))).optional()?)
    }

    /// The numbers of those that wait or rest, in order.
    pub(crate) fn queue_order(&self) -> Result<Vec<ImportId>> {
        let connection = self.read();
        let mut statement =
            connection.prepare_cached("SELECT id FROM import WHERE state <> 'failed' ORDER BY place")?;
        let rows = statement.query_map([], |row| Ok(ImportId(row.get(0)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// How many wait or rest.
    pub(crate) fn count_imports(&self) -> Result<u32> {
        Ok(self.read().query_row("SELECT count(*) FROM import WHERE state <> 'failed'", [], |row| row.get(0))?)
    }

    /// Notes which content was found at an import's path.
    pub(crate) fn note_content(&self, import: ImportId, document: &str) -> Result<()> {
        let sql = "UPDATE import SET document = ? WHERE id = ?";
        self.write().execute(sql, params![document, import.0])?;
        Ok(())
    }

    /// Says whether an import is to be worked on; one that is gone is left so.
    pub(crate) fn set_import_state(&self, import: ImportId, state: QueueState) -> Result<bool> {
        let sql = "UPDATE import SET state = ?, reason = NULL, needs_password = 0 WHERE id = ?";
        Ok(self.write().execute(sql, params![name_of(state), import.0])? > 0)
    }

    /// Notes that an import failed, and why.
    pub(crate) fn fail_import(&self, import: ImportId, reason: &str, needs_password: bool) -> Result<()> {
        let sql = "UPDATE import SET state = 'failed', reason = ?, needs_password = ? WHERE id = ?";
        self.write().execute(sql, params![reason, needs_password, import.0])?;
        Ok(())
    }

    /// Puts an import before all others.
    pub(crate) fn advance_import(&self, import: ImportId) -> Result<()> {
        let place = self.first_place()?;
        self.write().execute("UPDATE import SET place = ? WHERE id = ?", params![place, import.0])?;
        Ok(())
    }

    /// Takes an import from the queue.
    pub(crate) fn forget_import(&self, import: ImportId) -> Result<()> {
        self.write().execute("DELETE FROM import WHERE id = ?", [import.0])?;
        Ok(())
    }

    /// Whether an import of the queue is at work on this document, or was when it was interrupted.
    pub(crate) fn is_being_imported(&self, document: &str) -> Result<bool> {
        let sql = "SELECT EXISTS (SELECT 1 FROM import WHERE document = ? AND state <> 'failed')";
        Ok(self.read().query_row(sql, [document], |row| row.get(0))?)
    }
}

fn name_of(state: QueueState) -> &'static str {
    match state {
        QueueState::Waiting => "waiting",
        QueueState::Paused => "paused",
        QueueState::Failed => "failed",
    }
}

fn queued(row: &Row<'_>) -> rusqlite::Result<QueuedImport> {
    let state = match row.get_ref(3)?.as_str()? {
        "paused" => QueueState::Paused,
        "failed" => QueueState::Failed,
        _ => QueueState::Waiting,
    };
    Ok(QueuedImport {
        id: ImportId(row.get(0)?),
        path: path_of(row.get_ref(1)?),
        collection: row.get(2)?,
        state,
        document: row.get(4)?,
        pages: row.get(5)?,
        reason: row.get(6)?,
        needs_password: row.get(7)?,
    })
}

impl ToSql for StoredPath<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        #[cfg(unix)]
        if self.0.to_str().is_none() {
            use std::os::unix::ffi::OsStrExt;
            return Ok(ToSqlOutput::Borrowed(ValueRef::Blob(self.0.as_os_str().as_bytes())));
        }
        Ok(self.0.to_string_lossy().into_owned().into())
    }
}

fn path_of(stored: ValueRef<'_>) -> PathBuf {
    let bytes = stored.as_bytes().unwrap_or_default();
    #[cfg(unix)]
    {
        use std::os::unix::ffi::OsStrExt;
        PathBuf::from(std::ffi::OsStr::from_bytes(bytes))
    }
    #[cfg(not(unix))]
    PathBuf::from(String::from_utf8_lossy(bytes).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn catalog() -> (tempfile::TempDir, Catalog) {
        let folder = tempfile::tempdir().expect("a folder");
        let catalog = Catalog::open(folder.path()).expect("a new catalog");
        (folder, catalog)
    }

    fn paths(names: &[&str]) -> Vec<PathBuf> {
        names.iter().map(PathBuf::from).collect()
    }

    #[test]
    fn what_was_dropped_last_goes_first_and_in_its_own_order() {
        let (_folder, catalog) = catalog();
        for names in [["/a", "/b"], ["/c", "/d"]] {
            let place = catalog.first_place().expect("a place");
            catalog.enqueue(&paths(&names), None, place).expect("room");
        }
        let order: Vec<_> = catalog.imports().expect("a queue").into_iter().map(|import| import.path).collect();
        assert_eq!(order, paths(&["/c", "/d", "/a", "/b"]));
    }

    #[test]
    fn a_file_is_in_the_queue_once_and_is_tried_again() {
        let (_folder, catalog) = catalog();
        let first = catalog.enqueue(&paths(&["/a"]), None, 0).expect("room");
        catalog.fail_import(first[0], "The disk is full.", false).expect("a row");
        assert!(catalog.next_import(&[]).expect("a queue").is_none());
        assert_eq!(catalog.enqueue(&paths(&["/a"]), None, 5).expect("room"), first);
        assert!(catalog.next_import(&first).expect("a queue").is_none(), "it is being worked on");
        assert_eq!(catalog.next_import(&[]).expect("a queue").map(|import| import.reason), Some(None));
    }

    #[cfg(unix)]
    #[test]
    fn names_that_are_no_text_come_back_as_they_were() {
        use std::os::unix::ffi::OsStrExt;
        let (_folder, catalog) = catalog();
        let odd = PathBuf::from(std::ffi::OsStr::from_bytes(b"/caf\xe9.pdf"));
        catalog.enqueue(std::slice::from_ref(&odd), None, 0).expect("room");
        assert_eq!(catalog.next_import(&[]).expect("a queue").map(|import| import.path), Some(odd));
    }
}
