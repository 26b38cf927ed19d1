//! How much of everything there is, without anything of what it says.

use std::collections::BTreeMap;

use rusqlite::types::FromSql;

use super::Catalog;
use crate::Result;

/// Tables whose rows are counted.
const TABLES: [&str; 12] = [
    "chat",
    "collection",
    "document",
    "embedding",
    "folder",
    "location",
    "page",
    "passage",
    "pin",
    "recognition",
    "turn",
    "word",
];

/// Numbers, by what they are of.
#[derive(Debug, Clone, Default)]
pub(crate) struct Census {
    /// Rows of each table.
    pub(crate) rows: BTreeMap<&'static str, u64>,
    /// Documents of each media type.
    pub(crate) content_types: BTreeMap<String, u64>,
    /// Documents that are just so.
    pub(crate) documents: BTreeMap<String, u64>,
    /// Pages that are so.
    pub(crate) pages: BTreeMap<String, u64>,
    /// Pages of each reader.
    pub(crate) readers: BTreeMap<String, u64>,
    /// Why pages were not read, as it was told.
    pub(crate) page_reasons: BTreeMap<String, u64>,
    /// Files in the queue that are so.
    pub(crate) imports: BTreeMap<String, u64>,
    /// Why they failed, as it was told: the names of files may stand in it.
    pub(crate) import_reasons: BTreeMap<String, u64>,
}

impl Catalog {
    /// Counts all there is.
    pub(crate) fn census(&self) -> Result<Census> {
        let rows = TABLES.into_iter().map(|table| Ok((table, self.count_rows(table)?)));
        Ok(Census {
            rows: rows.collect::<Result<_>>()?,
            content_types: self.count_by("SELECT content_type, count(*) FROM document GROUP BY 1")?,
            documents: self.count_by("SELECT state, count(*) FROM document GROUP BY 1")?,
            pages: self.count_by("SELECT state, count(*) FROM page GROUP BY 1")?,
            readers: self.count_by("SELECT coalesce(recognised_by, reader), count(*) FROM page GROUP BY 1")?,
            page_reasons: self.count_by(
                "SELECT reason, count(*) FROM page WHERE state = 'failed' AND reason IS NOT NULL GROUP BY 1",
            )?,
            imports: self.count_by("SELECT state, count(*) FROM import GROUP BY 1")?,
            import_reasons: self.count_by("SELECT reason, count(*) FROM import WHERE reason IS NOT NULL GROUP BY 1")?,
        })
    }

    fn count_rows(&self, table: &str) -> Result<u64> {
        let count: i64 = self.read().query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0))?;
        Ok(count as u64)
    }

    fn count_by<T: FromSql + Ord>(&self, sql: &str) -> Result<BTreeMap<T, u64>> {
        let connection = self.read();
        let mut statement = connection.prepare(sql)?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get::<_, i64>(1)? as u64)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}
