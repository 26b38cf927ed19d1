//! Words' places and vectors as plain numbers, all little-endian.

use std::fs::File;
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};

use super::error::{damaged, read_error, reasons};
use crate::embed::TokenSigns;
use crate::read::Word;
use crate::{Error, Result};

/// Bytes of a word: first byte and one past the last byte in the text of its page as `u32`, then left, top, right and
/// bottom in points as `f32`.
pub(super) const WORD: usize = 24;

/// Bytes before a vector: the ordinal of its passage and the bytes of its token signs, as `u32`.
const HEAD: usize = 8;

/// More signs than any passage has: some hundred tokens of some hundred bytes.
const MOST_SIGNS: usize = 1 << 22;

/// What a passage is embedded to.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct SealedEmbedding {
    /// Which passage.
    pub(crate) ordinal: u32,
    /// Its vector.
    pub(crate) vector: Vec<f32>,
    /// Of its tokens that carry meaning.
    pub(crate) tokens: TokenSigns,
}

/// The words of a page.
pub(super) fn words_to_bytes(words: &[Word]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(words.len() * WORD);
    for word in words {
        bytes.extend(word.start.to_le_bytes());
        bytes.extend(word.end.to_le_bytes());
        [word.x0, word.y0, word.x1, word.y1].iter().for_each(|edge| bytes.extend(edge.to_le_bytes()));
    }
    bytes
}

fn word(bytes: &[u8; WORD]) -> Word {
    let (fields, _) = bytes.as_chunks::<4>();
    let number = |field: usize| u32::from_le_bytes(fields[field]);
    let edge = |field: usize| f32::from_le_bytes(fields[field]);
    Word { start: number(0), end: number(1), x0: edge(2), y0: edge(3), x1: edge(4), y1: edge(5) }
}

/// What stands before a vector.
pub(super) fn head(ordinal: u32, signs: usize) -> [u8; HEAD] {
    let mut head = [0; HEAD];
    head[..4].copy_from_slice(&ordinal.to_le_bytes());
    head[4..].copy_from_slice(&(signs as u32).to_le_bytes());
    head
}

/// A part with plain numbers that was unpacked.
pub(super) struct Numbers {
    /// The sealed file, which is to blame.
    of: PathBuf,
    part: BufReader<File>,
    /// Bytes that are still to come.
    left: u64,
}

impl Numbers {
    /// The part at `place`; none if there is none.
    pub(super) fn open(of: &Path, place: &Path) -> Result<Option<Self>> {
        let file = match File::open(place) {
            Ok(file) => file,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(Error::file(place)(error)),
        };
        let left = file.metadata().map_err(Error::file(place))?.len();
        Ok(Some(Self { of: of.to_owned(), part: BufReader::new(file), left }))
    }

    /// So many bytes, if there are so many: nothing is made room for that is not there.
    fn take(&mut self, bytes: usize) -> Result<Vec<u8>> {
        if self.left < bytes as u64 {
            return Err(damaged(&self.of, reasons::UNFIT));
        }
        let mut taken = vec![0; bytes];
        self.part.read_exact(&mut taken).map_err(read_error(&self.of))?;
        self.left -= bytes as u64;
        Ok(taken)
    }

    /// Whether there is nothing more.
    pub(super) fn is_over(&self) -> bool {
        self.left == 0
    }

    /// The next words.
    pub(super) fn words(&mut self, count: u32) -> Result<Vec<Word>> {
        let bytes = self.take((count as usize).saturating_mul(WORD))?;
        let (words, _) = bytes.as_chunks::<WORD>();
        Ok(words.iter().map(word).collect())
    }

    /// The next vector of so many numbers, with its signs.
    pub(super) fn embedding(&mut self, dimensions: usize) -> Result<Option<SealedEmbedding>> {
        if self.is_over() {
            return Ok(None);
        }
        let head = self.take(HEAD)?;
        let (fields, _) = head.as_chunks::<4>();
        let (ordinal, signs) = (u32::from_le_bytes(fields[0]), u32::from_le_bytes(fields[1]) as usize);
        if signs > MOST_SIGNS {
            return Err(damaged(&self.of, reasons::UNFIT));
        }
        let vector = self.take(dimensions * size_of::<f32>())?;
        let vector: Vec<f32> = vector.as_chunks::<4>().0.iter().map(|number| f32::from_le_bytes(*number)).collect();
        let tokens = TokenSigns::from_bytes(self.take(signs)?, dimensions);
        let tokens = tokens.filter(|_| vector.iter().all(|number| number.is_finite()));
        let unfit = || damaged(&self.of, reasons::UNFIT);
        Ok(Some(SealedEmbedding { ordinal, vector, tokens: tokens.ok_or_else(unfit)? }))
    }
}
