//! Text that is still being written: which of its lines are sure to stay as they are.
//!
//! A line is shown when it is whole and what is still to come cannot change it, so that nothing that a person has begun
//! to read is drawn again. Text is taken up to its last blank; a table until it ends; bold words until they are closed.

use super::lines::Line;

/// Text in Markdown that is being written.
#[derive(Debug, Default)]
pub(crate) struct Stream {
    text: String,
    told: usize,
}

impl Stream {
    /// More of it has come. The lines that have become sure, of those that `draw` makes of the text.
    pub(crate) fn push(&mut self, piece: &str, draw: impl Fn(&str) -> Vec<Line>) -> Vec<Line> {
        self.text.push_str(piece);
        if !piece.contains(char::is_whitespace) {
            return Vec::new();
        }
        let mut lines = draw(settled(&self.text));
        // The last one may grow.
        lines.pop();
        let sure = lines.split_off(self.told.min(lines.len()));
        self.told += sure.len();
        sure
    }

    /// How many words have come.
    pub(crate) fn words(&self) -> usize {
        self.text.split_whitespace().count()
    }
}

/// The beginning of a text that means the same, whatever comes behind it.
fn settled(text: &str) -> &str {
    let mut block = 0;
    let mut fence = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        at += line.len();
        let begins = line.trim_start();
        match fence {
            None if begins.starts_with("```") || begins.starts_with("~~~") => fence = begins.get(..3),
            None if line.trim().is_empty() => block = at,
            Some(mark) if begins.starts_with(mark) => (fence, block) = (None, at),
            _ => {}
        }
    }
    if fence.is_some() {
        return &text[..text.rfind('\n').map_or(0, |end| end + 1)];
    }
    let (before, open) = text.split_at(block);
    // A table is one from its second line on.
    if open.contains('|') {
        return before;
    }
    let whole = &open[..open.rfind(char::is_whitespace).unwrap_or(0)];
    let sure = &whole[..first_open(whole).unwrap_or(whole.len())];
    // A line with no word yet may be a heading's, a list's or a part's beginning.
    let last = sure.rfind('\n').unwrap_or(0);
    let sure = if sure[last..].contains(char::is_alphabetic) { sure } else { &sure[..last] };
    &text[..before.len() + sure.len()]
}

/// Where the first part begins that is not closed: emphasis, code or the text of a link.
fn first_open(text: &str) -> Option<usize> {
    let mut open: Vec<(&str, usize)> = Vec::new();
    let mut at = 0;
    while let Some(letter) = text[at..].chars().next() {
        let rest = &text[at..];
        let run = &rest[..rest.len() - rest.trim_start_matches(letter).len()];
        let is_in_code = open.last().is_some_and(|(mark, _)| mark.starts_with('`'));
        let before = text[..at].chars().next_back();
        let behind = rest[run.len()..].chars().next();
        let (ends_word, begins_word) = (is_text(before), is_text(behind));
        at += match letter {
            '`' if is_in_code => {
                open.pop_if(|(mark, _)| *mark == run);
                run.len()
            }
            _ if is_in_code => letter.len_utf8(),
            '\\' => 1 + rest[1..].chars().next().map_or(0, char::len_utf8),
            '`' => {
                open.push((run, at));
                run.len()
            }
            '[' => {
                open.push(("[", at));
                1
            }
            ']' => {
                open.pop_if(|(mark, _)| *mark == "[");
                1
            }
            '*' | '_' => {
                let is_in_word = letter == '_' && is_letter(before) && is_letter(behind);
                let closes = ends_word && open.last().is_some_and(|(mark, _)| *mark == run);
                if closes {
                    open.pop();
                } else if begins_word && !is_in_word {
                    open.push((run, at));
                }
                run.len()
            }
            letter => letter.len_utf8(),
        };
    }
    open.first().map(|(_, at)| *at)
}

fn is_text(letter: Option<char>) -> bool {
    letter.is_some_and(|letter| !letter.is_whitespace())
}

fn is_letter(letter: Option<char>) -> bool {
    letter.is_some_and(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::terminal::lines::said;
    use crate::cli::terminal::markdown::markdown;

    const ANSWER: &str = "## How it boils\n\nWater **boils** at 100 degrees [1], or at 373 kelvin, as the \
        *old* `table_of_kelvins` has it [2].\nLower on mountains.\n\n1. Fill the kettle with water from the tap.\n2. \
        Wait **until it whistles** loudly.\n   - not before\n   - 2 * 3 minutes\n\n```sh\nwait 360 # seconds\n\npour\n\
        ```\n\n| Place | Degrees |\n|---|---|\n| sea | 100 |\n| peak | 70 |\n\n> As the label says\n> on the back.\n\n\
        That is all there is to it, see [the label](https://label.example/kettle) for more.";

    fn drawn(text: &str) -> Vec<Line> {
        markdown(text, 30, &|_| None)
    }

    #[test]
    fn what_was_shown_never_changes() {
        for length in [1, 2, 3, 7, 40] {
            let mut stream = Stream::default();
            let letters: Vec<char> = ANSWER.chars().collect();
            let pieces = letters.chunks(length).map(|piece| piece.iter().collect::<String>());
            let shown: Vec<Line> = pieces.flat_map(|piece| stream.push(&piece, drawn)).collect();
            let whole = drawn(ANSWER);
            for (shown, whole) in shown.iter().zip(&whole) {
                assert_eq!(shown, whole, "in pieces of {length}");
            }
            assert!(shown.len() + 3 >= whole.len(), "what is whole is shown: {} of {}", shown.len(), whole.len());
        }
    }

    #[test]
    fn lines_are_shown_as_they_are_filled() {
        let mut stream = Stream::default();
        let shown = stream.push("The kettle is on the stove and it whistles ", drawn);
        assert_eq!(shown.iter().map(|line| said(line)).collect::<Vec<_>>(), ["The kettle is on the stove and"]);
        assert!(stream.push("not", drawn).is_empty());
        assert_eq!(stream.words(), 10);
    }

    #[test]
    fn what_is_open_is_waited_for() {
        let sure = |text| settled(text);
        assert_eq!(sure("so **it is now "), "so ");
        assert_eq!(sure("so **it is** now "), "so **it is** now");
        assert_eq!(sure("2 * 3 and snake_case_word is "), "2 * 3 and snake_case_word is");
        assert_eq!(sure("see [the label "), "see ");
        assert_eq!(sure("`a * b` and `c "), "`a * b` and ");
        assert_eq!(sure("a | b\n"), "");
        assert_eq!(sure("text\n- "), "text");
        assert_eq!(sure("```\nx y\nz"), "```\nx y\n");
    }
}
