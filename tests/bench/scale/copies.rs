//! A library's catalog multiplied, which takes minutes where embedding would take days.

use std::collections::HashMap;
use std::path::Path;

use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

use super::chance::{Chance, aside, exchange};

/// Multiplies what is in a catalog. It knows of the schema only what must differ between copies.
pub(super) struct Copier {
    connection: Connection,
    tables: Vec<Table>,
    /// All words of the passages, as often as they occur.
    words: Vec<String>,
    chance: Chance,
}

/// A table whose rows belong to a document or a passage.
struct Table {
    columns: Vec<Column>,
    select: String,
    insert: String,
}

/// What becomes of a column in a copy.
enum Column {
    Document,
    Passage,
    Path,
    Text,
    Vector,
    Other,
}

impl Copier {
    pub(super) fn new(library: &Path) -> Self {
        let connection = Connection::open(library.join("catalog.sqlite")).unwrap();
        // The library is thrown away if this fails. Ids are random, so that many pages are written at once.
        let pragmas = "PRAGMA foreign_keys = OFF; PRAGMA synchronous = OFF; PRAGMA journal_mode = MEMORY;
            PRAGMA cache_size = -400000;";
        connection.execute_batch(pragmas).unwrap();
        let names = strings(&connection, "SELECT name FROM sqlite_schema WHERE type = 'table'");
        let tables = names.iter().filter_map(|name| Table::new(&connection, name)).collect();
        let texts = strings(&connection, "SELECT text FROM passage ORDER BY document, ordinal");
        let words = texts.iter().flat_map(|text| text.split_whitespace().map(str::to_owned)).collect();
        Self { connection, tables, words, chance: Chance::new() }
    }

    /// Copies one document after the other until there are so many passages; returns how many copies were made.
    pub(super) fn fill(mut self, passages: usize) -> usize {
        let documents = strings(&self.connection, "SELECT id FROM document WHERE passages > 0 ORDER BY id");
        let mut copies = 0;
        while self.count() < passages {
            let change = self.connection.unchecked_transaction().unwrap();
            copy(&change, &self.tables, &documents[copies % documents.len()], &self.words, &mut self.chance);
            change.commit().unwrap();
            copies += 1;
        }
        copies
    }

    /// By what the documents say of themselves, which is quicker than to count.
    fn count(&self) -> usize {
        let sql = "SELECT sum(passages) FROM document";
        self.connection.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap() as usize
    }
}

/// Copies a document with all that belongs to it.
fn copy(connection: &Connection, tables: &[Table], document: &str, words: &[String], chance: &mut Chance) {
    let [one, two, three, four] = std::array::from_fn(|_| chance.next());
    let copy = format!("{one:016x}{two:016x}{three:016x}{four:016x}");
    let mut passages = HashMap::<Vec<u8>, Vec<u8>>::new();
    for table in tables {
        let mut select = connection.prepare_cached(&table.select).unwrap();
        let mut insert = connection.prepare_cached(&table.insert).unwrap();
        let mut rows = select.query([document]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            let values = table.columns.iter().enumerate().map(|(at, column)| match (column, row.get(at).unwrap()) {
                (Column::Document, _) => Value::Text(copy.clone()),
                (Column::Passage, Value::Blob(id)) => {
                    Value::Blob(passages.entry(id).or_insert_with(|| chance.id()).clone())
                }
                (Column::Path, Value::Text(path)) => Value::Text(format!("{path} {copy}")),
                (Column::Text, Value::Text(text)) => Value::Text(exchange(&text, words, chance)),
                (Column::Vector, Value::Blob(vector)) => Value::Blob(bytes(&aside(&numbers(&vector), chance))),
                (_, value) => value,
            });
            insert.execute(params_from_iter(values)).unwrap();
        }
    }
}

impl Table {
    /// None if its rows belong to no document.
    fn new(connection: &Connection, table: &str) -> Option<Self> {
        let names = strings(connection, &format!("SELECT name FROM pragma_table_info('{table}') ORDER BY cid"));
        let columns: Vec<Column> = names.iter().map(|name| Column::new(connection, table, name)).collect();
        let named = |wanted: fn(&Column) -> bool| columns.iter().position(wanted).map(|at| &names[at]);
        let belongs = match (named(|it| matches!(it, Column::Document)), named(|it| matches!(it, Column::Passage))) {
            (Some(column), _) => format!("\"{column}\" = ?"),
            (None, Some(column)) => format!("\"{column}\" IN (SELECT id FROM passage WHERE document = ?)"),
            (None, None) => return None,
        };
        let list = names.iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ");
        let places = vec!["?"; names.len()].join(", ");
        let select = format!("SELECT {list} FROM \"{table}\" WHERE {belongs}");
        let insert = format!("INSERT INTO \"{table}\" ({list}) VALUES ({places})");
        Some(Self { columns, select, insert })
    }
}

impl Column {
    fn new(connection: &Connection, table: &str, name: &str) -> Self {
        let parents = format!("SELECT \"table\" FROM pragma_foreign_key_list('{table}') WHERE \"from\" = '{name}'");
        let parents = strings(connection, &parents);
        match (table, name, parents.first().map_or(name, String::as_str)) {
            ("document", "id", _) | (_, _, "document") => Self::Document,
            ("passage", "id", _) | (_, _, "passage") => Self::Passage,
            ("location", "path", _) => Self::Path,
            ("passage", "text", _) => Self::Text,
            (_, "vector", _) => Self::Vector,
            _ => Self::Other,
        }
    }
}

fn strings(connection: &Connection, sql: &str) -> Vec<String> {
    let mut statement = connection.prepare(sql).unwrap();
    statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

/// The numbers of a vector as the catalog keeps it.
fn numbers(vector: &[u8]) -> Vec<f32> {
    vector.as_chunks::<4>().0.iter().map(|number| f32::from_le_bytes(*number)).collect()
}

fn bytes(vector: &[f32]) -> Vec<u8> {
    vector.iter().flat_map(|number| number.to_le_bytes()).collect()
}
