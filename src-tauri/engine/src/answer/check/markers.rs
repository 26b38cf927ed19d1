//! The numbers by which a model cites, in all the ways that models write them.

use std::ops::Range;

/// What may stand before the numbers within brackets, in lowercase.
const LABELS: &[&str] = &[
    "sources",
    "source",
    "src",
    "documents",
    "document",
    "docs",
    "doc",
    "passages",
    "passage",
    "excerpts",
    "excerpt",
    "references",
    "reference",
    "refs",
    "ref",
    "citations",
    "citation",
    "quellen",
    "quelle",
    "dokument",
    "abschnitt",
    "siehe",
    "see",
    "vgl",
    "cf",
    "fuente",
    "fuentes",
    "^",
    "#",
];

/// What without brackets cites as well: "Source 2 says so".
const BARE_LABELS: &[&str] = &["sources", "source", "passages", "passage", "excerpts", "excerpt", "quellen", "quelle"];

/// A longer pair of brackets is a remark.
const LONGEST: usize = 60;

/// "[1-3]" is three sources, "[1-300]" is not three hundred.
const WIDEST_RANGE: u32 = 20;

/// Numbers in a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Marker {
    /// The bytes with brackets and all.
    pub(super) range: Range<usize>,
    /// Each once, in their order.
    pub(super) numbers: Vec<u32>,
}

/// All markers of an answer in their order.
pub(super) fn markers(answer: &str) -> Vec<Marker> {
    let mut found = Vec::new();
    let mut at = 0;
    let mut in_word = false;
    while let Some(letter) = answer[at..].chars().next() {
        let rest = &answer[at..];
        let marker = if in_word || !letter.is_alphabetic() { bracketed(rest) } else { bare(rest) };
        if let Some((length, numbers)) = marker {
            found.push(Marker { range: at..at + length, numbers });
            at += length;
        } else {
            at += letter.len_utf8();
        }
        in_word = letter.is_alphanumeric();
    }
    found
}

/// A marker in brackets at the beginning: its length and numbers.
fn bracketed(text: &str) -> Option<(usize, Vec<u32>)> {
    let open = text.chars().next()?;
    let close = match open {
        '[' => ']',
        '【' => '】',
        '［' => '］',
        '(' => ')',
        '（' => '）',
        _ => return None,
    };
    let window = &text[..text.floor_char_boundary(LONGEST)];
    let end = window.find(close)?;
    let inner = &window[open.len_utf8()..end];
    let (labelled, list) = without_label(inner);
    if !labelled && matches!(open, '(' | '（') {
        return None;
    }
    let numbers = numbers(list.split('†').next().unwrap_or_default())?;
    let length = end + close.len_utf8();
    Some((length + link_length(&text[length..]), numbers))
}

/// The address of a Markdown link: "(https://…)".
fn link_length(text: &str) -> usize {
    let window = &text[..text.floor_char_boundary(4 * LONGEST)];
    if window.starts_with("(http") || window.starts_with("(#") { window.find(')').map_or(0, |end| end + 1) } else { 0 }
}

/// A label and a number without brackets: its length and numbers.
fn bare(text: &str) -> Option<(usize, Vec<u32>)> {
    let end = text.find(|letter: char| !letter.is_ascii_alphabetic()).unwrap_or(text.len());
    let label = text[..end].to_ascii_lowercase();
    if end > 8 || !BARE_LABELS.contains(&label.as_str()) {
        return None;
    }
    let list = text[end..].strip_prefix(' ')?;
    let digits = list.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(list.len());
    let more = list[digits..].strip_prefix(" and ").or_else(|| list[digits..].strip_prefix(" und "));
    let after = more.map_or(0, |more| more.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(more.len()));
    let length = if after > 0 { digits + 5 + after } else { digits };
    let goes_on = list[length..].starts_with(|letter: char| letter.is_alphanumeric() || letter == '%');
    (!goes_on).then(|| numbers(&list[..length])).flatten().map(|numbers| (end + 1 + length, numbers))
}

fn without_label(inner: &str) -> (bool, &str) {
    let mut rest = inner.trim();
    let mut labelled = false;
    while let Some(label) =
        LABELS.iter().find(|label| rest.get(..label.len()).is_some_and(|start| start.eq_ignore_ascii_case(label)))
    {
        rest = rest[label.len()..].trim_start_matches([' ', ':', '.', '\u{a0}']);
        labelled = true;
    }
    (labelled, rest)
}

/// A list of numbers and ranges; none if there is anything else. A number too large for any list of sources stays a
/// number that no source has.
fn numbers(list: &str) -> Option<Vec<u32>> {
    let list = list.replace(" and ", ",").replace(" und ", ",").replace(['&', ';', '、', '，'], ",");
    let mut found: Vec<u32> = Vec::new();
    for part in list.split(',') {
        let (_, part) = without_label(part);
        let (first, last) = part.split_once(['-', '–']).unwrap_or((part, part));
        let (first, last) = (number(first)?, number(last)?);
        let range = if last >= first && last - first < WIDEST_RANGE { first..=last } else { first..=first };
        found.extend(range.filter(|number| !found.contains(number)).collect::<Vec<u32>>());
    }
    Some(found)
}

fn number(text: &str) -> Option<u32> {
    let digits = text.trim();
    let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| digits.parse().unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(answer: &str) -> Vec<Vec<u32>> {
        markers(answer).into_iter().map(|marker| marker.numbers).collect()
    }

    #[test]
    fn models_cite_in_many_ways() {
        for (answer, numbers) in [
            ("So it is [1].", vec![vec![1]]),
            ("So it is [2, 3] and [1][4].", vec![vec![2, 3], vec![1], vec![4]]),
            ("So it is.【1】", vec![vec![1]]),
            ("So it is 【3†source】.", vec![vec![3]]),
            ("So it is (Source 2).", vec![vec![2]]),
            ("So it is (sources 1 and 3).", vec![vec![1, 3]]),
            ("So it is [^1].", vec![vec![1]]),
            ("So it is [1-3].", vec![vec![1, 2, 3]]),
            ("So it is [Source: 7].", vec![vec![7]]),
            ("So it is [1](https://a.b/c).", vec![vec![1]]),
            ("Source 2 says so, sources 1 and 3 too.", vec![vec![2], vec![1, 3]]),
            ("So ist es [Quelle 2; Quelle 4].", vec![vec![2, 4]]),
            ("So it is [99999999999].", vec![vec![u32::MAX]]),
        ] {
            assert_eq!(read(answer), numbers, "{answer}");
        }
    }

    #[test]
    fn other_brackets_are_text() {
        for answer in
            ["the list [a, b]", "in (1) and 2)", "(see 2 figures)", "an open [1", "[]", "resource 2", "source 2nd"]
        {
            assert_eq!(read(answer), Vec::<Vec<u32>>::new(), "{answer}");
        }
    }

    #[test]
    fn markers_are_cut_between_characters() {
        let answer = "Ä【1】ö (Quelle 2)ü";
        assert!(markers(answer).iter().all(|marker| answer.get(marker.range.clone()).is_some()));
    }
}
