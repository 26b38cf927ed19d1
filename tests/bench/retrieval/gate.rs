//! Whether an answer is given where there is one, and none where there is none.
//!
//! The same questions are asked twice: of all documents, and of all but those that may answer them.

use paperside_engine::Library;
use paperside_engine::messages::{Answer, AnswerEvent, AskRequest};
use serde::Serialize;
use serde_json::{Value, json};

use crate::ranking::two_at_a_time;
use crate::shelf::{Asked, Shelf};
use crate::table::Table;

/// How many out of how many.
#[derive(Default, Serialize)]
struct Tally {
    count: usize,
    of: usize,
}

impl Tally {
    fn of<T>(items: impl IntoIterator<Item = T>, counts: impl Fn(&T) -> bool) -> Self {
        items.into_iter().fold(Self::default(), |tally, item| Self {
            count: tally.count + usize::from(counts(&item)),
            of: tally.of + 1,
        })
    }

    fn cells(&self) -> [String; 3] {
        let share = if self.of == 0 { "-".to_owned() } else { percent(self.count as f64 / self.of as f64) };
        [share, self.count.to_string(), self.of.to_string()]
    }
}

/// Asks, prints what was refused and what was answered rightly, and returns the same numbers.
pub async fn measure(shelf: &Shelf, questions: &[&Asked]) -> Value {
    let answerable = two_at_a_time(questions, async |question| ask(&shelf.library, question, Vec::new()).await).await;
    // Without any document left there is nothing to ask: no documents named would mean all.
    let rest: Vec<(&Asked, Vec<String>)> =
        questions.iter().map(|question| (*question, shelf.without(question))).collect();
    let rest: Vec<_> = rest.into_iter().filter(|(_, documents)| !documents.is_empty()).collect();
    let unanswerable =
        two_at_a_time(&rest, async |(question, documents)| ask(&shelf.library, question, documents.clone()).await)
            .await;

    let all = || questions.iter().copied().zip(&answerable);
    let answered = || all().filter(|(_, answer)| !answer.refused);
    let is_known = |(question, _): &(&Asked, &Answer)| !question.answers.is_empty();
    let tallies = [
        ("answerable, refused", Tally::of(&answerable, |answer| answer.refused)),
        ("unanswerable, refused", Tally::of(&unanswerable, |answer| answer.refused)),
        ("answered, first citation is right", Tally::of(answered(), |it| cites_rightly(it.0, it.1))),
        ("answered, holds a right answer", Tally::of(answered().filter(is_known), |it| says_rightly(it.0, it.1))),
        ("all, the answer holds a right one", Tally::of(all().filter(is_known), |it| says_rightly(it.0, it.1))),
        ("all, the first quote holds a right one", Tally::of(all().filter(is_known), |it| quotes_rightly(it.0, it.1))),
    ];
    let mut table = Table::new(["gate", "share", "count", "of"]);
    tallies.iter().for_each(|(name, tally)| table.row(name, tally.cells()));
    println!("{table}");
    let supported: Vec<(bool, f32)> = supports(true, &answerable).chain(supports(false, &unanswerable)).collect();
    json!({ "tallies": tallies, "thresholds": thresholds(&supported) })
}

async fn ask(library: &Library, question: &Asked, documents: Vec<String>) -> Answer {
    let mut events = library.ask(AskRequest { question: question.text.clone(), documents, ..AskRequest::default() });
    loop {
        match events.recv().await.expect("the last event is an end") {
            AnswerEvent::Done(answer) => return answer,
            AnswerEvent::Error(error) => panic!("{}: {}", question.text, error.message),
            _ => {}
        }
    }
}

fn cites_rightly(question: &Asked, answer: &Answer) -> bool {
    answer.citations.first().is_some_and(|citation| question.gold.has_citation(citation))
}

/// Whether any of the right answers is in the text, whatever its case and white space.
fn says_rightly(question: &Asked, answer: &Answer) -> bool {
    let uncited = answer
        .citations
        .iter()
        .fold(answer.answer.clone(), |text, citation| text.replace(&format!("[{}]", citation.number), ""));
    holds(&uncited, question)
}

/// Whether any of the right answers is in the words that are cited first.
fn quotes_rightly(question: &Asked, answer: &Answer) -> bool {
    answer.citations.first().is_some_and(|citation| holds(&citation.quote, question))
}

fn holds(text: &str, question: &Asked) -> bool {
    let text = squeezed(text);
    question.answers.iter().map(|answer| squeezed(answer)).any(|answer| !answer.is_empty() && text.contains(&answer))
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<String>().to_lowercase()
}

/// How sure the engine is that the library answers the question, with whether it does.
fn supports(is_answerable: bool, answers: &[Answer]) -> impl Iterator<Item = (bool, f32)> {
    answers.iter().filter_map(|answer| answer.support).map(move |support| (is_answerable, support))
}

/// Prints what would be refused if less support than a threshold were too little; nothing if no support is known.
fn thresholds(supported: &[(bool, f32)]) -> Option<Value> {
    if supported.is_empty() {
        return None;
    }
    let mut table = Table::new(["refused below", "answerable", "unanswerable"]);
    let mut values = Vec::new();
    for threshold in (1..20).map(|step| step as f32 / 20.0) {
        let share = |wanted: bool| {
            let of_kind = || supported.iter().filter(|(is_answerable, _)| *is_answerable == wanted);
            of_kind().filter(|(_, support)| *support < threshold).count() as f64 / of_kind().count().max(1) as f64
        };
        let (answerable, unanswerable) = (share(true), share(false));
        table.row(&format!("{threshold:.2}"), [percent(answerable), percent(unanswerable)]);
        values.push(json!({ "below": threshold, "answerable": answerable, "unanswerable": unanswerable }));
    }
    println!("{table}");
    Some(Value::Array(values))
}

fn percent(share: f64) -> String {
    format!("{:.1} %", 100.0 * share)
}
