//! The vectors of a text's tokens, for comparing a question with a passage word by word.
//!
//! A passage keeps of each token only the signs of its vector, a bit a number, and only of tokens that carry
//! meaning; a question keeps all it has. Measured with all-MiniLM-L6-v2 on the re-ranking of 50 candidates, that
//! finds as much as whole vectors do (`nDCG@10` on the `SQuAD` half .939 against .938, on Cranfield .407 against
//! .408) and takes some 2.7 KB a passage where whole vectors in eight bits take 35.

/// Bytes of a token's number before its signs.
const NUMBER: usize = 4;

/// The signs of the vectors of a passage's tokens, as they are stored: for each token its number as `u32` in
/// little-endian order, then a bit for each dimension, the lowest bit of the first byte first; one is positive.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TokenSigns {
    bytes: Vec<u8>,
    /// Bytes of a token.
    width: usize,
}

impl TokenSigns {
    /// Takes the signs of each `[tokens, dimensions]` row whose token is wanted.
    pub(super) fn of(tokens: &[u32], states: &[f32], dimensions: usize, is_wanted: impl Fn(u32) -> bool) -> Self {
        let width = NUMBER + dimensions.div_ceil(8);
        let mut bytes = Vec::with_capacity(tokens.len() * width);
        for (token, state) in tokens.iter().zip(states.chunks_exact(dimensions)) {
            if is_wanted(*token) {
                bytes.extend(token.to_le_bytes());
                bytes.extend(state.chunks(8).map(pack));
            }
        }
        Self { bytes, width }
    }

    /// Takes what was stored; nothing if it cannot be of vectors of so many dimensions.
    pub fn from_bytes(bytes: Vec<u8>, dimensions: usize) -> Option<Self> {
        let width = NUMBER + dimensions.div_ceil(8);
        bytes.len().is_multiple_of(width).then_some(Self { bytes, width })
    }

    /// What is to be stored.
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Each token's number and signs.
    pub fn iter(&self) -> impl Iterator<Item = (u32, &[u8])> {
        self.bytes.chunks_exact(self.width.max(NUMBER)).map(|token| {
            let (number, signs) = token.split_at(NUMBER);
            (number.iter().rev().fold(0, |number, byte| number << 8 | u32::from(*byte)), signs)
        })
    }
}

fn pack(numbers: &[f32]) -> u8 {
    numbers.iter().enumerate().fold(0, |byte, (bit, number)| byte | u8::from(*number > 0.0) << bit)
}

/// A token of a question.
#[derive(Debug, Clone, PartialEq)]
pub struct QuestionToken {
    /// Its number in the model's vocabulary.
    pub number: u32,
    /// Whether it is a word that says little, or punctuation.
    pub is_filler: bool,
    /// Its vector, of length one.
    pub vector: Vec<f32>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_come_back_as_they_went_in_and_unwanted_tokens_do_not() {
        let states = [0.5, -0.5, 0.1, -0.0, 9.0, 9.0, 9.0, 9.0, -1.0, 2.0, -3.0, 4.0];
        let signs = TokenSigns::of(&[70_000, 5, 6], &states, 4, |token| token != 5);
        let stored = TokenSigns::from_bytes(signs.as_bytes().to_vec(), 4).expect("the same dimensions");
        assert_eq!(stored.iter().collect::<Vec<_>>(), [(70_000, &[0b0101][..]), (6, &[0b1010])]);
        assert_eq!(TokenSigns::from_bytes(vec![0; 7], 4), None);
    }
}
