//! What glyphs say whose fonts do not tell: guessed from their codes, and believed only if it reads like language.

use encoding_rs::MACINTOSH;

/// With fewer letters than this there is nothing to judge a guess by.
const LEAST_LETTERS: usize = 12;

/// So large a share of a guess must be letters, digits, blanks and common signs.
const COMMON: f32 = 0.97;

/// So large a share of its letters must be small ones. A wrong guess mixes both, or has capitals only.
const SMALL: f32 = 0.4;

/// Between these shares of the small Latin letters are vowels, in every language that is written with them.
const VOWELS: std::ops::RangeInclusive<f32> = 0.25..=0.65;

/// The quotes and dashes of Windows' encoding, which many old fonts have at their places without naming them. Other
/// codes of such fonts differ from font to font.
pub(super) fn sign(code: u32) -> &'static str {
    match code {
        0x91 => "‘",
        0x92 => "’",
        0x93 => "“",
        0x94 => "”",
        0x96 => "–",
        0x97 => "—",
        _ => "",
    }
}

/// What all such glyphs of a page say, one character a code; none if no guess reads like language.
///
/// The two ways in which such fonts are made: codes that are Unicode, and codes that are places in the order which
/// TrueType fonts share (Apple's reference of the `post` table, format 1).
pub(super) fn guess(codes: &[u32]) -> Option<Vec<char>> {
    [char::from_u32, by_shared_order].iter().find_map(|decoded| {
        let text: Option<Vec<char>> = codes.iter().map(|code| decoded(*code)).collect();
        text.filter(|text| is_language(text))
    })
}

/// Places 3 to 97 are ASCII from the blank on, those after it the upper half of Macintosh's own encoding.
fn by_shared_order(place: u32) -> Option<char> {
    let byte = match place {
        0..=2 => return Some(' '),
        3..=97 => place + 29,
        98..=200 => place + 30,
        _ => return None,
    };
    MACINTOSH.decode_without_bom_handling(&[byte as u8]).0.chars().next()
}

fn is_language(text: &[char]) -> bool {
    let count = |wanted: &dyn Fn(char) -> bool| text.iter().filter(|c| wanted(**c)).count() as f32;
    let letters = count(&|c| c.is_alphabetic());
    let common =
        count(&|c| c.is_alphanumeric() || matches!(c, ' ' | '\u{a0}' | '!'..='/' | ':' | ';' | '?' | '@' | '€' | '–'));
    let small = count(&|c| c.is_lowercase());
    let latin = count(&|c| c.is_ascii_lowercase());
    let vowels = count(&|c| matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y'));
    letters as usize >= LEAST_LETTERS
        && 2.0 * letters >= text.len() as f32
        && common >= COMMON * text.len() as f32
        && small >= SMALL * letters
        && (latin < 0.5 * small || VOWELS.contains(&(vowels / latin)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guessed(codes: impl IntoIterator<Item = u32>) -> Option<String> {
        guess(&codes.into_iter().collect::<Vec<_>>()).map(String::from_iter)
    }

    #[test]
    fn codes_that_are_unicode_or_places_are_told() {
        let text = "Data wystawienia: 2021-04-26, Metoda płatności: przelew";
        assert_eq!(guessed(text.chars().map(u32::from)).as_deref(), Some(text));
        let places = "+HUDXVJHEHU\x1d\x03*HPHLQGHYHUZDOWXQJ\x036FKXWWHUZDOG\x03I\u{81}U\x03GHQ\x03,QKDOW";
        let text = "Herausgeber: Gemeindeverwaltung Schutterwald für den Inhalt";
        assert_eq!(guessed(places.chars().map(u32::from)).as_deref(), Some(text));
    }

    #[test]
    fn what_reads_like_nothing_is_left_alone() {
        let scrambled = (0..200).map(|index| 30 + index * 37 % 90);
        assert_eq!(guessed(scrambled), None);
        assert_eq!(guessed("Hello".chars().map(u32::from)), None, "too little to judge by");
        assert_eq!(guessed((0..100).map(|index| 900 + index * 41)), None);
        assert_eq!(guessed([]), None);
    }
}
