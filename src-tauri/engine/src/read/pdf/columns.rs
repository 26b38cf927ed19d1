//! Words to blocks in reading order.
//!
//! A recursive cut of the page (after Nagy and Seth's X-Y cut, 1984): a gutter that runs through the whole area
//! between two sides of prose makes columns; where none does, the area is cut between two lines so that the
//! larger part gets one. Sides that are not prose are the columns of a table, whose rows are kept together.

use super::words::PlacedWord;

/// A gutter is at least this wide, in font sizes.
const GUTTER: f64 = 0.9;

/// A side of a gutter is prose if its lines have this many words on average.
const PROSE_WORDS: f64 = 2.6;

/// A column has at least this many lines.
const COLUMN_LINES: usize = 3;

/// Pages with more words are not looked at for columns; they are lists of numbers.
const MOST_WORDS: usize = 20_000;

/// Blocks of words in the order in which they are to be read; each holds the places of its words in `words`.
pub(super) fn blocks(words: &[PlacedWord]) -> Vec<Vec<usize>> {
    let mut found = Vec::new();
    let mut waiting = vec![(0..words.len()).collect::<Vec<usize>>()];
    while let Some(area) = waiting.pop() {
        let parts = if area.len() > MOST_WORDS { None } else { cut(words, &area) };
        match parts {
            Some((first, second)) => waiting.extend([second, first]),
            None => found.push(area),
        }
    }
    found
}

/// Cuts an area in two, the part to be read first in front; none if it is one block.
fn cut(words: &[PlacedWord], area: &[usize]) -> Option<(Vec<usize>, Vec<usize>)> {
    if let Some(at) = gutter(words, area) {
        return Some(area.iter().partition(|word| words[**word].extent.start < at));
    }
    let lines = gaps_between_lines(words, area);
    let below = lines.iter().find(|at| gutter(words, &part(words, area, |middle| middle > **at)).is_some());
    let above = lines.iter().rev().find(|at| gutter(words, &part(words, area, |middle| middle < **at)).is_some());
    let share_below = below.map_or(0, |at| part(words, area, |middle| middle > *at).len());
    let share_above = above.map_or(0, |at| part(words, area, |middle| middle < *at).len());
    let at = if share_below >= share_above { below } else { above }?;
    Some(area.iter().partition(|word| words[**word].extent.middle() < *at))
}

fn part(words: &[PlacedWord], area: &[usize], keep: impl Fn(f64) -> bool) -> Vec<usize> {
    area.iter().copied().filter(|word| keep(words[*word].extent.middle())).collect()
}

/// Where a gutter between two columns runs, if the area has one: the widest gap through it with prose on both
/// sides.
fn gutter(words: &[PlacedWord], area: &[usize]) -> Option<f64> {
    if area.len() < 2 * COLUMN_LINES {
        return None;
    }
    let least = GUTTER * median(area.iter().map(|word| words[*word].size).collect());
    let mut gaps = gaps(area.iter().map(|word| (words[*word].extent.start, words[*word].extent.end)).collect());
    gaps.retain(|(start, end)| end - start >= least);
    gaps.sort_by(|a, b| (b.1 - b.0).total_cmp(&(a.1 - a.0)));
    gaps.into_iter().map(|(start, end)| f64::midpoint(start, end)).find(|at| {
        let (left, right): (Vec<usize>, Vec<usize>) = area.iter().partition(|word| words[**word].extent.start < *at);
        is_prose(words, &left) && is_prose(words, &right)
    })
}

fn is_prose(words: &[PlacedWord], side: &[usize]) -> bool {
    let lines = gaps_between_lines(words, side).len() + 1;
    lines >= COLUMN_LINES && side.len() as f64 / lines as f64 >= PROSE_WORDS
}

/// The middles of the gaps that no word of the area crosses, from the top.
fn gaps_between_lines(words: &[PlacedWord], area: &[usize]) -> Vec<f64> {
    // Letters reach above and below a line; a third of the height is taken off so that close lines part.
    let band = |word: &usize| {
        let extent = words[*word].extent;
        (extent.top + extent.height() / 6.0, extent.bottom - extent.height() / 6.0)
    };
    gaps(area.iter().map(band).collect()).into_iter().map(|(start, end)| f64::midpoint(start, end)).collect()
}

/// The gaps between intervals, in order.
fn gaps(mut intervals: Vec<(f64, f64)>) -> Vec<(f64, f64)> {
    intervals.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut reached = f64::INFINITY;
    let mut found = Vec::new();
    for (start, end) in intervals {
        if start > reached {
            found.push((reached, start));
        }
        reached = if reached.is_infinite() { end } else { reached.max(end) };
    }
    found
}

/// The middle one of some numbers; 0 of none.
pub(super) fn median(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_by(f64::total_cmp);
    numbers.get(numbers.len() / 2).copied().unwrap_or(0.0)
}
