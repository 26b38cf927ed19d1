//! A glyph on a page, however it was read.

/// Glyphs of one page beyond this are not kept: a page of print has some five thousand.
pub(super) const MOST_GLYPHS: usize = 400_000;

/// Glyphs up to this many points outside the page count as on it; pages are trimmed closely at times.
const MARGIN: f64 = 2.0;

/// A character or a few, as drawn at one place. Coordinates are in points from the top left corner of the page
/// as it is shown, y downwards.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Glyph {
    /// What it says; empty if the font does not tell.
    pub(super) text: String,
    /// Where its baseline begins.
    pub(super) origin: (f64, f64),
    /// From its origin to the origin of the next glyph.
    pub(super) advance: (f64, f64),
    /// From the baseline to the top of the em square; its length is the font size as shown.
    pub(super) up: (f64, f64),
}

/// A page's glyphs in the order in which they are drawn, and how large the page is, in points as shown.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct DrawnPage {
    /// The glyphs.
    pub(super) glyphs: Vec<Glyph>,
    /// Width of the page.
    pub(super) width: f32,
    /// Height of the page.
    pub(super) height: f32,
    /// Images on it; the second reader does not see any.
    pub(super) images: u32,
    /// Lines and areas on it; likewise.
    pub(super) paths: u32,
}

impl DrawnPage {
    /// The share of glyphs of which the font does not tell what they say; 0 for a page without glyphs.
    pub(super) fn unreadable_share(&self) -> f32 {
        let unreadable = self.glyphs.iter().filter(|glyph| glyph.is_unreadable()).count();
        if self.glyphs.is_empty() { 0.0 } else { unreadable as f32 / self.glyphs.len() as f32 }
    }
}

impl DrawnPage {
    /// The glyphs that can be seen, or selected at least, and read. What lies outside the page is not quoted: no
    /// one could check it.
    pub(super) fn readable(self) -> Vec<Glyph> {
        let (right, bottom) = (f64::from(self.width) + MARGIN, f64::from(self.height) + MARGIN);
        let is_on_page = |glyph: &Glyph| {
            let (x, y) = glyph.middle();
            x > -MARGIN && x < right && y > -MARGIN && y < bottom
        };
        self.glyphs
            .into_iter()
            .filter(|glyph| !glyph.is_unreadable() && glyph.is_sound() && is_on_page(glyph))
            .collect()
    }
}

impl Glyph {
    fn middle(&self) -> (f64, f64) {
        let along = |origin: f64, advance: f64, up: f64| origin + advance / 2.0 + 0.3 * up;
        (along(self.origin.0, self.advance.0, self.up.0), along(self.origin.1, self.advance.1, self.up.1))
    }

    /// Whether nothing is known of what it says.
    pub(super) fn is_unreadable(&self) -> bool {
        self.text.is_empty() || self.text.chars().all(|c| matches!(c, '\u{fffd}' | '\u{e000}'..='\u{f8ff}'))
    }

    /// Whether all its numbers can be calculated with; files may say anything.
    pub(super) fn is_sound(&self) -> bool {
        let numbers = [self.origin, self.advance, self.up];
        numbers.iter().all(|(x, y)| x.abs() < 1e6 && y.abs() < 1e6) && self.size() > 0.1
    }

    /// The font size as shown, in points.
    pub(super) fn size(&self) -> f64 {
        self.up.0.hypot(self.up.1)
    }
}

/// What a font says of a glyph, as a reader would type it: ligatures as their letters, unusual blanks as
/// blanks, without control characters.
pub(super) fn normalize(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            'ﬀ' => plain.push_str("ff"),
            'ﬁ' => plain.push_str("fi"),
            'ﬂ' => plain.push_str("fl"),
            'ﬃ' => plain.push_str("ffi"),
            'ﬄ' => plain.push_str("ffl"),
            'ﬅ' | 'ﬆ' => plain.push_str("st"),
            // A soft hyphen that is drawn is there to be seen; most stand at the end of a line.
            '\u{2010}' | '\u{2011}' | '\u{ad}' => plain.push('-'),
            other if other.is_whitespace() => plain.push(' '),
            '\u{feff}' | '\u{200b}' | '\u{200e}' | '\u{200f}' => {}
            other if other.is_control() => {}
            other => match super::arabic::typed(other) {
                Some(letters) => plain.push_str(&letters),
                None => plain.push(other),
            },
        }
    }
    plain
}
