//! Tesseract's table of words to a page's text.

use crate::read::Word;

/// Words of less confidence, in percent, are mostly not words but specks.
const LEAST_CONFIDENCE: f32 = 30.0;

/// A row of the table that holds a word. Places are in pixels.
struct Row<'a> {
    /// Block and paragraph.
    paragraph: (&'a str, &'a str),
    line: &'a str,
    left: f32,
    top: f32,
    width: f32,
    height: f32,
    text: &'a str,
}

/// The text and the words' places, in points; `scale` is how many pixels a point is. Lines of a paragraph are
/// joined by a blank, and a word that is broken at a line's end is put together.
pub(super) fn lay_out(table: &str, scale: f32) -> (String, Vec<Word>) {
    let (mut text, mut words) = (String::new(), Vec::<Word>::new());
    let mut before: Option<Row<'_>> = None;
    for row in rows(table) {
        let mut start = text.len();
        if let Some(before) = &before {
            let same_paragraph = row.paragraph == before.paragraph;
            let is_broken = same_paragraph
                && row.line != before.line
                && before.text.len() > 1
                && before.text.ends_with('-')
                && row.text.starts_with(char::is_lowercase);
            if is_broken {
                text.pop();
                if let Some(word) = words.last_mut() {
                    word.end -= 1;
                }
            } else {
                text.push_str(if same_paragraph { " " } else { "\n\n" });
            }
            start = text.len();
        }
        text.push_str(row.text);
        words.push(Word {
            start: start as u32,
            end: text.len() as u32,
            x0: row.left / scale,
            y0: row.top / scale,
            x1: (row.left + row.width) / scale,
            y1: (row.top + row.height) / scale,
        });
        before = Some(row);
    }
    (text, words)
}

/// The words alone, separated by blanks.
pub(super) fn text(table: &str) -> String {
    rows(table).map(|row| row.text).collect::<Vec<_>>().join(" ")
}

fn rows(table: &str) -> impl Iterator<Item = Row<'_>> {
    table.lines().filter_map(row)
}

/// Columns are level, page, block, paragraph, line, word, left, top, width, height, confidence, text; words are of
/// level 5.
fn row(line: &str) -> Option<Row<'_>> {
    let columns: Vec<&str> = line.splitn(12, '\t').collect();
    let number = |column: usize| columns[column].parse::<f32>().ok().filter(|number| number.is_finite());
    let [level, .., text] = columns.as_slice() else { return None };
    let text = text.trim();
    if columns.len() != 12 || *level != "5" || text.is_empty() || number(10)? < LEAST_CONFIDENCE {
        return None;
    }
    Some(Row {
        paragraph: (columns[2], columns[3]),
        line: columns[4],
        left: number(6)?,
        top: number(7)?,
        width: number(8)?,
        height: number(9)?,
        text,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n\
        1\t1\t0\t0\t0\t0\t0\t0\t2480\t3508\t-1\t\n\
        5\t1\t1\t1\t1\t1\t300\t300\t100\t40\t96.1\tThe\n\
        5\t1\t1\t1\t1\t2\t420\t300\t160\t40\t95\tket-\n\
        5\t1\t1\t1\t2\t1\t300\t350\t100\t40\t91\ttle\n\
        5\t1\t1\t1\t2\t2\t420\t350\t30\t40\t12\t|#\n\
        5\t1\t2\t1\t1\t1\t300\t500\t100\t40\t91\tEnd\n";

    #[test]
    fn words_become_text_and_keep_their_places() {
        let (text, words) = lay_out(TABLE, 300.0 / 72.0);
        assert_eq!(text, "The kettle\n\nEnd");
        let said: Vec<_> = words.iter().map(|word| &text[word.start as usize..word.end as usize]).collect();
        assert_eq!(said, ["The", "ket", "tle", "End"]);
        assert_eq!((words[0].x0, words[0].x1), (72.0, 96.0));
    }

    #[test]
    fn what_is_no_table_has_no_words() {
        for table in ["", "5\t1\t1", "5\t1\t1\t1\t1\t1\tNaN\t0\t1\t1\t90\tword", "\t\t\t\t\t\t\t\t\t\t\t\t\t"] {
            assert!(lay_out(table, 1.0).1.is_empty());
        }
    }
}
