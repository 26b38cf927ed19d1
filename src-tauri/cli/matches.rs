//! Which words of a passage are those that were looked for, so that they can stand out.
//!
//! What was compared is meaning and the stems of words; here it is enough to show a person's eye where to begin.

use paperside_engine::messages::Understood;
use unicode_segmentation::UnicodeSegmentation;

use super::terminal::lines::{Line, Span, push};
use super::terminal::looks::STRONG;

/// Letters of the shortest word that stands out; shorter ones are in every sentence. Numbers always do.
const SHORTEST: usize = 4;

/// Letters that two forms of a word share at least.
const SHARED: usize = 4;

/// Letters that one of them may have at its end and the other not, and that the other may have instead.
const ENDING: usize = 3;
const OTHER_ENDING: usize = 1;

/// Longer words that ask for something instead of naming it.
const ASKING: &[&str] = &[
    "about", "dass", "dein", "diese", "dieser", "does", "eine", "einem", "einen", "einer", "from", "have", "mein",
    "oder", "sein", "sich", "sind", "than", "that", "their", "there", "they", "this", "warum", "welche", "welcher",
    "were", "werden", "what", "when", "where", "which", "will", "with", "wurde", "über",
];

/// The words that were looked for, as they are compared.
pub(super) fn looked_for(understood: &Understood) -> Vec<String> {
    let texts = std::iter::once(&understood.text)
        .chain(&understood.phrases)
        .chain(understood.corrections.iter().map(|correction| &correction.meant));
    let mut words: Vec<String> = texts.flat_map(|text| text.unicode_words().map(str::to_lowercase)).collect();
    words.retain(|word| is_telling(word));
    words.sort_unstable();
    words.dedup();
    words
}

fn is_telling(word: &str) -> bool {
    let is_number = word.chars().any(|letter| letter.is_ascii_digit());
    is_number || (word.chars().count() >= SHORTEST && !ASKING.contains(&word))
}

/// The text with those words standing out.
pub(super) fn marked(text: &str, words: &[String]) -> Line {
    let mut line = Line::new();
    for piece in text.split_word_bounds() {
        let stands_out = !words.is_empty() && words.iter().any(|word| is_form_of(&piece.to_lowercase(), word));
        push(&mut line, if stands_out { Span::new(piece, STRONG) } else { Span::plain(piece) });
    }
    line
}

/// Whether two words are the same but for their endings.
fn is_form_of(word: &str, other: &str) -> bool {
    if word == other {
        return true;
    }
    let shared = word.chars().zip(other.chars()).take_while(|(one, other)| one == other).count();
    let ends = [word, other].map(|word| word.chars().count() - shared);
    let is_word = |word: &str| word.chars().all(char::is_alphabetic);
    // The more of them is the same, the more of their ends may differ.
    let ending = ENDING.min(shared.saturating_sub(2));
    let are_alike = shared >= SHARED && ends.iter().max() <= Some(&ending) && ends.iter().min() <= Some(&OTHER_ENDING);
    are_alike && is_word(word) && is_word(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn standing_out(text: &str, query: &str) -> Vec<String> {
        let words = looked_for(&Understood { text: query.to_owned(), ..Understood::default() });
        let line = marked(text, &words);
        line.into_iter().filter(|span| span.style == STRONG).map(|span| span.text).collect()
    }

    #[test]
    fn words_stand_out_in_any_form() {
        let text = "The kettles whistled; a whistling kettle costs 12.50 in 2024, not 2025.";
        assert_eq!(
            standing_out(text, "When does a kettle whistle in 2024?"),
            ["kettles", "whistled", "whistling", "kettle", "2024"]
        );
        assert_eq!(standing_out("Grüße aus der KÜCHE", "küche grüßen"), ["Grüße", "KÜCHE"]);
    }

    #[test]
    fn words_that_only_begin_alike_do_not() {
        assert!(standing_out("An internal international interest", "internet").is_empty());
        assert!(standing_out("what which that", "what is that which").is_empty());
    }
}
