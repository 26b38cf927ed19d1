//! Words to blocks in reading order.
//!
//! A recursive cut of the page (after Nagy and Seth's X-Y cut, 1984). An area is taken as bands, which no word
//! crosses. The longest run of bands with one gutter between two sides of prose makes columns; what stands above
//! and below that run is cut off first. Sides that are not prose are the columns of a table, whose rows are kept
//! together.

use std::cmp::Reverse;

use super::words::{PlacedWord, is_right_to_left};

/// A gutter is at least this wide, in font sizes.
const GUTTER: f64 = 0.9;

/// A side of a gutter is prose if its lines have this many words on average.
const PROSE_WORDS: f64 = 2.6;

/// A gutter is this much wider than the blanks between the words beside it.
const WIDER: f64 = 1.5;

/// A column has at least this many lines.
const COLUMN_LINES: usize = 3;

/// Areas with more words are not looked at for columns; they are lists of numbers.
const MOST_WORDS: usize = 8_000;

/// So many runs of bands are tried; where none of the longest is columns, the area is taken as a table.
const MOST_TRIED: usize = 120;

/// A band of this few words that stands apart at the top or the bottom is a page number or a running title.
const MOST_FURNITURE: usize = 6;

/// Blocks of words in the order in which they are to be read; each holds the places of its words in `words`.
pub(super) fn blocks(words: &[PlacedWord]) -> Vec<Vec<usize>> {
    let mut found = Vec::new();
    let mut waiting = vec![(0..words.len()).collect::<Vec<usize>>()];
    while let Some(area) = waiting.pop() {
        let parts = if area.len() > MOST_WORDS { None } else { cut(words, &area) };
        match parts {
            Some((first, second)) if !first.is_empty() && !second.is_empty() => waiting.extend([second, first]),
            _ => found.push(area),
        }
    }
    found
}

/// Cuts an area in two, the part to be read first in front; none if it is one block.
fn cut(words: &[PlacedWord], area: &[usize]) -> Option<(Vec<usize>, Vec<usize>)> {
    let bands = bands(words, area);
    let columns = longest_columns(words, &bands)?;
    if columns.first > 0 {
        return Some((bands[..columns.first].concat(), bands[columns.first..].concat()));
    }
    if columns.last + 1 < bands.len() {
        return Some((bands[..=columns.last].concat(), bands[columns.last + 1..].concat()));
    }
    let at = f64::midpoint(columns.gap.0, columns.gap.1);
    let (left, right): (Vec<usize>, Vec<usize>) = area.iter().partition(|word| words[**word].extent.start < at);
    let leftwards = area.iter().filter(|word| is_right_to_left(&words[**word].text)).count();
    Some(if 2 * leftwards > area.len() { (right, left) } else { (left, right) })
}

/// A run of bands with a gap through them.
#[derive(Debug, Clone, Copy)]
struct Run {
    first: usize,
    /// The last one, included.
    last: usize,
    /// Where the gap begins and ends.
    gap: (f64, f64),
    /// Whether a longer run ends there too, with a gap that is part of the same.
    is_part: bool,
}

/// The run of bands that holds the most words and has prose on both sides of its gap.
fn longest_columns(words: &[PlacedWord], bands: &[Vec<usize>]) -> Option<Run> {
    let is_columns = |run: &&Run| parts_prose(words, &bands[run.first..=run.last].concat(), run.gap);
    let count = |run: &Run| bands[run.first..=run.last].iter().map(Vec::len).sum::<usize>();
    let mut runs = runs(words, bands);
    runs.sort_by_cached_key(|run| (run.is_part, Reverse(count(run))));
    runs.iter().take(MOST_TRIED).find(is_columns).copied()
}

/// The runs of bands with a gap through them that cannot be made longer downwards.
fn runs(words: &[PlacedWord], bands: &[Vec<usize>]) -> Vec<Run> {
    let least = GUTTER * super::median(bands.iter().flatten().map(|word| words[*word].size).collect());
    let gaps: Vec<_> = bands.iter().map(|band| gaps_in_band(words, band, least)).collect();
    let overlaps = |a: (f64, f64), b: (f64, f64)| a.0 < b.1 && b.0 < a.1;
    let body = body(words, bands);
    let mut found: Vec<Run> = Vec::new();
    let mut from_above = 0..0;
    for first in body.clone() {
        let begin = found.len();
        let mut open = gaps[first].clone();
        for last in first..body.end {
            let next = if last + 1 < body.end { shared(&open, &gaps[last + 1], least) } else { Vec::new() };
            for gap in open.into_iter().filter(|gap| !next.iter().any(|next| overlaps(*next, *gap))) {
                let longer = |run: &Run| run.last == last && overlaps(run.gap, gap);
                let is_part = found[from_above.clone()].iter().any(longer);
                found.push(Run { first, last, gap, is_part });
            }
            open = next;
            if open.is_empty() {
                break;
            }
        }
        from_above = begin..found.len();
    }
    found
}

/// The bands without what stands apart at the top and at the bottom.
fn body(words: &[PlacedWord], bands: &[Vec<usize>]) -> std::ops::Range<usize> {
    let mut body = 0..bands.len();
    if bands.len() < 2 * COLUMN_LINES {
        return body;
    }
    let edge = |band: &Vec<usize>, of: fn(f64, f64) -> f64, from: f64, side: fn(&PlacedWord) -> f64| {
        band.iter().map(|word| side(&words[*word])).fold(from, of)
    };
    let top = |band: &Vec<usize>| edge(band, f64::min, f64::INFINITY, |word| word.extent.top);
    let bottom = |band: &Vec<usize>| edge(band, f64::max, f64::NEG_INFINITY, |word| word.extent.bottom);
    let apart = |above: usize| {
        let height = words[bands[above][0]].extent.height();
        top(&bands[above + 1]) - bottom(&bands[above]) > 0.8 * height
    };
    if bands[0].len() <= MOST_FURNITURE && apart(0) {
        body.start = 1;
    }
    if bands[body.end - 1].len() <= MOST_FURNITURE && apart(body.end - 2) {
        body.end -= 1;
    }
    body
}

/// The words between gaps that no word crosses, from the top.
fn bands(words: &[PlacedWord], area: &[usize]) -> Vec<Vec<usize>> {
    // Letters reach above and below a line; a third of the height is taken off so that close lines part.
    let band = |word: &usize| {
        let extent = words[*word].extent;
        (extent.top + extent.height() / 6.0, extent.bottom - extent.height() / 6.0)
    };
    let mut order = area.to_vec();
    order.sort_by(|a, b| band(a).0.total_cmp(&band(b).0));
    let mut reached = f64::NEG_INFINITY;
    let mut found: Vec<Vec<usize>> = Vec::new();
    for word in order {
        let (top, bottom) = band(&word);
        match found.last_mut() {
            Some(last) if top <= reached => last.push(word),
            _ => found.push(vec![word]),
        }
        reached = reached.max(bottom);
    }
    found
}

/// Where a band has no words for at least this width, its outer sides included.
fn gaps_in_band(words: &[PlacedWord], band: &[usize], least: f64) -> Vec<(f64, f64)> {
    let mut spans: Vec<(f64, f64)> =
        band.iter().map(|word| (words[*word].extent.start, words[*word].extent.end)).collect();
    spans.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut reached = f64::NEG_INFINITY;
    let mut found = Vec::new();
    for (start, end) in spans {
        if start - reached >= least {
            found.push((reached, start));
        }
        reached = reached.max(end);
    }
    found.push((reached, f64::INFINITY));
    found
}

/// What two lists of gaps, each from left to right, have in common.
fn shared(a: &[(f64, f64)], b: &[(f64, f64)], least: f64) -> Vec<(f64, f64)> {
    let both = a.iter().flat_map(|a| b.iter().map(move |b| (a.0.max(b.0), a.1.min(b.1))));
    both.filter(|(start, end)| end - start >= least).collect()
}

/// Whether the gap is a gutter: prose on both sides, and wider than the blanks between words, which may be wide
/// and below each other too where lines are justified.
fn parts_prose(words: &[PlacedWord], inside: &[usize], gap: (f64, f64)) -> bool {
    let at = f64::midpoint(gap.0, gap.1);
    let (left, right): (Vec<usize>, Vec<usize>) = inside.iter().partition(|word| words[**word].extent.start < at);
    if !is_prose(words, &left) || !is_prose(words, &right) {
        return false;
    }
    let lines = [&left, &right].into_iter().flat_map(|side| bands(words, side));
    gap.1 - gap.0 > WIDER * super::median(lines.flat_map(|line| blanks(words, &line)).collect())
}

/// How wide the blanks of a line are.
fn blanks(words: &[PlacedWord], line: &[usize]) -> Vec<f64> {
    let mut spans: Vec<_> = line.iter().map(|word| (words[*word].extent.start, words[*word].extent.end)).collect();
    spans.sort_by(|a, b| a.0.total_cmp(&b.0));
    spans.windows(2).map(|pair| pair[1].0 - pair[0].1).filter(|blank| *blank > 0.0).collect()
}

fn is_prose(words: &[PlacedWord], side: &[usize]) -> bool {
    let words_of_prose = |lines: usize| lines as f64 * PROSE_WORDS;
    if (side.len() as f64) < words_of_prose(COLUMN_LINES) {
        return false;
    }
    let lines = bands(words, side).len();
    lines >= COLUMN_LINES && side.len() as f64 >= words_of_prose(lines)
}
