//! Named groups of documents.

use rusqlite::{OptionalExtension, params};

use super::Catalog;
use crate::messages::Collection;
use crate::{Error, Result};

impl Catalog {
    /// All collections, by name.
    pub(crate) fn collections(&self) -> Result<Vec<Collection>> {
        let connection = self.read();
        let mut statement = connection.prepare_cached(
            "SELECT name, (SELECT count(*) FROM membership JOIN document ON document.id = document
                           WHERE collection = collection.id AND state = 'whole')
             FROM collection ORDER BY name",
        )?;
        let rows = statement.query_map([], |row| Ok(Collection { name: row.get(0)?, documents: row.get(1)? }))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The number of the collection with this name.
    ///
    /// # Errors
    /// [`Error::UnknownCollection`].
    pub(crate) fn collection(&self, name: &str) -> Result<i64> {
        Ok(self.named_collection(name)?.0)
    }

    /// The number of the collection with this name, and the name as it is written there.
    ///
    /// # Errors
    /// [`Error::UnknownCollection`].
    pub(crate) fn named_collection(&self, name: &str) -> Result<(i64, String)> {
        self.read()
            .query_row("SELECT id, name FROM collection WHERE name = ?", [name], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?
            .ok_or_else(|| Error::UnknownCollection { name: name.to_owned() })
    }

    /// The number of the collection with this name, which is made if it is new.
    pub(crate) fn ensure_collection(&self, name: &str) -> Result<i64> {
        let connection = self.write();
        connection.execute("INSERT OR IGNORE INTO collection (name) VALUES (?)", [name])?;
        Ok(connection.query_row("SELECT id FROM collection WHERE name = ?", [name], |row| row.get(0))?)
    }

    /// Makes an empty collection.
    ///
    /// # Errors
    /// [`Error::CollectionExists`].
    pub(crate) fn create_collection(&self, name: &str) -> Result<()> {
        let made = self.write().execute("INSERT OR IGNORE INTO collection (name) VALUES (?)", [name])?;
        if made == 0 {
            return Err(Error::CollectionExists { name: name.to_owned() });
        }
        Ok(())
    }

    /// Gives a collection another name.
    ///
    /// # Errors
    /// [`Error::UnknownCollection`], [`Error::CollectionExists`].
    pub(crate) fn rename_collection(&self, from: &str, to: &str) -> Result<()> {
        let id = self.collection(from)?;
        let renamed = self.write().execute("UPDATE OR IGNORE collection SET name = ? WHERE id = ?", params![to, id])?;
        if renamed == 0 {
            return Err(Error::CollectionExists { name: to.to_owned() });
        }
        Ok(())
    }

    /// The documents in a collection.
    pub(crate) fn members(&self, collection: i64) -> Result<Vec<String>> {
        let connection = self.read();
        let mut statement = connection.prepare_cached("SELECT document FROM membership WHERE collection = ?")?;
        let rows = statement.query_map([collection], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Removes a collection; its documents stay in the library.
    ///
    /// # Errors
    /// [`Error::UnknownCollection`].
    pub(crate) fn delete_collection(&self, name: &str) -> Result<()> {
        let id = self.collection(name)?;
        self.write().execute("DELETE FROM collection WHERE id = ?", [id])?;
        Ok(())
    }

    /// Puts a document in a collection; true if it was not in it.
    pub(crate) fn join_collection(&self, document: &str, collection: i64) -> Result<bool> {
        let sql = "INSERT OR IGNORE INTO membership (collection, document) VALUES (?, ?)";
        Ok(self.write().execute(sql, params![collection, document])? > 0)
    }

    /// Takes a document out of a collection; true if it was in it.
    pub(crate) fn leave_collection(&self, document: &str, collection: i64) -> Result<bool> {
        let sql = "DELETE FROM membership WHERE collection = ? AND document = ?";
        Ok(self.write().execute(sql, params![collection, document])? > 0)
    }

    /// The numbers of the collections a document is in.
    pub(crate) fn collections_of(&self, document: &str) -> Result<Vec<i64>> {
        let connection = self.read();
        let mut statement =
            connection.prepare_cached("SELECT collection FROM membership WHERE document = ? ORDER BY collection")?;
        let rows = statement.query_map([document], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
    /// The numbers of the collections that the document is in which was last seen at a path; none if there is none.
    pub(crate) fn collections_of_path(&self, path: &str) -> Result<Vec<i64>> {
        let connection = self.read();
        let mut statement = connection.prepare_cached(
            "SELECT collection FROM membership JOIN location USING (document) WHERE path = ? ORDER BY collection",
        )?;
        let rows = statement.query_map([path], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}
