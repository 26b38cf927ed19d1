//! Folders that the library is kept in step with.

use rusqlite::params;

use super::Catalog;
use crate::Result;

/// A watched folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct StoredFolder {
    /// Names it.
    pub(crate) id: i64,
    /// Where it is.
    pub(crate) path: String,
    /// The collection that its documents go into, by number and name.
    pub(crate) collection: Option<(i64, String)>,
}

impl Catalog {
    /// All watched folders, by path.
    pub(crate) fn folders(&self) -> Result<Vec<StoredFolder>> {
        let connection = self.read();
        let mut statement = connection.prepare_cached(
            "SELECT folder.id, path, collection, name FROM folder LEFT JOIN collection ON collection.id = collection
             ORDER BY path",
        )?;
        let rows = statement.query_map([], |row| {
            let (number, name): (Option<i64>, Option<String>) = (row.get(2)?, row.get(3)?);
            Ok(StoredFolder { id: row.get(0)?, path: row.get(1)?, collection: number.zip(name) })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Watches a folder from now on, or its documents go to another collection from now on.
    pub(crate) fn watch_folder(&self, path: &str, collection: Option<i64>) -> Result<()> {
        let sql = "INSERT INTO folder (path, collection) VALUES (?1, ?2)
            ON CONFLICT (path) DO UPDATE SET collection = ?2";
        self.write().execute(sql, params![path, collection])?;
        Ok(())
    }

    /// Watches a folder no more.
    pub(crate) fn unwatch_folder(&self, folder: i64) -> Result<()> {
        self.write().execute("DELETE FROM folder WHERE id = ?", [folder])?;
        Ok(())
    }
}
