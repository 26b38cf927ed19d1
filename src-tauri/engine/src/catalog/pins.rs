//! Pages that the person said are the right answer.

use rusqlite::params;

use super::Catalog;
use crate::Result;

/// A question and the page that answers it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct StoredPin {
    /// Names it.
    pub(crate) id: u32,
    /// As it was asked.
    pub(crate) question: String,
    /// The document of the page.
    pub(crate) document: String,
    /// Index from 0.
    pub(crate) page: u32,
    /// Where it was found when that was last looked at, from 1; 0 if it was not found, none if it was never looked at.
    pub(crate) rank: Option<u32>,
}

impl Catalog {
    /// All of them, the oldest first.
    pub(crate) fn pins(&self) -> Result<Vec<StoredPin>> {
        let connection = self.read();
        let mut statement =
            connection.prepare_cached("SELECT id, question, document, page, rank FROM pin ORDER BY id")?;
        let rows = statement.query_map([], |row| {
            Ok(StoredPin {
                id: row.get(0)?,
                question: row.get(1)?,
                document: row.get(2)?,
                page: row.get(3)?,
                rank: row.get(4)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Notes that a page answers a question.
    pub(crate) fn pin(&self, question: &str, document: &str, page: u32) -> Result<()> {
        let sql = "INSERT OR IGNORE INTO pin (question, document, page) VALUES (?, ?, ?)";
        self.write().execute(sql, params![question, document, page])?;
        Ok(())
    }

    /// Forgets one.
    pub(crate) fn unpin(&self, id: u32) -> Result<()> {
        self.write().execute("DELETE FROM pin WHERE id = ?", [id])?;
        Ok(())
    }

    /// Notes where the pinned pages were found.
    pub(crate) fn note_ranks(&self, ranks: &[(u32, u32)]) -> Result<()> {
        let mut connection = self.write();
        let change = connection.transaction()?;
        for (id, rank) in ranks {
            change.execute("UPDATE pin SET rank = ?2 WHERE id = ?1", [id, rank])?;
        }
        Ok(change.commit()?)
    }
}
