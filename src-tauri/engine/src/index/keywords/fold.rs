//! Words as they are compared: in lowercase, without accents, with special letters spelled out.
//!
//! Only marks that people leave out when they type are taken off: accents on Latin, Greek and Cyrillic letters and
//! the vowel points of Hebrew and Arabic. The vowel signs of Indic scripts and the voicing marks of Japanese make
//! another word and stay.

use unicode_normalization::UnicodeNormalization;

/// The folded form of a word that is in lowercase already.
pub(super) fn fold(word: &str) -> String {
    if word.is_ascii() {
        return word.to_owned();
    }
    // Taken apart, cleaned and put together again, so that Hangul and kana are whole letters afterwards.
    let bare: String = word.nfkd().filter(|letter| !is_optional_mark(*letter)).collect();
    let mut folded = String::with_capacity(bare.len());
    for letter in bare.nfc() {
        match spelled_out(letter) {
            Some(letters) => folded.push_str(letters),
            None => folded.push(letter),
        }
    }
    folded
}

/// Accents, Hebrew points and Arabic vowel marks.
fn is_optional_mark(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5c7}' | '\u{640}' | '\u{64b}'..='\u{652}' | '\u{670}')
}

/// Letters that Unicode does not take apart, as they are typed on a keyboard that has no key for them.
fn spelled_out(letter: char) -> Option<&'static str> {
    Some(match letter {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'ł' => "l",
        'đ' | 'ð' => "d",
        'þ' => "th",
        'ħ' => "h",
        'ı' => "i",
        'ŋ' => "n",
        'ŧ' => "t",
        // The same letter at the end of a Greek word.
        'ς' => "σ",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_go_and_special_letters_are_spelled_out() {
        for (word, folded) in [
            ("café", "cafe"),
            ("straße", "strasse"),
            ("møller", "moller"),
            ("łódź", "lodz"),
            ("encyclopædia", "encyclopaedia"),
            ("œuvre", "oeuvre"),
            ("ёлка", "елка"),
            ("λόγος", "λογοσ"),
            ("ﬁne", "fine"),
        ] {
            assert_eq!(fold(word), folded, "{word:?} must be found without its marks");
        }
    }

    #[test]
    fn marks_that_make_another_word_stay() {
        for word in ["が", "한국", "हिन्दी", "ไทย"] {
            assert_eq!(fold(word), word, "without its marks {word:?} would be another word");
        }
    }
}
