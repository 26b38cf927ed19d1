//! What of a character counts when two texts are compared.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;

/// Splits a word at the end of a line; shown only there.
pub(crate) const SOFT_HYPHEN: char = '\u{ad}';

/// Gives a character without its case, accents and typography, as one or more characters or as none.
///
/// Marks that make another letter, such as the vowel signs of Hindi and the voicing marks of Japanese, stay.
pub(crate) fn fold(letter: char, mut push: impl FnMut(char)) {
    if letter.is_ascii() {
        return push(letter.to_ascii_lowercase());
    }
    if is_invisible(letter) {
        return;
    }
    for part in std::iter::once(letter).nfkd().filter(|part| !is_accent(*part)) {
        match part {
            'ß' | 'ẞ' => "ss".chars().for_each(&mut push),
            'æ' | 'Æ' => "ae".chars().for_each(&mut push),
            'œ' | 'Œ' => "oe".chars().for_each(&mut push),
            'ø' | 'Ø' => push('o'),
            'ł' | 'Ł' => push('l'),
            'đ' | 'Đ' => push('d'),
            'ı' => push('i'),
            'ς' => push('σ'),
            '‘' | '’' | '‚' | 'ʼ' => push('\''),
            '“' | '”' | '„' => push('"'),
            '‐'..='―' | '−' => push('-'),
            _ => part.to_lowercase().for_each(&mut push),
        }
    }
}

/// A word as it is compared.
pub(crate) fn folded(word: &str) -> String {
    let mut folded = String::with_capacity(word.len());
    word.chars().for_each(|letter| fold(letter, |part| folded.push(part)));
    folded
}

/// Accents of European scripts and the points of Hebrew and Arabic, which people leave out when they type.
pub(crate) fn is_accent(letter: char) -> bool {
    !letter.is_ascii() && matches!(canonical_combining_class(letter), 10..=35 | 200..=240)
}

/// Joins, directions, variants and other characters that are there but not seen.
fn is_invisible(letter: char) -> bool {
    matches!(
        letter,
        SOFT_HYPHEN
            | '\u{34f}'
            | '\u{61c}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{e0000}'..='\u{e0fff}'
    )
}

/// Written without spaces even between lines: Chinese and Japanese.
pub(crate) fn is_ideographic(letter: char) -> bool {
    matches!(
        letter,
        '\u{2e80}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
            | '\u{f900}'..='\u{faff}' | '\u{ff66}'..='\u{ff9f}' | '\u{20000}'..='\u{3ffff}'
    )
}

/// Of a script that shows no borders of words, or, as Korean does, writes endings onto them.
pub(crate) fn is_unspaced(letter: char) -> bool {
    is_ideographic(letter)
        || matches!(
            letter,
            '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1100}'..='\u{11ff}' | '\u{1780}'..='\u{17ff}'
                | '\u{a960}'..='\u{a97f}' | '\u{ac00}'..='\u{d7ff}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_accents_and_typography_do_not_count() {
        for (one, other) in [
            ("Straße", "STRASSE"),
            ("Café", "cafe\u{301}"),
            ("ﬁn", "FIN"),
            ("Łódź", "lodz"),
            ("İstanbul", "istanbul"),
            ("it’s", "it's"),
            ("1914–1918", "1914-1918"),
            ("ΟΔΟΣ", "οδος"),
            ("שָׁלוֹם", "שלום"),
            ("Donau\u{ad}dampf", "donaudampf"),
            ("\u{202e}abc\u{202c}", "abc"),
        ] {
            assert_eq!(folded(one), folded(other), "{one} and {other}");
        }
    }

    #[test]
    fn marks_that_make_another_letter_count() {
        assert_ne!(folded("が"), folded("か"), "voiced and unvoiced are two letters");
        assert_ne!(folded("की"), folded("का"), "vowel signs are letters");
    }
}
