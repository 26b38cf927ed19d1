//! Checks an answer against the sources that it cites, sentence by sentence.
//!
//! A model is told to cite by number, and it does; whether the number is right, and whether the source says so, is
//! another matter. Each sentence is laid along the sources and called quoted, supported or unsupported, with the
//! words that carry it. All of it is rules over words: the same every time, in milliseconds, without a model that
//! could err in the same way as the one that is checked.
//!
//! What it cannot do: tell a synonym from another word, or follow a conclusion. A sentence whose words are mostly
//! the source's, and whose names, numbers and yes and no are all, is called supported.
//!
//! # Layout
//! - [`finding`]: what goes in and what comes out
//! - [`mod@claims`]: an answer to sentences, with [`mod@markers`], the ways to cite, [`markdown`] and [`refusal`], sentences
//!   that claim nothing
//! - [`words`] and [`lexicon`]: text to words, with [`normal`], [`numerals`], [`irregular`], [`units`] and
//!   [`antonyms`], what is known of a single word
//! - [`numbers`], [`dates`] and [`names`]: what must not be wrong
//! - [`corpus`] and [`claimed`]: the sources and a sentence, read
//! - [`evidence`]: where a source says what a sentence says
//! - [`stretch`] and [`alignment`]: what stands in whose place, for [`quoted`], [`facts`], [`named`],
//!   [`polarity`] and [`roles`]
//! - [`carried`] and [`judge`]: the verdict, and [`parts`], that on sentences with a citation for each part

mod alignment;
mod antonyms;
mod carried;
mod claimed;
mod claims;
mod corpus;
mod dates;
mod evidence;
mod facts;
mod finding;
mod irregular;
mod judge;
mod lexicon;
mod markdown;
mod markers;
mod named;
mod names;
mod normal;
mod numbers;
mod numerals;
mod parts;
mod polarity;
mod quoted;
mod refusal;
mod roles;
mod stretch;
#[cfg(test)]
mod tests;
mod units;
mod words;

pub use finding::{CheckedCitation, CheckedSentence, ClaimedBy, Problem, Source, Thresholds};

use std::ops::Range;

use carried::Trial;
use claimed::Claimed;
use claims::{Claim, claims};
use corpus::Corpus;
use evidence::found_terms;
use lexicon::Lexicon;
use refusal::Kind;

use crate::messages::Verdict;

/// The stems of a single word, none for a small word; the first is what it is compared by. Asked once for each
/// distinct word.
pub type Stems<'a> = &'a dyn Fn(&str) -> Vec<String>;

/// How alike a sentence and a stretch of a source are in meaning, calibrated to 0 to 1; none without an embedder.
/// Asked only for sentences that are supported otherwise.
pub type Likeness<'a> = &'a dyn Fn(&str, &str) -> Option<f32>;

/// Checks each sentence of an answer against the sources that the model was shown.
pub fn check(
    answer: &str,
    sources: &[Source<'_>],
    stems: Stems<'_>,
    likeness: Likeness<'_>,
    thresholds: &Thresholds,
) -> Vec<CheckedSentence> {
    let mut lexicon = Lexicon::new(stems);
    let corpus = Corpus::read(sources, &mut lexicon);
    let check = |claim: Claim| checked(claim, &corpus, &mut lexicon, likeness, thresholds);
    claims(answer).into_iter().map(check).collect()
}

fn checked(
    claim: Claim,
    corpus: &Corpus<'_>,
    lexicon: &mut Lexicon<'_>,
    likeness: Likeness<'_>,
    thresholds: &Thresholds,
) -> CheckedSentence {
    let Claim { range, text, cited, breaks, kind } = claim;
    let read = Claimed::read(&text, corpus, lexicon);
    if kind == Kind::Nothing || read.terms.is_empty() {
        return nothing(range, text, judge::unknown(corpus, &cited));
    }
    let found = found_terms(&read, corpus);
    let trial = Trial { claim: &read, corpus, found: &found, lexicon, thresholds, likeness };
    let (verdict, citations, mut problems) = judge::judge(&trial, &cited);
    // What sounds like a refusal may be the document's own words: "The report does not mention a leak."
    if kind == Kind::Refusal && verdict != Verdict::Quoted {
        return nothing(range, text, judge::unknown(corpus, &cited));
    }
    if problems.is_empty() {
        problems = parts::exchanged(&text, &breaks, corpus, lexicon, (likeness, thresholds));
    }
    CheckedSentence { range, claim: text, verdict: Some(verdict), citations, problems }
}

/// A sentence that claims nothing. That it cites a source which is not there is wrong all the same.
fn nothing(range: Range<usize>, claim: String, problems: Vec<Problem>) -> CheckedSentence {
    CheckedSentence { range, claim, verdict: None, citations: Vec::new(), problems }
}

/// A sentence without the ways in which it cites.
pub(crate) fn without_markers(sentence: &str) -> String {
    let (mut text, mut end) = (String::with_capacity(sentence.len()), 0);
    for marker in markers::markers(sentence) {
        text.push_str(sentence[end..marker.range.start].trim_end());
        end = marker.range.end;
    }
    text + &sentence[end..]
}

/// Whether an answer is the plain word that the documents do not tell: its first sentence that says anything says
/// so, and no later one cites a source for something else.
pub(crate) fn is_refusal(answer: &str) -> bool {
    let claims = claims(answer);
    let mut telling = claims.iter().filter(|claim| claim.kind != Kind::Nothing);
    telling.next().is_some_and(|first| first.kind == Kind::Refusal)
        && telling.all(|later| later.kind == Kind::Refusal || later.cited.is_empty())
}
