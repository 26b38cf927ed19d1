//! Headings in texts without a page to look at: where they are, and how they follow a text that is cut.

use std::ops::Range;

use super::page::Heading;

/// No page has more; what would have is made to be.
pub(super) const MOST_HEADINGS: usize = 1_000;

/// A text of more bytes is no heading, whatever the document calls it: no one could read it as the name of a section.
const LONGEST: usize = 400;

/// A heading that is told by its looks only has no more words.
const MOST_WORDS: usize = 15;

/// Sections are not numbered more deeply.
const DEEPEST_NUMBER: usize = 6;

/// The heading in a stretch of a text, without the blanks around it; none if nothing is left, or far too much.
pub(super) fn heading(text: &str, stretch: Range<usize>, level: u8) -> Option<Heading> {
    let said = text.get(stretch.clone())?;
    let start = stretch.start + said.len() - said.trim_start().len();
    let end = start + said.trim().len();
    let is_sound = start < end && end - start <= LONGEST;
    is_sound.then(|| Heading { start: start as u32, end: end as u32, level: level.max(1) })
}

/// The headings that begin in a stretch of a text, told by their bytes in that stretch. They are in the order of the
/// text; one that is cut is kept as far as it goes.
pub(super) fn within(headings: &[Heading], text: &str, stretch: &Range<usize>) -> Vec<Heading> {
    let Some(part) = text.get(stretch.clone()) else { return Vec::new() };
    let first = headings.partition_point(|heading| (heading.start as usize) < stretch.start);
    let inside = headings[first..].iter().take_while(|heading| (heading.start as usize) < stretch.end);
    let moved = inside.filter_map(|found| {
        let end = stretch.end.min(found.end as usize).saturating_sub(stretch.start);
        heading(part, found.start as usize - stretch.start..end, found.level)
    });
    moved.take(MOST_HEADINGS).collect()
}

/// Whether a paragraph is as short as headings are, and ends as they do.
pub(super) fn is_short(text: &str) -> bool {
    text.len() <= LONGEST
        && text.split_whitespace().count() <= MOST_WORDS
        && text.contains(char::is_alphabetic)
        && !text.ends_with(['.', ',', ';'])
}

/// How deep the section is whose number begins a text: 2 for "3.2 Costs". Years and amounts have more digits.
pub(super) fn number_depth(text: &str) -> Option<u8> {
    let (number, name) = text.trim_start().split_once(char::is_whitespace)?;
    let number = number.strip_suffix('.').unwrap_or(number);
    let is_part = |part: &str| matches!(part.len(), 1 | 2) && part.bytes().all(|byte| byte.is_ascii_digit());
    let depth = number.split('.').take(DEEPEST_NUMBER + 1).count();
    let is_number = depth <= DEEPEST_NUMBER && number.split('.').all(is_part);
    (is_number && name.contains(char::is_alphabetic)).then_some(depth as u8)
}

/// What may be a heading of a plain text.
struct Candidate {
    heading: Heading,
    /// The number of its paragraph.
    paragraph: usize,
    /// Whether a sign says that it is one, and not its section number only.
    is_marked: bool,
}

/// The headings of a plain text: lines that begin as those of Markdown, and short lines between empty ones that begin
/// with a section number. Neighbours of one kind are a comment, a list or a table of contents instead.
pub(super) fn in_plain(text: &str) -> Vec<Heading> {
    let found = candidates(text);
    let is_one_of_many = |number: usize, other: Option<usize>| {
        other.and_then(|other| found.get(other)).is_some_and(|other| {
            let one = &found[number];
            !other.is_marked && one.paragraph.abs_diff(other.paragraph) == 1 && one.heading.level == other.heading.level
        })
    };
    let is_heading = |number: &usize| {
        found[*number].is_marked
            || !is_one_of_many(*number, number.checked_sub(1)) && !is_one_of_many(*number, Some(number + 1))
    };
    let headings = (0..found.len()).filter(is_heading).map(|number| found[number].heading);
    headings.take(MOST_HEADINGS).collect()
}

fn candidates(text: &str) -> Vec<Candidate> {
    let mut found = Vec::new();
    let (mut before, mut paragraph, mut start) = ("", 0, 0);
    let mut lines = text.split('\n').peekable();
    while let Some(line) = lines.next() {
        let after = lines.peek().copied().unwrap_or_default();
        let is_alone = is_blank(before) && is_blank(after);
        paragraph += usize::from(is_blank(before) && !is_blank(line));
        let marked = marked(line).filter(|_| !is_comment(before) && !is_comment(after));
        let is_marked = marked.is_some();
        let numbered = || numbered(line).filter(|_| is_alone).map(|level| (level, 0..line.len()));
        if let Some((level, within)) = marked.or_else(numbered)
            && let Some(heading) = heading(text, start + within.start..start + within.end, level)
        {
            found.push(Candidate { heading, paragraph, is_marked });
        }
        start += line.len() + 1;
        before = line;
    }
    found
}

fn is_blank(line: &str) -> bool {
    line.trim().is_empty()
}

/// Whether the line may be one of a comment's. Headings never follow each other without a line between.
fn is_comment(line: &str) -> bool {
    line.starts_with('#')
}

/// The level of a heading as in Markdown, and where in its line it is.
fn marked(line: &str) -> Option<(u8, Range<usize>)> {
    let name = line.trim_start_matches('#');
    let level = line.len() - name.len();
    let closed = name.trim_end().trim_end_matches('#');
    let is_heading = matches!(level, 1..=6) && name.starts_with(' ') && is_short(closed.trim());
    is_heading.then(|| (level as u8, level..level + closed.len()))
}

/// The level of a heading with a section number.
fn numbered(line: &str) -> Option<u8> {
    let line = line.trim();
    let name = line.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.').trim_start();
    number_depth(line).filter(|_| is_short(line) && !name.starts_with(char::is_lowercase))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(&str, u8)> {
        in_plain(text).iter().map(|it| (&text[it.start as usize..it.end as usize], it.level)).collect()
    }

    #[test]
    fn section_numbers_tell_how_deep_a_section_is() {
        for (text, depth) in [("3 Results", 1), ("3.2 Costs", 2), ("3.2. Über uns", 2), ("10.11.12\tx", 3)] {
            assert_eq!(number_depth(text), Some(depth), "{text}");
        }
        for text in
            ["2024 was good", "1.2.2024 Meeting", "3.2", "3..2 Costs", "v3 Costs", "3 %", "", ".", "1.1.1.1.1.1.1 x"]
        {
            assert_eq!(number_depth(text), None, "{text}");
        }
    }

    #[test]
    fn plain_texts_have_marked_and_numbered_headings() {
        let text = "# Über alles #\n\nText.\n\n  3.2 Kosten für Öl\n\nMore text.\n## Two\nText\n";
        assert_eq!(found(text), [("Über alles", 1), ("3.2 Kosten für Öl", 2), ("Two", 2)]);
    }

    #[test]
    fn comments_lists_and_sentences_are_no_headings() {
        for text in [
            "# one line\n# and the next\nx = 1",
            "1. Buy milk\n\n2. Call Bob\n\n3. Sleep",
            "1. This is a sentence.",
            "3 Results\nand what they mean",
            "3.2 million people",
            "#hash\n####### seven\n# \n#",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }

    #[test]
    fn headings_follow_the_text_they_are_in() {
        let text = "ä\n\nÜber\n\nEnde";
        let headings = [(4..9, 1), (11..15, 2)].map(|(place, level)| heading(text, place, level).expect("it is one"));
        assert_eq!(within(&headings, text, &(0..3)), []);
        assert_eq!(
            within(&headings, text, &(4..text.len())),
            [Heading { start: 0, end: 5, level: 1 }, Heading { start: 7, end: 11, level: 2 }]
        );
        assert_eq!(within(&headings, text, &(2..6)), [Heading { start: 2, end: 4, level: 1 }], "it is cut");
    }

    #[test]
    fn what_is_no_stretch_of_the_text_is_no_heading() {
        assert_eq!(heading("ä", 1..2, 1), None);
        assert_eq!(heading("a", 0..9, 1), None);
        assert_eq!(heading(" \n ", 0..3, 1), None);
        assert_eq!(heading(&"a".repeat(LONGEST + 1), 0..LONGEST + 1, 1), None);
        assert_eq!(heading(" a ", 0..3, 0), Some(Heading { start: 1, end: 2, level: 1 }));
    }

    #[test]
    fn there_are_never_too_many() {
        assert_eq!(in_plain(&"# a\n\n".repeat(2 * MOST_HEADINGS)).len(), MOST_HEADINGS);
    }
}
