//! How many tokens a text has for a model whose tokenizer is not known.

/// Letters of a token in a word of Latin letters. Tokenizers of today's models come to 4 to 4.5 in English and 3 to
/// 3.5 in German; fewer is safe.
const LETTERS: usize = 3;

/// No fewer tokens than this a hundred words have come out of any tokenizer in use: each word has one at least, and a
/// few vocabularies have some pairs of words in one.
const LEAST_OF_HUNDRED_WORDS: usize = 80;

/// Rather too many than too few.
pub(super) fn estimate(text: &str) -> u32 {
    let (mut tokens, mut letters) = (0, 0);
    for letter in text.chars() {
        if letter.is_ascii_alphabetic() {
            letters += 1;
            continue;
        }
        tokens += usize::div_ceil(letters, LETTERS);
        letters = 0;
        // Digits, signs and letters of other scripts may each be one; a blank belongs to the word behind it.
        tokens += usize::from(letter != ' ');
    }
    (tokens + letters.div_ceil(LETTERS)) as u32
}

/// Rather too few than too many.
pub(super) fn least(text: &str) -> u32 {
    (text.split_whitespace().count() * LEAST_OF_HUNDRED_WORDS / 100) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_estimate_is_rather_too_high() {
        // Counted with the tokenizers of Llama 3 and GPT-4: 12 and 12.
        let english = "The inquiry found that the bridge fell because of rust.";
        assert!((12..24).contains(&estimate(english)), "{}", estimate(english));
        assert!(least(english) <= 12);
        assert_eq!(estimate("日本語"), 3);
        assert_eq!(estimate("1284"), 4);
        assert_eq!((estimate(""), least("")), (0, 0));
    }
}
