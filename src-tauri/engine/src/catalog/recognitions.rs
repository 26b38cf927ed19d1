//! What was recognised in images.
//!
//! It is kept for the document it was seen in and found for any, so that the same page in two documents is looked at
//! once, and nothing of it is left when both are gone.

use rusqlite::{OptionalExtension, params};

use super::Catalog;
use crate::Result;

impl Catalog {
    /// The words recognised in the image with this key.
    pub(crate) fn recognition(&self, key: &str) -> Result<Option<String>> {
        let sql = "SELECT words FROM recognition WHERE key = ? LIMIT 1";
        Ok(self.read().query_row(sql, [key], |row| row.get(0)).optional()?)
    }

    /// Keeps the words recognised in an image of a document.
    pub(crate) fn keep_recognition(&self, key: &str, document: &str, words: &str) -> Result<()> {
        let sql = "INSERT OR REPLACE INTO recognition (key, document, words) VALUES (?, ?, ?)";
        self.write().execute(sql, params![key, document, words])?;
        Ok(())
    }
}
