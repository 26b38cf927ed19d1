//! Glyphs to words.
//!
//! Text may run in four directions on one page (a figure's axis, a stamp in the margin). Each direction is laid
//! out on its own in a frame that is turned so that its text runs to the right; boxes are turned back at the
//! end.

use std::collections::HashMap;

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

/// Where text runs on the page as shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Direction {
    /// To the right.
    Right,
    /// Downwards.
    Down,
    /// To the left.
    Left,
    /// Upwards.
    Up,
}

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

impl Extent {
    /// Left, top, right and bottom on the page as shown.
    pub(super) fn on_page(self, direction: Direction) -> [f32; 4] {
        let Self { start, end, top, bottom } = self;
        let [x0, y0, x1, y1] = match direction {
            Direction::Right => [start, top, end, bottom],
            Direction::Down => [-bottom, start, -top, end],
            Direction::Left => [-end, -bottom, -start, -top],
            Direction::Up => [top, -end, bottom, -start],
        };
        [x0 as f32, y0 as f32, x1 as f32, y1 as f32]
    }

    /// The middle between its upper and lower edge.
    pub(super) fn middle(self) -> f64 {
        f64::midpoint(self.top, self.bottom)
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
    let mut directions: Vec<(Direction, Vec<Letter<'_>>)> = Vec::new();
    for glyph in glyphs.iter().filter(|glyph| glyph.is_sound()) {
        let direction = direction(glyph);
        let letter = Letter::new(glyph, direction);
        match directions.iter_mut().find(|(other, _)| *other == direction) {
            Some((_, letters)) => letters.push(letter),
            None => directions.push((direction, vec![letter])),
        }
    }
    directions.sort_by_key(|(direction, letters)| (std::cmp::Reverse(letters.len()), *direction));
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
        let turn = |(x, y): (f64, f64)| match direction {
            Direction::Right => (x, y),
            Direction::Down => (y, -x),
            Direction::Left => (-x, -y),
            Direction::Up => (-y, x),
        };
        let (start, baseline) = turn(glyph.origin);
        let (length, _) = turn(glyph.advance);
        let (start, end) = if length < 0.0 { (start + length, start) } else { (start, start + length) };
        Self { text: &glyph.text, start, end, baseline, size: glyph.size() }
    }

    fn extent(&self) -> Extent {
        let (top, bottom) = (self.baseline - ASCENT * self.size, self.baseline + DESCENT * self.size);
        Extent { start: self.start, end: self.end, top, bottom }
    }
}

/// By the em square and not by the advance, which may be zero and, in fonts for Arabic, negative.
fn direction(glyph: &Glyph) -> Direction {
    let (x, y) = glyph.up;
    if y.abs() >= x.abs() {
        if y <= 0.0 { Direction::Right } else { Direction::Left }
    } else if x > 0.0 {
        Direction::Down
    } else {
        Direction::Up
    }
}

fn without_doubles(letters: Vec<Letter<'_>>) -> Vec<Letter<'_>> {
    let mut seen: HashMap<(&str, i64, i64), Vec<(f64, f64)>> = HashMap::new();
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
    let text: String = if backwards {
        // Drawn from left to right, which is the wrong way round to read it.
        letters.iter().rev().map(|letter| letter.text).collect()
    } else {
        letters.iter().map(|letter| letter.text).collect()
    };
    let text = text.replace('\u{ad}', "");
    let size = letters.iter().map(|letter| letter.size).fold(0.0, f64::max);
    (!text.trim().is_empty()).then(|| PlacedWord { text: text.trim().to_owned(), extent, size })
}

/// Whether the text is of a script that runs from right to left: Hebrew, Arabic and their neighbours.
pub(super) fn is_right_to_left(text: &str) -> bool {
    let runs_left = |c: char| matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}');
    text.chars().any(runs_left)
}
