//! Texts and vectors a little beside real ones.

/// One word in so many is exchanged.
const EXCHANGED: usize = 3;

/// The length of what is added to a vector of length one.
const NOISE: f32 = 0.5;

/// Numbers that look random and are the same in every run (xorshift, Marsaglia 2003).
pub(super) struct Chance(u64);

impl Chance {
    pub(super) fn new() -> Self {
        Self(7)
    }

    pub(super) fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    pub(super) fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit as u64) as usize
    }

    /// From 0 to 1.
    fn share(&mut self) -> f32 {
        (self.next() >> 40) as f32 / (1_u64 << 24) as f32
    }

    /// As long as a UUID.
    pub(super) fn id(&mut self) -> Vec<u8> {
        [self.next().to_le_bytes(), self.next().to_le_bytes()].concat()
    }
}

/// The text with some of its words replaced, common words by common words.
pub(super) fn exchange(text: &str, words: &[String], chance: &mut Chance) -> String {
    let word = |word| if chance.below(EXCHANGED) == 0 { words[chance.below(words.len())].as_str() } else { word };
    text.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

/// A vector of length one near this one.
pub(super) fn aside(vector: &[f32], chance: &mut Chance) -> Vec<f32> {
    // Numbers between -1 and 1 have a mean square of a third.
    let most = NOISE * (3.0 / vector.len() as f32).sqrt();
    let moved: Vec<f32> = vector.iter().map(|number| number + most * (2.0 * chance.share() - 1.0)).collect();
    let length = moved.iter().map(|number| number * number).sum::<f32>().sqrt();
    moved.iter().map(|number| number / length).collect()
}
