//! What fits into the room of a language model: which passages, how much of the chat, and in which order.

use std::collections::HashMap;

use super::{rules, tokens};
use crate::answer::check::without_markers;
use crate::answer::language::{Prompt, PromptTurn, Role};
use crate::messages::ContextLedger;
use crate::search::{Found, Turn};

/// Tokens that most models can read at once today, for one that does not say.
const USUAL_ROOM: u32 = 8192;

/// The most that is kept free for an answer, and the part of a small room.
const ANSWER: u32 = 1536;
const ANSWER_PART: u32 = 4;

/// The part of the room that what was said before may take.
const HISTORY_PART: u32 = 6;

/// Tokens that a server puts around each message.
const AROUND_A_MESSAGE: u32 = 8;

/// A prompt, and what became of the passages.
pub(crate) struct Packed {
    /// What the model is asked.
    pub(crate) prompt: Prompt,
    /// How its room is used.
    pub(crate) ledger: ContextLedger,
    /// Which of the passages found it was given, by their places in the list: the first has the number 1.
    pub(crate) given: Vec<usize>,
    /// No model can have read fewer tokens than these without something being cut off.
    least: u32,
}

/// All texts of which a prompt may be made, for a model that counts its tokens itself.
pub(crate) fn parts(question: &str, found: &[Found], earlier: &[Turn]) -> Vec<String> {
    let passages = found.iter().enumerate().map(|(place, found)| rules::passage(place + 1, found));
    let turns = earlier.iter().flat_map(|turn| [turn.question.clone(), without_markers(&turn.answer)]);
    [rules::RULES.to_owned(), question.to_owned()].into_iter().chain(passages).chain(turns).collect()
}

/// Puts as many passages before a model as it has room for, the best first. `counted` has the tokens of
/// [`parts`] as the model counts them; of other texts they are estimated.
pub(crate) fn pack(
    question: &str,
    found: &[Found],
    earlier: &[Turn],
    room: Option<u32>,
    counted: &HashMap<String, u32>,
) -> Packed {
    let count = |text: &str| counted.get(text).copied().unwrap_or_else(|| tokens::estimate(text));
    let all = room.unwrap_or(USUAL_ROOM).max(512);
    let answer = ANSWER.min(all / ANSWER_PART);
    let (rules, asked) = (around(count(rules::RULES)), around(count(question)));
    let (turns, history) = history(earlier, all / HISTORY_PART, &count);
    let room_for_passages = all.saturating_sub(answer + rules + asked + history);
    let (mut left, mut given) = (room_for_passages, Vec::new());
    for (place, found) in found.iter().enumerate() {
        // A long one that does not fit may leave room for a shorter one behind it.
        let size = count(&rules::passage(place + 1, found));
        if size <= left {
            left -= size;
            given.push(place);
        }
    }
    let given = best_at_both_ends(&given);
    let passages: String =
        given.iter().enumerate().map(|(number, place)| rules::passage(number + 1, &found[*place])).collect();
    let ledger = ContextLedger {
        room: all,
        is_known: room.is_some(),
        rules,
        history,
        question: asked,
        passages: room_for_passages - left,
        answer,
        passages_given: given.len() as u32,
        passages_left_out: (found.len() - given.len()) as u32,
        read: None,
        was_cut: false,
    };
    let question = rules::question(&passages, question);
    let texts = turns.iter().map(|turn: &PromptTurn| turn.text.as_str());
    let least = [rules::RULES, &question].into_iter().chain(texts).map(tokens::least).sum();
    let turns = turns.into_iter().chain([PromptTurn { role: Role::Person, text: question }]).collect();
    let prompt = Prompt {
        system: rules::RULES.to_owned(),
        turns,
        most_answer_tokens: answer,
        context_tokens: Some(all),
        temperature: 0.0,
    };
    Packed { prompt, ledger, given, least }
}

impl Packed {
    /// Notes how much the model says it has read.
    pub(crate) fn note_read(&mut self, read: u32) {
        self.ledger.read = Some(read);
        self.ledger.was_cut = read < self.least;
    }
}

fn around(tokens: u32) -> u32 {
    tokens + AROUND_A_MESSAGE
}

/// The latest turns that fit, in their order, and what they take.
fn history(earlier: &[Turn], room: u32, count: &dyn Fn(&str) -> u32) -> (Vec<PromptTurn>, u32) {
    let (mut turns, mut taken) = (Vec::new(), 0);
    for turn in earlier.iter().rev() {
        // The numbers of its citations are those of other passages.
        let answer = without_markers(&turn.answer);
        let size = around(count(&turn.question)) + around(count(&answer));
        if taken + size > room {
            break;
        }
        taken += size;
        turns.push(PromptTurn { role: Role::Model, text: answer });
        turns.push(PromptTurn { role: Role::Person, text: turn.question.clone() });
    }
    turns.reverse();
    (turns, taken)
}

/// The best first, the next best last, and so on to the middle, of which models remember least (Liu et al. 2023, "Lost
/// in the Middle").
fn best_at_both_ends(ranked: &[usize]) -> Vec<usize> {
    let (mut front, mut back) = (Vec::new(), Vec::new());
    for (number, place) in ranked.iter().enumerate() {
        if number % 2 == 0 { &mut front } else { &mut back }.push(*place);
    }
    front.extend(back.into_iter().rev());
    front
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_are_at_both_ends() {
        assert_eq!(best_at_both_ends(&[0, 1, 2, 3, 4]), [0, 2, 4, 3, 1]);
        assert_eq!(best_at_both_ends(&[7]), [7]);
        assert!(best_at_both_ends(&[]).is_empty());
    }

    #[test]
    fn the_latest_of_what_was_said_has_the_room() {
        let turn = |text: &str| Turn { question: text.to_owned(), answer: format!("{text} [1]") };
        let earlier = [turn(&"old ".repeat(200)), turn("new")];
        let (turns, taken) = history(&earlier, 100, &tokens::estimate);
        assert_eq!(turns.len(), 2);
        assert_eq!((turns[0].text.as_str(), turns[1].text.as_str()), ("new", "new"));
        assert!(taken <= 100);
    }

    #[test]
    fn a_model_that_counts_itself_is_believed() {
        let (question, rules) = ("Who rang the bell?".to_owned(), rules::RULES.to_owned());
        let counted = HashMap::from([(question.clone(), 5), (rules, 200)]);
        let ledger = pack(&question, &[], &[], Some(4096), &counted).ledger;
        assert_eq!((ledger.question, ledger.rules), (5 + AROUND_A_MESSAGE, 200 + AROUND_A_MESSAGE));
        assert_eq!(parts(&question, &[], &[]).len(), 2);
    }

    #[test]
    fn what_was_cut_off_is_noticed() {
        let mut packed =
            pack("Who was it that rang the bell of the harbour at noon?", &[], &[], Some(4096), &HashMap::new());
        let honest = packed.ledger.rules + packed.ledger.question;
        packed.note_read(honest);
        assert!(!packed.ledger.was_cut);
        packed.note_read(20);
        assert!(packed.ledger.was_cut, "the rules alone are more");
    }
}
