//! Glyphs to words.
//!
//! Text may run in several directions on one page (a figure's axis, a stamp across it). Each direction is laid
//! out on its own in a frame that is turned so that its text runs to the right; boxes are turned back at the
//! end.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

use super::glyph::Glyph;

/// A gap of this share of the font size separates two words. Blanks are a quarter of it in most fonts, and
/// letters are rarely spaced by more than a tenth.
const WORD_GAP: f64 = 0.16;

/// A glyph of the same text this close to another (in font sizes) is the same one drawn again, to make it bold
/// or to give it a shadow.
const SAME_PLACE: f64 = 0.12;

/// How far a line reaches above and below its baseline, in font sizes; the mean of common text fonts.
const ASCENT: f64 = 0.78;
const DESCENT: f64 = 0.22;

/// Text turned by less than this many degrees from the page's edges runs along them: scans are never straight.
const STRAIGHT: i16 = 8;

/// Where text runs on the page as shown: degrees clockwise from rightwards, from 0 to 359.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Direction(i16);

/// A rectangle in the frame of its direction: `along` runs with the text, `across` downwards from line to line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Extent {
    /// Where it begins along the text.
    pub(super) start: f64,
    /// Where it ends along the text.
    pub(super) end: f64,
    /// Its upper edge.
    pub(super) top: f64,
    /// Its lower edge.
    pub(super) bottom: f64,
}

/// A word in the frame of its direction.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct PlacedWord {
    /// What it says, in logical order.
    pub(super) text: String,
    /// Where it stands.
    pub(super) extent: Extent,
    /// The font size, in points.
    pub(super) size: f64,
}

impl Direction {
    /// Along the glyph's baseline. Its advance alone does not tell: it may be nothing and, in fonts for Arabic,
    /// negative.
    fn of(glyph: &Glyph) -> Self {
        let (up_x, up_y) = glyph.up;
        let (mut x, mut y) = glyph.advance;
        if x.hypot(y) < 0.01 * glyph.size() {
            (x, y) = (-up_y, up_x);
        }
        if x * up_y - y * up_x > 0.0 {
            (x, y) = (-x, -y);
        }
        let degrees = (y.atan2(x).to_degrees().round() as i16).rem_euclid(360);
        let edge = (degrees + 45) / 90 * 90;
        Self(if (degrees - edge).abs() < STRAIGHT { edge % 360 } else { degrees })
    }

    /// One point along the text, on the page.
    fn along(self) -> (f64, f64) {
        match self.0 {
            0 => (1.0, 0.0),
            90 => (0.0, 1.0),
            180 => (-1.0, 0.0),
            270 => (0.0, -1.0),
            degrees => (f64::from(degrees).to_radians().cos(), f64::from(degrees).to_radians().sin()),
        }
    }

    /// A point of the page to the frame of this direction.
    fn turn(self, (x, y): (f64, f64)) -> (f64, f64) {
        let (cos, sin) = self.along();
        (x * cos + y * sin, y * cos - x * sin)
    }

    /// And back.
    fn turn_back(self, (along, across): (f64, f64)) -> (f64, f64) {
        let (cos, sin) = self.along();
        (along * cos - across * sin, along * sin + across * cos)
    }
}

impl Extent {
    /// Left, top, right and bottom of the smallest upright rectangle around it on the page as shown.
    pub(super) fn on_page(self, direction: Direction) -> [f32; 4] {
        let corners =
            [(self.start, self.top), (self.end, self.top), (self.start, self.bottom), (self.end, self.bottom)];
        let corners = corners.map(|corner| direction.turn_back(corner));
        let [mut x0, mut y0] = [f64::INFINITY; 2];
        let [mut x1, mut y1] = [f64::NEG_INFINITY; 2];
        for (x, y) in corners {
            (x0, y0, x1, y1) = (x0.min(x), y0.min(y), x1.max(x), y1.max(y));
        }
        [x0 as f32, y0 as f32, x1 as f32, y1 as f32]
    }

    /// From the upper to the lower edge.
    pub(super) fn height(self) -> f64 {
        self.bottom - self.top
    }

    /// The smallest extent that holds both.
    pub(super) fn with(self, other: Self) -> Self {
        Self {
            start: self.start.min(other.start),
            end: self.end.max(other.end),
            top: self.top.min(other.top),
            bottom: self.bottom.max(other.bottom),
        }
    }
}

/// The words of each direction, the direction with the most glyphs first.
pub(super) fn words(glyphs: &[Glyph]) -> Vec<(Direction, Vec<PlacedWord>)> {
    let mut directions: BTreeMap<Direction, Vec<Letter<'_>>> = BTreeMap::new();
    for glyph in glyphs {
        let direction = Direction::of(glyph);
        directions.entry(direction).or_default().push(Letter::new(glyph, direction));
    }
    let mut directions: Vec<_> = directions.into_iter().collect();
    directions.sort_by_key(|(_, letters)| Reverse(letters.len()));
    directions.into_iter().map(|(direction, letters)| (direction, join(&without_doubles(letters)))).collect()
}

/// A glyph in the frame of its direction.
#[derive(Debug, Clone)]
struct Letter<'a> {
    text: &'a str,
    start: f64,
    end: f64,
    baseline: f64,
    size: f64,
}

impl<'a> Letter<'a> {
    fn new(glyph: &'a Glyph, direction: Direction) -> Self {
        let (start, baseline) = direction.turn(glyph.origin);
        let (length, _) = direction.turn(glyph.advance);
        let (start, end) = if length < 0.0 { (start + length, start) } else { (start, start + length) };
        Self { text: &glyph.text, start, end, baseline, size: glyph.size() }
    }

    fn extent(&self) -> Extent {
        let (top, bottom) = (self.baseline - ASCENT * self.size, self.baseline + DESCENT * self.size);
        Extent { start: self.start, end: self.end, top, bottom }
    }
}

fn without_doubles(letters: Vec<Letter<'_>>) -> Vec<Letter<'_>> {
    let mut seen = HashMap::<_, Vec<(f64, f64)>>::new();
    letters
        .into_iter()
        .filter(|letter| {
            let tolerance = SAME_PLACE * letter.size;
            // Cells of one point: neighbours are looked into too.
            let (column, row) = (letter.start.floor() as i64, letter.baseline.floor() as i64);
            let near = |place: &(f64, f64)| {
                (place.0 - letter.start).abs() < tolerance && (place.1 - letter.baseline).abs() < tolerance
            };
            let cells = (column - 1..=column + 1).flat_map(|column| (row - 1..=row + 1).map(move |row| (column, row)));
            let is_double = !letter.text.trim().is_empty()
                && cells
                    .filter_map(|(column, row)| seen.get(&(letter.text, column, row)))
                    .any(|places| places.iter().any(near));
            if !is_double {
                seen.entry((letter.text, column, row)).or_default().push((letter.start, letter.baseline));
            }
            !is_double
        })
        .collect()
}

/// Joins letters that follow each other closely, in the order in which they were drawn.
fn join(letters: &[Letter<'_>]) -> Vec<PlacedWord> {
    let mut words = Vec::new();
    let mut open: Vec<&Letter<'_>> = Vec::new();
    for letter in letters {
        let is_blank = letter.text.trim().is_empty();
        if let Some(last) = open.last()
            && (is_blank || !follows(last, letter))
        {
            words.extend(word(&open));
            open.clear();
        }
        if !is_blank {
            open.push(letter);
        }
    }
    words.extend(word(&open));
    words
}

fn follows(last: &Letter<'_>, next: &Letter<'_>) -> bool {
    let size = last.size.max(next.size);
    let same_line = (last.baseline - next.baseline).abs() < 0.35 * size;
    let forwards = next.start - last.end;
    let backwards = last.start - next.end;
    let gap = if is_right_to_left(last.text) && backwards > forwards { backwards } else { forwards };
    same_line && gap < WORD_GAP * size && gap > -0.5 * size
}

fn word(letters: &[&Letter<'_>]) -> Option<PlacedWord> {
    let (first, last) = (letters.first()?, letters.last()?);
    let extent = letters.iter().map(|letter| letter.extent()).reduce(Extent::with)?;
    let backwards = letters.iter().any(|letter| is_right_to_left(letter.text)) && last.start > first.start;
    let text = if backwards { read_leftwards(letters) } else { letters.iter().map(|letter| letter.text).collect() };
    let size = letters.iter().map(|letter| letter.size).fold(0.0, f64::max);
    (!text.trim().is_empty()).then(|| PlacedWord { text: text.trim().to_owned(), extent, size })
}

/// Letters that were drawn from left to right though they are read the other way round; numbers are not.
fn read_leftwards(letters: &[&Letter<'_>]) -> String {
    let is_leftwards = |letter: &&Letter<'_>| !letter.text.chars().all(|c| c.is_numeric() || c.is_ascii_alphabetic());
    let mut rest = letters;
    let mut text = String::new();
    while !rest.is_empty() {
        let run = rest.iter().rev().take_while(|letter| !is_leftwards(letter)).count().max(1);
        let (before, run) = rest.split_at(rest.len() - run);
        text.extend(run.iter().map(|letter| letter.text));
        rest = before;
    }
    text
}

/// Whether the text is of a script that runs from right to left: Hebrew, Arabic and their neighbours.
pub(super) fn is_right_to_left(text: &str) -> bool {
    let runs_left = |c: char| matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}');
    text.chars().any(runs_left)
}
