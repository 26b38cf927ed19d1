//! An answer to its sentences: what each says, and which numbers it cites.

use std::ops::Range;

use super::markdown::{Block, blocks};
use super::markers::{Marker, markers};
use super::normal::is_in;
use super::refusal::{Kind, kind};
use crate::passage::sentences;

/// A sentence of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Claim {
    /// Its bytes in the answer, with its markers.
    pub(super) range: Range<usize>,
    /// Without markers and Markdown.
    pub(super) text: String,
    /// The numbers it cites, each once.
    pub(super) cited: Vec<u32>,
    /// The bytes of the text behind which numbers stand, rising, with these.
    pub(super) breaks: Vec<(usize, Vec<u32>)>,
    /// What it is.
    pub(super) kind: Kind,
}

/// The sentences of an answer in their order.
pub(super) fn claims(answer: &str) -> Vec<Claim> {
    let markers = markers(answer);
    let mut claims = Vec::new();
    let mut references = false;
    for block in blocks(answer, &markers) {
        let first = claims.len();
        let own = in_block(&block, &markers);
        claims.extend(own);
        references |= begins_references(&block.text);
        if block.heading || block.defines || references {
            claims[first..].iter_mut().for_each(|claim| claim.kind = Kind::Nothing);
        }
    }
    claims
}

/// Whether a block is the title of a list of sources, which models like to add.
fn begins_references(text: &str) -> bool {
    let title = text.trim().trim_end_matches(':').to_lowercase();
    matches!(
        title.as_str(),
        "sources" | "references" | "citations" | "quellen" | "literatur" | "fuentes" | "sources cited"
    )
}

fn in_block(block: &Block, markers: &[Marker]) -> Vec<Claim> {
    let ranges = sentences(&block.text);
    let own: Vec<&Marker> = markers.iter().filter(|marker| block.range.contains(&marker.range.start)).collect();
    let places: Vec<usize> = own.iter().map(|marker| block.in_text(marker.range.start)).collect();
    let leading = places.first() == Some(&0) && places.last().is_some_and(|last| *last < block.text.trim_end().len());
    let owner = |place: usize| {
        let after = ranges.iter().rposition(|range| range.start < place);
        let before = ranges.iter().position(|range| place <= range.start);
        if leading { before.or(after) } else { after.or(before) }
    };
    let mut claims: Vec<Claim> = ranges.iter().map(|range| claim(block, range)).collect();
    for (marker, place) in own.iter().zip(places) {
        let Some(at) = owner(place) else { continue };
        let Some(claim) = claims.get_mut(at) else { continue };
        claim.range = claim.range.start.min(marker.range.start)..claim.range.end.max(marker.range.end);
        let new: Vec<u32> = marker.numbers.iter().copied().filter(|number| !claim.cited.contains(number)).collect();
        claim.cited.extend(new);
        let end = ranges.get(at).map_or(0, |range| range.end);
        let at = claim.text.len().saturating_sub(end.saturating_sub(place));
        match claim.breaks.last_mut() {
            Some((last, numbers)) if *last == at => numbers.extend(&marker.numbers),
            _ => claim.breaks.push((at, marker.numbers.clone())),
        }
    }
    claims
}

fn claim(block: &Block, range: &Range<usize>) -> Claim {
    let text = block.text[range.clone()].trim().to_owned();
    let kind = kind(&text);
    let claimed = without_opening(&text).to_owned();
    Claim { range: block.in_answer(range), text: claimed, cited: Vec::new(), breaks: Vec::new(), kind }
}

/// What models put before a claim, in lowercase: it says where it is from, and that is what is checked.
const OPENINGS: &[&str] = &[
    "according to the ",
    "based on the ",
    "as stated in the ",
    "as described in the ",
    "as mentioned in the ",
    "per the ",
    "according to ,",
    "according to",
    "laut dem ",
    "laut der ",
    "laut den ",
    "gemass dem ",
    "yes,",
    "no,",
    "ja,",
    "nein,",
    "in summary,",
];

/// Nouns of such an opening.
const OPENING_NOUNS: &str = "document documents source sources text passage passages context article excerpt \
    excerpts dokument \
    dokumenten quelle quellen provided given information";

/// Verbs with which such an opening may go on.
const SAYING: &[&str] = &[
    "states that ",
    "state that ",
    "says that ",
    "say that ",
    "notes that ",
    "mentions that ",
    "mention that ",
    "explains that ",
    "explain that ",
    "reports that ",
    "indicates that ",
    "indicate that ",
    "describes that ",
    "shows that ",
    "besagt, dass ",
    "says ",
    "states ",
];

/// A claim without "According to the document," and "The text states that".
fn without_opening(text: &str) -> &str {
    let lower = text.to_ascii_lowercase();
    let opening = OPENINGS.iter().find(|opening| lower.starts_with(**opening));
    if let Some(opening) = opening {
        let rest = &text[opening.len()..];
        if opening.ends_with(',') {
            return rest.trim_start();
        }
        return after_noun(rest, |rest| rest.find(',').filter(|at| *at < 40).map(|at| at + 1)).unwrap_or(text);
    }
    let subject =
        ["the ", "this "].iter().find(|article| lower.starts_with(**article)).map_or(0, |article| article.len());
    after_noun(&text[subject..], |rest| {
        let verb = SAYING.iter().find(|verb| rest.trim_start().to_ascii_lowercase().starts_with(**verb))?;
        Some(rest.len() - rest.trim_start().len() + verb.len())
    })
    .or_else(|| SAYING.iter().find(|verb| lower.starts_with(**verb)).map(|verb| &text[verb.len()..]))
    .unwrap_or(text)
}

/// What comes behind the words about documents at the beginning and then behind what `end` finds.
fn after_noun(text: &str, end: impl Fn(&str) -> Option<usize>) -> Option<&str> {
    let word = |text: &str| text.find(|letter: char| !letter.is_alphabetic()).unwrap_or(text.len());
    let mut at = 0;
    while is_in(OPENING_NOUNS, &text[at..at + word(&text[at..])].to_lowercase()) {
        at += word(&text[at..]);
        at += text[at..].len() - text[at..].trim_start().len();
    }
    let rest = (at > 0).then(|| &text[at..])?;
    let rest = &rest[end(rest)?..];
    (!rest.trim().is_empty()).then(|| rest.trim_start())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(answer: &str) -> Vec<(String, Vec<u32>)> {
        for claim in claims(answer) {
            assert!(answer.get(claim.range.clone()).is_some(), "{:?} must be between characters", claim.range);
        }
        claims(answer).into_iter().map(|claim| (claim.text, claim.cited)).collect()
    }

    fn claim(text: &str, cited: &[u32]) -> (String, Vec<u32>) {
        (text.to_owned(), cited.to_vec())
    }

    #[test]
    fn markers_belong_to_the_sentence_before_them() {
        let expected = [claim("A ship sank.", &[1]), claim("It was big.", &[2, 3])];
        for answer in [
            "A ship sank [1]. It was big [2, 3].",
            "A ship sank. [1] It was big. [2][3]",
            "A ship sank.[1] It was big.【2】 [3]",
            "A **ship** sank [1].\n\n- It was `big` (Sources 2 and 3).",
        ] {
            assert_eq!(read(answer), expected, "{answer}");
        }
        assert_eq!(read("[1] A ship sank. [2, 3] It was big."), expected, "a marker may stand in front");
    }

    #[test]
    fn a_range_has_the_markers() {
        let answer = "Well. A ship sank [1]. [2] It was big.";
        let ranges: Vec<&str> = claims(answer).into_iter().map(|claim| &answer[claim.range]).collect();
        assert_eq!(ranges, ["Well.", "A ship sank [1]. [2]", "It was big."]);
    }

    #[test]
    fn openings_are_no_part_of_a_claim() {
        for (text, claim) in [
            ("According to the document, a ship sank.", "a ship sank."),
            ("The text states that a ship sank.", "a ship sank."),
            ("Based on the provided context, a ship sank.", "a ship sank."),
            ("Source 1 says that a ship sank.", "a ship sank."),
            ("According to Tesla, a ship sank.", "According to Tesla, a ship sank."),
            ("The text is long.", "The text is long."),
        ] {
            assert_eq!(read(text)[0].0, claim, "{text}");
        }
    }

    #[test]
    fn headings_and_lists_of_sources_claim_nothing() {
        let answer = "# The ship\n\nA ship sank [1].\n\n**Sources:**\n[1] ship.pdf\n[2]: boat.pdf";
        let kinds: Vec<Kind> = claims(answer).into_iter().map(|claim| claim.kind).collect();
        assert_eq!(kinds, [Kind::Nothing, Kind::Claim, Kind::Nothing, Kind::Nothing, Kind::Nothing]);
    }
}
