//! Words, names and numbers of a sentence, found in a simpler way than the check does.

use std::collections::BTreeMap;
use std::ops::Range;

use super::lists::MONTHS;

/// The words of a text, as runs of letters, digits and hyphens.
pub(super) fn words(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for (at, letter) in text.char_indices().filter(|(_, letter)| letter.is_alphanumeric() || *letter == '-') {
        let end = at + letter.len_utf8();
        match found.last_mut() {
            Some(last) if last.end == at => last.end = end,
            _ => found.push(at..end),
        }
    }
    found
}

/// Runs of words with capitals that do not begin the sentence. Months, days and peoples' adjectives that are alone are
/// left in: swapped, they are lies too.
pub(super) fn names(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for word in words(text).into_iter().skip(1) {
        let written = &text[word.clone()];
        if !written.starts_with(|letter: char| letter.is_ascii_uppercase())
            || written.len() < 2
            || MONTHS.contains(&written)
        {
            continue;
        }
        match found.last_mut() {
            Some(last) if text[last.end..word.start] == *" " => last.end = word.end,
            _ => found.push(word),
        }
    }
    found
}

/// Names that an article has more than once in the middle of sentences, and none of whose words it also has in
/// small letters: words that only begin sentences are none.
pub(super) fn sure_names<'a>(sentences: impl Iterator<Item = &'a str>, article: &str) -> Vec<String> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for sentence in sentences {
        for name in names(sentence) {
            *counts.entry(sentence[name].to_owned()).or_default() += 1;
        }
    }
    let small = |name: &str| name.split(' ').any(|word| article.contains(&format!(" {} ", word.to_lowercase())));
    counts
        .into_iter()
        .filter(|(name, count)| *count > 1 && name.len() > 2 && !small(name))
        .map(|(name, _)| name)
        .collect()
}

/// Digits, with their separators.
pub(super) fn digits(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if !bytes[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let start = at;
        while at < bytes.len()
            && (bytes[at].is_ascii_digit()
                || (matches!(bytes[at], b',' | b'.') && bytes.get(at + 1).is_some_and(u8::is_ascii_digit)))
        {
            at += 1;
        }
        let tied = |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_alphabetic() || *byte == b'-');
        if !tied(bytes.get(at)) && !tied(start.checked_sub(1).and_then(|before| bytes.get(before))) {
            found.push(start..at);
        }
    }
    found
}

/// With other words in a place.
pub(super) fn replaced(text: &str, range: &Range<usize>, with: &str) -> String {
    [&text[..range.start], with, &text[range.end..]].concat()
}

/// With a small first letter, unless it is a name by the words of the article.
pub(super) fn small_start(sentence: &str, article: &str) -> String {
    let first = words(sentence).into_iter().next().map(|range| &sentence[range]).unwrap_or_default();
    let small = first.to_lowercase();
    if first.len() < sentence.len() && sentence.starts_with(first) && article.contains(&format!(" {small} ")) {
        return small + &sentence[first.len()..];
    }
    sentence.to_owned()
}

/// With a capital first letter.
pub(super) fn large_start(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().collect::<String>() + letters.as_str())
}

/// Without its full stop.
pub(super) fn bare(sentence: &str) -> &str {
    sentence.trim().trim_end_matches('.')
}
