//! A sentence laid along a text: which words are the same, and what stands in whose place.

use std::ops::Range;

use super::lexicon::Lexicon;
use super::words::Word;

/// Longer texts are laid along each other only this far: the table takes the product of both lengths.
const MOST_WORDS: usize = 240;

/// What a pair of equal words is worth: content words hold the alignment, small words fill it.
const SAME_CONTENT: u32 = 6;
const ALIKE_CONTENT: u32 = 5;
const SAME_SMALL: u32 = 2;

/// What it is worth that a pair follows the one before it at once.
const IN_A_ROW: u32 = 2;

/// Words of one text in place of words of another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Slot {
    /// Which words of the claim; none if the other has more.
    pub(super) claim: Range<usize>,
    /// Which words of the source.
    pub(super) source: Range<usize>,
    /// How many words in a row are the same before and after, up to three each. The border of a claim counts as one.
    pub(super) hold: (usize, usize),
    /// Whether it is the beginning or the end of the claim, where something may have been moved to.
    pub(super) at_border: bool,
}

impl Slot {
    /// Whether enough is the same around it that the one stands for the other.
    pub(super) fn is_firm(&self) -> bool {
        self.hold.0 > 0
            && self.hold.1 > 0
            && self.hold.0 + self.hold.1 >= 3
            && self.claim.len() <= 5
            && self.source.len() <= 7
    }
}

/// Pairs of equal words, rising in both texts.
#[derive(Debug, Clone, Default)]
pub(super) struct Alignment {
    pairs: Vec<(usize, usize)>,
    lengths: (usize, usize),
}

impl Alignment {
    /// The most telling pairs.
    pub(super) fn of(claim: &[Word], source: &[Word], lexicon: &Lexicon<'_>) -> Self {
        let (claim, source) = (&claim[..claim.len().min(MOST_WORDS)], &source[..source.len().min(MOST_WORDS)]);
        let width = source.len() + 1;
        let mut scores = vec![0_u32; (claim.len() + 1) * width];
        let mut rows = vec![false; scores.len()];
        for (row, word) in claim.iter().enumerate() {
            for (column, other) in source.iter().enumerate() {
                let (here, diagonal) = ((row + 1) * width + column + 1, row * width + column);
                let skipped = scores[here - 1].max(scores[here - width]);
                let worth = worth(word, other, lexicon);
                let paired = scores[diagonal] + worth + if rows[diagonal] { IN_A_ROW } else { 0 };
                rows[here] = worth > 0 && paired >= skipped;
                scores[here] = if rows[here] { paired } else { skipped };
            }
        }
        Self { pairs: trace(&scores, &rows, width), lengths: (claim.len(), source.len()) }
    }

    /// The pairs, rising.
    pub(super) fn pairs(&self) -> &[(usize, usize)] {
        &self.pairs
    }

    /// The source's word that is this one of the claim.
    pub(super) fn in_source(&self, claim: usize) -> Option<usize> {
        self.pairs.binary_search_by_key(&claim, |pair| pair.0).ok().map(|at| self.pairs[at].1)
    }

    /// The claim's word that is this one of the source.
    pub(super) fn in_claim(&self, source: usize) -> Option<usize> {
        self.pairs.binary_search_by_key(&source, |pair| pair.1).ok().map(|at| self.pairs[at].0)
    }

    /// Where the texts differ.
    pub(super) fn slots(&self) -> Vec<Slot> {
        let mut slots = Vec::new();
        for at in 0..=self.pairs.len() {
            let (claim, source) = match at.checked_sub(1).map(|at| self.pairs[at]) {
                Some((claim, source)) => (claim + 1, source + 1),
                None => (0, self.pairs.first().map_or(0, |pair| pair.1.saturating_sub(pair.0 + 1))),
            };
            let (claim_end, source_end) = match self.pairs.get(at) {
                Some(pair) => *pair,
                None => (self.lengths.0, self.lengths.1.min(source + 1 + self.lengths.0 - claim)),
            };
            if claim < claim_end || source < source_end {
                slots.push(Slot {
                    claim: claim..claim_end,
                    source: source..source_end,
                    hold: (self.run_before(at), self.run_from(at)),
                    at_border: at == 0 || at == self.pairs.len(),
                });
            }
        }
        slots
    }

    fn run_before(&self, at: usize) -> usize {
        let run = self.pairs[..at].windows(2).rev().take(2).take_while(|pair| in_a_row(pair)).count();
        1 + run
    }

    fn run_from(&self, at: usize) -> usize {
        let run = self.pairs[at..].windows(2).take(2).take_while(|pair| in_a_row(pair)).count();
        1 + run
    }
}

fn in_a_row(pair: &[(usize, usize)]) -> bool {
    pair[0].0 + 1 == pair[1].0 && pair[0].1 + 1 == pair[1].1
}

fn worth(one: &Word, other: &Word, lexicon: &Lexicon<'_>) -> u32 {
    match (one.form == other.form, lexicon.stem_of_form(one.form)) {
        (true, Some(_)) => SAME_CONTENT,
        (true, None) => SAME_SMALL,
        (false, Some(_)) if lexicon.alike(one.form, other.form) => ALIKE_CONTENT,
        _ => 0,
    }
}

fn trace(scores: &[u32], rows: &[bool], width: usize) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    let mut here = scores.len() - 1;
    while here >= width && !here.is_multiple_of(width) {
        if rows[here] {
            pairs.push((here / width - 1, here % width - 1));
            here -= width + 1;
        } else if scores[here - 1] >= scores[here - width] {
            here -= 1;
        } else {
            here -= width;
        }
    }
    pairs.reverse();
    pairs
}

#[cfg(test)]
mod tests {
    use super::super::tests::plain_stems;
    use super::super::words::words;
    use super::*;

    fn slots(claim: &str, source: &str) -> Vec<(String, String, bool)> {
        let stems = plain_stems;
        let mut lexicon = Lexicon::new(&stems);
        let (one, other) = (words(claim, &mut lexicon), words(source, &mut lexicon));
        let alignment = Alignment::of(&one, &other, &lexicon);
        let text = |text: &str, words: &[Word], run: &Range<usize>| match words.get(run.clone()) {
            Some([first, .., last]) => text[first.range.start..last.range.end].to_owned(),
            Some([word]) => text[word.range.clone()].to_owned(),
            _ => String::new(),
        };
        let firm = alignment.slots().into_iter();
        firm.map(|slot| (text(claim, &one, &slot.claim), text(source, &other, &slot.source), slot.is_firm())).collect()
    }

    #[test]
    fn what_stands_in_place_of_what_is_found() {
        let found =
            slots("The treaty was signed by Nixon in 1974.", "The treaty was signed by Henry Kissinger in 1973.");
        assert_eq!(
            found,
            [("Nixon".to_owned(), "Henry Kissinger".to_owned(), true), ("1974".to_owned(), "1973".to_owned(), false)]
        );
    }

    #[test]
    fn nothing_in_common_has_no_pairs() {
        assert!(slots("red apples", "green pears").iter().all(|(_, _, firm)| !firm));
        assert!(slots("", "").is_empty());
    }
}
