//! What the control words of rich text mean.

use super::{Document, Table, Target};
use crate::read::blocks::Unit;
use crate::read::prose::codepage;

impl Document {
    /// Follows a control word.
    pub(super) fn act(&mut self, word: &str, number: Option<i32>) {
        match word {
            "ansicpg" => self.encoding = number.and_then(codepage::of_number).unwrap_or(self.encoding),
            "mac" => self.encoding = encoding_rs::MACINTOSH,
            "f" => self.choose_font(number.unwrap_or_default()),
            "fcharset" if self.group.target == Target::Fonts => {
                let encoding = number.and_then(codepage::of_character_set);
                self.fonts.extend(encoding.map(|encoding| (self.font, encoding)));
            }
            "uc" => self.group.fallback = number.map_or(1, |number| number.clamp(0, 255) as u8),
            "u" => self.unicode(number.unwrap_or_default() as u16),
            "v" | "deleted" => {
                self.flush();
                self.group.is_hidden = number != Some(0);
            }
            "plain" => {
                self.flush();
                self.group.is_hidden = false;
            }
            "pard" if self.group.target == Target::Body => (self.is_item, self.is_in_row) = (false, false),
            "intbl" => self.is_in_row = true,
            "ls" | "ilvl" if self.group.target == Target::Body => self.is_item = true,
            _ => match symbol(word) {
                Some(symbol) => {
                    self.flush();
                    self.push(symbol);
                }
                None => self.break_up(word),
            },
        }
    }

    /// Follows the words that end something.
    fn break_up(&mut self, word: &str) {
        let is_break = matches!(
            word,
            "par" | "sect" | "line" | "lbr" | "page" | "pagebb" | "cell" | "nestcell" | "row" | "nestrow"
        );
        if !is_break {
            return;
        }
        self.flush();
        if !self.is_shown() {
            return;
        }
        if self.group.target == Target::Note {
            return self.notes.end(Unit::Paragraph);
        }
        self.is_in_row |= matches!(word, "cell" | "row");
        self.settle();
        match word {
            "line" | "lbr" | "nestrow" => self.body.break_line(),
            "page" => self.body.cut(),
            "pagebb" if !self.body.is_page_empty() => self.body.cut(),
            "cell" => self.body.end_cell(),
            "nestcell" => self.body.blank(),
            "row" => {
                self.body.end_row();
                self.table = Table::BetweenRows;
            }
            "par" | "sect" => self.body.end(if self.is_item { Unit::Item } else { Unit::Paragraph }),
            _ => {}
        }
    }

    /// Begins and ends tables: rich text only tells of each paragraph whether it is in one.
    pub(super) fn settle(&mut self) {
        if self.is_in_row {
            if self.table == Table::None {
                self.body.start_table();
            }
            if self.table != Table::InRow {
                self.body.start_row();
            }
            self.table = Table::InRow;
        } else if std::mem::replace(&mut self.table, Table::None) != Table::None {
            self.body.end_table();
        }
    }

    fn choose_font(&mut self, number: i32) {
        self.flush();
        self.font = number;
        self.group.encoding = self.fonts.get(&number).copied();
    }
}

/// Destinations whose text is not text of the document.
#[rustfmt::skip]
pub(super) fn is_left_out(word: &str) -> bool {
    matches!(
        word,
        "colortbl" | "stylesheet" | "info" | "pict" | "header" | "headerl" | "headerr" | "headerf" | "footer"
            | "footerl" | "footerr" | "footerf" | "listtable" | "listoverridetable" | "listtext" | "pntext"
            | "rsidtbl" | "filetbl" | "revtbl" | "nonshppict" | "shprslt" | "sp" | "objdata" | "nonesttables"
            | "private" | "xe" | "tc" | "fldinst" | "ftnsep" | "ftnsepc" | "aftnsep" | "aftnsepc" | "bkmkstart"
            | "bkmkend"
    )
}

/// Characters that have a name.
fn symbol(word: &str) -> Option<&'static str> {
    Some(match word {
        "tab" | "enspace" | "emspace" | "qmspace" => " ",
        "emdash" => "—",
        "endash" => "–",
        "bullet" => "•",
        "lquote" => "‘",
        "rquote" => "’",
        "ldblquote" => "“",
        "rdblquote" => "”",
        _ => return None,
    })
}
