//! Text to sentences.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

/// Short forms after which a full stop does not end a sentence.
const SHORT_FORMS: &[&str] = &[
    "al", "approx", "art", "ca", "cf", "ch", "co", "corp", "dept", "dr", "ed", "eds", "eq", "eqs", "etc", "fig",
    "figs", "inc", "jr", "ltd", "mr", "mrs", "ms", "mt", "no", "nos", "p", "pp", "prof", "ref", "refs", "sec", "sr",
    "st", "vol", "vs",
];

/// The byte ranges of the sentences of `text`, without the white space around them.
///
/// Follows the sentence boundaries of Unicode Annex 29, with two corrections for running text: no sentence ends
/// after a short form or an initial ("Fig. 3", "J. Smith"), and an empty line always ends one.
pub fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut open: Option<usize> = None;
    for (at, piece) in text.split_sentence_bound_indices() {
        let start = open.unwrap_or(at);
        let end = at + piece.len();
        let paragraph_ends = piece.ends_with('\n') && (piece.trim().is_empty() || text[end..].starts_with('\n'));
        if !paragraph_ends && runs_on(&text[start..end], &text[end..]) {
            open = Some(start);
            continue;
        }
        open = None;
        push(&mut found, text, start..end);
    }
    if let Some(start) = open {
        push(&mut found, text, start..text.len());
    }
    found
}

fn push(found: &mut Vec<Range<usize>>, text: &str, range: Range<usize>) {
    let piece = &text[range.clone()];
    let start = range.start + (piece.len() - piece.trim_start().len());
    let end = range.end - (piece.len() - piece.trim_end().len());
    if start < end {
        found.push(start..end);
    }
}

/// Whether a boundary between these two is none: a line that was broken for its width, or a short form.
fn runs_on(before: &str, after: &str) -> bool {
    if before.ends_with('\n') {
        let begins_small = after.chars().next().is_some_and(char::is_lowercase);
        return begins_small && !before.trim_end().ends_with(['.', '!', '?', ':', ';']);
    }
    let Some(before) = before.trim_end().strip_suffix('.') else { return false };
    let word = before.rsplit(|c: char| !c.is_alphanumeric() && c != '.').next().unwrap_or_default();
    let initial = word.chars().count() == 1 && word.chars().all(char::is_uppercase);
    let dotted = word.contains('.') && word.split('.').all(|part| part.chars().count() <= 2);
    let followed_by_number = after.starts_with(|c: char| c.is_ascii_digit());
    let short = SHORT_FORMS.contains(&word.to_lowercase().as_str());
    // "No. 5" runs on, "I said no. Then" does not.
    let short = short && (word != "no" || followed_by_number);
    initial || dotted || short
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<&str> {
        sentences(text).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn ends_at_full_stops_and_empty_lines() {
        assert_eq!(split("One. Two!  Three?\n\nA heading\n\nFour."), ["One.", "Two!", "Three?", "A heading", "Four."]);
    }

    #[test]
    fn does_not_end_after_short_forms_initials_and_numbers() {
        assert_eq!(
            split("See Fig. 3 by J. Smith et al. for 3.5 kg. Next."),
            ["See Fig. 3 by J. Smith et al. for 3.5 kg.", "Next."]
        );
        assert_eq!(split("Use e.g. No. 5 of the U.S. Army. Done."), ["Use e.g. No. 5 of the U.S. Army.", "Done."]);
    }

    #[test]
    fn joins_lines_that_were_broken_for_their_width() {
        assert_eq!(split("A line that\ngoes on. End"), ["A line that\ngoes on.", "End"]);
    }

    #[test]
    fn knows_other_scripts() {
        assert_eq!(split("これは文です。次の文です。"), ["これは文です。", "次の文です。"]);
    }

    #[test]
    fn empty_text_has_none() {
        assert!(sentences(" \n\n ").is_empty());
    }
}
