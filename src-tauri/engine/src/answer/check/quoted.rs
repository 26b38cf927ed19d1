//! Whether a sentence is the source's own, word for word or nearly so.

use std::ops::Range;

use super::alignment::Alignment;
use super::words::Word;

/// Shorter runs of equal words are in any two sentences of a language.
const SHORTEST_RUN: usize = 3;

/// A quotation may leave out words of the source, but not half of it.
const WIDEST_STRETCH: f32 = 1.5;

/// Longer quotations are not looked for as a whole.
const LONGEST: usize = 400;

/// The words of a source in which all the words of a claim stand in a row, whatever the signs between them.
pub(super) fn whole(claim: &[Word], source: &[Word]) -> Option<Range<usize>> {
    if claim.is_empty() || claim.len() > LONGEST {
        return None;
    }
    let same = |stretch: &[Word]| stretch.iter().zip(claim).all(|(one, other)| one.form == other.form);
    source.windows(claim.len()).position(same).map(|start| start..start + claim.len())
}

/// The words of a source in which at least this share of a claim's letters stands in unbroken runs.
pub(super) fn nearly(claim: &[Word], source: &[Word], alignment: &Alignment, share: f32) -> Option<Range<usize>> {
    let equal: Vec<(usize, usize)> =
        alignment.pairs().iter().copied().filter(|(own, other)| claim[*own].form == source[*other].form).collect();
    let runs = equal.chunk_by(|one, next| one.0 + 1 == next.0 && one.1 + 1 == next.1);
    let kept: Vec<(usize, usize)> = runs.filter(|run| run.len() >= SHORTEST_RUN).flatten().copied().collect();
    let letters = |words: &mut dyn Iterator<Item = &Word>| words.map(|word| word.range.len()).sum::<usize>() as f32;
    let covered = letters(&mut kept.iter().map(|(own, _)| &claim[*own]));
    let (first, last) = (kept.first()?.1, kept.last()?.1);
    let tight = (last + 1 - first) as f32 <= WIDEST_STRETCH * claim.len() as f32;
    (tight && covered >= share * letters(&mut claim.iter())).then_some(first..last + 1)
}

#[cfg(test)]
mod tests {
    use super::super::lexicon::Lexicon;
    use super::super::tests::plain_stems;
    use super::super::words::words;
    use super::*;

    fn quoted(claim: &str, source: &str) -> (Option<Range<usize>>, Option<Range<usize>>) {
        let stems = plain_stems;
        let mut lexicon = Lexicon::new(&stems);
        let (claim, source) = (words(claim, &mut lexicon), words(source, &mut lexicon));
        let alignment = Alignment::of(&claim, &source, &lexicon);
        (whole(&claim, &source), nearly(&claim, &source, &alignment, 0.85))
    }

    #[test]
    fn typography_does_not_break_a_quotation() {
        let source = "He said: “The embar-\ngo’s price is 1,284.50 dollars”, and left.";
        assert_eq!(quoted("the embargo's price is 1284.5 dollars", source).0, Some(2..8));
    }

    #[test]
    fn a_word_left_out_makes_it_nearly_one() {
        let source =
            "The embargo caused an oil crisis with many short-term effects on global politics and the economy.";
        let (whole, nearly) =
            quoted("The embargo caused an oil crisis with many effects on global politics and the economy.", source);
        assert_eq!(whole, None);
        assert_eq!(nearly, Some(0..17));
        assert_eq!(quoted("An oil crisis was caused and had effects on politics.", source).1, None);
    }
}
