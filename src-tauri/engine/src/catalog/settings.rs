//! What the person chose.

use rusqlite::{OptionalExtension, params};

use super::Catalog;
use crate::Result;

impl Catalog {
    /// The value of a setting, if the person chose one.
    pub(crate) fn setting(&self, name: &str) -> Result<Option<String>> {
        let sql = "SELECT value FROM setting WHERE name = ?";
        Ok(self.read().query_row(sql, [name], |row| row.get(0)).optional()?)
    }

    /// Remembers a choice, or forgets it.
    pub(crate) fn set_setting(&self, name: &str, value: Option<&str>) -> Result<()> {
        self.set_settings(&[(name, value)])
    }

    /// The same of several, all or none.
    pub(crate) fn set_settings(&self, settings: &[(&str, Option<&str>)]) -> Result<()> {
        let mut connection = self.write();
        let change = connection.transaction()?;
        for (name, value) in settings {
            match value {
                Some(value) => change
                    .execute("INSERT OR REPLACE INTO setting (name, value) VALUES (?, ?)", params![name, value])?,
                None => change.execute("DELETE FROM setting WHERE name = ?", [name])?,
            };
        }
        Ok(change.commit()?)
    }
}
