//! What a model thinks, parted from what it says.
//!
//! Many models think aloud between `<think>` and `</think>` before they answer, and not every server takes that out
//! of the text. Only at its beginning it is thinking: later on, a model may well write about such marks.

use super::Piece;

/// Where thinking begins.
const OPEN: &str = "<think>";

/// Where it ends.
const CLOSE: &str = "</think>";

/// Text on its way to be pieces.
#[derive(Default)]
pub(super) struct Thoughts {
    state: State,
    /// What may still become a mark.
    held: String,
}

#[derive(Default, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Nothing but blanks has come.
    #[default]
    Beginning,
    Thinking,
    /// Thinking has ended, and the blanks behind it are no text.
    After,
    Saying,
}

impl Thoughts {
    /// The pieces of the next words, as far as it is certain what they are.
    pub(super) fn push(&mut self, text: &str) -> Vec<Piece> {
        self.held.push_str(text);
        let mut pieces = Vec::new();
        loop {
            let state = self.state;
            pieces.extend(self.step());
            if self.state == state {
                return pieces;
            }
        }
    }

    /// What was held back, when there is no more.
    pub(super) fn rest(&mut self) -> Option<Piece> {
        let held = std::mem::take(&mut self.held);
        match self.state {
            _ if held.is_empty() => None,
            State::Thinking => Some(Piece::Thinking(held)),
            _ => Some(Piece::Text(held)),
        }
    }

    fn step(&mut self) -> Option<Piece> {
        match self.state {
            State::Beginning => self.begin(),
            State::Thinking => return self.think(),
            State::After => {
                self.held = self.held.trim_start().to_owned();
                if !self.held.is_empty() {
                    self.state = State::Saying;
                }
            }
            State::Saying if !self.held.is_empty() => return Some(Piece::Text(std::mem::take(&mut self.held))),
            State::Saying => {}
        }
        None
    }

    fn begin(&mut self) {
        let text = self.held.trim_start();
        if let Some(thought) = text.strip_prefix(OPEN) {
            (self.held, self.state) = (thought.to_owned(), State::Thinking);
        } else if !OPEN.starts_with(text) {
            self.state = State::Saying;
        }
    }

    fn think(&mut self) -> Option<Piece> {
        let thought = if let Some(end) = self.held.find(CLOSE) {
            let said = self.held.split_off(end + CLOSE.len());
            self.held.truncate(end);
            self.state = State::After;
            std::mem::replace(&mut self.held, said)
        } else {
            let held = self.held.split_off(self.held.len() - open_end(&self.held));
            std::mem::replace(&mut self.held, held)
        };
        (!thought.is_empty()).then_some(Piece::Thinking(thought))
    }
}

/// How many bytes at the end of a text may be the beginning of the closing mark.
fn open_end(text: &str) -> usize {
    (1..CLOSE.len()).rev().find(|length| text.ends_with(&CLOSE[..*length])).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is thought and what is said when the text comes so many letters at a time.
    fn parted(text: &str, step: usize) -> (String, String) {
        let (mut thoughts, letters) = (Thoughts::default(), text.chars().collect::<Vec<_>>());
        let mut pieces: Vec<_> =
            letters.chunks(step).flat_map(|part| thoughts.push(&part.iter().collect::<String>())).collect();
        pieces.extend(thoughts.rest());
        let (mut thought, mut said) = (String::new(), String::new());
        for piece in pieces {
            match piece {
                Piece::Thinking(text) => thought.push_str(&text),
                Piece::Text(text) => said.push_str(&text),
                Piece::End { .. } => unreachable!("text has no end"),
            }
        }
        (thought, said)
    }

    #[test]
    fn parts_thinking_from_saying_however_it_is_cut() {
        let cases = [
            ("<think>Hm, 1 < 2.</think>\n\nYes.", "Hm, 1 < 2.", "Yes."),
            ("\n <think>\na</thin</think>b</think>", "\na</thin", "b</think>"),
            ("<think></think>Yes.", "", "Yes."),
            ("<think>never ends</th", "never ends</th", ""),
            ("<thin", "", "<thin"),
            ("<thinking>no", "", "<thinking>no"),
            ("  It writes <think>so</think>.", "", "  It writes <think>so</think>."),
            (" \n", "", " \n"),
            ("", "", ""),
        ];
        for (text, thought, said) in cases {
            for step in 1..=text.len().max(1) {
                assert_eq!(parted(text, step), (thought.to_owned(), said.to_owned()), "{text:?}, {step} at a time");
            }
        }
    }

    #[test]
    fn holds_nothing_back_without_need() {
        let mut thoughts = Thoughts::default();
        assert_eq!(thoughts.push("Yes"), [Piece::Text("Yes".to_owned())]);
        assert_eq!(thoughts.push("<think>"), [Piece::Text("<think>".to_owned())]);
    }
}
