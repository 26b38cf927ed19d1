//! Checked sentences to an answer with its citations.

use std::fmt::Write;
use std::ops::Range;

use crate::Result;
use crate::answer::check::{CheckedCitation, CheckedSentence, Problem, without_markers};
use crate::answer::compose::one_line;
use crate::catalog::StoredPassage;
use crate::messages::{AnswerSentence, Citation, SentenceProblem};
use crate::passage::Span;
use crate::search::Presenter;

/// What is put between stretches of a passage that do not follow each other.
const GAP: &str = " … ";

/// An answer as it stands at the end.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Written {
    /// With a number of its own for each citation, instead of those of the passages.
    pub(crate) text: String,
    /// In the order of the text.
    pub(crate) citations: Vec<Citation>,
    /// In the order of the text.
    pub(crate) sentences: Vec<AnswerSentence>,
}

/// Puts numbers behind sentences, one for each passage that carries them. `given` are the passages that the model was
/// given: the first has the number 1. Blocks.
///
/// # Errors
/// Those of the catalog.
pub(crate) fn cite(
    answer: &str,
    checked: &[CheckedSentence],
    given: &[&StoredPassage],
    presenter: &mut Presenter<'_>,
) -> Result<Written> {
    let mut written = Written::default();
    let mut end = 0;
    for sentence in checked {
        let CheckedSentence { range, verdict, .. } = sentence;
        written.text.push_str(&answer[end.min(range.start)..range.start]);
        end = range.end;
        let start = utf16(&written.text);
        let raw = &answer[range.clone()];
        let said = without_markers(raw);
        written.text.push_str(said.trim_end());
        let mut numbers = Vec::new();
        for citation in sentence.citations.iter().filter(|citation| !citation.evidence.is_empty()) {
            let Some(passage) = given.get((citation.number as usize).wrapping_sub(1)) else { continue };
            let number = written.citations.len() as u32 + 1;
            let blank = if numbers.is_empty() { " " } else { "" };
            let _ = write!(written.text, "{blank}[{number}]");
            written.citations.push(citation_of(number, &sentence.claim, citation, passage, presenter)?);
            numbers.push(number);
        }
        let problems = sentence.problems.iter().map(shown).collect();
        written.sentences.push(AnswerSentence {
            start,
            end: utf16(&written.text),
            verdict: *verdict,
            numbers,
            problems,
        });
        written.text.push_str(&raw[raw.trim_end().len()..]);
    }
    written.text.push_str(&answer[end..]);
    Ok(written)
}

fn citation_of(
    number: u32,
    claim: &str,
    checked: &CheckedCitation,
    stored: &StoredPassage,
    presenter: &mut Presenter<'_>,
) -> Result<Citation> {
    let StoredPassage { id, document, passage } = stored;
    let spans: Vec<Span> = checked.evidence.iter().flat_map(|range| passage.locate(range.clone())).collect();
    let place = presenter.place(document, &spans)?;
    let quotes: Vec<String> =
        checked.evidence.iter().map(|range: &Range<usize>| one_line(&passage.text[range.clone()])).collect();
    Ok(Citation {
        number,
        sentence: claim.to_owned(),
        verdict: checked.verdict,
        document: presenter.document(document)?,
        page: place.page,
        page_label: place.page_label,
        passage: id.to_string(),
        quote: quotes.join(GAP),
        boxes: place.boxes,
        spans: place.spans,
    })
}

fn shown(problem: &Problem) -> SentenceProblem {
    match problem.clone() {
        Problem::UnknownSource { number } => SentenceProblem::UnknownSource { number },
        Problem::WrongSource { better, .. } => SentenceProblem::WrongSource { is_elsewhere: better.is_some() },
        Problem::NumberNotFound { text } => SentenceProblem::NumberNotFound { text },
        Problem::NameNotFound { text } => SentenceProblem::NameNotFound { text },
        Problem::Contradiction { said, stands } => SentenceProblem::Contradiction { said, stands },
        Problem::NoEvidence => SentenceProblem::NoEvidence,
    }
}

fn utf16(text: &str) -> u32 {
    text.encode_utf16().count() as u32
}
