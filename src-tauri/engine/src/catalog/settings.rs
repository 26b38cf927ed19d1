//! What the person chose.

use rusqlite::{Connection, OptionalExtension, params};

use super::Catalog;
use crate::Result;

impl Catalog {
    /// The value of a setting, if the person chose one.
    pub(crate) fn setting(&self, name: &str) -> Result<Option<String>> {
        let sql = "SELECT value FROM setting WHERE name = ?";
        Ok(self.read().query_row(sql, [name], |row| row.get(0)).optional()?)
    }

    /// Whether the person has switched something on that is off unless they do.
    pub(crate) fn is_on(&self, name: &str) -> Result<bool> {
        Ok(self.setting(name)?.as_deref() == Some("on"))
    }

    /// Remembers a choice, or forgets it.
    pub(crate) fn set_setting(&self, name: &str, value: Option<&str>) -> Result<()> {
        self.set_settings(&[(name, value)])
    }

    /// Remembers what becomes of a choice, so that nobody else changes it in between.
    pub(crate) fn change_setting(
        &self,
        name: &str,
        change: impl FnOnce(Option<String>) -> Option<String>,
    ) -> Result<()> {
        let mut connection = self.write();
        let transaction = connection.transaction()?;
        let sql = "SELECT value FROM setting WHERE name = ?";
        let value = change(transaction.query_row(sql, [name], |row| row.get(0)).optional()?);
        write_settings(&transaction, &[(name, value.as_deref())])?;
        Ok(transaction.commit()?)
    }

    /// The same of several, all or none.
    pub(crate) fn set_settings(&self, settings: &[(&str, Option<&str>)]) -> Result<()> {
        let mut connection = self.write();
        let change = connection.transaction()?;
        write_settings(&change, settings)?;
        Ok(change.commit()?)
    }

    /// What tells this library from all others, wherever something of it is kept. Made when it is first asked for.
    pub(crate) fn library_id(&self) -> Result<String> {
        let connection = self.write();
        let made = "INSERT OR IGNORE INTO setting (name, value) VALUES (?, lower(hex(randomblob(16))))";
        connection.execute(made, [LIBRARY_ID])?;
        Ok(connection.query_row("SELECT value FROM setting WHERE name = ?", [LIBRARY_ID], |row| row.get(0))?)
    }
}

/// The setting that names the library.
const LIBRARY_ID: &str = "library-id";

/// Writes choices, or forgets them.
pub(super) fn write_settings(connection: &Connection, settings: &[(&str, Option<&str>)]) -> Result<()> {
    for (name, value) in settings {
        match value {
            Some(value) => connection
                .execute("INSERT OR REPLACE INTO setting (name, value) VALUES (?, ?)", params![name, value])?,
            None => connection.execute("DELETE FROM setting WHERE name = ?", [name])?,
        };
    }
    Ok(())
}
