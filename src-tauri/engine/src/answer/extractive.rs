//! The built-in answerer: the documents' own sentences, chosen and ordered, or the plain word that none fits.

use std::ops::Range;
use std::sync::Arc;

use super::sentence::{QuestionTerms, Sentence, candidates};
use crate::Result;
use crate::embed::Embedder;
use crate::index::Keywords;
use crate::search::{Found, Question};

/// The name of the built-in answerer.
pub(crate) const EXTRACTIVE: &str = "extractive";

/// Sentences are embedded only for the most promising, so that the first words come soon: each costs about a
/// tenth of a passage.
const EMBEDDED: usize = 16;

/// An answer has at most this many sentences; more would be the page itself.
const MOST_SENTENCES: usize = 3;

/// A further sentence must fit nearly as well as the best one.
const NEARLY: f32 = 0.85;

/// Two sentences that share this part of their terms say the same.
const SAME: f32 = 0.6;

/// The share of meaning in how well a sentence fits; the rest is the share of the question's words it has.
const MEANING: f32 = 0.5;

/// Words that point back: a sentence that begins with one is given together with the one before it.
const POINTING_BACK: &[&str] =
    &["he", "she", "it", "they", "his", "her", "its", "their", "this", "these", "that", "those", "such"];

/// A chosen sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Chosen {
    /// Which hit, by its place in the list.
    pub(crate) hit: usize,
    /// Its bytes in the text of the hit's passage.
    pub(crate) range: Range<usize>,
}

/// What was chosen, and how likely the hits were thought to hold an answer.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Choice {
    /// In the order to be read; none if nothing fits.
    pub(crate) chosen: Vec<Chosen>,
    /// 0 to 1.
    pub(crate) support: f32,
}

/// What the gate saw; kept together so that its threshold can be measured.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Support {
    /// Best cosine of a passage with the question.
    pub(crate) passage_cosine: f32,
    /// Best share of the question's terms in one passage.
    pub(crate) passage_coverage: f32,
    /// Best cosine of a sentence with the question.
    pub(crate) sentence_cosine: f32,
    /// Best likeness of a passage with the question, token by token; none where that was not looked at.
    pub(crate) likeness: Option<f32>,
}

impl Support {
    /// How likely the hits hold an answer.
    fn probability(self) -> f32 {
        let Self { passage_cosine, passage_coverage, sentence_cosine, likeness } = self;
        let ([bias, cosine, coverage, sentence], by_tokens) = match likeness {
            Some(likeness) => (GATE, GATE_LIKENESS * likeness),
            None => (GATE_WITHOUT_LIKENESS, 0.0),
        };
        let log_odds =
            bias + cosine * passage_cosine + coverage * passage_coverage + sentence * sentence_cosine + by_tokens;
        1.0 / (1.0 + (-log_odds).exp())
    }
}

/// Bias and weights of a logistic regression for "the library holds an answer": of the best cosine of a passage, the
/// best share of the question's terms in one, the best cosine of a sentence, and the best likeness token by token.
/// Fitted on 400 questions of the `SQuAD` v1.1 development set, each asked of typeset articles among which is the one
/// that holds the answer, and of the same without it.
const GATE: [f32; 4] = [-18.71, 8.10, 5.07, 9.32];
const GATE_LIKENESS: f32 = 17.92;

/// The same where passages were not compared token by token: they are from an earlier version, or it was switched off.
const GATE_WITHOUT_LIKENESS: [f32; 4] = [-15.75, 10.09, 7.98, 13.25];

/// Below this nothing is answered. In ten-fold cross-validation it refuses 94 % of what is not there and 3.5 % of what
/// is; with 0.5 it would be 96 % and 4.5 %, with 0.2 90 % and 2 %.
const LEAST_SUPPORT: f32 = 0.4;

/// Answers in the documents' own sentences.
#[derive(Clone)]
pub(crate) struct Extractive {
    pub(crate) embedder: Embedder,
    pub(crate) keywords: Arc<Keywords>,
}

impl Extractive {
    /// The sentences that answer the question, in the order to be read; none if nothing fits.
    ///
    /// # Errors
    /// Those of the embedder.
    pub(crate) async fn choose(&self, question: &Question, found: &[Found]) -> Result<Choice> {
        let terms = QuestionTerms::new(&question.corrected(&self.keywords), found, &self.keywords);
        let promising = promising(found, candidates(found, &terms, &self.keywords));
        let texts = promising.iter().map(|sentence| text(found, sentence).to_owned()).collect();
        let vectors = self.embedder.vectors(texts).await?;
        let scale = self.embedder.likeness();
        let cosine = |vector: &Vec<f32>| scale.as_reference(dot(vector, &question.embedded.vector));
        let cosines: Vec<f32> = vectors.iter().map(cosine).collect();
        let support = Support {
            passage_cosine: best(found.iter().filter_map(|found| found.scores.dense).map(|it| scale.as_reference(it))),
            passage_coverage: terms.best_coverage(),
            sentence_cosine: best(cosines.iter().copied()),
            // Tokens of other models lie otherwise, and nothing is known of how.
            likeness: found
                .iter()
                .filter_map(|found| found.scores.late)
                .filter(|_| scale.is_reference())
                .reduce(f32::max),
        };
        tracing::debug!(?support, "evidence for an answer");
        let probability = support.probability();
        if probability < LEAST_SUPPORT {
            return Ok(Choice { chosen: Vec::new(), support: probability });
        }
        let chosen = in_reading_order(with_context(found, pick(found, promising, &cosines)));
        Ok(Choice { chosen, support: probability })
    }
}

/// The sentences worth embedding: by shared words and by the rank of their passage.
fn promising(found: &[Found], mut candidates: Vec<Sentence>) -> Vec<Sentence> {
    let promise = |sentence: &Sentence| 0.6 * sentence.coverage + 0.4 * found[sentence.hit].score;
    candidates.retain(|sentence| sentence.terms.len() > 1);
    candidates.sort_by(|a, b| promise(b).total_cmp(&promise(a)));
    candidates.truncate(EMBEDDED);
    candidates
}

/// The best sentence and those that fit nearly as well and say something else.
fn pick(found: &[Found], candidates: Vec<Sentence>, cosines: &[f32]) -> Vec<Sentence> {
    let mut rated: Vec<(f32, Sentence)> = candidates
        .into_iter()
        .zip(cosines)
        .map(|(sentence, cosine)| (fit(found, &sentence, *cosine), sentence))
        .collect();
    rated.sort_by(|a, b| b.0.total_cmp(&a.0));
    let enough = rated.first().map_or(0.0, |(fit, _)| fit * NEARLY);
    let mut picked: Vec<Sentence> = Vec::new();
    for (fit, sentence) in rated {
        if picked.len() == MOST_SENTENCES || fit < enough {
            break;
        }
        if !picked.iter().any(|other| says_the_same(other, &sentence)) {
            picked.push(sentence);
        }
    }
    picked
}

/// How well a sentence fits: its meaning, its words, its passage's score, and less if it is a heading or a
/// fragment, which names the subject but says nothing of it.
fn fit(found: &[Found], sentence: &Sentence, cosine: f32) -> f32 {
    let own = MEANING * cosine + (1.0 - MEANING) * sentence.coverage;
    let whole = text(found, sentence).ends_with(['.', '!', '?', '。', '！', '？', '”', '"', ')']);
    (0.8 * own + 0.2 * found[sentence.hit].score) * if whole { 1.0 } else { 0.75 }
}

fn says_the_same(a: &Sentence, b: &Sentence) -> bool {
    let shared = a.terms.intersection(&b.terms).count() as f32;
    shared >= SAME * a.terms.len().min(b.terms.len()) as f32
}

/// Adds to a sentence that points back the one before it in its passage.
fn with_context(found: &[Found], picked: Vec<Sentence>) -> Vec<Chosen> {
    picked
        .into_iter()
        .map(|sentence| {
            let passage = &found[sentence.hit].passage.passage.text;
            let first = passage[sentence.range.clone()].split_whitespace().next().unwrap_or_default();
            let points_back = POINTING_BACK.contains(&first.to_lowercase().as_str());
            let before = points_back.then(|| previous(passage, sentence.range.start)).flatten();
            let start = before.unwrap_or(sentence.range.start);
            Chosen { hit: sentence.hit, range: start..sentence.range.end }
        })
        .collect()
}

/// Where the sentence before this one starts, if it belongs to the same paragraph.
fn previous(passage: &str, start: usize) -> Option<usize> {
    let before = crate::passage::sentences(&passage[..start]).pop()?;
    (!passage[before.end..start].contains("\n\n")).then_some(before.start)
}

/// Best passage first, the sentences of one passage as they stand there; overlapping ones become one.
fn in_reading_order(chosen: Vec<Chosen>) -> Vec<Chosen> {
    let order: Vec<usize> = chosen.iter().map(|chosen| chosen.hit).collect();
    let place = |hit: usize| order.iter().position(|other| *other == hit);
    let mut sorted = chosen;
    sorted.sort_by_key(|chosen| (place(chosen.hit), chosen.range.start));
    let mut merged: Vec<Chosen> = Vec::new();
    for chosen in sorted {
        match merged.last_mut() {
            Some(last) if last.hit == chosen.hit && chosen.range.start < last.range.end => {
                last.range.end = last.range.end.max(chosen.range.end);
            }
            _ => merged.push(chosen),
        }
    }
    merged
}

fn text<'a>(found: &'a [Found], sentence: &Sentence) -> &'a str {
    &found[sentence.hit].passage.passage.text[sentence.range.clone()]
}

fn dot(a: &[f32], b: &[f32]) -> f32 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn best(numbers: impl Iterator<Item = f32>) -> f32 {
    numbers.fold(0.0, f32::max)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(hit: usize, range: Range<usize>) -> Chosen {
        Chosen { hit, range }
    }

    #[test]
    fn sentences_of_a_passage_are_read_as_they_stand() {
        let picked = vec![chosen(2, 50..60), chosen(0, 10..20), chosen(2, 0..30)];
        assert_eq!(in_reading_order(picked), [chosen(2, 0..30), chosen(2, 50..60), chosen(0, 10..20)]);
    }

    #[test]
    fn a_sentence_is_not_said_twice_where_contexts_overlap() {
        let picked = vec![chosen(0, 10..40), chosen(0, 30..60)];
        assert_eq!(in_reading_order(picked), [chosen(0, 10..60)]);
    }

    #[test]
    fn a_sentence_before_is_taken_from_the_same_paragraph_only() {
        let passage = "Luther was born in Eisleben. He was baptised. \n\nHe died.";
        let second = passage.find("He was").expect("it is there");
        let third = passage.find("He died").expect("it is there");
        assert_eq!(previous(passage, second), Some(0));
        assert_eq!(previous(passage, third), None);
    }
}
