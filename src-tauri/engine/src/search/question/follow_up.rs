//! Follow-ups made whole: "and in Spain?" with what was asked before.
//!
//! The result is embedded and searched for its words; nobody reads it, so it need not be good English. Where a safe
//! rule exists a name or year of the earlier question is replaced; else the words of the earlier question that mean
//! something are put behind the new one. Filters of earlier questions are not carried over.

use super::Asked;
use super::depends::{Examined, Lack};
use super::languages::Language;
use super::words::{Word, words};

/// A question of this chat and what was answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Turn {
    /// As the person typed it.
    pub(crate) question: String,
    /// As it was shown.
    pub(crate) answer: String,
}

/// A longer question is never a follow-up, and of an earlier one no more is read.
const MOST_BYTES: usize = 600;

/// People rarely go on about one thing for longer.
const MOST_TURNS: usize = 12;

/// More words of the earlier question would drown those of the new one.
const MOST_WORDS: usize = 12;

/// Longer runs of letters are no words of a language with spaces.
const LONGEST_WORD: usize = 48;

/// An answer of more than a sentence or two names too many things to tell which one is meant.
const LONGEST_ANSWER: usize = 200;

/// A question that can be understood without the chat, which comes oldest first; unchanged if it can already.
pub(crate) fn self_contained(typed: &str, earlier: &[Turn]) -> String {
    if typed.len() > MOST_BYTES {
        return typed.to_owned();
    }
    let mut context = Context::default();
    earlier.iter().skip(earlier.len().saturating_sub(MOST_TURNS)).for_each(|turn| context.note(turn));
    context.resolve(typed, &plain(typed)).0
}

/// What the chat is about.
#[derive(Default)]
struct Context {
    /// The last question, made whole.
    question: String,
    /// What is talked of: the words of the last whole question and of those since that asked for a thing.
    topic: Vec<String>,
    /// The one name in the answer to a question for somebody or something.
    answered: Option<String>,
}

/// How a question was made whole.
#[derive(PartialEq)]
enum Made {
    AsItWas,
    Replaced,
    Joined(Lack),
}

impl Context {
    fn note(&mut self, turn: &Turn) {
        let text = plain(&turn.question);
        let (whole, made) = self.resolve(&text, &text);
        let meaning = content(&whole);
        if meaning.is_empty() {
            return;
        }
        let question_words = words(&text);
        let for_thing =
            question_words.iter().take(2).any(|word| word.is_in(Language::of(&question_words).asking_for_thing));
        match made {
            Made::AsItWas | Made::Replaced => self.topic = meaning,
            Made::Joined(Lack::Antecedent) if for_thing => {
                self.topic.retain(|known| !meaning.contains(known));
                self.topic.splice(0..0, meaning);
                self.topic.truncate(MOST_WORDS);
            }
            Made::Joined(_) => {}
        }
        self.answered = if for_thing { only_name(&turn.answer, &whole) } else { None };
        self.question = whole;
    }

    /// A question as typed, and the same without filters and marks, which is what is judged.
    fn resolve(&self, typed: &str, text: &str) -> (String, Made) {
        let question = words(text);
        let examined = Examined { text, words: &question, language: Language::of(&question) };
        let Some(lack) = examined.lack().filter(|_| !self.question.is_empty()) else {
            return (typed.to_owned(), Made::AsItWas);
        };
        let replaced = if typed.trim() == text { replace(&examined, &self.question) } else { None };
        if let Some(replaced) = replaced {
            return (replaced, Made::Replaced);
        }
        let mut missing = match lack {
            Lack::Rest => content(&self.question),
            Lack::Antecedent => self.answered.iter().chain(&self.topic).cloned().collect(),
        };
        let brings_year = question.iter().any(Word::is_year);
        missing.retain(|word| {
            let said = words(word).iter().all(|part| question.iter().any(|known| known.folded == part.folded));
            let other_year = brings_year && words(word).iter().any(Word::is_year);
            !said && !other_year
        });
        (joined(typed, text, &missing), Made::Joined(lack))
    }
}

/// A question mark keeps the two apart, so that "which documents mention him?" can still be told from what follows.
fn joined(typed: &str, text: &str, missing: &[String]) -> String {
    let typed = typed.trim_end();
    match missing {
        [] => typed.to_owned(),
        _ if text.ends_with(char::is_alphanumeric) => format!("{typed}? {}", missing.join(" ")),
        _ => format!("{typed} {}", missing.join(" ")),
    }
}

fn plain(typed: &str) -> String {
    Asked::parse(typed.get(..typed.floor_char_boundary(MOST_BYTES)).unwrap_or_default()).text
}

/// The words that mean something, each once, as they were written.
fn content(text: &str) -> Vec<String> {
    let words = words(text);
    let language = Language::of(&words);
    let mut known: Vec<&str> = Vec::new();
    let mut content = Vec::new();
    for word in words.iter().filter(|word| word.text.len() <= LONGEST_WORD && !language.is_small(&word.folded)) {
        if content.len() < MOST_WORDS && !known.contains(&word.folded.as_str()) {
            known.push(&word.folded);
            content.push(word.text.to_owned());
        }
    }
    content
}

/// "What about Spain?" after "What is the capital of France?", where one name or year alone can be meant.
fn replace(new: &Examined, old: &str) -> Option<String> {
    let rest = new.words.get(new.turning()..)?;
    let (preposition, rest) = match rest {
        [first, rest @ ..] if first.is_in(new.language.prepositions) => (Some(first), rest),
        _ => (None, rest),
    };
    let (first, last) = (rest.first()?, rest.last()?);
    let replacement = new.text.get(first.range.start..last.range.end)?;
    let old_words = words(old);
    let language = Language::of(&old_words);
    let places = if rest.len() == 1 && first.is_year() {
        old_words.iter().filter(|word| word.is_year()).map(|word| word.range.clone()).collect()
    } else if rest.len() <= 3 && rest.iter().all(Word::is_capitalised) {
        names(&old_words, language, preposition)
    } else {
        return None;
    };
    let [place] = places.as_slice() else { return None };
    Some(format!("{}{replacement}{}", old.get(..place.start)?, old.get(place.end..)?))
}

/// Where names stand: runs of words with capital letters, behind this preposition if there is one. In German every
/// noun has a capital letter, so without a preposition nothing tells a name.
fn names(words: &[Word], language: &Language, preposition: Option<&Word>) -> Vec<std::ops::Range<usize>> {
    let is_name =
        |at: usize| words.get(at).is_some_and(|word| word.is_capitalised() && !language.is_small(&word.folded));
    let mut names = Vec::new();
    for (at, word) in words.iter().enumerate().skip(1) {
        if !is_name(at) || (at > 1 && is_name(at - 1)) {
            continue;
        }
        let end = (at..words.len()).take_while(|next| is_name(*next)).last().and_then(|last| words.get(last));
        let before = words.get(at - 1).map(|before| before.folded.as_str());
        let fits = preposition.map_or(!language.capital_nouns, |wanted| before == Some(&wanted.folded));
        names.extend(end.filter(|_| fits).map(|end| word.range.start..end.range.end));
    }
    names
}

/// The name in a short answer that was not in the question, if there is just one.
fn only_name(answer: &str, question: &str) -> Option<String> {
    let answer = Some(answer).filter(|answer| answer.len() <= LONGEST_ANSWER)?;
    let (words, asked) = (words(answer), words(question));
    let language = Language::of(&words);
    if language.capital_nouns {
        return None;
    }
    let is_new_name = |word: &Word| {
        let said = asked.iter().any(|known| known.folded == word.folded);
        word.is_capitalised()
            && !language.is_small(&word.folded)
            && !said
            && !word.is_in("nothing none nobody passage sorry found")
    };
    let mut runs =
        words.chunk_by(|one, next| is_new_name(one) && is_new_name(next)).filter(|run| run.iter().all(is_new_name));
    let (run, further) = (runs.next()?, runs.next());
    let range = run.first()?.range.start..run.last()?.range.end;
    answer.get(range).filter(|name| further.is_none() && name.len() <= LONGEST_WORD).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(typed: &str, earlier: &[&str]) -> String {
        let turn = |question: &&str| Turn { question: (*question).to_owned(), answer: String::new() };
        self_contained(typed, &earlier.iter().map(turn).collect::<Vec<_>>())
    }

    #[test]
    fn one_name_or_year_is_replaced() {
        for (earlier, typed, expected) in [
            ("What is the capital of France?", "What about Spain?", "What is the capital of Spain?"),
            ("Who was Luther?", "and Calvin?", "Who was Calvin?"),
            ("How many people lived in Berlin in 1980?", "And in 1990?", "How many people lived in Berlin in 1990?"),
            ("How many people lived in Berlin in 1980?", "and in Rome?", "How many people lived in Rome in 1980?"),
            ("Wie viele Einwohner leben in Frankreich?", "Und in Spanien?", "Wie viele Einwohner leben in Spanien?"),
        ] {
            assert_eq!(asked(typed, &[earlier]), expected);
        }
    }

    #[test]
    fn else_the_words_that_mean_something_are_added() {
        for (earlier, typed, expected) in [
            ("What is the capital of France?", "why?", "why? capital France"),
            ("Did France fight Spain?", "What about Italy?", "What about Italy? France fight Spain"),
            ("What is \"net zero\" document:x", "Tell me more", "Tell me more? net zero"),
            ("What is the Iliad?", "who wrote it? page:3", "who wrote it? page:3 Iliad"),
            ("Was ist die Hauptstadt von Frankreich?", "Warum?", "Warum? Hauptstadt Frankreich"),
            ("Who was Luther?", "which documents mention him?", "which documents mention him? Luther"),
        ] {
            assert_eq!(asked(typed, &[earlier]), expected);
        }
    }

    #[test]
    fn chains_go_back_to_the_subject() {
        assert_eq!(asked("and where?", &["who was Luther?", "when was he born?"]), "and where? born Luther");
        let chain = ["who was Luther?", "when was he born?", "thanks", "who was his wife?"];
        assert_eq!(asked("when did she die?", &chain), "when did she die? wife Luther");
        assert_eq!(
            asked("when was he born?", &["who was Luther?", "What is the capital of France?", "who was Calvin?"]),
            "when was he born? Calvin",
            "a new question is a new subject"
        );
    }

    #[test]
    fn the_one_name_in_a_short_answer_helps() {
        let turns = ["Homer wrote the Iliad [1].", "Homer or Virgil wrote it.", "Nothing was found."]
            .map(|answer| vec![Turn { question: "Who wrote the Iliad?".to_owned(), answer: answer.to_owned() }]);
        let made = turns.map(|turns| self_contained("when was he born?", &turns));
        assert_eq!(
            made,
            ["when was he born? Homer wrote Iliad", "when was he born? wrote Iliad", "when was he born? wrote Iliad"]
        );
    }

    #[test]
    fn what_stands_alone_is_returned_as_typed() {
        let earlier = ["Who was Luther?"];
        for typed in
            ["When did Calvin publish his book? ", "What is the capital of France?", "", "  ", "page:3", "Spain"]
        {
            assert_eq!(asked(typed, &earlier), typed);
        }
        assert_eq!(asked("why?", &[]), "why?");
    }
}
