//! What goes into a check and what comes out of it.

use std::ops::Range;

use crate::messages::Verdict;

/// A passage that the model was shown, under the number it was told to cite.
#[derive(Debug, Clone, Copy)]
pub struct Source<'a> {
    /// The number in brackets, usually from 1.
    pub number: u32,
    /// The passage's own text, in which evidence is looked for.
    pub text: &'a str,
    /// What stands above it: title and headings. It is no evidence, but whom "he" is may be told only there, so its
    /// names and numbers are not held to be invented.
    pub context: &'a str,
}

/// Who says that a source carries a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClaimedBy {
    /// The model wrote the number.
    Model,
    /// The model wrote none, or a wrong one, and the evidence was found here.
    Us,
}

/// A source under a sentence, looked up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckedCitation {
    /// The source's number.
    pub number: u32,
    /// Who cites it.
    pub claimed_by: ClaimedBy,
    /// The bytes of the source's text to light up, rising and apart from each other; empty if nothing was found.
    pub evidence: Vec<Range<usize>>,
    /// How well this source carries the sentence, or its part of it.
    pub verdict: Verdict,
}

/// What is wrong with a sentence or its citation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// There is no source with this number.
    UnknownSource {
        /// As the model wrote it.
        number: u32,
    },
    /// The cited source does not say so.
    WrongSource {
        /// The number cited.
        cited: u32,
        /// The source that does say so.
        better: Option<u32>,
    },
    /// A number is not where the rest of the sentence is.
    NumberNotFound {
        /// As it stands in the sentence.
        text: String,
    },
    /// A name is not where the rest of the sentence is.
    NameNotFound {
        /// As it stands in the sentence.
        text: String,
    },
    /// The source says the opposite.
    Contradiction {
        /// The telling word of the sentence.
        said: String,
        /// What the source has instead.
        stands: String,
    },
    /// No source says so.
    NoEvidence,
}

/// A sentence of the answer, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckedSentence {
    /// Its bytes in the answer, with its citations.
    pub range: Range<usize>,
    /// What it says, without citations and Markdown.
    pub claim: String,
    /// How well it is carried; none if it claims nothing that a document could carry.
    pub verdict: Option<Verdict>,
    /// The model's citations of known sources in their order, then ours.
    pub citations: Vec<CheckedCitation>,
    /// What the person should see; empty if all is well.
    pub problems: Vec<Problem>,
}

/// Where a verdict turns. All values were chosen on the articles of even place in the evaluation, and are told of
/// the others.
#[derive(Debug, Clone, Copy)]
pub struct Thresholds {
    /// The weighted share of a sentence's words that its evidence must have.
    pub coverage: f32,
    /// The largest weighted share that may be missing in one piece: more is a clause of its own that nobody said.
    pub missing_run: f32,
    /// The share of a sentence's letters that must stand in the source in unbroken runs to be a quotation.
    pub quoted: f32,
    /// Below this likeness of meaning a sentence is not supported, whatever words it shares. It can only take a
    /// verdict away. Chosen on half of the articles of `eval answer`: the highest at which one honest sentence in a
    /// thousand more is flagged.
    pub likeness: f32,
}

impl Default for Thresholds {
    fn default() -> Self {
        Self { coverage: 0.6, missing_run: 0.33, quoted: 0.85, likeness: 0.45 }
    }
}
