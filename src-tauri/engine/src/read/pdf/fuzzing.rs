//! A page of glyphs from any bytes.

use super::glyph::{DrawnPage, Glyph, normalize};
use super::lines::{self, LaidOut};

/// What glyphs say, by one of their bytes: letters, what joins, breaks or turns them, and nothing.
const SAID: [&str; 16] =
    ["a", "B", "7", ".", "-", " ", "", "ﬁ", "\u{301}", "ש", "م", "漢", "\u{fffd}", "\u{ad}", "(", "\u{1f600}"];

/// Takes twelve bytes for a glyph: what it says, and the tenths of a point of its places; the largest of these
/// stand for numbers that are none.
pub(in crate::read) fn lay_out_any(bytes: &[u8]) -> LaidOut {
    let glyphs = bytes.as_chunks::<12>().0.iter().map(|bytes| {
        let number = |at: usize| match i16::from_le_bytes([bytes[at], bytes[at + 1]]) {
            i16::MAX => f64::NAN,
            i16::MIN => f64::INFINITY,
            tenths => f64::from(tenths) / 10.0,
        };
        Glyph {
            text: normalize(SAID[bytes[0] as usize % SAID.len()]),
            origin: (number(2), number(4)),
            advance: (number(6), f64::from(bytes[1] as i8) / 10.0),
            up: (number(8), number(10)),
        }
    });
    let page = DrawnPage { glyphs: glyphs.collect(), width: 612.0, height: 792.0, images: 0, paths: 0 };
    lines::lay_out(&page.readable(), 792.0)
}
