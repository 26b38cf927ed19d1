//! Pages: their text, their words' places and their receipts.

use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSql, ToSqlOutput, ValueRef};
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::Catalog;
use crate::Result;
use crate::messages::{PageHeading, PageReceipt, PageState, PageText};
use crate::read::{Heading, Page, Word};

/// What a splitter needs of a page: its index, text and headings.
pub(crate) type PageToSplit = (u32, String, Vec<Heading>);

/// Bytes of a word in the `words` column: two `u32` and four `f32`.
const WORD: usize = 24;

/// A page that holds something which could not be read.
pub(crate) struct UnreadPage {
    /// Index from 0.
    pub(crate) page: u32,
    /// The label printed on it, or its number from 1.
    pub(crate) label: String,
    /// Whether it is an image; otherwise reading it failed.
    pub(crate) is_image: bool,
    /// Whether its text was looked for and not found.
    pub(crate) was_looked_at: bool,
    /// What is known of it.
    pub(crate) reason: String,
}

/// A page's text with its words' places.
pub(crate) struct StoredPage {
    /// The label printed on the page, or its number from 1.
    pub(crate) label: String,
    /// The text.
    pub(crate) text: String,
    /// The words in the order of the text.
    pub(crate) words: Vec<Word>,
}

impl Catalog {
    /// What became of each page of a document, in page order.
    pub(crate) fn receipt(&self, document: &str) -> Result<Vec<PageReceipt>> {
        let connection = self.read();
        let mut statement = connection.prepare_cached(
            "SELECT page, label, state, coalesce(recognised_by, reader), length(words) / ?, milliseconds, reason, text FROM page
             WHERE document = ? ORDER BY page",
        )?;
        let rows = statement.query_map(params![WORD as i64, document], |row| {
            let boxed: u32 = row.get(4)?;
            let text: String = row.get(7)?;
            Ok(PageReceipt {
                page: row.get(0)?,
                label: row.get(1)?,
                state: row.get(2)?,
                reader: row.get(3)?,
                words: if boxed > 0 { boxed } else { text.split_whitespace().count() as u32 },
                milliseconds: row.get(5)?,
                reason: row.get(6)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The pages of a document that hold something which could not be read.
    pub(crate) fn unread_pages(&self, document: &str) -> Result<Vec<UnreadPage>> {
        let connection = self.read();
        let mut statement = connection.prepare_cached(
            "SELECT page, label, state = 'image_only', recognised_by IS NOT NULL, coalesce(reason, '') FROM page
             WHERE document = ? AND state IN ('image_only', 'failed') ORDER BY page",
        )?;
        let rows = statement.query_map([document], |row| {
            Ok(UnreadPage {
                page: row.get(0)?,
                label: row.get(1)?,
                is_image: row.get(2)?,
                was_looked_at: row.get(3)?,
                reason: row.get(4)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// One page with its words' places.
    pub(crate) fn page(&self, document: &str, page: u32) -> Result<StoredPage> {
        Ok(self.find_page(document, page)?.ok_or(rusqlite::Error::QueryReturnedNoRows)?)
    }

    /// The same, if there is such a page.
    pub(crate) fn find_page(&self, document: &str, page: u32) -> Result<Option<StoredPage>> {
        let sql = "SELECT label, text, words FROM page WHERE document = ? AND page = ?";
        let connection = self.read();
        let mut statement = connection.prepare_cached(sql)?;
        let found = statement.query_row(params![document, page], |row| {
            Ok(StoredPage { label: row.get(0)?, text: row.get(1)?, words: unpack(row.get_ref(2)?.as_blob()?) })
        });
        Ok(found.optional()?)
    }

    /// The label printed on a page, or its number from 1.
    pub(crate) fn page_label(&self, document: &str, page: u32) -> Result<String> {
        let connection = self.read();
        let mut statement = connection.prepare_cached("SELECT label FROM page WHERE document = ? AND page = ?")?;
        Ok(statement.query_row(params![document, page], |row| row.get(0))?)
    }

    /// How many pages of a document are here.
    pub(crate) fn count_pages(&self, document: &str) -> Result<u32> {
        let sql = "SELECT count(*) FROM page WHERE document = ?";
        Ok(self.read().query_row(sql, [document], |row| row.get(0))?)
    }

    /// What a splitter needs of every page of a document, in page order.
    pub(crate) fn pages_to_split(&self, document: &str) -> Result<Vec<PageToSplit>> {
        let connection = self.read();
        let sql = "SELECT page, text, headings FROM page WHERE document = ? ORDER BY page";
        let mut statement = connection.prepare_cached(sql)?;
        let rows = statement.query_map([document], |row| {
            let headings: Vec<(u32, u32, u8)> = serde_json::from_str(row.get_ref(2)?.as_str()?).unwrap_or_default();
            let heading = |(start, end, level)| Heading { start, end, level };
            Ok((row.get(0)?, row.get(1)?, headings.into_iter().map(heading).collect()))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The text of every page of a document, in page order.
    pub(crate) fn page_texts(&self, document: &str) -> Result<Vec<PageText>> {
        let connection = self.read();
        let mut statement = connection
            .prepare_cached("SELECT page, label, text, headings FROM page WHERE document = ? ORDER BY page")?;
        let rows = statement.query_map([document], page_text)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The text of one page of a document, if it has that page.
    pub(crate) fn page_text(&self, document: &str, page: u32) -> Result<Option<PageText>> {
        let connection = self.read();
        let sql = "SELECT page, label, text, headings FROM page WHERE document = ? AND page = ?";
        let mut statement = connection.prepare_cached(sql)?;
        Ok(statement.query_row(params![document, page], page_text).optional()?)
    }
}

fn page_text(row: &Row<'_>) -> rusqlite::Result<PageText> {
    let text: String = row.get(2)?;
    let headings: Vec<(u32, u32, u8)> = serde_json::from_str(row.get_ref(3)?.as_str()?).unwrap_or_default();
    let headings = in_utf16(&text, &headings);
    Ok(PageText { page: row.get(0)?, label: row.get(1)?, text, headings })
}

/// Headings as JavaScript counts; in the order of the text, of which each stretch so is counted once.
fn in_utf16(text: &str, headings: &[(u32, u32, u8)]) -> Vec<PageHeading> {
    let (mut at, mut units) = (0, 0);
    let mut count_to = |end: u32| {
        let end = text.floor_char_boundary((end as usize).max(at));
        units += text[at..end].encode_utf16().count() as u32;
        at = end;
        units
    };
    headings
        .iter()
        .map(|(start, end, level)| PageHeading { start: count_to(*start), end: count_to(*end), level: *level })
        .collect()
}

/// Every page of a document with all that is known of it.
pub(super) const WHOLE: &str = "SELECT page, label, width, height, text, words, headings, state, reader, recognised_by,
    reason, milliseconds FROM page WHERE document = ? ORDER BY page";

/// A row of [`WHOLE`].
pub(super) fn whole(row: &Row<'_>) -> rusqlite::Result<Page> {
    let headings: Vec<(u32, u32, u8)> = serde_json::from_str(row.get_ref(6)?.as_str()?).unwrap_or_default();
    let heading = |(start, end, level)| Heading { start, end, level };
    Ok(Page {
        index: row.get(0)?,
        label: row.get(1)?,
        width: row.get::<_, f64>(2)? as f32,
        height: row.get::<_, f64>(3)? as f32,
        text: row.get(4)?,
        words: unpack(row.get_ref(5)?.as_blob()?),
        headings: headings.into_iter().map(heading).collect(),
        state: row.get(7)?,
        reader: row.get::<_, String>(8)?.into(),
        recogniser: row.get(9)?,
        reason: row.get(10)?,
        milliseconds: row.get(11)?,
    })
}

/// Writes the pages of a document.
pub(super) fn insert(connection: &Connection, document: &str, pages: &[Page]) -> Result<()> {
    let mut statement = connection.prepare_cached(
        "INSERT INTO page (document, page, label, width, height, text, words, state, reader, recognised_by, reason,
         milliseconds, headings) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )?;
    for page in pages {
        statement.execute(params![
            document,
            page.index,
            page.label,
            page.width,
            page.height,
            page.text,
            pack(&page.words),
            page.state,
            page.reader,
            page.recogniser,
            page.reason,
            page.milliseconds,
            headings(&page.headings)
        ])?;
    }
    Ok(())
}

fn headings(headings: &[Heading]) -> String {
    let list: Vec<_> = headings.iter().map(|heading| (heading.start, heading.end, heading.level)).collect();
    serde_json::json!(list).to_string()
}

fn pack(words: &[Word]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(words.len() * WORD);
    for word in words {
        bytes.extend(word.start.to_le_bytes());
        bytes.extend(word.end.to_le_bytes());
        for edge in [word.x0, word.y0, word.x1, word.y1] {
            bytes.extend(edge.to_le_bytes());
        }
    }
    bytes
}

fn unpack(bytes: &[u8]) -> Vec<Word> {
    let (words, _) = bytes.as_chunks::<WORD>();
    words
        .iter()
        .map(|word| {
            let (fields, _) = word.as_chunks::<4>();
            let number = |field: usize| u32::from_le_bytes(fields[field]);
            let edge = |field: usize| f32::from_le_bytes(fields[field]);
            Word { start: number(0), end: number(1), x0: edge(2), y0: edge(3), x1: edge(4), y1: edge(5) }
        })
        .collect()
}

impl ToSql for PageState {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::from(match self {
            Self::Searchable => "searchable",
            Self::Recognised => "recognised",
            Self::ImageOnly => "image_only",
            Self::Blank => "blank",
            Self::Failed => "failed",
        }))
    }
}

impl FromSql for PageState {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        match value.as_str()? {
            "searchable" => Ok(Self::Searchable),
            "recognised" => Ok(Self::Recognised),
            "image_only" => Ok(Self::ImageOnly),
            "blank" => Ok(Self::Blank),
            "failed" => Ok(Self::Failed),
            _ => Err(FromSqlError::InvalidType),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_come_back_as_they_went_in() {
        let word = Word { start: 1, end: 70_000, x0: -0.5, y0: 1.25, x1: 612.0, y1: f32::MAX };
        assert_eq!(unpack(&pack(&[word, word])), [word, word]);
    }
}
