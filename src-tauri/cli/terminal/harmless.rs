//! What of a text may reach a terminal.
//!
//! A terminal obeys some characters instead of showing them: it clears itself, retitles its window, answers as if
//! somebody had typed, or shows text in another order than it is read. Documents, models and file names can hold any
//! of them, so all that is printed goes through here.

use std::borrow::Cow;
use std::fmt::Write;

/// Whether a terminal would do something at this character instead of showing it. Ends of lines and tabs are its
/// business.
fn is_obeyed(character: char) -> bool {
    let is_control = character.is_control() && !matches!(character, '\n' | '\t');
    is_control || turns_text_around(character)
}

/// Embeddings, overrides and isolates, by which text can be made to look like another. The marks that right-to-left
/// scripts need beside numbers turn nothing around.
fn turns_text_around(character: char) -> bool {
    matches!(character, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// The text without what a terminal would obey. Its lines stay as they are.
pub(crate) fn harmless(text: &str) -> Cow<'_, str> {
    if text.contains(is_obeyed) {
        Cow::Owned(text.chars().filter(|character| !is_obeyed(*character)).collect())
    } else {
        Cow::Borrowed(text)
    }
}

/// The same on one line, for names.
pub(crate) fn on_one_line(text: &str) -> String {
    harmless(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The same where a line is being drawn: what would end it or jump in it is as wide as it looks.
pub(crate) fn on_this_line(text: &str) -> String {
    harmless(text).replace('\n', " ").replace('\t', "    ")
}

/// JSON that means the same and holds nothing that a terminal would obey.
pub(crate) fn harmless_json(line: &str) -> Cow<'_, str> {
    if !line.contains(is_obeyed) {
        return Cow::Borrowed(line);
    }
    let mut escaped = String::with_capacity(line.len());
    for character in line.chars() {
        if is_obeyed(character) {
            let _ = write!(escaped, "\\u{:04x}", u32::from(character));
        } else {
            escaped.push(character);
        }
    }
    Cow::Owned(escaped)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_obeys_is_left_out() {
        let hostile = "\u{1b}]0;owned\u{7}safe\u{1b}[2J \u{9b}31mred\u{7f}\r\nnext\u{202e}txt.exe\u{2066}";
        let shown = harmless(hostile);
        assert_eq!(shown, "]0;ownedsafe[2J 31mred\nnexttxt.exe");
        assert!(!shown.contains(is_obeyed));
    }

    #[test]
    fn what_people_write_stays() {
        for text in ["Grüße\n\tund 👩‍👩‍👧", "שלום\u{200f} 12", "日本語", "soft\u{ad}hyphen"] {
            assert!(matches!(harmless(text), Cow::Borrowed(same) if same == text), "{text}");
        }
    }

    #[test]
    fn a_name_stays_on_its_line() {
        assert_eq!(on_one_line("a\n  b\u{1b}[1A\tc"), "a b[1A c");
    }

    #[test]
    fn escaped_json_means_the_same() {
        let text = "\u{9b}31m \u{202e}evil \u{1b}[0m plain";
        let line = serde_json::to_string(text).expect("a text can be written");
        let escaped = harmless_json(&line);
        assert!(!escaped.contains(is_obeyed), "{escaped}");
        assert_eq!(serde_json::from_str::<String>(&escaped).expect("it is JSON still"), text);
    }
}
