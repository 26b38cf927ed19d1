//! An answer to blocks of plain text that know where they stood.
//!
//! Only what models write in answers is known: paragraphs, lists, headings, quotes, tables and emphasis. Anything
//! else is text.

use std::ops::Range;

use super::markers::Marker;

/// Paragraphs, items, headings and rows of an answer.
#[derive(Debug, Clone, Default)]
pub(super) struct Block {
    /// Its bytes in the answer.
    pub(super) range: Range<usize>,
    /// Without markers and Markdown.
    pub(super) text: String,
    /// Whether it is a heading.
    pub(super) heading: bool,
    /// Whether it defines a footnote or names a source: `[1]: a.pdf`.
    pub(super) defines: bool,
    /// Where pieces of the answer went: the byte in the text and that in the answer, both rising.
    pieces: Vec<(usize, usize)>,
}

impl Block {
    /// The byte of the text at which a byte of the answer stands, or the next that was kept.
    pub(super) fn in_text(&self, answer: usize) -> usize {
        let at = self.pieces.partition_point(|(_, start)| *start <= answer);
        let Some((text, start)) = at.checked_sub(1).and_then(|at| self.pieces.get(at)) else { return 0 };
        let next = self.pieces.get(at).map_or(self.text.len(), |(text, _)| *text);
        (text + (answer - start)).min(next)
    }

    /// The bytes of the answer of a stretch of the text.
    pub(super) fn in_answer(&self, text: &Range<usize>) -> Range<usize> {
        let place = |byte: usize| {
            let at = self.pieces.partition_point(|(start, _)| *start <= byte);
            at.checked_sub(1).map_or(self.range.start, |at| self.pieces[at].1 + (byte - self.pieces[at].0))
        };
        // The last byte and not the end, which may be where the next piece begins.
        let end = if text.is_empty() { place(text.start) } else { place(text.end - 1) + 1 };
        place(text.start)..end
    }

    fn keep(&mut self, answer: &str, range: Range<usize>) {
        if !range.is_empty() {
            self.pieces.push((self.text.len(), range.start));
            self.text.push_str(&answer[range]);
        }
    }
}

/// The blocks of an answer in their order. Markers are taken out.
pub(super) fn blocks(answer: &str, markers: &[Marker]) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut open = false;
    let mut at = 0;
    for line in answer.split_inclusive('\n') {
        let (start, end) = (at, at + line.len());
        at = end;
        let lead = lead(line);
        let content = line[lead.length..].trim();
        if content.is_empty() || is_rule(content) {
            open = false;
            continue;
        }
        if lead.alone || !open || line.trim_start().starts_with('|') {
            blocks.push(Block { range: start + lead.length..end, heading: lead.heading, ..Block::default() });
        }
        let Some(block) = blocks.last_mut() else { continue };
        block.range.end = end;
        clean(answer, start + lead.length..end, markers, block);
        let whole_bold = content.starts_with("**") && content.ends_with("**") && content.matches("**").count() == 2;
        block.heading |= whole_bold && !content.contains(['.', '!']);
        open = !lead.heading && !line.trim_start().starts_with('|');
    }
    for block in &mut blocks {
        let opens = markers.iter().find(|marker| marker.range.start == block.range.start);
        block.defines = opens.is_some_and(|marker| answer[marker.range.end..].starts_with(':'));
    }
    blocks
}

struct Lead {
    length: usize,
    alone: bool,
    heading: bool,
}

/// What stands before the text of a line: blanks, bullets, numbers of items, signs of headings and quotes.
fn lead(line: &str) -> Lead {
    let mut rest = line.trim_start();
    let mut lead = Lead { length: 0, alone: false, heading: false };
    while let Some(quoted) = rest.strip_prefix('>') {
        rest = quoted.trim_start();
    }
    let hashes = rest.len() - rest.trim_start_matches('#').len();
    let digits = rest.len() - rest.trim_start_matches(|letter: char| letter.is_ascii_digit()).len();
    if (1..=6).contains(&hashes) && rest[hashes..].starts_with(' ') {
        (lead.alone, lead.heading) = (true, true);
        rest = &rest[hashes..];
    } else if let Some(item) = ["- ", "* ", "+ ", "• ", "– "].iter().find_map(|bullet| rest.strip_prefix(bullet)) {
        lead.alone = true;
        rest = item;
    } else if (1..=2).contains(&digits) && (rest[digits..].starts_with(". ") || rest[digits..].starts_with(") ")) {
        lead.alone = true;
        rest = &rest[digits + 2..];
    }
    lead.length = line.len() - rest.trim_start().len();
    lead
}

/// A line of signs: a rule, or that under the head of a table.
fn is_rule(content: &str) -> bool {
    content.chars().all(|letter| matches!(letter, '-' | '=' | '*' | '_' | '|' | ':' | ' ' | '`' | '~'))
}

/// Puts what a line says at the end of a block's text.
fn clean(answer: &str, range: Range<usize>, markers: &[Marker], block: &mut Block) {
    let first = markers.partition_point(|marker| marker.range.end <= range.start);
    let mut at = range.start;
    for marker in markers[first..].iter().take_while(|marker| marker.range.start < range.end) {
        let before = &answer[at.min(marker.range.start)..marker.range.start];
        let next = answer[marker.range.end..].chars().next();
        // "fact [1]." becomes "fact." and "fact.[1]Next" becomes "fact. Next".
        let tight = next.is_none_or(|next| next.is_whitespace() || next.is_ascii_punctuation());
        let kept = if tight { before.trim_end() } else { before };
        without_emphasis(answer, at..at + kept.len(), block);
        if next.is_some_and(char::is_alphanumeric) && !block.text.is_empty() {
            block.text.push(' ');
        }
        at = marker.range.end;
    }
    without_emphasis(answer, at.min(range.end)..range.end, block);
}

/// Leaves out stars, backticks, bars of tables and underscores around words, and the addresses of links.
fn without_emphasis(answer: &str, range: Range<usize>, block: &mut Block) {
    let text = &answer[range.clone()];
    let mut kept = range.start;
    let mut before = ' ';
    for (offset, letter) in text.char_indices() {
        let at = range.start + offset;
        let next = answer[at + letter.len_utf8()..].chars().next();
        let edge = !before.is_alphanumeric() || !next.is_some_and(char::is_alphanumeric);
        if matches!(letter, '*' | '`' | '|' | '~')
            && at >= kept
            && (letter != '~' || next == Some('~') || before == '~')
            || (letter == '_' && edge)
        {
            block.keep(answer, kept.min(at)..at);
            kept = kept.max(at + 1);
        }
        before = letter;
    }
    block.keep(answer, kept.min(range.end)..range.end);
}

#[cfg(test)]
mod tests {
    use super::super::markers::markers;
    use super::*;

    fn read(answer: &str) -> Vec<String> {
        let blocks = blocks(answer, &markers(answer));
        for block in &blocks {
            assert!(
                answer.get(block.in_answer(&(0..block.text.len()))).is_some(),
                "{block:?} must be between characters"
            );
        }
        blocks.into_iter().map(|block| block.text.trim().to_owned()).collect()
    }

    #[test]
    fn markdown_is_taken_off() {
        let answer = "## Ships\nA **big** ship\nsank [1].\n\n1. One `item`\n- an_other _item_\n\n---\n> a quote\n\
            | a | b |\n|---|---|";
        assert_eq!(read(answer), ["Ships", "A big ship\nsank.", "One item", "an_other item", "a quote", "a  b"]);
    }

    #[test]
    fn the_way_back_is_known() {
        let answer = "- **Ä** big [1] ship.";
        let block = &blocks(answer, &markers(answer))[0];
        let at = block.text.find("ship").expect("it is there");
        assert_eq!(&answer[block.in_answer(&(at..at + 4))], "ship");
        assert_eq!(block.text, "Ä big ship.");
    }
}
