//! Words as they are compared: without case, accents, ligatures, soft hyphens and typography.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;

/// A word as it is compared. Dots within ("U.S.") go too.
pub(super) fn fold(word: &str) -> String {
    if word.is_ascii() {
        return word.chars().filter(|letter| is_kept(*letter)).map(|letter| letter.to_ascii_lowercase()).collect();
    }
    let mut folded = String::with_capacity(word.len());
    for letter in word.nfkd().filter(|letter| is_kept(*letter) && !is_accent(*letter)) {
        match letter {
            'ß' | 'ẞ' => folded.push_str("ss"),
            'æ' | 'Æ' => folded.push_str("ae"),
            'œ' | 'Œ' => folded.push_str("oe"),
            'ø' | 'Ø' => folded.push('o'),
            'ł' | 'Ł' => folded.push('l'),
            'đ' | 'Đ' => folded.push('d'),
            'ı' => folded.push('i'),
            'ς' => folded.push('σ'),
            _ => folded.extend(letter.to_lowercase()),
        }
    }
    folded
}

/// A whole text in lowercase and without accents and apostrophes, for comparison with lists of words.
pub(super) fn fold_text(text: &str) -> String {
    let letters = text.nfkd().filter(|letter| !is_accent(*letter) && !is_apostrophe(*letter) && !is_invisible(*letter));
    letters.flat_map(char::to_lowercase).collect()
}

/// Whether a list, written as words with single spaces between, has this folded word.
pub(super) fn is_in(list: &str, word: &str) -> bool {
    list.as_bytes().split(|byte| *byte == b' ').any(|listed| listed == word.as_bytes())
}

/// Whether a character of a word counts: not the hyphen and the white space of a line break in it, nor what is not
/// seen.
fn is_kept(letter: char) -> bool {
    letter.is_alphanumeric() || is_mark(letter) || is_sign(letter)
}

/// Signs that are read aloud and so are words.
pub(super) fn is_sign(letter: char) -> bool {
    matches!(letter, '%' | '$' | '€' | '£' | '¥' | '&' | '°')
}

/// Belongs to the letter before it.
pub(super) fn is_mark(letter: char) -> bool {
    !letter.is_ascii() && canonical_combining_class(letter) != 0
}

/// Accents of European scripts and the points of Hebrew and Arabic, which come and go.
fn is_accent(letter: char) -> bool {
    !letter.is_ascii() && matches!(canonical_combining_class(letter), 10..=35 | 200..=240)
}

/// There, but not seen: soft hyphens, joiners, directions.
pub(super) fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}')
        || matches!(letter, '\u{2060}'..='\u{2064}' | '\u{feff}')
}

/// Written without spaces: Chinese, Japanese and Thai. Each character is compared alone.
pub(super) fn is_unspaced(letter: char) -> bool {
    matches!(letter, '\u{e00}'..='\u{eff}' | '\u{2e80}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}' | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// A hyphen or a dash.
pub(super) fn is_dash(letter: char) -> bool {
    matches!(letter, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

/// An apostrophe, straight or curved.
pub(super) fn is_apostrophe(letter: char) -> bool {
    matches!(letter, '\'' | '’' | '‘' | 'ʼ' | '`')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_accents_ligatures_and_soft_hyphens_do_not_count() {
        for (one, other) in [
            ("Straße", "STRASSE"),
            ("Café", "cafe\u{301}"),
            ("ﬁn", "FIN"),
            ("Donau\u{ad}dampf", "donaudampf"),
            ("exam-\nple", "example"),
            ("U.S.", "us"),
            ("１２", "12"),
        ] {
            assert_eq!(fold(one), fold(other), "{one} and {other} are one word");
        }
    }

    #[test]
    fn marks_that_make_another_letter_count() {
        assert_ne!(fold("が"), fold("か"), "voiced and unvoiced are two letters");
    }
}
