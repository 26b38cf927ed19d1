//! Which paragraphs of a page are headings: those that look like it, and those that the document's outline names.
//!
//! PDF does not tell as a rule. So a heading is what is short and set larger than the rest; what stands at the edge of
//! a page is a running title, unless nothing on the page is larger.

use std::collections::HashMap;
use std::ops::Range;

use crate::messages::OutlineEntry;
use crate::read::headings::{MOST_HEADINGS, heading, is_short, number_depth};
use crate::read::{Heading, Page};

/// A heading is set at least this many times as large as the page's text.
const LARGER: f64 = 1.12;

/// Sizes that differ by less than this factor are the same; files round them in many ways.
const SAME_SIZE: f64 = 1.02;

/// Of this share of the page's height at its top and its bottom, titles run through the document.
const EDGE: f64 = 0.06;

/// A heading has no more lines.
const MOST_LINES: u32 = 2;

/// Sizes are not told apart beyond so many levels.
const DEEPEST_LEVEL: usize = 9;

/// A paragraph whose key would be longer cannot equal a title of the outline, which is cut.
const LONGEST_TITLE: usize = 2_000;

/// A paragraph as it was laid out.
#[derive(Debug, Clone)]
pub(super) struct Paragraph {
    /// Its bytes in the page's text.
    pub(super) text: Range<usize>,
    /// Its words, by their place among the page's.
    pub(super) words: Range<usize>,
    /// How many lines it has.
    pub(super) lines: u32,
    /// Its upper and its lower edge on the page as shown.
    pub(super) top: f64,
    pub(super) bottom: f64,
    /// Whether it runs in another direction than the page's text, as stamps do.
    pub(super) is_aside: bool,
}

/// The font size of a word, and how many characters it has.
#[derive(Debug, Clone, Copy)]
pub(super) struct WordSize {
    /// In points.
    pub(super) size: f64,
    /// What it counts for.
    pub(super) characters: usize,
}

/// The paragraphs that look like headings, on a page that is so high.
pub(super) fn by_looks(text: &str, paragraphs: &[Paragraph], sizes: &[WordSize], height: f64) -> Vec<Heading> {
    let least = LARGER * usual_size(sizes);
    let largest = largest_of_all(paragraphs, sizes);
    let found = paragraphs.iter().enumerate().filter_map(|(number, paragraph)| {
        let said = text.get(paragraph.text.clone())?.trim();
        if paragraph.is_aside || paragraph.lines > MOST_LINES || !is_short(said) {
            return None;
        }
        let size = usual_size(sizes.get(paragraph.words.clone())?);
        let is_heading = size >= least && (!paragraph.is_at_edge(height) || largest == Some(number));
        is_heading.then_some((paragraph, size, number_depth(said)))
    });
    let found: Vec<_> = found.take(MOST_HEADINGS).collect();
    let ranks = ranks(found.iter().map(|(_, size, _)| *size).collect());
    let level = |size: f64| (1 + ranks.partition_point(|rank| *rank > size * SAME_SIZE)).min(DEEPEST_LEVEL) as u8;
    let headings = found.into_iter().filter_map(|(paragraph, size, depth)| {
        heading(text, paragraph.text.clone(), depth.unwrap_or_else(|| level(size)))
    });
    headings.collect()
}

impl Paragraph {
    fn is_at_edge(&self, height: f64) -> bool {
        let middle = f64::midpoint(self.top, self.bottom);
        middle < EDGE * height || middle > (1.0 - EDGE) * height
    }
}

/// The size that half of the characters do not exceed; 0 of none.
fn usual_size(sizes: &[WordSize]) -> f64 {
    let mut sizes = sizes.to_vec();
    sizes.sort_by(|a, b| a.size.total_cmp(&b.size));
    let half = sizes.iter().map(|it| it.characters).sum::<usize>().div_ceil(2);
    let mut seen = 0;
    let middle = sizes.iter().find(|it| {
        seen += it.characters;
        seen >= half
    });
    middle.map_or(0.0, |it| it.size)
}

/// The number of the paragraph that is larger than all other text, if one is.
fn largest_of_all(paragraphs: &[Paragraph], sizes: &[WordSize]) -> Option<usize> {
    let (mut largest, mut size) = (None, 0.0);
    for (number, paragraph) in paragraphs.iter().enumerate() {
        let words = sizes.get(paragraph.words.clone()).unwrap_or_default();
        let own = words.iter().map(|it| it.size).fold(0.0, f64::max);
        if own > size * SAME_SIZE {
            (largest, size) = (Some(number), own);
        } else if own * SAME_SIZE >= size {
            (largest, size) = (None, size.max(own));
        }
    }
    largest
}

/// Each size once, the largest first.
fn ranks(mut sizes: Vec<f64>) -> Vec<f64> {
    sizes.sort_by(|a, b| b.total_cmp(a));
    sizes.dedup_by(|next, kept| *next * SAME_SIZE >= *kept);
    sizes
}

/// The titles of a document's outline by their pages, as they are compared, with their levels.
#[derive(Debug, Default)]
pub(super) struct Outlined(HashMap<u32, HashMap<String, u8>>);

impl Outlined {
    /// Of an outline. The first of several entries with one title counts.
    pub(super) fn of(outline: &[OutlineEntry]) -> Self {
        let mut pages = HashMap::<u32, HashMap<String, u8>>::new();
        for OutlineEntry { level, title, page } in outline {
            let level = u8::try_from(level.saturating_add(1)).unwrap_or(u8::MAX);
            pages.entry(*page).or_default().entry(key(title)).or_insert(level);
        }
        Self(pages)
    }

    /// Makes headings of the page's paragraphs that the outline names; it knows better how deep they are.
    pub(super) fn mark(&self, page: &mut Page) {
        let Some(titles) = self.0.get(&page.index) else { return };
        let mut start = 0;
        let mut named = Vec::new();
        for paragraph in page.text.split("\n\n") {
            let place = start..start + paragraph.len();
            start = place.end + 2;
            let level = Some(paragraph).filter(|it| it.len() <= LONGEST_TITLE).and_then(|it| titles.get(&key(it)));
            named.extend(level.and_then(|level| heading(&page.text, place, *level)));
        }
        named.truncate(MOST_HEADINGS);
        page.headings = merge(named, &page.headings);
    }
}

/// All headings in the order of the text: those of `first`, and of `second` what does not lie in them.
fn merge(first: Vec<Heading>, second: &[Heading]) -> Vec<Heading> {
    let mut all: Vec<Heading> = Vec::with_capacity(first.len() + second.len());
    let mut second = second.iter().peekable();
    for heading in first {
        while let Some(before) = second.next_if(|other| other.start < heading.end) {
            all.extend(Some(*before).filter(|before| before.end <= heading.start));
        }
        all.push(heading);
    }
    all.extend(second);
    all.truncate(MOST_HEADINGS);
    all
}

/// What remains of a title once case and white space are set aside.
fn key(title: &str) -> String {
    title.split_whitespace().flat_map(str::chars).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(start: u32, end: u32, level: u8) -> Heading {
        Heading { start, end, level }
    }

    #[test]
    fn the_usual_size_is_that_of_the_middle_character() {
        let sizes = |sizes: &[(f64, usize)]| -> Vec<_> {
            sizes.iter().map(|(size, characters)| WordSize { size: *size, characters: *characters }).collect()
        };
        assert!(usual_size(&[]).abs() < f64::EPSILON);
        assert!((usual_size(&sizes(&[(30.0, 5), (10.0, 6), (30.0, 5), (8.0, 5)])) - 10.0).abs() < f64::EPSILON);
    }

    #[test]
    fn sizes_have_ranks() {
        assert_eq!(ranks(vec![12.0, 20.0, 12.1, 19.9, 14.0]), [20.0, 14.0, 12.1]);
        assert!(ranks(Vec::new()).is_empty());
    }

    #[test]
    fn the_outline_knows_better() {
        let found = merge(vec![at(5, 9, 3), at(20, 25, 1)], &[at(0, 4, 1), at(5, 9, 1), at(12, 14, 2), at(30, 31, 2)]);
        assert_eq!(found, [at(0, 4, 1), at(5, 9, 3), at(12, 14, 2), at(20, 25, 1), at(30, 31, 2)]);
    }

    #[test]
    fn paragraphs_that_equal_a_title_are_headings() {
        let entry = |level, title: &str, page| OutlineEntry { level, title: title.to_owned(), page };
        let outline =
            [entry(1, "ÜBER  Öl", 7), entry(0, "über öl", 7), entry(0, "text", 6), entry(u32::MAX, "Ende", 7)];
        let mut page = Page::failed(7, "");
        page.text = "text\n\nÜber\u{a0}öl\n\nÜber öl und mehr\n\nende".to_owned();
        Outlined::of(&outline).mark(&mut page);
        let said: Vec<_> =
            page.headings.iter().map(|it| (&page.text[it.start as usize..it.end as usize], it.level)).collect();
        assert_eq!(said, [("Über\u{a0}öl", 2), ("ende", u8::MAX)]);
    }
}
